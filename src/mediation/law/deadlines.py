"""The table of deadlines: which event starts which period, how it runs, whose it is, and what follows when it passes.

Holds one row per rule and the function that applies a row. Refuses to hold what happened in a case (the journal), what
was suspended or extended (`deadline/`), and the internal periods of courts, which are nobody's deadline here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law import sources
from mediation.law.periods import Due, days_after, months_after, workdays_after, years_after
from mediation.law.sources import Source


class Trigger(StrEnum):
    """The event whose day starts the period and is not counted."""

    APPLICATION_RECEIVED = "application_received"
    APPLICATION_IN_SCOPE_AND_BOTH_CONSENT = "application_in_scope_and_both_consent"
    APPLICATION_ACCEPTED = "application_accepted"
    AGREEMENT_EFFECTIVE = "agreement_effective"
    AID_GRANTED = "aid_granted"
    AS_AGREED = "as_agreed"


class DayKind(StrEnum):
    """How the length is counted."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class Nature(StrEnum):
    """Whether somebody must act in time, or may until then."""

    DUTY = "duty"
    RIGHT = "right"


class Whose(StrEnum):
    """Who must act, or may."""

    MEDIATION_BODY = "mediation_body"
    LEGAL_AID_BODY = "legal_aid_body"
    PARTIES = "parties"
    DEBTOR = "debtor"


class Extension(StrEnum):
    """Who can make the period longer."""

    BOTH_PARTIES = "both_parties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule about time.

    `source` gives the length, `also` what else the answer rests on (a parallel rule, the rule that rolls its end).
    `length` is None only where the parties agree it. `joint` means that both sides have to act together.
    `opens` says that nothing is lost when it passes: what it held back may be done from then on.
    `open_question` is what a lawyer of the client still has to confirm; an empty one means that the text is clear.
    """

    id: str
    title: Text
    source: Source
    also: tuple[Source, ...] = ()
    trigger: Trigger
    length: int | None
    day_kind: DayKind
    nature: Nature
    whose: Whose
    joint: bool = False
    opens: bool = False
    extendable_by: Extension | None = None
    consequence: Text
    open_question: Text | None = None

    @property
    def sign_off(self) -> bool:
        """Whether the row waits for a lawyer's confirmation; it is computed all the same, and shown as unconfirmed."""
        return self.open_question is not None


_IS_THE_STUDIO_SUCH_A_BODY: Final = Text(
    "联合调解工作室是否属于该条所称的调解组织，取决于其设立依据，需由法律顾问确认。",
    "Whether a joint studio is a mediation body in the sense of this article depends on its legal basis: to be confirmed.",
)

_ALL: Final = (
    Row(
        id="M-2",
        title=Text("受理调解申请", "Accept the application for mediation"),
        source=sources.ENTERPRISE_MEDIATION_22,
        trigger=Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT,
        length=3,
        day_kind=DayKind.WORKING_DAY,
        nature=Nature.DUTY,
        whose=Whose.MEDIATION_BODY,
        consequence=Text(
            "规定未写明逾期的后果；应当立即受理。不予受理的，应当做好记录并书面通知申请人。",
            "The rule names no consequence: accept at once. A refusal is recorded and the applicant told in writing.",
        ),
    ),
    Row(
        id="M-3",
        title=Text("未达成协议可申请仲裁", "Without agreement, arbitration becomes open"),
        source=sources.MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS,
        also=(sources.CIVIL_CODE_203,),
        trigger=Trigger.APPLICATION_RECEIVED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=Whose.PARTIES,
        opens=True,
        consequence=Text(
            "期满未达成调解协议的，当事人可以依法申请仲裁；调解可以继续。",
            "From then on each party may apply for arbitration; mediation may go on.",
        ),
    ),
    Row(
        id="M-4",
        title=Text("结束调解", "Finish mediation"),
        source=sources.ENTERPRISE_MEDIATION_29,
        also=(sources.CIVIL_CODE_203,),
        trigger=Trigger.APPLICATION_ACCEPTED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.MEDIATION_BODY,
        extendable_by=Extension.BOTH_PARTIES,
        consequence=Text(
            "期满未达成协议且双方未同意延期的，视为调解不成。",
            "Without agreement, and without both parties' consent to extend, mediation counts as failed.",
        ),
    ),
    Row(
        id="G-2",
        title=Text("共同申请仲裁审查", "Apply together for arbitration review"),
        source=sources.ARBITRATION_RULES_74,
        also=(sources.ENTERPRISE_MEDIATION_27, sources.CIVIL_PROCEDURE_85),
        trigger=Trigger.AGREEMENT_EFFECTIVE,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=Whose.PARTIES,
        joint=True,
        consequence=Text(
            "逾期提出的，仲裁委员会不予受理；协议仍对双方有约束力。",
            "A later application is not accepted; the agreement still binds both sides.",
        ),
        open_question=_IS_THE_STUDIO_SUCH_A_BODY,
    ),
    Row(
        id="G-3",
        title=Text("共同申请司法确认", "Apply together for judicial confirmation"),
        source=sources.CIVIL_PROCEDURE_205,
        also=(sources.PEOPLES_MEDIATION_33, sources.CIVIL_PROCEDURE_85),
        trigger=Trigger.AGREEMENT_EFFECTIVE,
        length=30,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=Whose.PARTIES,
        joint=True,
        consequence=Text(
            "逾期不能再申请司法确认；协议仍有合同约束力，可依法申请仲裁或者起诉。",
            "Confirmation is lost; the agreement still binds as a contract and can be arbitrated or sued upon.",
        ),
        open_question=_IS_THE_STUDIO_SUCH_A_BODY,
    ),
    Row(
        id="L-2",
        title=Text("指派法律援助人员", "Assign the legal aid lawyer"),
        source=sources.LEGAL_AID_43,
        also=(sources.CIVIL_CODE_203,),
        trigger=Trigger.AID_GRANTED,
        length=3,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.LEGAL_AID_BODY,
        consequence=Text(
            "法律未写明逾期的后果；应当立即指派。",
            "The law names no consequence: assign at once.",
        ),
        open_question=Text(
            "“三日”未注明是否为工作日，按自然日计算，需由法律顾问确认。",
            "“Three days” does not say which; counted as calendar days, to be confirmed.",
        ),
    ),
)

ROWS: Final[Mapping[str, Row]] = MappingProxyType({row.id: row for row in _ALL})
"""The rows by id, in the order of the procedure."""

AGREED: Final = Row(
    id="AGREED",
    title=Text("按协议付款", "Pay as agreed"),
    source=sources.CIVIL_CODE_201,
    also=(sources.CIVIL_CODE_203,),
    trigger=Trigger.AS_AGREED,
    length=None,
    day_kind=DayKind.CALENDAR_DAY,
    nature=Nature.DUTY,
    whose=Whose.DEBTOR,
    consequence=Text(
        "逾期未付的，劳动者可以依法申请仲裁，或者持调解协议书向人民法院申请支付令。",
        "If it passes unpaid, the worker may apply for arbitration, or to the court for a payment order on the agreement.",
    ),
)
"""A term of payment that the parties set; `agreed` gives it its length."""


def agreed(length: int, day_kind: DayKind = DayKind.CALENDAR_DAY) -> Row:
    """Return the row of an agreed term: "within three days" is `agreed(3)`.

    Raises:
        ValueError: `length` below 1.
    """
    if length < 1:
        raise ValueError("an agreed term is at least 1 long")
    return replace(AGREED, length=length, day_kind=day_kind)


def compute(row: Row, trigger_on: date, calendar: Calendar) -> Due:
    """Return when the row's period ends if its event happened on `trigger_on`, a day in China.

    Raises:
        CannotCompute: the period ends in, or is counted through, a year without a holiday notice.
        ValueError: the row has no length of its own.
    """
    if row.length is None:
        raise ValueError(f"{row.id} has the length that the parties agreed: use agreed()")
    match row.day_kind:
        case DayKind.CALENDAR_DAY:
            return days_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.WORKING_DAY:
            return workdays_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.MONTH:
            return months_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.YEAR:
            return years_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case _ as never:
            assert_never(never)
