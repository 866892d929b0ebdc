"""The verbs of the session as a whole: `room:open`, `room:close`, `room:record`."""

from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.moves import move, stir
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.checks import prose_given
from mediation.kit.machine import advance, allowed
from mediation.kit.problems import Conflict, IllegalMove, check_version
from mediation.room import seats, topics
from mediation.room.caucus import close_all
from mediation.room.events import MinutesRecorded, RoomClosed, RoomOpened
from mediation.room.models import Minutes, Participant, Room
from mediation.room.queries import Floor, look, open_room_of
from mediation.room.rules import MAX_MINUTES, MAX_NOTE, MOVES, RoomState, SeatKind, room_state


async def open_room(tx: Tx, case_id: UUID) -> Room:
    """Open a room on a case that is accepted or being mediated; the mediator who opens it sits in it.

    Raises NotFound, Forbidden, IllegalMove (state of the case, or a room is open already).
    """
    case, facts = await cases.lock(tx, case_id)
    guard.require(tx.actor, Verb.ROOM_OPEN, facts)
    if await open_room_of(tx, case.id) is not None:
        raise IllegalMove(Verb.ROOM_OPEN, RoomState.OPEN, allowed(MOVES, RoomState.OPEN))
    move(tx, case, Verb.ROOM_OPEN)
    room = Room(case_id=case.id, district_id=case.district_id, opened_by=tx.actor.id, opened_at=tx.now)
    tx.session.add(room)
    await tx.session.flush()
    tx.session.add(
        Participant(
            room_id=room.id,
            case_id=case.id,
            district_id=case.district_id,
            kind=SeatKind.MEDIATOR,
            staff_id=tx.actor.id,
            agency_id=tx.actor.agency_id,
            display_name="",
            invited_at=tx.now,
            entered_at=tx.now,
            seen_at=tx.now,
        )
    )
    tx.record(RoomOpened(subject_id=room.id, case_id=case.id, district_id=case.district_id))
    stir(tx, case)
    return room


async def close_room(tx: Tx, room_id: UUID, *, version: int, note: str) -> Room:
    """End the session: private sessions end with it, links and entries of parties stop working at once.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (note).
    """
    floor = await look(tx, room_id, change=True)
    guard.require(tx.actor, Verb.ROOM_CLOSE, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_CLOSE)
    check_version(version, floor.room.version)
    said = prose_given("note", note, max_chars=MAX_NOTE) if note.strip() else None
    return await _close(tx, floor, note=said)


async def close_with_case(tx: Tx, case_id: UUID) -> None:
    """Close the room of a case that has ended, if one is open. Nobody is asked: the case's own verb was allowed."""
    room_id = await open_room_of(tx, case_id)
    if room_id is not None:
        await _close(tx, await look(tx, room_id, change=True), note=None)


async def _close(tx: Tx, floor: Floor, *, note: str | None) -> Room:
    room = floor.room
    await close_all(tx, floor)
    for seat in floor.seats:
        if seat.kind == SeatKind.PARTY and seat.removed_at is None:
            await seats.shut_out(tx, floor, seat)
    room.closed_at = tx.now
    room.closing_note_cipher = (
        tx.runtime.vault.seal(note, context=f"room.closing_note:{room.id}") if note is not None else None
    )
    room.version += 1
    tx.record(RoomClosed(subject_id=room.id, case_id=room.case_id, district_id=room.district_id))
    tx.ping(topics.joint(room.id))
    stir(tx, floor.case)
    return room


async def record_minutes(tx: Tx, room_id: UUID, *, revision: int, body: str) -> Minutes:
    """Record the next version of the minutes of the joint session; `revision` is the last one the writer saw (0: none).

    Everyone in the room reads them: nothing of a private session belongs in them. May follow the close of the room.
    Raises NotFound, Forbidden, Conflict, Invalid (body).
    """
    floor = await look(tx, room_id, change=True)
    guard.require(tx.actor, Verb.ROOM_RECORD, floor.facts())
    room = floor.room
    newest = select(func.max(col(Minutes.revision))).where(col(Minutes.room_id) == room.id)
    current = (await tx.session.execute(newest)).scalar() or 0
    if revision != current:
        raise Conflict(current)
    said = prose_given("body", body, max_chars=MAX_MINUTES)
    author = await seats.sit(tx, floor, Verb.ROOM_RECORD)
    row_id = new_id()
    row = Minutes(
        id=row_id,
        room_id=room.id,
        district_id=room.district_id,
        revision=current + 1,
        body_cipher=tx.runtime.vault.seal(said, context=f"minutes.body:{row_id}"),
        author_id=author.id,
        recorded_at=tx.now,
    )
    tx.session.add(row)
    room.version += 1
    tx.record(
        MinutesRecorded(
            subject_id=row.id,
            case_id=room.case_id,
            district_id=room.district_id,
            room_id=room.id,
            revision=row.revision,
        )
    )
    tx.ping(topics.joint(room.id))
    return row
