"""A message that ought to be sent, before it is a row. Features' notices.py make these; they hold no prose and no address."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID


class RecipientKind(StrEnum):
    """What `recipient_id` refers to."""

    AGENCY = "agency"
    """the agency's board: read by its mediators, supervisors and clerks"""
    CLAIMANT = "claimant"
    """a party.id"""
    EMPLOYER = "employer"
    """an organisation.id"""
    FACTOR = "factor"
    """the phone of a member of staff that codes for signing in go to"""
    PARTICIPANT = "participant"
    """somebody in a room without an account"""
    STAFF = "staff"


class ChannelKind(StrEnum):
    """How it goes out."""

    CHAT = "chat"
    EMAIL = "email"
    INBOX = "inbox"
    SMS = "sms"


class NoticeState(StrEnum):
    """Where a notice stands."""

    DELIVERED = "delivered"
    EXPIRED = "expired"
    """not worth sending any more, or nobody to send it to: nothing went out"""
    HANDLED = "handled"
    """a person has dealt with what could not be delivered"""
    QUEUED = "queued"
    SENDING = "sending"
    """claimed by a worker, under a lease"""
    SENT = "sent"
    """accepted by the provider"""
    UNDELIVERABLE = "undeliverable"
    """given up loudly: a person must phone"""
    UNKNOWN = "unknown"
    """interrupted on a channel that cannot be asked: a person must look"""


UNFINISHED: Final = (NoticeState.UNDELIVERABLE, NoticeState.UNKNOWN)
"""what stands on the mediator's list"""


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
    """what the template's placeholders stand for: names ending in `_fen`, `_on`, `_at` are written as money, day, moment;
    a `Text`, or {"zh": …, "en": …}, is said in the recipient's language"""
    secrets: dict[str, str] = field(default_factory=dict)
    """placeholders that must not lie in the database in the open (a link, a code): sealed, and wiped once it is sent"""
    case_id: UUID | None = None
    district_id: UUID | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    """after this moment it is no longer worth sending"""
    urgent: bool = False
    """not held back at night: what the recipient asked for, or waits for at the door"""
    private: bool = False
    """that it exists is the recipient's alone to know; never in a chat channel, never on a list of the case"""
