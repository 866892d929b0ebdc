"""The figures of a period and of the one before: five statements, each of one part, counted now and under the caller's own
permissions. Each reads both periods in one pass over an index that carries all it needs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Date, cast, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agreement.models import Commitment, Payment
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.deadline.models import ProcedureEvent
from mediation.gql.context import Reader
from mediation.kit.actor import Actor
from mediation.statistics import parts
from mediation.statistics.rules import PAID_STATES, Answers, CaseResult, Period, PromiseState, Way
from mediation.status.models import StatusLink
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


async def figures(reader: Reader, period: Period, asked: Asked) -> tuple[Figures, Figures]:
    """The figures of `period` and of the period before it, as the books stand now."""
    shape, given = asked.shape, values(period, asked, reader.now)
    given |= {"began": period.previous.begins, "first": period.previous.since}
    cases, ways, promises, receipts, ratings = await asyncio.gather(
        *[reader.fetch(part, *shape, **given) for part in (_cases, _ways, _promises, _receipts, _ratings)]
    )
    now, before = Figures(), Figures()
    for made in (now, before):
        _take_cases(made, [row for row in cases if row.is_now is (made is now)])
        made.by_way = {Way(row.way): row.cases for row in ways if row.is_now is (made is now)}
        _take_money(
            made,
            [row for row in promises if row.is_now is (made is now)],
            [row for row in receipts if row.is_now is (made is now)],
        )
        made.answers = _answers([row for row in ratings if row.is_now is (made is now)])
    return now, before


def _take_cases(made: Figures, rows: Sequence[Any]) -> None:
    for row in rows:
        made.total.add(row)
        made.by_month.setdefault(row.month, Heads()).add(row)
        result = CaseResult(row.result)
        made.by_result[result] = made.by_result.get(result, 0) + row.cases


def _take_money(made: Figures, promises: Sequence[Any], receipts: Sequence[Any]) -> None:
    for row in promises:
        made.by_state[PromiseState(row.state)] = row.promises
        made.defaulted += 0 if row.state == PromiseState.NOT_DUE else row.defaulted
    for row in receipts:
        made.wages_fen, made.social_insurance_fen = int(row.wages_fen), int(row.social_insurance_fen)
        made.advanced_fen = int(row.advanced_fen)


def _answers(rows: Sequence[Any]) -> Answers:
    by_mark = {row.mark: row.workers for row in rows}
    return Answers(
        asked=sum(by_mark.values()),
        satisfied=by_mark.get(Mark.SATISFIED, 0),
        fairly=by_mark.get(Mark.FAIRLY, 0),
        not_satisfied=by_mark.get(Mark.NOT_SATISFIED, 0),
    )


def _whole(column: Any, name: str) -> Any:
    """A sum of counts as a whole number."""
    return cast(func.sum(column), BigInteger).label(name)


def _cases(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    local = func.timezone("Asia/Shanghai", col(Case.registered_at))
    month = cast(func.date_trunc("month", local), Date()).label("month")
    is_now = (col(Case.registered_at) >= parts.BEGINS).label("is_now")
    result = parts.result(Case).label("result")
    return (
        select(
            is_now,
            month,
            result,
            func.count().label("cases"),
            _whole(col(Case.registered_count), "registered"),
            _whole(col(Case.taking_part_count), "taking_part"),
            _whole(col(Case.signed_count), "signed"),
        )
        .where(*parts.registered(parts.BEGAN), parts.seen(actor, by_agency=by_agency, by_district=by_district))
        .group_by(is_now, month, result)
    )


def _ways(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    is_now, way = (col(Case.registered_at) >= parts.BEGINS).label("is_now"), parts.WAY.label("way")
    return (
        select(is_now, way, func.count(col(Case.id).distinct()).label("cases"))
        .select_from(Case)
        .join(ProcedureEvent, col(ProcedureEvent.case_id) == col(Case.id))
        .where(
            *parts.registered(parts.BEGAN),
            *parts.is_way(),
            parts.seen(actor, by_agency=by_agency, by_district=by_district),
        )
        .group_by(is_now, way)
    )


def _promises(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    statement, promise = parts.fates(parts.BEGAN)
    is_now = (col(promise.due_at) > parts.BEGINS).label("is_now")
    fate = (
        statement.add_columns(is_now)
        .where(*parts.nearby(actor, col(promise.district_id), by_district=by_district))
        .subquery("fate")
    )
    # By case first: who may see it is asked once for all of its workers.
    of_case = (
        select(
            fate.c.case_id,
            fate.c.is_now,
            fate.c.state,
            func.count().label("promises"),
            func.count().filter(fate.c.is_defaulted).label("defaulted"),
        )
        .group_by(fate.c.case_id, fate.c.is_now, fate.c.state)
        .subquery("of_case")
    )
    return (
        select(
            of_case.c.is_now,
            of_case.c.state,
            _whole(of_case.c.promises, "promises"),
            _whole(of_case.c.defaulted, "defaulted"),
        )
        .join(Case, col(Case.id) == of_case.c.case_id)
        .where(parts.seen(actor, by_agency=by_agency, by_district=by_district))
        .group_by(of_case.c.is_now, of_case.c.state)
    )


def _receipts(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    payment, promise = aliased(Payment), aliased(Commitment)
    is_now = (col(payment.paid_on) >= parts.SINCE).label("is_now")
    return (
        select(is_now, *parts.money(payment, promise))
        .select_from(payment)
        .join(promise, col(promise.id) == col(payment.commitment_id))
        .join(Case, col(Case.id) == col(payment.case_id))
        .where(
            *parts.receipt(payment, promise, parts.FIRST),
            *parts.nearby(actor, col(payment.district_id), by_district=by_district),
            parts.seen(actor, by_agency=by_agency, by_district=by_district),
        )
        .group_by(is_now)
    )


def _ratings(actor: Actor, by_agency: bool, by_district: bool) -> Rows:
    is_now = (col(Case.closed_at) >= parts.BEGINS).label("is_now")
    answer = (
        parts.links()
        .add_columns(is_now)
        .join(Case, col(Case.id) == col(StatusLink.case_id))
        .where(
            *parts.closed(parts.BEGAN),
            *parts.nearby(actor, col(Case.district_id), by_district=by_district),
            parts.seen(actor, by_agency=by_agency, by_district=by_district),
        )
        .subquery("answer")
    )
    return select(answer.c.is_now, answer.c.mark, func.count().label("workers")).group_by(
        answer.c.is_now, answer.c.mark
    )
