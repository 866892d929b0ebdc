"""Tables of the journal. No row is ever updated or deleted but the chain heads; a trigger says so in the database too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, BigInteger, Column, Index, LargeBinary, UniqueConstraint, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant


class JournalEntry(Row, table=True):
    """One verb done. `hash` covers every other column and the previous entry's hash of the same chain."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain_id", "seq"),
        Index("ix_journal_entry_case", "case_id", "at", "id"),
        Index("ix_journal_entry_day", "at", "id"),
        Index("ix_journal_entry_verb", "verb", "at", "id"),
        Index("ix_journal_entry_subject", "subject_id"),
    )

    chain_id: UUID
    """the case's id, or the id of the agency (or of nobody: all zeros) for what belongs to no case"""
    seq: int = Field(sa_type=BigInteger)
    at: datetime = instant()
    verb: str
    actor_kind: str
    actor_id: UUID | None = None
    actor_roles: str = ""
    agency_id: UUID | None = None
    district_id: UUID | None = None
    case_id: UUID | None = None
    subject: str
    subject_id: UUID
    private_to: str | None = None
    particulars: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    request_id: str = ""
    prev_hash: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class JournalHead(Row, table=True):
    """The last entry of each chain; `id` is the chain's id. Locked by each writer, so that a chain cannot fork."""

    __tablename__ = "journal_head"
    __table_args__ = (Index("ix_journal_head_at", "at"),)

    seq: int = Field(sa_type=BigInteger)
    hash: bytes = Field(sa_type=LargeBinary)
    at: datetime = instant()


class AccessEntry(Row, table=True):
    """Somebody read something sensitive, or was refused: who, what, why."""

    __tablename__ = "access_entry"
    __table_args__ = (
        Index("ix_access_entry_case", "case_id", "at"),
        Index("ix_access_entry_actor", "actor_id", "at"),
        Index("ix_access_entry_day", "at", "id"),
        Index("ix_access_entry_verb", "verb", "at", "id"),
        Index("ix_access_entry_refused", "at", "id", postgresql_where=text("NOT allowed")),
    )

    at: datetime = instant()
    actor_kind: str
    actor_id: UUID | None = None
    agency_id: UUID | None = None
    district_id: UUID | None = None
    case_id: UUID | None = None
    verb: str
    subject: str
    subject_id: UUID | None = None
    field: str = ""
    reason: str = ""
    allowed: bool
    private: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """that the subject exists is known to some only: not shown through the API, kept for an investigation"""
    request_id: str = ""


_REFUSE_CHANGE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
)
_REFUSE_STEP_BACK = (
    "CREATE OR REPLACE FUNCTION refuse_step_back() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 THEN "
    "RAISE EXCEPTION '%% only moves forward', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
)


def append_only(table: Any) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on `table` in the database itself."""
    _after_create(
        table,
        _REFUSE_CHANGE,
        _trigger(table, "append_only", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
        _trigger(table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    )


def forward_only(table: Any) -> None:
    """Refuse to move a row of `table` but one step on, or to remove it, in the database itself."""
    _after_create(
        table,
        _REFUSE_CHANGE,
        _REFUSE_STEP_BACK,
        _trigger(table, "forward_only", "BEFORE UPDATE", "ROW", "refuse_step_back"),
        _trigger(table, "no_delete", "BEFORE DELETE", "ROW", "refuse_change"),
        _trigger(table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
    )


def _trigger(table: Any, what: str, when: str, each: str, function: str) -> str:
    name = table.name
    return f"CREATE TRIGGER {name}_{what} {when} ON {name} FOR EACH {each} EXECUTE FUNCTION {function}()"


def _after_create(table: Any, *statements: str) -> None:
    for statement in statements:
        event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so


append_only(JournalEntry.__table__)  # type: ignore[attr-defined]
append_only(AccessEntry.__table__)  # type: ignore[attr-defined]
forward_only(JournalHead.__table__)  # type: ignore[attr-defined]
