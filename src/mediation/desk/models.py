"""Tables of what belongs to one member of staff."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from mediation.infra.db import Row, instant


class CaseSeen(Row, table=True):
    """How far somebody has seen what happened in a case."""

    __tablename__ = "case_seen"
    __table_args__ = (UniqueConstraint("staff_id", "case_id"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    case_id: UUID = Field(foreign_key="cases.id")
    seq: int = Field(sa_type=BigInteger)
    """the last entry of the case's journal at that time: entries are numbered in the order in which they are committed"""
    seen_at: datetime = instant()
