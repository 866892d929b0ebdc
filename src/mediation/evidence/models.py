"""Tables of evidence: files, what they are about, and what was withdrawn. Once accepted nothing but the seals is changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, Index, LargeBinary, event, text
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Evidence(Row, table=True):
    """One file: received, and after a look at it accepted. Until then it is its sender's alone, for a day."""

    __table_args__ = (
        Index("ix_evidence_case", "case_id", "uploaded_at", "id"),
        Index("ix_evidence_waiting", "uploaded_at", "id", postgresql_where=text("accepted_at IS NULL")),
        Index("ix_evidence_party", "party_id"),
        CheckConstraint("audience IN ('everyone','workers','employer','studio')", name="audience"),
        CheckConstraint("caucus_id IS NULL OR audience IN ('workers','employer')", name="caucus"),
        CheckConstraint("media IN ('docx','jpeg','pdf','png','text','xlsx')", name="media"),
        CheckConstraint("byte_size > 0 AND source_byte_size > 0", name="figures"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    kind: str
    """rules.EvidenceKind"""
    audience: str
    """rules.Audience"""
    caucus_id: UUID | None = Field(default=None, foreign_key="caucus.id")
    """of what was brought in a private session: for that side and the mediators, and for nobody else"""
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """the worker whom it is about"""
    media: str
    """found.Media"""
    name_cipher: bytes = Field(sa_type=LargeBinary)
    """the sender's name for it, cleaned: it often has a person's name in it"""
    content_cipher: bytes = Field(sa_type=LargeBinary)
    sha256: bytes = Field(sa_type=LargeBinary)
    """of the bytes as they are handed out"""
    byte_size: int
    source_sha256: bytes = Field(sa_type=LargeBinary)
    """of the bytes as they came; another one for pictures, which are written anew"""
    source_byte_size: int
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    lines: int | None = None
    scanned: bool
    """whether a virus scanner has looked at it"""
    uploaded_by: UUID
    """staff id, or the participant's id when brought in the room"""
    uploaded_side: str | None = None
    """of a participant"""
    uploaded_at: datetime = instant()
    accepted_at: datetime | None = instant(default=None, nullable=True)


class EvidenceLink(Row, table=True):
    """One thing in the case that a piece of evidence is about."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        Index(
            "uq_evidence_link",
            *("evidence_id", "party_id", "claim_id", "payment_id", "advance_id", "signature_id"),
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        *(
            Index(f"ix_evidence_link_{name}", f"{name}_id", postgresql_where=text(f"{name}_id IS NOT NULL"))
            for name in ("party", "claim", "payment", "advance", "signature")
        ),
        CheckConstraint("num_nonnulls(party_id, claim_id, payment_id, advance_id, signature_id) = 1", name="one"),
    )

    evidence_id: UUID = Field(foreign_key="evidence.id")
    district_id: UUID
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """of an election form: who was elected"""
    claim_id: UUID | None = Field(default=None, foreign_key="claim.id")
    payment_id: UUID | None = Field(default=None, foreign_key="payment.id")
    advance_id: UUID | None = Field(default=None, foreign_key="advance.id")
    signature_id: UUID | None = Field(default=None, foreign_key="signature.id")
    linked_by: UUID
    linked_at: datetime = instant()


class EvidenceWithdrawal(Row, table=True):
    """That a piece of evidence was taken back, and why. The file stays sealed and is handed out to nobody."""

    __tablename__ = "evidence_withdrawal"

    evidence_id: UUID = Field(foreign_key="evidence.id", unique=True)
    district_id: UUID
    reason: str
    withdrawn_by: UUID
    withdrawn_at: datetime = instant()


_SEALS = "ARRAY['content_cipher', 'name_cipher']"
_REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'UPDATE' THEN "
    f"IF to_jsonb(NEW) - {_SEALS} = to_jsonb(OLD) - {_SEALS} THEN RETURN NEW; END IF; END IF; "
    "IF TG_OP <> 'TRUNCATE' AND TG_TABLE_NAME = 'evidence' AND to_jsonb(OLD) -> 'accepted_at' = 'null' "
    "THEN RETURN COALESCE(NEW, OLD); END IF; "
    "RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
)
for _table in (Evidence, EvidenceLink, EvidenceWithdrawal):
    _name = _table.__tablename__
    _on_rows = (
        f"CREATE TRIGGER {_name}_append_only BEFORE UPDATE OR DELETE ON {_name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change()"
    )
    _on_all = (
        f"CREATE TRIGGER {_name}_no_truncate BEFORE TRUNCATE ON {_name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()"
    )
    for _statement in (_REFUSE, _on_rows, _on_all):
        event.listen(_table.__table__, "after_create", DDL(_statement))  # type: ignore[union-attr, no-untyped-call]
