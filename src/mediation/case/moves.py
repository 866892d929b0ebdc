"""Moving a case through its life. The table is in rules.py; features above call `move` with their own verb."""

from mediation.case.models import Case, CaseState
from mediation.case.rules import MOVES, OPEN_OUTCOMES
from mediation.infra.uow import Tx
from mediation.kit.machine import advance
from mediation.kit.problems import Invalid


def move(
    tx: Tx,
    case: Case,
    verb: str,
    *,
    outcome: str | None = None,
    reason: str | None = None,
    to: CaseState | None = None,
) -> None:
    """Apply `verb` to a locked case: state, outcome, closing moment, version. Raises IllegalMove, Invalid (outcome).

    `to` is needed where the verb leads to several states. Records no event: the caller's own event carries the verb.
    """
    target = advance(MOVES, CaseState(case.state), verb, to=to)
    if (target is CaseState.CLOSED) != (outcome is not None) or (outcome and outcome not in OPEN_OUTCOMES):
        raise Invalid.field("outcome", "not_possible", "结案方式不适用。", "This outcome is not possible here.")
    case.state = target
    case.outcome = outcome
    case.reason = reason
    case.closed_at = tx.now if target in (CaseState.CLOSED, CaseState.REFUSED) else None
    case.version += 1


def stir(tx: Tx, case: Case) -> None:
    """Tell the pages that show this case, or the studio's work, to look again."""
    tx.ping(f"case:{case.id}")
    tx.ping(f"work:{case.agency_id}")


def changed(tx: Tx, case: Case) -> None:
    """A locked case was changed without moving: the next version, and pages look again."""
    case.version += 1
    stir(tx, case)
