"""The dates of payment of a case, handed to `deadline/` as they stand after whatever happened to the money."""

from sqlalchemy import case, func, select
from sqlmodel import col

from mediation.agreement.models import Commitment
from mediation.deadline.follow import AgreedDate, agreed
from mediation.infra.uow import Tx
from mediation.kit.events import Event


async def keep_dates(tx: Tx, event: Event) -> None:
    """Every due moment of the case: met when the last promise at it is settled, open again after a reversal."""
    assert event.case_id is not None, "money belongs to a case"
    everything_paid = func.bool_and(col(Commitment.settled_at).is_not(None))
    rows = await tx.session.execute(
        select(
            col(Commitment.agreement_id),
            col(Commitment.due_at),
            func.max(col(Commitment.due_on)).label("due_on"),
            case((everything_paid, func.max(col(Commitment.settled_at)))).label("settled_at"),
        )
        .where(
            col(Commitment.case_id) == event.case_id,
            col(Commitment.kind) == "worker",
            col(Commitment.due_at).is_not(None),
        )
        .group_by(col(Commitment.agreement_id), col(Commitment.due_at))
    )
    dates = [AgreedDate(row.agreement_id, row.due_on, row.due_at, row.settled_at) for row in rows]
    if dates:
        await agreed(tx, event.case_id, dates)
