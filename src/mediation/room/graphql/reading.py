"""Root fields for reading rooms."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.gql.context import Info
from mediation.gql.relay import Connection, Key, connect, row_id
from mediation.room import listing
from mediation.room import models as tables
from mediation.room.graphql.room import Room

_NEWEST_FIRST: tuple[Key, ...] = (
    (col(tables.Room.opened_at), datetime.fromisoformat, datetime.isoformat),
    (col(tables.Room.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of rooms."""

    @strawberry.field(description="The room with this id, or null when it does not exist or you may not see it.")
    async def room(self, info: Info, id: strawberry.ID) -> Room | None:
        """The same as node(id)."""
        row = await info.context.load(listing.rooms_by_id, row_id("Room", id))
        return Room.of(row) if row else None

    @strawberry.field(description="The rooms the caller sees, newest first.")
    async def rooms(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        on: Annotated[date | None, strawberry.argument(description="In session at some time of that day.")] = None,
        open: Annotated[bool | None, strawberry.argument(description="Open now, or closed.")] = None,
    ) -> Connection[Room]:
        """`on`: in session at some time of that day; `open`: open now, or closed."""
        statement = listing.rooms(info.context.actor)
        if on is not None:
            statement = statement.where(listing.held_on(on))
        if open is not None:
            closed_at = col(tables.Room.closed_at)
            statement = statement.where(closed_at.is_(None) if open else closed_at.is_not(None))
        return await connect(
            info.context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=Room.of,
            descending=True,
        )
