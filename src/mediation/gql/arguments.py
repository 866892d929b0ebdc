"""What arguments mean that mean the same everywhere, said once. Others are described where they are declared."""

from typing import Final

import strawberry

COMMON: Final = {
    "after": "The cursor after which to go on.",
    "case": "Global id of the case.",
    "filter": "What to narrow it to. Everything given must hold.",
    "first": "How many: 1 to 100.",
    "id": "Global id.",
    "newestFirst": "The newest first instead of the oldest.",
}


def explain(schema: strawberry.Schema) -> None:
    """Describe every argument of `schema` that has no description of its own and one of the common names."""
    for type_ in schema._schema.type_map.values():
        for field in getattr(type_, "fields", {}).values():
            for name, argument in getattr(field, "args", {}).items():
                argument.description = argument.description or COMMON.get(name)
