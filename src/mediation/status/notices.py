"""What is said about status links: drafts from facts. Pure."""

from datetime import date
from uuid import UUID

from mediation.notice.drafts import ChannelKind, Draft, RecipientKind


def link(
    *,
    link_id: UUID,
    party_id: UUID,
    case_id: UUID,
    district_id: UUID,
    url: str,
    studio: dict[str, str],
    phone: str,
    again: bool,
) -> Draft:
    """The link to its worker, at the registered phone and nowhere else. Asked for by the worker: sent at any hour."""
    return Draft(
        recipient_kind=RecipientKind.CLAIMANT,
        recipient_id=party_id,
        template="status.link_again" if again else "status.link",
        dedupe_key=f"status_link/{link_id}",
        channels=(ChannelKind.SMS,),
        parameters={"studio": studio, "phone": phone},
        secrets={"url": url},
        case_id=case_id,
        district_id=district_id,
        urgent=again,
    )


def not_received(
    *, receipt_id: UUID, mediator_id: UUID | None, agency_id: UUID, case_id: UUID, district_id: UUID, number: str
) -> Draft:
    """To the mediator in charge, else to the studio: a worker says that the money has not come."""
    return Draft(
        recipient_kind=RecipientKind.STAFF if mediator_id else RecipientKind.AGENCY,
        recipient_id=mediator_id or agency_id,
        template="status.not_received",
        dedupe_key=f"receipt/{receipt_id}",
        parameters={"case_number": number},
        case_id=case_id,
        district_id=district_id,
    )


def low_rating(
    *, rating_id: UUID, agency_id: UUID, case_id: UUID, district_id: UUID, number: str, follow_up_on: date
) -> Draft:
    """To the studio: a worker is not satisfied, call back by a day."""
    return Draft(
        recipient_kind=RecipientKind.AGENCY,
        recipient_id=agency_id,
        template="status.low_rating",
        dedupe_key=f"rating/{rating_id}/low",
        parameters={"case_number": number, "follow_up_on": follow_up_on.isoformat()},
        case_id=case_id,
        district_id=district_id,
    )
