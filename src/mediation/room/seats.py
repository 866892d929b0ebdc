"""Sitting in a room: `room:enter` for staff, `room:remove`, and the sign of life. Asking somebody in is invite.py.

A sign of life is no verb: it changes nothing that anyone decides by, comes every minute from everyone, and would bury
the journal. It is kept in one column, at most every 20 seconds, and only of the joint session.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.case.ties import untie
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.checks import prose_given
from mediation.kit.machine import advance
from mediation.kit.problems import Forbidden, NotFound, Text
from mediation.room import topics
from mediation.room.events import ParticipantEntered, ParticipantRemoved
from mediation.room.models import Participant
from mediation.room.queries import Floor, look, open_room_of
from mediation.room.rules import MAX_NOTE, MOVES, TOUCH_EVERY, Presence, SeatKind, presence, room_state


async def enter(tx: Tx, room_id: UUID) -> Participant:
    """Come in as a member of staff: mediator of the studio, seated agency, assigned lawyer who was asked.

    Raises NotFound, Forbidden, IllegalMove.
    """
    floor = await look(tx, room_id, change=False)
    guard.require(tx.actor, Verb.ROOM_ENTER, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_ENTER)
    return await sit(tx, floor, Verb.ROOM_ENTER)


async def sit(tx: Tx, floor: Floor, verb: str) -> Participant:
    """The actor's own seat in the joint session, taken now if need be. The guard has been asked already."""
    seat = floor.seat_of(tx.actor) or _back_again(tx, floor) or await _new_seat(tx, floor, verb)
    if seat.seen_at is None or tx.now - seat.seen_at >= TOUCH_EVERY:
        seat.seen_at = tx.now
    if seat.entered_at is None:
        seat.entered_at = tx.now
        await tx.session.flush()
        tx.record(
            ParticipantEntered(
                subject_id=seat.id,
                case_id=floor.case.id,
                district_id=floor.case.district_id,
                room_id=floor.room.id,
                kind=seat.kind,
                side=seat.side,
            )
        )
        tx.ping(topics.joint(floor.room.id))
    return seat


def sit_quietly(tx: Tx, floor: Floor, verb: str) -> Participant:
    """The actor's own seat for something private, which leaves no mark on it. Raises Forbidden when they have none.

    A seat taken for the sake of a private session would show everyone that there was one, and so would a refusal that
    everyone may read.
    """
    tx.private = True
    seat = floor.seat_of(tx.actor)
    if seat is None:
        raise Forbidden(verb, Text("请先进入调解室。", "Enter the room first."))
    return seat


def _back_again(tx: Tx, floor: Floor) -> Participant | None:
    for seat in floor.seats:
        if tx.actor.id is not None and seat.staff_id == tx.actor.id:
            seat.removed_at = seat.removed_reason = seat.entered_at = None
            return seat
    return None


async def _new_seat(tx: Tx, floor: Floor, verb: str) -> Participant:
    """A seat for the actor; when two of their requests come at once there is still one."""
    actor = tx.actor
    if actor.id is None or actor.agency_id is None:
        raise Forbidden(verb)
    await tx.session.execute(
        insert(Participant)
        .values(
            id=new_id(),
            room_id=floor.room.id,
            case_id=floor.case.id,
            district_id=floor.case.district_id,
            kind=(SeatKind.MEDIATOR if actor.agency_id == floor.case.agency_id else SeatKind.AGENCY).value,
            staff_id=actor.id,
            agency_id=actor.agency_id,
            display_name="",
            code_tries=0,
            invited_at=tx.now,
        )
        .on_conflict_do_nothing(
            index_elements=["room_id", "staff_id"], index_where=col(Participant.staff_id).is_not(None)
        )
    )
    mine = select(Participant).where(col(Participant.room_id) == floor.room.id, col(Participant.staff_id) == actor.id)
    return (await tx.session.execute(mine.with_for_update())).scalar_one()


async def touch(tx: Tx, room_id: UUID, *, present: bool) -> Participant:
    """Give a sign of life in the joint session, or (not present) take leave for now. Raises NotFound, Forbidden.

    Pages are told only when somebody comes or goes, not at every sign.
    """
    floor = await look(tx, room_id, change=False)
    guard.require(tx.actor, Verb.ROOM_VIEW, floor.facts())
    seat = floor.seat_of(tx.actor)
    if seat is None or seat.entered_at is None or floor.room.closed_at is not None:
        raise Forbidden(Verb.ROOM_ENTER, Text("请先进入调解室。", "Enter the room first."))
    was_there = presence(seat.entered_at, seat.seen_at, tx.now) is Presence.PRESENT
    if not present:
        seat.seen_at = None
    elif seat.seen_at is None or tx.now - seat.seen_at >= TOUCH_EVERY:
        seat.seen_at = tx.now
    if was_there != present:
        tx.ping(topics.joint(room_id))
    return seat


async def remove(tx: Tx, participant_id: UUID, *, reason: str) -> Participant:
    """Take a seat away; access through it ends with the commit. An agency loses the seats of its staff with its own.

    Raises NotFound, Forbidden, IllegalMove, Invalid (reason).
    """
    found = await tx.session.get(Participant, participant_id)
    if found is None:
        raise NotFound
    floor = await look(tx, found.room_id, change=True)
    guard.require(tx.actor, Verb.ROOM_REMOVE, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_REMOVE)
    said = prose_given("reason", reason, max_chars=MAX_NOTE)
    seat = next(seat for seat in floor.seats if seat.id == participant_id)
    if seat.removed_at is None:
        for each in (seat, *_came_with(floor, seat, tx.now)):
            await _take_away(tx, floor, each, reason=said)
    return seat


def _came_with(floor: Floor, seat: Participant, at: datetime) -> list[Participant]:
    """Staff who sit only because their agency `seat` does."""
    if seat.kind != SeatKind.AGENCY or seat.staff_id is not None:
        return []
    return [
        other
        for other in floor.seats
        if other.agency_id == seat.agency_id
        and other.kind == SeatKind.AGENCY
        and other.staff_id is not None
        and other.removed_at is None
        and not floor.asked_in_person(other.staff_id, at)
    ]


async def _take_away(tx: Tx, floor: Floor, seat: Participant, *, reason: str) -> None:
    seat.removed_at, seat.removed_reason, seat.seen_at = tx.now, reason, None
    await shut_out(tx, floor, seat)
    floor.room.version += 1
    tx.record(
        ParticipantRemoved(
            subject_id=seat.id,
            case_id=floor.case.id,
            district_id=floor.case.district_id,
            room_id=floor.room.id,
            kind=seat.kind,
            side=seat.side,
        )
    )
    tx.ping(topics.joint(floor.room.id))
    if seat.agency_id is not None:
        tx.ping(f"work:{seat.agency_id}")


async def shut_out(tx: Tx, floor: Floor, seat: Participant) -> None:
    """End what lets the holder of `seat` in: link, code, entry, and the tie to the case."""
    seat.link_hash = seat.code_hash = seat.session_hash = seat.link_expires_at = None
    holder = seat.id if seat.kind == SeatKind.PARTY else seat.staff_id or seat.agency_id
    if holder is not None:
        await untie(tx, floor.case.id, Tie.SEAT, holder)


async def take_away(tx: Tx, case_id: UUID, *, reason: str, whose: Callable[[Participant], bool]) -> None:
    """Take away the seats in the case's open room that are `whose`, because what they were taken for has ended."""
    room_id = await open_room_of(tx, case_id)
    if room_id is None:
        return
    floor = await look(tx, room_id, change=True)
    for seat in floor.seats:
        if seat.removed_at is None and whose(seat):
            await _take_away(tx, floor, seat, reason=reason)
