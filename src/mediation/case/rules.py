"""Decisions about cases over plain values: the state machine, and later who must act next, warnings, counts."""

from mediation.case.models import CaseState, ClaimGroup, ClaimHead, Outcome
from mediation.kit.machine import Move

MOVES: tuple[Move[CaseState], ...] = (
    Move("case:accept", CaseState.REGISTERED, CaseState.ACCEPTED),
    Move("case:refuse", CaseState.REGISTERED, CaseState.REFUSED),
    Move("room:open", CaseState.ACCEPTED, CaseState.MEDIATING),
    Move("room:open", CaseState.MEDIATING, CaseState.MEDIATING),
    Move("agreement:take_effect", CaseState.MEDIATING, CaseState.PERFORMING),
    Move("commitment:default", CaseState.PERFORMING, CaseState.DEFAULTED),
    Move("commitment:default", CaseState.DEFAULTED, CaseState.DEFAULTED),
    Move("case:close", CaseState.ACCEPTED, CaseState.CLOSED),
    Move("case:close", CaseState.MEDIATING, CaseState.CLOSED),
    Move("case:close", CaseState.PERFORMING, CaseState.CLOSED),
    Move("case:close", CaseState.DEFAULTED, CaseState.CLOSED),
    Move("case:withdraw", CaseState.REGISTERED, CaseState.CLOSED),
    Move("case:withdraw", CaseState.ACCEPTED, CaseState.CLOSED),
    Move("case:withdraw", CaseState.MEDIATING, CaseState.CLOSED),
    Move("case:transfer", CaseState.REGISTERED, CaseState.CLOSED),
    Move("case:transfer", CaseState.ACCEPTED, CaseState.CLOSED),
    Move("case:transfer", CaseState.MEDIATING, CaseState.CLOSED),
    Move("case:transfer", CaseState.DEFAULTED, CaseState.CLOSED),
    Move("case:reopen", CaseState.CLOSED, CaseState.ACCEPTED),
    Move("case:reopen", CaseState.REFUSED, CaseState.REGISTERED),
)

OPEN_OUTCOMES = frozenset(Outcome)

GROUP_OF: dict[ClaimHead, ClaimGroup] = {
    head: ClaimGroup.SOCIAL_INSURANCE if head is ClaimHead.SOCIAL_INSURANCE else ClaimGroup.WAGES for head in ClaimHead
}
"""Everything that is not social insurance is owed to the worker as pay or its substitutes."""
