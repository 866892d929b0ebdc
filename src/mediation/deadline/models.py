"""Table of deadlines: a projection that can be rebuilt."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from mediation.infra.db import Row, instant

OPEN = "met_at IS NULL AND void_at IS NULL AND lapsed_at IS NULL"


class Deadline(Row, table=True):
    """One clock that runs, or ran, on a case."""

    __table_args__ = (
        UniqueConstraint("case_id", "rule", "subject_id"),
        Index("ix_deadline_case", "case_id", "due_at"),
        Index("ix_deadline_open", "due_at", "id", postgresql_where=text(OPEN)),
        Index("ix_deadline_lapsing", "due_at", postgresql_where=text(f"is_right AND {OPEN}")),
        Index("ix_deadline_uncomputed", "why_not", postgresql_where=text(f"why_not IS NOT NULL AND {OPEN}")),
        Index("ix_deadline_reminder", "next_reminder_at", "id", postgresql_where=text("next_reminder_at IS NOT NULL")),
        CheckConstraint("kind IN ('statutory','agreed','internal')", name="kind"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    rule: str
    """row of the table of law (M-2, G-3, ...), `AGREED`, or `INTERNAL`"""
    subject_id: UUID
    """what it hangs on: the case, the agreement, one agreed date, or itself"""
    kind: str
    title_zh: str
    title_en: str
    citation: str
    duty_of: str
    """mediator | employer | workers | both | justice"""
    is_right: bool = False
    """lapses when it passes, instead of being overdue"""
    starts_on: date
    due_on: date | None = None
    due_at: datetime | None = instant(default=None, nullable=True)
    """the first moment that is too late; none: cannot be computed, see `why_not`"""
    why_not: str | None = None
    """the year whose holiday notice is missing"""
    met_at: datetime | None = instant(default=None, nullable=True)
    void_at: datetime | None = instant(default=None, nullable=True)
    """the case has ended, or the clock was started again elsewhere"""
    lapsed_at: datetime | None = instant(default=None, nullable=True)
    """when a right has passed: not used in time, or (M-3) open from then on; a duty does not lapse, it is overdue"""
    next_reminder_at: datetime | None = instant(default=None, nullable=True)
    """when something ought to be said next; none: nothing more"""
    note: str = ""
