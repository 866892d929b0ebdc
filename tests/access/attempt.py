"""One way to try one mutation, and how its input and its operation are made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from graphql import GraphQLSchema, build_schema
from strawberry.utils.str_converters import to_snake_case

from mediation.access.verbs import Verb, verb_of
from mediation.gql.relay import gid
from mediation.kit.ids import decode_global_id
from tests.access.cast import Caller
from tests.access.known import World

Given = Callable[[World, Caller], dict[str, Any]]

GHOST: Final = UUID("01999999-9999-7999-8999-999999999999")
"""The key of nothing."""
GHOST_NUMBER: Final = "闵工调〔2026〕99999号"


@dataclass(frozen=True)
class Attempt:
    """One way to try one mutation."""

    mutation: str
    given: Given
    target: str | None = None
    """the input that names the object; none: it makes something of its own, there is nothing to be seen"""
    seen: str = "case:view"
    """the row of the table that says who sees the object"""
    case: str = "accepted"
    """the case it is about, to which callers stand in their different ways"""
    name: str = ""
    """its row in the table; the mutation's name unless there are several ways"""

    @property
    def row(self) -> str:
        """The row of the table that says who may."""
        return self.name or self.mutation

    @property
    def verb(self) -> Verb | None:
        """What the guard is asked; None for a sign of life, which is asked for as `room:view`."""
        return verb_of(to_snake_case(self.mutation))

    def input(self, world: World, caller: Caller, *, ghost: bool = False) -> dict[str, Any]:
        """The input; with `ghost` it names something that never was."""
        given = self.given(world, caller)
        if ghost and self.target is not None:
            number = self.target == "number"
            given[self.target] = GHOST_NUMBER if number else _ghost(given[self.target])
        return given

    @property
    def document(self) -> str:
        """The operation. It asks for everything that a refusal can say."""
        type_ = input_type(self.mutation)
        head, argument = (f"mutation M($i: {type_}) ", "(input: $i)") if type_ else ("mutation M ", "")
        return f"{head}{{ answer: {self.mutation}{argument} {{ {PROBLEMS} }} }}"


PROBLEMS: Final = (
    "__typename ... on NotFound { code message } ... on Forbidden { code message verb }"
    " ... on Invalid { fields { path code message } } ... on IllegalMove { message verb currentState possible }"
    " ... on Conflict { message currentVersion } ... on TooMany { retryAfterSeconds }"
)


@cache
def sdl() -> GraphQLSchema:
    """The committed schema."""
    return build_schema((Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8"))


@cache
def input_type(mutation: str) -> str:
    """The type of a mutation's input as written in the schema; empty when it has none."""
    type_ = sdl().mutation_type
    assert type_ is not None
    argument = type_.fields[mutation].args.get("input")
    return str(argument.type) if argument else ""


def _ghost(value: str) -> str:
    return str(gid(decode_global_id(value)[0], GHOST))


def on(field: str, name: str, /, **more: Any) -> Given:
    """The id of something by its name, and whatever else is given."""
    return lambda w, _: {field: w.ids[name], **more}


def versioned(field: str, name: str, /, **more: Any) -> Given:
    """The same, with its version."""
    return lambda w, _: {field: w.ids[name], "version": w.versions[name], **more}
