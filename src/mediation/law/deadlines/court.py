"""Courts and enforcement: C-1 to C-6, E-1 and E-2."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, procedure
from mediation.law.sources.source import Source

_NO_CONSEQUENCE: Final = Text("法律未写明逾期的后果。", "The law names no consequence.")


def _of_court(
    row_id: str,
    title: Text,
    source: Source,
    trigger: Trigger,
    length: int,
    day_kind: DayKind = DayKind.CALENDAR_DAY,
    extension: Extension | None = None,
) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=trigger,
        length=length,
        day_kind=day_kind,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        extension=extension,
        consequence=_NO_CONSEQUENCE,
    )


def _right(
    row_id: str, title: Text, source: Source, trigger: Trigger, length: int, day_kind: DayKind, whose: Whose, then: Text
) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=trigger,
        length=length,
        day_kind=day_kind,
        nature=Nature.RIGHT,
        whose=whose,
        consequence=then,
    )


def _president(months: int) -> Extension:
    return Extension(by=Extender.COURT_PRESIDENT, at_most=months, day_kind=DayKind.MONTH)


ROWS: Final = (
    _of_court(
        "C-1",
        Text("立案或者裁定不予受理", "File the case or refuse it"),
        procedure.CIVIL_PROCEDURE_126,
        Trigger.COMPLAINT_RECEIVED,
        7,
    ),
    _of_court(
        "C-2",
        Text("向被告发送起诉状副本", "Send the complaint to the defendant"),
        procedure.CIVIL_PROCEDURE_128_COPY,
        Trigger.CASE_FILED,
        5,
    ),
    _right(
        "C-2.2",
        Text("提出答辩状", "Answer the complaint"),
        procedure.CIVIL_PROCEDURE_128_ANSWER,
        Trigger.COMPLAINT_COPY_RECEIVED,
        15,
        DayKind.CALENDAR_DAY,
        Whose.RESPONDENT,
        Text("不答辩不影响法院审理。", "The case goes on without it."),
    ),
    _of_court(
        "C-2.3",
        Text("向原告发送答辩状副本", "Send the answer to the plaintiff"),
        procedure.CIVIL_PROCEDURE_128_FORWARD,
        Trigger.ANSWER_RECEIVED,
        5,
    ),
    _of_court(
        "C-3",
        Text("审结（普通程序）", "Conclude the case (ordinary procedure)"),
        procedure.CIVIL_PROCEDURE_152,
        Trigger.CASE_FILED,
        6,
        DayKind.MONTH,
        _president(6),
    ),
    _of_court(
        "C-3.2",
        Text("审结（简易程序）", "Conclude the case (summary procedure)"),
        procedure.CIVIL_PROCEDURE_164,
        Trigger.CASE_FILED,
        3,
        DayKind.MONTH,
        _president(1),
    ),
    _of_court(
        "C-3.3",
        Text("审结（小额诉讼）", "Conclude the case (small claims)"),
        procedure.CIVIL_PROCEDURE_168,
        Trigger.CASE_FILED,
        2,
        DayKind.MONTH,
        _president(1),
    ),
    _of_court(
        "C-3.4",
        Text("审结（特别程序，包括司法确认）", "Conclude the case (special procedure, with judicial confirmation)"),
        procedure.CIVIL_PROCEDURE_187,
        Trigger.CASE_FILED,
        30,
        extension=Extension(by=Extender.COURT_PRESIDENT),
    ),
    _right(
        "C-4",
        Text("对判决上诉", "Appeal a judgment"),
        procedure.CIVIL_PROCEDURE_171_JUDGMENT,
        Trigger.JUDGMENT_SERVED,
        15,
        DayKind.CALENDAR_DAY,
        Whose.PARTIES,
        Text("期满不上诉的，判决生效。", "Without an appeal the judgment takes effect."),
    ),
    _right(
        "C-4.2",
        Text("对裁定上诉", "Appeal a ruling"),
        procedure.CIVIL_PROCEDURE_171_RULING,
        Trigger.RULING_SERVED,
        10,
        DayKind.CALENDAR_DAY,
        Whose.PARTIES,
        Text("期满不上诉的，裁定生效。", "Without an appeal the ruling takes effect."),
    ),
    Row(
        id="C-5",
        title=Text("对紧急保全申请作出裁定", "Rule on an urgent preservation"),
        source=procedure.CIVIL_PROCEDURE_103,
        trigger=Trigger.PRESERVATION_APPLICATION_RECEIVED,
        length=48,
        day_kind=DayKind.HOUR,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        consequence=Text("裁定保全的应当立即执行。", "A measure that is ordered is carried out at once."),
    ),
    _right(
        "C-5.2",
        Text("诉前保全后起诉或者申请仲裁", "Sue or arbitrate after preservation before suit"),
        procedure.CIVIL_PROCEDURE_104,
        Trigger.PRESERVATION_TAKEN,
        30,
        DayKind.CALENDAR_DAY,
        Whose.CLAIMANT,
        Text("逾期的，法院应当解除保全。", "Later, the court lifts the measure."),
    ),
    _right(
        "C-6",
        Text("保全案件申请强制执行", "Apply for enforcement to keep the preservation"),
        arbitration.INTERPRETATION_ONE_49,
        Trigger.DOCUMENT_EFFECTIVE,
        3,
        DayKind.MONTH,
        Whose.WORKER,
        Text("逾期不申请的，法院应当解除保全。", "Later, the court lifts the measure."),
    ),
    _right(
        "E-1",
        Text("申请强制执行", "Apply for enforcement"),
        procedure.CIVIL_PROCEDURE_250,
        Trigger.LAST_PERFORMANCE_DUE,
        2,
        DayKind.YEAR,
        Whose.CREDITOR,
        Text(
            "适用时效中止、中断的规定；逾期的，对方可以提出时效异议。",
            "Suspended and interrupted like limitation; later, the other side may object.",
        ),
    ),
    Row(
        id="E-2",
        title=Text("六个月未执行的，可以申请上一级法院执行", "Without execution in six months, ask the higher court"),
        source=procedure.CIVIL_PROCEDURE_237,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=Trigger.ENFORCEMENT_REQUEST_RECEIVED,
        length=6,
        day_kind=DayKind.MONTH,
        nature=Nature.RIGHT,
        whose=Whose.CREDITOR,
        opens=True,
        consequence=Text("此后可以向上一级人民法院申请执行。", "From then on the higher court may be asked."),
    ),
)
