"""Reading plain fields the short way answers as the long way does, in data and in errors."""

import asyncio
from enum import Enum
from typing import Any

import orjson
import pytest
import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from mediation.gql.plain import Executor
from mediation.gql.scalars import Fen, schema_config


@strawberry.enum
class Colour(Enum):
    """A closed word."""

    RED = "red"
    BLUE = "blue"


class Unreadable:
    """An attribute that cannot be read."""

    def __get__(self, owner: Any, kind: Any) -> Any:
        raise RuntimeError("unreadable")


@strawberry.interface
class Thing:
    """An interface."""

    id: strawberry.ID


@strawberry.type
class Leaf(Thing):
    """Plain fields of every kind, some of them wrong."""

    name: str
    colour: Colour = Colour.RED
    fen: Fen = Fen(5)
    flag: bool = True
    number: int = 7
    maybe: str | None = None
    words: list[str] = strawberry.field(default_factory=lambda: ["a", "b"])

    @strawberry.field
    def loud(self) -> str:
        """A resolver."""
        return self.name.upper()

    @strawberry.field
    async def later(self) -> str:
        """A resolver that waits."""
        await asyncio.sleep(0)
        if self.name == "boom":
            raise RuntimeError("later")
        return self.name


@strawberry.type
class Branch:
    """Objects in attributes."""

    leaf: Leaf
    none: Leaf | None = None
    wrong: Leaf | None = None
    leaves: list[Leaf] = strawberry.field(default_factory=list)
    holes: list[Leaf | None] = strawberry.field(default_factory=list)
    rows: list[list[Leaf]] = strawberry.field(default_factory=list)
    thing: Thing | None = None


def _leaf(name: Any, **more: Any) -> Leaf:
    return Leaf(id=strawberry.ID(f"leaf-{name}"), name=name, **more)


def _branch(kind: str) -> Branch:
    good = _leaf("a", colour=Colour.BLUE, maybe="m")
    bad: Any = {
        "good": _leaf("b"),
        "null in a required field": _leaf(None),
        "a value of the wrong type": _leaf("b", fen="many"),
        "an enum that is none": _leaf("b", colour="green"),
        "a number too large": _leaf("b", number=2**40),
        "an error for a value": _leaf(ValueError("stored")),
        "a late error": _leaf("boom"),
    }[kind]
    return Branch(leaf=bad, leaves=[good, bad, good], holes=[good, None, bad], rows=[[good], [bad, good]], thing=bad)


KINDS = (
    "good",
    "null in a required field",
    "a value of the wrong type",
    "an enum that is none",
    "a number too large",
    "an error for a value",
    "a late error",
)


@strawberry.type
class Query:
    """Where to begin."""

    @strawberry.field
    def branch(self, kind: str) -> Branch | None:
        """At once."""
        return _branch(kind)

    @strawberry.field
    async def soon(self, kind: str) -> Branch:
        """After a while."""
        return _branch(kind)

    @strawberry.field
    def strangers(self) -> list[Leaf]:
        """Not what was promised."""
        return [_leaf("a"), Branch(leaf=_leaf("a"))]  # type: ignore[list-item]  # that is the point

    @strawberry.field
    def promises(self) -> list[Leaf]:
        """A list whose items have to be waited for."""

        async def one(name: str) -> Leaf:
            return _leaf(name)

        return [_leaf("a"), one("b"), one("c")]  # type: ignore[list-item]  # that is the point


LEAF = "fragment F on Leaf { id name colour fen flag number maybe again: name __typename }"
SELECTIONS = (
    "leaf { ...F }",
    "leaf { ...F loud }",
    "leaf { later ...F }",
    "none { name } wrong { name }",
    "leaves { ...F }",
    "leaves { ...F later loud }",
    "leaves { later } leaf { later }",
    "holes { ...F }",
    "holes { later name }",
    "rows { ...F }",
    "rows { later fen }",
    "thing { id ... on Leaf { ...F later words } }",
    "leaves { words name @include(if: $yes) fen @skip(if: $yes) }",
    "leaf { name } leaf { fen } x: leaf { colour }",
)


class Wrapped(SchemaExtension):
    """An extension that stands around every resolver."""

    def resolve(self, _next: Any, root: Any, info: Any, *args: str, **kwargs: Any) -> Any:
        """Shout every name."""
        found = _next(root, info, *args, **kwargs)
        return "wrapped" if info.field_name == "name" and isinstance(found, str) else found


def _schema(executor: type, *extensions: type[SchemaExtension]) -> strawberry.Schema:
    return strawberry.Schema(
        Query,
        types=[Leaf],
        config=schema_config(),
        execution_context_class=executor,
        extensions=list(extensions),
    )


SHORT, LONG = _schema(Executor), _schema(StrawberryGraphQLCoreExecutionContext)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The errors are expected; Strawberry would log each."""
    for schema in (SHORT, LONG):
        monkeypatch.setattr(schema, "process_errors", lambda *_: None)


async def _answer(schema: strawberry.Schema, document: str, **variables: Any) -> bytes:
    found = await schema.execute(document, variable_values=variables)
    errors = sorted(
        ([*(error.path or []), error.message] for error in found.errors or ()),
        key=lambda one: [str(part) for part in one],
    )
    return orjson.dumps({"data": found.data, "errors": errors})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("root", ["branch", "soon"])
async def test_short_and_long_way_answer_the_same(kind: str, root: str) -> None:
    for selection in SELECTIONS:
        used = LEAF if "...F" in selection else ""
        asked = f"{{ {root}(kind: $kind) {{ {selection} __typename @include(if: $yes) }} }}"
        document = f"query Q($kind: String!, $yes: Boolean = true) {asked} {used}"

        short, long = await _answer(SHORT, document, kind=kind), await _answer(LONG, document, kind=kind)

        assert short == long, selection


async def test_errors_are_met_in_the_documents_that_should_meet_them() -> None:
    document = f"{{ branch(kind: $kind) {{ leaves {{ ...F }} }} }} {LEAF}".replace(
        "{ branch", "query($kind: String!) { branch", 1
    )

    wrong = [kind for kind in KINDS if orjson.loads(await _answer(SHORT, document, kind=kind))["errors"]]

    assert wrong == [kind for kind in KINDS if kind not in ("good", "a late error")]


@pytest.mark.parametrize("document", ["{ strangers { id name } }", "{ promises { name fen later } }"])
async def test_items_out_of_the_ordinary_take_the_long_way(document: str) -> None:
    assert await _answer(SHORT, document) == await _answer(LONG, document)


async def test_an_extension_around_resolvers_sees_every_field() -> None:
    answer = await _answer(_schema(Executor, Wrapped), '{ branch(kind: "good") { leaves { name fen } } }')

    assert {leaf["name"] for leaf in orjson.loads(answer)["data"]["branch"]["leaves"]} == {"wrapped"}


async def test_a_plain_field_costs_no_info(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    build = Executor.build_resolve_info

    def counted(self: Any, field_def: Any, field_nodes: Any, *rest: Any) -> Any:
        asked.append(field_nodes[0].name.value)
        return build(self, field_def, field_nodes, *rest)

    monkeypatch.setattr(Executor, "build_resolve_info", counted)

    await _answer(SHORT, '{ branch(kind: "good") { leaf { name colour } leaves { name loud } } }')

    assert asked == ["branch", "loud", "loud", "loud"]
