"""Closed words as GraphQL enums, each value with its description."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

import strawberry
from strawberry.schema.schema_converter import CustomGraphQLEnumType

E = TypeVar("E", bound=type[Enum])


def described(enum: E, description: str, words: Mapping[Any, str], *, name: str | None = None) -> E:
    """Register `enum` under its own name, or under `name` where that one is taken; `words` describes every member.

    A member left out raises ValueError.
    """
    missing = [member.name for member in enum if not words.get(member)]
    if missing:
        raise ValueError(f"{enum.__name__} without a description: {missing}")
    made = strawberry.enum(enum, name=name, description=description)
    definition: Any = made.__strawberry_definition__  # type: ignore[attr-defined]
    definition.values = [replace(value, description=words[enum[value.name]]) for value in definition.values]
    return made


def write_at_once(schema: strawberry.Schema) -> None:
    """Let every enum of `schema` look its members up. Strawberry goes through all of them for each value it writes."""
    for type_ in schema._schema.type_map.values():
        if isinstance(type_, CustomGraphQLEnumType):
            names: dict[Any, str] = {type_.wrapped_cls(value.value): name for name, value in type_.values.items()}
            vars(type_)["coerce_output_value"] = _writer(names, type_.coerce_output_value)


def _writer(names: Mapping[Any, str], otherwise: Callable[[Any], str]) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        try:
            return names[value]
        except (KeyError, TypeError):
            return otherwise(value)

    return write
