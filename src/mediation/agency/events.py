"""What happens to agencies, staff and their sessions, in the past tense."""

from dataclasses import dataclass
from uuid import UUID

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

    handed_over_to: UUID | None = None
    handed_over: int = 0
    """cases that a colleague is in charge of from now on"""


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


@dataclass(frozen=True, kw_only=True)
class SignInChallenged(Event):
    """The password was right; a code is asked for."""

    verb = "session:challenge"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class SignInCodeSent(Event):
    """A code for signing in went to the phone."""

    verb = "session:send_code"
    subject = "Staff"


@dataclass(frozen=True, kw_only=True)
class SignInCompleted(Event):
    """The second step was taken: by `totp`, `sms` or a `recovery` code."""

    verb = "session:complete"
    subject = "Staff"

    by: str
    recovery_codes_left: int


@dataclass(frozen=True, kw_only=True)
class SessionExtended(Event):
    """Somebody said that they are still there."""

    verb = "session:extend"
    subject = "Session"


@dataclass(frozen=True, kw_only=True)
class FactorEnrolled(Event):
    """Somebody began to set up a second factor; it counts once it is confirmed."""

    verb = "factor:enroll"
    subject = "Staff"

    kind: str


@dataclass(frozen=True, kw_only=True)
class FactorConfirmed(Event):
    """A second factor counts from now on; every other session of theirs is closed."""

    verb = "factor:confirm"
    subject = "Staff"

    kind: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Event):
    """Somebody gave up a second factor."""

    verb = "factor:remove"
    subject = "Staff"

    kind: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorReset(Event):
    """An account has no second factor any more; its sessions are closed."""

    verb = "staff:reset_factor"
    subject = "Staff"

    had: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProfileRevised(Event):
    """Somebody changed how they are shown things, or where they are reached."""

    verb = "profile:revise"
    subject = "Staff"

    changed: tuple[str, ...]
