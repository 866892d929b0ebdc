"""What one process is made of: settings, clock, database, vault, bell, wire, days, reactions. Built once, passed everywhere."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from mediation.infra.clock import Clock, FileClock, SystemClock
from mediation.infra.db import Database
from mediation.infra.queue import Bell
from mediation.infra.statements import Prepared
from mediation.infra.uow import Reactions, Tx, unit_of_work
from mediation.infra.vault import Vault
from mediation.infra.wire import Wire
from mediation.kit.actor import Actor
from mediation.kit.workdays import Calendar

if TYPE_CHECKING:
    from mediation.settings import Settings

log = structlog.get_logger(__name__)


class Background:
    """Small work that no answer waits for. What is lost with the process must not matter: truth is in the database."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._waiting: dict[Hashable, list[tuple[Any, asyncio.Future[None]]]] = {}

    def once(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start `work` unless the one with this key is still running. Its failure is logged."""
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._run(key, work))

    async def together(self, key: Hashable, item: Any, work: Callable[[list[Any]], Coroutine[Any, Any, None]]) -> None:
        """Have `work` do `item`, and return when it is done. What comes while it is busy is done at once afterwards.

        So one alone waits for nobody, and many cost little more than one. Raises what `work` raised.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append((item, done))
        self.once(("together", key), lambda: self._empty(key, work))
        await done

    async def _empty(self, key: Hashable, work: Callable[[list[Any]], Coroutine[Any, Any, None]]) -> None:
        while key in self._waiting:
            waiting = self._waiting.pop(key)
            failed = None
            try:
                await work([item for item, _ in waiting])
            except Exception as error:  # noqa: BLE001 - handed to everyone who waits for it
                failed = error
            for _, done in waiting:
                if done.done():  # whoever waited has gone; the work was done all the same
                    continue
                if failed is None:
                    done.set_result(None)
                else:
                    done.set_exception(failed)

    async def settle(self) -> None:
        """Wait until all that was started is done."""
        while self._running:
            await asyncio.gather(*self._running.values())

    async def _run(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - nobody awaits it; the log is the only place to say it
            log.warning("background.failed", error=type(error).__name__)
        finally:
            del self._running[key]


@dataclass
class WorkingDays:
    """The working days as this process knows them: those it started with, and those as of the newest notice it has seen.

    Another process may have loaded one since: whoever computes asks `holiday/current.py`, which looks.
    """

    started_with: Calendar
    calendar: Calendar
    seq: int = 0


@dataclass(repr=False)
class Runtime:
    """The process. Tests build one around a cloned database and a frozen clock. It has no words for a log: keys are in it."""

    settings: "Settings"
    clock: Clock
    db: Database
    vault: Vault
    bell: Bell
    wire: Wire
    days: WorkingDays
    reactions: Reactions = field(default_factory=Reactions)
    background: Background = field(default_factory=Background)

    def uow(self, actor: Actor) -> AbstractAsyncContextManager[Tx]:
        """One transaction for `actor`."""
        return unit_of_work(self, actor)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A short reading connection."""
        async with self.db.read() as connection:
            yield connection

    async def fetch(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of a kept statement."""
        return await self.db.fetch(statement, values)

    async def add(self, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows by a kept statement: all of them or none."""
        await self.db.add(statement, rows)

    async def wake(self, job: str) -> None:
        """Ring for `job`."""
        await self.bell.ring(job)

    async def close(self) -> None:
        """Give everything back."""
        await self.background.settle()
        await self.wire.stop()
        await self.bell.close()
        await self.db.dispose()


def build(
    settings: "Settings",
    *,
    calendar: Calendar,
    reactions: Reactions,
    clock: Clock | None = None,
    db: Database | None = None,
) -> Runtime:
    """A runtime for `settings`. Nothing is connected yet but on first use; `runtime.wire.start()` listens.

    Args:
        settings: where everything is.
        calendar: the working days to start with; notices that were loaded come from the database.
        reactions: what follows from what.
        clock: the settings' own unless given.
        db: a disposed one of the same URL, so that the statements it has compiled are not compiled again.
    """
    assert settings.database_url is not None, "the database URL is settled before a runtime is built"
    if clock is None:
        clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    return Runtime(
        settings=settings,
        clock=clock,
        db=db or Database(settings.database_url),
        vault=Vault(settings.vault_keys, cipher=settings.vault_cipher, index_key=settings.secret_key_bytes),
        bell=Bell(settings.redis_url),
        wire=Wire(settings.database_url),
        days=WorkingDays(calendar, calendar),
        reactions=reactions,
    )
