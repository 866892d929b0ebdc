"""The database that one test after the other has to itself: emptied in between, with its connections kept.

A clone for each test costs more than most tests do: the server copies a thousand files, and every new connection reads
the catalogue anew and has every statement planned anew. What changes tables or statistics asks for a clone of its own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import asyncpg
from sqlalchemy import Table

from mediation.infra.db import Database, metadata

_BIG_BYTES = 65_536
"""From here on a table gets a new file, so that neither dead rows nor their size are found by the next test."""

_KEPT = """
CREATE SCHEMA born;
{born}
CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {forgets} END $$;
CREATE FUNCTION refuse_ddl() RETURNS event_trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'every test has this database: take own_database'; END $$;
CREATE EVENT TRIGGER refuse_ddl ON ddl_command_start EXECUTE FUNCTION refuse_ddl();
SET session_replication_role = replica;
SET lock_timeout = '1s';
"""

_END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Kept(Database):
    """The product's own, but what one test leaves open is there for the next."""

    def __init__(self, url: str, cleaner: asyncpg.Connection) -> None:
        super().__init__(url)
        self._cleaner = cleaner

    @classmethod
    async def on(cls, url: str) -> Self:
        """The database at `url`, as it is now: this is to what `forget` brings it back."""
        cleaner = await asyncpg.connect(url.replace("+asyncpg", ""))
        tables = list(reversed(metadata.sorted_tables))
        born = [each.name for each in tables if await cleaner.fetchval(f'SELECT EXISTS (SELECT FROM "{each.name}")')]
        again = [f'DELETE FROM "{name}"; INSERT INTO "{name}" TABLE born."{name}";' for name in born]
        await cleaner.execute(
            _KEPT.format(
                born="".join(f'CREATE TABLE born."{name}" AS TABLE "{name}";' for name in born),
                forgets="\n".join([*map(_emptied, tables), *again]),
            )
        )
        return cls(url, cleaner)

    async def forget(self) -> None:
        """Bring every row back to what it was in the beginning."""
        try:
            await self._cleaner.fetchval("SELECT forget()")
        except asyncpg.LockNotAvailableError:  # a transaction that nobody ended
            await super().dispose()
            await self._cleaner.fetch(_END_OTHERS)
            await self._cleaner.fetchval("SELECT forget()")

    async def dispose(self) -> None:
        """Close nothing: the next test takes it from here."""

    async def end(self) -> None:
        """Close every connection."""
        await super().dispose()
        await self._cleaner.close()


@asynccontextmanager
async def nothing_left_running() -> AsyncIterator[None]:
    """Whatever is started within and not ended is ended: the loop goes on with the next test."""
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _emptied(table: Table) -> str:
    name = f'"{table.name}"'
    return (
        f"IF EXISTS (SELECT FROM {name}) THEN IF pg_table_size('{name}') > {_BIG_BYTES} "
        f"THEN TRUNCATE {name} CASCADE; ELSE DELETE FROM {name}; END IF; END IF;"
    )
