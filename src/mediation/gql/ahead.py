"""Loading ahead: what the items of a page will ask for is loaded before they are resolved.

A field that must wait costs the executor a coroutine and a task for each item; a field whose value is there costs a
call. So whoever has read the rows of a page names them here, and the batches behind the fields that were selected are
asked level by level. The resolvers ask the same loaders afterwards (`Context.then`) and find the answers. A field that
is not registered here, or not reached, loads for itself: nothing depends on this but time.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    value_from_ast_untyped,
)

from mediation.gql.context import Batch, Context, Info

_Raw = GraphQLResolveInfo[Context]


@dataclass(frozen=True)
class Items:
    """What a batch finds, as rows of a type whose fields load ahead too."""

    type_name: str
    rows: Callable[[Any], Sequence[Any]]
    path: tuple[str, ...] = ()
    """the fields between the field itself and the items"""


@dataclass(frozen=True)
class Ahead:
    """How a field is loaded for a row of its type."""

    batch: Batch
    key: Callable[[Any], Any]
    """the key for a row; None when there is nothing to load"""
    parameters: Callable[[Mapping[str, Any]], Mapping[str, Any] | None] = lambda _: {}
    """the parameters of the batch for the field's arguments; None when it should be left to the field"""
    items: Items | None = None


_KNOWN: dict[tuple[str, str], Ahead] = {}


def loads(type_name: str, field: str, ahead: Ahead) -> None:
    """Register how `field` of `type_name` is loaded, both by their names in the schema."""
    if (type_name, field) in _KNOWN:
        raise ValueError(f"{type_name}.{field} is loaded in two ways")
    _KNOWN[type_name, field] = ahead


async def load_ahead(info: Info, type_name: str, rows: Sequence[Any], *path: str) -> None:
    """Load for `rows` of `type_name`, which stand under `path` in the field that is being resolved."""
    if info.context.by_level:
        return
    raw = info._raw_info
    await _level(info.context, raw, type_name, rows, _under(raw, raw.field_nodes, path))


async def _level(context: Context, raw: _Raw, type_name: str, rows: Sequence[Any], fields: Sequence[FieldNode]) -> None:
    loading: list[tuple[FieldNode, Items | None, list[asyncio.Future[Any]]]] = []
    for node in fields:
        known = _KNOWN.get((type_name, node.name.value))
        parameters = known.parameters(_arguments(raw, node)) if known else None
        if known is None or parameters is None:
            continue
        keys = [key for row in rows if (key := known.key(row)) is not None]
        loading.append((node, known.items, [context.load(known.batch, key, **parameters) for key in keys]))
    pending = {future for _, _, futures in loading for future in futures if not future.done()}
    if pending:
        await asyncio.wait(pending)
    for node, items, futures in loading:
        if items is not None:
            below = [row for future in futures if not future.exception() for row in items.rows(future.result())]
            await _level(context, raw, items.type_name, below, _under(raw, [node], items.path))


def _arguments(raw: _Raw, node: FieldNode) -> Mapping[str, Any]:
    """As they were written, by their names in the schema: what they mean is the field's to say."""
    variables: Any = raw.variable_values  # Strawberry gives the plain values
    return {one.name.value: value_from_ast_untyped(one.value, variables) for one in node.arguments or ()}


def _under(raw: _Raw, nodes: Sequence[FieldNode], path: Sequence[str]) -> list[FieldNode]:
    for step in path:
        nodes = [field for node in nodes for field in _selected(raw, node) if field.name.value == step]
    return [field for node in nodes for field in _selected(raw, node)]


def _selected(raw: _Raw, node: Any) -> Iterator[FieldNode]:
    """The fields below a node; conditions of types and directives are not asked: too much is loaded, never shown."""
    selections: Sequence[SelectionNode] = node.selection_set.selections if node.selection_set else ()
    for selection in selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _selected(raw, selection)
        elif isinstance(selection, FragmentSpreadNode):
            yield from _selected(raw, raw.fragments[selection.name.value])
