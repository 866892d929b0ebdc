"""Tables of notices. A notice holds no address and no prose: both are looked up at the moment of sending."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Notice(Row, table=True):
    """One message to one recipient on one channel, once."""

    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_notice_due", "channel", "next_try_at", "id", postgresql_where=text("state IN ('queued','sending')")),
        Index("ix_notice_case", "case_id", "posted_at", "id"),
        Index(
            "ix_notice_inbox",
            "recipient_id",
            "posted_at",
            "id",
            postgresql_where=text("channel = 'inbox' AND state = 'delivered'"),
        ),
        Index("ix_notice_board", "posted_at", "id", postgresql_where=text("state IN ('undeliverable','unknown')")),
        CheckConstraint(
            "state IN ('queued','sending','sent','delivered','undeliverable','unknown','expired','handled')",
            name="state",
        ),
    )

    case_id: UUID | None = None
    district_id: UUID | None = None
    recipient_kind: str
    """staff | claimant | employer | factor | participant | agency"""
    recipient_id: UUID
    """staff.id, party.id, organisation.id, second_factor.id, participant.id or agency.id; the address is looked up when sending"""
    channel: str
    """sms | email | chat | inbox"""
    template: str
    parameters: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """ids, amounts, dates: nothing that the recipient does not have already, no names of others"""
    secrets: bytes | None = Field(default=None, sa_type=LargeBinary)
    """sealed placeholders (context `notice.secrets:<id>`), emptied when the notice has gone out or has been given up"""
    urgent: bool = False
    """not held back at night"""
    private: bool = False
    """visible to the recipient only"""
    dedupe_key: str = Field(sa_type=Text(collation="C"))
    """compared byte by byte, whatever the database's language: `recall` takes back every key that begins alike"""
    posted_at: datetime = instant()
    not_after: datetime | None = instant(default=None, nullable=True)
    state: str = "queued"
    attempts: int = 0
    next_try_at: datetime = instant()
    lease_until: datetime | None = instant(default=None, nullable=True)
    worker: str | None = None
    sent_at: datetime | None = instant(default=None, nullable=True)
    delivered_at: datetime | None = instant(default=None, nullable=True)
    provider_ref: str | None = None
    last_error: str | None = None
    """code of notice/rules.py REASONS"""
    read_at: datetime | None = instant(default=None, nullable=True)
    """of an inbox notice"""
    handled_by: UUID | None = Field(default=None, foreign_key="staff.id")
    handled_at: datetime | None = instant(default=None, nullable=True)
    handled_note: str | None = None


class GatewayRecord(Row, table=True):
    """What the local demonstration gateway would have sent. Only under `make up`, in tests and in the story."""

    __tablename__ = "gateway_record"

    idempotency_key: str = Field(unique=True)
    channel: str
    to: str
    subject: str = ""
    text: str
    accepted_at: datetime = instant()
    times: int = 1


class Heartbeat(Row, table=True):
    """The last sign of life of each worker."""

    name: str = Field(unique=True)
    beat_at: datetime = instant()
