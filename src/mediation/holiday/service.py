"""The verb `calendar:load`: a year's notice comes to count, and everything that depends on it is computed again.

All in one transaction: the notice, what moves, the journal and what people are told (`reactions.py`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import select, text
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.holiday import current
from mediation.holiday.events import CalendarLoaded
from mediation.holiday.models import HolidayHead, HolidayNotice
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx, fingerprint
from mediation.kit.actor import Actor
from mediation.kit.events import Event
from mediation.kit.holiday_notice import NoticeError, YearNotice, as_json, parse_notice
from mediation.kit.problems import FieldProblem, Invalid

_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(hashtext('holiday_notice'))")


def read(content: Mapping[str, object]) -> YearNotice:
    """The notice in a mapping with the keys of a file. Raises Invalid (`off_days.2.from`, …)."""
    try:
        return parse_notice(content)
    except NoticeError as error:
        raise Invalid(error.problem) from None


def in_camel_case(problem: Invalid) -> Invalid:
    """The same in the spelling of the API: `offDays.2.from`."""

    def spelled(path: str) -> str:
        first, *rest = path.split("_")
        return first + "".join(word.capitalize() for word in rest)

    return Invalid(*(FieldProblem(spelled(one.path), one.code, one.text) for one in problem.fields))


class _Looked(Exception):  # noqa: N818 - what happened
    """The look is over: everything is taken back."""


async def preview(runtime: Runtime, actor: Actor, notice: YearNotice) -> Sequence[Event]:
    """What loading `notice` now would record, in order; nothing of it stays.

    The load itself with all that follows from it runs to its end and is taken back, so a look cannot differ from what it looks
    at. Raises Forbidden, Conflict (others are at work on the same cases).
    """
    recorded: Sequence[Event] = ()
    with suppress(_Looked):
        async with runtime.uow(actor) as tx:
            await load(tx, notice)
            await runtime.reactions.run(tx)
            recorded = tuple(tx.recorded)
            raise _Looked
    return recorded


async def load(tx: Tx, notice: YearNotice) -> HolidayNotice:
    """Let a notice count from now on; of a year that has one it takes the place. The one that counts already: nothing happens.

    Raises Forbidden.
    """
    guard.require_somewhere(tx.actor, Verb.CALENDAR_LOAD)
    await tx.session.execute(_ONE_AT_A_TIME)
    content = as_json(notice)
    digest = hashlib.sha256(fingerprint(content)).digest()
    newest = select(HolidayNotice).where(col(HolidayNotice.year) == notice.year).order_by(col(HolidayNotice.seq).desc())
    had = (await tx.session.execute(newest.limit(1))).scalar_one_or_none()
    if had is not None and had.hash == digest:
        return had
    before = await current.seen(tx.runtime)
    tx.calendar = before.with_notices([notice])
    row = HolidayNotice(
        seq=(await tx.session.execute(select(col(HolidayHead.seq)))).scalar_one() + 1,
        year=notice.year,
        title=notice.title,
        number=notice.number,
        issued_on=notice.issued_on,
        url=notice.url,
        content=content,
        hash=digest,
        loaded_at=tx.now,
        loaded_by=tx.actor.id,
    )
    tx.session.add(row)
    await tx.session.flush()
    span = current.changed(before, tx.calendar, notice.year)
    tx.record(
        CalendarLoaded(
            subject_id=row.id,
            seq=row.seq,
            year=row.year,
            hash=digest.hex(),
            first_on=span[0] if span else None,
            last_on=span[1] if span else None,
        )
    )
    return row
