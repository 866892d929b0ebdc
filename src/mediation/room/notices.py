"""Who is told when somebody is asked to a room. What happens inside is told to nobody: they are there, or they look."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from mediation.notice.drafts import ChannelKind, Draft, RecipientKind


def invitation(
    *,
    seat_id: UUID,
    case_id: UUID,
    district_id: UUID,
    number: str,
    agency_id: UUID | None,
    staff_id: UUID | None,
    link: str | None,
    expires_at: datetime | None,
    at: datetime,
) -> Iterator[Draft]:
    """One draft to whoever was asked: an agency or a colleague in the inbox, a party by SMS with the link, never the code."""
    key = f"room/{seat_id}/invited/{at.isoformat()}"
    if staff_id is not None or agency_id is not None:
        kind = RecipientKind.STAFF if staff_id is not None else RecipientKind.AGENCY
        recipient_id = staff_id or agency_id
        assert recipient_id is not None, "one of the two is there"
        yield Draft(
            recipient_kind=kind,
            recipient_id=recipient_id,
            template="room.seat",
            dedupe_key=key,
            channels=(ChannelKind.INBOX,),
            parameters={"number": number},
            case_id=case_id,
            district_id=district_id,
        )
    elif link is not None and expires_at is not None:
        yield Draft(
            recipient_kind=RecipientKind.PARTICIPANT,
            recipient_id=seat_id,
            template="room.invitation",
            dedupe_key=key,
            channels=(ChannelKind.SMS,),
            parameters={"number": number, "expires_at": expires_at.isoformat()},
            secrets={"link": link},
            urgent=True,
            case_id=case_id,
            district_id=district_id,
            not_after=expires_at,
        )
