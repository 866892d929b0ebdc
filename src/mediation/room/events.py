"""What happens in rooms, in the past tense. Never what was said, never who by name.

What happens in private carries `private_to`; nothing of it stands in an event that others can read.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Event):
    """A mediation room was opened on a case."""

    verb = "room:open"
    subject = "Room"


@dataclass(frozen=True, kw_only=True)
class RoomClosed(Event):
    """The session is over."""

    verb = "room:close"
    subject = "Room"


@dataclass(frozen=True, kw_only=True)
class ParticipantInvited(Event):
    """Somebody was asked to the table."""

    verb = "room:invite"
    subject = "Participant"

    room_id: UUID
    kind: str
    side: str | None
    agency_id: UUID | None
    staff_id: UUID | None
    party_id: UUID | None
    in_person: bool


@dataclass(frozen=True, kw_only=True)
class ParticipantEntered(Event):
    """Somebody came in."""

    verb = "room:enter"
    subject = "Participant"

    room_id: UUID
    kind: str
    side: str | None


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(Event):
    """Somebody lost their seat."""

    verb = "room:remove"
    subject = "Participant"

    room_id: UUID
    kind: str
    side: str | None


@dataclass(frozen=True, kw_only=True)
class MessageSaid(Event):
    """Something was said in the joint session, to everyone or to an audience."""

    verb = "room:speak"
    subject = "Message"

    room_id: UUID
    audience: str


@dataclass(frozen=True, kw_only=True)
class MinutesRecorded(Event):
    """A version of the minutes was recorded."""

    verb = "room:record"
    subject = "Minutes"

    room_id: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class CaucusOpened(Event):
    """A private session with one side began."""

    verb = "caucus:open"
    subject = "Caucus"

    room_id: UUID
    side: str


@dataclass(frozen=True, kw_only=True)
class CaucusSpoken(Event):
    """Something was said in a private session."""

    verb = "caucus:speak"
    subject = "Message"

    room_id: UUID
    caucus_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaucusClosed(Event):
    """A private session ended."""

    verb = "caucus:close"
    subject = "Caucus"

    room_id: UUID
    side: str


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    """An offer came onto the table, or (private) was made in a private session.

    An offer made in private is recorded twice: private when it is made, and for all when it is released. The second
    entry says nothing of the first.
    """

    verb = "offer:make"
    subject = "Offer"

    room_id: UUID
    side: str
    wages_fen: int
    social_insurance_fen: int
    term_kind: str
    term_days: int | None = None
    term_hours: int | None = None
    term_on: date | None = None
    term_count: int | None = None
    counter_to_id: UUID | None = None
    on_behalf_of_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class _OfferAnswered(Event):
    subject = "Offer"

    room_id: UUID
    side: str
    """of the offer"""
    on_behalf_of_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(_OfferAnswered):
    """The other side accepted."""

    verb = "offer:accept"


@dataclass(frozen=True, kw_only=True)
class OfferRejected(_OfferAnswered):
    """The other side rejected."""

    verb = "offer:reject"


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(_OfferAnswered):
    """The side that made it took it back."""

    verb = "offer:withdraw"


@dataclass(frozen=True, kw_only=True)
class OfferReleased(_OfferAnswered):
    """The side allowed a private offer to be passed on. Private itself: to others it is an offer like any other."""

    verb = "offer:release"
