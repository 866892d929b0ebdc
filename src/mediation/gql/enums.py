"""Closed words as GraphQL enums, each value with its description."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

import strawberry

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
