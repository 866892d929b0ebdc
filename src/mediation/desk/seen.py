"""The verb `case_seen:mark`: what happened in a case so far is no news to the caller any more.

Nothing is journaled: who has looked at which case says nothing of the case. Reading marks nothing.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.desk.models import CaseSeen
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.journal.models import JournalHead
from mediation.kit.actor import ActorKind
from mediation.kit.problems import Forbidden


async def mark(tx: Tx, case_id: UUID) -> None:
    """Remember that the caller has seen the case as it stands. A later mark is never taken back by an earlier one.

    Raises NotFound, Forbidden.
    """
    _, facts = await cases.look(tx, case_id)
    guard.require(tx.actor, Verb.CASE_SEEN_MARK, facts)
    if tx.actor.kind is not ActorKind.STAFF or tx.actor.id is None:
        raise Forbidden(Verb.CASE_SEEN_MARK)
    seq = await tx.session.scalar(select(col(JournalHead.seq)).where(col(JournalHead.id) == case_id))
    seen = insert(CaseSeen).values(id=new_id(), staff_id=tx.actor.id, case_id=case_id, seq=seq or 0, seen_at=tx.now)
    await tx.session.execute(
        seen.on_conflict_do_update(
            index_elements=["staff_id", "case_id"],
            set_={
                "seq": func.greatest(col(CaseSeen.seq), seen.excluded.seq),
                "seen_at": func.greatest(col(CaseSeen.seen_at), seen.excluded.seen_at),
            },
        )
    )
