"""The ledger (台账): one row per case of a list, with what of the period belongs to it. Read page by page, or all in steps.

Names of companies and of the mediator in charge stand in it; no worker does.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agency.models import Staff
from mediation.agreement.models import Agreement, Commitment, Payment
from mediation.agreement.queries import stands
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.infra.statements import late
from mediation.kit.actor import Actor
from mediation.person.models import Organisation
from mediation.statistics import parts
from mediation.statistics.queries import EVERYTHING, Asked, values
from mediation.statistics.rules import CaseResult, LedgerList, Period, PromiseState, Way
from mediation.status.rules import Mark

STEP: Final = 500
"""rows per statement of a whole ledger"""

Place = tuple[datetime, UUID]
"""Where a row stands: the moment of registration and the case."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which ledger of which period. What is given must hold."""

    period: Period
    asked: Asked = EVERYTHING
    of: LedgerList = LedgerList.CASES
    results: tuple[CaseResult, ...] | None = None
    ways: tuple[Way, ...] | None = None
    promises: tuple[PromiseState, ...] | None = None
    """with a promise of the period in one of these states; asked of those of `of`"""

    @property
    def shape(self) -> tuple[Any, ...]:
        """What decides the text of the statements."""
        states = tuple(dict.fromkeys(self.promises)) if self.promises is not None else None
        return (*self.asked.shape, self.of, self.results is not None, self.ways is not None, states)

    def values(self, now: datetime) -> dict[str, Any]:
        """The values of its late parameters."""
        more: dict[str, Any] = {}
        if self.results is not None:
            more["results"] = [one.value for one in self.results]
        if self.ways is not None:
            more["ways"] = [one.value for one in self.ways]
        return values(self.period, self.asked, now) | more


async def page(reader: Reader, wanted: Wanted, size: int, after: Place | None) -> Sequence[Any]:
    """Up to `size` rows behind `after`, the earliest registered first."""
    place = {"after_at": after[0], "after_id": after[1]} if after else {}
    return await reader.fetch(_page, size, after is not None, *wanted.shape, **wanted.values(reader.now), **place)


async def count(reader: Reader, wanted: Wanted) -> int:
    """How many rows it has."""
    rows = await reader.fetch(_count, *wanted.shape, **wanted.values(reader.now))
    return int(rows[0].total)


async def whole(reader: Reader, wanted: Wanted) -> AsyncIterator[Sequence[Any]]:
    """All rows, `STEP` at a time: as many in memory, however many there are."""
    after: Place | None = None
    while rows := await page(reader, wanted, STEP, after):
        yield rows
        if len(rows) < STEP:
            return
        after = rows[-1].registered_at, rows[-1].id


def _chosen(
    actor: Actor,
    by_agency: bool,
    by_district: bool,
    of: LedgerList,
    by_result: bool,
    by_way: bool,
    promises: tuple[PromiseState, ...] | None,
) -> list[Any]:
    clauses: list[Any] = [
        parts.seen(actor, by_agency=by_agency, by_district=by_district),
        *parts.listed(actor, of, by_district=by_district),
    ]
    if by_result:
        clauses.append(parts.result(Case) == any_(late("results", ARRAY(Text))))
    if by_way:
        taken = parts.ways().subquery("taken")
        clauses.append(col(Case.id).in_(select(taken.c.case_id).where(taken.c.way == any_(late("ways", ARRAY(Text))))))
    if promises is not None:
        clauses.append(parts.due(actor, promises, by_district=by_district))
    return clauses


def _count(actor: Actor, *shape: Any) -> Rows:
    return select(func.count().label("total")).select_from(Case).where(*_chosen(actor, *shape))


def _page(actor: Actor, size: int, beyond: bool, *shape: Any) -> Rows:
    order = col(Case.registered_at), col(Case.id)
    chosen = select(Case.__table__.columns).where(*_chosen(actor, *shape))  # type: ignore[attr-defined]  # SQLModel sets it
    if beyond:
        last = tuple_(late("after_at", DateTime(timezone=True)), late("after_id", Uuid()))
        chosen = chosen.where(tuple_(*order) > last)
    # The page first, and only then what is shown of it. A literal: the planner should know that only a page is wanted.
    chosen = chosen.order_by(*order).limit(literal_column(str(size)))
    row: Any = aliased(Case, chosen.subquery("chosen"))
    agreed, promised = _agreed(row).lateral("agreed"), _promised(row).lateral("promised")
    fate, money = _fates(row).lateral("fate"), _money(row).lateral("money")
    answers, taken = _answers(row).lateral("answers"), _ways(row).lateral("taken")
    yes = literal(True)
    return (
        select(
            *[col(getattr(row, name)) for name in _OF_CASE],
            parts.result(row).label("result"),
            col(Organisation.name).label("employer"),
            col(Staff.name).label("mediator"),
            agreed.c.effective_at,
            *[column for part in (promised, fate, money, answers, taken) for column in part.c],
        )
        .select_from(row)
        .join(Organisation, col(Organisation.id) == col(row.employer_id))
        .outerjoin(Staff, col(Staff.id) == col(row.mediator_id))
        .outerjoin(agreed, yes)
        .join(promised, yes)
        .join(fate, yes)
        .join(money, yes)
        .join(answers, yes)
        .join(taken, yes)
        .order_by(col(row.registered_at), col(row.id))
    )


_OF_CASE: Final = (
    "id",
    "number",
    "registered_at",
    "closed_at",
    "registered_count",
    "taking_part_count",
    "signed_count",
)


def _agreed(row: Any) -> Any:
    return (
        select(col(Agreement.effective_at))
        .where(col(Agreement.case_id) == col(row.id), col(Agreement.state) == "effective")
        .order_by(col(Agreement.effective_at).desc())
        .limit(1)
        .correlate(row)
    )


def _promised(row: Any) -> Any:
    """What was promised to workers in the case, by when, and since when all of it is paid."""
    payment = aliased(Payment)
    paid = (
        select(
            func.max(col(payment.paid_on)).label("last_on"),
            func.coalesce(func.sum(col(payment.amount_fen)).filter(col(payment.advance_id).is_not(None)), 0).label(
                "third_fen"
            ),
        )
        .where(col(payment.commitment_id) == col(Commitment.id), stands(payment))
        .correlate(Commitment)
        .lateral("paid")
    )
    fen, is_wages = func.sum(col(Commitment.amount_fen)), col(Commitment.group_) == "wages"
    is_settled = func.bool_and(col(Commitment.settled_at).is_not(None))
    return (
        select(
            func.coalesce(fen.filter(is_wages), 0).label("agreed_wages_fen"),
            func.coalesce(fen.filter(~is_wages), 0).label("agreed_social_insurance_fen"),
            func.max(col(Commitment.due_at)).label("due_at"),
            case((is_settled, func.max(paid.c.last_on))).label("paid_off_on"),
            func.coalesce(func.sum(paid.c.third_fen), 0).label("advanced_ever_fen"),
        )
        .select_from(Commitment)
        .join(paid, literal(True))
        .where(col(Commitment.case_id) == col(row.id), col(Commitment.kind) == "worker")
        .correlate(row)
    )


def _fates(row: Any) -> Any:
    statement, promise = parts.fates()
    fate = statement.where(col(promise.case_id) == col(row.id)).correlate(row).lateral("of_case")
    state = fate.c.state
    is_due = state != PromiseState.NOT_DUE.value

    def many(*clauses: Any) -> Any:
        return func.count().filter(and_(*clauses))

    return select(
        many(is_due).label("due"),
        *[many(state == one.value).label(f"promises_{one.value}") for one in PromiseState],
        many(is_due, fate.c.is_defaulted).label("defaults"),
    ).select_from(fate)


def _money(row: Any) -> Any:
    payment, promise = aliased(Payment), aliased(Commitment)
    return (
        select(*parts.money(payment, promise))
        .select_from(payment)
        .join(promise, col(promise.id) == col(payment.commitment_id))
        .where(col(payment.case_id) == col(row.id), *parts.receipt(payment, promise))
        .correlate(row)
    )


def _answers(row: Any) -> Any:
    answer = parts.answers(row).lateral("answer")

    def many(mark: Mark) -> Any:
        return func.count().filter(answer.c.mark == mark.value)

    return select(
        func.count().label("asked"),
        many(Mark.SATISFIED).label("satisfied"),
        many(Mark.FAIRLY).label("fairly"),
        many(Mark.NOT_SATISFIED).label("not_satisfied"),
    ).select_from(answer)


def _ways(row: Any) -> Any:
    taken = parts.ways(row).lateral("way")
    return select(
        func.coalesce(func.array_agg(aggregate_order_by(taken.c.way, taken.c.way)), cast([], ARRAY(Text))).label("ways")
    ).select_from(taken)
