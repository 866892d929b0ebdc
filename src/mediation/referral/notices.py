"""Who is told of a referral: the agency that asks is told of answers, the agency that is asked of everything else.

On the agency's board, because whoever is on duty answers. What was asked and why it was declined is read in the
referral itself, under the reader's own permission.
"""

from uuid import UUID

from mediation.kit.problems import Text
from mediation.notice.drafts import Draft, RecipientKind
from mediation.referral.events import (
    ReferralAccepted,
    ReferralClosed,
    ReferralDeclined,
    ReferralEvent,
    ReferralOffered,
    ReferralTakenBack,
)
from mediation.referral.queries import Between


def told(event: ReferralEvent, between: Between) -> Draft:
    """The one message that follows from `event`."""
    sender, receiver = event.from_agency_id, event.to_agency_id
    match event:
        case ReferralOffered():
            return _draft(event, "offered", receiver, between.case_number, between.from_agency)
        case ReferralTakenBack():
            return _draft(event, "taken_back", receiver, between.case_number, between.from_agency)
        case ReferralAccepted():
            return _draft(event, "accepted", sender, between.case_number, between.to_agency)
        case ReferralDeclined():
            return _draft(event, "declined", sender, between.case_number, between.to_agency)
        case ReferralClosed(closed_by_agency_id=closer) if closer == receiver:
            return _draft(event, "closed", sender, between.case_number, between.to_agency)
        case ReferralClosed():
            return _draft(event, "closed", receiver, between.case_number, between.from_agency)
        case _:
            raise TypeError(type(event).__name__)


def _draft(event: ReferralEvent, what: str, recipient: UUID, case_number: str, other: Text) -> Draft:
    return Draft(
        recipient_kind=RecipientKind.AGENCY,
        recipient_id=recipient,
        template=f"referral.{what}",
        dedupe_key=f"referral/{event.subject_id}/{what}",
        parameters={"case_number": case_number, "agency": {"zh": other.zh, "en": other.en}},
        case_id=event.case_id,
        district_id=event.district_id,
    )
