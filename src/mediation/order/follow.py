"""What follows from service orders. Reactions, in the transaction of the verb."""

from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.notice import service as notice
from mediation.order import notices
from mediation.order.events import OrderDispatched


async def tell_handler(tx: Tx, event: Event) -> None:
    """Tell whoever is to see to it."""
    assert isinstance(event, OrderDispatched)
    assert event.district_id is not None
    draft = notices.dispatched(
        order_id=event.subject_id,
        district_id=event.district_id,
        number=event.number,
        agency_id=event.agency_id,
        staff_id=event.staff_id,
        due_on=event.due_on,
        at=tx.now.isoformat(),
    )
    await notice.post(tx, draft)
