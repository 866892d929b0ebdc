"""Tables: of deadlines, a projection that can be rebuilt; of procedural events, append-only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant
from mediation.journal.models import append_only

OPEN = "met_at IS NULL AND void_at IS NULL AND lapsed_at IS NULL"
WATCHED = f"NOT shown_only AND {OPEN}"
"""what somebody here has to act on, or may"""


class Deadline(Row, table=True):
    """One clock that runs, or ran, on a case."""

    __table_args__ = (
        UniqueConstraint("case_id", "rule", "subject_id"),
        Index("ix_deadline_case", "case_id", "due_at"),
        Index("ix_deadline_open", "due_at", "id", postgresql_where=text(WATCHED)),
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
    """a value of rules.DutyOf"""
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """whom alone it concerns; none: whoever `duty_of` says"""
    is_right: bool = False
    """lapses when it passes, instead of being overdue"""
    shown_only: bool = False
    """working time of a court or an authority: nobody is reminded of it or late with it"""
    region: str = ""
    """the region whose length it has; empty: the country's"""
    starts_on: date
    due_on: date | None = None
    natural_on: date | None = None
    """the last day before an end on a rest day was moved"""
    extended_days: int = 0
    """what both sides added to the length"""
    due_at: datetime | None = instant(default=None, nullable=True)
    """the first moment that is too late; none: cannot be computed, see `why_not`"""
    why_not: str | None = None
    """the year whose holiday notice is missing"""
    steps: list[dict[str, str]] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    """of a year of limitation, whose end follows from many facts: how it came to it, in both languages"""
    met_at: datetime | None = instant(default=None, nullable=True)
    """when it was written down that it was done"""
    met_on: date | None = None
    """the day on which it was done: in time, or late"""
    void_at: datetime | None = instant(default=None, nullable=True)
    void_why: str | None = None
    """a value of facts.WhyVoid"""
    lapsed_at: datetime | None = instant(default=None, nullable=True)
    """when a right has passed: not used in time, or (M-3) open from then on; a duty does not lapse, it is overdue"""
    next_reminder_at: datetime | None = instant(default=None, nullable=True)
    """when something ought to be said next; none: nothing more"""
    note: str = ""


class ProcedureEvent(Row, table=True):
    """Something that happened to a case outside the house: an application received, an order issued, an award served.

    A mistaken entry is taken back by another one; nothing is changed.
    """

    __tablename__ = "procedure_event"
    __table_args__ = (
        Index("ix_procedure_event_case", "case_id", "happened_on", "id"),
        CheckConstraint("(takes_back_id IS NULL) = (reason = '')", name="reason"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    trigger: str
    """a value of law.deadlines.Trigger"""
    happened_on: date
    until_on: date | None = None
    """of an obstacle: the day on which it was removed; none while it lasts"""
    rule: str | None = None
    """the one that runs, where the day alone does not tell which"""
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    """to whom it happened; none: in the case as a whole"""
    reference: str = ""
    """of the proof: file number, receipt, parcel number"""
    note: str = ""
    recorded_at: datetime = instant()
    recorded_by: UUID | None = Field(default=None, foreign_key="staff.id")
    takes_back_id: UUID | None = Field(default=None, foreign_key="procedure_event.id", unique=True)
    """the mistaken entry that this one takes back; an entry is taken back once"""
    reason: str = ""
    """of the correction"""


append_only(ProcedureEvent.__table__)  # type: ignore[attr-defined]  # SQLModel sets it
