"""Rooms as they are read: seats, messages, private sessions, minutes. What a reader does not hear is not there at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Connection, Edge, Node, gid, node_loader, page, page_size
from mediation.kit.actor import Side
from mediation.kit.names import mask_phone
from mediation.room import listing
from mediation.room.rules import (
    Audience,
    CaucusState,
    Presence,
    SeatKind,
    caucus_state,
    presence,
)


@strawberry.type(description="What the caller may do with a seat.")
class ParticipantAccess:
    """Permission and state together."""

    can_remove: bool = strawberry.field(description="Take the seat away.")
    denied: list[DeniedField] = strawberry.field(
        description="Fields that are null because the caller may not see them."
    )


@strawberry.type(description="A seat in a room.")
class Participant(Node):
    """Somebody at the table."""

    kind: SeatKind = strawberry.field(description="As what they sit here.")
    side: Side | None = strawberry.field(description="Whose side; none for mediators, agencies and third parties.")
    name: str | None = strawberry.field(description="Name of the person; none for an agency that sits as such.")
    party: strawberry.ID | None = strawberry.field(description="Global id of the party they came for.")
    invited_at: datetime = strawberry.field(description="When they were asked in.")
    entered_at: datetime | None = strawberry.field(description="When they first came in.")
    removed_at: datetime | None = strawberry.field(description="When the seat was taken away.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Their agency.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.agency_id) if self.row.agency_id else None
        return Agency.of(row) if row else None

    @strawberry.field(
        description="Whether they are in the joint session. A private session leaves no trace here: they are as last seen."
    )
    def presence(self, info: Info) -> Presence:
        """Measured at the instant of the request."""
        return presence(self.row.entered_at, self.row.seen_at, info.context.reader.now)

    @strawberry.field(description="Mobile number of a party's person, masked; for mediators only.")
    def phone(self, info: Info) -> str | None:
        """Opened and masked on the way out."""
        if not self.row.may_room_invite or self.row.phone_cipher is None:
            return None
        opened = info.context.runtime.vault.open(self.row.phone_cipher, context=f"participant.phone:{self.row.id}")
        return mask_phone(opened)

    @strawberry.field(description="Why the seat was taken away; for mediators only.")
    def removed_reason(self) -> str | None:
        """As it was given."""
        return self.row.removed_reason if self.row.may_room_remove else None

    @strawberry.field(description="What the caller may do with this seat, and which fields they may not see.")
    def access(self, info: Info) -> ParticipantAccess:
        """From the row."""
        hidden = [
            name
            for name, seen in (("phone", self.row.may_room_invite), ("removedReason", self.row.may_room_remove))
            if not seen
        ]
        there = self.row.room_closed_at is None and self.row.removed_at is None
        return ParticipantAccess(
            can_remove=self.row.may_room_remove and there, denied=denied(hidden, info.context.locale)
        )

    @classmethod
    def of(cls, row: Any) -> "Participant":
        """From a row of listing.participants."""
        return cls(
            id=gid("Participant", row.id),
            kind=SeatKind(row.kind),
            side=Side(row.side) if row.side else None,
            name=row.staff_name or row.display_name or None,
            party=gid("Party", row.party_id) if row.party_id else None,
            invited_at=row.invited_at,
            entered_at=row.entered_at,
            removed_at=row.removed_at,
            row=row,
        )


async def participant(context: Context, key: UUID | None) -> Participant | None:
    """The seat with this id, or None."""
    row = await context.load(listing.participants_by_id, key) if key else None
    return Participant.of(row) if row else None


@strawberry.type(description="Something said.")
class Message(Node):
    """A message."""

    audience: Audience = strawberry.field(description="Whom it is for.")
    caucus: strawberry.ID | None = strawberry.field(description="Global id of the private session it was said in.")
    said_at: datetime = strawberry.field(description="When.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Who said it.")
    async def author(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.row.author_id)

    @strawberry.field(description="The words.")
    def body(self, info: Info) -> str:
        """Opened on the way out."""
        return info.context.runtime.vault.open(self.row.body_cipher, context=f"message.body:{self.row.id}")

    @classmethod
    def of(cls, row: Any) -> "Message":
        """From a row of listing.messages."""
        return cls(
            id=gid("Message", row.id),
            audience=Audience(row.audience),
            caucus=gid("Caucus", row.caucus_id) if row.caucus_id else None,
            said_at=row.said_at,
            row=row,
        )


async def message_page(
    context: Context, batch: Any, counts: Any, key: UUID, *, first: int, after: str | None, newest_first: bool
) -> Connection[Message]:
    size, beyond = page_size(first), listing.read_cursor(after)
    found = await context.load(batch, key, first=size, after=beyond, newest_first=newest_first)
    edges = [Edge(place=listing.place_of(row), node=Message.of(row)) for row in found[:size]]

    async def count() -> int:
        return int(await context.load(counts, key))

    return page(edges, has_next=len(found) > size, after=after, count=count)


@strawberry.type(description="What the caller may do in a private session.")
class CaucusAccess:
    """Permission and state together."""

    can_speak: bool = strawberry.field(description="Say something, or make an offer.")
    can_close: bool = strawberry.field(description="End it.")


@strawberry.type(
    description="A private session (单独沟通) of the mediators with one side. To anyone else it does not exist."
)
class Caucus(Node):
    """A private session."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    side: Side = strawberry.field(description="With whom.")
    state: CaucusState = strawberry.field(description="Open or closed.")
    opened_at: datetime = strawberry.field(description="When it began.")
    closed_at: datetime | None = strawberry.field(description="When it ended.")
    access: CaucusAccess = strawberry.field(description="What the caller may do here.")
    key: strawberry.Private[UUID]

    @strawberry.field(description="What was said, oldest first unless told otherwise.")
    async def messages(
        self, info: Info, first: int, after: str | None = None, newest_first: bool = False
    ) -> Connection[Message]:
        """One query for all private sessions of the answer."""
        return await message_page(
            info.context,
            listing.messages_of_caucuses,
            listing.message_counts_of_caucuses,
            self.key,
            first=first,
            after=after,
            newest_first=newest_first,
        )

    @classmethod
    def of(cls, row: Any) -> "Caucus":
        """From a row of listing.caucuses."""
        state = caucus_state(row.closed_at)
        is_open = state is CaucusState.OPEN
        return cls(
            id=gid("Caucus", row.id),
            room=gid("Room", row.room_id),
            side=Side(row.side),
            state=state,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            access=CaucusAccess(can_speak=row.may_caucus_speak and is_open, can_close=row.may_caucus_close and is_open),
            key=row.id,
        )


@strawberry.type(description="A version of the record of the joint session (调解笔录).")
class Minutes(Node):
    """Minutes."""

    revision: int = strawberry.field(description="1 for the first version.")
    recorded_at: datetime = strawberry.field(description="When this version was recorded.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Who recorded it.")
    async def author(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.row.author_id)

    @strawberry.field(description="The text.")
    def body(self, info: Info) -> str:
        """Opened on the way out."""
        return info.context.runtime.vault.open(self.row.body_cipher, context=f"minutes.body:{self.row.id}")

    @classmethod
    def of(cls, row: Any) -> "Minutes":
        """From a row of listing.minutes."""
        return cls(id=gid("Minutes", row.id), revision=row.revision, recorded_at=row.recorded_at, row=row)


@node_loader("Participant")
async def _participant(context: Context, key: UUID) -> Participant | None:
    return await participant(context, key)


@node_loader("Message")
async def _message(context: Context, key: UUID) -> Message | None:
    row = await context.load(listing.messages_by_id, key)
    return Message.of(row) if row else None


@node_loader("Caucus")
async def _caucus(context: Context, key: UUID) -> Caucus | None:
    row = await context.load(listing.caucuses_by_id, key)
    return Caucus.of(row) if row else None


@node_loader("Minutes")
async def _minutes(context: Context, key: UUID) -> Minutes | None:
    row = await context.load(listing.minutes_by_id, key)
    return Minutes.of(row) if row else None
