"""A schema in which everything can go wrong, and does, by chance but always in the same way for the same seed."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final
from zlib import crc32

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from mediation.breadth import BATCH, Later, one_by_one

_NAMED = "id: ID! name: String! kin: [Named] colour: Colour"
_TREE = """
  size: Int! weight: Float flag: Boolean! note: String maybe: Int
  text(prefix: String! = "p", in: Filter): String
  words: [String!] rows: [[Int!]!] holes: [[String]!]!
  child(n: Int = 1): Tree must(n: Int = 1): Tree! later: Tree laterMust: Twig!
  many(count: Int = 3): [Tree!] all(count: Int = 2): [Tree!]! some: [Tree] grid: [[Twig]!] strict: [[Twig!]!]!
  batched: Tree batchedMust: Twig! batchedMany: [Twig!] batchedSoon: [[Tree]!]! batchedText: String!
  promises: [Twig] promisedWords: [String!]! stream: [Int] loaded: Twig
  thing: Named things: [Named!] any: Any anys: [[Any!]]! slow: Named
"""
SDL: Final = f"""
  enum Colour {{ RED BLUE }}
  input Filter {{ words: [String!] than: Int = 3 }}
  interface Named {{ {_NAMED} }}
  union Any = Tree | Twig | Pair
  type Tree implements Named {{ {_NAMED} {_TREE} }}
  type Twig implements Named {{ {_NAMED} size: Int! note: String words: [String!] child(n: Int = 1): Tree batched: Tree
                                later: Tree any: Any }}
  type Pair {{ size: Int! left: Named right: Any! many(count: Int = 3): [Tree!] note: String }}
  type Query {{ {_TREE} }}
"""


class Seen:
    """What a run carries: its seed, and what was asked of the batch functions."""

    def __init__(self, seed: int, mishaps: int) -> None:
        self.seed = seed
        self.mishaps = mishaps
        """how many of a hundred values are no values"""
        self.batches: list[tuple[str, int]] = []

    def chance(self, *about: object) -> int:
        """0 to 99, always the same for the same."""
        return crc32(repr((self.seed, *about)).encode()) % 100


class Thing:
    """An object, known by where it was found. Attributes are made when they are read."""

    def __init__(self, kind: str, key: str, seen: Seen) -> None:
        self.kind = kind
        self.key = key
        self.seen = seen

    def __getattr__(self, name: str) -> Any:
        field = SCHEMA.type_map[self.kind].fields.get(name)  # type: ignore[attr-defined]  # objects only
        if field is None:
            raise AttributeError(name)
        return _made(field.type, f"{self.key}.{name}", self.seen)


def _made(type_: Any, key: str, seen: Seen) -> Any:
    """A value of the type, or a mishap instead."""
    mishap = seen.chance("mishap", key) - (100 - seen.mishaps)
    if mishap >= 0:
        return _mishap(mishap % 4, key)
    return _value(type_.of_type if is_non_null_type(type_) else type_, key, seen, _made)


def _mishap(kind: int, key: str) -> Any:
    if kind == 0:
        raise RuntimeError(f"{key} raises")
    return (None, ValueError(f"{key} is an error"), {"not": "what was promised"})[kind - 1]


def _value(type_: Any, key: str, seen: Seen, item: Callable[..., Any]) -> Any:
    if is_list_type(type_):
        count = seen.chance("count", key) % 4
        found = [_caught(item, type_.of_type, f"{key}/{at}", seen) for at in range(count)]
        return tuple(found) if seen.chance("tuple", key) < 20 else found
    if is_leaf_type(type_):
        if is_enum_type(type_):
            return ("RED", "BLUE")[seen.chance("enum", key) % 2]
        return {
            "String": f"s{key}",
            "ID": f"i{key}",
            "Int": seen.chance("int", key),
            "Float": 1.5,
            "Boolean": bool(seen.chance("bool", key) % 2),
        }[type_.name]
    possible = [type_] if isinstance(type_, GraphQLObjectType) else list(SCHEMA.get_possible_types(type_))
    return Thing(possible[seen.chance("type", key) % len(possible)].name, key, seen)


def _caught(make: Callable[..., Any], *about: Any) -> Any:
    try:
        return make(*about)
    except Exception as error:
        return error


def _argued(given: dict[str, Any]) -> str:
    return f"({sorted(given.items())})" if given else ""


def _direct(field: GraphQLField, name: str) -> Callable[..., Any]:
    def resolve(source: Any, info: Any, **given: Any) -> Any:
        return _made(field.type, f"{source.key}.{name}{_argued(given)}", info.context)

    return resolve


def _awaited(field: GraphQLField, name: str) -> Callable[..., Any]:
    direct = _direct(field, name)

    async def resolve(source: Any, info: Any, **given: Any) -> Any:
        for _ in range(info.context.chance("turns", source.key, name) % 3):
            await asyncio.sleep(0)
        return direct(source, info, **given)

    return resolve


def _promised(field: GraphQLField, name: str) -> Callable[..., Any]:
    """Items that have to be waited for."""

    def resolve(source: Any, info: Any, **_: Any) -> Any:
        async def item(type_: Any, key: str, seen: Seen) -> Any:
            await asyncio.sleep(0)
            return _made(type_, key, seen)

        inner: Any = field.type
        return _value(inner.of_type if is_non_null_type(inner) else inner, f"{source.key}.{name}", info.context, item)

    return resolve


def _streamed(field: GraphQLField, name: str) -> Callable[..., Any]:
    direct = _direct(field, name)

    async def items(source: Any, info: Any) -> Any:
        for item in direct(source, info) or ():
            await asyncio.sleep(0)
            yield item

    return lambda source, info: items(source, info)


def _loaded(field: GraphQLField, name: str) -> Callable[..., Any]:
    direct = _direct(field, name)

    def resolve(source: Any, info: Any) -> Any:
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        future.get_loop().call_soon(lambda: future.done() or future.set_result(1))
        return Later(future, lambda _: direct(source, info))

    return resolve


def _batch(field: GraphQLField, name: str, *, soon: bool) -> Callable[..., Any]:
    direct = _direct(field, name)

    def all_of(parents: Sequence[Any], asked: Any, **given: Any) -> list[Any]:
        asked.context.batches.append((name, len(parents)))
        return [_caught(lambda parent: direct(parent, asked.info, **given), parent) for parent in parents]

    async def all_later(parents: Sequence[Any], asked: Any, **given: Any) -> list[Any]:
        await asyncio.sleep(0)
        return all_of(parents, asked, **given)

    return all_later if soon else all_of


_RESOLVERS: Final[dict[str, Callable[..., Callable[..., Any]]]] = {
    **dict.fromkeys(("text", "child", "must", "many", "all", "any", "strict"), _direct),
    **dict.fromkeys(("later", "laterMust", "slow"), _awaited),
    **dict.fromkeys(("promises", "promisedWords"), _promised),
    "stream": _streamed,
    "loaded": _loaded,
}
_BATCHES: Final = {
    "batched": False,
    "batchedMust": True,
    "batchedMany": True,
    "batchedSoon": True,
    "batchedText": False,
}


def _build() -> GraphQLSchema:
    schema = build_schema(SDL)
    for type_ in schema.type_map.values():
        if not isinstance(type_, GraphQLObjectType) or type_.name.startswith("__"):
            continue
        for name, field in type_.fields.items():
            if name in _BATCHES:
                field.extensions[BATCH] = _batch(field, name, soon=_BATCHES[name])
                field.resolve = one_by_one(field.extensions[BATCH])
            elif name in _RESOLVERS:
                field.resolve = _RESOLVERS[name](field, name)
    named: Any = schema.type_map["Named"]
    union: Any = schema.type_map["Any"]
    tree: Any = schema.type_map["Tree"]
    named.resolve_type = lambda value, *_: _kind(value)

    async def soon(value: Any, *_: Any) -> Any:
        await asyncio.sleep(0)
        return _kind(value)

    union.resolve_type = lambda value, *_: (
        soon(value) if value.__class__ is Thing and len(value.key) % 2 else _kind(value)
    )
    tree.is_type_of = lambda value, _: _is_tree(value)
    return schema


def _kind(value: Any) -> Any:
    if not isinstance(value, Thing):
        raise TypeError("of no kind")
    return "Nothing" if value.seen.chance("kind", value.key) < value.seen.mishaps // 2 else value.kind


def _is_tree(value: Any) -> Any:
    async def soon() -> bool:
        await asyncio.sleep(0)
        return isinstance(value, Thing)

    return soon() if isinstance(value, Thing) and len(value.key) % 3 == 0 else isinstance(value, Thing)


SCHEMA: Final = _build()

__all__ = ["SCHEMA", "Seen", "Thing"]
