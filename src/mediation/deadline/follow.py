"""What follows for deadlines from what happened to a case: its clocks are made again, in the same transaction.

Refuses to know which event does what: the journal has it already, and projection.py reads it there.
"""

from sqlalchemy import select
from sqlmodel import col

from mediation.case.events import RosterUndone
from mediation.case.queries import came_with
from mediation.deadline import clocks
from mediation.deadline.models import ProcedureEvent
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.problems import IllegalMove, Text


async def happened(tx: Tx, event: Event) -> None:
    """Something on which clocks depend was written into the journal of a case, or into the books of its agreements."""
    assert event.case_id is not None, "the event is about a case"
    await clocks.recompute(tx, event.case_id)


async def roster_undone(tx: Tx, event: Event) -> None:
    """Nobody is taken back for whom an authority is seeing to something. Raises IllegalMove (in_use)."""
    assert isinstance(event, RosterUndone)
    named = select(col(ProcedureEvent.id)).where(col(ProcedureEvent.party_id).in_(came_with(event.subject_id)))
    if (await tx.session.execute(named.limit(1))).first() is not None:
        text = Text(
            "已为其中的劳动者登记程序节点，不能撤销导入。", "A step of a procedure is recorded for one of the workers."
        )
        raise IllegalMove(event.verb, "in_use", text=text)
