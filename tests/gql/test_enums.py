"""Closed words are written as Strawberry writes them, without going through all of them for each."""

from typing import Any

import pytest
from graphql import GraphQLError
from strawberry.schema.schema_converter import CustomGraphQLEnumType

from mediation import schema


def _enums() -> list[CustomGraphQLEnumType]:
    types = schema.build(introspection=True)._schema.type_map.values()
    return [type_ for type_ in types if isinstance(type_, CustomGraphQLEnumType)]


def test_every_member_of_every_enum_is_written_as_strawberry_writes_it():
    written: list[tuple[str, str]] = []
    for type_ in _enums():
        for member in type_.wrapped_cls:
            here, there = type_.coerce_output_value(member), CustomGraphQLEnumType.coerce_output_value(type_, member)
            assert type_.serialize(member) == here == there
            written.append((type_.name, here))

    assert len(written) == len(set(written)) > 500


@pytest.mark.parametrize("wrong", ["nonsense", 7, None, [], {}])
def test_what_is_no_member_is_refused_as_strawberry_refuses_it(wrong: Any):
    type_ = _enums()[0]

    with pytest.raises(GraphQLError) as here:
        type_.coerce_output_value(wrong)
    with pytest.raises(GraphQLError) as there:
        CustomGraphQLEnumType.coerce_output_value(type_, wrong)

    assert str(here.value) == str(there.value)
