"""Nodes and connections: opaque global ids, keyset cursors, totals only when asked for."""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from inspect import iscoroutinefunction
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, func, literal_column, select, tuple_

from mediation.gql.ahead import load_ahead
from mediation.gql.context import Context, Info, Reader
from mediation.gql.plans import Build
from mediation.infra.db import AnySelect
from mediation.infra.statements import late
from mediation.kit.actor import Actor
from mediation.kit.ids import decode_cursor, decode_global_id, encode_cursor, encode_global_id
from mediation.kit.problems import Invalid, NotFound

T = TypeVar("T")

MAX_PAGE = 100

First = Annotated[int, strawberry.argument(description="How many: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor after which to go on.")]


@strawberry.interface(description="Anything that can be read again by its id through `node(id)`.")
class Node:
    """A type with a global id. Implementations are registered with `node_loader`."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable.")


NodeLoader = Callable[[Context, UUID], Awaitable[Any]]
_LOADERS: dict[str, NodeLoader] = {}


def node_loader(type_name: str) -> Callable[[NodeLoader], NodeLoader]:
    """Register how a node of `type_name` is read for a caller: the object, or None when it is not there for them."""

    def register(loader: NodeLoader) -> NodeLoader:
        if type_name in _LOADERS:
            raise ValueError(f"two loaders for {type_name}")
        _LOADERS[type_name] = loader
        return loader

    return register


def registered_nodes() -> frozenset[str]:
    """The type names that `node(id)` can read."""
    return frozenset(_LOADERS)


def gid(type_name: str, value: UUID) -> strawberry.ID:
    """The global id of a row."""
    return strawberry.ID(encode_global_id(type_name, value))


def row_id(type_name: str, value: str, path: str = "id") -> UUID:
    """The row id behind a global id of `type_name`.

    Raises NotFound for a well-formed id of another type, Invalid(path) for text that is no id at all.
    """
    try:
        name, key = decode_global_id(value)
    except ValueError:
        raise Invalid.field(path, "not_an_id", "编号格式不正确。", "This is not an id.") from None
    if name != type_name:
        raise NotFound
    return key


async def load_node(context: Context, value: str) -> Any:
    """The object behind a global id as the caller may see it, or None."""
    try:
        name, key = decode_global_id(value)
    except ValueError:
        return None
    loader = _LOADERS.get(name)
    return await loader(context, key) if loader else None


async def is_there(context: Context, value: str | None) -> bool:
    """Whether the caller may see what has this global id; True for what `node(id)` does not read."""
    name = decode_global_id(value)[0] if value is not None else None
    return name not in _LOADERS or value is None or await load_node(context, value) is not None


@dataclass(frozen=True, slots=True)
class Reread:
    """Stands for a mutation's result until the commit: reactions change what the verb has left."""

    id: strawberry.ID


def reread(type_name: str, value: UUID) -> Any:
    """The result of a mutation that is to be read by its node loader once the transaction is committed."""
    return Reread(gid(type_name, value))


@strawberry.type(description="Where a page stands.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether the page has an `after`.")
    first: strawberry.Private[Sequence[str] | None]
    last: strawberry.Private[Sequence[str] | None]

    @strawberry.field(description="Cursor of the first edge.")
    def start_cursor(self) -> str | None:
        """Written when it is asked for."""
        return encode_cursor(self.first) if self.first is not None else None

    @strawberry.field(description="Cursor of the last edge; pass it as `after`.")
    def end_cursor(self) -> str | None:
        """Written when it is asked for."""
        return encode_cursor(self.last) if self.last is not None else None


@strawberry.type(description="One item of a page.")
class Edge(Generic[T]):
    """Relay's Edge."""

    node: T = strawberry.field(description="The item.")
    place: strawberry.Private[Sequence[str]]

    @strawberry.field(description="Where this item stands in the order of the list.")
    def cursor(self) -> str:
        """Written when it is asked for."""
        return encode_cursor(self.place)


class _Total:
    """A total that is counted when somebody awaits it; an answer that failed meanwhile awaits it no more."""

    __slots__ = ("_count",)

    def __init__(self, count: Callable[[], Any]) -> None:
        self._count = count

    def __await__(self) -> Generator[Any, None, int]:
        return self._count().__await__()  # type: ignore[no-any-return]


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's Connection with a total under the caller's own permissions."""

    edges: list[Edge[T]] = strawberry.field(description="The items of this page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    count: strawberry.Private[Callable[[], int | Awaitable[int]]]

    @strawberry.field(
        description="How many items the whole list has for this caller. Costs a query: ask only if shown."
    )
    def total_count(self) -> int:
        """The exact total."""
        return _Total(self.count) if iscoroutinefunction(self.count) else self.count()  # type: ignore[return-value]  # awaited


def page_size(first: int) -> int:
    """`first` if it is 1 to 100, else Invalid."""
    if not 1 <= first <= MAX_PAGE:
        raise Invalid.field("first", "out_of_range", "每页数量须为 1 至 100。", "Ask for 1 to 100 items.")
    return first


Key = tuple[Any, Callable[[str], Any], Callable[[Any], str]]
"""A column of the order, how its cursor text is read, and how it is written."""


@dataclass(frozen=True, eq=False)
class Listing:
    """A list that is read often: its SQL is kept for every form of caller and every page size (see gql/plans.py)."""

    build: Build
    """`build(actor, *shape)`: the list without an order"""
    keys: Sequence[Key]
    """as for `connect`"""
    type_name: str
    """of the items, whose fields are loaded ahead"""
    descending: bool = False
    """all keys, as for `connect`"""

    def page(self, actor: Actor, size: int, after: bool, *shape: Any) -> AnySelect:
        """One row more than `size`; the values of the cursor are the parameters `after_0`, `after_1`, ..."""
        columns = [column for column, _, _ in self.keys]
        asked = _with_keys(self.build(actor, *shape), columns)
        if after:
            place = [late(f"after_{i}", one.type) for i, one in enumerate(columns)]
            asked = asked.where(_beyond(columns, place, descending=self.descending))
        order = [column.desc() if self.descending else column.asc() for column in columns]
        # A literal: with a parameter the planner would not know that only a page is wanted.
        return asked.order_by(*order).limit(literal_column(str(size + 1)))

    def count(self, actor: Actor, *shape: Any) -> AnySelect:
        """The exact total."""
        return select(func.count().label("total")).select_from(self.build(actor, *shape).subquery())


async def connect_kept(
    info: Info,
    listing: Listing,
    *shape: Any,
    first: int,
    after: str | None,
    node: Callable[[Any], T],
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Connection[T]:
    """One page of `listing`. `values` are those of its late parameters."""
    size = page_size(first)
    beyond = read_cursor(after, listing.keys) if after is not None else []
    place = {f"after_{i}": value for i, value in enumerate(beyond)}
    reader = info.context.reader
    found = await reader.fetch(listing.page, size, after is not None, *shape, **values, **place)

    async def count() -> int:
        return int((await reader.fetch(listing.count, *shape, **values))[0].total)

    await load_ahead(info, listing.type_name, found[:size], "edges", "node")
    return _page_of(found, listing.keys, size=size, after=after, node=node, count=count)


async def connect(
    reader: Reader,
    statement: Any,
    *,
    keys: Sequence[Key],
    first: int,
    after: str | None,
    node: Callable[[Any], T],
    descending: bool = False,
) -> Connection[T]:
    """One page of `statement` in the order of `keys` (all ascending, or all descending).

    The columns of `keys` must be NOT NULL, end with a unique one, and be carried by an index in this order; they are
    selected along as `_k0`, `_k1`, ... . `node` turns a row into the item.
    """
    size = page_size(first)
    columns = [column for column, _, _ in keys]
    asked = _with_keys(statement, columns)
    if after is not None:
        asked = asked.where(_beyond(columns, read_cursor(after, keys), descending=descending))
    order = [column.desc() if descending else column.asc() for column in columns]
    found = await reader.rows(asked.order_by(*order).limit(size + 1))

    async def count() -> int:
        counted = select(func.count()).select_from(statement.order_by(None).subquery())
        return int(await reader.scalar(counted))

    return _page_of(found, keys, size=size, after=after, node=node, count=count)


def _with_keys(statement: AnySelect, columns: Sequence[Any]) -> AnySelect:
    return statement.add_columns(*[column.label(f"_k{i}") for i, column in enumerate(columns)])


def _page_of(
    found: Sequence[Any],
    keys: Sequence[Key],
    *,
    size: int,
    after: str | None,
    node: Callable[[Any], T],
    count: Callable[[], int | Awaitable[int]],
) -> Connection[T]:
    edges = [Edge(place=_place(row, keys), node=node(row)) for row in found[:size]]
    return page(edges, has_next=len(found) > size, after=after, count=count)


def page(
    edges: list[Edge[T]], *, has_next: bool, after: str | None, count: Callable[[], int | Awaitable[int]]
) -> Connection[T]:
    """A connection of edges that were read already."""
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=has_next,
            has_previous_page=after is not None,
            first=edges[0].place if edges else None,
            last=edges[-1].place if edges else None,
        ),
        count=count,
    )


def _beyond(columns: Sequence[ColumnElement[Any]], values: Sequence[Any], *, descending: bool) -> ColumnElement[bool]:
    left, right = tuple_(*columns), tuple_(*values)
    return left < right if descending else left > right


def _place(row: Any, keys: Sequence[Key]) -> list[str]:
    return [write(getattr(row, f"_k{i}")) for i, (_, _, write) in enumerate(keys)]


def read_cursor(after: str, keys: Sequence[Key]) -> list[Any]:
    """The values in a cursor, one per key. Raises Invalid (after)."""
    try:
        parts = decode_cursor(after)
        return [read(part) for (_, read, _), part in zip(keys, parts, strict=True)]
    except ValueError:
        raise Invalid.field("after", "bad_cursor", "分页位置无效。", "This is not a cursor of this list.") from None
