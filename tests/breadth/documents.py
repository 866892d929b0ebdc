"""Valid operations over a schema, by chance: aliases, arguments, variables, conditions, fragments, the same field twice."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

VARIABLES = "($yes: Boolean!, $no: Boolean = false)"
MORE = "$text: String!, $count: Int, $in: Filter"

Literals = Callable[[str, Any], Sequence[str]]
"""what may be written for an argument, by its name and its definition; nothing when it should be left out"""


def few(name: str, _: Any) -> Sequence[str]:
    """For the schema beside this module."""
    return {
        "n": ("1", "2", "$count"),
        "count": ("0", "3", "$count"),
        "prefix": ('"x"', "$text"),
        "in": ('{words: ["w", $text]}', "$in", "{than: 1}"),
    }[name]


class Documents:
    """Makes one operation at a time, not deeper than `depth`."""

    def __init__(
        self, schema: GraphQLSchema, random: Random, depth: int, *, literals: Literals = few, more: str = MORE
    ) -> None:
        self._schema = schema
        self._random = random
        self._depth = depth
        self._literals = literals
        self._more = more
        """variables beside those of conditions, if the literals use any"""
        self._fragments: dict[str, tuple[Any, str]] = {}
        self._names = 0

    def operation(self) -> tuple[str, dict[str, Any]]:
        """A document, and variables for it."""
        self._fragments, self._names = {}, 0
        body = self._selection(self._schema.query_type, self._depth)
        fragments = " ".join(f"fragment {name} on {type_} {text}" for name, (type_, text) in self._fragments.items())
        decided = self._random.random() < 0.5
        used: dict[str, Any] = {
            "yes": self._random.random() < 0.5 if decided else True,
            "no": self._random.random() < 0.5 if decided else False,
        }
        if self._more:
            used["text"] = "t"
            used |= {"count": 2} if decided else {}
            used |= {"in": {"words": ["a", "b"]}, "count": None} if self._random.random() < 0.3 else {}
        variables = f"{VARIABLES[:-1]}, {self._more})" if self._more else VARIABLES
        return f"query Q{variables} {body} {fragments}", used

    def _selection(self, type_: Any, depth: int) -> str:
        return "{ " + " ".join(self._selections(type_, depth)) + " }"

    def _selections(self, type_: Any, depth: int) -> Iterator[str]:
        fields = [
            (name, field)
            for name, field in getattr(type_, "fields", {}).items()
            if all(self._literals(n, one) for n, one in field.args.items() if is_required_argument(one))
        ]
        if depth <= 0:
            fields = [(name, field) for name, field in fields if is_leaf_type(get_named_type(field.type))]
        if not fields or self._random.random() < 0.25:
            yield "__typename"
        for _ in range(self._random.randint(1, 4 if depth > 1 else 3)):
            chance = self._random.random()
            if chance < 0.15 and depth > 0:
                narrower = self._random.choice(self._overlapping(type_))
                yield f"... on {narrower}{self._condition()} {self._selection(narrower, depth - 1)}"
            elif chance < 0.25 and depth > 0:
                yield f"...{self._fragment(type_, depth - 1)}{self._condition()}"
            elif fields:
                name, field = self._random.choice(fields)
                yield self._field(name, field, depth)

    def _field(self, name: str, field: Any, depth: int) -> str:
        named = get_named_type(field.type)
        below = "" if is_leaf_type(named) else " " + self._selection(named, depth - 1)
        alias, given = "", self._required(field)
        if self._random.random() < 0.3:
            self._names += 1
            alias, given = f"a{self._names}: ", self._given(field)
        return f"{alias}{name}{given}{self._condition()}{below}"

    def _required(self, field: Any) -> str:
        """The same each time, for fields of one name are merged."""
        given = [f"{n}: {self._literals(n, one)[0]}" for n, one in field.args.items() if is_required_argument(one)]
        return f"({', '.join(given)})" if given else ""

    def _given(self, field: Any) -> str:
        given = []
        for name, argument in field.args.items():
            said = self._literals(name, argument)
            if said and (is_required_argument(argument) or self._random.random() < 0.7):
                given.append(f"{name}: {self._random.choice(said)}")
        return f"({', '.join(given)})" if given else ""

    def _condition(self) -> str:
        if self._random.random() < 0.85:
            return ""
        value = self._random.choice(("$yes", "$no", "true", "false"))
        return f" @{self._random.choice(('include', 'skip'))}(if: {value})"

    def _fragment(self, type_: Any, depth: int) -> str:
        fitting = [name for name, (on, _) in self._fragments.items() if on is type_]
        if fitting and self._random.random() < 0.5:
            return self._random.choice(fitting)
        self._names += 1
        name = f"F{self._names}"
        body = self._selection(type_, depth)
        self._fragments[name] = type_, body
        return name

    def _overlapping(self, type_: Any) -> list[Any]:
        if type_ is self._schema.query_type or (isinstance(type_, GraphQLObjectType) and self._random.random() < 0.5):
            return [type_]
        if is_abstract_type(type_):
            return [type_, *self._schema.get_possible_types(type_)]
        return [type_, *type_.interfaces]
