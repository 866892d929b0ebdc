"""What no text argument may hold, refused in one place before any resolver: for every argument, also the next one.

A NUL or half a surrogate pair cannot be stored at all, and nothing of the API is longer than the longest of its texts.
Which characters and what length one kind of text takes is its verb's own business (`kit/checks.py`).
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import strawberry
from graphql import GraphQLArgument, GraphQLField, GraphQLInputObjectType, GraphQLObjectType, get_named_type

from mediation.breadth import checked_first
from mediation.gql.problems import as_type
from mediation.kit.names import TextError, check_storable
from mediation.kit.problems import Invalid

LONGEST: Final = 65_536
"""characters (code points) of the longest kind of text there is: a draft"""

_TEXT: Final = frozenset({"String", "ID"})


def refuse_unfit_texts(schema: strawberry.Schema) -> None:
    """Put the check before every field of `schema` that takes text.

    A mutation answers `Invalid` with the path of every such text, as its own checks do; elsewhere Invalid is raised.
    """
    core = schema._schema
    for type_ in core.type_map.values():
        if isinstance(type_, GraphQLObjectType):
            for field in type_.fields.values():
                if _takes_text(field.args):
                    field.resolve = _guarded(field, answers=type_ is core.mutation_type)


def _guarded(field: GraphQLField, *, answers: bool) -> Callable[..., Any]:
    resolve = field.resolve
    assert resolve is not None, "a field with arguments has a resolver"
    if not answers:
        return checked_first(_refuse, resolve)

    def checked(source: Any, info: Any, **given: Any) -> Any:
        try:
            _refuse(given)
        except Invalid as problem:
            return as_type(problem, info.context.locale)
        return resolve(source, info, **given)

    return checked


def _refuse(given: dict[str, Any]) -> None:
    """Raises Invalid with the path of every unfit text in the arguments."""
    wrong = [refusal.at(path) for path, refusal in _unfit(given)]
    if wrong:
        raise Invalid(*wrong)


def _unfit(given: dict[str, Any]) -> Iterator[tuple[str, TextError]]:
    """Paths as the verbs say them: below the input, which has no name of its own in them."""
    waiting: list[tuple[str, Any]] = [
        ("", value) if name == "input" else (name, value) for name, value in given.items()
    ]
    while waiting:
        path, value = waiting.pop()
        under = f"{path}." if path else ""
        if isinstance(value, str):
            try:
                check_storable(value, longest=LONGEST)
            except TextError as refusal:
                yield path, refusal
        elif isinstance(value, dict):
            waiting += [(f"{under}{name}", item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{under}{at}", item) for at, item in enumerate(value)]


def _takes_text(arguments: dict[str, GraphQLArgument]) -> bool:
    waiting, seen = [get_named_type(argument.type) for argument in arguments.values()], set[str]()
    while waiting:
        named = waiting.pop()
        if named.name in _TEXT:
            return True
        if isinstance(named, GraphQLInputObjectType) and named.name not in seen:
            seen.add(named.name)
            waiting += [get_named_type(field.type) for field in named.fields.values()]
    return False
