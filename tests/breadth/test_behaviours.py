"""What the specification says of executing, one sentence each; both executors are asked, and what they say is written down."""

import asyncio
from enum import Enum
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    build_schema,
    execute,
    graphql_sync,
    parse,
)

from mediation.breadth import BATCH, BreadthFirst
from tests.breadth.both import assert_equal, errors_of


def _schema(body: str, **resolvers: Any) -> GraphQLSchema:
    """`Type_field=resolver`; everything else is read from dictionaries."""
    schema = build_schema(body)
    for name, resolve in resolvers.items():
        type_, _, field = name.partition("_")
        types: Any = schema.type_map
        types[type_].fields[field].resolve = resolve
    return schema


async def _said(schema: GraphQLSchema, text: str, root: Any = None, **more: Any) -> tuple[Any, list[tuple[Any, str]]]:
    found = await assert_equal(schema, text, root_value=root, **more)
    return found.data, [(path, message) for path, message, _ in errors_of(found)]


NESTED = (
    "type A { a: A b: A! s: String t: String! l: [String!] m: [[A!]!] n: [A]! } type Query { a: A b: A! m: [[A!]!]! }"
)
NULL = "Cannot return null for non-nullable field A.t."


@pytest.mark.parametrize(
    ("text", "root", "data", "errors"),
    [
        ("{ a { s t } }", {"a": {"s": "x"}}, {"a": None}, [(("a", "t"), NULL)]),
        ("{ a { b { t } s } }", {"a": {"b": {}, "s": "x"}}, {"a": None}, [(("a", "b", "t"), NULL)]),
        ("{ b { t } }", {"b": {}}, None, [(("b", "t"), NULL)]),
        ("{ a { a { t } s } }", {"a": {"a": {}, "s": "x"}}, {"a": {"a": None, "s": "x"}}, [(("a", "a", "t"), NULL)]),
        (
            "{ a { n { t } s } }",
            {"a": {"n": [{"t": "1"}, {}, None], "s": "x"}},
            {"a": {"n": [{"t": "1"}, None, None], "s": "x"}},
            [(("a", "n", 1, "t"), NULL)],
        ),
        (
            "{ a { l s } }",
            {"a": {"l": ["1", None, "3"], "s": "x"}},
            {"a": {"l": None, "s": "x"}},
            [(("a", "l", 1), "Cannot return null for non-nullable field A.l.")],
        ),
        (
            "{ a { m { t } s } }",
            {"a": {"m": [[{"t": "1"}], [{"t": "2"}, {}]], "s": "x"}},
            {"a": {"m": None, "s": "x"}},
            [(("a", "m", 1, 1, "t"), NULL)],
        ),
        ("{ m { t } }", {"m": [[{"t": "1"}], [{}]]}, None, [(("m", 1, 0, "t"), NULL)]),
        ("{ m { t } }", {"m": [[], [{"t": "1"}, {"t": "2"}], []]}, {"m": [[], [{"t": "1"}, {"t": "2"}], []]}, []),
        (
            "{ a { l } }",
            {"a": {"l": "words"}},
            {"a": {"l": None}},
            [(("a", "l"), "Expected Iterable, but did not find one for field 'A.l'.")],
        ),
        ("{ a { l } }", {"a": {"l": lambda _: (str(n) for n in range(2))}}, {"a": {"l": ["0", "1"]}}, []),
        ("{ a { l } }", {"a": {"l": {"a": 1}.keys()}}, {"a": {"l": ["a"]}}, []),
        ("{ a { s } }", {"a": {"s": ValueError("kept")}}, {"a": {"s": None}}, [(("a", "s"), "kept")]),
        ("{ a { s } }", {"a": ValueError("kept")}, {"a": None}, [(("a",), "kept")]),
    ],
)
async def test_null_goes_up_to_where_it_may_be(text: str, root: Any, data: Any, errors: Any) -> None:
    assert await _said(_schema(NESTED), text, root) == (data, errors)


async def test_fields_of_one_name_are_merged() -> None:
    schema = _schema(NESTED)
    text = "{ a { a { s } } ...F a { s a { x: t } } } fragment F on Query { a { a { t } ... on A { again: s } } }"
    leaf = {"s": "1", "t": "2"}

    data, _ = await _said(schema, text, {"a": {"s": "0", "a": leaf}})

    assert data == {"a": {"a": {"s": "1", "x": "2", "t": "2"}, "s": "0", "again": "0"}}


async def test_a_merged_field_is_resolved_once_and_its_error_names_every_place() -> None:
    calls = []

    def resolve(*_: Any) -> str:
        calls.append(1)
        raise RuntimeError("no")

    found = await assert_equal(_schema(NESTED, A_s=resolve), "{ a { s } a { s s } }", root_value={"a": {}})

    assert errors_of(found) == [(("a", "s"), "no", ((1, 7), (1, 15), (1, 17)))]
    assert len(calls) == 1 + 1 + 1  # by us, by graphql-core, and by graphql-core with nulls that stay


async def test_conditions_decide_for_each_run_anew() -> None:
    schema = _schema(NESTED)
    text = "query($y: Boolean = true) { a @include(if: $y) { s } b @skip(if: $y) { s } }"
    root = {"a": {"s": "1"}, "b": {"s": "2"}}

    said = [await _said(schema, text, root, variable_values=given) for given in ({}, {"y": False}, {"y": True})]

    assert [list(data) for data, _ in said] == [["a"], ["b"], ["a"]]


async def test_arguments_are_made_from_literals_variables_and_defaults() -> None:
    schema = _schema(
        "input I { n: Int = 7 l: [Int] } type Query { f(a: Int = 1, b: [Int!], i: I): String }",
        Query_f=lambda _, __, **given: repr(sorted(given.items())),
    )
    text = "query($n: Int, $l: [Int!]) { f a: f(a: 2, b: 3) b: f(b: $l, i: {l: [$n]}) c: f(a: $n) d: f(a: null) }"

    data, _ = await _said(schema, text, variable_values={"l": [4, 5]})

    assert data == {
        "f": "[('a', 1)]",
        "a": "[('a', 2), ('b', [3])]",
        "b": "[('a', 1), ('b', [4, 5]), ('i', {'n': 7, 'l': [None]})]",
        "c": "[('a', 1)]",
        "d": "[('a', None)]",
    }


async def test_arguments_that_cannot_be_made_are_the_fields_error() -> None:
    schema = _schema("type Query { f(a: Int!): String g: String }", Query_f=lambda *_, a: str(a))

    _, errors = await _said(schema, "query($n: Int = 1) { f(a: $n) g }", variable_values={"n": None})

    assert [path for path, _ in errors] == [("f",)]


async def test_interfaces_and_unions_find_their_types() -> None:
    schema = _schema(
        "interface N { n: String } type X implements N { n: String x: Int } type Y implements N { n: String y: Int }"
        " union U = X | Y type Query { all: [N] one: U }"
    )
    root = {
        "all": [
            {"__typename": "X", "n": "1", "x": 1},
            {"__typename": "Y", "n": "2", "y": 2},
            {"__typename": "Z"},
            {"n": "nothing"},
            None,
        ],
        "one": {"__typename": "Query"},
    }

    data, errors = await _said(
        schema, "{ all { __typename n ... on X { x } ... on Y { y } } one { __typename } }", root
    )

    first, second = {"__typename": "X", "n": "1", "x": 1}, {"__typename": "Y", "n": "2", "y": 2}
    assert data == {"all": [first, second, None, None, None], "one": None}
    assert [path for path, _ in errors] == [("all", 2), ("all", 3), ("one",)]


async def test_what_can_be_read_once_is_read_once_although_types_are_waited_for() -> None:
    schema = _schema("interface N { n: String } type X implements N { n: String } type Query { all: [[N]] }")

    async def soon(*_: Any) -> str:
        await asyncio.sleep(0)
        return "X"

    named: Any = schema.type_map["N"]
    named.resolve_type = soon

    def resolve(*_: Any) -> Any:
        return (iter([{"n": str(n)}]) for n in range(3))

    types: Any = schema.type_map["Query"]
    types.fields["all"].resolve = resolve

    assert await _said(schema, "{ all { n } }") == ({"all": [[{"n": "0"}], [{"n": "1"}], [{"n": "2"}]]}, [])


async def test_an_error_that_is_one_of_graphql_keeps_its_extensions() -> None:
    def resolve(*_: Any) -> None:
        raise GraphQLError("no", extensions={"code": "NO"})

    found = await assert_equal(_schema(NESTED, A_s=resolve), "{ a { s } }", root_value={"a": {}})

    assert found.errors is not None
    assert [(error.path, error.extensions) for error in found.errors] == [(["a", "s"], {"code": "NO"})]


class Colour(Enum):
    """Python's."""

    RED = 1
    BLUE = 2


async def test_members_of_an_enum_are_written_by_name_and_strangers_are_refused() -> None:
    colour = GraphQLEnumType("Colour", Colour, names_as_values=None)
    schema = GraphQLSchema(
        GraphQLObjectType("Query", {"all": GraphQLField(GraphQLList(colour))}),
    )
    for _ in range(2):  # the second time from memory
        data, errors = await _said(schema, "{ all }", {"all": [Colour.RED, None, Colour.BLUE, Colour.RED, "green"]})
        assert data == {"all": ["RED", None, "BLUE", "RED", None]}
        assert [path for path, _ in errors] == [("all", 4)]
        data, _ = await _said(schema, "{ all }", {"all": [Colour.RED, Colour.RED, Colour.BLUE]})
        assert data == {"all": ["RED", "RED", "BLUE"]}


def _batched(batch: Any) -> GraphQLSchema:
    item = GraphQLObjectType("Item", {"b": GraphQLField(GraphQLString, extensions={BATCH: batch})})
    return GraphQLSchema(GraphQLObjectType("Query", {"items": GraphQLField(GraphQLList(item))}))


@pytest.mark.parametrize(
    ("batch", "told"),
    [
        (lambda parents, _: ["1", KeyError("two"), None], ["1", "'two'", None]),
        (lambda parents, _: ["1", "2"], ["a batch function was asked for 3 values and answered ['1', '2']"] * 3),
        (lambda parents, _: None, ["a batch function was asked for 3 values and answered None"] * 3),
        (lambda parents, _: 1 // 0, ["integer division or modulo by zero"] * 3),
    ],
)
async def test_a_batch_function_answers_for_each_or_fails_for_all(batch: Any, told: list[str | None]) -> None:
    found: Any = graphql_sync(_batched(batch), "{ items { b } }", {"items": [{}, {}, {}]}, executor_class=BreadthFirst)

    failed = {error.path[1]: error.message for error in found.errors or ()}
    assert [failed.get(at) or one["b"] for at, one in enumerate(found.data["items"])] == told


async def test_what_is_cancelled_cancels_what_it_waits_for() -> None:
    ended = []

    async def resolve(*_: Any) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(1)

    schema = _schema(NESTED, A_s=resolve, A_t=resolve)
    waiting: Any = execute(schema, parse("{ a { s t } }"), {"a": {}}, executor_class=BreadthFirst)
    task = asyncio.ensure_future(waiting)
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)

    assert ended == [1, 1]
