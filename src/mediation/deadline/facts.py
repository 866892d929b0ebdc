"""What a case's clocks are made of (entries of its journal, dates of payment of its agreements), and the clocks. Plain values.

Holds which verbs are read. Refuses to hold what follows from them (projection.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from mediation.deadline.rules import End
from mediation.law.answers import Kind
from mediation.law.deadlines import Trigger
from mediation.law.limitation import Step

VERBS: Final = (
    "agreement:take_effect",
    "assignment:accept",
    "assignment:end",
    "assignment:hand_back",
    "assignment:offer",
    "assignment:override",
    "case:accept",
    "case:close",
    "case:edit",
    "case:refuse",
    "case:register",
    "case:reopen",
    "case:transfer",
    "case:withdraw",
    "circumstances:record",
    "deadline:extend",
    "deadline:meet",
    "party:withdraw",
    "procedure:correct",
    "procedure:record",
)
"""What the clocks follow from, and nothing else of the journal."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of a case's journal."""

    verb: str
    at: datetime
    subject_id: UUID
    particulars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreedDate:
    """One date on which money was promised, over all promises of an agreement that fall due at it."""

    agreement_id: UUID
    effective_on: date
    due_on: date | None
    """none for a term in hours"""
    due_at: datetime
    settled_at: datetime | None
    """when the last of them was settled; None while one is open"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the case's own row says, for what the journal leaves out."""

    case_id: UUID
    region: str
    """code of the district (GB/T 2260)"""
    kind: Kind
    received_on: date
    accepted_on: date | None = None
    closed_at: datetime | None = None


class WhyVoid(StrEnum):
    """Why a clock no longer runs though nothing was done."""

    BARRED = "barred"
    CASE_ENDED = "case_ended"
    EXCLUDED = "excluded"
    """a circumstance of the case excludes it"""
    LEFT = "left"
    """the party it runs for has left the case"""
    SETTLED = "settled"
    """everything was paid after all"""
    TAKEN_BACK = "taken_back"
    """the event that started it was recorded by mistake"""


@dataclass(slots=True)
class Clock:
    """One clock: what it counts from, when it ends, and what became of it."""

    rule: str
    subject_id: UUID
    party_id: UUID | None
    starts_on: date
    end: End
    region: str = ""
    """the region whose length it has; empty: the country's"""
    met_at: datetime | None = None
    met_on: date | None = None
    void_at: datetime | None = None
    void_why: WhyVoid | None = None
    lapsed_at: datetime | None = None
    extended_days: int = 0
    steps: tuple[Step, ...] = ()
    """of a year of limitation: how it came to its end"""

    @property
    def is_open(self) -> bool:
        """Whether it was neither met nor ended; a right that has passed counts as open here."""
        return self.met_at is None and self.void_at is None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the law in a case."""

    trigger: Trigger
    on: date
    at: datetime
    """when it was written down"""
    subject_id: UUID
    party_id: UUID | None = None
    side: str | None = None
    """of that party"""
    chosen: str | None = None
    """the one of several rules that runs"""
    until_on: date | None = None
    """of an obstacle: the day on which it was removed"""
