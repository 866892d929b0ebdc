"""Tables of rooms. Messages, offers and answers are append-only; what is private has a caucus_id."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from mediation.infra.db import Row, instant, new_id


class Room(Row, table=True):
    """A mediation room of a case. Nothing private may change this row: its version is seen by everyone in the room."""

    __table_args__ = (
        Index("ix_room_case", "case_id"),
        Index("ix_room_recent", "opened_at", "id"),
        Index("uq_room_open", "case_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    opened_by: UUID | None = Field(default=None, foreign_key="staff.id")
    opened_at: datetime = instant()
    closed_at: datetime | None = instant(default=None, nullable=True)
    closing_note_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    version: int = 1


class Caucus(Row, table=True):
    """A private session of the mediators with one side."""

    __table_args__ = (
        Index("ix_caucus_room", "room_id", "side"),
        Index("uq_caucus_open", "room_id", "side", unique=True, postgresql_where=text("closed_at IS NULL")),
        CheckConstraint("side IN ('workers','employer')", name="side"),
    )

    room_id: UUID = Field(foreign_key="room.id")
    district_id: UUID
    side: str
    opened_by: UUID | None = Field(default=None, foreign_key="staff.id")
    opened_at: datetime = instant()
    closed_at: datetime | None = instant(default=None, nullable=True)


class Participant(Row, table=True):
    """A seat in a room: a member of staff, an agency as such, or a person of a party without an account.

    A person of the staff has one row per room; taken out and asked back, it is the same row.
    """

    __table_args__ = (
        Index("ix_participant_room", "room_id", "invited_at", "id"),
        Index(
            "uq_participant_staff", "room_id", "staff_id", unique=True, postgresql_where=text("staff_id IS NOT NULL")
        ),
        Index("ix_participant_staff", "staff_id", "room_id", postgresql_where=text("staff_id IS NOT NULL")),
        Index("ix_participant_agency", "agency_id", "room_id", postgresql_where=text("agency_id IS NOT NULL")),
        Index("ix_participant_party", "party_id", postgresql_where=text("party_id IS NOT NULL")),
        Index("ix_participant_link", "link_hash", unique=True, postgresql_where=text("link_hash IS NOT NULL")),
        Index("ix_participant_session", "session_hash", unique=True, postgresql_where=text("session_hash IS NOT NULL")),
        CheckConstraint("kind IN ('mediator','agency','lawyer','party')", name="kind"),
        CheckConstraint("side IS NULL OR side IN ('workers','employer')", name="side"),
        CheckConstraint("side IS NULL OR kind IN ('lawyer','party')", name="neutral"),
    )

    room_id: UUID = Field(foreign_key="room.id")
    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    kind: str
    """mediator | agency | lawyer | party"""
    side: str | None = None
    """workers | employer; none for mediators, agencies and third parties"""
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    """none for an agency whose staff come as they can, and for a party"""
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    display_name: str
    """of a party's person; names of staff and agencies are read where they stand"""
    phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    link_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    """emptied when used: a link lets in once"""
    code_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    code_tries: int = 0
    invited_at: datetime = instant()
    link_expires_at: datetime | None = instant(default=None, nullable=True)
    session_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    entered_at: datetime | None = instant(default=None, nullable=True)
    seen_at: datetime | None = instant(default=None, nullable=True)
    """the last sign of life in the joint session; what happens in a private session leaves no mark here"""
    removed_at: datetime | None = instant(default=None, nullable=True)
    removed_reason: str | None = None


class Message(Row, table=True):
    """Something said. Without a caucus it is for the audience named; in a caucus it is for its members only."""

    __table_args__ = (
        Index("ix_message_room", "room_id", "said_at", "id"),
        Index("ix_message_caucus", "caucus_id", "said_at", "id", postgresql_where=text("caucus_id IS NOT NULL")),
        UniqueConstraint("author_id", "client_key"),
        CheckConstraint("audience IN ('everyone','workers','employer','note')", name="audience"),
        CheckConstraint("caucus_id IS NULL OR audience IN ('workers','employer')", name="caucus"),
    )

    room_id: UUID = Field(foreign_key="room.id")
    district_id: UUID
    caucus_id: UUID | None = Field(default=None, foreign_key="caucus.id")
    author_id: UUID = Field(foreign_key="participant.id")
    audience: str
    """everyone | workers | employer | note (mediators only); in a caucus its side. This column alone says who may see it."""
    body_cipher: bytes = Field(sa_type=LargeBinary)
    said_at: datetime = instant()
    client_key: str
    """chosen by the sender: the same key is the same message"""


class Offer(Row, table=True):
    """One step of the ladder.

    Its id is random: an id that carries the time would tell, once a private offer is released, when it was made.
    """

    __table_args__ = (
        Index("ix_offer_room", "room_id", "made_at", "id"),
        CheckConstraint("side IN ('workers','employer')", name="side"),
        CheckConstraint("wages_fen >= 0 AND social_insurance_fen >= 0", name="amounts"),
        CheckConstraint("wages_fen + social_insurance_fen > 0", name="positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    room_id: UUID = Field(foreign_key="room.id")
    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    caucus_id: UUID | None = Field(default=None, foreign_key="caucus.id")
    author_id: UUID = Field(foreign_key="participant.id")
    """who entered it"""
    on_behalf_of_id: UUID | None = Field(default=None, foreign_key="participant.id")
    """whose words a mediator wrote down"""
    side: str
    counter_to_id: UUID | None = Field(default=None, foreign_key="offer.id")
    wages_fen: int = Field(sa_type=BigInteger)
    social_insurance_fen: int = Field(sa_type=BigInteger)
    term_kind: str
    """within_days | on_date | within_hours | instalments: the words of agreement/rules.py Term"""
    term_days: int | None = None
    term_hours: int | None = None
    term_on: date | None = None
    term_count: int | None = None
    """number of instalments"""
    conditions_cipher: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = instant()
    made_order: UUID = Field(default_factory=new_id)
    """orders offers of one instant; never leaves the database"""


class OfferAnswer(Row, table=True):
    """What became of an offer: append-only, at most one final answer per offer."""

    __tablename__ = "offer_answer"
    __table_args__ = (
        Index("ix_offer_answer_offer", "offer_id"),
        Index("uq_offer_answer_final", "offer_id", unique=True, postgresql_where=text("kind <> 'released'")),
        Index("uq_offer_answer_released", "offer_id", unique=True, postgresql_where=text("kind = 'released'")),
        CheckConstraint("kind IN ('accepted','countered','rejected','released','withdrawn')", name="kind"),
    )

    offer_id: UUID = Field(foreign_key="offer.id")
    district_id: UUID
    kind: str
    """accepted | rejected | withdrawn | countered | released (to the other side, with the words of the permission)"""
    author_id: UUID = Field(foreign_key="participant.id")
    on_behalf_of_id: UUID | None = Field(default=None, foreign_key="participant.id")
    note_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    answered_at: datetime = instant()


class Minutes(Row, table=True):
    """A version of the record of the session; the latest is the record."""

    __table_args__ = (UniqueConstraint("room_id", "revision"),)

    room_id: UUID = Field(foreign_key="room.id")
    district_id: UUID
    revision: int
    body_cipher: bytes = Field(sa_type=LargeBinary)
    author_id: UUID = Field(foreign_key="participant.id")
    recorded_at: datetime = instant()
