"""The papers that somebody can make of a case, each with what it must say and what it lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.document import listing, rules
from mediation.document.dossier import Dossier, Worker
from mediation.document.models import Document
from mediation.document.rules import Lacking
from mediation.document.values import is_known, is_of_worker, value_of
from mediation.gql.context import Context
from mediation.kit.problems import Invalid, Text
from mediation.law.papers import GIVEN, LABELS, PAPERS, Paper, PaperField, PaperFor, PaperKind

Details = Mapping[tuple[str, UUID | None], Mapping[PaperField, str]]
WhoLacks = Callable[[PaperField], Sequence[Worker]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One paper of a case."""

    paper: Paper
    is_possible: bool
    when: Text
    fields: tuple[Lacking, ...]
    missing: tuple[Lacking, ...]
    optional: tuple[Lacking, ...]
    given: Mapping[PaperField, str]


async def forms(context: Context, case_id: UUID, party_id: UUID | None) -> list[Form]:
    """The papers in the order of the law's table; none where the caller makes none.

    Raises Invalid (worker) for a worker who does not take part in a case the caller makes papers of.
    """
    case: Dossier | None = await context.load(listing.dossiers_of_cases, case_id)
    if case is None:
        return []
    if party_id is not None and case.worker(party_id) is None:
        raise Invalid.field("worker", "unknown_worker", "不是参加调解的劳动者。", "Not a worker who takes part.")
    earlier = await _earlier(context, case_id)
    kinds = [kind for kind in PAPERS if rules.may_make(context.actor, kind)]
    one = case.worker(party_id)
    lacking = cache(lambda field: _lacking(case, field))
    return [_form(case, kind, one, earlier, lacking) for kind in kinds]


def _form(case: Dossier, kind: PaperKind, worker: Worker | None, earlier: Details, lacking: WhoLacks) -> Form:
    paper = PAPERS[kind]
    asked = worker if paper.of is PaperFor.WORKER else None
    given = earlier.get((kind.value, asked.party_id if asked else None), {})
    is_of_each = paper.of is PaperFor.WORKER and worker is None
    return Form(
        paper=paper,
        is_possible=rules.has_place(paper.stage, case),
        when=rules.words_of(paper.stage),
        fields=tuple(_as_lacking(paper, one) for one in paper.fields),
        missing=_missing_of_any(paper, earlier, lacking) if is_of_each else rules.missing(paper, case, asked, given),
        optional=rules.left_open(paper, case, asked, given),
        given=given,
    )


def _as_lacking(paper: Paper, field: PaperField) -> Lacking:
    return Lacking(field, LABELS[field], paper.source_of(field), field in GIVEN)


def _missing_of_any(paper: Paper, earlier: Details, lacking: WhoLacks) -> tuple[Lacking, ...]:
    """What any worker's copy lacks, each field once."""
    return tuple(
        _as_lacking(paper, field)
        for field in paper.fields
        if any(not earlier.get((paper.kind.value, one.party_id), {}).get(field) for one in lacking(field))
    )


def _lacking(case: Dossier, field: PaperField) -> Sequence[Worker]:
    """The workers for whom the books say nothing: looked for once, whichever papers ask."""
    if is_of_worker(field):
        return [one for one in case.workers if not is_known(field, case, one)]
    return [] if value_of(field, case, None) else case.workers


async def _earlier(context: Context, case_id: UUID) -> Details:
    """What was filled in by hand in the last version of each paper."""
    columns: tuple[Any, ...] = (Document.id, Document.kind, Document.party_id, Document.details_cipher)
    rows = await context.reader.rows(
        select(*map(col, columns)).where(col(Document.case_id) == case_id).order_by(col(Document.number))
    )
    vault = context.reader.vault
    last = {(row.kind, row.party_id): row for row in rows}
    return {
        paper: rules.details_from_json(vault.open(row.details_cipher, context=f"document.details:{row.id}"))
        for paper, row in last.items()
    }
