"""The verb `document:generate`: prepare, set, keep.

Setting takes time, so nothing is locked meanwhile: the case is read, the paper is set, then the case is locked and read
again, and the paper is kept only if it still says what the case says.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.document import gathering, glyphs, queries, rules
from mediation.document.blocks import Block, dated
from mediation.document.dossier import Dossier, Worker
from mediation.document.events import DocumentGenerated
from mediation.document.filling import fill
from mediation.document.models import Document
from mediation.document.press import press
from mediation.document.rules import DocumentFormat
from mediation.document.wording import day_of
from mediation.holiday import current
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound, Text
from mediation.law.papers import PAPERS, Paper, PaperField, PaperKind


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody wants made. `details` is what they filled in by hand; an earlier version's stay unless changed."""

    case_id: UUID
    kind: PaperKind
    format: DocumentFormat
    party_id: UUID | None = None
    details: Sequence[tuple[PaperField, str]] = ()
    draft: bool = False
    """with blanks where something is missing, and marked as a draft"""


@dataclass(frozen=True)
class Prepared:
    """A paper ready to be set."""

    case: Dossier
    paper: Paper
    worker: Worker | None
    details: dict[PaperField, str]
    blocks: list[Block]
    fingerprint: bytes
    number: int
    is_draft: bool


async def generate(tx: Tx, order: Order) -> Document:
    """Make a paper and keep it as the next version of its kind.

    Raises NotFound, Forbidden, IllegalMove (the paper has no place in the case yet), Invalid (worker, details, content;
    `details.<field>` for everything missing unless a draft is wanted), Conflict (the case changed while the paper was set,
    or it could not be set), TooMany.
    """
    async with tx.runtime.uow(tx.actor) as reading:
        case, facts = await cases.look(reading, order.case_id)
        guard.require(tx.actor, Verb.DOCUMENT_GENERATE, facts)
        first = await _prepare(reading, order)
    content = await press.set(_copy(tx, first, order.format))
    if len(content) > rules.MAX_BYTES:
        raise Invalid.field("content", "too_large", "文书过大。", "The document is too large.")
    case, facts = await cases.lock(tx, order.case_id)
    guard.require(tx.actor, Verb.DOCUMENT_GENERATE, facts)
    now = await _prepare(tx, order)
    if (now.fingerprint, now.number) != (first.fingerprint, first.number):
        raise Conflict(text=Text("案件内容刚有变化，请重新生成。", "The case changed meanwhile. Generate it again."))
    return _keep(tx, case, now, order.format, content)


async def _prepare(tx: Tx, order: Order) -> Prepared:
    if not rules.may_make(tx.actor, order.kind):
        raise Forbidden(Verb.DOCUMENT_GENERATE, case_id=order.case_id)
    case = await gathering.gather(tx.session, tx.runtime.vault, await current.calendar(tx), order.case_id, tx.now)
    if case is None:
        raise NotFound
    paper = PAPERS[order.kind]
    if not rules.has_place(paper.stage, case):
        raise IllegalMove(Verb.DOCUMENT_GENERATE, case.state, text=rules.words_of(paper.stage))
    worker = rules.check_worker(paper, case, order.party_id)
    before = (await tx.session.execute(queries.newest(order.case_id, order.kind, order.party_id))).first()
    details = _earlier(tx, before) | rules.check_details(paper, case, worker, order.details)
    lacking = rules.missing(paper, case, worker, details)
    if not order.draft:
        rules.check_complete(lacking)
    blocks = fill(paper, case, worker, details, entry_url=gathering.entry_url(tx.runtime))
    if order.format is DocumentFormat.PDF:
        folders = glyphs.font_folders(tx.runtime.settings.fonts_dir)
        # The first time fonts are read for half a second: beside the loop.
        glyphs.check(blocks, await asyncio.to_thread(glyphs.printable, folders))
    return Prepared(
        case=case,
        paper=paper,
        worker=worker,
        details=details,
        blocks=blocks,
        fingerprint=rules.fingerprint(blocks),
        number=before.number + 1 if before else 1,
        is_draft=bool(lacking),
    )


def _earlier(tx: Tx, before: Any) -> dict[PaperField, str]:
    if before is None:
        return {}
    return rules.details_from_json(
        tx.runtime.vault.open(before.details_cipher, context=f"document.details:{before.id}")
    )


def _copy(tx: Tx, prepared: Prepared, wanted: DocumentFormat) -> dict[str, Any]:
    """What the press is sent."""
    blocks = dated(prepared.blocks, day_of(tx.now))
    return {
        "format": wanted.value,
        "title": prepared.paper.title.zh,
        "author": prepared.case.studio,
        "number": prepared.case.number,
        "version": f"第{prepared.number}版",
        "draft": prepared.is_draft,
        "blocks": [_with_code(block) if block["kind"] == "qr" else block for block in blocks],
        "font_paths": [*glyphs.font_folders(tx.runtime.settings.fonts_dir)],
    }


def _with_code(block: dict[str, Any]) -> dict[str, Any]:
    address, _, caption = block["text"].partition("|")
    address = address.strip()
    svg = segno.make(address, error="m").svg_inline(scale=4, border=2)
    return block | {"address": address, "text": caption.strip(), "svg": svg}


def _keep(tx: Tx, case: Case, made: Prepared, wanted: DocumentFormat, content: bytes) -> Document:
    key, vault = new_id(), tx.runtime.vault
    digest = hashlib.sha256(content).digest()
    row = Document(
        id=key,
        case_id=case.id,
        district_id=case.district_id,
        kind=made.paper.kind.value,
        party_id=made.worker.party_id if made.worker else None,
        number=made.number,
        format=wanted.value,
        is_draft=made.is_draft,
        sha256=digest,
        byte_size=len(content),
        fingerprint=made.fingerprint,
        journal_seq=made.case.journal_seq,
        content_cipher=vault.seal_bytes(content, context=f"document.content:{key}"),
        details_cipher=vault.seal(rules.details_as_json(made.details), context=f"document.details:{key}"),
        generated_by=tx.actor.id,
        generated_at=tx.now,
    )
    tx.session.add(row)
    tx.record(
        DocumentGenerated(
            subject_id=key,
            case_id=case.id,
            district_id=case.district_id,
            kind=row.kind,
            number=row.number,
            format=row.format,
            is_draft=row.is_draft,
            sha256=digest.hex(),
            party_id=row.party_id,
            journal_seq=row.journal_seq,
        )
    )
    tx.ping(f"case:{case.id}")
    return row
