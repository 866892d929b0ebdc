"""Tables of what belongs to one member of staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant


class CaseSeen(Row, table=True):
    """How far somebody has seen what happened in a case."""

    __tablename__ = "case_seen"
    __table_args__ = (UniqueConstraint("staff_id", "case_id"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    case_id: UUID = Field(foreign_key="cases.id")
    seq: int = Field(sa_type=BigInteger)
    """the last entry of the case's journal at that time: entries are numbered in the order in which they are committed"""
    seen_at: datetime = instant()


class Draft(Row, table=True):
    """What somebody has begun to write, sealed, until they send it or throw it away."""

    __table_args__ = (
        UniqueConstraint("staff_id", "kind", "about"),
        Index("ix_draft_author", "staff_id", "saved_at", "id"),
        Index("ix_draft_saved", "saved_at"),
        CheckConstraint("kind IN ('composer','default_wizard','intake','minutes','roster')", name="kind"),
    )

    staff_id: UUID = Field(foreign_key="staff.id")
    kind: str
    about: str = ""
    """global id of what it is about; empty: of nothing that is there already"""
    body_cipher: bytes = Field(sa_type=LargeBinary)
    version: int = 1
    saved_at: datetime = instant()


class SavedFilter(Row, table=True):
    """A filter of the work list under a name. A deleted one can be restored for a day."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        Index("uq_saved_filter_live", "staff_id", "digest", unique=True, postgresql_where=text("deleted_at IS NULL")),
        Index("ix_saved_filter_shared", "shared_with", postgresql_where=text("deleted_at IS NULL")),
        Index("ix_saved_filter_deleted", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    )

    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    shared_with: UUID | None = Field(default=None, foreign_key="agency.id")
    """the agency whose staff may use it too"""
    name: str
    filter: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """in its one form, see filters.py"""
    digest: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of `filter`"""
    saved_at: datetime = instant()
    deleted_at: datetime | None = instant(default=None, nullable=True)
