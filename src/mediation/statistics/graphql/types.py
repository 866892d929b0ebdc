"""The figures of a period as types: each with what it means and the list whose rows add up to it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

import strawberry

from mediation.gql.scalars import Fen
from mediation.statistics import definitions, rules
from mediation.statistics.definitions import Definition
from mediation.statistics.graphql.words import ChartKind
from mediation.statistics.rules import Answers, LedgerList


@strawberry.type(description="What a figure counts, in both languages, and the list behind it.")
class StatisticsMeaning:
    """口径."""

    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    text_zh: str = strawberry.field(description="What is counted, in Chinese.")
    text_en: str = strawberry.field(description="What is counted, in English.")
    behind: LedgerList = strawberry.field(
        name="list", description="The `list` of `ledger` that stands behind it, for the same period."
    )
    adds: str = strawberry.field(
        description="What of that list adds up to it: `count`, its rows; else the field of an entry that is summed."
    )

    @classmethod
    def of(cls, definition: Definition) -> Self:
        """From a definition."""
        return cls(
            name_zh=definition.name.zh,
            name_en=definition.name.en,
            text_zh=definition.text.zh,
            text_en=definition.text.en,
            behind=definition.behind,
            adds=definition.adds,
        )


@strawberry.type(description="A count, with that of the period before.")
class StatisticsCount:
    """A whole number."""

    count: int = strawberry.field(description="In the period.")
    previous: int = strawberry.field(description="In the period before.")
    meaning: StatisticsMeaning = strawberry.field(description="What is counted.")

    @classmethod
    def of(cls, definition: Definition, count: int, previous: int) -> Self:
        """From both periods."""
        return cls(count=count, previous=previous, meaning=StatisticsMeaning.of(definition))


@strawberry.type(description="An amount in fen, with that of the period before.")
class StatisticsAmount:
    """Money."""

    fen: Fen = strawberry.field(description="In the period.")
    previous_fen: Fen = strawberry.field(description="In the period before.")
    meaning: StatisticsMeaning = strawberry.field(description="What is summed.")

    @classmethod
    def of(cls, definition: Definition, fen: int, previous_fen: int) -> Self:
        """From both periods."""
        return cls(fen=Fen(fen), previous_fen=Fen(previous_fen), meaning=StatisticsMeaning.of(definition))


@strawberry.type(description="A part of a whole, with that of the period before.")
class StatisticsRate:
    """Hits and whole, so that nobody has to believe the rate."""

    hits: int = strawberry.field(description="The part.")
    of: int = strawberry.field(description="The whole.")
    per_mille: int | None = strawberry.field(description="In a thousand, rounded half up; null of nothing.")
    previous_per_mille: int | None = strawberry.field(description="In the period before.")
    meaning: StatisticsMeaning = strawberry.field(description="What is counted.")

    @classmethod
    def made(cls, definition: Definition, hits: int, of: int, previous: int | None) -> Self:
        """From part and whole."""
        return cls(
            hits=hits,
            of=of,
            per_mille=rules.per_mille(hits, of),
            previous_per_mille=previous,
            meaning=StatisticsMeaning.of(definition),
        )


@strawberry.type(description="How workers say it was. The marks of fewer than 5 answers are not told to anybody.")
class StatisticsSatisfaction:
    """Counts and rates over the answers."""

    asked: int = strawberry.field(description="Workers who were given a link to answer by.")
    answers: int = strawberry.field(description="Of these, those who answered: n.")
    response_per_mille: int | None = strawberry.field(description="Answers in a thousand asked; null of nothing.")
    is_hidden: bool = strawberry.field(description="Whether the marks are null because there are fewer than 5 answers.")
    satisfied: int | None = strawberry.field(description="满意.")
    fairly: int | None = strawberry.field(description="基本满意.")
    not_satisfied: int | None = strawberry.field(description="不满意.")
    satisfied_per_mille: int | None = strawberry.field(
        description="Satisfied and fairly satisfied in a thousand answers; null when hidden, and of nothing."
    )
    meaning: StatisticsMeaning = strawberry.field(description="What is counted.")

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Nothing of the marks when they are too few."""
        hidden = answers.is_hidden
        return cls(
            asked=answers.asked,
            answers=answers.count,
            response_per_mille=rules.per_mille(answers.count, answers.asked),
            is_hidden=hidden,
            satisfied=None if hidden else answers.satisfied,
            fairly=None if hidden else answers.fairly,
            not_satisfied=None if hidden else answers.not_satisfied,
            satisfied_per_mille=(
                None if hidden else rules.per_mille(answers.satisfied + answers.fairly, answers.count)
            ),
            meaning=StatisticsMeaning.of(definitions.SATISFACTION),
        )


@strawberry.type(description="One value of a series.")
class ChartPoint:
    """A labelled value."""

    key: str = strawberry.field(description="The month as YYYY-MM, or the value of the enum in `ledger`'s filter.")
    label_zh: str = strawberry.field(description="In Chinese.")
    label_en: str = strawberry.field(description="In English.")
    value: int = strawberry.field(description="How many.")


@strawberry.type(description="Values of one kind, in order; those that are zero too.")
class ChartSeries:
    """A row of a picture."""

    name_zh: str = strawberry.field(description="In Chinese.")
    name_en: str = strawberry.field(description="In English.")
    points: Sequence[ChartPoint] = strawberry.field(description="In order.")


@strawberry.type(description="What a picture is drawn from, and the table below it.")
class Chart:
    """A picture in numbers."""

    kind: ChartKind = strawberry.field(description="Which.")
    title_zh: str = strawberry.field(description="In Chinese.")
    title_en: str = strawberry.field(description="In English.")
    series: Sequence[ChartSeries] = strawberry.field(description="What it shows.")


@strawberry.type(
    description="The figures of a period under the caller's own permissions, with those of the one before."
)
class Statistics:
    """Counted when asked for."""

    since: date = strawberry.field(description="First day.")
    until: date = strawberry.field(description="Last day.")
    previous_since: date = strawberry.field(description="First day of the period before, which is as long.")
    previous_until: date = strawberry.field(description="Its last day.")
    as_of: datetime = strawberry.field(description="The moment of counting (统计截至): the books as they stood then.")
    is_empty: bool = strawberry.field(description="Whether there is nothing at all in the period (本期没有数据).")
    cases: StatisticsCount = strawberry.field(description="Cases registered.")
    workers_registered: StatisticsCount = strawberry.field(description="Workers in them, once per case.")
    workers_taking_part: StatisticsCount = strawberry.field(description="Of these, those who take part.")
    workers_signed: StatisticsCount = strawberry.field(description="Of these, those who signed.")
    wages: StatisticsAmount = strawberry.field(description="Wages recovered.")
    social_insurance: StatisticsAmount = strawberry.field(description="Social insurance recovered.")
    advanced_money: StatisticsAmount = strawberry.field(description="What third parties paid of both.")
    on_time_rate: StatisticsRate = strawberry.field(
        description="Promises that the company itself paid by the agreed day."
    )
    received: StatisticsCount = strawberry.field(description="Promises due that workers have received in full.")
    advanced: StatisticsCount = strawberry.field(description="Of these, those with a third party's money.")
    defaulted: StatisticsCount = strawberry.field(description="Promises due that were called a default.")
    satisfaction: StatisticsSatisfaction = strawberry.field(description="How workers say it was.")
    charts: Sequence[Chart] = strawberry.field(description="Three pictures, each as labelled values.")
