"""What a caller reads of documents: pages, batches and the bytes of one, every one under the guard and within their reach."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, select, true, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement.queries import COLUMNS
from mediation.case.models import Case, Party
from mediation.case.queries import Rows
from mediation.document import gathering, rules
from mediation.document.dossier import Dossier
from mediation.document.filling import fill
from mediation.document.models import Document
from mediation.gql.context import Reader
from mediation.holiday import current
from mediation.kit.actor import Actor
from mediation.law.papers import PAPERS, PaperKind
from mediation.person.models import Person

SHOWN = tuple(
    column
    for column in Document.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it
    if column.name not in {"content_cipher", "details_cipher"}
)
"""The columns of a document that are shown; the seals are opened for whoever asks for the bytes."""


def shown(actor: Actor) -> Rows:
    """The documents that `actor` sees, with whether each is the last of its kind and whether they may read it."""
    later = aliased(Document)
    newer = exists(
        select(1).where(
            col(later.case_id) == col(Document.case_id),
            col(later.kind) == col(Document.kind),
            col(later.party_id).is_not_distinct_from(col(Document.party_id)),
            col(later.number) > col(Document.number),
        )
    )
    return (
        select(
            *SHOWN,
            (~newer).label("is_latest"),
            col(Person.name).label("worker_name"),
            guard.visible(actor, Verb.DOCUMENT_CONTENT_VIEW, COLUMNS).label("may_read"),
        )
        .select_from(Document)
        .join(Case, col(Case.id) == col(Document.case_id))
        .outerjoin(Party, col(Party.id) == col(Document.party_id))
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .where(guard.visible(actor, Verb.DOCUMENT_VIEW, COLUMNS), within_reach(actor))
    )


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """`rules.reach` over columns: the same answer as `Reach.covers` over values."""
    reach = rules.reach(actor)
    kinds = true() if reach.kinds is None else col(Document.kind).in_([kind.value for kind in sorted(reach.kinds)])
    finished = true() if reach.drafts else col(Document.is_draft).is_(False)
    if not reach.only_own:
        return and_(kinds, finished)
    return and_(kinds, finished, col(Document.party_id) == reach.own) if reach.own else false()


async def documents_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: documents by id."""
    found = {row.id: row for row in await reader.rows(shown(reader.actor).where(col(Document.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def documents_of_cases(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[Any, UUID] | None
) -> Sequence[list[Row[Any]]]:
    """Batch: up to `first` + 1 documents of each case behind moment and id `after`, newest first."""
    place = col(Document.generated_at), col(Document.id)
    ranked = shown(reader.actor).where(col(Document.case_id).in_(keys))
    if after is not None:
        ranked = ranked.where(tuple_(*place) < tuple_(*after))
    rank = func.row_number().over(partition_by=col(Document.case_id), order_by=(place[0].desc(), place[1].desc()))
    page = ranked.add_columns(rank.label("rank")).subquery()
    statement = select(page).where(page.c.rank <= first + 1).order_by(page.c.generated_at.desc(), page.c.id.desc())
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in await reader.rows(statement):
        groups[row.case_id].append(row)
    return [groups[key] for key in keys]


async def document_counts_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many documents of each case the caller sees."""
    seen = shown(reader.actor).where(col(Document.case_id).in_(keys)).subquery()
    rows = await reader.rows(select(seen.c.case_id, func.count().label("n")).group_by(seen.c.case_id))
    found = {row.case_id: int(row.n) for row in rows}
    return [found.get(key, 0) for key in keys]


async def content_of(reader: Reader, document_id: UUID) -> tuple[Row[Any], bytes] | None:
    """The document and its bytes, for whoever may read it; None for everybody else."""
    wanted = (
        shown(reader.actor)
        .add_columns(col(Document.content_cipher))
        .where(col(Document.id) == document_id, guard.visible(reader.actor, Verb.DOCUMENT_CONTENT_VIEW, COLUMNS))
    )
    row = await reader.first(wanted)
    if row is None:
        return None
    return row, reader.vault.open_bytes(row.content_cipher, context=f"document.content:{row.id}")


async def dossiers_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Dossier | None]:
    """Batch: what papers are made from, of cases in which the caller makes papers; None for the others."""
    may = select(col(Case.id)).where(
        col(Case.id).in_(keys), guard.visible(reader.actor, Verb.DOCUMENT_GENERATE, COLUMNS)
    )
    allowed = [row.id for row in await reader.rows(may)]
    if not allowed:
        return [None for _ in keys]

    calendar = await current.seen(reader.runtime)

    async def work(connection: Any) -> dict[UUID, Dossier]:
        return await gathering.gather_all(connection, reader.vault, calendar, allowed, reader.now)

    found = await reader.with_connection(work)
    return [found.get(key) for key in keys]


async def out_of_date(reader: Reader, keys: list[tuple[UUID, UUID]]) -> Sequence[bool | None]:
    """Batch over (case, document): whether the case says something else by now; None for whoever makes no papers here."""
    cases = list(dict.fromkeys(case for case, _ in keys))
    dossiers = dict(zip(cases, await dossiers_of_cases(reader, cases), strict=True))
    wanted = [document for case, document in keys if dossiers[case] is not None]
    columns = (
        Document.id,
        Document.case_id,
        Document.kind,
        Document.party_id,
        Document.fingerprint,
        Document.details_cipher,
    )
    rows = await reader.rows(select(*map(col, columns)).where(col(Document.id).in_(wanted)))
    found = {row.id: _differs(reader, row, dossiers[row.case_id]) for row in rows}
    return [found.get(document) for _, document in keys]


def _differs(reader: Reader, row: Row[Any], case: Dossier | None) -> bool | None:
    if case is None or row.kind not in {kind.value for kind in PaperKind}:
        return None
    worker = case.worker(row.party_id)
    if row.party_id is not None and worker is None:
        return True
    details = rules.details_from_json(reader.vault.open(row.details_cipher, context=f"document.details:{row.id}"))
    entry_url = gathering.entry_url(reader.runtime)
    blocks = fill(PAPERS[PaperKind(row.kind)], case, worker, details, entry_url=entry_url)
    return rules.fingerprint(blocks) != bytes(row.fingerprint)
