"""Clocks that run out, or can be computed at last, without anybody doing anything. Asked by the worker at every tick."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.deadline import clocks, rules
from mediation.deadline.models import Deadline
from mediation.holiday import current as holiday
from mediation.infra.uow import Tx
from mediation.law.deadlines import AGREED

_CASES: Final = 100
"""cases per transaction: each stays locked until it ends"""


async def lapse(tx: Tx, *, limit: int) -> int:
    """Rights that were not used in time: they stop standing at the head of the work queue. Returns how many cases."""
    passed = (clocks.open_clause(), col(Deadline.is_right), col(Deadline.due_at) <= tx.now)
    found = await tx.session.execute(
        select(col(Deadline.case_id)).where(*passed).order_by(col(Deadline.due_at)).limit(min(limit, _CASES))
    )
    return await _again(tx, found.scalars())


async def fall_due(tx: Tx, *, limit: int) -> int:
    """Dates of payment that passed with money open: what that opens begins to run. Returns how many cases."""
    opened = aliased(Deadline)
    begun = exists().where(
        col(opened.case_id) == col(Deadline.case_id),
        col(opened.subject_id) == col(Deadline.subject_id),
        col(opened.rule) != AGREED.id,
    )
    passed = (clocks.open_clause(), col(Deadline.rule) == AGREED.id, col(Deadline.due_at) <= tx.now, ~begun)
    found = await tx.session.execute(select(col(Deadline.case_id)).where(*passed).limit(min(limit, _CASES)))
    return await _again(tx, found.scalars())


async def _again(tx: Tx, case_ids: Iterable[UUID]) -> int:
    locked = await clocks.lock_many(tx, set(case_ids))
    if locked:
        await clocks.project(tx, locked)
    return len(locked)


async def compute_missing(tx: Tx, *, limit: int) -> int:
    """Deadlines that could not be computed until a holiday notice arrived. Returns how many can be now."""
    waiting = (clocks.open_clause(), col(Deadline.why_not).is_not(None))
    years = (await tx.session.execute(select(col(Deadline.why_not)).where(*waiting).distinct())).scalars()
    calendar = await holiday.seen(tx.runtime)
    known = [year for year in years if year and rules.is_known(calendar, year)]
    if not known:
        return 0
    found = await tx.session.execute(
        select(col(Deadline.case_id))
        .where(clocks.open_clause(), col(Deadline.why_not).in_(known))
        .distinct()
        .limit(min(limit, _CASES))
    )
    return await _again(tx, found.scalars())
