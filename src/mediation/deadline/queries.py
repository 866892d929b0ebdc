"""Every SELECT on deadlines for those who read them, under the permissions of the case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy import case as when
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import lists
from mediation.case.models import Case
from mediation.case.queries import COLUMNS, Rows
from mediation.deadline.models import OPEN, Deadline, ProcedureEvent
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.kit.actor import Actor

_SHOWN: Final = (
    Deadline.id,
    Deadline.case_id,
    Deadline.rule,
    Deadline.subject_id,
    Deadline.kind,
    Deadline.title_zh,
    Deadline.title_en,
    Deadline.duty_of,
    Deadline.is_right,
    Deadline.region,
    Deadline.starts_on,
    Deadline.due_on,
    Deadline.due_at,
    Deadline.why_not,
    Deadline.party_id,
    Deadline.natural_on,
    Deadline.steps,
    Deadline.extended_days,
    Deadline.shown_only,
    Deadline.met_on,
    Deadline.met_at,
    Deadline.void_at,
    Deadline.void_why,
    Deadline.lapsed_at,
    Deadline.next_reminder_at,
    Deadline.note,
)


def _visible(reader: Reader) -> Rows:
    return _seen_by(reader.actor)


def _seen_by(actor: Actor) -> Rows:
    columns = [col(column) for column in _SHOWN]
    may_meet = guard.visible(actor, Verb.DEADLINE_MEET, COLUMNS).label("may_meet")
    may_extend = guard.visible(actor, Verb.DEADLINE_EXTEND, COLUMNS).label("may_extend")
    return (
        select(*columns, may_meet, may_extend)
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(guard.visible(actor, Verb.DEADLINE_VIEW, COLUMNS))
    )


async def deadlines_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the deadlines of cases, open or not, by their end; those without one first."""
    order = (col(Deadline.due_at).nulls_first(), col(Deadline.id))
    rows = await reader.rows(_visible(reader).where(col(Deadline.case_id).in_(keys)).order_by(*order))
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[row.case_id].append(row)
    return [groups[key] for key in keys]


async def deadlines_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: deadlines the caller may see, by id."""
    rows = await reader.rows(_visible(reader).where(col(Deadline.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def next_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: of each case the open deadline that ends next, as `Case.next_due_at` has it.

    Of several that end together: a duty before a right, one of law before an agreed one before one of the studio's own.
    """
    found = {row.case_id: row for row in await reader.fetch(_next, keys=keys)}
    return [found.get(key) for key in keys]


def _next(actor: Actor) -> Rows:
    weight = {"statutory": 0, "agreed": 1, "internal": 2}
    return (
        _seen_by(actor)
        .where(among(Deadline.case_id), col(Deadline.due_at) == col(Case.next_due_at), text(_open()))
        .ext(distinct_on(col(Deadline.case_id)))
        .order_by(
            col(Deadline.case_id), col(Deadline.is_right), when(weight, value=col(Deadline.kind)), col(Deadline.id)
        )
    )


def _events(reader: Reader) -> Rows:
    correction = aliased(ProcedureEvent)
    return (
        select(*ProcedureEvent.__table__.columns, col(correction.id).label("taken_back_by"))  # type: ignore[attr-defined]
        .select_from(ProcedureEvent)
        .join(Case, col(Case.id) == col(ProcedureEvent.case_id))
        .outerjoin(correction, col(correction.takes_back_id) == col(ProcedureEvent.id))
        .where(guard.visible(reader.actor, Verb.DEADLINE_VIEW, COLUMNS))
    )


async def events_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: what was recorded of what happened outside, by its day."""
    order = (col(ProcedureEvent.happened_on), col(ProcedureEvent.id))
    rows = await reader.rows(_events(reader).where(col(ProcedureEvent.case_id).in_(keys)).order_by(*order))
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[row.case_id].append(row)
    return [groups[key] for key in keys]


async def events_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: procedural events the caller may see, by id."""
    rows = await reader.rows(_events(reader).where(col(ProcedureEvent.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def due(reader: Reader, before: datetime, not_before: datetime | None = None) -> Rows:
    """Open deadlines that end before an instant, and not before another, of the cases the caller may see; without an order."""
    # As text, so that the partial index is recognised.
    found = _visible(reader).where(
        text(f"deadline.due_at IS NOT NULL AND {_open()}"), col(Deadline.due_at) < before, await lists.reach(reader)
    )
    return found if not_before is None else found.where(col(Deadline.due_at) >= not_before)


def _open() -> str:
    plain = OPEN.split(" AND ")
    return "NOT deadline.shown_only AND " + " AND ".join(f"deadline.{one}" for one in plain)
