"""A mediator's cases in charge, counted and handed to a colleague: when an account is locked out. Told to agency/open_work.py."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.open_work import Work
from mediation.case import queries
from mediation.case.charge import put_in_charge
from mediation.case.models import Case
from mediation.case.moves import changed
from mediation.infra.db import AnySelect
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid


def _counts(keys: Sequence[UUID]) -> AnySelect:
    return (
        select(col(Case.mediator_id).label("holder_id"), func.count().label("open"))
        .where(col(Case.mediator_id).in_(keys), col(Case.closed_at).is_(None))
        .group_by(col(Case.mediator_id))
    )


async def _hand_over(tx: Tx, staff_id: UUID, to_id: UUID) -> int:
    """Put `to_id` in charge of every open case of `staff_id`, each locked in the order of ids.

    Raises Invalid (handOverTo: not a mediator of the studio, or recused from one of the cases).
    """
    wanted = select(col(Case.id)).where(col(Case.mediator_id) == staff_id, col(Case.closed_at).is_(None))
    moved = 0
    for case_id in (await tx.session.execute(wanted.order_by(col(Case.id)))).scalars().all():
        case, facts = await queries.lock(tx, case_id)
        if case.mediator_id != staff_id or case.closed_at is not None:
            continue
        if not await queries.is_mediator_of(tx, case.agency_id, to_id):
            raise Invalid.field(
                "handOverTo", "not_a_mediator", "此人不是本工作室的调解员。", "This is not a mediator of the studio."
            )
        if facts.tied(Tie.RECUSED, (to_id,), tx.now):
            raise Invalid.field(
                "handOverTo",
                "recused",
                "此人已回避其中的案件，请另选一人，或先由调解员、主管指定该案的主办人。",
                "They have withdrawn from one of the cases. Choose another, or have that case allocated first.",
            )
        await put_in_charge(tx, case, to_id)
        changed(tx, case)
        moved += 1
    return moved


WORK = Work("cases_in_charge", _counts, _hand_over)
