"""What a resolver can reach: the caller, the unit of work, and batched reads. One per operation."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from strawberry.types import Info as StrawberryInfo

from mediation.access.guard import guard
from mediation.breadth import Later
from mediation.gql.loading import Loader
from mediation.gql.plans import Build, for_form, form_of, values_of
from mediation.infra.runtime import Runtime
from mediation.infra.statements import kept
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.actor import Actor

V = TypeVar("V")

_CONNECTIONS_PER_REQUEST = 4


class Reader:
    """Reads for one caller at one instant. Each call takes one short connection and gives it back."""

    def __init__(self, runtime: Runtime, actor: Actor) -> None:
        self.runtime = runtime
        self.actor = actor
        self._gate = asyncio.Semaphore(_CONNECTIONS_PER_REQUEST)
        self._form = form_of(actor)
        self._values = values_of(actor)

    @property
    def now(self) -> datetime:
        """The instant of the request."""
        return self.actor.at

    @property
    def vault(self) -> Vault:
        """For opening sealed fields."""
        return self.runtime.vault

    async def fetch(self, build: Build, *shape: Any, **values: Any) -> Sequence[Any]:
        """The rows of what `build` makes for callers like this one, with `values` for its parameters. See gql/plans.py.

        The way of everything that is read often: nothing is built or compiled again.
        """
        statement = kept(for_form, build, guard.policy, self._form, *shape)
        async with self._gate:
            return await self.runtime.fetch(statement, self._values | values)

    async def rows(self, statement: Any) -> Sequence[Row[Any]]:
        """Every row of `statement`."""
        async with self._gate, self.runtime.read() as connection:
            return (await connection.execute(statement)).all()

    async def first(self, statement: Any) -> Row[Any] | None:
        """The first row of `statement`, or None."""
        async with self._gate, self.runtime.read() as connection:
            found: Row[Any] | None = (await connection.execute(statement)).first()
            return found

    async def scalar(self, statement: Any) -> Any:
        """The first column of the first row of `statement`."""
        async with self._gate, self.runtime.read() as connection:
            return (await connection.execute(statement)).scalar()

    async def with_connection(self, work: Callable[[AsyncConnection], Awaitable[V]]) -> V:
        """Run `work` on one short connection, for several statements that belong together."""
        async with self._gate, self.runtime.read() as connection:
            return await work(connection)


Batch = Callable[..., Awaitable[Sequence[Any]]]
"""`async def name(reader, keys, **parameters)`: one answer per key, in the order of the keys, with one query."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an operation came from."""

    address: str = ""
    request_id: str = ""
    idempotency_key: str | None = None
    fingerprint: bytes = b""
    waiting: bool = False
    """a page asks while it waits, nobody works: the session is not kept open by it"""


class Context:
    """The context value of every resolver."""

    def __init__(self, runtime: Runtime, actor: Actor, *, origin: Origin | None = None, response: Any = None) -> None:
        self.runtime = runtime
        self.actor = actor
        self.origin = origin or Origin()
        self.response = response
        """the HTTP response under construction, for cookies; None outside HTTP"""
        self.may_keep_answer = True
        """whether the answer may be stored beside an idempotency key; secrets may not"""
        self.request: Any = None
        """the WebSocket handshake, until the caller is settled"""
        self.connection_params: dict[str, Any] | None = None
        self.again: Callable[[], Awaitable[Actor]] | None = None
        """asks anew who the caller of a WebSocket is"""
        self.by_level = False
        """whether fields are resolved level by level: then the loaders of a level are asked together anyway"""
        self.reader = Reader(runtime, actor)
        self.decided: dict[Any, bool | None] = {}
        """what was decided for the caller from facts alone, by these facts"""
        self._loaders: dict[Any, Loader] = {}

    @property
    def locale(self) -> str:
        """The reader's language."""
        return self.actor.locale

    def uow(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction for the caller."""
        return self.runtime.uow(self.actor)

    def load(self, batch: Batch, key: UUID | Any, **parameters: Any) -> asyncio.Future[Any]:
        """`batch`'s answer for `key`, asked together with the other keys of the same level and the same parameters."""
        slot = (batch, *sorted(parameters.items())) if parameters else batch
        loader = self._loaders.get(slot)
        if loader is None:
            loader = self._loaders[slot] = Loader(partial(batch, self.reader, **parameters))
        return loader.load(key)

    def then(self, batch: Batch, key: UUID | Any, make: Callable[[Any], V], **parameters: Any) -> Any:
        """`make` of the answer: at once when it was loaded before (see gql/ahead.py), otherwise a promise of it.

        For resolvers that are plain functions: what has not to be waited for costs no coroutine and no task.
        """
        loading = self.load(batch, key, **parameters)
        return make(loading.result()) if loading.done() else Later(loading, make)

    async def identify_again(self) -> Actor:
        """Who the caller is at this instant: a session that was closed meanwhile has none."""
        return await self.again() if self.again else self.actor.as_of(self.runtime.clock.now())

    def of_operation(self, actor: Actor) -> "Context":
        """A context of its own for one operation of a WebSocket."""
        made = Context(self.runtime, actor, origin=self.origin)
        made.request, made.connection_params, made.again = self.request, self.connection_params, self.again
        return made

    def become(self, actor: Actor) -> None:
        """Settle, or settle again, who the caller is."""
        self.actor = actor
        self.reader = Reader(self.runtime, actor)
        self.forget()

    def forget(self) -> None:
        """Drop what was loaded: after a mutation's commit and at every event of a subscription."""
        self.decided.clear()
        self._loaders.clear()


Info = StrawberryInfo[Context, None]
