"""Everything that can be asked: documents made from the schema itself, as large as the limits allow.

A field added tomorrow, on whatever type, is asked tomorrow without anyone remembering to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    get_named_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
    parse,
    validate,
)

from mediation.limits.figures import TOKENS_MAX
from mediation.limits.rule import DocumentLimits

DEPTH = 3


@dataclass
class Walker:
    """Makes documents for one schema; `given` answers required arguments by name."""

    schema: GraphQLSchema
    given: dict[str, str]
    skipped: set[str] = field(default_factory=set)

    def documents(self) -> Iterator[str]:
        """One or more documents per root field that can be asked with what is given."""
        assert self.schema.query_type is not None
        for name, root in self.schema.query_type.fields.items():
            arguments = self._arguments(name, root)
            if arguments is None:
                self.skipped.add(name)
                continue
            inner = get_named_type(root.type)
            if is_leaf_type(inner):
                yield f"{{ {name}{arguments} }}"
            elif is_object_type(inner):
                yield from self._cut(f"{name}{arguments}", inner)

    def node_documents(self, type_name: str) -> Iterator[str]:
        """Documents that read `node($id)` as `type_name`, whole."""
        type_ = self.schema.type_map[type_name]
        for document in self._cut(f"node(id: $id) {{ ... on {type_name} ", type_, close=" }"):
            yield f"query($id: ID!) {document}"

    def _cut(self, opening: str, type_: GraphQLNamedType, *, close: str = "") -> Iterator[str]:
        parts = list(self._parts(type_, DEPTH, frozenset()))
        for document, left in self._halved(opening, parts, close):
            if left is None:
                yield document
                continue
            name = left.split("{")[0].split("(")[0].strip()
            inner = get_named_type(type_.fields[name].type)  # type: ignore[attr-defined]
            narrower = list(self._parts(inner, DEPTH - 2, frozenset()))
            yield from self._narrow(f"{opening} {{ {left.split('{', 1)[0]}", narrower, f" }}{close}")

    def _narrow(self, opening: str, parts: list[str], close: str) -> Iterator[str]:
        for document, left in self._halved(opening, parts, close):
            if left is None:
                yield document
            else:
                self.skipped.add(f"{opening}.{left[:40]}")

    def _halved(self, opening: str, parts: list[str], close: str) -> Iterator[tuple[str, str | None]]:
        """Documents with all `parts`, as few as fit; and with its document each part that fits into none."""
        stack = [parts]
        while stack:
            chosen = stack.pop()
            document = f"{{ {opening} {{ {' '.join(chosen)} }}{close} }}"
            if self._fits(document):
                yield document, None
            elif len(chosen) > 1:
                stack += [chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]]
            else:
                yield document, *chosen

    def _fits(self, document: str) -> bool:
        asked = f"query($id: ID!) {document}" if "$id" in document else document
        try:
            return not validate(self.schema, parse(asked, max_lexical_tokens=TOKENS_MAX), [DocumentLimits])
        except GraphQLSyntaxError:
            return False

    def _parts(self, type_: GraphQLNamedType, depth: int, above: frozenset[str]) -> Iterator[str]:
        if not isinstance(type_, GraphQLObjectType):
            yield "__typename"
            return
        for name, member in type_.fields.items():
            arguments = self._arguments(name, member)
            inner = get_named_type(member.type)
            if arguments is None:
                continue
            if is_leaf_type(inner):
                yield f"{name}{arguments}"
            elif inner.name not in above:
                page = inner.name.endswith(("Connection", "Edge"))
                if depth > 0 or page:
                    below = " ".join(self._parts(inner, depth if page else depth - 1, above | {type_.name}))
                    if below:
                        yield f"{name}{arguments} {{ {below} }}"

    def _arguments(self, name: str, member: GraphQLField) -> str | None:
        filled = []
        for key, argument in member.args.items():
            if key == "first":
                filled.append("first: 7")
            elif key == "removed":
                filled.append("removed: true")
            elif is_required_argument(argument):
                value = self.given.get(f"{name}.{key}") or self.given.get(key)
                if value is None:
                    return None
                filled.append(f'{key}: "{value}"')
        return f"({', '.join(filled)})" if filled else ""
