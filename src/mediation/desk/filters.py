"""The verbs `filter:save`, `filter:delete`, `filter:restore`, and the one form in which a filter is kept."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.case import worklist
from mediation.case.models import CaseKind, CaseState, Channel, ClaimGroup
from mediation.case.worklist import WorkFilter, WorkTab
from mediation.desk.events import FilterDeleted, FilterRestored, FilterSaved
from mediation.desk.models import SavedFilter
from mediation.infra.uow import Tx, fingerprint
from mediation.kit.checks import line_given
from mediation.kit.names import normalise
from mediation.kit.problems import Invalid, NotFound

KEPT_FOR: Final = timedelta(hours=24)
"""how long a deleted filter can be restored"""
MOST: Final = 50
"""filters of one person"""
NAME_CHARS: Final = 40


def as_json(wanted: WorkFilter) -> dict[str, Any]:
    """The one form of a filter: equal filters, equal values. What narrows nothing is left out.

    Raises Invalid (filter, filter.withinDays, filter.search).
    """
    worklist.shape_of(wanted)
    found: dict[str, Any] = {
        "tabs": sorted(wanted.tabs),
        "within_days": wanted.within_days,
        "kind": wanted.kind,
        "channels": sorted(wanted.channels),
        "states": sorted(wanted.states),
        "heads": sorted(wanted.heads),
        "urgent": wanted.urgent,
        "search": " ".join(sorted(set(normalise(wanted.search).split()))),
    }
    kept = {name: value for name, value in found.items() if value not in (None, "", [])}
    if not kept:
        raise Invalid.field("filter", "empty", "没有筛选条件。", "This narrows nothing.")
    return kept


def of_json(kept: Mapping[str, Any]) -> WorkFilter:
    """The filter that `as_json` wrote."""
    return WorkFilter(
        tabs=frozenset(map(WorkTab, kept.get("tabs", ()))),
        within_days=kept.get("within_days"),
        kind=CaseKind(kept["kind"]) if "kind" in kept else None,
        channels=frozenset(map(Channel, kept.get("channels", ()))),
        states=frozenset(map(CaseState, kept.get("states", ()))),
        heads=frozenset(map(ClaimGroup, kept.get("heads", ()))),
        urgent=kept.get("urgent"),
        search=kept.get("search", ""),
    )


def facts_of(row: SavedFilter) -> Facts:
    """Its owner's, and of the agency it is shared with."""
    return Facts(agency=row.shared_with, owner=row.staff_id)


async def save(tx: Tx, name: str, wanted: WorkFilter, *, shared: bool) -> SavedFilter:
    """Keep a filter under a name. The same filter again is the one that is there, under the new name.

    Raises Forbidden, Invalid (name, filter, ...).
    """
    actor = tx.actor
    guard.require_somewhere(actor, Verb.FILTER_SAVE)
    guard.require(actor, Verb.FILTER_SAVE, Facts(owner=actor.id))
    assert actor.id is not None, "whoever owns something has an id"
    name, kept = line_given("name", name, max_chars=NAME_CHARS), as_json(wanted)
    digest = hashlib.sha256(fingerprint(kept)).digest()
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"saved_filter:{actor.id}"))))
    row = await _live(tx, actor.id, digest)
    if row is None:
        own = select(func.count()).where(col(SavedFilter.staff_id) == actor.id, col(SavedFilter.deleted_at).is_(None))
        if (await tx.session.scalar(own) or 0) >= MOST:
            raise Invalid.field("filter", "too_many", f"最多保存 {MOST} 个筛选。", f"At most {MOST} filters.")
        row = SavedFilter(staff_id=actor.id, name=name, filter=kept, digest=digest, saved_at=tx.now)
        tx.session.add(row)
    row.name, row.shared_with = name, actor.agency_id if shared else None
    await tx.session.flush()
    tx.record(FilterSaved(subject_id=row.id, shared=shared))
    return row


async def remove(tx: Tx, filter_id: UUID) -> SavedFilter:
    """Keep it no more. Raises NotFound, Forbidden (somebody else's)."""
    row = await _locked(tx, filter_id, Verb.FILTER_DELETE)
    if row.deleted_at is None:
        row.deleted_at = tx.now
        tx.record(FilterDeleted(subject_id=row.id))
    return row


async def restore(tx: Tx, filter_id: UUID) -> SavedFilter:
    """Keep a deleted one again; where the same filter was saved meanwhile, that one is answered. Raises NotFound, Forbidden."""
    row = await _locked(tx, filter_id, Verb.FILTER_RESTORE)
    if row.deleted_at is None:
        return row
    if row.deleted_at <= tx.now - KEPT_FOR:
        raise NotFound(Verb.FILTER_RESTORE)
    again = await _live(tx, row.staff_id, row.digest)
    if again is not None:
        return again
    row.deleted_at = None
    tx.record(FilterRestored(subject_id=row.id))
    return row


async def forget_deleted(tx: Tx, *, limit: int) -> int:
    """Forget what was deleted a day ago and before; how many. A sweep of the worker."""
    old = (
        select(col(SavedFilter.id))
        .where(col(SavedFilter.deleted_at) <= tx.now - KEPT_FOR)
        .order_by(col(SavedFilter.deleted_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await tx.session.execute(
        delete(SavedFilter).where(col(SavedFilter.id).in_(old)).returning(col(SavedFilter.id))
    )
    return len(gone.all())


async def _live(tx: Tx, staff_id: UUID, digest: bytes) -> SavedFilter | None:
    found = await tx.session.execute(
        select(SavedFilter).where(
            col(SavedFilter.staff_id) == staff_id,
            col(SavedFilter.digest) == digest,
            col(SavedFilter.deleted_at).is_(None),
        )
    )
    return found.scalar_one_or_none()


async def _locked(tx: Tx, filter_id: UUID, verb: Verb) -> SavedFilter:
    found = await tx.session.execute(select(SavedFilter).where(col(SavedFilter.id) == filter_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None or (row.deleted_at is not None and row.staff_id != tx.actor.id):
        raise NotFound(verb)
    guard.require(tx.actor, verb, facts_of(row))
    return row
