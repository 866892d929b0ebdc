"""Tables of loaded notices: append-only, the newest of a year counts; and the one row that says how many there are."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, BigInteger, Column, Index, LargeBinary, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant
from mediation.journal.models import append_only, forward_only

THE_HEAD = UUID(int=0)


class HolidayNotice(Row, table=True):
    """One notice as it was loaded."""

    __tablename__ = "holiday_notice"
    __table_args__ = (Index("ix_holiday_notice_year", "year", "seq"),)

    seq: int = Field(sa_type=BigInteger, unique=True)
    """1, 2, 3, ... in the order of loading"""
    year: int
    title: str
    number: str = ""
    issued_on: date | None = None
    url: str
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """as kit/holiday_notice.py writes it"""
    hash: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of the canonical content"""
    loaded_at: datetime = instant()
    loaded_by: UUID | None = Field(default=None, foreign_key="staff.id")
    """none: by the command, on the machine itself"""


class HolidayHead(Row, table=True):
    """How many notices there are. Whoever computes holds it shared until the transaction ends; whoever loads moves it on."""

    __tablename__ = "holiday_head"

    seq: int = Field(sa_type=BigInteger)


append_only(HolidayNotice.__table__)  # type: ignore[attr-defined]  # SQLModel sets it
forward_only(HolidayHead.__table__)  # type: ignore[attr-defined]
event.listen(
    HolidayHead.__table__,  # type: ignore[attr-defined]
    "after_create",
    DDL("INSERT INTO holiday_head (id, seq) VALUES ('00000000-0000-0000-0000-000000000000', 0)"),  # type: ignore[no-untyped-call]
)
