"""What is said about requests to take a case: drafts from facts. Pure."""

from datetime import datetime
from uuid import UUID

from mediation.kit.problems import Text
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind

ANSWERS = {
    "assignment:accept": Text("已接受承办", "has taken the case"),
    "assignment:decline": Text("未接受承办", "did not take the case"),
    "assignment:end": Text("已回避，请另行指派", "has withdrawn for a conflict of interest; please assign another"),
    "assignment:expire": Text("未在时限内答复", "did not answer in time"),
    "assignment:hand_back": Text("已退回案件", "has given the case back"),
}
REPLACED = Text("已另请律师承办", "another lawyer is asked in your place")
CASE_OVER = Text("案件已办结", "the case has ended")


def offered(
    *, assignment_id: UUID, staff_id: UUID, case_id: UUID, district_id: UUID, number: str, respond_by_at: datetime
) -> Draft:
    """To the lawyer: a request, by inbox and by text message; pointless after the time to answer."""
    return Draft(
        recipient_kind=RecipientKind.STAFF,
        recipient_id=staff_id,
        template="lawyer.offered",
        dedupe_key=f"assignment/{assignment_id}/offered",
        channels=(ChannelKind.INBOX, ChannelKind.SMS),
        parameters={"case_number": number, "respond_by_at": respond_by_at.isoformat()},
        district_id=district_id,
        not_after=respond_by_at,
    )


def answered(
    *,
    assignment_id: UUID,
    verb: str,
    recipient: UUID,
    is_agency: bool,
    case_id: UUID,
    district_id: UUID,
    number: str,
    lawyer: str,
) -> Draft:
    """To the mediator in charge, else to the studio: what the lawyer answered."""
    said = ANSWERS[verb]
    return Draft(
        recipient_kind=RecipientKind.AGENCY if is_agency else RecipientKind.STAFF,
        recipient_id=recipient,
        template="lawyer.answered",
        dedupe_key=f"assignment/{assignment_id}/{verb}",
        parameters={"case_number": number, "lawyer": lawyer, "answer": {"zh": said.zh, "en": said.en}},
        case_id=case_id,
        district_id=district_id,
    )


def nobody_left(*, assignment_id: UUID, agency_id: UUID, case_id: UUID, district_id: UUID, number: str) -> Draft:
    """To the studio: nobody on the rota can be asked."""
    return Draft(
        recipient_kind=RecipientKind.AGENCY,
        recipient_id=agency_id,
        template="lawyer.nobody_left",
        dedupe_key=f"assignment/{assignment_id}/nobody",
        parameters={"case_number": number},
        case_id=case_id,
        district_id=district_id,
    )


def ended(
    *, assignment_id: UUID, version: int, staff_id: UUID, case_id: UUID, district_id: UUID, number: str, why: Text
) -> Draft:
    """To the lawyer: the request or the assignment has ended, and why."""
    return Draft(
        recipient_kind=RecipientKind.STAFF,
        recipient_id=staff_id,
        template="lawyer.ended",
        dedupe_key=f"assignment/{assignment_id}/ended/{version}",
        parameters={"case_number": number, "why": {"zh": why.zh, "en": why.en}},
        district_id=district_id,
    )


def resumed(
    *, assignment_id: UUID, version: int, staff_id: UUID, case_id: UUID, district_id: UUID, number: str
) -> Draft:
    """To the lawyer: the case was taken up again and is theirs."""
    return Draft(
        recipient_kind=RecipientKind.STAFF,
        recipient_id=staff_id,
        template="lawyer.resumed",
        dedupe_key=f"assignment/{assignment_id}/resumed/{version}",
        parameters={"case_number": number},
        case_id=case_id,
        district_id=district_id,
    )
