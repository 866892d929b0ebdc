"""From a signed agreement: G-1 to G-8, and the term of payment that the parties set themselves."""

from dataclasses import replace
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, mediation, procedure

_IS_THE_STUDIO_SUCH_A_BODY: Final = Text(
    "联合调解工作室是否属于该条所称的调解组织，取决于其设立依据，需由法律顾问确认。",
    "Whether a joint studio is a mediation body in the sense of this article depends on its legal basis: to be confirmed.",
)

ROWS: Final = (
    Row(
        id="G-1",
        title=Text("调解协议书生效", "The agreement takes effect"),
        source=mediation.MEDIATION_AND_ARBITRATION_14_EFFECT,
        trigger=Trigger.AGREEMENT_SIGNED_AND_SEALED,
        length=None,
        day_kind=DayKind.AT_ONCE,
        nature=Nature.RULE,
        whose=Whose.PARTIES,
        consequence=Text(
            "双方签名或者盖章、调解员签名、调解组织盖章齐备之时生效；缺一不生效。共同申请的期间由此起算。",
            "Effective when both sides, the mediator and the body's seal are on it, not before; G-2 and G-3 start then.",
        ),
    ),
    Row(
        id="G-2",
        title=Text("共同申请仲裁审查", "Apply together for arbitration review"),
        source=arbitration.ARBITRATION_RULES_74,
        also=(
            mediation.ENTERPRISE_MEDIATION_27,
            arbitration.ARBITRATION_RULES_75,
            arbitration.ARBITRATION_RULES_80,
            procedure.CIVIL_PROCEDURE_85,
        ),
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
        id="G-2a",
        title=Text("仲裁委员会审查调解协议", "The commission reviews the agreement"),
        source=arbitration.ARBITRATION_RULES_76,
        also=(arbitration.ARBITRATION_RULES_80,),
        trigger=Trigger.REVIEW_ACCEPTED,
        length=5,
        day_kind=DayKind.WORKING_DAY,
        nature=Nature.DUTY,
        whose=Whose.ARBITRATION_COMMISSION,
        internal=True,
        extension=Extension(by=Extender.COMMISSION_HEAD, at_most=5, day_kind=DayKind.WORKING_DAY),
        consequence=Text("规则未写明逾期的后果。", "The rules name no consequence."),
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
    Row(
        id="G-3a",
        title=Text("法院决定是否受理司法确认申请", "The court says whether it accepts the confirmation"),
        source=procedure.CONFIRMATION_4,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=Trigger.CONFIRMATION_APPLICATION_RECEIVED,
        length=3,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        consequence=Text("规定未写明逾期的后果。", "The provisions name no consequence."),
    ),
    Row(
        id="G-3a.2",
        title=Text("法院作出是否确认的决定", "The court decides on confirmation"),
        source=procedure.CONFIRMATION_5,
        also=(procedure.CONFIRMATION_11, procedure.CIVIL_PROCEDURE_187),
        trigger=Trigger.CONFIRMATION_ACCEPTED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        extension=Extension(by=Extender.COURT_PRESIDENT, at_most=10),
        consequence=Text(
            "不收费；规定未写明逾期的后果。民事诉讼法对特别程序规定为三十日。",
            "Free of charge; no consequence is named. The Civil Procedure Law gives special procedure thirty days.",
        ),
        open_question=Text(
            "2011年规定的十五日与民事诉讼法第187条的三十日并存，仅供参考，不作催办依据。",
            "The fifteen days of 2011 stand beside thirty in Civil Procedure Law 187: shown, not enforced.",
        ),
    ),
    Row(
        id="G-3b",
        title=Text("确认裁定未履行的，申请强制执行", "Enforce a confirmed agreement"),
        source=procedure.CIVIL_PROCEDURE_206,
        also=(procedure.CIVIL_PROCEDURE_250, procedure.CIVIL_PROCEDURE_85),
        trigger=Trigger.LAST_PERFORMANCE_DUE,
        length=2,
        day_kind=DayKind.YEAR,
        nature=Nature.RIGHT,
        whose=Whose.CREDITOR,
        consequence=Text(
            "逾期申请的，对方可以提出时效异议。申请确认被驳回的，可以重新调解或者起诉。",
            "Later, the other side may object that time has run out. If confirmation is refused: mediate again or sue.",
        ),
    ),
    Row(
        id="G-3c",
        title=Text("案外人申请撤销确认", "An outsider asks to undo the confirmation"),
        source=procedure.CONFIRMATION_10,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=Trigger.OUTSIDER_KNEW,
        length=1,
        day_kind=DayKind.YEAR,
        nature=Nature.RIGHT,
        whose=Whose.OUTSIDER,
        consequence=Text("逾期不得依该条申请撤销。", "Later, this way to undo it is closed."),
    ),
    Row(
        id="G-4",
        title=Text("协议未履行的，申请仲裁", "Arbitrate when the agreement is not performed"),
        source=mediation.MEDIATION_AND_ARBITRATION_15,
        also=(
            mediation.MEDIATION_AND_ARBITRATION_27_1,
            mediation.ENTERPRISE_MEDIATION_28,
            mediation.ENTERPRISE_MEDIATION_31,
            procedure.CIVIL_CODE_203,
        ),
        trigger=Trigger.PERFORMANCE_DUE,
        length=1,
        day_kind=DayKind.YEAR,
        nature=Nature.RIGHT,
        whose=Whose.OTHER_SIDE,
        consequence=Text(
            "履行期届满即可申请；一年仲裁时效自此重新计算，逾期对方可以提出时效抗辩。",
            "Open as soon as the date has passed; the year of limitation starts anew then, and may be pleaded after it.",
        ),
    ),
    Row(
        id="G-5",
        title=Text("持调解协议书申请支付令", "Seek a payment order on the agreement"),
        source=mediation.MEDIATION_AND_ARBITRATION_16,
        also=(arbitration.INTERPRETATION_ONE_13,),
        trigger=Trigger.PERFORMANCE_DUE,
        length=None,
        day_kind=DayKind.AT_ONCE,
        nature=Nature.RIGHT,
        whose=Whose.WORKER,
        opens=True,
        consequence=Text(
            "限于拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金；法律未规定申请期限，社会保险费不在其内。",
            "For arrears of pay, injury costs, compensation or damages; no period to apply; not for social insurance.",
        ),
    ),
    Row(
        id="G-6",
        title=Text("仅就劳动报酬达成的协议可按普通民事纠纷起诉", "Sue on a pay-only agreement as a civil case"),
        source=arbitration.INTERPRETATION_ONE_51,
        also=(procedure.CIVIL_CODE_188, procedure.CIVIL_CODE_203),
        trigger=Trigger.PERFORMANCE_DUE,
        length=3,
        day_kind=DayKind.YEAR,
        nature=Nature.RIGHT,
        whose=Whose.WORKER,
        consequence=Text(
            "协议具有劳动合同的约束力；诉讼时效届满后，对方可以提出时效抗辩。",
            "The agreement binds like a labour contract; after the general limitation the other side may plead it.",
        ),
        open_question=Text(
            "此类起诉适用三年普通诉讼时效是解读，条文未明写，需由法律顾问确认。",
            "That the general three years apply to such a suit is a reading, not a text: to be confirmed.",
        ),
    ),
    Row(
        id="G-7",
        title=Text("人民调解委员会就给付义务达成的协议可共同申请确认", "Joint confirmation of a payment agreement"),
        source=arbitration.INTERPRETATION_ONE_52,
        also=(procedure.CIVIL_PROCEDURE_205,),
        trigger=Trigger.AGREEMENT_EFFECTIVE,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.PARTIES,
        joint=True,
        consequence=Text(
            "向人民调解委员会所在地的基层人民法院共同申请；期限见 G-3。",
            "Together, at the basic court of the committee's seat; the period is that of G-3.",
        ),
    ),
    Row(
        id="G-8",
        title=Text("就报酬、补偿等达成的协议的效力", "When a settlement on pay or compensation is valid"),
        source=arbitration.INTERPRETATION_ONE_35,
        trigger=Trigger.AGREEMENT_EFFECTIVE,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.PARTIES,
        consequence=Text(
            "不违反强制性规定且无欺诈、胁迫、乘人之危的有效；重大误解或者显失公平的可以请求撤销。",
            "Valid unless illegal or got by fraud or duress; can be undone for major mistake or plain unfairness.",
        ),
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
