"""Tables of referrals."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from mediation.infra.db import Row, instant


class ReferralState(StrEnum):
    """Where a referral stands. Nothing leads back: a new request is a new referral."""

    ACCEPTED = "accepted"
    CLOSED = "closed"
    DECLINED = "declined"
    OFFERED = "offered"
    TAKEN_BACK = "taken_back"


class Referral(Row, table=True):
    """One agency asks another for something in a case."""

    __table_args__ = (
        Index("ix_referral_case", "case_id", "offered_at"),
        Index("ix_referral_inbox", "to_agency_id", "offered_at", "id"),
        Index("ix_referral_inbox_state", "to_agency_id", "state", "offered_at", "id"),
        Index("ix_referral_outbox", "from_agency_id", "offered_at", "id"),
        Index("ix_referral_outbox_state", "from_agency_id", "state", "offered_at", "id"),
        CheckConstraint("state IN ('accepted','closed','declined','offered','taken_back')", name="state"),
        CheckConstraint("from_agency_id <> to_agency_id", name="another_agency"),
        CheckConstraint("(state IN ('closed','taken_back')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'closed') = (result IS NOT NULL)", name="result"),
        CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name="reason"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    """of the case"""
    from_agency_id: UUID = Field(foreign_key="agency.id")
    to_agency_id: UUID = Field(foreign_key="agency.id")
    request: str
    legal_basis: str
    state: str
    offered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    offered_at: datetime = instant()
    answered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    """who accepted or declined"""
    answered_at: datetime | None = instant(default=None, nullable=True)
    closed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    """who closed it or took it back"""
    closed_at: datetime | None = instant(default=None, nullable=True)
    reason: str | None = None
    """why it was declined"""
    result: str | None = None
    """what came of it"""
    version: int = 1
