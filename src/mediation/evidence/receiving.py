"""The verb `evidence:upload`: a file is received, examined, scanned and kept, sealed, until its sender has looked at it.

It is examined and scanned while nothing is locked; then the case is locked and everything asked again. Refuses to read the
bytes of a file: the examiner does, in a process without keys.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import desk
from mediation.agreement import queries as agreements
from mediation.case import queries as cases
from mediation.case.models import Case, CaseState, Party, PartySide
from mediation.case.rules import require_possible
from mediation.evidence import rules
from mediation.evidence.events import (
    EvidenceUploaded,
)
from mediation.evidence.examiner import Examined, examiner
from mediation.evidence.models import Evidence, EvidenceWithdrawal
from mediation.evidence.rules import Audience, EvidenceKind
from mediation.infra import clamd
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.journal.service import note_access
from mediation.kit.problems import Conflict, IllegalMove, Invalid, NotFound, Text, TooMany
from mediation.room.caucus import enter_caucus

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it comes. `audience` is not asked for in a private session, which has its own."""

    case_id: UUID
    kind: EvidenceKind
    audience: Audience = Audience.STUDIO
    party_id: UUID | None = None
    caucus_id: UUID | None = None
    name: str = ""
    data: bytes = b""


async def check(tx: Tx, case_id: UUID) -> None:
    """Whether the caller may bring anything at all, before a file is read. Raises NotFound, Forbidden, IllegalMove."""
    case, facts = await cases.look(tx, case_id)
    guard.require(tx.actor, Verb.EVIDENCE_UPLOAD, await agreements.with_seats(tx, case, facts))
    require_possible("evidence:upload", CaseState(case.state))


async def upload(tx: Tx, order: Upload) -> Evidence:
    """Examine a file and keep it, sealed, until its sender has looked at it. The same file again is the same evidence.

    Raises NotFound, Forbidden, IllegalMove, Invalid (file: see found.Reason, `virus`, `too_many`, `case_full`; audience;
    worker), Conflict (a scanner is configured and gives no answer), TooMany.
    """
    async with tx.runtime.uow(tx.actor) as reading:
        await _place(reading, order)
    examined = await examiner.examine(order.data)
    scanned = await _scanned(tx, order)
    case, audience = await _place(tx, order)
    digest = hashlib.sha256(order.data).digest()
    before = await _sent_before(tx, order, audience, digest)
    if before is not None:
        return before
    await _check_room(tx, case.id, len(examined.content))
    row = _row(tx, case, order, audience, examined, scanned=scanned, digest=digest)
    tx.session.add(row)
    tx.record(
        EvidenceUploaded(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            private_to=rules.private_to(audience),
            kind=row.kind,
            media=row.media,
            sha256=row.sha256.hex(),
            source_sha256=digest.hex(),
            byte_size=row.byte_size,
            scanned=scanned,
            party_id=row.party_id,
        )
    )
    return row


async def _place(tx: Tx, order: Upload) -> tuple[Case, Audience]:
    """The case, locked, and for whom the file is, when the caller may bring it. Raises as `upload`."""
    case, facts = await desk.lock_case(tx, order.case_id)
    guard.require(tx.actor, Verb.EVIDENCE_UPLOAD, facts)
    require_possible("evidence:upload", CaseState(case.state))
    audience = order.audience
    if order.caucus_id is not None:
        caucus, floor = await enter_caucus(tx, order.caucus_id, Verb.CAUCUS_SPEAK)
        if floor.case.id != case.id:
            raise NotFound
        if caucus.closed_at is not None:
            raise IllegalMove(Verb.EVIDENCE_UPLOAD, "closed")
        audience = Audience(caucus.side)
    await _check_whose(tx, case.id, audience, order.party_id)
    return case, audience


async def _check_whose(tx: Tx, case_id: UUID, audience: Audience, party_id: UUID | None) -> None:
    if not rules.reach(tx.actor).covers(audience, None):
        raise Invalid.field("audience", "not_yours", "不能向该范围提供。", "You cannot bring it for these readers.")
    if party_id is None:
        return
    worker = select(col(Party.id)).where(
        col(Party.id) == party_id, col(Party.case_id) == case_id, col(Party.side) == PartySide.CLAIMANT.value
    )
    if not rules.may_name(tx.actor, party_id) or (await tx.session.execute(worker)).first() is None:
        raise Invalid.field("worker", "unknown_worker", "不是本案的劳动者。", "Not a worker of this case.")


async def _scanned(tx: Tx, order: Upload) -> bool:
    """Whether a scanner has looked at the file. With one configured nothing passes without its word."""
    settings = tx.runtime.settings
    if settings.clamd_url is None:
        return False
    try:
        found = await clamd.scan(settings.clamd_url, order.data, seconds=settings.clamd_seconds)
    except clamd.ScannerError as error:
        log.warning("evidence.scanner", error=str(error))
        text = Text("病毒扫描暂不可用，请稍后再试。", "The virus scanner does not answer. Try again later.")
        raise Conflict(text=text) from None
    if found is not None:
        log.warning("evidence.virus", found=found)
        await note_access(
            tx.runtime,
            tx.actor,
            verb=Verb.EVIDENCE_UPLOAD,
            subject="Case",
            subject_id=order.case_id,
            case_id=order.case_id,
            allowed=False,
            reason=f"virus: {found}",
            private=order.caucus_id is not None,
        )
        raise Invalid.field(
            "file", "virus", "文件含有病毒，已拒收。", "There is a virus in the file: it was not taken."
        )
    return True


async def _sent_before(tx: Tx, order: Upload, audience: Audience, digest: bytes) -> Evidence | None:
    found = await tx.session.execute(
        select(Evidence)
        .where(
            col(Evidence.case_id) == order.case_id,
            col(Evidence.uploaded_by) == tx.actor.id,
            col(Evidence.source_sha256) == digest,
            col(Evidence.kind) == order.kind.value,
            col(Evidence.audience) == audience.value,
            col(Evidence.party_id).is_not_distinct_from(order.party_id),
            col(Evidence.caucus_id).is_not_distinct_from(order.caucus_id),
            or_(col(Evidence.accepted_at).is_not(None), col(Evidence.uploaded_at) > tx.now - rules.KEPT_FOR),
            ~select(1).where(col(EvidenceWithdrawal.evidence_id) == col(Evidence.id)).exists(),
        )
        .limit(1)
    )
    return found.scalar_one_or_none()


async def _check_room(tx: Tx, case_id: UUID, more: int) -> None:
    """Raises Invalid(file) when the case holds too much, TooMany when too much of the caller's waits."""
    own = func.count().filter(col(Evidence.accepted_at).is_(None), col(Evidence.uploaded_by) == tx.actor.id)
    counted = select(func.count(), func.coalesce(func.sum(col(Evidence.byte_size)), 0), own)
    files, size, waiting = (await tx.session.execute(counted.where(col(Evidence.case_id) == case_id))).one()
    if waiting >= rules.MAX_WAITING:
        raise TooMany(60)
    if files >= rules.MAX_FILES or size + more > rules.MAX_CASE_BYTES:
        raise Invalid.field("file", "case_full", "本案材料已达上限。", "The case holds as many files as it can.")


def _row(
    tx: Tx, case: Case, order: Upload, audience: Audience, examined: Examined, *, scanned: bool, digest: bytes
) -> Evidence:
    assert tx.actor.id is not None
    key, vault = new_id(), tx.runtime.vault
    name = rules.clean_name(order.name, examined.media)
    return Evidence(
        id=key,
        case_id=case.id,
        district_id=case.district_id,
        kind=order.kind.value,
        audience=audience.value,
        caucus_id=order.caucus_id,
        party_id=order.party_id,
        media=examined.media.value,
        name_cipher=vault.seal(name, context=f"evidence.name:{key}"),
        content_cipher=vault.seal_bytes(examined.content, context=f"evidence.content:{key}"),
        sha256=hashlib.sha256(examined.content).digest(),
        byte_size=len(examined.content),
        source_sha256=digest,
        source_byte_size=len(order.data),
        pages=examined.pages,
        width=examined.width,
        height=examined.height,
        lines=examined.lines,
        scanned=scanned,
        uploaded_by=tx.actor.id,
        uploaded_side=tx.actor.side.value if tx.actor.side else None,
        uploaded_at=tx.now,
    )
