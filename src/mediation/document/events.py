"""What happens to documents, in the past tense."""

from dataclasses import dataclass
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DocumentGenerated(Event):
    """A version of a paper was made and kept."""

    verb = "document:generate"
    subject = "Document"

    kind: str
    number: int
    format: str
    is_draft: bool
    sha256: str
    party_id: UUID | None
    journal_seq: int
