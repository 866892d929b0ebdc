"""Negotiation and mediation: M-1 to M-14."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import mediation, procedure

ROWS: Final = (
    Row(
        id="M-2",
        title=Text("受理调解申请", "Accept the application for mediation"),
        source=mediation.ENTERPRISE_MEDIATION_22,
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
        source=mediation.MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS,
        also=(procedure.CIVIL_CODE_203,),
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
        source=mediation.ENTERPRISE_MEDIATION_29,
        also=(procedure.CIVIL_CODE_203,),
        trigger=Trigger.APPLICATION_ACCEPTED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.MEDIATION_BODY,
        extension=Extension(by=Extender.BOTH_PARTIES),
        consequence=Text(
            "期满未达成协议且双方未同意延期的，视为调解不成。",
            "Without agreement, and without both parties' consent to extend, mediation counts as failed.",
        ),
    ),
)
