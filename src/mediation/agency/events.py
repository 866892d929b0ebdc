"""What happens to agencies, staff and their sessions, in the past tense."""

from dataclasses import dataclass

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AgencyEstablished(Event):
    """An agency takes part from now on."""

    verb = "agency:establish"
    subject = "Agency"

    kind: str
    district_code: str


@dataclass(frozen=True, kw_only=True)
class StaffCreated(Event):
    """Somebody has an account."""

    verb = "staff:create"
    subject = "Staff"

    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StaffDisabled(Event):
    """An account does not let in any more; its sessions are closed."""

    verb = "staff:disable"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class StaffEnabled(Event):
    """An account lets in again."""

    verb = "staff:enable"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class StaffGranted(Event):
    """The roles of an account changed."""

    verb = "staff:grant"
    subject = "Staff"

    granted: tuple[str, ...]
    revoked: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StaffReset(Event):
    """An account has a temporary password."""

    verb = "staff:reset"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody chose a new password; every other session of theirs is closed."""

    verb = "password:change"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class SessionOpened(Event):
    """Somebody signed in."""

    verb = "session:open"
    subject = "Session"

    kind: str


@dataclass(frozen=True, kw_only=True)
class SessionClosed(Event):
    """Somebody signed out."""

    verb = "session:close"
    subject = "Session"


@dataclass(frozen=True, kw_only=True)
class SessionsClosed(Event):
    """Somebody signed out everywhere."""

    verb = "session:close_all"
    subject = "Staff"

    count: int
