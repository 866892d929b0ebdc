"""The table of deadlines in the API: its rows, and what one of them says of a day. Public law: it shows nothing of any case."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

import strawberry

from mediation import rulebook
from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.relay import After, Connection, Edge, First, page, page_size, read_cursor
from mediation.holiday import queries as holidays
from mediation.kit.problems import Invalid, Text
from mediation.law.deadlines import words
from mediation.law.deadlines.answer import Answer, answer
from mediation.law.deadlines.row import DayKind, Extender, Nature, Roll, Row, Whose
from mediation.law.deadlines.rulebook import Rulebook, UnansweredError
from mediation.law.deadlines.triggers import MEANS, Trigger
from mediation.law.sources.source import Grade, Source

_FIRST, _LAST = date(1949, 10, 1), date(2199, 12, 31)

LawGrade = described(
    Grade,
    "How well the words of a source were read.",
    {
        Grade.A: "The whole article, in a copy of 2026 that names the official page.",
        Grade.B: "The whole article, in a copy of April 2025.",
        Grade.C: "An excerpt or a page of a third party only.",
        Grade.UNVERIFIED: "Not read; to be looked up before anybody relies on it.",
    },
)
LawTrigger = described(Trigger, "The event a period runs from.", {one: f"From {MEANS[one].en}." for one in Trigger})
LawDayKind = described(
    DayKind,
    "How a length is counted.",
    {
        DayKind.CALENDAR_DAY: "Days, rest days included.",
        DayKind.WORKING_DAY: "Working days, make-up days included.",
        DayKind.MONTH: "Months, to the same day number.",
        DayKind.YEAR: "Years, to the same day.",
        DayKind.HOUR: "Hours, from a moment.",
        DayKind.AT_ONCE: "No number of days: at once, from the event.",
        DayKind.NO_PERIOD: "No period: what holds whatever the day.",
        DayKind.REGIONAL: "Each region has its own, or none that is known.",
    },
)
LawNature = described(
    Nature, "What a row is to the one it names.", {one: f"{words.NATURES[one].en}." for one in Nature}
)
LawWhose = described(Whose, "Who must act, or may.", {one: f"{words.OWNERS[one].en}." for one in Whose})
LawExtender = described(Extender, "Who can make it longer.", {one: f"{words.EXTENDERS[one].en}." for one in Extender})
LawRoll = described(
    Roll,
    "Where an end moves that falls on a rest day.",
    {
        Roll.FORWARD: "To the first working day after it.",
        Roll.BACKWARD: "To the last working day before it.",
        Roll.NONE: "Nowhere.",
    },
)


@strawberry.type(description="One clause of one instrument.")
class LawSource:
    """A source, in the reader's language but for its words."""

    citation: str = strawberry.field(description="Instrument and article.")
    quote: str = strawberry.field(description="The clause, in the words of the law; …… stands for words left out.")
    in_force_from: date = strawberry.field(description="The day from which this wording is in force.")
    in_force_to: date | None = strawberry.field(description="Its last day; null while it is in force.")
    grade: Grade = strawberry.field(description="How well it was read.")

    @classmethod
    def of(cls, source: Source, locale: str) -> "LawSource":
        """From a source of the law."""
        return cls(
            citation=Text(source.zh, source.en).in_(locale),
            quote=source.quote,
            in_force_from=source.in_force_from,
            in_force_to=source.in_force_to,
            grade=source.grade,
        )


@strawberry.type(description="Who can make a period longer, and by how much.")
class DeadlineExtension:
    """An extension."""

    by: Extender = strawberry.field(description="Who.")
    at_most: int | None = strawberry.field(description="By how many at most; null: no limit is named.")
    day_kind: DayKind = strawberry.field(description="Of which kind of day.")


@strawberry.type(description="One row of the table of deadlines.")
class DeadlineRule:
    """A row, in the reader's language."""

    rule: str = strawberry.field(description="Its id: A-21, M-3, …")
    region: str | None = strawberry.field(description="The region whose length it carries; null for the whole country.")
    title: str = strawberry.field(description="What is to be done, or may be.")
    source: LawSource = strawberry.field(description="The clause that makes the rule.")
    also: list[LawSource] = strawberry.field(description="What else the answer rests on.")
    trigger: Trigger = strawberry.field(description="The event it runs from.")
    trigger_means: str = strawberry.field(description="Which day that is, in words.")
    length: int | None = strawberry.field(description="How many; null where the rule gives no number.")
    day_kind: DayKind = strawberry.field(description="Of what.")
    length_in_words: str = strawberry.field(description="Both together, e.g. 15 calendar days.")
    counted_back: bool = strawberry.field(description="Counted back from the event (a hearing).")
    first_day_counts: bool = strawberry.field(description="The day of the event is the first of the period.")
    roll: Roll = strawberry.field(description="Where an end on a rest day moves.")
    nature: Nature = strawberry.field(description="Duty, right, or neither.")
    whose: Whose = strawberry.field(description="Who must act, or may.")
    joint: bool = strawberry.field(description="Both sides have to act together.")
    opens: bool = strawberry.field(description="When it passes nothing is lost: what it held back may be done.")
    internal: bool = strawberry.field(description="The working time of a court or authority: shown, not enforced.")
    extension: DeadlineExtension | None = strawberry.field(description="Who can make it longer, if anybody.")
    consequence: str = strawberry.field(description="What follows when it passes.")
    open_question: str | None = strawberry.field(description="What a lawyer has to confirm; null: the text is clear.")
    is_unverified: bool = strawberry.field(description="The question is whether the rule reads so at all.")

    @classmethod
    def of(cls, row: Row, locale: str) -> "DeadlineRule":
        """From a row of the table."""
        more = row.extension
        return cls(
            rule=row.id,
            region=row.region or None,
            title=row.title.in_(locale),
            source=LawSource.of(row.source, locale),
            also=[LawSource.of(source, locale) for source in row.also],
            trigger=row.trigger,
            trigger_means=MEANS[row.trigger].in_(locale),
            length=row.length,
            day_kind=row.day_kind,
            length_in_words=words.length_of(row).in_(locale),
            counted_back=row.back,
            first_day_counts=row.first_day_counts,
            roll=row.roll,
            nature=row.nature,
            whose=row.whose,
            joint=row.joint,
            opens=row.opens,
            internal=row.internal,
            extension=DeadlineExtension(by=more.by, at_most=more.at_most, day_kind=more.day_kind) if more else None,
            consequence=row.consequence.in_(locale),
            open_question=row.open_question.in_(locale) if row.open_question else None,
            is_unverified=row.unverified,
        )


@strawberry.type(description="What a row of the table says of a day.")
class DeadlinePreview:
    """An answer, in the reader's language."""

    rule: DeadlineRule = strawberry.field(description="The row that was asked.")
    trigger_on: date = strawberry.field(description="The day of the event.")
    natural_end: date | None = strawberry.field(description="The last day before rolling; null where there is none.")
    effective_end: date | None = strawberry.field(description="The last day; null where it cannot be said.")
    ends_at: datetime | None = strawberry.field(description="The first moment that is too late.")
    rolled: bool | None = strawberry.field(description="Whether rest days moved the end.")
    steps: list[str] = strawberry.field(description="How it is counted, step by step.")
    why_not: str | None = strawberry.field(description="Why there is no end; null where there is one.")
    missing: str | None = strawberry.field(description="The holiday notice without which it cannot be computed.")

    @classmethod
    def of(cls, found: Answer, locale: str) -> "DeadlinePreview":
        """From an answer of the law."""
        due = found.due
        return cls(
            rule=DeadlineRule.of(found.row, locale),
            trigger_on=found.trigger_on,
            natural_end=found.natural_end,
            effective_end=due.on if due else None,
            ends_at=due.at if due else None,
            rolled=due.rolled if due else None,
            steps=[step.in_(locale) for step in found.steps],
            why_not=found.why_not.in_(locale) if found.why_not else None,
            missing=found.missing,
        )


def _book(context: Context) -> Rulebook:
    return rulebook.load(context.runtime.settings.policies_dir)


def _row(book: Rulebook, rule: str, region: str | None) -> Row:
    try:
        return book.row(rule, region)
    except UnansweredError as unknown:
        raise Invalid.field(unknown.path, "unknown", unknown.text.zh, f"{unknown.text.en}.") from None


def _moment(row: Row, on: date, at: datetime | None) -> date | datetime:
    """The day, or for a period in hours the moment. Raises Invalid (triggerOn, triggerAt)."""
    if not _FIRST <= on <= _LAST:
        raise Invalid.field(
            "triggerOn",
            "out_of_range",
            "日期须在1949年10月1日至2199年间。",
            "The day lies between 1949-10-01 and 2199.",
        )
    if row.day_kind is not DayKind.HOUR:
        return on
    if at is None:
        raise Invalid.field(
            "triggerAt", "required", "按小时计算的期间须给出时刻。", "A period in hours needs the moment."
        )
    return at


Region = Annotated[
    str | None,
    strawberry.argument(description="Where: a region's name or GB/T 2260 code, for what is left to regions."),
]


@strawberry.type
class Query:
    """Root fields of this part."""

    @strawberry.field(description="The table of deadlines, in the order of the procedure.")
    async def deadline_rules(
        self, info: Info, first: First, after: After = None, region: Region = None
    ) -> Connection[DeadlineRule]:
        """With a region, its own lengths where it has them."""
        guard.require_somewhere(info.context.actor, Verb.LAW_VIEW)
        book, size = _book(info.context), page_size(first)
        rows = [_in(book, rule, region) for rule in book.rows]
        begin = 0
        if after is not None:
            (last,) = read_cursor(after, ((None, _reader_of(book), str),))
            begin = [row.id for row in rows].index(last) + 1
        shown = rows[begin : begin + size]
        edges = [Edge(place=[row.id], node=DeadlineRule.of(row, info.context.locale)) for row in shown]
        return page(edges, has_next=begin + size < len(rows), after=after, count=lambda: len(rows))

    @strawberry.field(description="When a period of the law ends if its event happened on a day, step by step.")
    async def deadline_preview(
        self,
        info: Info,
        rule: Annotated[str, strawberry.argument(description="A row of the table, such as A-21.")],
        trigger_on: Annotated[date, strawberry.argument(description="The day of the event.")],
        region: Region = None,
        trigger_at: Annotated[
            datetime | None, strawberry.argument(description="Its moment, for a period in hours.")
        ] = None,
    ) -> DeadlinePreview:
        """Nothing is kept."""
        guard.require_somewhere(info.context.actor, Verb.LAW_VIEW)
        row = _row(_book(info.context), rule, region)
        calendar = await info.context.load(holidays.calendars, 0)
        found = answer(row, _moment(row, trigger_on, trigger_at), calendar)
        return DeadlinePreview.of(found, info.context.locale)


def _in(book: Rulebook, rule: str, region: str | None) -> Row:
    """The row as it stands in a region; the country's where the region is silent. Raises Invalid (region)."""
    try:
        return book.as_in(rule, region)
    except UnansweredError as unknown:
        raise Invalid.field(unknown.path, "unknown", unknown.text.zh, f"{unknown.text.en}.") from None


def _reader_of(book: Rulebook) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in book.rows:
            raise ValueError(text)
        return text

    return read
