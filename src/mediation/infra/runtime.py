"""What one process is made of: settings, clock, database, vault, bell, wire, calendar, reactions. Built once, passed everywhere."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from mediation.infra.clock import Clock, FileClock, SystemClock
from mediation.infra.db import Database
from mediation.infra.queue import Bell
from mediation.infra.uow import Reactions, Tx, unit_of_work
from mediation.infra.vault import Vault
from mediation.infra.wire import Wire
from mediation.kit.actor import Actor
from mediation.kit.workdays import Calendar

if TYPE_CHECKING:
    from mediation.settings import Settings


@dataclass
class Runtime:
    """The process. Tests build one around a cloned database and a frozen clock."""

    settings: "Settings"
    clock: Clock
    db: Database
    vault: Vault
    bell: Bell
    wire: Wire
    calendar: Calendar
    reactions: Reactions = field(default_factory=Reactions)

    def uow(self, actor: Actor) -> AbstractAsyncContextManager[Tx]:
        """One transaction for `actor`."""
        return unit_of_work(self, actor)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A short reading connection."""
        async with self.db.read() as connection:
            yield connection

    async def wake(self, job: str) -> None:
        """Ring for `job`."""
        await self.bell.ring(job)

    async def close(self) -> None:
        """Give everything back."""
        await self.wire.stop()
        await self.bell.close()
        await self.db.dispose()


def build(settings: "Settings", *, calendar: Calendar, reactions: Reactions, clock: Clock | None = None) -> Runtime:
    """A runtime for `settings`. Nothing is connected yet but on first use; `runtime.wire.start()` listens."""
    assert settings.database_url is not None, "the database URL is settled before a runtime is built"
    if clock is None:
        clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    return Runtime(
        settings=settings,
        clock=clock,
        db=Database(settings.database_url),
        vault=Vault(settings.vault_keys, cipher=settings.vault_cipher, index_key=settings.secret_key_bytes),
        bell=Bell(settings.redis_url),
        wire=Wire(settings.database_url),
        calendar=calendar,
        reactions=reactions,
    )
