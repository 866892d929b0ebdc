"""What follows for a room when its case ends, or somebody's part in the case does. Reactions, in the verb's transaction."""

from mediation.case.events import CaseRecused, PartyWithdrawn, RepresentativeElected, RosterUndone
from mediation.case.models import Case, CaseKind
from mediation.case.queries import came_with
from mediation.infra.uow import Tx
from mediation.kit.actor import Side
from mediation.kit.events import Event
from mediation.lawyer.events import AssignmentHandedBack, AssignmentReplaced
from mediation.lawyer.models import Lawyer
from mediation.room.rules import SeatKind
from mediation.room.seats import take_away
from mediation.room.session import close_with_case


async def case_ended(tx: Tx, event: Event) -> None:
    """The case is closed: its room closes with it, and parties' entries stop working."""
    assert event.case_id is not None
    await close_with_case(tx, event.case_id)


async def staff_recused(tx: Tx, event: Event) -> None:
    """Whoever is recused does not sit at the table either."""
    assert isinstance(event, CaseRecused)
    assert event.case_id is not None
    await take_away(tx, event.case_id, reason="回避", whose=lambda seat: seat.staff_id == event.staff_id)


async def lawyer_left(tx: Tx, event: Event) -> None:
    """The lawyer's seat ends with the assignment; the next one is invited anew."""
    assert isinstance(event, AssignmentHandedBack | AssignmentReplaced)
    lawyer = await tx.session.get(Lawyer, event.lawyer_id)
    if event.case_id is None or lawyer is None:
        return
    await take_away(
        tx,
        event.case_id,
        reason="指派已结束",
        whose=lambda seat: seat.kind == SeatKind.LAWYER and seat.staff_id == lawyer.staff_id,
    )


async def party_left(tx: Tx, event: Event) -> None:
    """Those who came for a party that has left the case."""
    assert isinstance(event, PartyWithdrawn)
    assert event.case_id is not None
    await take_away(tx, event.case_id, reason="当事人已退出", whose=lambda seat: seat.party_id == event.subject_id)


async def roster_undone(tx: Tx, event: Event) -> None:
    """Those who came for somebody whom the roster brought."""
    assert isinstance(event, RosterUndone)
    assert event.case_id is not None
    gone = frozenset((await tx.session.execute(came_with(event.subject_id))).scalars())
    await take_away(tx, event.case_id, reason="名册导入已撤销", whose=lambda seat: seat.party_id in gone)


async def representatives_changed(tx: Tx, event: Event) -> None:
    """In a collective case workers sit as elected representatives; who is not elected any more stands up."""
    assert isinstance(event, RepresentativeElected)
    case = await tx.session.get(Case, event.case_id)
    if case is None or case.kind != CaseKind.COLLECTIVE:
        return
    await take_away(
        tx,
        case.id,
        reason="不再担任代表人",
        whose=lambda seat: (
            seat.kind == SeatKind.PARTY and seat.side == Side.WORKERS and seat.party_id not in event.party_ids
        ),
    )
