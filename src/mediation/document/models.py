"""The table of documents: one row per version, with its bytes sealed. Nothing but the seal is ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, BigInteger, CheckConstraint, Index, LargeBinary, event
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Document(Row, table=True):
    """One version of one paper: who made it, when, from which entry of the journal, and what its bytes hash to."""

    __table_args__ = (
        Index("ix_document_case", "case_id", "generated_at", "id"),
        Index(
            "uq_document_number",
            "case_id",
            "kind",
            "party_id",
            "number",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_document_party", "party_id"),
        CheckConstraint("format IN ('docx','pdf')", name="format"),
        CheckConstraint("number > 0 AND byte_size > 0", name="figures"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    kind: str
    """law/papers PaperKind"""
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """of a paper for one worker"""
    number: int
    """1, 2, … of this kind for this worker, whatever the format"""
    format: str
    """docx | pdf"""
    is_draft: bool = False
    """made while something was missing: blanks, and marked 草稿 on every page"""
    sha256: bytes = Field(sa_type=LargeBinary)
    """of the bytes as they are handed out"""
    byte_size: int
    fingerprint: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of what it says, but for the day of printing: another one now means that it is out of date"""
    journal_seq: int = Field(sa_type=BigInteger)
    """the last entry of the case's chain that it knows of"""
    content_cipher: bytes = Field(sa_type=LargeBinary)
    details_cipher: bytes = Field(sa_type=LargeBinary)
    """what was filled in by hand, as JSON"""
    generated_by: UUID | None = Field(default=None, foreign_key="staff.id")
    generated_at: datetime = instant()


_SEALS = "ARRAY['content_cipher', 'details_cipher']"
_REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'UPDATE' THEN "
    f"IF to_jsonb(NEW) - {_SEALS} = to_jsonb(OLD) - {_SEALS} THEN RETURN NEW; END IF; END IF; "
    "RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
)
_ON_ROWS = (
    "CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON document "
    "FOR EACH ROW EXECUTE FUNCTION refuse_document_change()"
)
_ON_ALL = (
    "CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_document_change()"
)
for _statement in (_REFUSE, _ON_ROWS, _ON_ALL):
    event.listen(Document.__table__, "after_create", DDL(_statement))  # type: ignore[attr-defined, no-untyped-call]
