"""What follows for deadlines from what happened to a case, in the same transaction.

Refuses to know the features above: they hand over values (`agreed`), or an event is asked only for what is named here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID, uuid5

from mediation.case.models import CaseState
from mediation.deadline import clocks
from mediation.infra.clock import legal_day
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.law.deadlines import AGREED


class TookEffect(Protocol):
    """What is asked of the event of an agreement that took effect."""

    subject_id: UUID
    effective_at: datetime


@dataclass(frozen=True, slots=True)
class AgreedDate:
    """One date on which money was promised, over all promises of an agreement that fall due at it."""

    agreement_id: UUID
    due_on: date | None
    """none for a term in hours"""
    due_at: datetime
    settled_at: datetime | None
    """when the last of them was settled; None while one is open"""


async def case_registered(tx: Tx, event: Event) -> None:
    """M-2 and M-3 run from the day the application was received."""
    case = await clocks.locked(tx, event.case_id)
    await clocks.start(tx, case, "M-2", case.received_on)
    await clocks.start(tx, case, "M-3", case.received_on)
    await clocks.refresh(tx, case)


async def case_edited(tx: Tx, event: Any) -> None:
    """A corrected day of receipt moves what runs from it."""
    if "received_on" not in event.changed:
        return
    case = await clocks.locked(tx, event.case_id)
    for row in await clocks.all_of(tx, case.id):
        if row.rule in ("M-2", "M-3") and clocks.is_open(row):
            await clocks.start(tx, case, row.rule, case.received_on)
    await clocks.refresh(tx, case)


async def case_accepted(tx: Tx, event: Event) -> None:
    """M-2 is met; M-4 runs from the day of acceptance."""
    case = await clocks.locked(tx, event.case_id)
    await clocks.meet(tx, case, "M-2")
    await clocks.start(tx, case, "M-4", case.accepted_on or tx.today)
    await clocks.refresh(tx, case)


async def case_ended(tx: Tx, event: Event) -> None:
    """Refused, withdrawn, transferred or closed: no clock runs any more."""
    case = await clocks.locked(tx, event.case_id)
    for row in await clocks.all_of(tx, case.id):
        if clocks.is_open(row):
            await clocks.end(tx, row, void_at=tx.now)
    await clocks.refresh(tx, case)


async def case_reopened(tx: Tx, event: Event) -> None:
    """The studio's own clock starts again from today; the right to arbitrate still runs from the day of receipt.

    While an agreement is performed nobody mediates: then what runs from its effect runs on.
    """
    case = await clocks.locked(tx, event.case_id)
    if case.state in (CaseState.PERFORMING, CaseState.DEFAULTED):
        for row in await clocks.all_of(tx, case.id):
            if row.rule in ("G-2", "G-3") and row.void_at is not None and row.met_at is None:
                await clocks.start(tx, case, row.rule, row.starts_on, subject_id=row.subject_id)
    else:
        await clocks.start(tx, case, "M-4" if case.accepted_on else "M-2", tx.today)
        await clocks.revive(tx, case, "M-3")
    await clocks.refresh(tx, case)


async def agreement_took_effect(tx: Tx, event: Any) -> None:
    """M-3 and M-4 are met; the joint applications G-2 and G-3 run from the day of effect (law.md G-1)."""
    took: TookEffect = event
    case = await clocks.locked(tx, event.case_id)
    await clocks.meet(tx, case, "M-3")
    await clocks.meet(tx, case, "M-4")
    for rule in ("G-2", "G-3"):
        await clocks.start(tx, case, rule, legal_day(took.effective_at), subject_id=took.subject_id)
    await clocks.refresh(tx, case)


async def lawyer_asked(tx: Tx, event: Event) -> None:
    """L-2 runs from the first request; asking the next lawyer does not start it again."""
    case = await clocks.locked(tx, event.case_id)
    row = await clocks.one(tx, case.id, "L-2", case.id)
    if row is None or row.met_at or row.void_at:
        await clocks.start(tx, case, "L-2", tx.today)
        await clocks.refresh(tx, case)


async def lawyer_found(tx: Tx, event: Event) -> None:
    """L-2 is met."""
    case = await clocks.locked(tx, event.case_id)
    await clocks.meet(tx, case, "L-2")
    await clocks.refresh(tx, case)


async def lawyer_lost(tx: Tx, event: Event) -> None:
    """A case handed back needs a lawyer again within three days."""
    case = await clocks.locked(tx, event.case_id)
    await clocks.start(tx, case, "L-2", tx.today)
    await clocks.refresh(tx, case)


async def lawyer_withdrew(tx: Tx, event: Any) -> None:
    """As when a case is handed back, where the assignment ended by the lawyer's recusal and not with the case."""
    if event.recused and event.was_accepted:
        await lawyer_lost(tx, event)


async def agreed(tx: Tx, case_id: UUID, dates: Iterable[AgreedDate]) -> None:
    """The dates of payment as they stand now. A date is met when nothing is open at it, and open again after a reversal."""
    case = await clocks.locked(tx, case_id)
    for one in dates:
        row = await clocks.one(tx, case.id, AGREED.id, uuid5(one.agreement_id, one.due_at.isoformat()))
        if row is None:
            row = clocks.new(case, AGREED.id, uuid5(one.agreement_id, one.due_at.isoformat()), tx.today)
            row.kind = "agreed"
            tx.session.add(row)
        row.due_on, row.due_at, row.met_at, row.void_at = one.due_on, one.due_at, one.settled_at, None
        row.next_reminder_at = None if row.met_at else clocks.first_reminder(tx, row)
    await clocks.refresh(tx, case)
