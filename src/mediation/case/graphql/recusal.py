"""A recusal as it is read: by whoever sees the case, and by the person who no longer does."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.case import parts
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.gql.context import Context, Info
from mediation.gql.relay import Node, gid, node_loader


@strawberry.type(description="Somebody is off a case for a conflict of interest (回避).")
class Recusal(Node):
    """A recusal."""

    case_id: strawberry.ID = strawberry.field(description="Global id of the case.")
    reason: str = strawberry.field(description="Why.")
    since: datetime = strawberry.field(description="From when on.")
    case_needs_mediator: bool = strawberry.field(description="Whether nobody is in charge of the case now.")
    staff_key: strawberry.Private[UUID]

    @strawberry.field(description="Who is off the case.")
    async def staff(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.staff_key)

    @classmethod
    def of(cls, row: Any) -> "Recusal":
        """From a row of parts.recusals_by_id."""
        return cls(
            id=gid("Recusal", row.id),
            case_id=gid("Case", row.case_id),
            reason=row.reason or "",
            since=row.since_at,
            case_needs_mediator=row.mediator_id is None,
            staff_key=row.holder_id,
        )


@node_loader("Recusal")
async def _recusal(context: Context, key: UUID) -> Recusal | None:
    row = await context.load(parts.recusals_by_id, key)
    return Recusal.of(row) if row else None
