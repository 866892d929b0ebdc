"""Legal aid: L-1 to L-17. Rules of regions and unions have their lengths in `policies/region`."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Roll, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import aid, procedure
from mediation.law.sources.source import Source


def _which_days(zh: str, en: str) -> Text:
    return Text(
        f"“{zh}”未注明是否为工作日，按自然日计算，需由法律顾问确认。",
        f"“{en}” does not say which; counted as calendar days, to be confirmed.",
    )


def _rule(row_id: str, title: Text, source: Source, trigger: Trigger, whose: Whose, then: Text) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        trigger=trigger,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=whose,
        consequence=then,
    )


def _regional(row_id: str, title: Text, whose: Whose, question: Text | None, *, unverified: bool = False) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=aid.LEGAL_AID_68 if whose is Whose.UNION else aid.LEGAL_AID_43_DECIDE,
        trigger=Trigger.AID_APPLICATION_RECEIVED,
        length=None,
        day_kind=DayKind.REGIONAL,
        nature=Nature.DUTY,
        whose=whose,
        consequence=Text("见该地区的规定。", "As the region's rule says."),
        open_question=question,
        unverified=unverified,
    )


ROWS: Final = (
    Row(
        id="L-1",
        title=Text("审查法律援助申请并作出决定", "Decide on the application for legal aid"),
        source=aid.LEGAL_AID_43_DECIDE,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.AID_APPLICATION_RECEIVED,
        length=7,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.LEGAL_AID_BODY,
        consequence=Text("法律未写明逾期的后果；应当立即决定。", "The law names no consequence: decide at once."),
        open_question=Text(
            "“七日”未注明是否为工作日（2012年的部门规定曾为七个工作日），按自然日计算，需由法律顾问确认。",
            "“Seven days” does not say which (a rule of 2012 said working days); counted as calendar days, to be confirmed.",
        ),
    ),
    Row(
        id="L-2",
        title=Text("指派法律援助人员", "Assign the legal aid lawyer"),
        source=aid.LEGAL_AID_43,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.AID_GRANTED,
        length=3,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.LEGAL_AID_BODY,
        consequence=Text("法律未写明逾期的后果；应当立即指派。", "The law names no consequence: assign at once."),
        open_question=_which_days("三日", "Three days"),
    ),
    Row(
        id="L-3",
        title=Text("一次性告知需要补充的材料", "Say once what papers are missing"),
        source=aid.LEGAL_AID_43_COMPLETE,
        trigger=Trigger.AID_PAPERS_INCOMPLETE,
        length=None,
        day_kind=DayKind.AT_ONCE,
        nature=Nature.DUTY,
        whose=Whose.LEGAL_AID_BODY,
        consequence=Text(
            "申请人未按要求补充或者说明的，视为撤回申请。",
            "If the applicant does not complete them as asked, the application counts as withdrawn.",
        ),
        open_question=Text(
            "补充材料期间七日审查期是否停止计算，2023年规定未读到，需核对。",
            "Whether the seven days of L-1 stand still meanwhile: the rules of 2023 were not read.",
        ),
        unverified=True,
    ),
    Row(
        id="L-4",
        title=Text("与受援人签订委托协议和授权委托书", "Sign the mandate with the recipient"),
        source=aid.AID_PROCEDURE_27,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.AID_ASSIGNMENT_RECEIVED,
        length=5,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.AIDER,
        consequence=Text(
            "因受援人原因或者客观原因未能按期签订的除外。",
            "Excused where the recipient or circumstances are the cause.",
        ),
        open_question=Text(
            "仅读到该条的摘录，需由法律顾问核对原文。",
            "Only an excerpt of the article was read: to be checked against the text.",
        ),
    ),
    Row(
        id="L-5",
        title=Text("时效或者期限不足七日，可以先行援助", "Less than seven days left: aid first, papers later"),
        source=aid.LEGAL_AID_44,
        trigger=Trigger.LIMITATION_ENDS,
        length=7,
        day_kind=DayKind.CALENDAR_DAY,
        back=True,
        roll=Roll.NONE,
        nature=Nature.RIGHT,
        whose=Whose.LEGAL_AID_BODY,
        opens=True,
        consequence=Text(
            "自次日起不足七日，可以先行提供援助，手续和材料后补；需要立即保全或者先予执行的随时可以。",
            "From the next day on fewer than seven days are left: aid may come first. Urgent measures: at any time.",
        ),
    ),
    Row(
        id="L-6",
        title=Text("审查对不予援助、终止援助的异议", "Review an objection to refusal or termination"),
        source=aid.LEGAL_AID_49,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.AID_OBJECTION_RECEIVED,
        length=5,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.JUSTICE_AUTHORITY,
        internal=True,
        consequence=Text(
            "对维持决定不服的，可以申请行政复议或者提起行政诉讼；提出异议本身没有期限。",
            "If the refusal is upheld: reconsideration or suit. No period is set for objecting.",
        ),
        open_question=_which_days("五日", "Five days"),
    ),
    _rule(
        "L-7",
        Text("应当终止援助的八种情形", "Eight grounds that end legal aid"),
        aid.LEGAL_AID_48,
        Trigger.AID_GROUND_TO_END,
        Whose.LEGAL_AID_BODY,
        Text("应当作出终止决定；法律未规定期限。", "A decision to end it has to be made; no period is set."),
    ),
    Row(
        id="L-8",
        title=Text("办结后报告并提交材料", "Report and hand in the papers when the matter is finished"),
        source=aid.LEGAL_AID_50,
        trigger=Trigger.AID_MATTER_FINISHED,
        length=None,
        day_kind=DayKind.AT_ONCE,
        nature=Nature.DUTY,
        whose=Whose.AIDER,
        consequence=Text("未提交的，不发放办案补贴。", "Without them the subsidy is not paid."),
        open_question=Text(
            "法律只写“及时”；三十日提交、三十日审查出自旧规定下的办事指南，2023年规定的条文未读到，故不计算。",
            "The law says “promptly”; 30 + 30 days come from a guide under the old rule and are not computed.",
        ),
        unverified=True,
    ),
    _rule(
        "L-9",
        Text("经济困难的核查与免予核查", "Means test, promise, and who is exempt"),
        aid.LEGAL_AID_42,
        Trigger.AID_APPLICATION_RECEIVED,
        Whose.AID_APPLICANT,
        Text(
            "可以信息共享核查或者个人承诺；追索劳动报酬或者工伤赔偿的进城务工人员等免予核查。",
            "By shared data or a signed promise; migrant workers claiming pay or injury damages are exempt.",
        ),
    ),
    _rule(
        "L-10",
        Text("法律援助的事项范围", "What legal aid covers"),
        aid.LEGAL_AID_31,
        Trigger.AID_APPLICATION_RECEIVED,
        Whose.AID_APPLICANT,
        Text("包括社会保险待遇、确认劳动关系、劳动报酬和工伤赔偿。", "Insurance, labour relation, pay and injury."),
    ),
    _rule(
        "L-11",
        Text("向哪里的法律援助机构申请", "Which aid body to apply to"),
        aid.LEGAL_AID_38,
        Trigger.AID_APPLICATION_RECEIVED,
        Whose.AID_APPLICANT,
        Text("非诉讼事项：争议处理机关所在地或者事由发生地。", "Out of court: place of the body or of the cause."),
    ),
    Row(
        id="L-12",
        title=Text("转交被羁押人的援助申请", "Forward the application of somebody detained"),
        source=aid.LEGAL_AID_39,
        trigger=Trigger.AID_APPLIED_IN_DETENTION,
        length=24,
        day_kind=DayKind.HOUR,
        nature=Nature.DUTY,
        whose=Whose.DETENTION_PLACE,
        consequence=Text("法律未写明逾期的后果。", "The law names no consequence."),
    ),
    _rule(
        "L-13",
        Text("工会法律援助参照适用", "Union legal aid follows the same law"),
        aid.LEGAL_AID_68,
        Trigger.AID_APPLICATION_RECEIVED,
        Whose.UNION,
        Text(
            "工会援助的期限参照法律援助法，另有规定的从其规定。", "Its periods follow the law unless a rule says else."
        ),
    ),
    _regional("L-14", Text("审查援助申请（地方规定）", "Decide on aid (local rule)"), Whose.LEGAL_AID_BODY, None),
    _regional(
        "L-15",
        Text("审查职工法律援助申请（上海工会）", "Decide on union aid (Shanghai)"),
        Whose.UNION,
        Text(
            "《上海工会职工法律援助办法》（沪工总劳〔2024〕190号）只读到第一至七条，期限条文须取得原文。",
            "Only Arts. 1-7 of the Shanghai measures (2024, no. 190) were read; their periods have to be obtained.",
        ),
        unverified=True,
    ),
    Row(
        id="L-16",
        title=Text("工会法律援助办法规定的期限", "Periods of the national union aid measures"),
        source=aid.UNION_AID_SUPPLEMENT,
        trigger=Trigger.AID_APPLICATION_RECEIVED,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.UNION,
        consequence=Text("见该办法原文。", "As the measures say."),
        open_question=Text(
            "总工发〔2008〕52号只读到第一至七条，期限条文须取得原文。",
            "Only Arts. 1-7 of the measures of 2008 were read; their periods have to be obtained.",
        ),
        unverified=True,
    ),
    _regional("L-17", Text("准备职工援助申请（地方工会）", "Prepare an application for union aid"), Whose.UNION, None),
    _regional(
        "L-17.2", Text("审批职工援助申请（地方工会）", "Approve an application for union aid"), Whose.UNION, None
    ),
)
