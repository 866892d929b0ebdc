"""The shape of a document, judged without a schema: operations, fragments, depth, repetition, directives.

Refuses to hold anything that needs types or variables (``cost.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
)

from mediation.limits.figures import (
    ALIASES_MAX,
    DEPTH_MAX,
    DIRECTIVES_MAX,
    DIRECTIVES_PER_PLACE_MAX,
    FRAGMENTS_MAX,
    INTROSPECTION_DEPTH_MAX,
    NESTING_MAX,
    ROOT_FIELDS_MAX,
    SELECTIONS_MAX,
    Code,
    LimitError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphql import (
        ArgumentNode,
        DirectiveNode,
        DocumentNode,
        InlineFragmentNode,
        SelectionNode,
        SelectionSetNode,
        ValueNode,
    )

_INTROSPECTION = frozenset({"__schema", "__type"})


class Shape(NamedTuple):
    """The measures of a selection set with its fragments put in their place."""

    fields: int = 0  # answered at this very level, but for __typename
    selections: int = 0
    aliases: int = 0
    depth: int = 0

    def beside(self, other: Shape) -> Shape:
        """Return the measures of both in one selection set."""
        return Shape(
            self.fields + other.fields,
            self.selections + other.selections,
            self.aliases + other.aliases,
            max(self.depth, other.depth),
        )


def check_shape(document: DocumentNode, *, introspection: bool) -> None:
    """Refuse `document` if it is larger, deeper or more repetitive than the figures allow.

    Takes time linear in the document, valid or not.

    Raises:
        LimitError: with the code of the first limit that is exceeded.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    fragments = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
    if len(operations) > 1:
        raise LimitError(Code.OPERATION_LIMIT, operations[1])
    if len(fragments) > FRAGMENTS_MAX:
        raise LimitError(Code.FRAGMENT_LIMIT, fragments[FRAGMENTS_MAX])
    walk = _Walk(fragments, introspection=introspection)
    for operation in operations:
        walk.count_directives(operation.directives)
        for variable in operation.variable_definitions or ():
            walk.count_directives(variable.directives)
            if variable.default_value is not None:
                _check_literal(variable.default_value)
        _check_sums(operation, walk.selection_set(operation.selection_set, nesting=0))
    for fragment in fragments:
        # Those that nothing spreads are walked by other rules too.
        walk.fragment(fragment.name.value, nesting=0)


class _Walk:
    """One walk over one document; fragments are measured at first sight and remembered."""

    def __init__(self, fragments: Iterable[FragmentDefinitionNode], *, introspection: bool) -> None:
        self._fragments = {fragment.name.value: fragment for fragment in fragments}
        self._introspection = introspection
        self._shapes: dict[str, Shape] = {}
        self._open: set[str] = set()
        self._directives = 0

    def fragment(self, name: str, *, nesting: int) -> Shape:
        known = self._shapes.get(name)
        if known is not None:
            return known
        definition = self._fragments.get(name)
        if definition is None:
            return Shape()  # reported by validation
        if name in self._open:
            raise LimitError(Code.FRAGMENT_CYCLE, definition)
        self._open.add(name)
        self.count_directives(definition.directives)
        shape = self._shapes[name] = self.selection_set(definition.selection_set, nesting=nesting)
        self._open.remove(name)
        return shape

    def selection_set(self, node: SelectionSetNode, *, nesting: int) -> Shape:
        if nesting > NESTING_MAX:
            raise LimitError(Code.DEPTH_LIMIT, node)
        shape = Shape()
        for selection in node.selections:
            shape = shape.beside(self._selection(selection, nesting=nesting + 1))
        return shape

    def _selection(self, node: SelectionNode, *, nesting: int) -> Shape:
        self.count_directives(node.directives)
        if isinstance(node, FieldNode):
            return self._field(node, nesting=nesting)
        if isinstance(node, FragmentSpreadNode):
            inner = self.fragment(node.name.value, nesting=nesting)
        else:
            inline: InlineFragmentNode = node  # type: ignore[assignment]  # the third and last kind of selection
            inner = self.selection_set(inline.selection_set, nesting=nesting)
        return inner._replace(selections=inner.selections + 1)

    def _field(self, node: FieldNode, *, nesting: int) -> Shape:
        _check_arguments(node.arguments)
        name = node.name.value
        inner = self.selection_set(node.selection_set, nesting=nesting) if node.selection_set else Shape()
        depth = inner.depth + 1
        if name in _INTROSPECTION:
            if not self._introspection:
                raise LimitError(Code.INTROSPECTION_DISABLED, node)
            if depth > INTROSPECTION_DEPTH_MAX:
                raise LimitError(Code.DEPTH_LIMIT, node)
            depth = 1
        return Shape(
            fields=0 if name == "__typename" else 1,
            selections=inner.selections + 1,
            aliases=inner.aliases + (node.alias is not None),
            depth=depth,
        )

    def count_directives(self, nodes: tuple[DirectiveNode, ...] | None) -> None:
        if not nodes:
            return
        self._directives += len(nodes)
        if len(nodes) > DIRECTIVES_PER_PLACE_MAX or self._directives > DIRECTIVES_MAX:
            raise LimitError(Code.DIRECTIVE_LIMIT, nodes[-1])
        for node in nodes:
            _check_arguments(node.arguments)


def _check_sums(operation: OperationDefinitionNode, shape: Shape) -> None:
    least, most = (0, ROOT_FIELDS_MAX) if operation.operation is OperationType.QUERY else (1, 1)
    if shape.selections > SELECTIONS_MAX:
        raise LimitError(Code.FIELD_LIMIT)
    if shape.depth > DEPTH_MAX:
        raise LimitError(Code.DEPTH_LIMIT)
    if shape.aliases > ALIASES_MAX:
        raise LimitError(Code.ALIAS_LIMIT)
    if not least <= shape.fields <= most:
        raise LimitError(Code.ROOT_FIELD_LIMIT, operation)


def _check_arguments(arguments: Iterable[ArgumentNode] | None) -> None:
    for argument in arguments or ():
        _check_literal(argument.value)


def _check_literal(node: ValueNode) -> None:
    """Refuse a list or object literal that nests deeper than a document may; every coercion recurses through it."""
    level: list[ValueNode] = [node]
    depth = 0
    while level:
        if depth > DEPTH_MAX:
            raise LimitError(Code.DEPTH_LIMIT, node)
        depth += 1
        below: list[ValueNode] = []
        for value in level:
            if isinstance(value, ListValueNode):
                below.extend(value.values)
            elif isinstance(value, ObjectValueNode):
                below.extend(field.value for field in value.fields)
        level = below
