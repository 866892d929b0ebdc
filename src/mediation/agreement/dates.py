"""The dates of payment of cases, told to `deadline/` as the books have them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import col

from mediation.agreement.models import Agreement, Commitment
from mediation.deadline.facts import AgreedDate
from mediation.infra.clock import legal_day
from mediation.infra.uow import Tx


async def dates_of(tx: Tx, case_ids: list[UUID]) -> Mapping[UUID, list[AgreedDate]]:
    """Every due moment of the cases: settled when the last promise at it is, open again after a reversal."""
    everything_paid = func.bool_and(col(Commitment.settled_at).is_not(None))
    rows = await tx.session.execute(
        select(
            col(Commitment.case_id),
            col(Commitment.agreement_id),
            col(Agreement.effective_at),
            col(Commitment.due_at),
            func.max(col(Commitment.due_on)).label("due_on"),
            case((everything_paid, func.max(col(Commitment.settled_at)))).label("settled_at"),
        )
        .join(Agreement, col(Agreement.id) == col(Commitment.agreement_id))
        .where(
            col(Commitment.case_id).in_(case_ids),
            col(Commitment.kind) == "worker",
            col(Commitment.due_at).is_not(None),
        )
        .group_by(
            col(Commitment.case_id), col(Commitment.agreement_id), col(Agreement.effective_at), col(Commitment.due_at)
        )
    )
    found: dict[UUID, list[AgreedDate]] = {}
    for row in rows:
        on = legal_day(row.effective_at)
        one = AgreedDate(row.agreement_id, on, row.due_on, row.due_at, row.settled_at)
        found.setdefault(row.case_id, []).append(one)
    return found
