"""Sessions of staff: who holds one, opening and closing. Every request asks the database, so a closed session is closed at once.

A session ends after thirty idle minutes and after twelve hours in any case. That it was used is noted at most once a
minute and beside the request, never in its way.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from mediation.agency import queries
from mediation.agency.events import SessionOpened
from mediation.agency.models import Session, SignInChallenge, Staff
from mediation.infra.runtime import Runtime
from mediation.infra.statements import kept
from mediation.infra.uow import Tx
from mediation.kit.actor import DEFAULT_LOCALE, Actor, ActorKind, Role
from mediation.settings import Settings

PREFIX: Final = "ms_"
"""so that a leaked token can be told apart by scanners, and rooms' tokens from staff's"""

MAX_OPEN: Final = 20
"""Open sessions of one person; the oldest give way. A partner's programs share one account."""

TOUCH_EVERY: Final = timedelta(minutes=1)
_KEPT_FOR: Final = timedelta(days=30)


@dataclass(frozen=True)
class Opened:
    """A fresh session: its token, told once, when it ends at the latest, and who the caller is from now on."""

    token: str
    kind: str
    expires_at: datetime
    must_change_password: bool
    must_enroll: bool
    """nothing works until a second factor is set up"""
    actor: Actor


def token_hash(runtime: Runtime, token: str) -> bytes:
    """What is stored of a token: HMAC-SHA256 under the process's secret."""
    return hmac.digest(runtime.settings.secret_key_bytes, token.encode(errors="surrogatepass"), "sha256")


def cookie_name(settings: Settings) -> str:
    """The session cookie: `__Host-` binds it to this host and to TLS; without TLS, in development, it cannot be used."""
    return "__Host-session" if settings.secure_cookies else "session"


async def actor_of(
    runtime: Runtime, token: str, now: datetime, *, live: bool = False, locale: str = DEFAULT_LOCALE
) -> Actor | None:
    """The actor behind a staff session's token, or None: unknown, closed, expired, idle too long, or disabled.

    While the password must be changed, or a second factor set up, the actor has no role but Role.STAFF. `live` is for
    pages that merely wait: they ask again and again, and an open page is not a person who works. `locale` is what the
    browser asks for; the person's own choice goes before it.
    """
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    asked = {"token_hash": token_hash(runtime, token), "now": now}
    rows = await runtime.fetch(kept(queries.session_holder), asked)
    found = rows[0] if rows else None
    if found is None or now - found.seen_at > timedelta(minutes=runtime.settings.session_idle_minutes):
        return None
    if not live and now - found.seen_at >= TOUCH_EVERY:
        runtime.background.once(("session", found.session_id), partial(_touch, runtime, found.session_id, now))
    return actor_from(runtime.settings, found, session_id=found.session_id, at=now, locale=locale)


async def holder_of(runtime: Runtime, token: str) -> UUID | None:
    """Whose session `token` opens, or opened until it ended: for what they typed meanwhile. It lets nobody in."""
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    wanted = select(col(Session.staff_id)).where(col(Session.token_hash) == token_hash(runtime, token))
    async with runtime.read() as connection:
        found: UUID | None = (await connection.execute(wanted)).scalar_one_or_none()
    return found


def must_enroll(settings: Settings, parts: Any) -> bool:
    """Whether somebody (a row of `queries.actor_parts`) has to set up a second factor before anything else."""
    return not parts.has_factor and settings.second_factor_of(parts.roles or ()) == "required"


def actor_from(settings: Settings, parts: Any, *, session_id: UUID | None, at: datetime, locale: str) -> Actor:
    """The actor made of a row of `queries.actor_parts`."""
    waits = parts.must_change_password or must_enroll(settings, parts)
    granted = () if waits else parts.roles or ()
    return Actor(
        kind=ActorKind.STAFF,
        id=parts.id,
        name=parts.name,
        roles=frozenset((Role.STAFF, *(Role(role) for role in granted))),
        city_id=parts.city_id,
        district_id=parts.district_id,
        agency_id=parts.agency_id,
        session_id=session_id,
        locale=parts.locale or locale,
        at=at,
    )


async def _touch(runtime: Runtime, session_id: UUID, now: datetime) -> None:
    async with runtime.read() as connection:
        await connection.execute(
            update(Session).where(col(Session.id) == session_id, col(Session.seen_at) < now).values(seen_at=now)
        )


async def open_for(tx: Tx, staff: Staff, *, kind: str, address: str) -> tuple[str, Session]:
    """Open a session and return its token, which is stored nowhere, and its row. The oldest beyond MAX_OPEN are closed."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = Session(
        staff_id=staff.id,
        token_hash=token_hash(tx.runtime, token),
        kind=kind,
        address=address,
        opened_at=tx.now,
        seen_at=tx.now,
        expires_at=tx.now + timedelta(hours=tx.runtime.settings.session_absolute_hours),
    )
    tx.session.add(row)
    await tx.session.flush()
    mine = col(Session.staff_id) == staff.id
    newest = select(col(Session.id)).where(mine, col(Session.closed_at).is_(None))
    newest = newest.order_by(col(Session.opened_at).desc(), col(Session.id).desc()).limit(MAX_OPEN)
    await tx.session.execute(
        update(Session)
        .where(mine, col(Session.closed_at).is_(None), col(Session.id).not_in(newest.scalar_subquery()))
        .values(closed_at=tx.now)
    )
    await tx.session.execute(delete(Session).where(mine, col(Session.expires_at) < tx.now - _KEPT_FOR))
    tx.record(SessionOpened(subject_id=row.id, kind=kind))
    return token, row


async def enter(tx: Tx, staff: Staff, *, kind: str, address: str) -> Opened:
    """Open a session for `staff` (locked, and who they are is proved); from here the transaction acts as them."""
    await tx.session.flush()
    parts = (await tx.session.execute(queries.actor_parts(staff.id))).one()
    token, row = await open_for(tx, staff, kind=kind, address=address)
    settings = tx.runtime.settings
    tx.actor = actor_from(settings, parts, session_id=row.id, at=tx.now, locale=tx.actor.locale)
    must = staff.must_change_password, must_enroll(settings, parts)
    return Opened(token, kind, row.expires_at, *must, tx.actor)


async def extend(tx: Tx, session_id: UUID) -> Session:
    """Note that the session is used now. Raises nothing: who has none does not come this far."""
    row = await tx.session.get_one(Session, session_id, with_for_update=True)
    row.seen_at = max(row.seen_at, tx.now)
    return row


async def close(tx: Tx, session_id: UUID, staff_id: UUID) -> bool:
    """Close one open session of `staff_id`; False when there is none."""
    done = await tx.session.execute(
        update(Session)
        .where(col(Session.id) == session_id, col(Session.staff_id) == staff_id, col(Session.closed_at).is_(None))
        .values(closed_at=tx.now)
        .returning(col(Session.id))
    )
    return done.first() is not None


async def close_all(tx: Tx, staff_id: UUID) -> int:
    """Close every open session of `staff_id`, and every sign-in that waits for a code. Returns how many sessions."""
    await tx.session.execute(delete(SignInChallenge).where(col(SignInChallenge.staff_id) == staff_id))
    done = await tx.session.execute(
        update(Session)
        .where(col(Session.staff_id) == staff_id, col(Session.closed_at).is_(None))
        .values(closed_at=tx.now)
        .returning(col(Session.id))
    )
    return len(done.all())
