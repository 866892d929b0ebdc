"""From counted figures to their types. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from mediation.kit.problems import Text
from mediation.statistics import definitions as means
from mediation.statistics import rules
from mediation.statistics.graphql import words
from mediation.statistics.graphql.types import (
    Chart,
    ChartPoint,
    ChartSeries,
    Statistics,
    StatisticsAmount,
    StatisticsCount,
    StatisticsRate,
    StatisticsSatisfaction,
)
from mediation.statistics.graphql.words import ChartKind
from mediation.statistics.queries import Figures, Heads
from mediation.statistics.rules import Period, PromiseState


def statistics(period: Period, now: Figures, before: Figures, as_of: datetime) -> Statistics:
    """All figures of `period`, with those of the period `before`."""
    on_time, was = now.by_state.get(PromiseState.ON_TIME, 0), before.by_state.get(PromiseState.ON_TIME, 0)
    advanced = PromiseState.ADVANCED
    return Statistics(
        since=period.since,
        until=period.until,
        previous_since=period.previous.since,
        previous_until=period.previous.until,
        as_of=as_of,
        is_empty=not (
            now.total.cases or now.by_state or now.wages_fen or now.social_insurance_fen or now.answers.asked
        ),
        cases=StatisticsCount.of(means.CASES, now.total.cases, before.total.cases),
        workers_registered=StatisticsCount.of(means.REGISTERED, now.total.registered, before.total.registered),
        workers_taking_part=StatisticsCount.of(means.TAKING_PART, now.total.taking_part, before.total.taking_part),
        workers_signed=StatisticsCount.of(means.SIGNED, now.total.signed, before.total.signed),
        wages=StatisticsAmount.of(means.WAGES, now.wages_fen, before.wages_fen),
        social_insurance=StatisticsAmount.of(
            means.SOCIAL_INSURANCE, now.social_insurance_fen, before.social_insurance_fen
        ),
        advanced_money=StatisticsAmount.of(means.ADVANCED_MONEY, now.advanced_fen, before.advanced_fen),
        on_time_rate=StatisticsRate.made(means.ON_TIME_RATE, on_time, now.due, rules.per_mille(was, before.due)),
        received=StatisticsCount.of(means.RECEIVED, now.received, before.received),
        advanced=StatisticsCount.of(means.ADVANCED, now.by_state.get(advanced, 0), before.by_state.get(advanced, 0)),
        defaulted=StatisticsCount.of(means.DEFAULTED, now.defaulted, before.defaulted),
        satisfaction=StatisticsSatisfaction.of(now.answers),
        charts=_charts(period, now),
    )


def _charts(period: Period, now: Figures) -> list[Chart]:
    months = [now.by_month.get(month, Heads()) for month in period.months]
    labels = [(f"{m:%Y-%m}", Text(f"{m.year}年{m.month}月", f"{m:%b %Y}")) for m in period.months]
    return [
        _chart(
            ChartKind.CASES_BY_MONTH,
            means.BY_MONTH,
            _series(means.CASES.name, zip(labels, [one.cases for one in months], strict=True)),
            _series(means.TAKING_PART.name, zip(labels, [one.taking_part for one in months], strict=True)),
        ),
        _chart(ChartKind.PROMISES_BY_STATE, means.BY_STATE, _closed(means.PROMISES, words.STATES, now.by_state)),
        _chart(
            ChartKind.WAYS_AND_RESULTS,
            means.BY_RESULT,
            _closed(means.WAYS, words.WAYS, now.by_way),
            _closed(means.RESULTS, words.RESULTS, now.by_result),
        ),
    ]


def _chart(kind: ChartKind, title: Text, *series: ChartSeries) -> Chart:
    return Chart(kind=kind, title_zh=title.zh, title_en=title.en, series=series)


def _closed(name: Text, labels: Mapping[Any, Text], counted: Mapping[Any, int]) -> ChartSeries:
    """A series over a closed list of words."""
    return _series(name, (((_key(one), label), counted.get(one, 0)) for one, label in labels.items()))


def _key(word: StrEnum) -> str:
    return word.name


def _series(name: Text, values: Iterable[tuple[tuple[str, Text], int]]) -> ChartSeries:
    points = [ChartPoint(key=key, label_zh=label.zh, label_en=label.en, value=value) for (key, label), value in values]
    return ChartSeries(name_zh=name.zh, name_en=name.en, points=points)
