"""How an object says which of its fields the caller may not see: null with a reason, never an empty value."""

import strawberry

from mediation.kit.problems import Text

NOT_ALLOWED = Text("您的权限看不到此项。", "Your permissions do not include this.")


@strawberry.type(description="A field that is null because the caller may not see it.")
class DeniedField:
    """Stands in `access.denied`."""

    field: str = strawberry.field(description="Name of the field.")
    reason: str = strawberry.field(description="In the reader's language.")


def denied(fields: list[str], locale: str) -> list[DeniedField]:
    """One entry per field."""
    return [DeniedField(field=field, reason=NOT_ALLOWED.in_(locale)) for field in fields]
