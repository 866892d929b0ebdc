"""Saying something: `room:speak`, and the sealing of what is said for room and private session alike."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Side
from mediation.kit.checks import line_given, prose_given
from mediation.kit.machine import advance
from mediation.kit.problems import Forbidden, Text
from mediation.room import topics
from mediation.room.events import MessageSaid
from mediation.room.models import Message, Participant
from mediation.room.queries import Floor, look
from mediation.room.rules import (
    MAX_BODY,
    MAX_CLIENT_KEY,
    MOVES,
    Audience,
    SeatKind,
    may_address,
    private_to,
    room_state,
)
from mediation.room.seats import sit, sit_quietly


async def speak(tx: Tx, room_id: UUID, *, audience: Audience, body: str, client_key: str) -> Message:
    """Say something in the joint session to `audience`. The same `client_key` of the same person is the same message.

    Raises NotFound, Forbidden (not your audience), IllegalMove, Invalid (body, clientKey).
    """
    floor = await look(tx, room_id, change=False)
    guard.require(tx.actor, Verb.ROOM_SPEAK, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_SPEAK)
    in_the_open = audience is Audience.EVERYONE
    author = await sit(tx, floor, Verb.ROOM_SPEAK) if in_the_open else sit_quietly(tx, floor, Verb.ROOM_SPEAK)
    if not may_address(SeatKind(author.kind), Side(author.side) if author.side else None, audience):
        raise Forbidden(Verb.ROOM_SPEAK, Text("不能对该范围发言。", "You may not speak to this audience."))
    message, fresh = await say(tx, floor, author, audience, body=body, client_key=client_key, caucus_id=None)
    if fresh:
        tx.record(
            MessageSaid(
                subject_id=message.id,
                case_id=floor.case.id,
                district_id=floor.case.district_id,
                private_to=private_to(audience),
                room_id=room_id,
                audience=audience.value,
            )
        )
        tx.ping(topics.of_audience(room_id, audience))
    return message


async def say(
    tx: Tx,
    floor: Floor,
    author: Participant,
    audience: Audience,
    *,
    body: str,
    client_key: str,
    caucus_id: UUID | None,
) -> tuple[Message, bool]:
    """Store what was said, sealed, and whether it is new. Raises Invalid (body, clientKey)."""
    key = line_given("clientKey", client_key, max_chars=MAX_CLIENT_KEY)
    said = prose_given("body", body, max_chars=MAX_BODY)
    await tx.session.flush()
    row_id = new_id()
    stored = await tx.session.execute(
        insert(Message)
        .values(
            id=row_id,
            room_id=floor.room.id,
            district_id=floor.room.district_id,
            caucus_id=caucus_id,
            author_id=author.id,
            audience=audience.value,
            body_cipher=tx.runtime.vault.seal(said, context=f"message.body:{row_id}"),
            said_at=tx.now,
            client_key=key,
        )
        .on_conflict_do_nothing(index_elements=["author_id", "client_key"])
        .returning(col(Message.id))
    )
    fresh = stored.first() is not None
    mine = select(Message).where(col(Message.author_id) == author.id, col(Message.client_key) == key)
    return (await tx.session.execute(mine)).scalar_one(), fresh
