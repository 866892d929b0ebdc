"""What happens to evidence, in the past tense."""

from dataclasses import dataclass
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class EvidenceUploaded(Event):
    """A file came in and was examined."""

    verb = "evidence:upload"
    subject = "Evidence"

    kind: str
    media: str
    sha256: str
    source_sha256: str
    byte_size: int
    scanned: bool
    party_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class EvidenceAccepted(Event):
    """Its sender has looked at it and put it into the file of the case."""

    verb = "evidence:accept"
    subject = "Evidence"

    kind: str
    audience: str
    sha256: str
    source_sha256: str
    about_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceDiscarded(Event):
    """Its sender did not want it, or did not say so within a day; nothing of it is left but its hash here."""

    verb = "evidence:discard"
    subject = "Evidence"

    sha256: str
    source_sha256: str
    expired: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event):
    """It is about more than was said before."""

    verb = "evidence:attach"
    subject = "Evidence"

    about_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event):
    """It was taken back. It stays sealed."""

    verb = "evidence:withdraw"
    subject = "Evidence"

    sha256: str
    reason: str
