"""How a feature adds its fields to a type of a feature below it, so that the lower one never learns of the upper one."""

from collections.abc import Callable
from typing import Any

import strawberry


def extend(target: type) -> Callable[[type], type]:
    """Add the fields of the decorated class to `target`, a Strawberry type.

    Fields with a resolver only; `self` is the `target` object. Must run before the schema is built, which importing the
    feature's graphql module from schema.py ensures. A field that is there already raises ValueError.

    >>> # @extend(Case)
    ... # class _:
    ... #     @strawberry.field(description="...")
    ... #     async def lawyer(self: Any, info: Info) -> Colleague | None: ...
    """

    def decorate(addition: type) -> type:
        addition.__name__ = f"{target.__name__}{addition.__name__.title().replace('_', '')}Addition"
        added = _fields(strawberry.type(addition, description="fields of another type"))
        fields = _fields(target)
        present = {field.python_name for field in fields}
        for field in added:
            if field.base_resolver is None or field.python_name in present:
                raise ValueError(f"{target.__name__}.{field.python_name} cannot be added")
            fields.append(field)
        return addition

    return decorate


def _fields(type_: Any) -> list[Any]:
    fields: list[Any] = type_.__strawberry_definition__.fields
    return fields
