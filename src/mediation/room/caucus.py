"""Private sessions: `caucus:open`, `caucus:speak`, `caucus:close`.

Their content, timing and existence belong to the studio's mediators and one side. So none of these verbs writes to a
row that others read (the room's version, a seat's last sign of life), their events are private, and they ring only the
bell of their side.
"""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.infra.uow import Tx
from mediation.kit.actor import Side
from mediation.kit.machine import advance, allowed
from mediation.kit.problems import IllegalMove, NotFound
from mediation.room import topics
from mediation.room.events import CaucusClosed, CaucusOpened, CaucusSpoken
from mediation.room.messages import say
from mediation.room.models import Caucus, Message
from mediation.room.queries import Floor, look
from mediation.room.rules import CAUCUS_MOVES, MOVES, Audience, CaucusState, caucus_state, room_state
from mediation.room.seats import sit_quietly


async def open_caucus(tx: Tx, room_id: UUID, side: Side) -> Caucus:
    """Begin a private session with one side. Raises NotFound, Forbidden, IllegalMove (room closed; one is open already)."""
    floor = await look(tx, room_id, change=True)
    guard.require(tx.actor, Verb.CAUCUS_OPEN, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.CAUCUS_OPEN)
    sit_quietly(tx, floor, Verb.CAUCUS_OPEN)
    if any(caucus.side == side for caucus in await _open_ones(tx, room_id)):
        raise IllegalMove(Verb.CAUCUS_OPEN, CaucusState.OPEN, allowed(CAUCUS_MOVES, CaucusState.OPEN))
    caucus = Caucus(
        room_id=room_id, district_id=floor.room.district_id, side=side, opened_by=tx.actor.id, opened_at=tx.now
    )
    tx.session.add(caucus)
    tx.record(
        CaucusOpened(
            subject_id=caucus.id,
            case_id=floor.case.id,
            district_id=floor.case.district_id,
            private_to=side.value,
            room_id=room_id,
            side=side.value,
        )
    )
    tx.ping(topics.of_audience(room_id, Audience(side.value)))
    return caucus


async def enter_caucus(tx: Tx, caucus_id: UUID, verb: Verb) -> tuple[Caucus, Floor]:
    """The private session, locked, with its room, for somebody who may do `verb` in it. Raises NotFound, Forbidden."""
    found = await tx.session.get(Caucus, caucus_id)
    if found is None:
        raise NotFound
    tx.private = True
    floor = await look(tx, found.room_id, change=False)
    guard.require(tx.actor, verb, floor.facts(found.side))
    await tx.session.refresh(found, with_for_update={"read": verb is not Verb.CAUCUS_CLOSE})
    return found, floor


async def speak(tx: Tx, caucus_id: UUID, *, body: str, client_key: str) -> Message:
    """Say something in a private session. The same `client_key` of the same person is the same message.

    Raises NotFound, Forbidden, IllegalMove, Invalid (body, clientKey).
    """
    caucus, floor = await enter_caucus(tx, caucus_id, Verb.CAUCUS_SPEAK)
    advance(CAUCUS_MOVES, caucus_state(caucus.closed_at), Verb.CAUCUS_SPEAK)
    author = sit_quietly(tx, floor, Verb.CAUCUS_SPEAK)
    audience = Audience(caucus.side)
    message, fresh = await say(tx, floor, author, audience, body=body, client_key=client_key, caucus_id=caucus.id)
    if fresh:
        tx.record(
            CaucusSpoken(
                subject_id=message.id,
                case_id=floor.case.id,
                district_id=floor.case.district_id,
                private_to=caucus.side,
                room_id=floor.room.id,
                caucus_id=caucus.id,
            )
        )
        tx.ping(topics.of_audience(floor.room.id, audience))
    return message


async def close_caucus(tx: Tx, caucus_id: UUID) -> Caucus:
    """End a private session; those who could read it still can. Raises NotFound, Forbidden, IllegalMove."""
    caucus, floor = await enter_caucus(tx, caucus_id, Verb.CAUCUS_CLOSE)
    advance(CAUCUS_MOVES, caucus_state(caucus.closed_at), Verb.CAUCUS_CLOSE)
    _close(tx, floor, caucus)
    return caucus


async def close_all(tx: Tx, floor: Floor) -> None:
    """End every private session of a room that is being closed."""
    for caucus in await _open_ones(tx, floor.room.id):
        _close(tx, floor, caucus)


def _close(tx: Tx, floor: Floor, caucus: Caucus) -> None:
    caucus.closed_at = tx.now
    tx.record(
        CaucusClosed(
            subject_id=caucus.id,
            case_id=floor.case.id,
            district_id=floor.case.district_id,
            private_to=caucus.side,
            room_id=floor.room.id,
            side=caucus.side,
        )
    )
    tx.ping(topics.of_audience(floor.room.id, Audience(caucus.side)))


async def _open_ones(tx: Tx, room_id: UUID) -> list[Caucus]:
    statement = select(Caucus).where(col(Caucus.room_id) == room_id, col(Caucus.closed_at).is_(None))
    return list((await tx.session.execute(statement.with_for_update())).scalars().all())
