"""Sessions of staff: who holds one, opening and closing. Every request asks the database, so a closed session is closed at once."""

import hashlib
import hmac
from datetime import datetime, timedelta

from mediation.agency import queries
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor, ActorKind, Role

PREFIX = "ms_"
"""so that a leaked token can be told apart by scanners, and rooms' tokens from staff's"""


def token_hash(runtime: Runtime, token: str) -> bytes:
    """What is stored of a token: HMAC-SHA256 under the process's secret."""
    return hmac.new(runtime.settings.secret_key_bytes, token.encode(), hashlib.sha256).digest()


async def actor_of(runtime: Runtime, token: str, now: datetime) -> Actor | None:
    """The actor behind a staff session's token, or None: unknown, closed, expired, idle too long, or disabled."""
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    async with runtime.read() as connection:
        found = (await connection.execute(queries.session_holder(token_hash(runtime, token), now))).first()
    if found is None or now - found.seen_at > timedelta(minutes=runtime.settings.session_idle_minutes):
        return None
    return Actor(
        kind=ActorKind.STAFF,
        id=found.id,
        name=found.name,
        roles=frozenset(Role(role) for role in found.roles or ()),
        city_id=found.city_id,
        district_id=found.district_id,
        agency_id=found.agency_id,
        session_id=found.session_id,
        locale=found.locale,
        at=now,
    )
