"""Mediation that a court or an arbitral tribunal hands over, and mediation on the courts' platform: M-7 to M-11."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, mediation, procedure
from mediation.law.sources.source import Source

_CONSENT: Final = Extension(by=Extender.BOTH_PARTIES)
_BACK_TO_COURT: Final = Text(
    "期满未达成协议的，将材料退回法院；当事人坚持诉讼的，法院应当登记立案。",
    "Without agreement the file goes back to the court, which has to register the case if a party insists on suing.",
)
_BACK_TO_TRIAL: Final = Text("期满未达成协议的，转入审判程序。", "Without agreement the case goes back to trial.")
_TO_ANOTHER: Final = Text(
    "逾期未确认的，法院或者当事人可以重新指定或者选定。",
    "Without an answer the court or the parties may name somebody else.",
)


def _finish(row_id: str, title: Text, source: Source, trigger: Trigger, length: int, then: Text) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=(
            mediation.INVITED_MEDIATION_21 if then is _BACK_TO_COURT else mediation.INVITED_MEDIATION_21_TRIAL,
            procedure.CIVIL_PROCEDURE_85,
        ),
        trigger=trigger,
        length=length,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.MEDIATION_BODY,
        extension=_CONSENT,
        consequence=then,
    )


def _on_platform(row_id: str, title: Text, source: Source, trigger: Trigger, length: int, whose: Whose) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        trigger=trigger,
        length=length,
        day_kind=DayKind.WORKING_DAY,
        nature=Nature.RIGHT if whose is Whose.PARTIES else Nature.DUTY,
        whose=whose,
        joint=whose is Whose.PARTIES,
        internal=whose is Whose.COURT,
        consequence=_THEN[row_id],
    )


_THEN: Final = {
    "M-9.4": _TO_ANOTHER,
    "M-9.5": Text(
        "对方拒绝或者无法联系的，终结在线调解，即时将材料退回法院并告知当事人。",
        "If the other side refuses or cannot be reached, online mediation ends and the file goes back at once.",
    ),
    "M-9.6": Text("规定未写明逾期的后果。", "The rule names no consequence."),
    "M-9.7": Text("未能共同选定的，由法院指定。", "Without a joint choice the court names the mediator."),
}

ROWS: Final = (
    _finish(
        "M-7",
        Text("结束法院委派调解（立案前）", "Finish mediation delegated by a court before filing"),
        mediation.INVITED_MEDIATION_27_BEFORE,
        Trigger.COURT_FILE_SIGNED_FOR,
        30,
        _BACK_TO_COURT,
    ),
    _finish(
        "M-8",
        Text("结束法院委托调解（普通程序）", "Finish mediation entrusted by a court (ordinary procedure)"),
        mediation.INVITED_MEDIATION_27_ORDINARY,
        Trigger.COURT_FILE_SIGNED_FOR,
        15,
        _BACK_TO_TRIAL,
    ),
    _finish(
        "M-8.2",
        Text("结束法院委托调解（简易程序）", "Finish mediation entrusted by a court (summary procedure)"),
        mediation.INVITED_MEDIATION_27_SUMMARY,
        Trigger.COURT_FILE_SIGNED_FOR,
        7,
        _BACK_TO_TRIAL,
    ),
    _finish(
        "M-9",
        Text("结束在线调解（立案前）", "Finish online mediation before filing"),
        mediation.ONLINE_MEDIATION_24_BEFORE,
        Trigger.PLATFORM_ACCEPTED,
        30,
        _BACK_TO_COURT,
    ),
    _finish(
        "M-9.2",
        Text("结束在线调解（立案后，普通程序）", "Finish online mediation after filing (ordinary procedure)"),
        mediation.ONLINE_MEDIATION_24_ORDINARY,
        Trigger.PLATFORM_ACCEPTED,
        15,
        _BACK_TO_TRIAL,
    ),
    _finish(
        "M-9.3",
        Text("结束在线调解（立案后，简易程序）", "Finish online mediation after filing (summary procedure)"),
        mediation.ONLINE_MEDIATION_24_SUMMARY,
        Trigger.PLATFORM_ACCEPTED,
        7,
        _BACK_TO_TRIAL,
    ),
    _on_platform(
        "M-9.4",
        Text("在平台上确认接受委派、委托或者申请", "Confirm on the platform that the matter is taken"),
        mediation.ONLINE_MEDIATION_12,
        Trigger.PLATFORM_REQUEST_RECEIVED,
        3,
        Whose.MEDIATION_BODY,
    ),
    _on_platform(
        "M-9.5",
        Text("协助通知并询问对方是否同意调解", "Help to ask the other side whether it agrees to mediation"),
        mediation.ONLINE_MEDIATION_15,
        Trigger.PLATFORM_ACCEPTED,
        3,
        Whose.MEDIATION_BODY,
    ),
    _on_platform(
        "M-9.6",
        Text("法院指定调解组织或者调解员", "The court names the body or mediator"),
        mediation.ONLINE_MEDIATION_10_APPOINT,
        Trigger.PLATFORM_REQUEST_RECEIVED,
        3,
        Whose.COURT,
    ),
    _on_platform(
        "M-9.7",
        Text("双方共同选择调解组织或者调解员", "Choose the body or mediator together"),
        mediation.ONLINE_MEDIATION_10_CHOOSE,
        Trigger.MEDIATOR_TO_BE_CHOSEN,
        2,
        Whose.PARTIES,
    ),
    Row(
        id="M-10",
        title=Text("仲裁庭委托的调解", "Mediation at the request of an arbitral tribunal"),
        source=arbitration.ARBITRATION_RULES_70,
        also=(arbitration.ARBITRATION_RULES_80,),
        trigger=Trigger.DELEGATION_CONSENTED,
        length=10,
        day_kind=DayKind.WORKING_DAY,
        nature=Nature.DUTY,
        whose=Whose.MEDIATION_BODY,
        consequence=Text("期满未达成协议的，仲裁庭应当开庭审理。", "Without agreement the hearing has to go ahead."),
    ),
    Row(
        id="M-11",
        title=Text("仲裁申请因先行调解暂缓受理", "Acceptance of an arbitration case waits for mediation"),
        source=arbitration.ARBITRATION_RULES_69,
        trigger=Trigger.MEDIATION_SUGGESTED,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.ARBITRATION_COMMISSION,
        consequence=Text(
            "同意先行调解的，暂缓受理；不同意的，仲裁委员会应当依法受理。",
            "Acceptance is put off while the parties agree to mediate first; otherwise the case has to be accepted.",
        ),
    ),
)
