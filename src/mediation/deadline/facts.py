"""What a case's clocks are made of: entries of its journal, and the dates of payment of its agreements. Plain values.

Holds which verbs are read. Refuses to hold what follows from them (projection.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

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
    received_on: date
    accepted_on: date | None = None
    closed_at: datetime | None = None
