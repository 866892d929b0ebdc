"""What is said about service orders: drafts from facts. Pure."""

from datetime import date
from uuid import UUID

from mediation.kit.problems import Text
from mediation.notice.drafts import Draft, RecipientKind
from mediation.order.models import OrderStep

STEPS = {
    OrderStep.DISPATCHING: Text("派单", "dispatching"),
    OrderStep.HANDLING: Text("办单", "handling"),
    OrderStep.RATING: Text("评单", "rating"),
    OrderStep.REQUESTED: Text("受理", "taking on"),
}


def dispatched(
    *, order_id: UUID, district_id: UUID, number: str, agency_id: UUID, staff_id: UUID | None, due_on: date, at: str
) -> Draft:
    """To whoever is to see to it: the person named, or the agency's board."""
    return Draft(
        recipient_kind=RecipientKind.STAFF if staff_id else RecipientKind.AGENCY,
        recipient_id=staff_id or agency_id,
        template="order.dispatched",
        dedupe_key=f"order/{order_id}/dispatched/{at}",
        parameters={"number": number, "due_on": due_on.isoformat()},
        district_id=district_id,
    )


def overdue(
    *,
    order_id: UUID,
    district_id: UUID,
    number: str,
    step: OrderStep,
    agency_id: UUID,
    staff_id: UUID | None,
    due_on: date,
) -> Draft:
    """To whose step it is: the person, or the agency's board."""
    return Draft(
        recipient_kind=RecipientKind.STAFF if staff_id else RecipientKind.AGENCY,
        recipient_id=staff_id or agency_id,
        template="order.overdue",
        dedupe_key=f"order/{order_id}/overdue/{due_on}",
        parameters={"number": number, "step": STEPS[step], "due_on": due_on.isoformat()},
        district_id=district_id,
    )
