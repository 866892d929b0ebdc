"""Tables of status links, receipts reported by workers, and ratings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from mediation.infra.db import Row, instant


class StatusLink(Row, table=True):
    """A link of one worker to their own case. The token is kept as a keyed hash only."""

    __tablename__ = "status_link"
    __table_args__ = (
        Index("ix_status_link_party", "party_id"),
        Index("ix_status_link_case", "case_id", "issued_at", "id", postgresql_include=["party_id"]),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    token_cipher: bytes = Field(sa_type=LargeBinary)
    """sealed, so that a notice can be rendered at the moment of sending; emptied of use when revoked"""
    issued_by: UUID | None = Field(default=None, foreign_key="staff.id")
    issued_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None, nullable=True)


class DeviceGrant(Row, table=True):
    """A device on which the last digits of the registered phone were given."""

    __tablename__ = "device_grant"

    link_id: UUID = Field(foreign_key="status_link.id", index=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    granted_at: datetime = instant()
    expires_at: datetime = instant()


class ProofTry(Row, table=True):
    """A wrong answer to the question for the last digits; five an hour."""

    __tablename__ = "proof_try"
    __table_args__ = (Index("ix_proof_try_link", "link_id", "at"),)

    link_id: UUID = Field(foreign_key="status_link.id")
    at: datetime = instant()


class Receipt(Row, table=True):
    """A worker's own word on whether the money came: self-reported, never a payment."""

    __table_args__ = (
        Index("ix_receipt_party", "party_id", "reported_at"),
        Index("ix_receipt_case", "case_id", "reported_at", "id"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id")
    received: bool
    reported_at: datetime = instant()


class Rating(Row, table=True):
    """How it was, in a worker's eyes; may be changed for seven days."""

    __table_args__ = (
        Index("ix_rating_case", "case_id", "given_at", "id"),
        CheckConstraint("mark IN ('satisfied','fairly','not_satisfied')", name="mark"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id", unique=True)
    mark: str
    comment: str = ""
    first_given_at: datetime = instant()
    given_at: datetime = instant()


class LinkMiss(Row, table=True):
    """Somebody asked for a link that does not exist, or for a new link by phone number."""

    __tablename__ = "link_miss"
    __table_args__ = (Index("ix_link_miss_at", "at"), Index("ix_link_miss_address", "address", "at"))

    at: datetime = instant()
    address: str
