"""Strawberry's fields, read without their wrapping, are what Strawberry makes of them."""

from enum import Enum
from typing import Annotated, Any

import orjson
import pytest
import strawberry
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import Info

from mediation.breadth import BATCH, BreadthFirst, Plans, checked_first, one_by_one
from mediation.breadth.strawberry_fields import StrawberryReading


@strawberry.enum
class Colour(Enum):
    """A closed word."""

    RED = "red"


@strawberry.input
class Wish:
    """What is asked for."""

    words: list[str]
    colour: Colour = Colour.RED


class Nobody(BasePermission):
    """Refuses everybody."""

    message = "nobody"

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Never."""
        return False


class Loud(FieldExtension):
    """Stands around one field."""

    def resolve(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """In capitals."""
        return next_(source, info, **kwargs).upper()


def names(parents: Any, asked: Any, *, prefix: str) -> list[str]:
    """A batch function."""
    asked.context.append(len(parents))
    return [f"{prefix}{parent.id}" for parent in parents]


async def _named(parent: strawberry.Parent["Thing"], info: Info, prefix: str = "n") -> str:
    found: str = await one_by_one_names(parent, info._raw_info, prefix=prefix)
    return found


one_by_one_names = one_by_one(names)


@strawberry.interface
class Node:
    """Has an id."""

    id: strawberry.ID


@strawberry.type
class Thing(Node):
    """Fields of every kind."""

    colour: Colour = Colour.RED
    things: list["Thing"] = strawberry.field(default_factory=list)

    @strawberry.field
    def plain(self) -> str:
        """No arguments, no info."""
        return f"plain {self.id}"

    @strawberry.field
    def wish(self, info: Info, wish: Wish, times: Annotated[int, strawberry.argument(name="often")] = 1) -> str:
        """An input, an argument of another name, and what the info knows."""
        return f"{self.id} {wish.words} {wish.colour.name} {times} {info.field_name} {info.selected_fields[0].name}"

    @strawberry.field
    async def waits(self, info: Info) -> Node:
        """A promise of an interface."""
        return Other(id=self.id, note=type(info).__name__)

    @strawberry.field
    def fails(self) -> str | None:
        """An error."""
        raise ValueError(self.id)

    @strawberry.field(permission_classes=[Nobody])
    def secret(self) -> str | None:
        """Refused."""
        return "secret"

    @strawberry.field(extensions=[Loud()])
    def loud(self) -> str:
        """With an extension."""
        return "loud"

    @strawberry.field
    def either(self) -> "Thing | Other":
        """A union."""
        return self if self.id == "1" else Other(id=self.id)

    @strawberry.field
    def cast(self) -> Node:
        """An object of no type of its own, said to be one."""
        return strawberry.cast(Other, type("Row", (), {"id": self.id, "note": "cast"})())

    named: str = strawberry.field(resolver=_named, metadata={BATCH: names})


@strawberry.type
class Other(Node):
    """Another."""

    note: str = "other"


def _roots(root: Any, count: int = 2) -> list[Thing]:
    leaves = [Thing(id=strawberry.ID(str(n))) for n in range(count)]
    return [Thing(id=strawberry.ID(str(n)), things=leaves) for n in range(count)]


@strawberry.type
class Query:
    """Where to begin."""

    things: list[Thing] = strawberry.field(resolver=_roots)


class Ours(BreadthFirst, StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, breadth first."""


SCHEMA = strawberry.Schema(Query, types=[Other], execution_context_class=Ours)
Ours.plans = Plans(StrawberryReading(SCHEMA))


async def _answer(executor: type, text: str, context: Any = None, **variables: Any) -> bytes:
    SCHEMA.execution_context_class = executor
    found = await SCHEMA.execute(text, variable_values=variables, context_value=[] if context is None else context)
    errors = sorted([error.message, *map(str, error.path or ())] for error in found.errors or ())
    return orjson.dumps({"data": found.data, "errors": errors})


@pytest.mark.parametrize(
    "fields",
    [
        "id colour plain __typename",
        'wish(wish: {words: ["a"]}) again: wish(often: 3, wish: {words: ["b"], colour: RED}) v: wish(wish: $wish)',
        "waits { __typename id ... on Other { note } }",
        "fails plain",
        "secret loud",
        "either { __typename ... on Node { id } ... on Other { note } }",
        "cast { __typename id }",
        'named x: named(prefix: "x") named',
    ],
)
async def test_both_executors_answer_the_same(fields: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SCHEMA, "process_errors", lambda *_: None)
    asked = f"{{ things {{ {fields} things {{ {fields} }} }} all: things(count: 3) {{ {fields} }} }}"
    asked = f"query($wish: Wish!) {asked}" if "$" in fields else asked
    given = {"wish": {"words": ["v"]}} if "$" in fields else {}

    ours = await _answer(Ours, asked, **given)
    theirs = await _answer(StrawberryGraphQLCoreExecutionContext, asked, **given)

    assert ours == theirs
    assert b'"things":[{' in ours


async def test_a_batch_function_in_the_metadata_is_asked_once() -> None:
    asked: list[int] = []

    await _answer(Ours, "{ things(count: 3) { things { named } } }", asked)

    assert asked == [9]


async def test_a_check_of_the_arguments_comes_first_and_once() -> None:
    seen: list[dict[str, Any]] = []
    field = SCHEMA._schema.type_map["Thing"].fields["wish"]  # type: ignore[attr-defined]  # an object type

    def check(given: dict[str, Any]) -> None:
        seen.append(given)
        if given["wish"]["words"] == ["bad"]:
            raise ValueError("bad words")

    before, field.resolve = field.resolve, checked_first(check, field.resolve)
    try:
        Ours.plans = Plans(StrawberryReading(SCHEMA))
        good = await _answer(Ours, '{ things(count: 3) { wish(wish: {words: ["good"]}) } }')
        bad = await _answer(Ours, '{ things(count: 1) { id wish(wish: {words: ["bad"]}) } }')
    finally:
        field.resolve = before
        Ours.plans = Plans(StrawberryReading(SCHEMA))

    assert good.count(b"good") == 3
    assert b"bad words" in bad
    assert len(seen) == 2
