"""What happens to service orders. No names, phones or words of the applicant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderRegistered(Event):
    """A need was taken down (点单)."""

    verb = "order:register"
    subject = "ServiceOrder"

    number: str
    channel: str
    anonymous: bool


@dataclass(frozen=True, kw_only=True)
class OrderTaken(Event):
    """Somebody took it on, with an opinion and at a level."""

    verb = "order:take"
    subject = "ServiceOrder"

    level: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class OrderDispatched(Event):
    """It went to whoever is to see to it (派单)."""

    verb = "order:dispatch"
    subject = "ServiceOrder"

    number: str
    agency_id: UUID
    staff_id: UUID | None
    due_on: date


@dataclass(frozen=True, kw_only=True)
class OrderEscalated(Event):
    """It went one level up."""

    verb = "order:escalate"
    subject = "ServiceOrder"

    level: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderHandled(Event):
    """Its result was written down (办单)."""

    verb = "order:handle"
    subject = "ServiceOrder"

    overdue_days: int


@dataclass(frozen=True, kw_only=True)
class OrderRated(Event):
    """The applicant said how it was (评单)."""

    verb = "order:rate"
    subject = "ServiceOrder"

    mark: str
    call_back_on: date | None


@dataclass(frozen=True, kw_only=True)
class OrderClosed(Event):
    """It is done with (销号)."""

    verb = "order:close"
    subject = "ServiceOrder"

    mark: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderRevealed(Event):
    """The applicant's phone was shown whole."""

    verb = "order:reveal"
    subject = "ServiceOrder"
