"""What an object tells its reader about permissions: which fields were withheld, and why."""

import strawberry

from mediation.kit.problems import Text


@strawberry.type(description="A field that is null because the caller may not see it, not because it is empty.")
class Denied:
    """One withheld field."""

    field: str = strawberry.field(description="The field's name.")
    reason: str = strawberry.field(description="Why, in the reader's language.")


_NOT_ALLOWED = Text("您的角色无权查看此项。", "Your role may not see this.")


def denied(*fields: str, locale: str, reason: Text = _NOT_ALLOWED) -> list[Denied]:
    """The withheld `fields`, all for one reason."""
    return [Denied(field=field, reason=reason.in_(locale)) for field in fields]
