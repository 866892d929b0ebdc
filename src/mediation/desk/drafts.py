"""The verbs `draft:save`, `draft:discard`: what somebody has begun to write, for themselves alone.

Nothing of a draft is journaled, and nobody else reads one, whatever their role: what comes of it is a verb of its own.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import orjson
from sqlalchemy import delete, func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.desk.models import Draft
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.problems import Conflict, Invalid, NotFound

KEPT_FOR: Final = timedelta(days=30)
MOST: Final = 50
"""drafts of one person"""
BODY_BYTES: Final = 65_536


class DraftKind(StrEnum):
    """What is being written."""

    COMPOSER = "composer"
    DEFAULT_WIZARD = "default_wizard"
    INTAKE = "intake"
    MINUTES = "minutes"
    ROSTER = "roster"


def opened(vault: Vault, row: Draft) -> str:
    """The text of a draft, or of a row with its id and its sealed body."""
    return vault.open(row.body_cipher, context=_context(row.id))


def _context(draft_id: UUID) -> str:
    return f"draft.body:{draft_id}"


async def save(tx: Tx, kind: DraftKind, about: str, body: str, *, version: int) -> Draft:
    """Keep what the caller has written so far; `version` is the one they saw, 0 when there was none.

    Raises Forbidden, Invalid (body), Conflict (it was saved elsewhere meanwhile: `current_id` is that draft).
    """
    actor = tx.actor
    guard.require_somewhere(actor, Verb.DRAFT_SAVE)
    guard.require(actor, Verb.DRAFT_SAVE, Facts(owner=actor.id))
    assert actor.id is not None, "whoever owns something has an id"
    _check(body)
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"draft:{actor.id}"))))
    own = select(Draft).where(col(Draft.staff_id) == actor.id)
    this = own.where(col(Draft.kind) == kind.value, col(Draft.about) == about)
    row = (await tx.session.execute(this)).scalar_one_or_none()
    if version != (row.version if row else 0):
        raise Conflict(row.version if row else 0, current=("Draft", row.id) if row else None)
    if row is None:
        if (await tx.session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST:
            raise Invalid.field("body", "too_many", f"最多保存 {MOST} 份草稿。", f"At most {MOST} drafts.")
        row = Draft(staff_id=actor.id, kind=kind, about=about, body_cipher=b"", version=0, saved_at=tx.now)
    row.body_cipher = tx.runtime.vault.seal(body, context=_context(row.id))
    row.version, row.saved_at = version + 1, tx.now
    tx.session.add(row)
    await tx.session.flush()
    return row


def _check(body: str) -> None:
    if len(body.encode()) > BODY_BYTES:
        raise Invalid.field("body", "too_long", "草稿过长（最多 64 KB）。", "A draft has at most 64 kB.")
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Invalid.field("body", "not_json", "内容不是 JSON。", "This is not JSON.") from None


async def discard(tx: Tx, draft_id: UUID) -> None:
    """Throw a draft away. Raises NotFound: also for somebody else's."""
    row = (
        await tx.session.execute(select(Draft).where(col(Draft.id) == draft_id).with_for_update())
    ).scalar_one_or_none()
    if row is None:
        raise NotFound(Verb.DRAFT_DISCARD)
    guard.require(tx.actor, Verb.DRAFT_DISCARD, Facts(owner=row.staff_id))
    await tx.session.delete(row)


async def forget_old(tx: Tx, *, limit: int) -> int:
    """Forget what was not touched for 30 days; how many. A sweep of the worker."""
    old = (
        select(col(Draft.id))
        .where(col(Draft.saved_at) <= tx.now - KEPT_FOR)
        .order_by(col(Draft.saved_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await tx.session.execute(delete(Draft).where(col(Draft.id).in_(old)).returning(col(Draft.id)))
    return len(gone.all())


async def forget_all_of(tx: Tx, staff_id: UUID) -> None:
    """An account was closed: nobody would read its drafts any more."""
    await tx.session.execute(delete(Draft).where(col(Draft.staff_id) == staff_id))
