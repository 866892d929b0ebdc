"""What happens to cases, in the past tense."""

from dataclasses import dataclass
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseRegistered(Event):
    """A case came in."""

    verb = "case:register"
    subject = "Case"

    number: str
    kind: str
    channel: str
    urgent: bool
    employer_id: UUID
    claimants: int
    wages_fen: int
    social_insurance_fen: int


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(Event):
    """Something was found out about the employer."""

    verb = "finding:record"
    subject = "Finding"

    kind: str
    source: str
