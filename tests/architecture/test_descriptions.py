"""The schema explains itself: every type, field, argument and value of it, and every module and verb behind it."""

import ast

import pytest
from graphql import GraphQLEnumType, GraphQLNamedType
from tests.architecture.source import ROOT, modules

from mediation import schema

BUILT_IN = frozenset({"Boolean", "Float", "ID", "Int", "String"})


def _types() -> dict[str, GraphQLNamedType]:
    found = schema.build(introspection=True)._schema.type_map
    return {name: type_ for name, type_ in found.items() if not name.startswith("__") and name not in BUILT_IN}


def _undescribed(name: str, type_: GraphQLNamedType) -> list[str]:
    missing = [] if type_.description else [name]
    for field_name, field in getattr(type_, "fields", {}).items():
        if not field.description:
            missing.append(f"{name}.{field_name}")
        for argument_name, argument in getattr(field, "args", {}).items():
            if not argument.description:
                missing.append(f"{name}.{field_name}({argument_name})")
    if isinstance(type_, GraphQLEnumType):
        missing += [f"{name}.{value_name}" for value_name, value in type_.values.items() if not value.description]
    return missing


def test_everything_in_the_schema_is_described():
    missing = [line for name, type_ in _types().items() for line in _undescribed(name, type_)]

    assert missing == []
    assert len(_types()) > 50


@pytest.mark.parametrize("words", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(words):
    left = [str(path) for path, _ in modules() if words in (ROOT / path).read_text(encoding="utf-8")]

    assert left == []


def test_every_module_says_what_it_holds():
    silent = [str(path) for path, tree in modules() if tree.body and not ast.get_docstring(tree)]

    assert silent == []
