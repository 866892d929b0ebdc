"""Table of deadlines: a projection that can be rebuilt."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Deadline(Row, table=True):
    """One clock that runs, or ran, on a case."""

    __table_args__ = (
        UniqueConstraint("case_id", "rule", "subject_id"),
        Index("ix_deadline_case", "case_id", "due_at"),
        Index("ix_deadline_open", "due_at", "id", postgresql_where=text("met_at IS NULL AND void_at IS NULL")),
        CheckConstraint("kind IN ('statutory','agreed','internal')", name="kind"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    rule: str
    """row of the table of law (M-2, G-3, ...), `agreed`, or `internal`"""
    subject_id: UUID
    """what it hangs on: the case, the agreement, the commitment batch"""
    kind: str
    title_zh: str
    title_en: str
    citation: str
    duty_of: str
    """studio | mediator | employer | workers | both | justice | lawyer"""
    starts_on: date
    due_on: date | None = None
    due_at: datetime | None = instant(default=None, nullable=True)
    """none: cannot be computed, see `why_not`"""
    why_not: str | None = None
    met_at: datetime | None = instant(default=None, nullable=True)
    void_at: datetime | None = instant(default=None, nullable=True)
    note: str = ""
