"""What happens to status links, and what their holders say."""

from dataclasses import dataclass
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class LinkIssued(Event):
    """A worker was given a link to their own case."""

    verb = "link:issue"
    subject = "StatusLink"

    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Event):
    """A link was turned off."""

    verb = "link:revoke"
    subject = "StatusLink"

    party_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class LinkReissued(Event):
    """A new link went to the registered phone; the old ones were turned off."""

    verb = "link:reissue"
    subject = "StatusLink"

    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class LinkProved(Event):
    """The last digits of the registered phone were given on a new device."""

    verb = "link:prove"
    subject = "StatusLink"

    party_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptReported(Event):
    """A worker said whether the money came."""

    verb = "receipt:report"
    subject = "Receipt"

    party_id: UUID
    received: bool


@dataclass(frozen=True, kw_only=True)
class RatingGiven(Event):
    """A worker said how it was."""

    verb = "rating:give"
    subject = "Rating"

    party_id: UUID
    mark: str
