"""A notice of holidays was loaded: running deadlines that may hang on it are counted again, and who has another day is told.

Part of the transaction that loads. Refuses to decide which days a notice changes: the event says so.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from mediation.deadline import clocks, notices, reminders
from mediation.deadline.clocks import Moved
from mediation.deadline.events import DeadlineMoved
from mediation.deadline.models import Deadline
from mediation.holiday import current as holiday
from mediation.infra.uow import Tx
from mediation.law.deadlines import AGREED
from mediation.notice import service as notice
from mediation.notice.drafts import Draft


class Loaded(Protocol):
    """What is asked of the event of a loaded notice."""

    subject_id: UUID
    year: int
    first_on: date | None
    last_on: date | None


async def recount(tx: Tx, event: Any) -> None:
    """Count again what may end on another day."""
    await _recount(tx, event, nowait=False)


async def recount_late(tx: Tx, event: Any) -> None:
    """Once more, for what others computed by the days before while the first time was under way.

    Nobody computes meanwhile. Whoever would like to may hold a case: that is not waited for (Conflict).
    """
    with holiday.or_busy():
        await _recount(tx, event, nowait=True)


async def _recount(tx: Tx, event: Loaded, *, nowait: bool) -> None:
    done: set[UUID] = tx.session.info.setdefault("recounted", set())
    wanted = sorted(set(await _concerned(tx, event)) - done)
    for at in range(0, len(wanted), clocks.BATCH):
        locked = await clocks.lock_many(tx, wanted[at : at + clocks.BATCH], nowait=nowait)
        await _tell(tx, event, await clocks.project(tx, locked))
    done.update(wanted)


async def _concerned(tx: Tx, event: Loaded) -> Iterable[UUID]:
    """Cases with a deadline that runs over days which the notice makes known or changes, or waits for a year to be known."""
    if event.first_on is None or event.last_on is None:
        return ()
    from_on = func.least(col(Deadline.starts_on), col(Deadline.due_on))
    until_on = func.greatest(col(Deadline.starts_on), col(Deadline.due_on))
    found = await tx.session.execute(
        select(col(Deadline.case_id))
        .where(
            col(Deadline.kind) == "statutory",
            col(Deadline.met_at).is_(None),
            col(Deadline.void_at).is_(None),
            or_(
                col(Deadline.why_not).is_not(None),
                (from_on <= event.last_on) & (until_on >= event.first_on),
            ),
        )
        .distinct()
    )
    return found.scalars()


async def _tell(tx: Tx, event: Loaded, moved: Sequence[Moved]) -> None:
    statutory = [one for one in moved if one.rule != AGREED.id]
    subjects = await reminders.subjects(tx, [one.id for one in statutory])
    drafts: list[Draft] = []
    for one in statutory:
        subject = subjects[one.id]
        tx.record(
            DeadlineMoved(
                subject_id=one.id,
                case_id=one.case_id,
                district_id=subject.district_id,
                rule=one.rule,
                was_on=one.before,
                due_on=one.after,
                year=event.year,
            )
        )
        tx.ping(f"case:{one.case_id}")
        if one.after is not None and not subject.shown_only:
            drafts += notices.moved(subject, one.before, str(event.subject_id))
    await notice.post(tx, *drafts)
