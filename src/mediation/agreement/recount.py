"""A notice of holidays was loaded: dates of payment that roll off rest days are computed again.

Part of the transaction that loads. A day that the parties named and a term in hours do not hang on any notice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from mediation.agreement import terms
from mediation.agreement.events import CommitmentMoved
from mediation.agreement.models import Agreement, Commitment
from mediation.deadline import clocks
from mediation.holiday import current as holiday
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid
from mediation.kit.workdays import Calendar


class Loaded(Protocol):
    """What is asked of the event of a loaded notice."""

    year: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class _Moving:
    """What is open of one instalment of an agreement, and the day on which it is due from now on."""

    case_id: UUID
    district_id: UUID
    agreement_id: UUID
    instalment: int
    was_on: date
    was_at: datetime
    to: terms.DuePart


_OPEN = (
    col(Commitment.kind) == "worker",
    col(Commitment.settled_at).is_(None),
    col(Commitment.defaulted_at).is_(None),
)


async def recount(tx: Tx, event: Any) -> None:
    """Compute again what may be due on another day."""
    await _recount(tx, event, nowait=False)


async def recount_late(tx: Tx, event: Any) -> None:
    """Once more, as in deadline/recount.py."""
    with holiday.or_busy():
        await _recount(tx, event, nowait=True)


async def _recount(tx: Tx, event: Loaded, *, nowait: bool) -> None:
    if event.first_on is None or event.last_on is None:
        return
    days = (event.first_on, event.last_on)
    calendar = await holiday.calendar(tx)
    case_ids = {one.case_id for one in await _moving(tx, days, calendar)}
    if not case_ids:
        return
    await clocks.lock_many(tx, case_ids, nowait=nowait)
    for one in await _moving(tx, days, calendar):  # as it is now that nobody else changes it
        if one.case_id in case_ids:
            await _move(tx, one, event.year)


async def _moving(tx: Tx, days: tuple[date, date], calendar: Calendar) -> Sequence[_Moving]:
    """What is due on another day than it says because of a day from the first to the last of `days`.

    An end that rolls further was on a day that is off now, and one that rolls less far ends on a day that is worked now.
    """
    columns = (Commitment.case_id, Commitment.district_id, Commitment.agreement_id, Commitment.instalment)
    more = (Commitment.due_on, Commitment.due_at, Agreement.term, Agreement.effective_at)
    rows = await tx.session.execute(
        select(*(col(column) for column in (*columns, *more)))
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .where(*_OPEN, col(Commitment.due_on) >= days[0])
        .distinct()
    )
    found: list[_Moving] = []
    for row in rows:
        to = _due(row, calendar)
        if to is None or to.on is None or to.on == row.due_on:
            continue
        if days[0] <= min(to.on, row.due_on) <= days[1]:
            of = (row.case_id, row.district_id, row.agreement_id, row.instalment)
            found.append(_Moving(*of, row.due_on, row.due_at, to))
    return found


def _due(row: Any, calendar: Calendar) -> terms.DuePart | None:
    term = terms.from_json(row.term)
    try:
        parts = terms.dues(term, row.effective_at, calendar)
    except Invalid:  # a day that cannot be computed was not promised by this term: nothing to compare
        return None
    return next((part for part in parts if part.instalment == row.instalment), None)


async def _move(tx: Tx, one: _Moving, year: int) -> None:
    assert one.to.on is not None, "a term in hours does not move"
    await tx.session.execute(
        update(Commitment)
        .where(
            *_OPEN,
            col(Commitment.agreement_id) == one.agreement_id,
            col(Commitment.instalment) == one.instalment,
            col(Commitment.due_at) == one.was_at,
        )
        .values(due_on=one.to.on, due_at=one.to.at, version=col(Commitment.version) + 1)
    )
    tx.record(
        CommitmentMoved(
            subject_id=one.agreement_id,
            case_id=one.case_id,
            district_id=one.district_id,
            instalment=one.instalment,
            was_on=one.was_on,
            was_at=one.was_at,
            due_on=one.to.on,
            due_at=one.to.at,
            year=year,
        )
    )
