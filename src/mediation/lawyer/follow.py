"""What follows from requests to take a case: who is told, and who is asked next."""

from uuid import UUID

from mediation.agency.models import Staff
from mediation.case.models import Case
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.lawyer import assignments, notices
from mediation.lawyer.models import Assignment, Lawyer
from mediation.notice import service as notice


async def tell_lawyer(tx: Tx, event: Event) -> None:
    """Ask the lawyer."""
    row, case, staff = await _about(tx, event)
    draft = notices.offered(
        assignment_id=row.id,
        staff_id=staff.id,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        respond_by_at=row.respond_by,
    )
    await notice.post(tx, draft)


async def tell_studio(tx: Tx, event: Event) -> None:
    """Tell the mediator in charge, or the studio, what came of the request."""
    row, case, staff = await _about(tx, event)
    draft = notices.answered(
        assignment_id=row.id,
        verb=event.verb,
        recipient=case.mediator_id or case.agency_id,
        is_agency=case.mediator_id is None,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        lawyer=staff.name,
    )
    await notice.post(tx, draft)


async def expire_due(tx: Tx, *, limit: int) -> int:
    """Close the requests whose time has passed and ask the next lawyers; how many."""
    due = await assignments.due_to_expire(tx, limit=min(limit, 20))
    for assignment_id in due:
        if await assignments.expire(tx, assignment_id) is None:
            await _tell_nobody_left(tx, assignment_id)
    return len(due)


async def _tell_nobody_left(tx: Tx, assignment_id: UUID) -> None:
    row = await tx.session.get(Assignment, assignment_id)
    case = await tx.session.get(Case, row.case_id) if row else None
    if row is None or case is None or row.state != "expired":
        return
    await notice.post(
        tx,
        notices.nobody_left(
            assignment_id=row.id,
            agency_id=case.agency_id,
            case_id=case.id,
            district_id=case.district_id,
            number=case.number,
        ),
    )


async def _about(tx: Tx, event: Event) -> tuple[Assignment, Case, Staff]:
    await tx.session.flush()
    row = await tx.session.get(Assignment, event.subject_id)
    assert row is not None
    case, lawyer = await tx.session.get(Case, row.case_id), await tx.session.get(Lawyer, row.lawyer_id)
    assert case is not None
    assert lawyer is not None
    staff = await tx.session.get(Staff, lawyer.staff_id)
    assert staff is not None
    return row, case, staff
