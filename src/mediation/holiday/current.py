"""The working days by which this process computes: those it started with, and the notices loaded since.

The truth is in the database. A transaction that computes asks once and holds the answer until it ends (`calendar`): while
it does, no other notice comes to count, and once one has, nobody computes by the days before. Who only looks asks `seen`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mediation.holiday.models import THE_HEAD, HolidayHead
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.holiday_notice import parse_notice
from mediation.kit.problems import Conflict, Text
from mediation.kit.workdays import Calendar

_HEAD: Final = HolidayHead.__table__.c  # type: ignore[attr-defined]  # SQLModel sets it
_SEQ: Final = select(_HEAD.seq).where(_HEAD.id == THE_HEAD)
_HELD: Final = _SEQ.with_for_update(read=True)
_TAKEN: Final = _SEQ.with_for_update()
_NEWEST: Final = text("SELECT DISTINCT ON (year) content FROM holiday_notice WHERE seq <= :seq ORDER BY year, seq DESC")
_HELD_BY_OTHERS: Final = frozenset({"40P01", "55P03", "57014"})
"""deadlock_detected, lock_not_available, query_canceled (waited too long)"""
_BUSY: Final = Text(
    "系统正忙，请稍后再导入。", "Others are at work on the same cases. Please load it again in a moment."
)
_TURN: Final = text("UPDATE holiday_head SET seq = seq + 1 WHERE id = :head")


async def calendar(tx: Tx) -> Calendar:
    """The working days this transaction computes by."""
    if tx.calendar is None:
        seq = (await tx.session.execute(_HELD)).scalar_one()
        tx.calendar = await _known(tx.runtime, int(seq), tx.session)
    return tx.calendar


async def seen(runtime: Runtime) -> Calendar:
    """The working days as they are known at this moment, for whoever only looks."""
    async with runtime.read() as connection:
        seq = (await connection.execute(_SEQ)).scalar_one()
        return await _known(runtime, int(seq), connection)


async def turn(tx: Tx, event: Event) -> None:
    """Make the loaded notice count for everybody: returns when nobody computes by the days before any more.

    What they computed meanwhile is there to be read from then on, and has to be computed again. Raises Conflict when
    somebody who computes waits for a case that this transaction holds.
    """
    await tx.runtime.reactions.run(tx)  # written and told first, so that nobody waits for that
    with or_busy():
        await tx.session.execute(_TAKEN)
    await tx.session.execute(_TURN, {"head": THE_HEAD})


@contextmanager
def or_busy() -> Iterator[None]:
    """Turn "somebody else holds it" within the block into Conflict: nothing is kept, and it can be tried again."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in _HELD_BY_OTHERS:
            raise
        raise Conflict(text=_BUSY) from None


def changed(before: Calendar, after: Calendar, year: int) -> tuple[date, date] | None:
    """The first and the last day on which the two disagree, for a notice of `year`; None: nowhere."""
    first = date(year - 1, 12, 1)
    days = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    differing = [day for day in days if _answer(before, day) != _answer(after, day)]
    return (differing[0], differing[-1]) if differing else None


def _answer(of: Calendar, day: date) -> bool | None:
    return of.is_workday(day) if day.year in of.years else None


async def _known(runtime: Runtime, seq: int, session: Any) -> Calendar:
    days = runtime.days
    if days.seq == seq:
        return days.calendar
    rows = await session.execute(_NEWEST, {"seq": seq})
    found = days.started_with.with_notices(parse_notice(row.content) for row in rows)
    if seq > days.seq:
        days.calendar, days.seq = found, seq
    return found
