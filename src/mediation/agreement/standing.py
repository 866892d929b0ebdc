"""What becomes of a promise: its standing, what may be paid on it, when it can be called a default. Pure.

Standing is derived from amounts and the clock, never stored. Refuses to hold how money is recorded (`paying.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from mediation.kit.money import Fen, split_by_share
from mediation.kit.problems import FieldProblem, Invalid, Text
from mediation.law.periods import day_of


class PayerKind(StrEnum):
    """Who paid."""

    EMERGENCY_FUND = "emergency_fund"
    """应急周转金"""
    EMPLOYER = "employer"
    GENERAL_CONTRACTOR = "general_contractor"
    """总包、建设单位"""
    OTHER = "other"
    SUB_LANDLORD = "sub_landlord"
    """二房东、出租方"""
    UNION_FUND = "union_fund"
    """工会帮扶金"""


THIRD_PARTIES: Final = frozenset(PayerKind) - {PayerKind.EMPLOYER}
"""who is owed by the employer what they pay to the workers (民法典 524)"""


def check_own_money(payer: PayerKind) -> None:
    """Raises Invalid (payerKind) for a third party's money: booked as an advance, it makes the debt that follows it."""
    if payer in THIRD_PARTIES:
        raise Invalid.field(
            "payerKind", "book_as_advance", "第三方付款请登记为垫付。", "Book a third party's money as an advance."
        )


def check_third_party(payer: PayerKind) -> None:
    """Raises Invalid (payerKind) for the employer: who owes the money cannot advance it."""
    if payer not in THIRD_PARTIES:
        raise Invalid.field(
            "payerKind",
            "not_a_third_party",
            "用人单位付款请登记为到账。",
            "Record the employer's own money as a payment.",
        )


class CommitmentKind(StrEnum):
    """To whom a commitment is owed."""

    RECOURSE = "recourse"
    """to the third party who advanced the money"""
    WORKER = "worker"


class StandingKind(StrEnum):
    """How a commitment stands."""

    DEFAULTED = "defaulted"
    """overdue, and called a default by a person after a recorded contact"""
    OPEN = "open"
    OVERDUE = "overdue"
    PARTLY = "partly"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment at one instant. `days_late` counts legal days since the due day; 0 on that day itself (terms in hours)."""

    kind: StandingKind
    shortfall_fen: int
    days_late: int = 0


def standing(
    *,
    owed_fen: int,
    paid_fen: int,
    due_at: datetime | None,
    defaulted_at: datetime | None,
    now: datetime,
) -> Standing:
    """How a promise of `owed_fen` stands at `now`, `paid_fen` of it being paid. `due_at` is the first instant too late.

    >>> from datetime import UTC
    >>> due, late = datetime(2026, 11, 23, 16, tzinfo=UTC), datetime(2026, 11, 24, 1, tzinfo=UTC)
    >>> standing(owed_fen=648000, paid_fen=0, due_at=due, defaulted_at=None, now=late)
    Standing(kind=<StandingKind.OVERDUE: 'overdue'>, shortfall_fen=648000, days_late=1)
    """
    shortfall = owed_fen - paid_fen
    if shortfall <= 0:
        return Standing(StandingKind.SETTLED, 0)
    if due_at is not None and now >= due_at:
        late = max(0, (day_of(now) - _last_day(due_at)).days)
        return Standing(StandingKind.DEFAULTED if defaulted_at else StandingKind.OVERDUE, shortfall, late)
    return Standing(StandingKind.PARTLY if paid_fen else StandingKind.OPEN, shortfall)


def _last_day(due_at: datetime) -> date:
    # 24:00 belongs to the day that ends with it.
    return day_of(due_at - timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Owing:
    """A commitment as a payment meets it."""

    id: UUID
    owed_fen: int
    paid_fen: int

    @property
    def shortfall_fen(self) -> int:
        """What is still to be paid; never negative."""
        return max(0, self.owed_fen - self.paid_fen)


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount for one commitment."""

    commitment_id: UUID
    amount_fen: int


def check_pays(pays: Sequence[Pay], owing: Mapping[UUID, Owing]) -> None:
    """Raises Invalid unless each amount is positive, for a known commitment, once, and no more than is still owed."""
    faults = [fault for at, pay in enumerate(pays) if (fault := _pay_fault(pays, at, pay, owing))]
    if not pays:
        faults.append(FieldProblem("items", "empty", Text("没有可登记的款项。", "There is nothing to record.")))
    if faults:
        raise Invalid(*faults)


def _pay_fault(pays: Sequence[Pay], at: int, pay: Pay, owing: Mapping[UUID, Owing]) -> FieldProblem | None:
    path = f"items.{at}"
    if pay.commitment_id not in owing:
        return FieldProblem(f"{path}.commitment", "not_found", Text("没有找到该承诺。", "No such commitment here."))
    if any(earlier.commitment_id == pay.commitment_id for earlier in pays[:at]):
        return FieldProblem(f"{path}.commitment", "repeated", Text("同一承诺出现两次。", "The same commitment twice."))
    if pay.amount_fen <= 0:
        return FieldProblem(f"{path}.amountFen", "not_positive", Text("金额须大于零。", "The amount must be positive."))
    left = owing[pay.commitment_id].shortfall_fen
    if pay.amount_fen > left:
        said = Text(f"超过未付金额（未付 {left} 分）。", f"More than is still owed ({left} fen).")
        return FieldProblem(f"{path}.amountFen", "more_than_owed", said)
    return None


def allot(total_fen: int, owing: Sequence[Owing]) -> tuple[Pay, ...]:
    """Spread `total_fen` over what is still owed, in proportion to the shortfalls, to the fen and to nobody too much.

    Raises Invalid (amountFen) unless 0 < total <= everything that is owed.
    """
    left = sum(one.shortfall_fen for one in owing)
    if not 0 < total_fen <= left:
        said = Text(
            f"须大于零且不超过未付总额（{left} 分）。", f"More than zero and at most what is owed ({left} fen)."
        )
        raise Invalid(FieldProblem("amountFen", "out_of_range", said))
    parts = split_by_share(Fen(total_fen), [one.shortfall_fen for one in owing])
    return tuple(Pay(one.id, part) for one, part in zip(owing, parts, strict=True) if part)


@dataclass(frozen=True, slots=True)
class Late:
    """An unsettled promise to a worker whose moment has passed and that is no default yet."""

    id: UUID
    due_at: datetime


def defaultable(late: Sequence[Late], contacted_at: datetime | None) -> tuple[UUID, ...]:
    """The commitments that a person may now call a default: overdue, and the debtor contacted since the due moment.

    Raises Invalid: `not_overdue` when nothing is overdue, `no_contact` when nobody contacted the debtor after it was.
    """
    if not late:
        raise Invalid.field("case", "not_overdue", "没有逾期未付的承诺。", "Nothing is overdue.")
    ripe = tuple(one.id for one in late if contacted_at is not None and contacted_at >= one.due_at)
    if not ripe:
        raise Invalid.field(
            "case",
            "no_contact",
            "请先登记到期后与用人单位的联系结果。",
            "Record a contact with the debtor after the due moment first.",
        )
    return ripe
