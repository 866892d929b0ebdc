"""What an event does to periods that run already, and which of several periods it starts.

Holds rule ids by the event, so that nobody writes a case for a rule. Refuses to hold what starts a period (the row's own
trigger) and what happened in a case (`deadline/`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.triggers import Trigger
from mediation.law.limitation import Restart
from mediation.law.routing.facts import Circumstance

_T = Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`answers`: what the rules asked for is done, in time or late. `bars`: they can no longer be used, and `why`."""

    answers: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    why: Text | None = None


def _answers(*rules: str) -> Effect:
    return Effect(answers=rules)


_FINISH_MEDIATION: Final = ("M-4", "M-5", "M-6", "M-7", "M-8", "M-8.2", "M-9", "M-9.2", "M-9.3", "M-10")

EFFECTS: Final[Mapping[_T, Effect]] = MappingProxyType(
    {
        _T.APPLICATION_ACCEPTED: _answers("M-2"),
        _T.PLATFORM_ACCEPTED: _answers("M-9.4", "M-9.6", "M-9.7"),
        _T.AGREEMENT_EFFECTIVE: _answers("M-3", *_FINISH_MEDIATION),
        _T.REVIEW_ACCEPTED: _answers("G-2"),
        _T.REVIEW_REFUSED: _answers("G-2a"),
        _T.CONFIRMATION_APPLICATION_RECEIVED: _answers("G-3"),
        _T.CONFIRMATION_ACCEPTED: _answers("G-3a"),
        _T.CONFIRMATION_GRANTED: Effect(
            answers=("G-3a", "G-3a.2"),
            bars=("G-2",),
            why=Text(
                "调解协议已经人民法院司法确认，仲裁委员会不受理仲裁审查申请（《劳动人事争议仲裁办案规则》第75条第5项）。",
                "A court has confirmed the agreement: arbitration review is not accepted"
                " (Rules for Handling Labour and Personnel Dispute Arbitration (2017), Art. 75(5)).",
            ),
        ),
        _T.CONFIRMATION_REFUSED: _answers("G-3a", "G-3a.2"),
        _T.PAYMENT_ORDER_APPLICATION_ACCEPTED: _answers("O-1"),
        _T.PAYMENT_ORDER_REFUSED: _answers("O-1", "O-2"),
        _T.PAYMENT_ORDER_OBJECTED: _answers("O-3"),
        _T.PAYMENT_ORDER_ISSUED: _answers("O-2"),
        _T.PAYMENT_ORDER_RECEIVED: _answers("O-4"),
        _T.PAYMENT_ORDER_PROCEDURE_ENDED: Effect(
            answers=("O-3",),
            bars=("O-1", "O-2", "O-4"),
            why=Text("督促程序已终结。", "The payment order procedure has ended."),
        ),
        _T.ARBITRATION_APPLICATION_RECEIVED: _answers("G-4", "A-1", "A-2", "A-3", "C-5.2"),
        _T.ARBITRATION_ACCEPTED: _answers("A-5", "A-6", "A-15"),
        _T.ARBITRATION_REFUSED: _answers("A-5", "A-6", "A-15"),
        _T.ARBITRATION_COPY_RECEIVED: _answers("A-7"),
        _T.ANSWER_RECEIVED: _answers("A-8", "C-2.2"),
        _T.AWARD_MADE: _answers("A-13", "A-14"),
        _T.FINAL_AWARD_RECEIVED: _answers("A-13", "A-14"),
        _T.NON_FINAL_AWARD_RECEIVED: _answers("A-13", "A-14"),
        _T.ARBITRAL_STATEMENT_SIGNED: _answers("A-13", "A-14"),
        _T.COMPLAINT_RECEIVED: _answers("G-6", "A-18", "A-20", "A-21", "A-23", "C-5.2"),
        _T.CASE_FILED: _answers("C-1"),
        _T.COMPLAINT_COPY_RECEIVED: _answers("C-2"),
        _T.JUDGMENT_SERVED: _answers("C-3", "C-3.2", "C-3.3", "C-3.4"),
        _T.ENFORCEMENT_REQUEST_RECEIVED: _answers("E-1", "G-3b", "C-6"),
        _T.AID_GRANTED: _answers("L-1"),
        _T.AID_ASSIGNMENT_RECEIVED: _answers("L-2"),
        _T.PROPOSAL_FILED: _answers("U-3"),
        _T.PROPOSAL_CLOSED: _answers("U-4"),
        _T.UNION_COMPLAINT_CLOSED: _answers("U-7"),
        _T.INSPECTION_FILED: _answers("S-4"),
        _T.INJURY_APPLICATION_ACCEPTED: _answers("S-8", "S-8.2"),
        _T.APPRAISAL_RECEIVED: _answers("S-10"),
    }
)
"""By the event. What is not here answers nothing."""


EXCLUDED: Final[Mapping[Circumstance, Effect]] = MappingProxyType(
    {
        Circumstance.ESTABLISHES_LABOUR_RELATION: Effect(
            bars=("G-2",),
            why=Text(
                "确认劳动关系的协议，仲裁委员会不受理仲裁审查申请（《劳动人事争议仲裁办案规则》第75条第4项）。",
                "The agreement confirms a labour relation: arbitration review is not accepted"
                " (Rules for Handling Labour and Personnel Dispute Arbitration (2017), Art. 75(4)).",
            ),
        )
    }
)
"""Circumstances of a case in which rules do not apply, as long as they hold."""


def why_barred(rule: str, *, by_circumstance: bool) -> Text | None:
    """Return why a rule can no longer be used: by an event, or by a circumstance of the case; None where nothing bars it so."""
    effects = EXCLUDED.values() if by_circumstance else EFFECTS.values()
    return next((one.why for one in effects if rule in one.bars), None)


CHOICES: Final[Mapping[_T, tuple[str, ...]]] = MappingProxyType(
    {
        _T.COURT_FILE_SIGNED_FOR: ("M-7", "M-8", "M-8.2"),
        _T.PLATFORM_ACCEPTED: ("M-9", "M-9.2", "M-9.3"),
        _T.CASE_FILED: ("C-3", "C-3.2", "C-3.3", "C-3.4"),
        _T.ARBITRATION_CLOSED: ("A-25", "A-25.2"),
        _T.INJURY_APPLICATION_ACCEPTED: ("S-9", "S-9.2"),
        _T.NOTICE_GIVEN: ("S-12", "S-12.2", "S-12.3", "S-12.4"),
    }
)
"""Events from which one of several periods runs: whoever records the event says which, for the day alone does not tell."""


class Kind(StrEnum):
    """Of which cases alone a rule speaks."""

    COLLECTIVE = "collective"
    SINGLE = "single"
    NEW_FORM = "new_form"
    """new forms of employment: nothing in a case says so yet"""


ONLY_FOR: Final[Mapping[str, Kind]] = MappingProxyType(
    {"A-6": Kind.SINGLE, "A-15": Kind.COLLECTIVE, "A-15.2": Kind.COLLECTIVE, "M-5": Kind.NEW_FORM}
)
"""Rules for some kinds of cases."""


OF_ONE_SIDE: Final[Mapping[str, str]] = MappingProxyType(
    {"A-18": "claimant", "A-19": "respondent", "A-22": "respondent"}
)
"""Rules that run only for one side: where the event happened to a party of the other, they do not start."""


LIMITATIONS: Final[Mapping[str, bool]] = MappingProxyType({"A-1": False, "A-2": True})
"""The years of limitation, and whether each is the one for arrears of pay: they run as `limitation.py` has it. That the year
starts again (A-3) is a step of theirs and no clock of its own."""

WITHIN_ANOTHER: Final = frozenset({"A-3"})

INTERRUPTIONS: Final[Mapping[_T, Restart]] = MappingProxyType(
    {
        _T.AGREEMENT_EFFECTIVE: Restart.CONSENT_TO_PERFORM,
        _T.APPLICATION_RECEIVED: Restart.MEDIATION_REQUESTED,
        _T.ARBITRATION_APPLICATION_RECEIVED: Restart.ARBITRATION_REQUESTED,
        _T.COMPLAINT_RECEIVED: Restart.SUIT,
        _T.INSPECTION_COMPLAINT_RECEIVED: Restart.COMPLAINT,
        _T.LIMITATION_INTERRUPTED: Restart.DEMAND,
        _T.MEDIATION_REFUSED_BY_ONE: Restart.MEDIATION_REFUSED,
        _T.NEGOTIATION_ASKED: Restart.DEMAND,
        _T.PAYMENT_ORDER_APPLICATION_RECEIVED: Restart.PAYMENT_ORDER_REQUESTED,
        _T.PERFORMANCE_DUE: Restart.AGREEMENT_NOT_PERFORMED,
        _T.UNION_COMPLAINT_RECEIVED: Restart.COMPLAINT,
    }
)
"""Events from which the year of limitation starts again. Source: 劳动争议调解仲裁法 27(2); 企业劳动争议协商调解规定 31."""
