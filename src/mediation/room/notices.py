"""Who is told when somebody is asked to a room. What happens inside is told to nobody: they are there, or they look."""

from datetime import datetime
from uuid import UUID

from mediation.notice.drafts import ChannelKind, Draft, RecipientKind


def seat(
    *,
    seat_id: UUID,
    case_id: UUID,
    district_id: UUID,
    number: str,
    agency_id: UUID | None,
    staff_id: UUID | None,
    at: datetime,
) -> Draft:
    """An agency, or (staff_id) one colleague, is asked in: to the inbox."""
    recipient_id = staff_id or agency_id
    assert recipient_id is not None, "one of the two is there"
    return Draft(
        recipient_kind=RecipientKind.STAFF if staff_id is not None else RecipientKind.AGENCY,
        recipient_id=recipient_id,
        template="room.seat",
        dedupe_key=_key(seat_id, at),
        channels=(ChannelKind.INBOX,),
        parameters={"number": number},
        case_id=case_id,
        district_id=district_id,
    )


def invitation(
    *, seat_id: UUID, case_id: UUID, district_id: UUID, number: str, link: str, expires_at: datetime, at: datetime
) -> Draft:
    """A person of a party is asked in: by SMS with the link, and never with the code."""
    return Draft(
        recipient_kind=RecipientKind.PARTICIPANT,
        recipient_id=seat_id,
        template="room.invitation",
        dedupe_key=_key(seat_id, at),
        channels=(ChannelKind.SMS,),
        parameters={"number": number, "expires_at": expires_at.isoformat()},
        secrets={"link": link},
        urgent=True,
        case_id=case_id,
        district_id=district_id,
        not_after=expires_at,
    )


def _key(seat_id: UUID, at: datetime) -> str:
    return f"room/{seat_id}/invited/{at.isoformat()}"
