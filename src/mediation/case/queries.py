"""Every SELECT on cases. Whoever lists cases passes the guard's `visible` clause; it is never optional."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlmodel import col

from mediation.access.scopes import Facts, Tie, TieValue, tied_values
from mediation.case.models import Case, CaseTie
from mediation.infra.uow import Tx
from mediation.kit.problems import NotFound


def _tied_sql(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
    return exists(
        select(1).where(
            col(CaseTie.case_id) == col(Case.id),
            col(CaseTie.kind) == kind.value,
            col(CaseTie.holder_id).in_(holders),
            col(CaseTie.ended_at).is_(None),
            or_(col(CaseTie.until_at).is_(None), col(CaseTie.until_at) > at),
        )
    )


COLUMNS = Facts(city=col(Case.city_id), district=col(Case.district_id), agency=col(Case.agency_id), tied=_tied_sql)
"""Facts of a case as columns. The statement must select from, or join, `Case`."""


def facts_of(case: Case, ties: frozenset[TieValue]) -> Facts:
    """Facts of a loaded case."""
    return Facts(city=case.city_id, district=case.district_id, agency=case.agency_id, tied=tied_values(ties))


def open_ties(case_ids: Sequence[UUID]) -> Select[Any]:
    """The open ties of cases: case_id, kind, holder_id, until_at."""
    return select(col(CaseTie.case_id), col(CaseTie.kind), col(CaseTie.holder_id), col(CaseTie.until_at)).where(
        and_(col(CaseTie.case_id).in_(case_ids), col(CaseTie.ended_at).is_(None))
    )


async def lock(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case, locked for this transaction, with its facts. Raises NotFound."""
    found = await tx.session.execute(select(Case).where(col(Case.id) == case_id).with_for_update())
    case = found.scalar_one_or_none()
    if case is None:
        raise NotFound
    return case, facts_of(case, await ties_of(tx, case_id))


async def look(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case without a lock, with its facts, for verbs that change something beside it. Raises NotFound."""
    case = await tx.session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case, facts_of(case, await ties_of(tx, case_id))


async def ties_of(tx: Tx, case_id: UUID) -> frozenset[TieValue]:
    """The open ties of one case."""
    rows = (await tx.session.execute(open_ties([case_id]))).all()
    return frozenset(TieValue(Tie(row.kind), row.holder_id, row.until_at) for row in rows)
