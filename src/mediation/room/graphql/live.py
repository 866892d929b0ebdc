"""The live room: a ring, never what it is about."""

from collections.abc import AsyncGenerator
from functools import partial
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.case.models import Case
from mediation.gql.context import Info, Reader
from mediation.gql.live import listening
from mediation.gql.relay import row_id
from mediation.room import topics
from mediation.room.models import Room
from mediation.room.queries import hears, sees_room
from mediation.room.rules import Audience


@strawberry.type(description="Something in a room that reaches the caller changed: read it again.")
class RoomChange:
    """Ids and a number."""

    room_id: strawberry.ID = strawberry.field(description="Global id of the room.")
    sequence: int = strawberry.field(
        description="0 when the subscription begins to listen, then counts the changes told to this subscription only."
    )


async def _listen(room_id: UUID, reader: Reader) -> tuple[str, ...] | None:
    """One query: whether the room is seen, and what is heard in it."""
    actor = reader.actor
    heard = [hears(actor, audience.value).label(audience.value) for audience in Audience]
    statement = (
        select(*heard)
        .select_from(Room)
        .join(Case, col(Case.id) == col(Room.case_id))
        .where(col(Room.id) == room_id, sees_room(actor))
    )
    row = await reader.first(statement)
    if row is None:
        return None
    audiences = frozenset(audience for audience in Audience if getattr(row, audience.value))
    return topics.heard_with(room_id, audiences)


@strawberry.type
class Subscription:
    """Subscriptions of rooms."""

    @strawberry.subscription(
        description="Rings when something in the room changes that the caller may see. What happens in private rings only "
        "for the mediators and its side. Ends when the caller loses the room."
    )
    async def room_changed(
        self,
        info: Info,
        id: strawberry.ID,
    ) -> AsyncGenerator[RoomChange, None]:
        """Checked at the start, at every ring and every 30 seconds."""
        async for number in listening(info.context, partial(_listen, row_id("Room", id))):
            yield RoomChange(room_id=id, sequence=number)
