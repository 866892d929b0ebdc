"""What people do to deadlines. What the law and the case do to them follows from other events."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DeadlineSet(Event):
    """The studio set itself a deadline."""

    verb = "deadline:set"
    subject = "Deadline"

    due_on: date


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(Event):
    """Both sides consented to more time."""

    verb = "deadline:extend"
    subject = "Deadline"

    rule: str
    of: UUID
    """what the deadline hangs on"""
    days: int
    party_ids: tuple[UUID, ...]
    manners: tuple[str, ...]
    """for each of these, how they consented"""
    consented_ons: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class ProcedureRecorded(Event):
    """Something happened to the case outside the house."""

    verb = "procedure:record"
    subject = "ProcedureEvent"

    trigger: str
    happened_on: date
    until_on: date | None
    rule: str | None
    party_id: UUID | None
    side: str | None
    reference: str


@dataclass(frozen=True, kw_only=True)
class ProcedureCorrected(Event):
    """A mistaken entry was taken back by a counter-entry."""

    verb = "procedure:correct"
    subject = "ProcedureEvent"

    trigger: str
    taken_back_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeadlineMoved(Event):
    """The days of a year were arranged, or arranged anew, and a running deadline ends on another day now."""

    verb = "deadline:move"
    subject = "Deadline"

    rule: str
    was_on: date | None
    """none: it could not be computed"""
    due_on: date | None
    year: int
    """of the notice"""


@dataclass(frozen=True, kw_only=True)
class DeadlineMet(Event):
    """What was to be done is done."""

    verb = "deadline:meet"
    subject = "Deadline"

    rule: str
    of: UUID
    """what the deadline hangs on"""
    met_on: date
