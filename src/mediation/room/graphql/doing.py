"""Mutations on rooms: each hands its input to the verb and answers the object as it stands after the commit."""

from typing import cast
from uuid import UUID

import strawberry

from mediation.gql.context import Context, Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import Node, gid, node_loader, reread, row_id
from mediation.kit.problems import Invalid
from mediation.room import caucus, entry, invite, listing, messages, offers, seats, session
from mediation.room import models as tables
from mediation.room.graphql.inputs import (
    AnswerOfferInput,
    CloseCaucusInput,
    CloseRoomInput,
    EnterRoomInput,
    InviteToRoomInput,
    MakeOfferInput,
    OpenCaucusInput,
    OpenRoomInput,
    RecordMinutesInput,
    ReleaseOfferInput,
    RemoveFromRoomInput,
    SpeakInCaucusInput,
    SpeakInRoomInput,
    TouchRoomInput,
    key,
)
from mediation.room.graphql.offers import Offer
from mediation.room.graphql.room import Room
from mediation.room.graphql.types import Caucus, Message, Minutes, Participant, participant


@strawberry.type(description="An invitation. Link and code are told once, here; they are stored nowhere.")
class RoomInvitation(Node):
    """A seat, and what lets its holder in."""

    link: str | None = strawberry.field(
        description="For a party: the part of the link after the last slash; works once within 24 hours. Null when read again."
    )
    entry_code: str | None = strawberry.field(
        description="For a party: six digits, to be told by voice. The fifth wrong one kills the link. Null when read again."
    )
    seat_key: strawberry.Private[UUID]

    @strawberry.field(description="The seat.")
    async def participant(self, info: Info) -> Participant | None:
        """As it stands."""
        return await participant(info.context, self.seat_key)


@node_loader("RoomInvitation")
async def _invitation(context: Context, key: UUID) -> RoomInvitation | None:
    row = await context.load(listing.participants_by_id, key)
    seen = row is not None and row.may_room_invite
    return RoomInvitation(id=gid("RoomInvitation", key), link=None, entry_code=None, seat_key=key) if seen else None


@strawberry.type(description="A seat taken.")
class RoomEntry(Node):
    """The seat, and for a party the token that stands for it."""

    token: str | None = strawberry.field(
        description="For a party: bearer token for this room only, told once; ends with the seat and with the room."
    )
    room_key: strawberry.Private[UUID]
    seat_key: strawberry.Private[UUID]

    @strawberry.field(description="The room.")
    async def room(self, info: Info) -> Room | None:
        """As the one who came in sees it."""
        row = await info.context.load(listing.rooms_by_id, self.room_key)
        return Room.of(row) if row else None

    @strawberry.field(description="The seat.")
    async def participant(self, info: Info) -> Participant | None:
        """As it stands."""
        return await participant(info.context, self.seat_key)


@node_loader("RoomEntry")
async def _entry(context: Context, key: UUID) -> RoomEntry | None:
    row = await context.load(listing.participants_by_id, key)
    own = row is not None and context.actor.id in (row.id, row.staff_id)
    return RoomEntry(id=gid("RoomEntry", key), token=None, room_key=row.room_id, seat_key=key) if own else None


async def _come_in(info: Info, tx: Tx, input: EnterRoomInput) -> RoomEntry:
    if input.room is not None and input.link is None and input.code is None:
        seat, token = await seats.enter(tx, row_id("Room", input.room, "room")), None
    elif input.room is None and input.link is not None and input.code is not None:
        came = await entry.enter(tx, input.link, input.code)
        seat, token = came.seat, came.token
        info.context.become(tx.actor)
    else:
        raise Invalid.field("link", "one_of", "请提供调解室编号，或链接和验证码。", "Give the room, or link and code.")
    return RoomEntry(id=gid("RoomEntry", seat.id), token=token, room_key=seat.room_id, seat_key=seat.id)


@strawberry.type
class Mutation:
    """Verbs of rooms."""

    @mutation("Open a mediation room on a case that is accepted or being mediated.")
    async def open_room(self, info: Info, tx: Tx, input: OpenRoomInput) -> Room:
        """room:open"""
        room = await session.open_room(tx, row_id("Case", input.case, "case"))
        return cast("Room", reread("Room", room.id))

    @mutation("End the session. Private sessions end with it; parties' entries stop working at once.")
    async def close_room(self, info: Info, tx: Tx, input: CloseRoomInput) -> Room:
        """room:close"""
        room_id = row_id("Room", input.room, "room")
        room = await session.close_room(tx, room_id, version=input.version, note=input.note)
        return cast("Room", reread("Room", room.id))

    @mutation("Ask an agency, a colleague, the assigned lawyer or a person of a party to the table.", secret=True)
    async def invite_to_room(self, info: Info, tx: Tx, input: InviteToRoomInput) -> RoomInvitation:
        """room:invite"""
        made = await invite.invite(tx, row_id("Room", input.room, "room"), input.plain())
        seat_id = made.seat.id
        return RoomInvitation(id=gid("RoomInvitation", seat_id), link=made.link, entry_code=made.code, seat_key=seat_id)

    @mutation("Come in: staff by the room's id, a party without an account by link and code.", secret=True)
    async def enter_room(self, info: Info, tx: Tx, input: EnterRoomInput) -> RoomEntry:
        """room:enter"""
        return await _come_in(info, tx, input)

    @mutation("Take a seat away. Access through it ends at once.")
    async def remove_from_room(self, info: Info, tx: Tx, input: RemoveFromRoomInput) -> Participant:
        """room:remove"""
        seat_id = row_id("Participant", input.participant, "participant")
        seat = await seats.remove(tx, seat_id, reason=input.reason)
        return cast("Participant", reread("Participant", seat.id))

    @mutation("Give a sign of life in the joint session, every 50 seconds. Not journaled, never repeated.", keyed=False)
    async def touch_room(self, info: Info, tx: Tx, input: TouchRoomInput) -> Participant:
        """No verb: see room/seats.py."""
        seat = await seats.touch(tx, row_id("Room", input.room, "room"), present=input.present)
        return cast("Participant", reread("Participant", seat.id))

    @mutation("Say something in the joint session, to everyone or to an audience.")
    async def speak_in_room(self, info: Info, tx: Tx, input: SpeakInRoomInput) -> Message:
        """room:speak"""
        room_id = row_id("Room", input.room, "room")
        said = await messages.speak(tx, room_id, audience=input.audience, body=input.body, client_key=input.client_key)
        return cast("Message", reread("Message", said.id))

    @mutation("Begin a private session with one side. Nobody else learns that there is one.")
    async def open_caucus(self, info: Info, tx: Tx, input: OpenCaucusInput) -> Caucus:
        """caucus:open"""
        opened = await caucus.open_caucus(tx, row_id("Room", input.room, "room"), input.side)
        return cast("Caucus", reread("Caucus", opened.id))

    @mutation("Say something in a private session.")
    async def speak_in_caucus(self, info: Info, tx: Tx, input: SpeakInCaucusInput) -> Message:
        """caucus:speak"""
        caucus_id = row_id("Caucus", input.caucus, "caucus")
        said = await caucus.speak(tx, caucus_id, body=input.body, client_key=input.client_key)
        return cast("Message", reread("Message", said.id))

    @mutation("End a private session.")
    async def close_caucus(self, info: Info, tx: Tx, input: CloseCaucusInput) -> Caucus:
        """caucus:close"""
        closed = await caucus.close_caucus(tx, row_id("Caucus", input.caucus, "caucus"))
        return cast("Caucus", reread("Caucus", closed.id))

    @mutation("Put an offer on the table, or into a private session.")
    async def make_offer(self, info: Info, tx: Tx, input: MakeOfferInput) -> Offer:
        """offer:make"""
        made = await offers.make(tx, row_id("Room", input.room, "room"), input.plain())
        return cast("Offer", reread("Offer", made.id))

    @mutation("Accept an offer of the other side.")
    async def accept_offer(self, info: Info, tx: Tx, input: AnswerOfferInput) -> Offer:
        """offer:accept"""
        behalf = key("Participant", input.on_behalf_of, "onBehalfOf")
        offer_id = row_id("Offer", input.offer, "offer")
        return _offer(await offers.accept(tx, offer_id, on_behalf_of_id=behalf, note=input.note))

    @mutation("Reject an offer of the other side.")
    async def reject_offer(self, info: Info, tx: Tx, input: AnswerOfferInput) -> Offer:
        """offer:reject"""
        behalf = key("Participant", input.on_behalf_of, "onBehalfOf")
        offer_id = row_id("Offer", input.offer, "offer")
        return _offer(await offers.reject(tx, offer_id, on_behalf_of_id=behalf, note=input.note))

    @mutation("Take back an offer of one's own side.")
    async def withdraw_offer(self, info: Info, tx: Tx, input: AnswerOfferInput) -> Offer:
        """offer:withdraw"""
        behalf = key("Participant", input.on_behalf_of, "onBehalfOf")
        offer_id = row_id("Offer", input.offer, "offer")
        return _offer(await offers.withdraw(tx, offer_id, on_behalf_of_id=behalf, note=input.note))

    @mutation("Pass an offer made in private on to the other side, with the words of the permission.")
    async def release_offer(self, info: Info, tx: Tx, input: ReleaseOfferInput) -> Offer:
        """offer:release"""
        return _offer(await offers.release(tx, row_id("Offer", input.offer, "offer"), words=input.words))

    @mutation("Record the next version of the minutes of the joint session.")
    async def record_minutes(self, info: Info, tx: Tx, input: RecordMinutesInput) -> Minutes:
        """room:record"""
        room_id = row_id("Room", input.room, "room")
        made = await session.record_minutes(tx, room_id, revision=input.revision, body=input.body)
        return cast("Minutes", reread("Minutes", made.id))


def _offer(row: tables.Offer) -> Offer:
    return cast("Offer", reread("Offer", row.id))
