"""Evidence as it is read, and where it stands on the things it is about."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.agreement.graphql.money import Advance, Payment
from mediation.agreement.graphql.parts import AgreementSignature
from mediation.case import queries as cases
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.parties import Representative
from mediation.case.graphql.types import Case
from mediation.evidence import listing, rules
from mediation.evidence.found import Media
from mediation.evidence.rules import Audience, EvidenceKind
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.extend import extend
from mediation.gql.relay import Node, gid, node_loader
from mediation.kit.actor import Actor, Side
from mediation.kit.ids import decode_global_id
from mediation.room.graphql import words  # noqa: F401 - describes Side, which must come before its first use

described(
    EvidenceKind,
    "What a file is in the case (证据材料).",
    {
        EvidenceKind.ASSIGNMENT_OF_CLAIM: "债权转让、追偿约定. Assignment of the claim, or recourse, agreed with who advanced.",
        EvidenceKind.ATTENDANCE: "考勤记录. Record of attendance.",
        EvidenceKind.BANK_PROOF: "银行流水. Statement of an account.",
        EvidenceKind.CONTRACT: "劳动合同. Contract.",
        EvidenceKind.ELECTION_FORM: "代表人推选书. Form by which representatives were elected.",
        EvidenceKind.IDENTITY: "身份证明. Proof of identity.",
        EvidenceKind.OTHER: "其他. Anything else.",
        EvidenceKind.PAYSLIP: "工资条. Payslip.",
        EvidenceKind.PROOF_OF_PAYMENT: "付款凭证. Proof of payment.",
        EvidenceKind.SEAL_PAGE: "盖章页. Page with a seal.",
        EvidenceKind.SIGNATURE_PAGE: "签字页. Page with a signature.",
    },
)
described(
    Audience,
    "Who sees a piece of evidence. The studio sees all, but for what was brought in a private session.",
    {
        Audience.EMPLOYER: "用人单位一方. The employer's side and the studio.",
        Audience.EVERYONE: "各方. Both sides and the agencies that take part.",
        Audience.STUDIO: "调解组织. The studio alone.",
        Audience.WORKERS: "劳动者一方. The worker it is about, or all of them; their lawyer, and the studio.",
    },
    name="EvidenceAudience",
)
described(
    Media,
    "What a file is by its content.",
    {
        Media.DOCX: "A Word file.",
        Media.JPEG: "A photograph, written anew without what the camera noted.",
        Media.PDF: "A PDF.",
        Media.PNG: "A picture, written anew.",
        Media.TEXT: "Plain text.",
        Media.XLSX: "An Excel file.",
    },
    name="EvidenceMedia",
)


@strawberry.type(description="What the caller may do to a piece of evidence now.")
class EvidenceAccess:
    """Permission and standing together. Accepting and discarding are its sender's."""

    can_accept: bool = strawberry.field(description="Put it into the file of the case.")
    can_attach: bool = strawberry.field(description="Say what it is about.")
    can_discard: bool = strawberry.field(description="Remove it before it is accepted.")
    can_withdraw: bool = strawberry.field(description="Take it back; it stays sealed.")


@strawberry.type(description="That a piece of evidence was taken back. The file is handed out to nobody.")
class EvidenceWithdrawal:
    """See evidence.models."""

    at: datetime = strawberry.field(description="When.")
    reason: str = strawberry.field(description="Why.")
    by_key: strawberry.Private[UUID]

    @strawberry.field(description="Who took it back; null for a party in the room.")
    async def by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.by_key)


@strawberry.type(description="A file attached to a case (证据材料). Once accepted it is never changed.")
class Evidence(Node):
    """One file, without its bytes."""

    kind: EvidenceKind = strawberry.field(description="What it is in the case.")
    media: Media = strawberry.field(description="What the file is by its content.")
    audience: Audience = strawberry.field(description="Who sees it.")
    is_private: bool = strawberry.field(
        description="Whether it was brought in a private session: then it exists for that side and the mediators only."
    )
    sha256: str = strawberry.field(description="Of the bytes as they are handed out, in hex.")
    byte_size: int = strawberry.field(description="How many bytes are handed out.")
    source_sha256: str = strawberry.field(
        description="Of the bytes as they came, in hex; another one for pictures, which are written anew."
    )
    source_byte_size: int = strawberry.field(description="How many bytes came.")
    pages: int | None = strawberry.field(description="Of a PDF: how many pages.")
    width: int | None = strawberry.field(description="Of a picture: pixels from left to right.")
    height: int | None = strawberry.field(description="Of a picture: pixels from top to bottom.")
    lines: int | None = strawberry.field(description="Of a text: how many lines.")
    scanned: bool = strawberry.field(
        description="Whether a virus scanner has looked at it; false where the installation has none."
    )
    worker: strawberry.ID | None = strawberry.field(description="Global id of the party of the worker it is about.")
    worker_name: str | None = strawberry.field(description="That worker's name.")
    uploaded_at: datetime = strawberry.field(description="When it came.")
    uploaded_side: Side | None = strawberry.field(description="The side that brought it; null for staff.")
    accepted_at: datetime | None = strawberry.field(description="When its sender put it into the file of the case.")
    expires_at: datetime | None = strawberry.field(description="While it waits: when it is removed unless accepted.")
    withdrawal: EvidenceWithdrawal | None = strawberry.field(
        description="That it was taken back; null while it stands."
    )
    url: str | None = strawberry.field(
        description="Where its bytes are, as a download; null when the caller may not read them, and once withdrawn."
    )
    picture_url: str | None = strawberry.field(description="Of a picture: where it can be shown in a page.")
    table_url: str | None = strawberry.field(
        description="Of a spreadsheet or a text: where its first rows are, as JSON; null when the caller may not read it."
    )
    access: EvidenceAccess = strawberry.field(description="What the caller may do to it now.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Its sender's name for it, cleaned, with the ending of what it is.")
    def name(self, info: Info) -> str:
        """Opened from its seal."""
        return info.context.reader.vault.open(self.row.name_cipher, context=f"evidence.name:{self.row.id}")

    @strawberry.field(description="The member of staff who brought it; null for a party in the room.")
    async def uploaded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.uploaded_by)

    @strawberry.field(
        description="Global ids of what it is about: claims, payments, advances, signatures, who was elected."
    )
    async def about(self, info: Info) -> list[strawberry.ID]:
        """Loaded with the others of its level."""
        found = await info.context.load(listing.links_of, self.row.id)
        return [gid(type_name, key) for type_name, key in found]

    @strawberry.field(description="The case; null when the caller sees the evidence only.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @classmethod
    def of(cls, row: Any, actor: Actor) -> "Evidence":
        """From a row of listing.shown, as its reader sees it."""
        key, media = gid("Evidence", row.id), Media(row.media)
        picture = row.may_read and media in rules.PICTURES
        return cls(
            id=key,
            kind=EvidenceKind(row.kind),
            media=media,
            audience=Audience(row.audience),
            is_private=row.caucus_id is not None,
            sha256=bytes(row.sha256).hex(),
            byte_size=row.byte_size,
            source_sha256=bytes(row.source_sha256).hex(),
            source_byte_size=row.source_byte_size,
            pages=row.pages,
            width=row.width,
            height=row.height,
            lines=row.lines,
            scanned=row.scanned,
            worker=gid("Party", row.party_id) if row.party_id else None,
            worker_name=row.worker_name,
            uploaded_at=row.uploaded_at,
            uploaded_side=Side(row.uploaded_side) if row.uploaded_side else None,
            accepted_at=row.accepted_at,
            expires_at=None if row.accepted_at else row.uploaded_at + rules.KEPT_FOR,
            withdrawal=_withdrawal(row),
            url=f"/evidence/{key}" if row.may_read else None,
            picture_url=f"/evidence/{key}/picture" if picture else None,
            table_url=f"/evidence/{key}/table" if row.may_read and media in rules.TABLES else None,
            access=_access(row, actor),
            row=row,
        )


def _withdrawal(row: Any) -> EvidenceWithdrawal | None:
    if row.withdrawal_id is None:
        return None
    return EvidenceWithdrawal(at=row.withdrawn_at, reason=row.withdrawal_reason, by_key=row.withdrawn_by)


def _access(row: Any, actor: Actor) -> EvidenceAccess:
    waits, own = row.accepted_at is None, row.uploaded_by == actor.id
    stands = not waits and row.withdrawal_id is None
    return EvidenceAccess(
        can_accept=waits and own and row.may_accept,
        can_attach=stands and row.may_attach,
        can_discard=waits and own and row.may_discard,
        can_withdraw=stands and row.may_withdraw and rules.may_withdraw(actor, row.uploaded_by),
    )


@node_loader("Evidence")
async def _evidence(context: Context, key: UUID) -> Evidence | None:
    row = await context.load(listing.evidence_by_id, key)
    return Evidence.of(row, context.actor) if row else None


async def _about(info: Info, type_name: str, key: UUID) -> list[Evidence]:
    rows = await info.context.load(listing.evidence_about, (type_name, key))
    return [Evidence.of(row, info.context.actor) for row in rows]


@extend(Payment)
class _Proofs:
    """What proves a payment."""

    @strawberry.field(description="Evidence of it that the caller sees.")
    async def evidence(self: Any, info: Info) -> list[Evidence]:
        """Loaded with the others of its level."""
        return await _about(info, "Payment", self.row.id)


@extend(Advance)
class _Arrangements:
    """What proves an advance, and what was agreed about it."""

    @strawberry.field(description="Evidence of it that the caller sees: the slip, the assignment of the claim.")
    async def evidence(self: Any, info: Info) -> list[Evidence]:
        """Loaded with the others of its level."""
        return await _about(info, "Advance", decode_global_id(self.id)[1])


@extend(AgreementSignature)
class _Pages:
    """The page with a signature or a seal."""

    @strawberry.field(description="Scanned pages of it that the caller sees.")
    async def evidence(self: Any, info: Info) -> list[Evidence]:
        """Loaded with the others of its level."""
        return await _about(info, "Signature", decode_global_id(self.id)[1])


@extend(Representative)
class _Forms:
    """The form by which somebody was elected."""

    @strawberry.field(description="Election forms of theirs that the caller sees, of this election and earlier ones.")
    async def evidence(self: Any, info: Info) -> list[Evidence]:
        """Loaded with the others of its level."""
        return await _about(info, "Party", self.party_key)
