"""The verbs of evidence once it has been received (`receiving.py`): accept or discard, say what it is about, withdraw.

Refuses to change a file, or to delete one that was accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agreement import desk
from mediation.case.models import Case, CaseState
from mediation.case.rules import require_possible
from mediation.evidence import links, rules
from mediation.evidence.events import (
    EvidenceAccepted,
    EvidenceAttached,
    EvidenceDiscarded,
    EvidenceWithdrawn,
)
from mediation.evidence.models import Evidence, EvidenceWithdrawal
from mediation.evidence.rules import Audience
from mediation.infra.uow import Tx
from mediation.kit.checks import reason_given
from mediation.kit.problems import Forbidden, IllegalMove, Invalid, NotFound, Text
from mediation.room import topics
from mediation.room.models import Caucus
from mediation.room.queries import look
from mediation.room.rules import Audience as RoomAudience


@dataclass(frozen=True)
class Held:
    """A locked piece of evidence with its locked case."""

    row: Evidence
    case: Case
    facts: Facts
    room_id: UUID | None
    """of what was brought in a private session"""
    withdrawn: bool


async def accept(tx: Tx, evidence_id: UUID, about: Sequence[links.Target]) -> Evidence:
    """Put a file that waits into the file of the case. Raises NotFound, Forbidden, IllegalMove, Invalid (about)."""
    held = await _hold(tx, evidence_id, Verb.EVIDENCE_ACCEPT)
    require_possible("evidence:accept", CaseState(held.case.state))
    _require_waiting(held, Verb.EVIDENCE_ACCEPT)
    row = held.row
    new = await links.check(tx, held.case.id, row.id, about, held.facts)
    row.accepted_at = tx.now
    await tx.session.flush()
    links.add(tx, row, new)
    tx.record(
        EvidenceAccepted(
            subject_id=row.id,
            case_id=row.case_id,
            district_id=row.district_id,
            private_to=rules.private_to(row.audience),
            kind=row.kind,
            audience=row.audience,
            sha256=row.sha256.hex(),
            source_sha256=row.source_sha256.hex(),
            about_ids=tuple(target.key for target in new),
        )
    )
    await _stir(tx, held)
    return row


async def discard(tx: Tx, evidence_id: UUID) -> Case:
    """Remove a file that waits; nothing of it stays but its hash in the journal. Raises NotFound, Forbidden, IllegalMove."""
    held = await _hold(tx, evidence_id, Verb.EVIDENCE_DISCARD)
    _require_waiting(held, Verb.EVIDENCE_DISCARD)
    await _remove(tx, held.row, expired=False)
    return held.case


async def attach(tx: Tx, evidence_id: UUID, about: Sequence[links.Target]) -> Evidence:
    """Say what accepted evidence is about, too. Raises NotFound, Forbidden, IllegalMove, Invalid (about)."""
    held = await _hold(tx, evidence_id, Verb.EVIDENCE_ATTACH)
    require_possible("evidence:attach", CaseState(held.case.state))
    _require_standing(held, Verb.EVIDENCE_ATTACH)
    row = held.row
    new = await links.check(tx, held.case.id, row.id, about, held.facts)
    if not new:
        raise Invalid.field("about", "empty", "没有新的关联事项。", "Nothing that it is not about already.")
    links.add(tx, row, new)
    tx.record(
        EvidenceAttached(
            subject_id=row.id,
            case_id=row.case_id,
            district_id=row.district_id,
            private_to=rules.private_to(row.audience),
            about_ids=tuple(target.key for target in new),
        )
    )
    await _stir(tx, held)
    return row


async def withdraw(tx: Tx, evidence_id: UUID, *, reason: str) -> Evidence:
    """Take accepted evidence back: it stays in the list and sealed, and is handed out to nobody.

    Raises NotFound, Forbidden (somebody else brought it), IllegalMove, Invalid (reason).
    """
    held = await _hold(tx, evidence_id, Verb.EVIDENCE_WITHDRAW)
    row = held.row
    if not rules.may_withdraw(tx.actor, row.uploaded_by):
        raise Forbidden(Verb.EVIDENCE_WITHDRAW, case_id=row.case_id)
    _require_standing(held, Verb.EVIDENCE_WITHDRAW)
    said = reason_given("reason", reason)
    assert tx.actor.id is not None
    tx.session.add(
        EvidenceWithdrawal(
            evidence_id=row.id,
            district_id=row.district_id,
            reason=said,
            withdrawn_by=tx.actor.id,
            withdrawn_at=tx.now,
        )
    )
    tx.record(
        EvidenceWithdrawn(
            subject_id=row.id,
            case_id=row.case_id,
            district_id=row.district_id,
            private_to=rules.private_to(row.audience),
            sha256=row.sha256.hex(),
            reason=said,
        )
    )
    await _stir(tx, held)
    return row


async def forget_expired(tx: Tx, *, limit: int) -> int:
    """Remove the files that nobody accepted in time; how many. A sweep of the worker."""
    found = await tx.session.execute(
        select(Evidence)
        .where(col(Evidence.accepted_at).is_(None), col(Evidence.uploaded_at) <= tx.now - rules.KEPT_FOR)
        .order_by(col(Evidence.case_id), col(Evidence.id))
        .limit(min(limit, 50))
        .with_for_update(skip_locked=True)
    )
    expired = found.scalars().all()
    for row in expired:
        await _remove(tx, row, expired=True)
    return len(expired)


async def _hold(tx: Tx, evidence_id: UUID, verb: Verb) -> Held:
    """The evidence and its case, locked, for somebody who sees it and may do `verb`. Raises NotFound, Forbidden."""
    found = await tx.session.execute(
        select(col(Evidence.case_id), col(Evidence.caucus_id)).where(col(Evidence.id) == evidence_id)
    )
    place = found.first()
    if place is None:
        raise NotFound
    case, facts = await desk.lock_case(tx, place.case_id)
    room_id, view = None, Verb.EVIDENCE_VIEW
    row = (await tx.session.execute(select(Evidence).where(col(Evidence.id) == evidence_id))).scalar_one_or_none()
    if row is None:
        raise NotFound
    if place.caucus_id is not None:
        tx.private = True
        room_id = (await tx.session.get_one(Caucus, place.caucus_id)).room_id
        facts, view = (await look(tx, room_id, change=False)).facts(row.audience), Verb.CAUCUS_VIEW
    if not guard.may(tx.actor, view, facts) or not _is_there(tx, row):
        raise NotFound(verb, case_id=case.id)
    guard.require(tx.actor, verb, facts)
    gone = select(col(EvidenceWithdrawal.id)).where(col(EvidenceWithdrawal.evidence_id) == row.id)
    return Held(row, case, facts, room_id, (await tx.session.execute(gone)).first() is not None)


def _is_there(tx: Tx, row: Evidence) -> bool:
    waits = row.accepted_at is None
    if waits and (row.uploaded_by != tx.actor.id or _is_expired(row.uploaded_at, tx.now)):
        return False
    return rules.reach(tx.actor).covers(row.audience, row.party_id)


def _is_expired(uploaded_at: datetime, now: datetime) -> bool:
    return uploaded_at + rules.KEPT_FOR <= now


def _require_waiting(held: Held, verb: Verb) -> None:
    if held.row.accepted_at is not None:
        raise IllegalMove(verb, "accepted", text=Text("该材料已接收。", "This has been accepted already."))


def _require_standing(held: Held, verb: Verb) -> None:
    if held.withdrawn:
        raise IllegalMove(verb, "withdrawn", text=Text("该材料已撤回。", "This was withdrawn."))
    if held.row.accepted_at is None:
        raise IllegalMove(
            verb, "waiting", (Verb.EVIDENCE_ACCEPT, Verb.EVIDENCE_DISCARD), Text("请先确认接收。", "Accept it first.")
        )


async def _remove(tx: Tx, row: Evidence, *, expired: bool) -> None:
    tx.record(
        EvidenceDiscarded(
            subject_id=row.id,
            case_id=row.case_id,
            district_id=row.district_id,
            private_to=rules.private_to(row.audience),
            sha256=row.sha256.hex(),
            source_sha256=row.source_sha256.hex(),
            expired=expired,
        )
    )
    await tx.session.delete(row)


async def _stir(tx: Tx, held: Held) -> None:
    """Tell the pages of those who see it to look again, and nobody else that there is something."""
    if held.room_id is not None:
        tx.ping(topics.of_audience(held.room_id, RoomAudience(held.row.audience)))
    elif held.row.audience == Audience.EVERYONE:
        await desk.stir(tx, held.case)
