"""One LISTEN connection per process and many waiting pages. Carries topics (ids), never content."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from mediation.infra.uow import WIRE_CHANNEL

log = structlog.get_logger(__name__)


class Wire:
    """Fans database notifications out to the waiters of this process and reconnects by itself.

    After a lost connection every waiter is poked once: what was missed is found by reading, not by replaying.
    """

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        host = url.query.get("host") or url.host
        self._connect_args = {
            "host": host,
            "port": url.port,
            "user": url.username,
            "password": url.password,
            "database": url.database,
        }
        self._waiters: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def start(self) -> None:
        """Connect and begin to listen."""
        self._task = asyncio.create_task(self._run())
        async with asyncio.timeout(10):
            await self._ready.wait()

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        delay = 0.1
        while True:
            connection: asyncpg.Connection | None = None
            lost = asyncio.Event()
            try:
                connection = await asyncpg.connect(**{k: v for k, v in self._connect_args.items() if v is not None})
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(WIRE_CHANNEL, self._heard)
                self._poke_all()
                self._ready.set()
                delay = 0.1
                await lost.wait()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("wire.lost", error=type(error).__name__)
            finally:
                if connection is not None and not connection.is_closed():
                    connection.terminate()
            await asyncio.sleep(delay)
            delay = min(delay * 2, 5.0)

    def _heard(self, _connection: object, _pid: int, _channel: str, topic: str) -> None:
        for waiter in self._waiters.get(topic, ()):
            waiter.set()

    def _poke_all(self) -> None:
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.set()

    @asynccontextmanager
    async def waiting(self, *topics: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever one of `topics` is pinged, from now until the block ends."""
        waiter = asyncio.Event()
        for topic in topics:
            self._waiters[topic].add(waiter)
        try:
            yield waiter
        finally:
            for topic in topics:
                self._waiters[topic].discard(waiter)
                if not self._waiters[topic]:
                    del self._waiters[topic]
