"""What happens to what is known of people, in the past tense."""

from dataclasses import dataclass

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonRevealed(Event):
    """Somebody read a whole phone or identity number. The value and the reason are not in here."""

    verb = "person:reveal"
    subject = "Party"

    field: str
