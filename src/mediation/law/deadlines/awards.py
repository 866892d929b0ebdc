"""After an award: A-18 to A-26."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Roll, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, mediation, procedure
from mediation.law.sources.source import Source


def _after(row_id: str, title: Text, source: Source, trigger: Trigger, length: int, whose: Whose, then: Text) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=trigger,
        length=length,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=whose,
        consequence=then,
    )


def _kept(row_id: str, title: Text, source: Source, length: int) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        trigger=Trigger.ARBITRATION_CLOSED,
        length=length,
        day_kind=DayKind.YEAR,
        roll=Roll.NONE,
        nature=Nature.RETENTION,
        whose=Whose.ARBITRATION_COMMISSION,
        internal=True,
        consequence=Text("不得早于此日销毁。", "Not to be destroyed before."),
    )


_CLOSED: Final = Text("逾期不得依该条申请或者起诉。", "Later, this way is closed.")

ROWS: Final = (
    _after(
        "A-18",
        Text("劳动者不服终局裁决，起诉", "The worker sues on a final award"),
        mediation.MEDIATION_AND_ARBITRATION_48,
        Trigger.FINAL_AWARD_RECEIVED,
        15,
        Whose.WORKER,
        Text("期满不起诉的，裁决继续有效。", "The award stands."),
    ),
    _after(
        "A-19",
        Text("用人单位申请撤销终局裁决", "The employer asks to set a final award aside"),
        mediation.MEDIATION_AND_ARBITRATION_49_SET_ASIDE,
        Trigger.FINAL_AWARD_RECEIVED,
        30,
        Whose.EMPLOYER,
        Text("须有法定六种情形之一；逾期不得申请。", "On one of six grounds; later, it is lost."),
    ),
    _after(
        "A-20",
        Text("裁决被撤销后起诉", "Sue after an award was set aside"),
        mediation.MEDIATION_AND_ARBITRATION_49_SUE,
        Trigger.SET_ASIDE_RULING_RECEIVED,
        15,
        Whose.PARTIES,
        _CLOSED,
    ),
    _after(
        "A-21",
        Text("不服非终局裁决，起诉", "Sue on a non-final award"),
        mediation.MEDIATION_AND_ARBITRATION_50,
        Trigger.NON_FINAL_AWARD_RECEIVED,
        15,
        Whose.PARTIES,
        Text("期满不起诉的，裁决书发生法律效力。", "Without a suit by then the award takes effect."),
    ),
    Row(
        id="A-22",
        title=Text(
            "法院不受理或者劳动者一方撤诉后，用人单位申请撤销", "Set aside after the court refused or the suit ended"
        ),
        source=arbitration.INTERPRETATION_ONE_21,
        also=(arbitration.INTERPRETATION_ONE_18, procedure.CIVIL_PROCEDURE_85),
        trigger=Trigger.COURT_REFUSED_OR_SUIT_ENDED,
        length=30,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=Whose.EMPLOYER,
        consequence=_CLOSED,
    ),
    _after(
        "A-23",
        Text("裁定不予执行后起诉", "Sue after enforcement was refused"),
        arbitration.INTERPRETATION_ONE_24,
        Trigger.NON_ENFORCEMENT_RULING_RECEIVED,
        30,
        Whose.PARTIES,
        _CLOSED,
    ),
    Row(
        id="A-24",
        title=Text("终局裁决与非终局裁决的区分", "Which awards are final"),
        source=mediation.MEDIATION_AND_ARBITRATION_47,
        also=(
            arbitration.ARBITRATION_RULES_50,
            arbitration.INTERPRETATION_ONE_19,
            arbitration.INTERPRETATION_ONE_20,
        ),
        trigger=Trigger.AWARD_MADE,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.PARTIES,
        consequence=Text(
            "每项均不超过当地月最低工资十二个月金额，或者涉及国家劳动标准的，为终局；混在同一裁决中的，按非终局处理。",
            "Final if each item is at most 12 local monthly minimum wages, or on labour standards; mixed: non-final.",
        ),
    ),
    _kept(
        "A-25",
        Text("保存裁决结案的案卷", "Keep the file of a case closed by award"),
        arbitration.ARBITRATION_RULES_24_AWARD,
        10,
    ),
    _kept(
        "A-25.2",
        Text("保存调解或者其他方式结案的案卷", "Keep the file of a case closed otherwise"),
        arbitration.ARBITRATION_RULES_24_OTHER,
        5,
    ),
    Row(
        id="A-26",
        title=Text("撤回可以再申请，无故缺席的不可以", "Withdrawn: may apply again; absent without reason: not"),
        source=arbitration.ARBITRATION_RULES_39,
        also=(arbitration.ARBITRATION_RULES_35,),
        trigger=Trigger.APPLICANT_ABSENT_OR_WITHDREW,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.CLAIMANT,
        consequence=Text(
            "申请人无正当理由不到庭或者中途退庭的，可以按撤回处理，重新申请不予受理。",
            "Absence counts as withdrawal, and the same claim is not accepted again.",
        ),
    ),
)
