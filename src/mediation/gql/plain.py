"""Plain fields, read without ceremony.

graphql-core gives every field of every object a path, an info, its arguments and a check for promises. A field that is
an attribute of its object needs none of them: it is read, and written as its scalar or enum says. Whatever is out of
the ordinary (a null that may not be, a value that its type refuses, a resolver, an interface) is left to graphql-core,
which finds the same field untouched and reports what it always reports. Nothing depends on this but time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.pyutils import Path, gather_with_cancel
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter

_BACK: Final = GraphQLCoreConverter.DEFINITION_BACKREF
_AS_IT_IS: Final[dict[Any, type]] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""scalars whose values of exactly this Python type are written unchanged"""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The fields of one selection on one type."""

    grouped: dict[str, Any]
    """kept alive: the plan is known by its identity"""
    blank: dict[str, Any]
    """every name, in the order of the answer"""
    leaves: list[tuple[str, str, type | None, Callable[[Any], Any], bool]]
    others: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Branch:
    """A field that is an attribute with an object or a list of objects in it, with what an error says of its place."""

    parent_type: GraphQLObjectType
    field_name: str
    type: GraphQLOutputType
    attribute: str


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, except that plain fields are read straight from their objects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[GraphQLObjectType, int], _Plan] = {}
        if self.middleware_manager and not self.middleware_manager.middlewares:
            self.middleware_manager = None

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, grouped: Any, position: Any
    ) -> Any:
        """The fields of one object: the plain ones now, the others as always."""
        plan = self._plans.get((parent_type, id(grouped))) or self._plan(parent_type, grouped)
        answer, fallen = plan.blank.copy(), []
        for name, attribute, exact, write, required in plan.leaves:
            try:
                value = getattr(source_value, attribute)
                if value.__class__ is exact:
                    answer[name] = value
                elif value is not None:
                    answer[name] = written = write(value)
                    if written is None or written is Undefined:
                        fallen.append(name)
                elif required:
                    fallen.append(name)
            except Exception:  # noqa: BLE001 - graphql-core meets it again, and reports it
                fallen.append(name)
        left = (
            {name: grouped[name] for name in grouped if name in fallen or name in plan.others}
            if fallen
            else plan.others
        )
        if not left:
            return answer
        found: Any = super().execute_fields(parent_type, source_value, path, left, position)
        if found.__class__ is not dict:
            return _merged(answer, found)
        answer.update(found)
        return answer

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, details: Any, path: Path, position: Any
    ) -> Any:
        """One field that is no leaf: an attribute with objects in it needs neither info nor arguments."""
        branch = None if self.middleware_manager else _branch(parent_type, details[0].node.name.value)
        if branch is None:
            return super().execute_field(parent_type, source, details, path, position)
        type_, where = branch.type, cast("GraphQLResolveInfo[Any]", branch)  # for the words of an error only
        try:
            found = self.complete_value(type_, details, where, path, getattr(source, branch.attribute), position)
        except Exception as error:  # noqa: BLE001 - reported as graphql-core reports it
            self.handle_field_error(error, type_, details, path)
            return None
        return self._later(found, type_, details, path) if self.is_awaitable(found) else found

    def complete_list_value(
        self, return_type: GraphQLList[Any], details: Any, info: Any, path: Path, result: Any, position: Any
    ) -> Any:
        """A list of objects: what is the same for every item is found once."""
        item_type = return_type.of_type
        type_ = item_type.of_type if is_non_null_type(item_type) else item_type
        if result.__class__ is not list or not is_object_type(type_) or not _are(type_, result):
            return super().complete_list_value(return_type, details, info, path, result, position)
        grouped, deferred, _ = self.collect_subfields(type_, details)
        if deferred:
            return super().complete_list_value(return_type, details, info, path, result, position)
        items: list[Any] = []
        later: list[int] = []
        for index, item in enumerate(result):
            at = Path(path, index, None)
            try:
                found = self.execute_fields(type_, item, at, grouped, position)
            except Exception as error:  # noqa: BLE001 - reported as graphql-core reports it
                self._report(error, item_type, details, at, [items[one] for one in later])
                found = None
            if found.__class__ is not dict and found is not None:
                found = self._later(found, item_type, details, at)
                later.append(index)
            items.append(found)
        return _all(items, later) if later else items

    def complete_object_value(
        self, return_type: GraphQLObjectType, details: Any, info: Any, path: Path, result: Any, position: Any
    ) -> Any:
        """An object, whose class need not be asked about when it is the type's own."""
        if return_type.is_type_of is None or result.__class__ is not _origin(return_type):
            return super().complete_object_value(return_type, details, info, path, result, position)
        return self.collect_and_execute_subfields(return_type, details, path, result, position)

    def _plan(self, parent_type: GraphQLObjectType, grouped: Any) -> _Plan:
        leaves, others = [], {}
        for name, details in grouped.items():
            leaf = None if self.middleware_manager else _leaf(parent_type, details[0].node.name.value)
            if leaf is None:
                others[name] = details
            else:
                leaves.append((name, *leaf))
        plan = self._plans[parent_type, id(grouped)] = _Plan(grouped, dict.fromkeys(grouped), leaves, others)
        return plan

    def _report(
        self, error: Exception, type_: GraphQLOutputType, details: Any, path: Path, pending: list[Awaitable[Any]]
    ) -> None:
        """Note the error, or hand it on where no null may be; what was begun beside it is not left alone."""
        try:
            self.handle_field_error(error, type_, details, path)
        except Exception:
            if pending:
                self.settle_in_background(pending)
            raise

    async def _later(self, found: Awaitable[Any], type_: GraphQLOutputType, details: Any, path: Path) -> Any:
        try:
            return await found
        except Exception as error:  # noqa: BLE001 - reported as graphql-core reports it
            self.handle_field_error(error, type_, details, path)
            return None


async def _merged(answer: dict[str, Any], found: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    answer.update(await found)
    return answer


async def _all(items: list[Any], later: list[int]) -> list[Any]:
    if len(later) == 1:
        items[later[0]] = await items[later[0]]
    else:
        for index, found in zip(later, await gather_with_cancel(*(items[one] for one in later)), strict=True):
            items[index] = found
    return items


@cache
def _leaf(parent_type: GraphQLObjectType, name: str) -> tuple[str, type | None, Callable[[Any], Any], bool] | None:
    """Attribute, the Python type that is written as it is, how others are written, whether null is refused."""
    field = parent_type.fields.get(name)
    attribute = _attribute(field)
    if field is None or attribute is None:
        return None
    declared: Any = field.type
    required = is_non_null_type(declared)
    type_: Any = declared.of_type if required else declared
    return (attribute, _AS_IT_IS.get(type_), type_.coerce_output_value, required) if is_leaf_type(type_) else None


@cache
def _branch(parent_type: GraphQLObjectType, name: str) -> _Branch | None:
    """The branch of this name, if it is one."""
    field = parent_type.fields.get(name)
    if field is None:
        return None
    type_: Any = field.type
    while is_non_null_type(type_) or is_list_type(type_):
        type_ = type_.of_type
    attribute = _attribute(field) if is_object_type(type_) else None
    return _Branch(parent_type, name, field.type, attribute) if attribute else None


def _attribute(field: GraphQLField | None) -> str | None:
    """The attribute behind a field without resolver, permission, extension or argument."""
    if field is None or field.args:
        return None
    known: Any = field.extensions.get(_BACK)
    plain = known is not None and known.is_basic_field and known.default_resolver is getattr
    return known.python_name if plain and getattr(field.resolve, "_is_default", False) else None


@cache
def _origin(type_: GraphQLObjectType) -> type | None:
    """The class of a type's own objects; None where the type wants to be asked in its own way."""
    known: Any = type_.extensions.get(_BACK)
    if known is None or known.is_type_of:
        return None
    own: type = (known.concrete_of or known).origin
    return own


def _are(type_: GraphQLObjectType, items: list[Any]) -> bool:
    """Whether all items are objects of the type's own class: no null, no promise, no error among them."""
    own = _origin(type_)
    return own is not None and all(item.__class__ is own for item in items)
