"""From a signed agreement: G-1 to G-8, and the term of payment that the parties set themselves."""

from dataclasses import replace
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, mediation, procedure

_IS_THE_STUDIO_SUCH_A_BODY: Final = Text(
    "联合调解工作室是否属于该条所称的调解组织，取决于其设立依据，需由法律顾问确认。",
    "Whether a joint studio is a mediation body in the sense of this article depends on its legal basis: to be confirmed.",
)

ROWS: Final = (
    Row(
        id="G-2",
        title=Text("共同申请仲裁审查", "Apply together for arbitration review"),
        source=arbitration.ARBITRATION_RULES_74,
        also=(mediation.ENTERPRISE_MEDIATION_27, procedure.CIVIL_PROCEDURE_85),
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
        source=procedure.CIVIL_PROCEDURE_205,
        also=(mediation.PEOPLES_MEDIATION_33, procedure.CIVIL_PROCEDURE_85),
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
)

AGREED: Final = Row(
    id="AGREED",
    title=Text("按协议付款", "Pay as agreed"),
    source=procedure.CIVIL_CODE_201,
    also=(procedure.CIVIL_CODE_203,),
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
