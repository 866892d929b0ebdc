"""What a rule about time consists of. Holds the shape of a row and its closed words; the rows are in the modules beside it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediation.kit.problems import Text
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources.source import Grade, Source


class DayKind(StrEnum):
    """How the length is counted. The last three have no length of their own."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    AT_ONCE = "at_once"
    """to be done, or open to be done, from the event itself; the rule names no number of days"""
    NO_PERIOD = "no_period"
    """a rule that holds whatever the day: a condition, an effect, a classification"""
    REGIONAL = "regional"
    """each region has its own length, or none: see `regions.py`"""


class Roll(StrEnum):
    """Where an end moves that falls on a rest day."""

    FORWARD = "forward"
    """to the first working day after it (民法典 203, 民事诉讼法 85)"""
    BACKWARD = "backward"
    """to the last working day before it: pay-days, and what is counted back from a day"""
    NONE = "none"
    """nowhere: a duration that is lived through, or a mark in time"""


class Nature(StrEnum):
    """What the row is to the one it names."""

    DUTY = "duty"
    """must act in time"""
    RIGHT = "right"
    """may act until then"""
    RETENTION = "retention"
    """must keep something at least until then"""
    RULE = "rule"
    """nobody's clock: what holds"""


class Whose(StrEnum):
    """Who must act, or may."""

    MEDIATION_BODY = "mediation_body"
    LEGAL_AID_BODY = "legal_aid_body"
    PARTIES = "parties"
    """each party for itself; both together where the row is joint"""
    DEBTOR = "debtor"
    CREDITOR = "creditor"
    WORKER = "worker"
    EMPLOYER = "employer"
    CLAIMANT = "claimant"
    RESPONDENT = "respondent"
    OTHER_SIDE = "other_side"
    """the party that did not start it"""
    OUTSIDER = "outsider"
    """whose right is touched by an agreement of others"""
    COURT = "court"
    ARBITRATION_COMMISSION = "arbitration_commission"
    AIDER = "aider"
    """the legal aid lawyer, or the firm they belong to"""
    AID_APPLICANT = "aid_applicant"
    DETENTION_PLACE = "detention_place"
    JUSTICE_AUTHORITY = "justice_authority"
    LABOUR_AUTHORITY = "labour_authority"
    APPRAISAL_COMMITTEE = "appraisal_committee"
    UNION = "union"


class Extender(StrEnum):
    """Who can make a period longer."""

    BOTH_PARTIES = "both_parties"
    COURT_PRESIDENT = "court_president"
    HIGHER_COURT = "higher_court"
    COMMISSION_HEAD = "commission_head"
    """the head of the arbitration commission, or whoever they authorise"""
    AUTHORITY_HEAD = "authority_head"
    BODY_ITSELF = "body_itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Who can make the period longer, and by how much at most; None: the rule sets no limit."""

    by: Extender
    at_most: int | None = None
    day_kind: DayKind = DayKind.CALENDAR_DAY
    source: Source | None = None
    """where another article than the row's own allows it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule about time.

    `source` is the clause that makes the rule, `also` what else the answer rests on: a parallel rule, the one that gives
    the length where the first does not (G-4: the right is in Art. 15, its year in Art. 27), the one that rolls the end.
    `length` is None where the parties agree it (`AGREED`) and for the three kinds of day that have none.
    A length of 0 means the trigger's day itself (a pay-day). `back` counts backward from the trigger's day (a hearing);
    `first_day_counts` makes that day the first of the period (employment). `roll` says where an end on a rest day moves.
    `joint` means that both sides have to act together. `opens` says that nothing is lost when it passes: what it held
    back may be done from then on. `internal` marks the working time of a court or an authority: it is shown and nobody
    is reminded of it or blamed for it. `region` is the code of the region whose value the row carries, empty for the
    whole country.
    `open_question` is what a lawyer of the client still has to confirm; an empty one means that the text is clear.
    `unverified` says that the question is whether the rule reads so at all.
    """

    id: str
    title: Text
    source: Source
    also: tuple[Source, ...] = ()
    trigger: Trigger
    length: int | None
    day_kind: DayKind
    back: bool = False
    first_day_counts: bool = False
    roll: Roll = Roll.FORWARD
    nature: Nature
    whose: Whose
    joint: bool = False
    opens: bool = False
    internal: bool = False
    region: str = ""
    extension: Extension | None = None
    consequence: Text
    open_question: Text | None = None
    unverified: bool = False

    @property
    def sign_off(self) -> bool:
        """Whether the row waits for a lawyer's confirmation; it is computed all the same, and shown as unconfirmed."""
        return self.open_question is not None

    @property
    def mark(self) -> str:
        """`UNVERIFIED` (nobody has read it), `SIGN-OFF` (a question is open) or nothing."""
        if self.unverified or self.source.grade is Grade.UNVERIFIED:
            return "UNVERIFIED"
        return "SIGN-OFF" if self.sign_off else ""

    @property
    def has_period(self) -> bool:
        """Whether an end follows from the trigger: from its day, or for a row in hours from its instant."""
        return self.length is not None

    @property
    def rolls(self) -> bool:
        """Whether an end on a rest day moves at all, either way."""
        return self.roll is not Roll.NONE

    @property
    def extendable_by(self) -> Extender | None:
        """Who can make the period longer, if anybody."""
        return self.extension.by if self.extension else None

    def is_in_force(self, on: date) -> bool:
        """Whether the words that give the length are in force on the day."""
        return self.source.is_in_force(on)
