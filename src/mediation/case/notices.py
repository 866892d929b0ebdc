"""What is said about cases to the staff of the studio and to the parties: drafts from facts. Pure, and without names."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mediation.case.rules import WARNING_DAYS, WarningLevel
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind


def employer_warning(
    *,
    case_id: UUID,
    district_id: UUID,
    employer_id: UUID,
    level: WarningLevel,
    claimants: int,
    window_from: date,
    number: str,
    recipients: Sequence[UUID],
) -> list[Draft]:
    """To the studio's mediators and supervisors: several workers against one employer."""
    return [
        Draft(
            recipient_kind=RecipientKind.STAFF,
            recipient_id=staff_id,
            template=f"case.warning_{level}",
            dedupe_key=f"employer/{employer_id}/{district_id}/{level}/{window_from}/{staff_id}",
            parameters={"case_number": number, "claimants": claimants, "days": WARNING_DAYS},
            case_id=case_id,
            district_id=district_id,
        )
        for staff_id in recipients
    ]


def allocated(*, case_id: UUID, district_id: UUID, number: str, mediator_id: UUID, at: datetime) -> Draft:
    """To the mediator who is in charge from now on."""
    key = f"case/{case_id}/allocated/{mediator_id}/{at.isoformat()}"
    return _to(mediator_id, "case.allocated", key, case_id, district_id, {"case_number": number})


def without_mediator(
    *, case_id: UUID, district_id: UUID, number: str, at: datetime, recipients: Sequence[UUID]
) -> list[Draft]:
    """To the studio's mediators and supervisors: whoever was in charge withdrew."""
    return [
        _to(
            staff_id,
            "case.without_mediator",
            f"case/{case_id}/without_mediator/{at.isoformat()}/{staff_id}",
            case_id,
            district_id,
            {"case_number": number},
        )
        for staff_id in recipients
    ]


def glass_broken(
    *,
    case_id: UUID,
    district_id: UUID,
    number: str,
    by: UUID,
    until_at: datetime,
    at: datetime,
    recipients: Sequence[UUID],
) -> list[Draft]:
    """To the case's owner: somebody looks into the case under break-glass. The reason stands in the journal."""
    return [
        _to(
            staff_id,
            "case.glass_broken",
            f"case/{case_id}/glass/{by}/{at.isoformat()}/{staff_id}",
            case_id,
            district_id,
            {"case_number": number, "until_at": until_at.isoformat()},
        )
        for staff_id in recipients
    ]


class Ended(StrEnum):
    """How a case ended, or that it did not, as the parties are told."""

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


def ended(
    *,
    case_id: UUID,
    district_id: UUID,
    number: str,
    studio: dict[str, str],
    phone: str,
    how: Ended,
    said: str,
    at: datetime,
    workers: Sequence[UUID],
    employer_id: UUID,
) -> list[Draft]:
    """To each worker, and of a failure to the employer too. `said`: the reason of a refusal, the body of a transfer."""
    people = [(RecipientKind.CLAIMANT, worker, f"case.{how}") for worker in workers]
    if how is Ended.FAILED:
        people.append((RecipientKind.EMPLOYER, employer_id, "case.failed_employer"))
    parameters = {"case_number": number, "studio": studio, "phone": phone}
    if how in (Ended.REFUSED, Ended.TRANSFERRED):
        parameters["said"] = said
    return [
        Draft(
            recipient_kind=kind,
            recipient_id=person,
            template=template,
            dedupe_key=f"case/{case_id}/{how}/{at.isoformat()}/{person}",
            channels=(ChannelKind.SMS,),
            parameters=parameters,
            case_id=case_id,
            district_id=district_id,
        )
        for kind, person, template in people
    ]


def _to(staff_id: UUID, template: str, key: str, case_id: UUID, district_id: UUID, parameters: dict[str, Any]) -> Draft:
    return Draft(
        recipient_kind=RecipientKind.STAFF,
        recipient_id=staff_id,
        template=template,
        dedupe_key=key,
        parameters=parameters,
        case_id=case_id,
        district_id=district_id,
    )
