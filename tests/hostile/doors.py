"""Every mutation and every argument as the schema has them, so that a new one is tried without anyone remembering."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
)

from mediation.gql.relay import gid
from mediation.schema import build

Path = tuple[str, ...]
"""Names down to an argument below the input; `[]` stands for the first item of a list."""

PROBLEMS = """... on NotFound { code message } ... on Forbidden { code message verb }
  ... on IllegalMove { code message currentState possible } ... on Invalid { code message fields { path code message } }
  ... on Conflict { code message currentVersion } ... on TooMany { code message retryAfterSeconds }"""
PROBLEM_TYPES = frozenset({"NotFound", "Forbidden", "IllegalMove", "Invalid", "Conflict", "TooMany"})

NOWHERE = UUID("01900000-0000-7000-8000-000000000000")
SAMPLES = {
    "ID": gid("Case", NOWHERE),
    "String": "字",
    "Int": 1,
    "Boolean": False,
    "Fen": 1,
    "Date": "2026-11-20",
    "Instant": "2026-11-20T03:00:00Z",
}


@cache
def _core() -> Any:
    return build(introspection=True)._schema


def mutations() -> list[str]:
    """Every mutation by name."""
    return list(_core().mutation_type.fields)


def input_type(mutation: str) -> GraphQLInputObjectType | None:
    """The type of `input`; None for a mutation without one."""
    argument = _core().mutation_type.fields[mutation].args.get("input")
    return get_named_type(argument.type) if argument else None


def document(mutation: str) -> str:
    """The mutation with every plain field of its result and the particulars of every problem."""
    union = get_named_type(_core().mutation_type.fields[mutation].type)
    results = [type_ for type_ in union.types if type_.name not in PROBLEM_TYPES]
    answered = " ".join(f"... on {result.name} {{ {' '.join(_plain(result))} }}" for result in results)
    asked = f"__typename {answered} {PROBLEMS}"
    given = input_type(mutation)
    if given is None:
        return f"mutation {{ {mutation} {{ {asked} }} }}"
    return f"mutation($input: {given.name}!) {{ {mutation}(input: $input) {{ {asked} }} }}"


def _plain(type_: GraphQLObjectType) -> list[str]:
    leaf = (GraphQLScalarType, GraphQLEnumType)
    return [name for name, field in type_.fields.items() if isinstance(get_named_type(field.type), leaf)]


def arguments(mutation: str, scalar: str) -> Iterator[Path]:
    """Where `mutation` takes a `scalar`."""
    type_ = input_type(mutation)
    if type_ is not None:
        yield from _within(type_, scalar, ())


def _within(type_: GraphQLInputObjectType, scalar: str, above: Path) -> Iterator[Path]:
    for name, field in type_.fields.items():
        bare = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        here = (*above, name, "[]") if isinstance(bare, GraphQLList) else (*above, name)
        named = get_named_type(field.type)
        if named.name == scalar:
            yield here
        elif isinstance(named, GraphQLInputObjectType):
            yield from _within(named, scalar, here)


def blank(type_: GraphQLInputObjectType) -> dict[str, Any]:
    """An input with what is required and nothing else, in the right shape."""
    return {name: sample(field.type) for name, field in type_.fields.items() if isinstance(field.type, GraphQLNonNull)}


def sample(type_: Any) -> Any:
    """A value of the right shape."""
    bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    if isinstance(bare, GraphQLList):
        return [sample(bare.of_type)]
    if isinstance(bare, GraphQLInputObjectType):
        return blank(bare)
    return next(iter(bare.values)) if isinstance(bare, GraphQLEnumType) else SAMPLES[bare.name]


def put(given: dict[str, Any], mutation: str, path: Path, value: Any) -> dict[str, Any]:
    """A copy of `given` with `value` at `path`; what is missing on the way is filled in with the right shape."""
    made = deepcopy(given)
    place: Any = made
    type_: Any = input_type(mutation)
    for at, step in enumerate(path):
        last = at == len(path) - 1
        if step == "[]":
            if last:
                place[:1] = [value]
                break
            if not place:
                place.append(sample(type_))
            place = place[0]
            continue
        type_ = get_named_type(type_.fields[step].type)
        if last:
            place[step] = value
        elif path[at + 1] == "[]":
            place[step] = place.get(step) or []
            place = place[step]
        else:
            place[step] = place.get(step) or sample(type_)
            place = place[step]
    return made


def holds(given: dict[str, Any], path: Path) -> bool:
    """Whether `given` goes as far down as the object or list in which `path` ends."""
    place: Any = given
    for step in path[:-1]:
        if step == "[]":
            if not place:
                return False
            place = place[0]
        elif not place.get(step):
            return False
        else:
            place = place[step]
    return True


def dotted(path: Path) -> str:
    """As problems name it: `claimants.0.phone`."""
    return ".".join("0" if step == "[]" else step for step in path)
