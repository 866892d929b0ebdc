"""What follows from requests to take a case: who is told, and who is asked next."""

from uuid import UUID

from mediation.agency.models import Staff
from mediation.case.events import CaseRecused
from mediation.case.models import Case
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.problems import Text
from mediation.lawyer import assignments, notices
from mediation.lawyer.events import AssignmentEnded
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


async def tell_replaced(tx: Tx, event: Event) -> None:
    """Tell the lawyer that somebody else is asked in their place (法律援助法 55)."""
    await _tell_ended(tx, event, notices.REPLACED)


async def tell_ended(tx: Tx, event: Event) -> None:
    """The case has ended: tell its lawyer. The lawyer has withdrawn: tell the studio, which needs another."""
    assert isinstance(event, AssignmentEnded)
    if event.recused:
        await tell_studio(tx, event)
    else:
        await _tell_ended(tx, event, notices.CASE_OVER)


async def tell_resumed(tx: Tx, event: Event) -> None:
    """Tell the lawyer that the case is theirs again."""
    row, case, staff = await _about(tx, event)
    draft = notices.resumed(
        assignment_id=row.id,
        version=row.version,
        staff_id=staff.id,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
    )
    await notice.post(tx, draft)


async def case_ended(tx: Tx, event: Event) -> None:
    """Nobody is asked any more, and the case weighs on nobody's load."""
    assert event.case_id is not None
    await assignments.end(tx, event.case_id)


async def case_reopened(tx: Tx, event: Event) -> None:
    """Whoever had the case has it again."""
    assert event.case_id is not None
    await assignments.resume(tx, event.case_id)


async def staff_recused(tx: Tx, event: Event) -> None:
    """A lawyer who withdraws has the case no longer, and is not waited for."""
    assert isinstance(event, CaseRecused)
    assert event.case_id is not None
    await assignments.end(tx, event.case_id, recused=event.staff_id)


async def _tell_ended(tx: Tx, event: Event, why: Text) -> None:
    row, case, staff = await _about(tx, event)
    draft = notices.ended(
        assignment_id=row.id,
        version=row.version,
        staff_id=staff.id,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        why=why,
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
