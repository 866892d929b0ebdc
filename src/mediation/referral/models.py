"""Tables of referrals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Referral(Row, table=True):
    """One agency asks another for something in a case."""

    __table_args__ = (
        Index("ix_referral_case", "case_id"),
        Index("ix_referral_to", "to_agency_id", "state"),
        Index("ix_referral_from", "from_agency_id", "state"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    from_agency_id: UUID = Field(foreign_key="agency.id")
    to_agency_id: UUID = Field(foreign_key="agency.id")
    request: str
    legal_basis: str
    state: str
    """offered | accepted | declined | taken_back | closed"""
    offered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    offered_at: datetime = instant()
    answered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    answered_at: datetime | None = instant(default=None, nullable=True)
    closed_at: datetime | None = instant(default=None, nullable=True)
    reason: str | None = None
    result: str | None = None
    version: int = 1
