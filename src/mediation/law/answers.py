"""What an event does to periods that run already: which it answers, which it ends, which it makes run anew.

Holds rule ids by the event, so that nobody writes a case for a rule. Refuses to hold what starts a period (the row's own
trigger) and what happened in a case (`deadline/`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.triggers import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`answers`: what the rules asked for is done, in time or late. `bars`: they can no longer be used, and `why`."""

    answers: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    why: Text | None = None


EFFECTS: Final[Mapping[Trigger, Effect]] = MappingProxyType(
    {
        Trigger.APPLICATION_ACCEPTED: Effect(answers=("M-2",)),
        Trigger.AGREEMENT_EFFECTIVE: Effect(answers=("M-3", "M-4")),
        Trigger.AID_ASSIGNMENT_RECEIVED: Effect(answers=("L-2",)),
        Trigger.REVIEW_ACCEPTED: Effect(answers=("G-2",)),
        Trigger.CONFIRMATION_APPLICATION_RECEIVED: Effect(
            answers=("G-3",),
            bars=("G-2",),
            why=Text(
                "已申请司法确认，仲裁委员会不再受理仲裁审查申请（《劳动人事争议仲裁办案规则》第75条第5项）。",
                "Judicial confirmation was applied for: arbitration review is no longer accepted"
                " (Rules for Handling Labour and Personnel Dispute Arbitration (2017), Art. 75(5)).",
            ),
        ),
    }
)
"""By the event. What is not here answers nothing."""
