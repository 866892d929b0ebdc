"""A message that ought to be sent, before it is a row. Features' notices.py make these; they hold no prose and no address."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class RecipientKind(StrEnum):
    """What `recipient_id` refers to."""

    AGENCY = "agency"
    """the agency's supervisors and clerks on its board"""
    CLAIMANT = "claimant"
    """a party.id"""
    EMPLOYER = "employer"
    """an organisation.id"""
    PARTICIPANT = "participant"
    """somebody in a room without an account"""
    STAFF = "staff"


class ChannelKind(StrEnum):
    """How it goes out."""

    CHAT = "chat"
    EMAIL = "email"
    INBOX = "inbox"
    SMS = "sms"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One message to one recipient. Posting the same `dedupe_key` again does nothing."""

    recipient_kind: RecipientKind
    recipient_id: UUID
    template: str
    """key of a template in both languages, e.g. `commitment.due_tomorrow`"""
    dedupe_key: str
    """e.g. `commitment/<id>/overdue/2026-11-23`; the channel is appended when it is posted"""
    channels: tuple[ChannelKind, ...] = (ChannelKind.INBOX,)
    parameters: dict[str, Any] = field(default_factory=dict)
    case_id: UUID | None = None
    district_id: UUID | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    """after this moment it is no longer worth sending"""
