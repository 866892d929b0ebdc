"""Tables of lawyers and assignments."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Lawyer(Row, table=True):
    """A member of a district's panel; signs in as staff with the role lawyer."""

    __table_args__ = (Index("ix_lawyer_district", "district_id"),)

    district_id: UUID = Field(foreign_key="district.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    """the justice bureau or union that keeps the panel"""
    staff_id: UUID = Field(foreign_key="staff.id", unique=True)
    firm_id: UUID = Field(foreign_key="organisation.id")
    licence: str
    specialties: list[str] = Field(sa_type=ARRAY(String))
    capacity: int = 10
    """open assignments at one time"""
    left_on: date | None = None
    version: int = 1


class RotaDay(Row, table=True):
    """Who is on duty on a day, and in which order."""

    __tablename__ = "rota_day"
    __table_args__ = (UniqueConstraint("district_id", "on_day", "lawyer_id"), Index("ix_rota_day_lawyer", "lawyer_id"))

    district_id: UUID
    on_day: date
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    position: int = 1


class Engagement(Row, table=True):
    """Somebody whom a lawyer or firm has acted for or against: the register that the conflict check reads."""

    __table_args__ = (Index("ix_engagement_name", "name_key"), Index("ix_engagement_code", "credit_code"))

    district_id: UUID
    firm_id: UUID = Field(foreign_key="organisation.id")
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id")
    name: str
    name_key: str
    credit_code: str | None = None
    capacity: str
    """for | against"""
    reference: str = ""
    ended_on: date | None = None


class Assignment(Row, table=True):
    """One request to one lawyer to take one case."""

    __table_args__ = (
        Index("ix_assignment_case", "case_id", "offered_at"),
        Index("ix_assignment_lawyer", "lawyer_id", "state"),
        Index("ix_assignment_waiting", "respond_by", postgresql_where=text("state = 'offered'")),
        Index(
            "uq_assignment_open",
            "case_id",
            unique=True,
            postgresql_where=text("state IN ('offered','accepted')"),
        ),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    state: str
    """offered | accepted | declined | expired | handed_back | replaced | ended"""
    offered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    offered_at: datetime = instant()
    respond_by: datetime = instant()
    answered_at: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    reason: str | None = None
    check: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """the conflict check as it stood: how many hits, and the reason for asking in spite of them"""
    version: int = 1
