"""Legal aid: L-1 to L-17."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import aid, procedure

ROWS: Final = (
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
