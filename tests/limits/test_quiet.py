"""Where the schema is not shown, no refusal names anything of it; the client's own mistakes still have a place and a code."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import strawberry
from graphql import GraphQLEnumType, GraphQLInputObjectType

from mediation.limits import limit_extensions
from mediation.limits.figures import MESSAGES
from tests.limits import schema as toy

hidden = strawberry.Schema(toy.Query, toy.Mutation, types=toy.TYPES, extensions=limit_extensions(False))
shown = strawberry.Schema(toy.Query, toy.Mutation, types=toy.TYPES, extensions=limit_extensions(True))


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _near(name: str) -> list[str]:
    """Names a person might mistype for `name`."""
    return [name + "s", name[:-1] + "q", name[0] + name[2:] if len(name) > 3 else name + "x"]


def _near_misses() -> list[tuple[str, dict[str, object] | None]]:
    """A document for each near miss of a field, an argument, an enum value, an input field and a directive."""
    misses: list[tuple[str, dict[str, object] | None]] = []
    types = hidden._schema.type_map.values()
    for name in {field for type_ in types for field in getattr(type_, "fields", {}) if not type_.name.startswith("__")}:
        for near in _near(name):
            misses.append((f"{{ {near} }}", None))
            misses.append((f'{{ case(no: "1") {{ {near} }} }}', None))
    for type_ in types:
        if isinstance(type_, GraphQLEnumType):
            for value in type_.values:
                misses += [
                    (f"{{ cases(first: 1, filter: {{stage: {near}}}) {{ totalCount }} }}", None)
                    for near in _near(value)
                ]
        if isinstance(type_, GraphQLInputObjectType):
            for value in type_.fields:
                for near in _near(value):
                    misses.append((f"{{ cases(first: 1, filter: {{{near}: 1}}) {{ totalCount }} }}", None))
                    by_variable = "query($f: Mine) { cases(first: 1, filter: $f) { totalCount } }"
                    misses.append((by_variable, {"f": {near: 1}}))
                    misses.append((by_variable.replace("Mine", "CaseFilter"), {"f": {near: 1}}))
    misses += [(f"{{ me {{ name @{near} }} }}", None) for name in ("include", "skip") for near in _near(name)]
    misses += [
        (f"{{ cases({near}: 1) {{ totalCount }} }}", None) for name in ("first", "filter") for near in _near(name)
    ]
    misses += [
        (f"{{ me {{ ... on {near} {{ name }} }} }}", None) for name in ("Person", "Case") for near in _near(name)
    ]
    return misses  # fmt: skip


def test_a_near_miss_is_answered_without_a_name_of_the_schema_or_a_suggestion() -> None:
    misses = _near_misses()
    tried = 0

    for text, variables in misses:
        errors = hidden.execute_sync(text, variables).errors
        if errors is None:
            continue  # a near miss of one field can be another field
        tried += 1
        for error in errors:
            assert error.message in MESSAGES.values()
            assert set(error.formatted) <= {"message", "locations", "extensions"}
            assert error.extensions is not None
            assert set(error.extensions) == {"code"}
    assert tried >= 300


def test_an_invalid_document_is_placed_but_not_explained() -> None:
    result = hidden.execute_sync("{\n  me { nme }\n}")

    assert [error.formatted for error in result.errors or ()] == [
        {
            "message": "查询与接口定义不符。The document does not fit the schema.",
            "locations": [{"line": 2, "column": 8}],
            "extensions": {"code": "DOCUMENT_INVALID"},
        }
    ]


def test_a_variable_that_does_not_fit_is_refused_without_its_value_or_its_type() -> None:
    text = "query($f: CaseFilter) { cases(first: 1, filter: $f) { totalCount } }"

    result = hidden.execute_sync(text, {"f": {"stage": "李雷 13800138000"}})

    (error,) = result.errors or ()
    assert error.message == "变量与接口定义不符。The variables do not fit the schema."
    assert error.extensions == {"code": "VARIABLES_INVALID"}
    assert result.data is None


def test_where_the_schema_is_shown_mistakes_are_explained() -> None:
    result = shown.execute_sync("{ me { nam } }")

    (error,) = result.errors or ()
    assert "Did you mean 'name'?" in error.message
    assert error.extensions == {"code": "DOCUMENT_INVALID"}


def test_a_syntax_error_quotes_only_what_the_client_wrote() -> None:
    result = hidden.execute_sync("{ me { name ]")

    (error,) = result.errors or ()
    assert error.message == "Syntax Error: Expected Name, found ']'."
    assert error.extensions == {"code": "SYNTAX"}


def test_a_resolver_that_fails_is_left_to_the_masking_of_the_schema() -> None:
    result = hidden.execute_sync("{ broken me { name } }")

    (error,) = result.errors or ()
    assert isinstance(error.original_error, RuntimeError)
    assert error.extensions == {}
    assert result.data == {"broken": None, "me": {"name": "李*"}}


def test_at_most_five_errors_are_returned() -> None:
    many = hidden.execute_sync("{ " + " ".join(f"a{i}: broken" for i in range(5)) + " }")
    more = hidden.execute_sync('{ case(no: "1") { ' + " ".join(f"nam{i}" for i in range(40)) + " } }")

    assert len(many.errors or ()) == 5
    assert len(more.errors or ()) == 5
