"""Keys that make a mutation safe to repeat: claimed in the mutation's own transaction, so once done is done.

The key is kept for good, the answer sealed and for a week; afterwards a repeat reads the result again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import Field, col

from mediation.infra.db import Row, instant, new_id
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault, VaultError
from mediation.kit.actor import Actor
from mediation.kit.problems import Conflict, Text

ANSWER_KEPT_FOR: Final = timedelta(days=7)


class IdempotencyKey(Row, table=True):
    """A key that was used by a caller, for what, and what was answered."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        UniqueConstraint("caller", "key"),
        Index("ix_idempotency_key_used", "used_at", postgresql_where=text("answer_cipher IS NOT NULL")),
    )

    caller: str
    key: str
    fingerprint: bytes = Field(sa_type=LargeBinary)
    used_at: datetime = instant()
    node_id: str | None = None
    """global id of the result, to answer again when the answer itself is not there"""
    answer_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    """sealed: an answer shows what is sealed where it belongs, above all what was said in a room"""


class AlreadyDone(Exception):  # noqa: N818 - not an error
    """The mutation with this key has been done; `node_id` is its result."""

    def __init__(self, node_id: str | None) -> None:
        super().__init__("already done")
        self.node_id = node_id


def caller_of(actor: Actor) -> str:
    """Whose key it is: keys of different callers never meet."""
    return f"{actor.kind}:{actor.id}"


def reused() -> Conflict:
    """The refusal of a key that was used for something else."""
    return Conflict(
        text=Text("此幂等键已用于另一请求。", "This idempotency key has been used for a different request.")
    )


async def claim(tx: Tx, key: str, fingerprint: bytes) -> UUID:
    """Take `key` for the caller; waits for a running twin. Raises AlreadyDone, or Conflict when used for something else."""
    row_id = new_id()
    caller = caller_of(tx.actor)
    taken = await tx.session.execute(
        insert(IdempotencyKey)
        .values(id=row_id, caller=caller, key=key, fingerprint=fingerprint, used_at=tx.now)
        .on_conflict_do_nothing(index_elements=["caller", "key"])
        .returning(col(IdempotencyKey.id))
    )
    if taken.first() is not None:
        return row_id
    found = (
        await tx.session.execute(
            select(col(IdempotencyKey.fingerprint), col(IdempotencyKey.node_id)).where(
                col(IdempotencyKey.caller) == caller, col(IdempotencyKey.key) == key
            )
        )
    ).one()
    if found.fingerprint != fingerprint:
        raise reused()
    raise AlreadyDone(found.node_id)


async def remember_result(tx: Tx, row_id: UUID, node_id: str | None) -> None:
    """Note the result of the mutation beside its key, in its transaction."""
    await tx.session.execute(update(IdempotencyKey).where(col(IdempotencyKey.id) == row_id).values(node_id=node_id))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered before under a key, and the global id of the result, if it has one."""

    answer: bytes
    node_id: str | None


async def stored_answer(
    connection: AsyncConnection, vault: Vault, actor: Actor, key: str, fingerprint: bytes
) -> Kept | None:
    """The answer given before under this key to the same request, if it was kept; another one is for `claim`."""
    found = (
        await connection.execute(
            select(
                col(IdempotencyKey.id),
                col(IdempotencyKey.node_id),
                col(IdempotencyKey.answer_cipher),
            ).where(
                col(IdempotencyKey.caller) == caller_of(actor),
                col(IdempotencyKey.key) == key,
                col(IdempotencyKey.fingerprint) == fingerprint,
            )
        )
    ).first()
    if found is None or found.answer_cipher is None:
        return None
    try:
        return Kept(vault.open(found.answer_cipher, context=_context(found.id)).encode(), found.node_id)
    except VaultError:  # sealed with a key that has been taken away: the result is read again
        return None


async def keep_answer(
    connection: AsyncConnection, vault: Vault, actor: Actor, key: str, fingerprint: bytes, answer: bytes
) -> None:
    """Keep the first answer given under this key to the request that took it; later ones do not replace it."""
    empty = col(IdempotencyKey.answer_cipher).is_(None)
    mine = select(col(IdempotencyKey.id)).where(
        col(IdempotencyKey.caller) == caller_of(actor),
        col(IdempotencyKey.key) == key,
        col(IdempotencyKey.fingerprint) == fingerprint,
        empty,
    )
    row_id = (await connection.execute(mine)).scalar_one_or_none()
    if row_id is not None:
        sealed = vault.seal(answer.decode(), context=_context(row_id))
        await connection.execute(
            update(IdempotencyKey).where(col(IdempotencyKey.id) == row_id, empty).values(answer_cipher=sealed)
        )


async def forget_answers(tx: Tx, *, limit: int) -> int:
    """Empty the answers that are older than a week; how many. The keys stay. A sweep of the worker."""
    old = (
        select(col(IdempotencyKey.id))
        .where(col(IdempotencyKey.answer_cipher).is_not(None), col(IdempotencyKey.used_at) <= tx.now - ANSWER_KEPT_FOR)
        .order_by(col(IdempotencyKey.used_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    emptied = await tx.session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.id).in_(old.scalar_subquery()))
        .values(answer_cipher=None)
        .returning(col(IdempotencyKey.id))
    )
    return len(emptied.all())


def _context(row_id: UUID) -> str:
    return f"idempotency_key.answer:{row_id}"
