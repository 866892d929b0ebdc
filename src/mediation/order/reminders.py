"""What ought to be said about service orders now. Asked at every tick; a missed night misses nothing."""

from collections.abc import Sequence

from mediation.infra.uow import Tx
from mediation.notice.drafts import Draft
from mediation.order import notices, queries
from mediation.order.models import OrderStep, ServiceOrder
from mediation.order.service import number_of


async def due(tx: Tx, *, limit: int) -> Sequence[Draft]:
    """One message for every step whose last day has passed, for at most `limit` orders; each is told of once."""
    rows = await queries.overdue(tx, limit)
    drafts = [_draft(row) for row in rows]
    for row in rows:
        row.reminded_on = row.due_on
    return drafts


def _draft(row: ServiceOrder) -> Draft:
    assert row.due_on is not None
    at_handler = row.step == OrderStep.HANDLING and row.handler_agency_id is not None
    return notices.overdue(
        order_id=row.id,
        district_id=row.district_id,
        number=number_of(row.serial),
        step=OrderStep(row.step),
        agency_id=(row.handler_agency_id if at_handler else None) or row.agency_id,
        staff_id=row.owner_id,
        due_on=row.due_on,
    )
