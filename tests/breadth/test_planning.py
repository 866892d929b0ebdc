"""What is planned, kept and refused."""

import ast
import sys
from pathlib import Path
from typing import Any

import pytest
from graphql import DocumentNode, GraphQLSchema, build_schema, execute, graphql_sync, parse
from graphql.execution.executor import Executor

import mediation.breadth
from mediation.breadth import BreadthFirst, Plans, Reading
from mediation.breadth.planning import NotTakenError, Plan

SDL = """
directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(label: String, if: Boolean! = true, initialCount: Int = 0) on FIELD
directive @experimental_disableErrorPropagation on QUERY | MUTATION | SUBSCRIPTION
interface N { n: N s: String }
type A implements N { n: N s: String } type B implements N { n: N s: String }
type Query { a: A n: N l: [String] s(i: Int): String } type Mutation { a: A }
"""


def _host(text: str, variables: dict[str, Any] | None = None, schema: GraphQLSchema | None = None) -> Executor[Any]:
    document = parse(text)
    built = Executor.build(schema or build_schema(SDL), document, raw_variable_values=variables)
    assert isinstance(built, Executor)
    return built


def _again(host: Executor[Any], variables: dict[str, Any]) -> Executor[Any]:
    built = Executor.build(host.schema, _document(host), raw_variable_values=variables)
    assert isinstance(built, Executor)
    return built


def _document(host: Executor[Any]) -> DocumentNode:
    return DocumentNode(definitions=(host.operation, *host.fragment_definitions.values()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{ __schema { description } }", "introspection"),
        ("{ a { s } ... @defer { s } }", "@defer"),
        ("{ a { s ... @defer { n { s } } } }", "@defer"),
        ("{ l @stream }", "@stream"),
        ("query @experimental_disableErrorPropagation { s }", "errors that do not propagate"),
        ("{ a { gone } }", "A.gone, which is not there"),
    ],
)
def test_what_is_not_taken_is_said_before_it_runs(text: str, reason: str) -> None:
    found = Plans(Reading()).plan_for(_host(text))

    assert isinstance(found, NotTakenError)
    assert str(found) == reason


def test_a_field_may_be_refused_by_the_reading_wherever_it_may_stand() -> None:
    class Choosy(Reading):
        """Refuses one field of one type."""

        def how(self, parent_type: Any, name: str, field: Any) -> Any:
            return "by hand" if (parent_type.name, name) == ("B", "s") else super().how(parent_type, name, field)

    found = [Plans(Choosy()).plan_for(_host(text)) for text in ("{ n { s } }", "{ a { s } }")]

    assert str(found[0]) == "B.s: by hand"
    assert isinstance(found[1], Plan)


def test_mutations_and_what_middleware_surrounds_run_as_always() -> None:
    seen = []

    def around(resolve: Any, source: Any, info: Any, **given: Any) -> Any:
        seen.append(info.field_name)
        return resolve(source, info, **given)

    schema, root = (
        build_schema(SDL.partition("interface")[1] + SDL.partition("interface")[2]),
        {"a": {"s": "1"}, "s": "2"},
    )

    changed = graphql_sync(schema, "mutation { a { s } }", root, executor_class=BreadthFirst)
    surrounded = execute(schema, parse("{ s }"), root, executor_class=BreadthFirst, middleware=[around])

    assert (changed.data, surrounded.data, seen) == ({"a": {"s": "1"}}, {"s": "2"}, ["s"])  # type: ignore[union-attr]


def test_one_plan_for_each_operation_and_each_answer_to_its_conditions() -> None:
    plans = Plans(Reading())
    first = _host("query($y: Boolean!, $i: Int) { a @include(if: $y) { s } s(i: $i) }", {"y": True, "i": 1})
    hosts = [first, *(_again(first, {"y": y, "i": i}) for y, i in ((True, 2), (False, 1), (False, None)))]

    found = [plans.plan_for(host) for host in hosts]

    assert found[0] is found[1]
    assert found[2] is found[3]
    assert found[0] is not found[2]
    assert len(plans) == 2


def test_a_plan_is_of_one_schema_only() -> None:
    plans, one = Plans(Reading()), _host("{ s }")
    other = Executor.build(build_schema(SDL), _document(one))
    assert isinstance(other, Executor)

    assert plans.plan_for(one) is not plans.plan_for(other)


def test_plans_are_bounded_by_their_fields_and_the_longest_unused_goes_first() -> None:
    plans = Plans(Reading(), room=12)
    hosts = [_host("{ s l a { s } n { s } }") for _ in range(3)]  # 7 fields each

    first = plans.plan_for(hosts[0])
    assert plans.plan_for(hosts[0]) is first
    plans.plan_for(hosts[1])

    assert len(plans) == 1
    assert plans.plan_for(hosts[0]) is not first


def test_interfaces_within_interfaces_do_not_multiply() -> None:
    deep = "{ n { " + "n { " * 12 + "s" + " }" * 14

    found = Plans(Reading()).plan_for(_host(deep))

    assert isinstance(found, Plan)
    assert found.size < 100


def test_the_package_knows_graphql_core_strawberry_and_the_standard_library_only() -> None:
    allowed = {"graphql", "strawberry", *sys.stdlib_module_names}
    for path in Path(mediation.breadth.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                assert name.startswith("mediation.breadth") or name.partition(".")[0] in allowed, (path.name, name)
