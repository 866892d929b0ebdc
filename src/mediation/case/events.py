"""What happens to cases, in the past tense."""

from dataclasses import dataclass

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(Event):
    """Something was found out about the employer."""

    verb = "finding:record"
    subject = "Finding"

    kind: str
    source: str
