"""The papers that somebody can make of a case, each with what it must say and what it lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.document import listing, rules
from mediation.document.dossier import Dossier, Worker
from mediation.document.models import Document
from mediation.document.rules import Lacking
from mediation.gql.context import Context
from mediation.kit.problems import Invalid, Text
from mediation.law.papers import GIVEN, LABELS, PAPERS, Paper, PaperField, PaperFor, PaperKind

Details = Mapping[tuple[str, UUID | None], Mapping[PaperField, str]]


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
    return [_form(case, kind, case.worker(party_id), earlier) for kind in kinds]


def _form(case: Dossier, kind: PaperKind, worker: Worker | None, earlier: Details) -> Form:
    paper = PAPERS[kind]
    asked = worker if paper.of is PaperFor.WORKER else None
    given = earlier.get((kind.value, asked.party_id if asked else None), {})
    return Form(
        paper=paper,
        is_possible=rules.has_place(paper.stage, case),
        when=rules.words_of(paper.stage),
        fields=tuple(Lacking(one, LABELS[one], paper.source_of(one), one in GIVEN) for one in paper.fields),
        missing=tuple(_missing(case, paper, asked, earlier)),
        optional=rules.left_open(paper, case, asked, given),
        given=given,
    )


def _missing(case: Dossier, paper: Paper, worker: Worker | None, earlier: Details) -> Iterator[Lacking]:
    """Of the worker asked about, else of any worker, each field once."""
    whole = paper.of is PaperFor.WORKER and worker is None
    people: list[Worker | None] = [*case.workers] if whole else [worker]
    seen: set[PaperField] = set()
    for one in people:
        details = earlier.get((paper.kind.value, one.party_id if one else None), {})
        for lacking in rules.missing(paper, case, one, details):
            if lacking.field not in seen:
                seen.add(lacking.field)
                yield lacking


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
