"""The unit of work: one transaction, one actor, one instant. The only caller of commit().

Leaving the block runs the reactions to every recorded event in the same transaction, in their written order, then
commits, then wakes the workers. If anything raises, nothing is kept and nobody is woken.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mediation.infra.clock import legal_day
from mediation.kit.actor import Actor
from mediation.kit.events import Event
from mediation.kit.workdays import Calendar

if TYPE_CHECKING:
    from mediation.infra.runtime import Runtime

WIRE_CHANNEL = "mediation_wire"


@dataclass
class Tx:
    """What a verb needs: the session, who acts, when, and where to record what happened."""

    session: AsyncSession
    actor: Actor
    now: datetime
    runtime: "Runtime"
    calendar: Calendar | None = None
    """the working days this transaction computes by, once it has asked (`holiday/current.py`)"""
    private: bool = False
    """set once the verb touches what only some may know to exist: its refusal is then kept where only they look"""
    _events: deque[Event] = field(default_factory=deque)
    _recorded: list[Event] = field(default_factory=list)
    _pings: dict[str, None] = field(default_factory=dict)
    _wakes: dict[str, None] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The legal day (Asia/Shanghai) of `now`."""
        return legal_day(self.now)

    @property
    def recorded(self) -> Sequence[Event]:
        """The events recorded so far, in order."""
        return self._recorded

    def record(self, event: Event) -> None:
        """Remember that `event` happened; its reactions run before the commit."""
        self._events.append(event)
        self._recorded.append(event)

    def ping(self, topic: str) -> None:
        """Tell the pages that wait on `topic` to look again, if this commits. Topics carry ids only."""
        self._pings[topic] = None

    def wake(self, job: str) -> None:
        """Ring the bell for the worker's `job` after the commit. The work itself must already stand in the database."""
        self._wakes[job] = None


Reaction = Callable[[Tx, Event], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Somebody tried a verb and was refused: what the access log keeps. It knows nothing of why."""

    verb: str
    subject: str = ""
    subject_id: UUID | None = None
    case_id: UUID | None = None
    private: bool = False


OnRefusal = Callable[["Runtime", Actor, Refusal], Awaitable[None]]


@dataclass(frozen=True)
class Reactions:
    """What follows from an event: `always` for every one, then those of its class, in the order written.

    `refused` is what follows when a verb was refused: nothing was done, so it runs in a transaction of its own.
    """

    always: Sequence[Reaction] = ()
    of: Mapping[type[Event], Sequence[Reaction]] = field(default_factory=dict)
    refused: OnRefusal | None = None

    async def run(self, tx: Tx) -> None:
        """Run until no event is left; a reaction may record further events."""
        while tx._events:
            event = tx._events.popleft()
            for reaction in (*self.always, *self.of.get(type(event), ())):
                await reaction(tx, event)


@asynccontextmanager
async def unit_of_work(runtime: "Runtime", actor: Actor) -> AsyncIterator[Tx]:
    """Open one transaction for `actor` and commit it when the block ends without an exception."""
    now = runtime.clock.now()
    async with runtime.db.session() as session:
        tx = Tx(session=session, actor=actor.as_of(now), now=now, runtime=runtime)
        yield tx
        await session.flush()
        await runtime.reactions.run(tx)
        await session.flush()
        if tx._pings:
            await session.execute(
                text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic"),
                {"channel": WIRE_CHANNEL, "topics": list(tx._pings)},
            )
        await session.commit()
    for job in tx._wakes:
        await runtime.wake(job)


def fingerprint(value: Any) -> bytes:
    """Canonical JSON bytes of `value`: equal values, equal bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
