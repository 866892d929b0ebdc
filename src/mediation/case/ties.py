"""Making and ending ties to a case. The features above call this: assignment, referral, seat, recusal, break-glass."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.case.models import Case, CaseTie
from mediation.infra.db import new_id
from mediation.infra.uow import Tx


async def tie(
    tx: Tx, case: Case, kind: Tie, holder_id: UUID, *, until_at: datetime | None = None, reason: str | None = None
) -> None:
    """Tie `holder_id` to `case` from now on. Doing it again leaves one tie, with the new end and reason."""
    values = {
        "id": new_id(),
        "case_id": case.id,
        "district_id": case.district_id,
        "kind": kind.value,
        "holder_id": holder_id,
        "since_at": tx.now,
        "until_at": until_at,
        "reason": reason,
    }
    await tx.session.execute(
        insert(CaseTie)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["case_id", "kind", "holder_id"],
            index_where=col(CaseTie.ended_at).is_(None),
            set_={"until_at": until_at, "reason": reason},
        )
    )


async def untie(tx: Tx, case_id: UUID, kind: Tie, holder_id: UUID) -> None:
    """End the tie, if there is one."""
    await tx.session.execute(
        update(CaseTie)
        .where(
            col(CaseTie.case_id) == case_id,
            col(CaseTie.kind) == kind.value,
            col(CaseTie.holder_id) == holder_id,
            col(CaseTie.ended_at).is_(None),
        )
        .values(ended_at=tx.now)
    )
