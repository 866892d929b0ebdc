"""What follows for deadlines from what happened to a case: its clocks are made again, in the same transaction.

Refuses to know which event does what: the journal has it already, and projection.py reads it there.
"""

from mediation.deadline import clocks
from mediation.infra.uow import Tx
from mediation.kit.events import Event


async def happened(tx: Tx, event: Event) -> None:
    """Something on which clocks depend was written into the journal of a case, or into the books of its agreements."""
    assert event.case_id is not None, "the event is about a case"
    await clocks.recompute(tx, event.case_id)
