"""Engine, sessions and the base row. Writes go through infra/uow.py; reads take a short connection each."""

import asyncio
import math
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import DateTime, MetaData, Select, event
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel

from mediation.infra.clock import wall_ns
from mediation.infra.statements import Prepared

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata


NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "no such moment" in columns that carry an order, so that an index can."""


def new_id() -> UUID:
    """A fresh UUID version 7 (RFC 9562): ordered by time, unguessable, without gaps that would tell of other rows.

    Twelve bits below the millisecond carry the time too (method 3), so that what one transaction does one after the
    other sorts in that order.
    """
    ms, below = divmod(wall_ns(), 1_000_000)
    value = (ms << 80) | ((below << 12) // 1_000_000 << 64) | int.from_bytes(os.urandom(8), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


class Row(SQLModel):
    """What every table has: an id. Instants are `timestamptz`; a naive datetime is refused by the column type."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


def instant(**column: Any) -> Any:
    """A `timestamptz` column; `nullable=True` unless told otherwise through keyword arguments of Field."""
    return Field(sa_type=DateTime(timezone=True), **column)


_STATEMENTS, _PREPARED = 2_000, 500
"""Kept compiled in the process and prepared on each connection: more than there are, so that none is made twice."""

AnySelect = Select[*tuple[Any, ...]]
"""A SELECT of whatever columns; SQLAlchemy's own `Select[Any]` means one column."""


class Database:
    """One engine and its ways in: `session()` for the unit of work, `fetch()` and `read()` for what only looks."""

    def __init__(self, url: str, *, pool_size: int = 10, statement_timeout_ms: int = 10_000) -> None:
        # Everything here is over before PostgreSQL would have compiled it.
        server_settings = {"statement_timeout": str(statement_timeout_ms), "timezone": "UTC", "jit": "off"}
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_use_lifo=True,  # the one used last has its statements prepared already
            query_cache_size=_STATEMENTS,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args={"server_settings": server_settings, "prepared_statement_cache_size": _PREPARED},
        )
        _drop_dead_connections(self.engine)
        self.session: async_sessionmaker[AsyncSession] = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._readers = Readers(url, size=pool_size, server_settings=server_settings)

    async def fetch(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of a kept statement, on a connection of the driver's own: the way of everything read often."""
        return await self._readers.fetch(statement.text, statement.arguments(values), statement.record)

    async def add(self, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a kept INSERT for each of `rows` in one transaction and one round trip."""
        await self._readers.add(statement.text, [statement.arguments(row) for row in rows])

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A short autocommit connection: one statement, one round trip. Never held while waiting for anything else."""
        async with self._reader.connect() as connection:
            yield connection

    async def dispose(self) -> None:
        """Close every connection."""
        await self._readers.close()
        await self.engine.dispose()


class Readers:
    """asyncpg connections for reading, opened when they are first needed, the one used last handed out first.

    Nothing on a connection outlives its statement, so nothing is reset between two (with asyncpg's own pool that is a
    round trip and a task for each read); one on which anything went wrong is thrown away.
    """

    def __init__(self, url: str, *, size: int, server_settings: Mapping[str, str]) -> None:
        _, address = dialect().create_connect_args(make_url(url))  # type: ignore[no-untyped-call]
        self._address: dict[str, Any] = {**address, "server_settings": dict(server_settings)}
        self._size = size
        self._free = asyncio.Semaphore(size)
        self._idle: list[tuple[Any, float]] = []

    async def fetch(self, text: str, arguments: Sequence[Any], record: type) -> Sequence[Any]:
        """The rows of one statement, each a `record`."""
        async with self._borrowed() as connection:
            rows: Sequence[Any] = await connection.fetch(text, *arguments, record_class=record)
            return rows

    async def add(self, text: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each of `rows`, all or none."""
        async with self._borrowed() as connection:
            await connection.executemany(text, rows)

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator[Any]:
        async with self._free:
            idle = self._idle
            connection = await self._take()
            with _terminated_on_failure(connection):
                yield connection
            if self._idle is idle:
                idle.append((connection, time.monotonic()))
            else:  # everything was closed meanwhile
                await connection.close()

    async def close(self) -> None:
        """Close every connection; the next read opens new ones."""
        idle, self._idle, self._free = self._idle, [], asyncio.Semaphore(self._size)
        for connection, _ in idle:
            await connection.close()

    async def _take(self) -> Any:
        while self._idle:
            connection, since = self._idle.pop()
            with _terminated_on_failure(connection):
                if await _is_alive(connection, idle_seconds=time.monotonic() - since):
                    return connection
        opened = await asyncpg.connect(**self._address, statement_cache_size=500)
        with _terminated_on_failure(opened):
            await opened.set_type_codec("jsonb", encoder=str, decoder=orjson.loads, schema="pg_catalog")
        return opened


@contextmanager
def _terminated_on_failure(connection: Any) -> Iterator[None]:
    """Whoever fails with a connection, or is told to stop, neither gives it back nor leaves it open."""
    try:
        yield
    except BaseException:
        connection.terminate()
        raise


async def _is_alive(connection: Any, *, idle_seconds: float) -> bool:
    if connection.is_closed():
        return False
    if idle_seconds > _ASK_AFTER_SECONDS:
        try:
            await connection.execute("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
    return True


_ASK_AFTER_SECONDS = 30.0


def _drop_dead_connections(engine: AsyncEngine) -> None:
    """Hand out no connection that the server has closed; one that stood idle for long is asked first.

    SQLAlchemy's own check asks every time, in a transaction: three round trips before each read, which cost more than
    the read. asyncpg knows by itself when a connection was closed; only a network that forgets silently needs asking.
    """

    def note(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    def check(connection: Any, record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError("closed by the server")
        if time.monotonic() - record.info.get("idle_since", math.inf) > _ASK_AFTER_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError("no answer") from error

    event.listen(engine.sync_engine, "checkin", note)
    event.listen(engine.sync_engine, "checkout", check)


def as_utc(value: datetime) -> datetime:
    """`value` if it is aware; a naive instant is a bug and raises ValueError."""
    if value.tzinfo is None:
        raise ValueError("naive datetime")
    return value
