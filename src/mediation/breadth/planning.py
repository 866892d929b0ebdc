"""What an operation asks, worked out once for all its runs: fields collected, ways to read and to complete them chosen.

graphql-core collects the fields, so that fragments, conditions and merged fields mean here what they mean there. What
cannot be run here is found out here, before anything has run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    IntValueNode,
    NullValueNode,
    StringValueNode,
    VariableNode,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails, collect_fields, collect_subfields
from graphql.execution.executor import Executor
from graphql.execution.values import get_argument_values

from mediation.breadth.completing import Abstract, Completer, Leaf, Listed, Objects
from mediation.breadth.reading import How, Reading

_AS_IT_IS: Final[dict[Any, type]] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""scalars whose values of exactly this Python type are written unchanged"""
_LITERALS: Final = (BooleanValueNode, EnumValueNode, FloatValueNode, IntValueNode, NullValueNode, StringValueNode)
_CONSTANT: Final = frozenset({str, int, float, bool, type(None)})
_SELECTIONS_MAX: Final = 2000
"""of one plan: interfaces within interfaces multiply"""


class NotTakenError(Exception):
    """Why an operation is left to graphql-core."""


@dataclass(slots=True, eq=False)
class Field:
    """One field of one selection."""

    key: str
    name: str
    parent_type: GraphQLObjectType
    definition: GraphQLField
    details: list[FieldDetails]
    how: How
    completer: Completer
    required: tuple[bool, ...]
    """whether null is refused: of the field itself, of its items, of their items, ..."""
    arguments: Callable[[Executor[Any]], dict[str, Any]]

    @property
    def depth(self) -> int:
        """How many lists stand within each other in the field's type."""
        return len(self.required) - 1


@dataclass(slots=True, eq=False)
class Selection:
    """The fields of one type at one place of the document."""

    type: GraphQLObjectType
    blank: dict[str, Any]
    """an answer before anything is known, in the order of the document; names of types are known"""
    fields: list[Field]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """An operation, ready to run."""

    root: Selection
    size: int
    """how many fields it holds, for whoever keeps it"""


def conditions(host: Executor[Any]) -> tuple[str, ...]:
    """The variables that decide about fields: those in `@include` and `@skip`."""
    names: set[str] = set()
    waiting: list[Any] = [host.operation.selection_set]
    waiting += [fragment.selection_set for fragment in host.fragment_definitions.values()]
    while waiting:
        for node in waiting.pop().selections:
            for directive in node.directives or ():
                if directive.name.value in ("include", "skip"):
                    values = (argument.value for argument in directive.arguments or ())
                    names.update(value.name.value for value in values if isinstance(value, VariableNode))
            below = getattr(node, "selection_set", None)
            if below is not None:
                waiting.append(below)
    return tuple(sorted(names))


def plan(host: Executor[Any], reading: Reading) -> Plan:
    """The plan of the operation that `host` was built for.

    Raises NotTakenError, whose text says what is left to graphql-core.
    """
    operation = host.operation
    if not host.error_propagation:
        raise NotTakenError("errors that do not propagate")
    root_type = host.schema.query_type
    if root_type is None:
        raise NotTakenError("no query type")
    try:
        collected = collect_fields(
            host.schema, host.fragments, host.variable_values, root_type, operation, host.hide_suggestions
        )
        planner = _Planner(host, reading)
        return Plan(planner.selection(root_type, collected), planner.size)
    except NotTakenError:
        raise
    except RecursionError:
        raise NotTakenError("nested too deeply") from None
    except Exception as error:
        raise NotTakenError(f"fields that cannot be collected: {error}") from error


class _Planner:
    def __init__(self, host: Executor[Any], reading: Reading) -> None:
        self._host = host
        self._reading = reading
        self._known: dict[tuple[GraphQLObjectType, tuple[int, ...]], Selection] = {}
        self.size = 0

    def selection(self, type_: GraphQLObjectType, collected: CollectedFields) -> Selection:
        if collected.new_defer_usages:
            raise NotTakenError("@defer")
        blank: dict[str, Any] = dict.fromkeys(collected.grouped_field_set)
        fields = []
        for key, details in collected.grouped_field_set.items():
            if details[0].node.name.value == "__typename":
                blank[key] = type_.name
            else:
                fields.append(self._field(type_, key, details))
        self.size += len(blank)
        return Selection(type_, blank, fields)

    def below(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> Selection:
        """The selection of these nodes on a type; the same for whoever asks with the same nodes."""
        slot = type_, tuple(id(one.node) for one in details)
        known = self._known.get(slot)
        if known is None:
            if len(self._known) == _SELECTIONS_MAX:
                raise NotTakenError("too many selections")
            host = self._host
            known = self._known[slot] = self.selection(
                type_,
                collect_subfields(
                    host.schema,
                    host.fragments,
                    host.variable_values,
                    host.operation,
                    type_,
                    details,
                    host.hide_suggestions,
                ),
            )
        return known

    def _field(self, parent_type: GraphQLObjectType, key: str, details: list[FieldDetails]) -> Field:
        node = details[0].node
        name = node.name.value
        if name in ("__schema", "__type"):
            raise NotTakenError("introspection")
        if any(one.name.value == "stream" for detail in details for one in detail.node.directives or ()):
            raise NotTakenError("@stream")
        if any(detail.fragment_variable_values is not None for detail in details):
            raise NotTakenError("variables of fragments")
        definition = parent_type.fields.get(name)
        if definition is None:
            raise NotTakenError(f"{parent_type}.{name}, which is not there")
        how = self._reading.how(parent_type, name, definition)
        if isinstance(how, str):
            raise NotTakenError(f"{parent_type}.{name}: {how}")
        completer, required = self._completer(definition.type, details)
        given = _arguments(definition, node, self._host)
        return Field(key, name, parent_type, definition, details, how, completer, required, given)

    def _completer(self, type_: GraphQLOutputType, details: list[FieldDetails]) -> tuple[Completer, tuple[bool, ...]]:
        required = is_non_null_type(type_)
        inner: Any = type_.of_type if is_non_null_type(type_) else type_
        if is_list_type(inner):
            item, below = self._completer(inner.of_type, details)
            return Listed(item, required=required), (required, *below)
        return self._named(inner, details, required=required), (required,)

    def _named(self, type_: Any, details: list[FieldDetails], *, required: bool) -> Completer:
        if is_leaf_type(type_):
            leaf: GraphQLLeafType = type_
            return Leaf(leaf, _AS_IT_IS.get(leaf), required=required)
        if is_abstract_type(type_):
            possible: Sequence[GraphQLObjectType] = self._host.schema.get_possible_types(type_)
            selections = {one: self.below(one, details) for one in possible}
            return Abstract(type_, selections, self._reading.type_by_class(type_, possible), required=required)
        return Objects(self.below(type_, details), self._reading.own_class(type_), required=required)


def _arguments(
    definition: GraphQLField, node: FieldNode, host: Executor[Any]
) -> Callable[[Executor[Any]], dict[str, Any]]:
    """How the arguments of a field are made: once for all when no variable is in them, otherwise once for each run."""
    if not definition.args and not node.arguments:
        return lambda _: {}

    def made(host: Executor[Any]) -> dict[str, Any]:
        return get_argument_values(definition, node, host.variable_values, None, host.hide_suggestions)

    if any(not isinstance(one.value, _LITERALS) for one in node.arguments or ()):
        return made
    try:
        constant = made(host)
    except Exception:  # noqa: BLE001 - it is the field's, each time it is asked for
        return made
    if any(type(one) not in _CONSTANT for one in constant.values()):
        return made  # what a resolver may change is made anew
    return lambda _: constant.copy()
