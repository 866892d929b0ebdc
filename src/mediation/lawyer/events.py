"""What happens on the panel and to requests to take a case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class LawyerEnrolled(Event):
    """A lawyer joined the panel."""

    verb = "lawyer:enroll"
    subject = "Lawyer"

    firm_id: UUID


@dataclass(frozen=True, kw_only=True)
class LawyerRevised(Event):
    """A lawyer's capacity, specialties or membership changed."""

    verb = "lawyer:revise"
    subject = "Lawyer"

    capacity: int
    left_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RotaSet(Event):
    """Who is on duty on a day was decided."""

    verb = "rota:set"
    subject = "Lawyer"

    on_day: date
    lawyers: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class _OnAssignment(Event):
    subject = "Assignment"
    lawyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class AssignmentOffered(_OnAssignment):
    """A lawyer was asked to take the case."""

    verb = "assignment:offer"
    respond_by: str


@dataclass(frozen=True, kw_only=True)
class AssignmentOverridden(_OnAssignment):
    """A supervisor asked a lawyer in spite of a conflict, and said why."""

    verb = "assignment:override"
    reason: str
    respond_by: str


@dataclass(frozen=True, kw_only=True)
class AssignmentAccepted(_OnAssignment):
    """The lawyer took the case."""

    verb = "assignment:accept"
    same_day: bool
    """on the legal day on which the case was registered"""


@dataclass(frozen=True, kw_only=True)
class AssignmentDeclined(_OnAssignment):
    """The lawyer did not take the case."""

    verb = "assignment:decline"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentExpired(_OnAssignment):
    """No answer in time."""

    verb = "assignment:expire"


@dataclass(frozen=True, kw_only=True)
class AssignmentHandedBack(_OnAssignment):
    """The lawyer gave the case back."""

    verb = "assignment:hand_back"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentReplaced(_OnAssignment):
    """Another lawyer is asked in this one's place."""

    verb = "assignment:replace"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(_OnAssignment):
    """The request or the assignment ended with the case, or with the lawyer's withdrawal for a conflict of interest."""

    verb = "assignment:end"
    recused: bool
    """the lawyer withdrew; otherwise the case has ended"""
    was_accepted: bool


@dataclass(frozen=True, kw_only=True)
class AssignmentResumed(_OnAssignment):
    """The case was taken up again, and with it the assignment that had ended with it."""

    verb = "assignment:resume"
