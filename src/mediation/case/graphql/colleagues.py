"""Colleagues as others see them: a name and an agency, nothing else."""

from typing import Any
from uuid import UUID

import strawberry

from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.gql.context import Context, Info
from mediation.gql.relay import gid


@strawberry.type(description="A colleague: name and agency, nothing else.")
class Colleague:
    """A member of staff as others see them."""

    id: strawberry.ID = strawberry.field(description="Global id of the member of staff.")
    name: str = strawberry.field(description="Name.")
    agency_key: strawberry.Private[UUID]

    @strawberry.field(description="Their agency.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.agency_key)
        return Agency.of(row) if row else None

    @classmethod
    def of(cls, row: Any) -> "Colleague | None":
        """From a row with id, name and agency_id, or from none."""
        return cls(id=gid("Staff", row.id), name=row.name, agency_key=row.agency_id) if row else None


async def colleague(context: Context, staff_id: UUID | None) -> Colleague | None:
    """The member of staff with this id, or None."""
    row = await context.load(agencies.staff_by_id, staff_id) if staff_id else None
    return Colleague.of(row)


def colleague_field(context: Context, staff_id: UUID | None) -> Any:
    """The same for a resolver that is a plain function: the colleague, or a promise of them."""
    return context.then(agencies.staff_by_id, staff_id, Colleague.of) if staff_id else None
