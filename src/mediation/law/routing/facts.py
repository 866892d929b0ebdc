"""What is known of a case, as plain values: what the doors are decided by.

Holds the facts and what can be read off them at once. Refuses to decide anything, and to guess: what nobody recorded is
None, which is neither yes nor no. Days are legal days in China, instants are in UTC, money is fen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mediation.law.limitation import Interruption, Suspension
from mediation.law.periods import day_of


class Group(StrEnum):
    """Wages and social insurance are never one sum."""

    SOCIAL_INSURANCE = "social_insurance"
    WAGES = "wages"
    """pay, and what is owed in its place"""


class Head(StrEnum):
    """What is owed for. The words of the claims of a case."""

    COMPENSATION = "compensation"
    """经济补偿"""
    DAMAGES = "damages"
    """赔偿金"""
    DOUBLE_WAGE = "double_wage"
    LEAVE_PAY = "leave_pay"
    OTHER = "other"
    OVERTIME = "overtime"
    SOCIAL_INSURANCE = "social_insurance"
    WAGE_ARREARS = "wage_arrears"
    WORK_INJURY = "work_injury"


class Body(StrEnum):
    """What kind of mediation body made the agreement; its legal basis decides which doors lead on from it."""

    ENTERPRISE_COMMITTEE = "enterprise_committee"
    """企业劳动争议调解委员会, 调解仲裁法 10(1)"""
    PEOPLES_MEDIATION = "peoples_mediation"
    """依法设立的基层人民调解组织, 10(2)"""
    TOWNSHIP = "township"
    """乡镇、街道设立的组织, 10(3)"""
    UNION_STUDIO = "union_studio"
    """set up by a union with others under a local regulation; whether 10 and 205 mean it too is for a lawyer to confirm"""


ART_10: frozenset[Body] = frozenset({Body.ENTERPRISE_COMMITTEE, Body.PEOPLES_MEDIATION, Body.TOWNSHIP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So much is still owed for one of these heads, or for several of them together.

    `heads` has more than one where nobody wrote down how the sum divides: an agreement states wages as one sum.
    `bound` says that it is promised in the agreement; otherwise it is claimed. `due_at` is the first instant too late,
    None where it was due before anybody agreed on a term.
    """

    heads: frozenset[Head]
    fen: int
    bound: bool = False
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.fen <= 0 or not self.heads:
            raise ValueError("an amount is positive and owed for something")
        if Head.SOCIAL_INSURANCE in self.heads and len(self.heads) > 1:
            raise ValueError("wages and social insurance are never one sum")

    @property
    def group(self) -> Group:
        """Wages or social insurance."""
        return Group.SOCIAL_INSURANCE if Head.SOCIAL_INSURANCE in self.heads else Group.WAGES

    def is_due(self, now: datetime) -> bool:
        """Whether its moment has passed."""
        return self.due_at is None or self.due_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What became of a joint application: made, granted, refused."""

    applied_on: date | None = None
    granted_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement in effect. `heads` is everything it settles, paid or not."""

    effective_on: date
    heads: frozenset[Head]
    last_due_on: date | None = None
    """the last day for the last of its payments; None where it names none"""
    confirmation: Joint = Joint()
    review: Joint = Joint()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An application for a payment order and what became of it."""

    applied_on: date
    rejected_on: date | None = None
    """not accepted, or dismissed"""
    served_on: date | None = None
    """the day the employer received the order"""
    objected_on: date | None = None
    """a written objection that the court has not dismissed"""
    ended_on: date | None = None
    """the procedure was ended and the order lapsed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arbitration:
    """An application for arbitration and what became of it."""

    applied_on: date
    accepted_on: date | None = None
    refused_on: date | None = None
    withdrawn_on: date | None = None
    award_on: date | None = None
    """the day the worker received the award"""
    award_final: bool | None = None
    """终局裁决: 调解仲裁法 47"""
    perform_by: date | None = None
    """the last day for performance that the award names"""
    sued_on: date | None = None
    """a party went to court in time"""


class Circumstance(StrEnum):
    """What only a person who looked can know, by name."""

    AMOUNTS_UNDISPUTED = "amounts_undisputed"
    AUTHORITY_ORDERED_PAYMENT = "authority_ordered_payment"
    COUNTER_PERFORMANCE = "counter_performance"
    EMPLOYER_ABLE_TO_PAY = "employer_able_to_pay"
    EMPLOYER_BANKRUPT = "employer_bankrupt"
    EMPLOYER_FLED = "employer_fled"
    EMPLOYER_MISSING = "employer_missing"
    EMPLOYMENT_CONTINUES = "employment_continues"
    ESTABLISHES_LABOUR_RELATION = "establishes_labour_relation"
    LIVELIHOOD_AFFECTED = "livelihood_affected"
    MIGRANT_WORKERS = "migrant_workers"
    MUTUAL_DEBTS = "mutual_debts"
    ORDER_CAN_BE_SERVED = "order_can_be_served"
    ORDER_ON_ARREARS = "order_on_arrears"
    PRESERVATION_SOUGHT = "preservation_sought"
    WAGE_NOTE = "wage_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Each circumstance: yes, no, or not known (None)."""

    amounts_undisputed: bool | None = None
    """the employer does not dispute what it owes in pay (a list, a note, an admission)"""
    authority_ordered_payment: bool | None = None
    """the labour authority ordered payment by a day, and it passed unpaid"""
    counter_performance: bool | None = None
    """the workers owe something in return"""
    employer_able_to_pay: bool | None = None
    """it could pay and does not"""
    employer_bankrupt: bool | None = None
    """a court has accepted an application for its bankruptcy"""
    employer_fled: bool | None = None
    """it hides, or moves its property away, to escape payment"""
    employer_missing: bool | None = None
    """its whereabouts are unknown"""
    employment_continues: bool | None = None
    establishes_labour_relation: bool | None = None
    """the agreement confirms that there is a labour relation"""
    livelihood_affected: bool | None = None
    """without the money at once the workers' lives are seriously affected"""
    migrant_workers: bool | None = None
    """进城务工人员"""
    mutual_debts: bool | None = None
    """worker and employer have other debts between them"""
    order_can_be_served: bool | None = None
    """the employer can be handed a court's letter"""
    order_on_arrears: bool | None = None
    """the payment order was sought on plain arrears (劳动合同法 30), not on the agreement; decides nothing by itself"""
    preservation_sought: bool | None = None
    """preservation before a suit was applied for"""
    wage_note: bool | None = None
    """the employer wrote a note of the wages it owes (工资欠条), and nothing else is in dispute"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeThreshold:
    """From which sums a High Court counts pay withheld as 数额较大, in its own province."""

    one_worker_fen: int
    ten_workers_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything the doors are decided by.

    `workers` have a common claim; `owed` is what is open to them, each sum once. `ended_on`: mediation ended without an
    agreement. `known_on`, `interruptions`, `suspensions` and `employment_ended_on` are what the year of limitation is counted by
    (`law/limitation.py`); a default on the agreement is counted without being named here.
    """

    now: datetime
    workers: int
    owed: tuple[Amount, ...]
    received_on: date | None = None
    ended_on: date | None = None
    body: Body | None = None
    agreement: Agreement | None = None
    order_on_agreement: Order | None = None
    order_on_arrears: Order | None = None
    arbitration: Arbitration | None = None
    sued_on: date | None = None
    """an ordinary suit on the same debt"""
    complained_on: date | None = None
    """to the labour inspection"""
    reported_on: date | None = None
    """to the police"""
    collection_asked_on: date | None = None
    """of the authority that collects social insurance"""
    aid_granted_on: date | None = None
    breach_ended_on: date | None = None
    """the unlawful act ended; None while it goes on"""
    employment_ended_on: date | None = None
    known_on: date | None = None
    """the workers knew or should have known that they were not paid"""
    interruptions: tuple[Interruption, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    representatives: int = 0
    unauthorised: int = 0
    """represented workers from whom no representative has special authority"""
    most_to_one_worker_fen: int = 0
    """the largest sum of pay owed to one worker"""
    months_in_arrears: int | None = None
    """of the worker longest unpaid"""
    crime_threshold: CrimeThreshold | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)

    @property
    def today(self) -> date:
        """The legal day."""
        return day_of(self.now)

    @property
    def default_since(self) -> date | None:
        """The first day of the earliest promise that is due and unpaid."""
        due = [amount.due_at for amount in self.owed if amount.bound and amount.due_at and amount.due_at <= self.now]
        return day_of(min(due)) if due else None

    @property
    def next_due(self) -> date | None:
        """The first day on which the earliest promise still ahead would be in default."""
        ahead = [amount.due_at for amount in self.owed if amount.bound and amount.due_at and amount.due_at > self.now]
        return day_of(min(ahead)) if ahead else None

    def owed_fen(self, group: Group) -> int:
        """What is owed under one group."""
        return total(amount for amount in self.owed if amount.group is group)


def total(amounts: Iterable[Amount]) -> int:
    """The sum of amounts, in fen."""
    return sum(amount.fen for amount in amounts)
