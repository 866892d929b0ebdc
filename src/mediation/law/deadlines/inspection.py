"""Labour inspection, injury insurance and remedies against authorities: S-1 to S-5, S-8 to S-10, S-18."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import labour, procedure
from mediation.law.sources.source import Source

_NO_CONSEQUENCE: Final = Text("规定未写明逾期的后果。", "The rule names no consequence.")
_ONLY_AN_EXCERPT: Final = Text(
    "仅在第三方页面上读到该条，需由法律顾问核对原文。",
    "The article was read on pages of third parties only: to be checked against the text.",
)


def _of_authority(
    row_id: str,
    title: Text,
    source: Source,
    trigger: Trigger,
    length: int,
    *,
    day_kind: DayKind = DayKind.CALENDAR_DAY,
    whose: Whose = Whose.LABOUR_AUTHORITY,
    extension: Extension | None = None,
    question: Text | None = None,
) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=() if day_kind is DayKind.WORKING_DAY else (procedure.CIVIL_CODE_203,),
        trigger=trigger,
        length=length,
        day_kind=day_kind,
        nature=Nature.DUTY,
        whose=whose,
        internal=True,
        extension=extension,
        consequence=_NO_CONSEQUENCE,
        open_question=question,
    )


def _right(
    row_id: str,
    title: Text,
    source: Source,
    trigger: Trigger,
    length: int,
    day_kind: DayKind,
    whose: Whose,
    then: Text,
    question: Text | None = None,
) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=(procedure.CIVIL_CODE_203,),
        trigger=trigger,
        length=length,
        day_kind=day_kind,
        nature=Nature.RIGHT,
        whose=whose,
        consequence=then,
        open_question=question,
    )


def _rule(row_id: str, title: Text, source: Source, trigger: Trigger, whose: Whose, then: Text, *also: Source) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=also,
        trigger=trigger,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=whose,
        consequence=then,
    )


ROWS: Final = (
    _of_authority(
        "S-1",
        Text("完成劳动保障监察调查", "Finish a labour inspection"),
        labour.INSPECTION_17,
        Trigger.INSPECTION_FILED,
        60,
        day_kind=DayKind.WORKING_DAY,
        extension=Extension(by=Extender.AUTHORITY_HEAD, at_most=30, day_kind=DayKind.WORKING_DAY),
    ),
    _right(
        "S-2",
        Text("举报、投诉违法行为", "Report a breach to the labour inspection"),
        labour.INSPECTION_20,
        Trigger.ACT_HAPPENED,
        2,
        DayKind.YEAR,
        Whose.WORKER,
        Text(
            "两年内未被发现也未被举报、投诉的，不再查处；连续行为自终了之日起算。",
            "Neither found nor reported in two years: not investigated any more. A continuing act counts from its end.",
        ),
    ),
    _rule(
        "S-3",
        Text("已进入争议处理程序的事项，监察告知走该程序", "What is in a dispute procedure stays there"),
        labour.INSPECTION_21,
        Trigger.INSPECTION_COMPLAINT_RECEIVED,
        Whose.LABOUR_AUTHORITY,
        Text("同一事项同时投诉和仲裁之前，先核对。", "Check before filing both on the same item."),
    ),
    _of_authority(
        "S-4",
        Text("受理劳动保障投诉", "Accept a complaint to the labour inspection"),
        labour.INSPECTION_PROVISIONS_18,
        Trigger.INSPECTION_COMPLAINT_RECEIVED,
        5,
        day_kind=DayKind.WORKING_DAY,
        question=_ONLY_AN_EXCERPT,
    ),
    _rule(
        "S-5",
        Text("责令支付后逾期的加付赔偿金", "Additional damages after an order to pay has passed"),
        labour.LABOUR_CONTRACT_85,
        Trigger.PAYMENT_ORDERED,
        Whose.EMPLOYER,
        Text(
            "行政部门限定的日期届满仍未支付的，加付应付金额的百分之五十至百分之一百；没有责令则不适用。",
            "Unpaid on the day the authority set: 50 to 100 per cent on top. It needs the order first.",
        ),
        labour.INSPECTION_26,
    ),
    Row(
        id="S-8",
        title=Text("用人单位申请工伤认定", "The employer reports a work injury"),
        source=labour.INJURY_INSURANCE_17_EMPLOYER,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.INJURY_HAPPENED,
        length=30,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.EMPLOYER,
        extension=Extension(by=Extender.AUTHORITY_HEAD),
        consequence=Text(
            "逾期提交的，此前发生的工伤待遇由用人单位负担。",
            "Later, the employer bears the benefits that arise until it applies.",
        ),
    ),
    _right(
        "S-8.2",
        Text("职工、近亲属或者工会申请工伤认定", "Worker, family or union reports a work injury"),
        labour.INJURY_INSURANCE_17_WORKER,
        Trigger.INJURY_HAPPENED,
        1,
        DayKind.YEAR,
        Whose.WORKER,
        Text("用人单位未申请的，可以直接申请；逾期不予受理。", "If the employer did not; later, it is not accepted."),
    ),
    _of_authority(
        "S-9",
        Text("作出工伤认定决定", "Decide on the injury"),
        labour.INJURY_INSURANCE_20,
        Trigger.INJURY_APPLICATION_ACCEPTED,
        60,
    ),
    _of_authority(
        "S-9.2",
        Text("作出工伤认定决定（事实清楚的）", "Decide on the injury (clear cases)"),
        labour.INJURY_INSURANCE_20_CLEAR,
        Trigger.INJURY_APPLICATION_ACCEPTED,
        15,
    ),
    _of_authority(
        "S-10",
        Text("作出劳动能力鉴定结论", "Appraise the ability to work"),
        labour.INJURY_INSURANCE_25,
        Trigger.APPRAISAL_APPLICATION_RECEIVED,
        60,
        whose=Whose.APPRAISAL_COMMITTEE,
        extension=Extension(by=Extender.BODY_ITSELF, at_most=30),
    ),
    _right(
        "S-10.2",
        Text("申请再次鉴定", "Ask for another appraisal"),
        labour.INJURY_INSURANCE_26,
        Trigger.APPRAISAL_RECEIVED,
        15,
        DayKind.CALENDAR_DAY,
        Whose.PARTIES,
        Text("逾期的，结论不再改变。", "Later, the conclusion stands."),
    ),
    _right(
        "S-18",
        Text("申请行政复议", "Ask for administrative reconsideration"),
        labour.RECONSIDERATION_20,
        Trigger.DECISION_KNOWN,
        60,
        DayKind.CALENDAR_DAY,
        Whose.CLAIMANT,
        Text("逾期不予受理，法律规定期限更长的除外。", "Later, it is not accepted, unless a law gives longer."),
        _ONLY_AN_EXCERPT,
    ),
    _right(
        "S-18.2",
        Text("提起行政诉讼", "Sue the authority"),
        labour.ADMINISTRATIVE_SUITS_46,
        Trigger.DECISION_KNOWN,
        6,
        DayKind.MONTH,
        Whose.CLAIMANT,
        Text("逾期不予立案，法律另有规定的除外。", "Later, it is not filed, unless a law says otherwise."),
        _ONLY_AN_EXCERPT,
    ),
)
