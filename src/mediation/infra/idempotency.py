"""Keys that make a mutation safe to repeat: claimed in the mutation's own transaction, so once done is done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import Field, col

from mediation.infra.db import Row, instant, new_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor
from mediation.kit.problems import Conflict, Text


class IdempotencyKey(Row, table=True):
    """A key that was used by a caller, for what, and what was answered."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("caller", "key"), Index("ix_idempotency_key_used", "used_at"))

    caller: str
    key: str
    fingerprint: bytes = Field(sa_type=LargeBinary)
    used_at: datetime = instant()
    node_id: str | None = None
    """global id of the result, to answer again when the answer itself was lost"""
    answer: bytes | None = Field(default=None, sa_type=LargeBinary)


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


async def stored_answer(connection: AsyncConnection, actor: Actor, key: str, fingerprint: bytes) -> bytes | None:
    """The bytes answered before under this key, if they were kept. Raises Conflict when used for something else."""
    found = (
        await connection.execute(
            select(col(IdempotencyKey.fingerprint), col(IdempotencyKey.answer)).where(
                col(IdempotencyKey.caller) == caller_of(actor), col(IdempotencyKey.key) == key
            )
        )
    ).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise reused()
    answer: bytes | None = found.answer
    return answer


async def keep_answer(connection: AsyncConnection, actor: Actor, key: str, answer: bytes) -> None:
    """Keep the first answer given under this key; later ones do not replace it."""
    await connection.execute(
        update(IdempotencyKey)
        .where(
            col(IdempotencyKey.caller) == caller_of(actor),
            col(IdempotencyKey.key) == key,
            col(IdempotencyKey.answer).is_(None),
        )
        .values(answer=answer)
    )
