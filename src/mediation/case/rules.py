"""Decisions about cases over plain values: the state machine, and what is possible when.

Pure. Refuses to hold who may do it (`access/`) and anything about money that was paid (`agreement/`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mediation.case.models import CaseState, ClaimGroup, ClaimHead, Outcome
from mediation.kit.machine import Move, allowed
from mediation.kit.money import Fen, text
from mediation.kit.problems import FieldProblem, IllegalMove, Invalid, Text
from mediation.law.routing.collective import COLLECTIVE_FROM

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
    Move("case:reopen", CaseState.CLOSED, CaseState.PERFORMING),
    Move("case:reopen", CaseState.CLOSED, CaseState.DEFAULTED),
    Move("case:reopen", CaseState.REFUSED, CaseState.REGISTERED),
    Move("payment:reverse", CaseState.ACCEPTED, CaseState.PERFORMING),
)

OPEN_OUTCOMES = frozenset(Outcome)

OPEN: Final = frozenset(CaseState) - {CaseState.CLOSED, CaseState.REFUSED}
FORMING: Final = frozenset({CaseState.REGISTERED, CaseState.ACCEPTED, CaseState.MEDIATING})
"""Who takes part and what is claimed is settled with the agreement: afterwards only what was agreed counts."""

STATES_FOR: Final[Mapping[str, frozenset[CaseState]]] = {
    "case:allocate": OPEN,
    "case:break_glass": frozenset(CaseState),
    "case:edit": OPEN,
    "case:recuse": OPEN,
    "circumstances:record": OPEN,
    "claim:amend": FORMING,
    "claim:state": FORMING,
    "evidence:accept": OPEN,
    "evidence:attach": OPEN,
    "evidence:upload": OPEN,
    "finding:record": OPEN,
    "party:add": FORMING,
    "party:elect": OPEN,
    "party:revise": OPEN,
    "party:withdraw": FORMING,
    "procedure:correct": OPEN,
    "procedure:record": OPEN,
    "referral:offer": OPEN,
    "roster:confirm": FORMING,
    "roster:preview": FORMING,
    "roster:revise": FORMING,
    "roster:undo": FORMING,
}
"""When the verbs that do not move a case are possible."""

GROUP_OF: dict[ClaimHead, ClaimGroup] = {
    head: ClaimGroup.SOCIAL_INSURANCE if head is ClaimHead.SOCIAL_INSURANCE else ClaimGroup.WAGES for head in ClaimHead
}
"""Everything that is not social insurance is owed to the worker as pay or its substitutes."""


COLLECTIVE_SOURCE: Final = "劳动争议调解仲裁法 7"
WARNING_FROM: Final = 3
WARNING_DAYS: Final = 30
"""Legal days, today included, within which workers against one employer are counted together."""


class WarningLevel(StrEnum):
    """How many workers came forward against one employer within the window."""

    COLLECTIVE = "collective"
    """as many as make a collective dispute by law, whether or not their cases are one"""
    EARLY = "early"

    @property
    def or_above(self) -> tuple["WarningLevel", ...]:
        """This level and those that say more."""
        return (WarningLevel.COLLECTIVE,) if self is WarningLevel.COLLECTIVE else tuple(WarningLevel)


def warning_level(claimants: int) -> WarningLevel | None:
    """Return what so many different workers against one employer within the window are a warning of, if anything."""
    if claimants >= COLLECTIVE_FROM:
        return WarningLevel.COLLECTIVE
    return WarningLevel.EARLY if claimants >= WARNING_FROM else None


def possible(state: CaseState) -> tuple[str, ...]:
    """Return every verb that `state` allows: those that move the case first, then the others."""
    return (*allowed(MOVES, state), *(verb for verb, states in STATES_FOR.items() if state in states))


def require_possible(verb: str, state: CaseState) -> None:
    """Raises IllegalMove, naming what is possible, unless `state` allows `verb`."""
    if verb not in possible(state):
        raise IllegalMove(verb, state, possible(state))


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """What the books say of the promises to the workers. Without an agreement in effect the rest means nothing."""

    agreed: bool
    """an agreement has taken effect"""
    settled: bool = False
    """every promise to a worker is paid in full"""
    by_third_party: bool = False
    """somebody other than the employer paid any of it"""
    open_fen: int = 0
    """what the workers still have to get"""
    defaulted: bool = False
    """some of that was called a default"""


def closing(outcome: Outcome, state: CaseState, facts: ClosingFacts) -> Text | None:
    """Return why a case cannot be closed with `outcome`, or None when it can.

    Performed: the employer paid everything. Advanced: everything is paid, some of it by a third party. Failed: there
    is no agreement, or there was a default and money is still open. Withdrawn and transferred have verbs of their own.
    """
    match outcome:
        case Outcome.WITHDRAWN | Outcome.TRANSFERRED:
            return Text("撤回和移送有各自的操作。", "Withdrawing and transferring are verbs of their own.")
        case Outcome.FAILED if not facts.agreed:
            return None
        case Outcome.FAILED if facts.settled:
            return Text("款项已全部结清，不能按调解不成结案。", "Everything is paid: this did not fail.")
        case Outcome.FAILED if state is not CaseState.DEFAULTED:
            return Text("协议正在履行：先登记违约。", "The agreement is being performed: record the default first.")
        case Outcome.FAILED:
            return None
        case _ if not facts.agreed:
            return Text(
                "没有生效的协议，只能按调解不成结案。", "Without an agreement in effect it can only have failed."
            )
        case _ if not facts.settled:
            rest = text(Fen(facts.open_fen))
            return Text(f"还有{rest}元没有付清。", f"{rest} yuan are still to be paid.")
        case Outcome.PERFORMED if facts.by_third_party:
            return Text("有第三方垫付：请按垫付结案。", "A third party paid: close it as advanced.")
        case Outcome.ADVANCED if not facts.by_third_party:
            return Text("没有第三方垫付：请按履行完毕结案。", "No third party paid: close it as performed.")
        case _:
            return None


def reopens_as(state: CaseState, facts: ClosingFacts) -> CaseState:
    """Return where a case stands when it is taken up again.

    As long as an agreement leaves something open it is being performed, or in default: nobody mediates it anew.
    """
    if state is CaseState.REFUSED:
        return CaseState.REGISTERED
    if not facts.agreed or facts.settled:
        return CaseState.ACCEPTED
    return CaseState.DEFAULTED if facts.defaulted else CaseState.PERFORMING


def check_outcome(outcome: Outcome, state: CaseState, facts: ClosingFacts) -> None:
    """Raises Invalid (outcome) when the case cannot be closed with it."""
    if why_not := closing(outcome, state, facts):
        raise Invalid(FieldProblem("outcome", "not_borne_out", why_not))
