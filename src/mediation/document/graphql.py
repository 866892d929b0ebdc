"""Documents in the API: what can be made of a case and what it lacks, what was made, and making it. Bytes go by HTTP."""

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.graphql.access import CaseAccess
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.permits import may
from mediation.case.graphql.types import Case
from mediation.document import forms_of_case, listing, rules, service
from mediation.document.forms_of_case import Form
from mediation.document.models import Document as DocumentRow
from mediation.document.rules import DocumentFormat, Lacking, PaperReader
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.extend import extend
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import (
    After,
    Connection,
    Edge,
    First,
    Key,
    Node,
    connect,
    gid,
    node_loader,
    page,
    page_size,
    read_cursor,
    reread,
    row_id,
)
from mediation.law.papers import LABELS, PAPERS, Issuer, PaperField, PaperFor, PaperGroup, PaperKind

described(
    PaperKind,
    "The papers that can be made of a case (文书).",
    {kind: f"{paper.title.zh}. {paper.title.en}." for kind, paper in PAPERS.items()},
)
described(
    PaperField, "One thing that a paper says.", {field: f"{label.zh}. {label.en}." for field, label in LABELS.items()}
)
described(
    PaperGroup,
    "What a paper belongs to.",
    {
        PaperGroup.ARBITRATION: "仲裁. Arbitration.",
        PaperGroup.JUDICIAL_CONFIRMATION: "司法确认. Judicial confirmation.",
        PaperGroup.LEGAL_AID: "法律援助. Legal aid.",
        PaperGroup.MEDIATION: "调解. Mediation.",
        PaperGroup.PAYMENT_ORDER: "支付令. Payment order.",
        PaperGroup.SUPERVISION: "一函两书. Letters of trade-union supervision.",
    },
)
described(
    Issuer,
    "Who signs or seals a paper.",
    {
        Issuer.BOTH_PARTIES: "双方当事人. Both parties.",
        Issuer.LAWYER: "援助律师. The aid lawyer.",
        Issuer.LEGAL_AID_BODY: "法律援助机构. The legal-aid body.",
        Issuer.MEDIATION_BODY: "调解组织. The mediation body.",
        Issuer.UNION: "工会. The trade union.",
        Issuer.WORKER: "劳动者本人. The worker.",
        Issuer.WORKERS: "全体申请人. All applicants.",
    },
)
described(
    PaperFor,
    "Whom a paper is made for.",
    {PaperFor.CASE: "One for the whole case.", PaperFor.WORKER: "One for each worker."},
)
described(
    DocumentFormat,
    "What a paper is made as.",
    {DocumentFormat.DOCX: "A Word file, to edit.", DocumentFormat.PDF: "A PDF, to sign."},
)

described(
    PaperReader,
    "Among whom a paper is read, each as far as they see the case.",
    {
        PaperReader.AGENCIES: "参与单位. Agencies to which the case was referred or which sit in its room.",
        PaperReader.EMPLOYER: "用人单位. The employer's side.",
        PaperReader.LAWYER: "援助律师. The aid lawyer of the case.",
        PaperReader.STUDIO: "工作室. The studio and its supervisor.",
        PaperReader.WORKER: "劳动者本人. The worker for whom it was made, and no other.",
    },
)


@strawberry.type(description="One thing that a paper must say.")
class DocumentField:
    """See law.papers."""

    field: PaperField = strawberry.field(description="Which.")
    label: str = strawberry.field(description="In the reader's language.")
    source: str = strawberry.field(description="The article that asks for it.")
    may_be_given: bool = strawberry.field(
        description="Whether it can be filled in with `details` where the case does not know it; otherwise it is entered in the case."
    )

    @classmethod
    def of(cls, one: Lacking, locale: str) -> "DocumentField":
        """From a field of a paper."""
        source = one.source.en if locale.startswith("en") else one.source.zh
        return cls(field=one.field, label=one.label.in_(locale), source=source, may_be_given=one.may_be_given)


@strawberry.type(description="What was filled in by hand in the last version of a paper.")
class DocumentDetail:
    """One field and its text."""

    field: PaperField = strawberry.field(description="Which field.")
    value: str = strawberry.field(description="As typed.")


@strawberry.type(description="A paper that can be made of a case, and what it lacks.")
class DocumentForm:
    """One kind, for the case or for the worker asked about."""

    kind: PaperKind = strawberry.field(description="Which paper.")
    title: str = strawberry.field(description="In the reader's language.")
    group: PaperGroup = strawberry.field(description="What it belongs to.")
    issuer: Issuer = strawberry.field(description="Who signs or seals it.")
    made_for: PaperFor = strawberry.field(description="Whether there is one for the case, or one for each worker.")
    is_possible: bool = strawberry.field(description="Whether it has its place in the case now.")
    when: str = strawberry.field(description="When it has.")
    fields: list[DocumentField] = strawberry.field(description="Everything that it must say.")
    missing: list[DocumentField] = strawberry.field(
        description="What is missing: for the worker asked about, or without one for at least one worker."
    )
    optional: list[DocumentField] = strawberry.field(
        description="What its form has room for, can be filled in with `details`, and nobody has said."
    )
    given: list[DocumentDetail] = strawberry.field(description="What was filled in by hand before; it is used again.")
    readers: list[PaperReader] = strawberry.field(description="Who can see it once it is made and nothing is missing.")

    @classmethod
    def of(cls, form: Form, locale: str) -> "DocumentForm":
        """From a form of the case."""
        paper = form.paper
        return cls(
            kind=paper.kind,
            title=paper.title.in_(locale),
            group=paper.group,
            issuer=paper.issuer,
            made_for=paper.of,
            is_possible=form.is_possible,
            when=form.when.in_(locale),
            fields=[DocumentField.of(one, locale) for one in form.fields],
            missing=[DocumentField.of(one, locale) for one in form.missing],
            optional=[DocumentField.of(one, locale) for one in form.optional],
            given=[DocumentDetail(field=field, value=text) for field, text in form.given.items()],
            readers=list(rules.readers(paper.kind, for_worker=paper.of is PaperFor.WORKER, is_draft=False)),
        )


@strawberry.type(description="One version of a paper (文书). It is never changed; a new version is made instead.")
class Document(Node):
    """A version, without its bytes."""

    kind: PaperKind = strawberry.field(description="Which paper.")
    number: int = strawberry.field(description="The version: 1, 2, … of this paper for this worker or case.")
    format: DocumentFormat = strawberry.field(description="Word or PDF.")
    is_draft: bool = strawberry.field(
        description="Made while something was missing: with blanks, and marked 草稿 on every page."
    )
    is_latest: bool = strawberry.field(description="Whether no later version is there.")
    sha256: str = strawberry.field(description="Of the bytes as they are handed out, in hex.")
    byte_size: int = strawberry.field(description="How many bytes.")
    generated_at: datetime = strawberry.field(description="When it was made.")
    journal_seq: int = strawberry.field(description="The last entry of the case's journal that it knows of.")
    worker: strawberry.ID | None = strawberry.field(description="Global id of the worker's party, of a paper for one.")
    worker_name: str | None = strawberry.field(description="The worker's name, of a paper for one.")
    url: str | None = strawberry.field(
        description="Where its bytes are, for the caller's own session or token; null when the caller may not read it."
    )
    readers: list[PaperReader] = strawberry.field(description="Who can see it, each as far as they see the case.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Its title in the reader's language.")
    def title(self, info: Info) -> str:
        """From the table of papers."""
        return PAPERS[self.kind].title.in_(info.context.locale)

    @strawberry.field(description="The case; null when the caller sees the document only.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @strawberry.field(description="Who made it.")
    async def generated_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.generated_by)

    @strawberry.field(
        description="Whether the case says something else by now, so that a new version is due; null for whoever makes none."
    )
    async def is_out_of_date(self, info: Info) -> bool | None:
        """Compares what it says with what it would say."""
        found: bool | None = await info.context.load(listing.out_of_date, (self.row.case_id, self.row.id))
        return found

    @classmethod
    def of(cls, row: Any) -> "Document":
        """From a row of listing.shown."""
        key = gid("Document", row.id)
        return cls(
            id=key,
            kind=PaperKind(row.kind),
            number=row.number,
            format=DocumentFormat(row.format),
            is_draft=row.is_draft,
            is_latest=row.is_latest,
            sha256=bytes(row.sha256).hex(),
            byte_size=row.byte_size,
            generated_at=row.generated_at,
            journal_seq=row.journal_seq,
            worker=gid("Party", row.party_id) if row.party_id else None,
            worker_name=row.worker_name,
            url=f"/documents/{key}" if row.may_read else None,
            readers=list(rules.readers(row.kind, for_worker=row.party_id is not None, is_draft=row.is_draft)),
            row=row,
        )


@node_loader("Document")
async def _document(context: Context, key: UUID) -> Document | None:
    row = await context.load(listing.documents_by_id, key)
    return Document.of(row) if row else None


_NEWEST_FIRST: tuple[Key, ...] = (
    (col(DocumentRow.generated_at), datetime.fromisoformat, datetime.isoformat),
    (col(DocumentRow.id), UUID, str),
)


@extend(Case)
class _Documents:
    """The papers of a case."""

    @strawberry.field(description="The documents of the case that the caller may see, newest first.")
    async def documents(self: Any, info: Info, first: int, after: str | None = None) -> Connection[Document]:
        """A page per case, one query for all cases of the level."""
        beyond = tuple(read_cursor(after, _NEWEST_FIRST)) if after else None
        key = self.row.id
        rows = await info.context.load(listing.documents_of_cases, key, first=page_size(first), after=beyond)
        edges = [Edge(place=[row.generated_at.isoformat(), str(row.id)], node=Document.of(row)) for row in rows[:first]]

        async def count() -> int:
            return int(await info.context.load(listing.document_counts_of_cases, key))

        return page(edges, has_next=len(rows) > first, after=after, count=count)


@extend(CaseAccess)
class _Making:
    """Whether the caller makes papers here."""

    @strawberry.field(description="Make papers of the case.")
    async def can_generate_document(self: Any, info: Info) -> bool:
        """document:generate"""
        return await may(info.context, self.row, Verb.DOCUMENT_GENERATE)


_OF_CASE = Annotated[strawberry.ID, strawberry.argument(description="Global id of the case.")]


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The documents of a case that the caller may see, newest first.")
    async def documents(
        self,
        info: Info,
        case: _OF_CASE,
        first: First,
        after: After = None,
        kind: Annotated[PaperKind | None, strawberry.argument(description="Only of this kind.")] = None,
        worker: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those for the worker with this party's id.")
        ] = None,
    ) -> Connection[Document]:
        """Under the caller's own permissions and within their reach; also for parties in a room."""
        actor = info.context.actor
        guard.require_somewhere(actor, Verb.DOCUMENT_VIEW)
        statement = listing.shown(actor).where(col(DocumentRow.case_id) == row_id("Case", case, "case"))
        if kind is not None:
            statement = statement.where(col(DocumentRow.kind) == kind.value)
        if worker is not None:
            statement = statement.where(col(DocumentRow.party_id) == row_id("Party", worker, "worker"))
        return await connect(
            info.context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=Document.of,
            descending=True,
        )

    @strawberry.field(
        description="The papers that the caller can make of a case, with everything each must say and what is missing."
    )
    async def document_kinds(
        self,
        info: Info,
        case: _OF_CASE,
        worker: Annotated[
            strawberry.ID | None, strawberry.argument(description="The worker's party, for papers of one worker.")
        ] = None,
    ) -> list[DocumentForm]:
        """Empty where the caller makes none."""
        guard.require_somewhere(info.context.actor, Verb.DOCUMENT_GENERATE)
        party_id = row_id("Party", worker, "worker") if worker is not None else None
        forms = await forms_of_case.forms(info.context, row_id("Case", case, "case"), party_id)
        return [DocumentForm.of(form, info.context.locale) for form in forms]


@strawberry.input(description="One field filled in by hand.")
class DocumentDetailInput:
    """Only what the case does not know, and only what the paper asks for."""

    field: PaperField = strawberry.field(description="Which field.")
    value: str = strawberry.field(
        description="Its text, at most 4,000 characters; an empty one takes an earlier one back."
    )


@strawberry.input(description="Which paper, as what, for whom.")
class GenerateDocumentInput:
    """Input of generateDocument."""

    case: strawberry.ID = strawberry.field(description="The case's id.")
    kind: PaperKind = strawberry.field(description="Which paper.")
    format: DocumentFormat = strawberry.field(description="Word or PDF.")
    worker: strawberry.ID | None = strawberry.field(
        default=None, description="The worker's party, of a paper for one worker; of no other."
    )
    details: list[DocumentDetailInput] = strawberry.field(
        default_factory=list,
        description="What is filled in by hand where the case does not know it; what was filled in before stays.",
    )
    draft: bool = strawberry.field(
        default=False, description="Make it though something is missing: with blanks, marked 草稿 on every page."
    )

    def plain(self) -> service.Order:
        """With row ids."""
        return service.Order(
            case_id=row_id("Case", self.case, "case"),
            kind=self.kind,
            format=self.format,
            party_id=row_id("Party", self.worker, "worker") if self.worker is not None else None,
            details=[(one.field, one.value) for one in self.details],
            draft=self.draft,
        )


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Make a paper from the case as it stands, and keep it as the next version of its kind.")
    async def generate_document(self, info: Info, tx: Tx, input: GenerateDocumentInput) -> Document:
        """document:generate"""
        row = await service.generate(tx, input.plain())
        return cast("Document", reread("Document", row.id))
