"""Agencies and staff in the API."""

from uuid import UUID

import strawberry

from mediation.agency import queries
from mediation.gql.context import Context, Info
from mediation.gql.relay import Node, gid, node_loader
from mediation.kit.actor import ActorKind


@strawberry.type(description="A member agency: union, court, human resources or justice bureau of a district.")
class Agency(Node):
    """An agency."""

    kind: str = strawberry.field(description="union, court, human_resources or justice.")
    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    phone: str = strawberry.field(description="Public line.")

    @classmethod
    def of(cls, row: object) -> "Agency":
        """From a row of agency.queries."""
        return cls(
            id=gid("Agency", row.id),  # type: ignore[attr-defined]
            kind=row.kind,  # type: ignore[attr-defined]
            name_zh=row.name_zh,  # type: ignore[attr-defined]
            name_en=row.name_en,  # type: ignore[attr-defined]
            phone=row.phone,  # type: ignore[attr-defined]
        )


@node_loader("Agency")
async def _agency(context: Context, key: UUID) -> Agency | None:
    row = await context.load(queries.agencies_by_id, key)
    return Agency.of(row) if row and context.actor.kind is ActorKind.STAFF else None


@strawberry.type(description="The caller.")
class Me:
    """Who is signed in."""

    name: str = strawberry.field(description="Name.")
    roles: list[str] = strawberry.field(description="Granted roles.")
    locale: str = strawberry.field(description="Language of answers.")
    agency_key: strawberry.Private[UUID | None]

    @strawberry.field(description="The caller's agency.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.agencies_by_id, self.agency_key) if self.agency_key else None
        return Agency.of(row) if row else None


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="Who is signed in, or null.")
    async def me(self, info: Info) -> Me | None:
        """The caller."""
        actor = info.context.actor
        if actor.kind is ActorKind.ANONYMOUS:
            return None
        return Me(name=actor.name, roles=sorted(actor.roles), locale=actor.locale, agency_key=actor.agency_id)
