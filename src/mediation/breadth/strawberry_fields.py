"""How the fields of a Strawberry schema are read: attributes straight, resolvers without their wrapping."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import strawberry
from graphql import GraphQLAbstractType, GraphQLField, GraphQLObjectType
from strawberry.schema.schema_converter import GraphQLCoreConverter, get_arguments
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.cast import get_strawberry_type_cast
from strawberry.types.field import StrawberryField

from mediation.breadth.batches import BATCH
from mediation.breadth.reading import Attribute, Batched, Call, Each, How, Reading, checks_of, prepared

_BACK: Final = GraphQLCoreConverter.DEFINITION_BACKREF


class StrawberryReading(Reading):
    """For one schema. Whatever stands around a resolver (extensions, permissions) goes the whole way, object by object."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self._schema = schema

    def how(self, parent_type: GraphQLObjectType, name: str, field: GraphQLField) -> How | str:
        """A batch function in the field's metadata comes first."""
        known: Any = field.extensions.get(_BACK)
        if not isinstance(known, StrawberryField):
            return super().how(parent_type, name, field)
        batch = known.metadata.get(BATCH)
        if batch is not None:
            return Batched(batch, checks_of(field.resolve))
        plain = known.is_basic_field and known.default_resolver is getattr and not field.args
        if plain and getattr(field.resolve, "_is_default", False):
            return Attribute(known.python_name)
        assert field.resolve is not None, "Strawberry gives every field a resolver"
        return Each(prepared(field.resolve, partial(self._shorter, known)))

    def own_class(self, type_: GraphQLObjectType) -> type | None:
        """The class that was decorated."""
        known: Any = type_.extensions.get(_BACK)
        if known is None or known.is_type_of:
            return None
        own: type = (known.concrete_of or known).origin
        return own

    def type_by_class(
        self, type_: GraphQLAbstractType, possible: Sequence[GraphQLObjectType]
    ) -> Callable[[Any], GraphQLObjectType | None] | None:
        """By the classes that were decorated, where each stands for one type; objects that were cast are asked."""
        if getattr(type_.extensions.get(_BACK), "resolve_type", None) is not None:
            return None
        own: dict[type, GraphQLObjectType] = {}
        for one in possible:
            known: Any = one.extensions.get(_BACK)
            if isinstance(known, StrawberryObjectDefinition) and not (known.is_type_of or known.concrete_of):
                own[known.origin] = one

        def tell(value: Any) -> GraphQLObjectType | None:
            return own.get(value.__class__) if get_strawberry_type_cast(value) is None else None

        return tell

    def _shorter(
        self, known: StrawberryField, rest: Callable[..., Any]
    ) -> Callable[[Any, dict[str, Any]], Call] | None:
        """Straight to the function that was decorated, if nothing stands between; its arguments are made once."""
        resolver = known.base_resolver
        own = hasattr(rest, "_is_default")
        if not own or resolver is None or known.extensions or self._schema.exception_handlers:
            return None
        taker = resolver.info_parameter
        is_alone = bool(resolver.self_parameter) and not known.arguments
        config, registry = self._schema.config, self._schema.schema_converter.scalar_registry

        def prepare(raw: Any, given: dict[str, Any]) -> Call:
            info = config.info_class(_raw_info=raw, _field=known)
            if is_alone:
                return partial(resolver, **{taker.name: info}) if taker else resolver
            _, arguments = get_arguments(
                field=known, source=None, info=info, kwargs=given, config=config, scalar_registry=registry
            )
            if resolver.self_parameter:
                return partial(resolver, **arguments)
            parents = [one.name for one in (resolver.parent_parameter, resolver.root_parameter) if one]
            return lambda source: resolver(**arguments | dict.fromkeys(parents, source))

        return prepare
