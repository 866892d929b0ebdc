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
class DeadlineMet(Event):
    """What was to be done is done."""

    verb = "deadline:meet"
    subject = "Deadline"

    rule: str
    of: UUID
    """what the deadline hangs on"""
    met_on: date
