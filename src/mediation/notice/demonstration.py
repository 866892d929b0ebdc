"""The local gateway of demonstrations and tests: accepts what would have gone out, keeps it, sends nothing.

Behaves as a provider that honours the idempotency key: the same key again is counted and otherwise ignored.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.notice.models import GatewayRecord

SHOWN = 200
_LONGEST = {"channel": 20, "to": 200, "subject": 500, "text": 10_000}


class NotAMessageError(ValueError):
    """What was posted is not a message of the protocol."""


async def accept(tx: Tx, key: str, body: Any) -> UUID:
    """Keep a message under its key and answer its reference. Raises NotAMessageError."""
    if not key or len(key) > 200 or not isinstance(body, dict):
        raise NotAMessageError
    said = {name: body.get(name, "") for name in _LONGEST}
    if any(not isinstance(value, str) or len(value) > _LONGEST[name] for name, value in said.items()):
        raise NotAMessageError
    if not said["channel"] or not said["text"]:
        raise NotAMessageError
    statement = insert(GatewayRecord).values(id=new_id(), idempotency_key=key, accepted_at=tx.now, times=1, **said)
    again = statement.on_conflict_do_update(
        index_elements=["idempotency_key"], set_={"times": col(GatewayRecord.times) + 1}
    )
    reference: UUID = (await tx.session.execute(again.returning(col(GatewayRecord.id)))).scalar_one()
    return reference


async def look_up(connection: AsyncConnection, key: str) -> UUID | None:
    """The reference of the message accepted under `key`, or None."""
    found = await connection.execute(select(col(GatewayRecord.id)).where(col(GatewayRecord.idempotency_key) == key))
    reference: UUID | None = found.scalar_one_or_none()
    return reference


async def recent(connection: AsyncConnection, *, to: str | None = None, limit: int = SHOWN) -> Sequence[Any]:
    """The latest messages, newest first; only those to one address when `to` is given."""
    columns = (
        col(GatewayRecord.accepted_at),
        col(GatewayRecord.channel),
        col(GatewayRecord.to),
        col(GatewayRecord.subject),
        col(GatewayRecord.text),
        col(GatewayRecord.times),
        col(GatewayRecord.idempotency_key),
    )
    newest = (col(GatewayRecord.accepted_at).desc(), col(GatewayRecord.id).desc())
    statement = select(*columns).order_by(*newest).limit(limit)
    if to is not None:
        statement = statement.where(col(GatewayRecord.to) == to)
    return (await connection.execute(statement)).all()
