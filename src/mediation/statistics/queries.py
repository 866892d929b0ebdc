"""The figures of a period: four statements, each of one part, counted now and under the caller's own permissions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Date, cast, func, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agreement.models import Commitment, Payment
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.kit.actor import Actor
from mediation.statistics import parts
from mediation.statistics.rules import PAID_STATES, Answers, CaseResult, Period, PromiseState, Way
from mediation.status.rules import Mark


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of what the caller may count is wanted."""

    agency_id: UUID | None = None
    district: str | None = None
    """GB/T 2260 code"""

    @property
    def shape(self) -> tuple[bool, bool]:
        """What decides the text of the statements."""
        return self.agency_id is not None, self.district is not None


EVERYTHING: Final = Asked()
"""all that the caller may count"""


@dataclass(slots=True)
class Heads:
    """Cases and the workers in them: the three counts that are never one."""

    cases: int = 0
    registered: int = 0
    taking_part: int = 0
    signed: int = 0

    def add(self, row: Any) -> None:
        """Those of one group more."""
        self.cases += row.cases
        self.registered += row.registered
        self.taking_part += row.taking_part
        self.signed += row.signed


@dataclass(slots=True)
class Figures:
    """Everything that is counted of one period."""

    total: Heads = field(default_factory=Heads)
    by_month: dict[date, Heads] = field(default_factory=dict)
    by_result: dict[CaseResult, int] = field(default_factory=dict)
    by_way: dict[Way, int] = field(default_factory=dict)
    by_state: dict[PromiseState, int] = field(default_factory=dict)
    defaulted: int = 0
    wages_fen: int = 0
    social_insurance_fen: int = 0
    advanced_fen: int = 0
    answers: Answers = field(default_factory=lambda: Answers(0))

    @property
    def due(self) -> int:
        """Promises whose moment has passed."""
        return sum(n for state, n in self.by_state.items() if state is not PromiseState.NOT_DUE)

    @property
    def received(self) -> int:
        """Of these, those that the worker has in full."""
        return sum(self.by_state.get(state, 0) for state in PAID_STATES)


def values(period: Period, asked: Asked, now: datetime) -> dict[str, Any]:
    """The values of the late parameters of `parts.py`."""
    return {
        "begins": period.begins,
        "ends": period.ends,
        "since": period.since,
        "until": period.until,
        "counted_at": now,
        "agency": asked.agency_id,
        "district": asked.district,
    }


async def figures(reader: Reader, period: Period, asked: Asked) -> Figures:
    """The figures of `period` as the books stand now."""
    shape, given = asked.shape, values(period, asked, reader.now)
    made = Figures()
    for row in await reader.fetch(_cases, *shape, **given):
        made.total.add(row)
        made.by_month.setdefault(row.month, Heads()).add(row)
        result = CaseResult(row.result)
        made.by_result[result] = made.by_result.get(result, 0) + row.cases
    made.by_way = {Way(row.way): row.cases for row in await reader.fetch(_ways, *shape, **given)}
    for row in await reader.fetch(_promises, *shape, **given):
        made.by_state[PromiseState(row.state)] = row.promises
        made.defaulted += 0 if row.state == PromiseState.NOT_DUE else row.defaulted
    for row in await reader.fetch(_receipts, *shape, **given):
        made.wages_fen, made.social_insurance_fen = int(row.wages_fen), int(row.social_insurance_fen)
        made.advanced_fen = int(row.advanced_fen)
    made.answers = _answers(await reader.fetch(_ratings, *shape, **given))
    return made


def _answers(rows: Sequence[Any]) -> Answers:
    by_mark = {row.mark: row.workers for row in rows}
    return Answers(
        asked=sum(by_mark.values()),
        satisfied=by_mark.get(Mark.SATISFIED, 0),
        fairly=by_mark.get(Mark.FAIRLY, 0),
        not_satisfied=by_mark.get(Mark.NOT_SATISFIED, 0),
    )


def _cases(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    local = func.timezone("Asia/Shanghai", col(Case.registered_at))
    month = cast(func.date_trunc("month", local), Date()).label("month")
    result = parts.result(Case).label("result")

    def total(column: Any) -> Any:
        return cast(func.sum(col(column)), BigInteger)

    return (
        select(
            month,
            result,
            func.count().label("cases"),
            total(Case.registered_count).label("registered"),
            total(Case.taking_part_count).label("taking_part"),
            total(Case.signed_count).label("signed"),
        )
        .where(*parts.registered(), parts.seen(actor, by_agency=by_agency, by_district=by_district))
        .group_by(month, result)
    )


def _ways(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    taken = parts.ways(Case).lateral("taken")
    return (
        select(taken.c.way, func.count().label("cases"))
        .select_from(Case)
        .join(taken, true())
        .where(*parts.registered(), parts.seen(actor, by_agency=by_agency, by_district=by_district))
        .group_by(taken.c.way)
    )


def _promises(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    statement, promise = parts.fates()
    fate = (
        statement.join(Case, col(Case.id) == col(promise.case_id))
        .where(
            *parts.nearby(actor, col(promise.district_id)),
            parts.seen(actor, by_agency=by_agency, by_district=by_district),
        )
        .subquery("fate")
    )
    defaulted = func.count().filter(fate.c.is_defaulted).label("defaulted")
    return select(fate.c.state, func.count().label("promises"), defaulted).group_by(fate.c.state)


def _receipts(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    payment, promise = aliased(Payment), aliased(Commitment)
    return (
        select(*parts.money(payment, promise))
        .select_from(payment)
        .join(promise, col(promise.id) == col(payment.commitment_id))
        .join(Case, col(Case.id) == col(payment.case_id))
        .where(
            *parts.receipt(payment, promise),
            *parts.nearby(actor, col(payment.district_id)),
            parts.seen(actor, by_agency=by_agency, by_district=by_district),
        )
    )


def _ratings(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    answer = parts.answers(Case).lateral("answer")
    return (
        select(answer.c.mark, func.count().label("workers"))
        .select_from(Case)
        .join(answer, true())
        .where(*parts.closed(), parts.seen(actor, by_agency=by_agency, by_district=by_district))
        .group_by(answer.c.mark)
    )
