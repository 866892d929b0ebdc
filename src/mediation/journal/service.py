"""Writing the journal and the access log. The only writer of both.

A chain is one case's (or one agency's) entries in order; each entry's hash covers its own columns and the hash before
it. The head row is locked by each writer, so that a chain cannot fork.
"""

import hashlib
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.infra.db import new_id
from mediation.infra.log import request_id
from mediation.infra.runtime import Runtime
from mediation.infra.statements import kept, late
from mediation.infra.uow import Refusal, Tx, fingerprint
from mediation.journal.models import AccessEntry, JournalEntry, JournalHead
from mediation.kit.actor import Actor
from mediation.kit.events import Event

GENESIS = bytes(32)
NO_CHAIN = UUID(int=0)


def entry_hash(values: dict[str, Any], prev_hash: bytes) -> bytes:
    """SHA-256 over the previous hash and the canonical JSON of every other column of an entry."""
    body = {
        k: v.isoformat() if isinstance(v, datetime) else str(v) if isinstance(v, UUID) else v for k, v in values.items()
    }
    return hashlib.sha256(prev_hash + fingerprint(body)).digest()


HASHED_COLUMNS = (
    "id",
    "chain_id",
    "seq",
    "at",
    "verb",
    "actor_kind",
    "actor_id",
    "actor_roles",
    "agency_id",
    "district_id",
    "case_id",
    "subject",
    "subject_id",
    "private_to",
    "particulars",
    "request_id",
)


async def write(tx: Tx, event: Event) -> None:
    """Append `event` to its chain. The first reaction to every event: no entry, no change."""
    actor = tx.actor
    chain_id = event.case_id or actor.agency_id or NO_CHAIN
    head = await _locked_head(tx, chain_id)
    values: dict[str, Any] = {
        "id": new_id(),
        "chain_id": chain_id,
        "seq": head.seq + 1,
        "at": tx.now,
        "verb": event.verb,
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "actor_roles": ",".join(sorted(actor.roles)),
        "agency_id": actor.agency_id,
        "district_id": event.district_id or actor.district_id,
        "case_id": event.case_id,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "private_to": event.private_to,
        "particulars": event.particulars(),
        "request_id": request_id.get() or "",
    }
    digest = entry_hash(values, head.hash)
    tx.session.add(JournalEntry(**values, prev_hash=head.hash, hash=digest))
    head.seq, head.hash, head.at = head.seq + 1, digest, tx.now
    await tx.session.flush()


async def _locked_head(tx: Tx, chain_id: UUID) -> JournalHead:
    query = select(JournalHead).where(col(JournalHead.id) == chain_id).with_for_update()
    head = (await tx.session.execute(query)).scalar_one_or_none()
    if head is None:
        await tx.session.execute(
            insert(JournalHead).values(id=chain_id, seq=0, hash=GENESIS, at=tx.now).on_conflict_do_nothing()
        )
        head = (await tx.session.execute(query)).scalar_one()
    return head


class Access(TypedDict):
    """What the access log keeps of a read or a refusal, beside who and when."""

    verb: str
    subject: str
    subject_id: UUID | None
    allowed: bool
    case_id: NotRequired[UUID | None]
    field: NotRequired[str]
    reason: NotRequired[str]
    private: NotRequired[bool]


def note(tx: Tx, **access: Unpack[Access]) -> None:
    """Log a read of something sensitive in the transaction that reads it: no log, no reading."""
    tx.session.add(AccessEntry(**_access_row(tx.actor, tx.now, access)))


async def note_access(runtime: Runtime, actor: Actor, **access: Unpack[Access]) -> None:
    """Log a read of something sensitive, or a refusal, by itself; under load together with others of the moment."""

    async def add(rows: list[dict[str, Any]]) -> None:
        await runtime.add(kept(_add_access_entry), rows)

    await runtime.background.together("access_entry", _access_row(actor, runtime.clock.now(), access), add)


def _access_row(actor: Actor, at: datetime, access: Access) -> dict[str, Any]:
    """Every column, as plain values: to build and take apart a model costs ten times what the row costs."""
    return {
        "id": new_id(),
        "at": at,
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "agency_id": actor.agency_id,
        "district_id": actor.district_id,
        "case_id": None,
        "field": "",
        "reason": "",
        "private": False,
        "request_id": request_id.get() or "",
        **access,
    }


def _add_access_entry() -> Any:
    columns = AccessEntry.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it
    return insert(AccessEntry).values({column.name: late(column.name, column.type) for column in columns})


async def note_refusal(runtime: Runtime, actor: Actor, refusal: Refusal) -> None:
    """Log that `actor` was refused. What does not exist is logged like what may not be seen: both take equally long."""
    await note_access(
        runtime,
        actor,
        verb=refusal.verb,
        subject=refusal.subject,
        subject_id=refusal.subject_id,
        case_id=refusal.case_id,
        allowed=False,
        private=refusal.private,
    )
