"""A row of the ledger as a type."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Self

import strawberry

from mediation.gql.relay import gid
from mediation.gql.scalars import Fen
from mediation.infra.clock import legal_day
from mediation.statistics.graphql.types import StatisticsSatisfaction
from mediation.statistics.rules import Answers, CaseResult, PromiseState, Way


@strawberry.type(description="The workers of a case, counted in the three ways that are never one number.")
class LedgerHeads:
    """登记、参加、签署."""

    registered: int = strawberry.field(description="登记人数: taken down.")
    taking_part: int = strawberry.field(description="参加人数: taking part, and not left.")
    signed: int = strawberry.field(description="签署人数: signed.")


@strawberry.type(description="What of a case belongs to the period: these add up to the figures.")
class LedgerPeriod:
    """Sums over the case."""

    wages_fen: Fen = strawberry.field(description="Wages paid to workers in the period and verified.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance paid in the period and verified.")
    advanced_fen: Fen = strawberry.field(description="What third parties paid of both.")
    due: int = strawberry.field(description="Promises that fell due in the period and before now.")
    on_time: int = strawberry.field(description="Of these, paid in full by the company itself by the agreed day.")
    received: int = strawberry.field(description="Of these, paid in full by whomever and whenever.")
    advanced: int = strawberry.field(description="Of these, paid in full with a third party's money.")
    late: int = strawberry.field(description="Of these, paid in full by the company after the agreed day.")
    unpaid: int = strawberry.field(description="Of these, not paid in full.")
    defaulted: int = strawberry.field(description="Of these, called a default, also when paid afterwards.")
    not_due: int = strawberry.field(description="Promises of the period whose moment lies ahead.")


@strawberry.type(description="A row of the ledger (台账): one case.")
class LedgerEntry:
    """Of the whole case, but for `in_period`."""

    row_number: int = strawberry.field(description="序号: its place in this list, from 1.")
    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    number: str = strawberry.field(description="编号: its number.")
    registered_on: date = strawberry.field(description="The day of registration.")
    closed_on: date | None = strawberry.field(description="The day it ended, if it has.")
    employer: str = strawberry.field(description="单位: the company's name.")
    workers: LedgerHeads = strawberry.field(description="人数.")
    agreed_wages_fen: Fen = strawberry.field(description="金额: wages promised to workers.")
    agreed_social_insurance_fen: Fen = strawberry.field(description="金额: social insurance promised to workers.")
    agreed_on: date | None = strawberry.field(description="协议日: the day the agreement took effect.")
    due_on: date | None = strawberry.field(description="到期日: the last day on which something is due.")
    paid_off_on: date | None = strawberry.field(description="付清日: the day of the last payment, once all is paid.")
    advanced_fen: Fen = strawberry.field(description="垫付: what third parties paid in the case.")
    result: CaseResult = strawberry.field(description="结果: what has become of it.")
    ways: Sequence[Way] = strawberry.field(description="途径: the ways that were taken, as far as recorded.")
    satisfaction: StatisticsSatisfaction = strawberry.field(description="满意度: of the case.")
    mediator: str | None = strawberry.field(description="主办: name of the mediator in charge.")
    in_period: LedgerPeriod = strawberry.field(description="What of it belongs to the period.")

    @classmethod
    def of(cls, row: Any, row_number: int) -> Self:
        """From a row of `ledger.page`."""
        return cls(
            row_number=row_number,
            case=gid("Case", row.id),
            number=row.number,
            registered_on=legal_day(row.registered_at),
            closed_on=legal_day(row.closed_at) if row.closed_at else None,
            employer=row.employer,
            workers=LedgerHeads(
                registered=row.registered_count, taking_part=row.taking_part_count, signed=row.signed_count
            ),
            agreed_wages_fen=Fen(int(row.agreed_wages_fen)),
            agreed_social_insurance_fen=Fen(int(row.agreed_social_insurance_fen)),
            agreed_on=legal_day(row.effective_at) if row.effective_at else None,
            due_on=last_day(row.due_at),
            paid_off_on=row.paid_off_on,
            advanced_fen=Fen(int(row.advanced_ever_fen)),
            result=CaseResult(row.result),
            ways=[Way(one) for one in row.ways],
            satisfaction=StatisticsSatisfaction.of(answers_of(row)),
            mediator=row.mediator,
            in_period=_period(row),
        )


def last_day(due_at: Any) -> date | None:
    """The legal day that a due moment ends: 24:00 belongs to the day before it."""
    return legal_day(due_at - timedelta(microseconds=1)) if due_at else None


def answers_of(row: Any) -> Answers:
    """The answers of a case."""
    return Answers(row.asked, row.satisfied, row.fairly, row.not_satisfied)


def _period(row: Any) -> LedgerPeriod:
    by_state = {state: getattr(row, f"promises_{state.value}") for state in PromiseState}
    received = by_state[PromiseState.ON_TIME] + by_state[PromiseState.LATE] + by_state[PromiseState.ADVANCED]
    return LedgerPeriod(
        wages_fen=Fen(int(row.wages_fen)),
        social_insurance_fen=Fen(int(row.social_insurance_fen)),
        advanced_fen=Fen(int(row.advanced_fen)),
        due=row.due,
        on_time=by_state[PromiseState.ON_TIME],
        received=received,
        advanced=by_state[PromiseState.ADVANCED],
        late=by_state[PromiseState.LATE],
        unpaid=row.due - received,
        defaulted=row.defaults,
        not_due=by_state[PromiseState.NOT_DUE],
    )
