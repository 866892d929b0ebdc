"""The room as it is read, and what a case shows of its rooms."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.graphql import Case
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.extend import extend
from mediation.gql.relay import Connection, Node, gid, node_loader
from mediation.gql.scalars import Fen
from mediation.kit.actor import Side
from mediation.room import ladder, listing
from mediation.room.graphql.offers import Offer
from mediation.room.graphql.types import Caucus, Message, Minutes, Participant, message_page, participant
from mediation.room.rules import Audience, RoomState, SeatKind, may_address, room_state

Joint = Annotated[
    bool,
    strawberry.argument(
        description="Only what both sides know, as they know it: for a screen that everyone in the room looks at."
    ),
]


@strawberry.type(description="What the caller may do in a room now.")
class RoomAccess:
    """Permission, state and seat together."""

    can_enter: bool = strawberry.field(description="Come in as staff.")
    can_invite: bool = strawberry.field(description="Ask somebody in.")
    can_speak: bool = strawberry.field(description="Say something.")
    audiences: list[Audience] = strawberry.field(description="Whom the caller may speak to.")
    can_open_caucus: bool = strawberry.field(description="Begin a private session.")
    can_make_offer: bool = strawberry.field(description="Make an offer, or write one down for a side.")
    can_record_minutes: bool = strawberry.field(description="Record the minutes.")
    can_close: bool = strawberry.field(description="End the session.")
    denied: list[DeniedField] = strawberry.field(
        description="Fields that are null because the caller may not see them."
    )


@strawberry.type(description="How far apart the sides are, over the offers the caller sees.")
class OfferGap:
    """Workers' latest figure less the employer's; withdrawn offers do not count."""

    first_fen: Fen = strawberry.field(description="When both sides had made an offer for the first time.")
    current_fen: Fen = strawberry.field(description="Now.")
    wages_fen: Fen = strawberry.field(description="Now, of wages.")
    social_insurance_fen: Fen = strawberry.field(description="Now, of social insurance.")


@strawberry.type(description="A mediation room (调解室) of a case, as the caller may see it.")
class Room(Node):
    """A room."""

    case_number: str = strawberry.field(description="Number of the case.")
    state: RoomState = strawberry.field(description="Open or closed.")
    opened_at: datetime = strawberry.field(description="When the session began.")
    closed_at: datetime | None = strawberry.field(description="When it ended.")
    version: int = strawberry.field(description="To be handed back with closeRoom. Nothing private changes it.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The case; null for those who see its room only.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @strawberry.field(description="How the session ended, in the words of the mediator.")
    def closing_note(self, info: Info) -> str | None:
        """Opened on the way out."""
        sealed = self.row.closing_note_cipher
        return info.context.runtime.vault.open(sealed, context=f"room.closing_note:{self.row.id}") if sealed else None

    @strawberry.field(description="Who sits here, in the order of invitation.")
    async def participants(
        self,
        info: Info,
        removed: Annotated[bool, strawberry.argument(description="Also those who lost their seat.")] = False,
    ) -> list[Participant]:
        """`removed` adds those who lost their seat."""
        rows = await info.context.load(listing.participants_of_rooms, self.row.id, removed=removed)
        return [Participant.of(row) for row in rows]

    @strawberry.field(description="The caller's own seat, if they have one.")
    async def my_seat(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.row.seat_id)

    @strawberry.field(
        description="What was said in the joint session and reaches the caller, oldest first unless told otherwise."
    )
    async def messages(
        self, info: Info, first: int, after: str | None = None, newest_first: bool = False
    ) -> Connection[Message]:
        """One query for all rooms of the answer."""
        return await message_page(
            info.context,
            listing.messages_of_rooms,
            listing.message_counts_of_rooms,
            self.row.id,
            first=first,
            after=after,
            newest_first=newest_first,
        )

    @strawberry.field(description="The ladder of offers that exist for the caller, in the order in which they came.")
    async def offers(self, info: Info, joint: Joint = False) -> list[Offer]:
        """At most fifty of each side."""
        return [Offer.of(view) for view in await info.context.load(ladder.offers_of_rooms, self.row.id, joint=joint)]

    @strawberry.field(description="How far apart the sides are; null until both have made an offer.")
    async def gap(self, info: Info, joint: Joint = False) -> OfferGap | None:
        """From the same ladder as `offers`."""
        found = ladder.gap(await info.context.load(ladder.offers_of_rooms, self.row.id, joint=joint))
        return OfferGap(**{name: Fen(fen) for name, fen in found.items()}) if found else None

    @strawberry.field(
        description="The private sessions the caller belongs to; null for those who never sit in one, whatever there is."
    )
    async def caucuses(self, info: Info) -> list[Caucus] | None:
        """Loaded with the others of its level."""
        if not self.in_private:
            return None
        return [Caucus.of(row) for row in await info.context.load(listing.caucuses_of_rooms, self.row.id)]

    @strawberry.field(description="The latest minutes.")
    async def minutes(self, info: Info) -> Minutes | None:
        """Loaded with the others of its level."""
        rows = await info.context.load(listing.minutes_of_rooms, self.row.id, latest=1)
        return Minutes.of(rows[0]) if rows else None

    @strawberry.field(description="The latest twenty versions of the minutes, the newest first.")
    async def minutes_history(self, info: Info) -> list[Minutes]:
        """Loaded with the others of its level."""
        rows = await info.context.load(listing.minutes_of_rooms, self.row.id, latest=20)
        return [Minutes.of(row) for row in rows]

    @strawberry.field(description="What the caller may do here now, and which fields they may not see.")
    async def access(self, info: Info) -> RoomAccess:
        """From the row."""
        hidden = [] if self.in_private else ["caucuses"]
        if await info.context.load(cases.cases_by_id, self.row.case_id) is None:
            hidden.append("case")
        is_open = self.state is RoomState.OPEN
        speaks = self._may(Verb.ROOM_SPEAK) and is_open
        kind, side = self._seated_as(info.context)
        seated = self.row.seat_id is not None
        return RoomAccess(
            can_enter=self._may(Verb.ROOM_ENTER) and is_open and kind is not SeatKind.PARTY,
            can_invite=self._may(Verb.ROOM_INVITE) and is_open,
            can_speak=speaks,
            audiences=[
                audience
                for audience in Audience
                if speaks and may_address(kind, side, audience) and (seated or audience is Audience.EVERYONE)
            ],
            can_open_caucus=self._may(Verb.CAUCUS_OPEN) and is_open and seated,
            can_make_offer=self._may(Verb.OFFER_MAKE) and is_open and (kind is SeatKind.MEDIATOR or side is not None),
            can_record_minutes=self._may(Verb.ROOM_RECORD),
            can_close=self._may(Verb.ROOM_CLOSE) and is_open,
            denied=denied(hidden, info.context.locale),
        )

    @property
    def in_private(self) -> bool:
        """Whether the caller is of those who have private sessions: a mediator, or on a side."""
        return self._may(Verb.CAUCUS_VIEW)

    def _may(self, verb: Verb) -> bool:
        return bool(getattr(self.row, listing.flag(verb)))

    def _seated_as(self, context: Context) -> tuple[SeatKind, Side | None]:
        if self.row.seat_kind is not None:
            return SeatKind(self.row.seat_kind), Side(self.row.seat_side) if self.row.seat_side else None
        mediator = context.actor.agency_id == self.row.agency_id
        return SeatKind.MEDIATOR if mediator else SeatKind.AGENCY, None

    @classmethod
    def of(cls, row: Any) -> "Room":
        """From a row of listing.rooms."""
        return cls(
            id=gid("Room", row.id),
            case_number=row.case_number,
            state=room_state(row.closed_at),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            version=row.version,
            row=row,
        )


@node_loader("Room")
async def _room(context: Context, key: UUID) -> Room | None:
    row = await context.load(listing.rooms_by_id, key)
    return Room.of(row) if row else None


@extend(Case)
class Rooms:
    """Fields of a case that this feature knows."""

    @strawberry.field(description="The room in session, if there is one that the caller sees.")
    async def room(self: Any, info: Info) -> Room | None:
        """Loaded with the others of its level."""
        rows = await info.context.load(listing.rooms_of_cases, self.row.id)
        return next((Room.of(row) for row in rows if row.closed_at is None), None)

    @strawberry.field(description="The rooms of the case that the caller sees, newest first.")
    async def rooms(self: Any, info: Info) -> list[Room]:
        """Loaded with the others of its level."""
        return [Room.of(row) for row in await info.context.load(listing.rooms_of_cases, self.row.id)]
