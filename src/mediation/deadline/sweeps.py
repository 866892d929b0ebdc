"""Clocks that run out, or can be computed at last, without anybody doing anything. Asked by the worker at every tick."""

from typing import Final

from sqlalchemy import select
from sqlmodel import col

from mediation.deadline import clocks, rules
from mediation.deadline.models import Deadline
from mediation.infra.uow import Tx

_CASES: Final = 100
"""cases per transaction: each stays locked until it ends"""


async def lapse(tx: Tx, *, limit: int) -> int:
    """Rights that were not used in time: they stop standing at the head of the work queue. Returns how many cases."""
    passed = (clocks.open_clause(), col(Deadline.is_right), col(Deadline.due_at) <= tx.now)
    found = await tx.session.execute(
        select(col(Deadline.case_id)).where(*passed).order_by(col(Deadline.due_at)).limit(min(limit, _CASES))
    )
    # In one order everywhere: two workers that lock the same cases must not wait for each other in a circle.
    case_ids = sorted(set(found.scalars()))
    for case_id in case_ids:
        case = await clocks.locked(tx, case_id)
        for row in await clocks.all_of(tx, case_id):
            if clocks.is_open(row) and row.is_right and row.due_at is not None and row.due_at <= tx.now:
                row.lapsed_at = row.due_at
        await clocks.refresh(tx, case)
    return len(case_ids)


async def compute_missing(tx: Tx, *, limit: int) -> int:
    """Deadlines that could not be computed until a holiday notice arrived. Returns how many can be now."""
    waiting = (clocks.open_clause(), col(Deadline.why_not).is_not(None))
    years = (await tx.session.execute(select(col(Deadline.why_not)).where(*waiting).distinct())).scalars()
    known = [year for year in years if year and rules.is_known(tx.runtime.calendar, year)]
    if not known:
        return 0
    found = await tx.session.execute(
        select(col(Deadline.case_id))
        .where(clocks.open_clause(), col(Deadline.why_not).in_(known))
        .distinct()
        .limit(min(limit, _CASES))
    )
    case_ids = sorted(found.scalars())
    for case_id in case_ids:
        await clocks.recompute(tx, case_id)
    return len(case_ids)
