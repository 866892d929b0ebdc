"""What a document can cost: the number of values in its largest answer, as a polynomial in its page-size variables.

The polynomial is built once per document and kept with it; a request only puts its variables in, which takes
microseconds. Fields count one each. A field with a ``first`` argument multiplies what its answer lists by the page
size, any other list by ``ASSUMED_LIST``. ``@skip`` and ``@include`` are not believed.

Refuses to hold: limits that need no types (``shape.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from mediation.limits.figures import ASSUMED_LIST, COST_MAX, PAGE_MAX, Code, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import (
        DocumentNode,
        GraphQLField,
        GraphQLNamedType,
        GraphQLSchema,
        InlineFragmentNode,
        SelectionSetNode,
        ValueNode,
    )

# Factor names to coefficient: {(): 3, ("n",): 7} is 3 + 7n. The empty name is the page of the enclosing field.
_Terms = dict[tuple[str, ...], int]
_Page = int | str

_ENCLOSING: Final = ""
_PAGE_LITERAL: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Plan:
    """The cost of one valid document, waiting for variables.

    Attributes:
        fixed: the part no variable changes.
        terms: coefficient and page-size variables of every other part.
        pages: each page-size variable with its default, None without one.
    """

    fixed: int
    terms: tuple[tuple[int, tuple[str, ...]], ...]
    pages: tuple[tuple[str, int | None], ...]

    def check(self, variables: Mapping[str, object] | None) -> int:
        """Return the cost under `variables`, the raw ones of the request.

        Raises:
            LimitError: PAGE_SIZE for a page that is not a whole number from 1 to 100, COST_LIMIT above the budget.
        """
        given = variables or {}
        return self._within_budget({name: _page_given(given, name, default) for name, default in self.pages})

    def check_largest(self) -> int:
        """Return the cost with every page-size variable at its largest, for validation without variables.

        Raises:
            LimitError: COST_LIMIT above the budget.
        """
        return self._within_budget({name: PAGE_MAX for name, _ in self.pages})

    def _within_budget(self, sizes: dict[str, int]) -> int:
        cost = self.fixed
        for coefficient, names in self.terms:
            term = coefficient
            for name in names:
                term *= sizes[name]
            cost += term
        if cost > COST_MAX:
            raise LimitError(Code.COST_LIMIT)
        return cost


def plan_of(schema: GraphQLSchema, document: DocumentNode) -> Plan:
    """Return the plan of a document that passed ``check_shape``; what does not exist in `schema` counts one.

    Raises:
        LimitError: PAGE_SIZE for a paged field without a usable page size.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    terms: _Terms = {}
    defaults: dict[str, int | None] = {}
    pricing = _Pricing(schema, fragments)
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        root = schema.get_root_type(operation.operation)
        _add(terms, _substitute(pricing.selection_set(operation.selection_set, root), ASSUMED_LIST))
        for variable in operation.variable_definitions or ():
            name = variable.variable.name.value
            if name in pricing.variables:
                defaults[name] = _default_page(variable.default_value)
    fixed = terms.pop((), 0)
    pages = tuple((name, defaults.get(name)) for name in sorted(pricing.variables))
    return Plan(fixed=fixed, terms=tuple((factor, names) for names, factor in terms.items()), pages=pages)


class _Pricing:
    """Prices selection sets; a fragment is priced once, for its type condition makes it the same everywhere."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._prices: dict[str, _Terms] = {}
        self.variables: set[str] = set()

    def selection_set(self, node: SelectionSetNode, parent: GraphQLNamedType | None) -> _Terms:
        terms: _Terms = {}
        for selection in node.selections:
            if isinstance(selection, FieldNode):
                _add(terms, self._field(selection, parent))
            elif isinstance(selection, FragmentSpreadNode):
                _add(terms, self._fragment(selection.name.value))
            else:
                inline: InlineFragmentNode = selection  # type: ignore[assignment]  # the third and last kind
                condition = inline.type_condition
                inner = self._schema.get_type(condition.name.value) if condition else parent
                _add(terms, self.selection_set(inline.selection_set, inner))
        return terms

    def _fragment(self, name: str) -> _Terms:
        known = self._prices.get(name)
        if known is None:
            definition = self._fragments.get(name)
            if definition is None:
                return {}
            parent = self._schema.get_type(definition.type_condition.name.value)
            known = self._prices[name] = self.selection_set(definition.selection_set, parent)
        return known

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> _Terms:
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        definition = fields.get(node.name.value)
        if definition is None:
            # __typename, introspection (judged by its shape) and fields that validation reports.
            return {(): 1}
        page = self._page(node, definition)
        price: _Terms = {(): 1}
        if node.selection_set is None:
            return price
        listed = _is_list(definition)
        inside = page if page is not None and not listed else ASSUMED_LIST
        _add(price, _substitute(self.selection_set(node.selection_set, get_named_type(definition.type)), inside))
        if listed:
            return _multiply(price, _ENCLOSING if page is None else page)
        return price

    def _page(self, node: FieldNode, definition: GraphQLField) -> _Page | None:
        if "first" not in definition.args:
            return None
        written = [
            argument.value
            for argument in node.arguments or ()
            if argument.name.value in {"first", "last"} and not isinstance(argument.value, NullValueNode)
        ]
        if len(written) != 1:
            raise LimitError(Code.PAGE_SIZE, node)
        size = written[0]
        if isinstance(size, VariableNode):
            self.variables.add(size.name.value)
            return size.name.value
        page = _literal_page(size)
        if page is None:
            raise LimitError(Code.PAGE_SIZE, node)
        return page


def _page_given(given: Mapping[str, object], name: str, default: int | None) -> int:
    value = given.get(name, _MISSING)
    if value is _MISSING:
        value = default
    # bool is an int to Python; the executor would refuse it, but later.
    if type(value) is not int or not 1 <= value <= PAGE_MAX:
        raise LimitError(Code.PAGE_SIZE)
    return value


def _default_page(node: ValueNode | None) -> int | None:
    if node is None or isinstance(node, NullValueNode):
        return None
    # A default out of range stays out of range: zero is refused unless the request overrides it.
    return _literal_page(node) or 0


def _literal_page(node: ValueNode) -> int | None:
    # The pattern comes first: int() of thousands of digits is slow or raises.
    if not isinstance(node, IntValueNode) or not _PAGE_LITERAL.fullmatch(node.value):
        return None
    page = int(node.value)
    return page if page <= PAGE_MAX else None


def _is_list(definition: GraphQLField) -> bool:
    wrapped = definition.type
    return is_list_type(wrapped.of_type if is_non_null_type(wrapped) else wrapped)


def _add(terms: _Terms, more: Mapping[tuple[str, ...], int]) -> None:
    for names, factor in more.items():
        terms[names] = terms.get(names, 0) + factor


def _multiply(terms: _Terms, by: _Page) -> _Terms:
    if isinstance(by, int):
        return {names: factor * by for names, factor in terms.items()}
    return {tuple(sorted((*names, by))): factor for names, factor in terms.items()}


def _substitute(terms: _Terms, page: _Page) -> _Terms:
    """Return `terms` with `page` in the place of the enclosing field's page."""
    result: _Terms = {}
    for names, factor in terms.items():
        if _ENCLOSING not in names:
            _add(result, {names: factor})
            continue
        outside = _without_enclosing(names)
        _add(result, _multiply({outside: factor}, page))
    return result


def _without_enclosing(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name != _ENCLOSING)
