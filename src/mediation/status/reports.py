"""What workers themselves say of promised payments, counted beside what was verified: never money, only their word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, true, tuple_
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement.models import Commitment
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.gql.context import Reader
from mediation.status.models import Receipt

Promise = tuple[UUID, datetime]
"""Agreement and due moment."""


async def of_promises(reader: Reader, keys: list[Promise]) -> Sequence[Row[Any] | None]:
    """Batch: of each promised payment how many of its workers last said that money came, and that it did not.

    None where the caller does not read what workers report.
    """
    worker = (
        select(col(Commitment.agreement_id), col(Commitment.due_at), col(Commitment.party_id))
        .join(Case, col(Case.id) == col(Commitment.case_id))
        .where(
            tuple_(col(Commitment.agreement_id), col(Commitment.due_at)).in_(keys),
            col(Commitment.kind) == "worker",
            guard.visible(reader.actor, Verb.LINK_VIEW, cases.COLUMNS),
        )
        .distinct()
        .subquery("worker")
    )
    last = (
        select(col(Receipt.received))
        .where(col(Receipt.party_id) == worker.c.party_id)
        .order_by(col(Receipt.reported_at).desc(), col(Receipt.id).desc())
        .limit(1)
        .correlate(worker)
        .lateral("last")
    )
    rows = await reader.rows(
        select(
            worker.c.agreement_id,
            worker.c.due_at,
            func.count().filter(last.c.received.is_(True)).label("received"),
            func.count().filter(last.c.received.is_(False)).label("missing"),
        )
        .select_from(worker)
        .outerjoin(last, true())
        .group_by(worker.c.agreement_id, worker.c.due_at)
    )
    found = {(row.agreement_id, row.due_at): row for row in rows}
    return [found.get(key) for key in keys]
