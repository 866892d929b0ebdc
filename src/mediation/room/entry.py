"""How a party without an account comes in: by a link that works once and a code, to an entry for one room.

Holds the keyed hashes, the counting of wrong codes and the actor behind an entry. The token of an entry is told once
and stored as a keyed hash; it dies with the seat and with the room.
"""

import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal import service as journal
from mediation.kit.actor import ANONYMOUS, Actor, ActorKind, Role, Side
from mediation.kit.ids import is_token, keyed_hash
from mediation.kit.machine import advance
from mediation.kit.problems import Invalid, NotFound
from mediation.room.models import Participant, Room
from mediation.room.queries import look
from mediation.room.rules import CODE_TRIES, MOVES, room_state
from mediation.room.seats import sit
from mediation.settings import Settings

PREFIX = "rp_"
"""so that an entry is told apart from a session of staff"""

COOKIE_PATH = "/rooms"
"""where a browser shows an entry, and nowhere else is one looked for: the API takes it as a bearer token only"""

_CODE = re.compile(r"[0-9]{6}")


def cookie_name(settings: Settings) -> str:
    """The cookie of an entry: sent over TLS only, where there is TLS, and only below COOKIE_PATH."""
    return "__Secure-room" if settings.secure_cookies else "room"


def link_hash(runtime: Runtime, link: str) -> bytes:
    """What is stored of a link."""
    return keyed_hash(runtime.settings.secret_key_bytes, f"room.link:{link}")


def code_hash(runtime: Runtime, participant_id: UUID, code: str) -> bytes:
    """What is stored of a code."""
    return keyed_hash(runtime.settings.secret_key_bytes, f"room.code:{participant_id}:{code}")


def entry_hash(runtime: Runtime, token: str) -> bytes:
    """What is stored of the bearer token of an entry."""
    return keyed_hash(runtime.settings.secret_key_bytes, f"room.entry:{token}")


@dataclass(frozen=True)
class Entry:
    """A seat taken, and the bearer token that stands for it: told once."""

    seat: Participant
    token: str


async def enter(tx: Tx, link: str, code: str) -> Entry:
    """Come in by link and code. The link is used up; a fifth wrong code kills it.

    Raises NotFound (no such link, used, expired, killed, room closed: all alike), Invalid (code).
    """
    typed = code.strip()
    if not is_token(link):
        raise NotFound
    if not _CODE.fullmatch(typed):
        raise _wrong_code()
    hashed = link_hash(tx.runtime, link)
    seat_id = await _try_code(tx.runtime, hashed, typed, tx.now)
    seat = await tx.session.get(Participant, seat_id)
    if seat is None:
        raise NotFound
    floor = await look(tx, seat.room_id, change=False)
    await tx.session.refresh(seat, with_for_update=True)
    if seat.link_hash != hashed or seat.removed_at is not None:
        raise NotFound
    tx.actor = _actor(seat, tx.actor.locale, tx.now)
    guard.require(tx.actor, Verb.ROOM_ENTER, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_ENTER)
    token = PREFIX + secrets.token_urlsafe(32)
    seat.session_hash = entry_hash(tx.runtime, token)
    seat.link_hash = seat.code_hash = seat.link_expires_at = None
    await sit(tx, floor, Verb.ROOM_ENTER)
    return Entry(seat, token)


async def _try_code(runtime: Runtime, hashed: bytes, code: str, now: datetime) -> UUID:
    """The seat behind a link when the code is right. The try is counted, and kept, before the code is looked at."""
    spend = (
        update(Participant)
        .where(
            col(Participant.link_hash) == hashed,
            col(Participant.link_expires_at) > now,
            col(Participant.code_tries) < CODE_TRIES,
            col(Participant.removed_at).is_(None),
        )
        .values(code_tries=col(Participant.code_tries) + 1)
        .returning(
            col(Participant.id), col(Participant.case_id), col(Participant.district_id), col(Participant.code_hash)
        )
    )
    async with runtime.uow(ANONYMOUS) as tx:
        found = (await tx.session.execute(spend)).first()
    if found is None:
        raise NotFound
    if found.code_hash and hmac.compare_digest(found.code_hash, code_hash(runtime, found.id, code)):
        seat_id: UUID = found.id
        return seat_id
    await journal.note_access(
        runtime,
        replace(ANONYMOUS, district_id=found.district_id),
        verb=Verb.ROOM_ENTER,
        subject="Participant",
        subject_id=found.id,
        case_id=found.case_id,
        allowed=False,
        reason="wrong_code",
    )
    raise _wrong_code()


def _wrong_code() -> Invalid:
    return Invalid.field("code", "wrong_code", "验证码不正确。", "The code is not right.")


def _actor(seat: Participant, locale: str, now: datetime) -> Actor:
    return Actor(
        kind=ActorKind.PARTY,
        id=seat.id,
        name=seat.display_name,
        roles=frozenset({Role.ROOM_PARTY}),
        room_id=seat.room_id,
        case_id=seat.case_id,
        party_id=seat.party_id,
        side=Side(seat.side) if seat.side else None,
        locale=locale,
        at=now,
    )


async def actor_of(runtime: Runtime, token: str, now: datetime, *, locale: str = "zh-CN") -> Actor | None:
    """The room party behind an entry's token, or None: unknown, taken out of the room, or the room is closed."""
    if not token.startswith(PREFIX) or len(token) > 100 or not token.isascii():
        return None
    statement = (
        select(Participant.__table__.columns)  # type: ignore[attr-defined]
        .join(Room, col(Room.id) == col(Participant.room_id))
        .where(
            col(Participant.session_hash) == entry_hash(runtime, token),
            col(Participant.removed_at).is_(None),
            col(Room.closed_at).is_(None),
        )
    )
    async with runtime.read() as connection:
        seat = (await connection.execute(statement)).first()
    return _actor(seat, locale, now) if seat is not None else None
