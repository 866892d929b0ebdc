"""Notices of holidays in the API: those that were loaded, and loading one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import After, Connection, First, Node, connect, gid, node_loader, reread
from mediation.holiday import queries, service
from mediation.holiday.models import HolidayNotice as NoticeRow
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.problems import FieldProblem, Invalid


@strawberry.type(description="A State Council notice of a year's holidays, as an administrator loaded it.")
class HolidayNotice(Node):
    """A row of holiday.queries."""

    year: int = strawberry.field(description="The year it arranges; days may lie in the December before.")
    title: str = strawberry.field(description="Its title.")
    number: str = strawberry.field(description="Its number, e.g. 国办发明电〔2025〕7号; empty when none was given.")
    issued_on: date | None = strawberry.field(description="The day of the notice.")
    url: str = strawberry.field(description="Where it was read.")
    off_days: list[date] = strawberry.field(description="Days off, weekends among them as the notice names them.")
    make_up_days: list[date] = strawberry.field(description="Saturdays and Sundays that are worked in return.")
    statutory_days: list[date] = strawberry.field(
        description="The public holidays proper, 13 since 2025: the days of triple overtime pay."
    )
    loaded_at: datetime = strawberry.field(description="When it was loaded. Of a year, the one loaded last counts.")

    @classmethod
    def of(cls, row: Any) -> "HolidayNotice":
        """From a row of holiday.queries."""
        return cls(
            id=gid("HolidayNotice", row.id),
            year=row.year,
            title=row.title,
            number=row.number,
            issued_on=row.issued_on,
            url=row.url,
            off_days=_days(row.content["off_days"]),
            make_up_days=_days(row.content["make_up_days"]),
            statutory_days=_days(row.content["statutory_days"]),
            loaded_at=row.loaded_at,
        )


def _days(written: Sequence[str]) -> list[date]:
    return [date.fromisoformat(day) for day in written]


@node_loader("HolidayNotice")
async def _notice(context: Context, key: UUID) -> HolidayNotice | None:
    if not guard.may(context.actor, Verb.CALENDAR_VIEW, Facts()):
        return None
    row = await context.load(queries.notices_by_id, key)
    return HolidayNotice.of(row) if row else None


@strawberry.input(description="Days in a row; one day by itself has the same day at both ends.")
class DaysInput:
    """Both ends included."""

    from_: date = strawberry.field(name="from", description="The first of them.")
    to: date = strawberry.field(description="The last of them, at most a month later.")


@strawberry.input(description="A State Council notice of a year's holidays.")
class LoadCalendarInput:
    """As in the files of policies/calendar."""

    year: int = strawberry.field(description="The year it arranges.")
    title: str = strawberry.field(description="Its title, in one line.")
    number: str = strawberry.field(default="", description="Its number, e.g. 国办发明电〔2025〕7号.")
    issued_on: date = strawberry.field(description="The day of the notice.")
    url: str = strawberry.field(description="The https address at which it was read.")
    off_days: list[DaysInput] = strawberry.field(description="Days off; of the December before, too, if it names any.")
    make_up_days: list[date] = strawberry.field(description="Saturdays and Sundays that are worked in return.")
    statutory_days: list[DaysInput] = strawberry.field(description="The public holidays proper: 13 from 2025 on.")


def _content(input: LoadCalendarInput) -> dict[str, object]:
    return {
        "year": input.year,
        "title": input.title,
        "number": input.number,
        "issued_on": input.issued_on,
        "url": input.url,
        "off_days": [{"from": days.from_, "to": days.to} for days in input.off_days],
        "make_up_days": list(input.make_up_days),
        "statutory_days": [{"from": days.from_, "to": days.to} for days in input.statutory_days],
    }


@strawberry.type(description="One thing that is wrong with a notice.")
class CalendarFault:
    """As a problem of `loadCalendar` says it."""

    path: str = strawberry.field(description="Where in the input: `offDays.2.from`.")
    message: str = strawberry.field(description="In the reader's language.")

    @classmethod
    def of(cls, one: FieldProblem, locale: str) -> "CalendarFault":
        """From a field of Invalid."""
        return cls(path=one.path, message=one.text.in_(locale))


@strawberry.type(description="Deadlines of one rule, or dates of payment, that would move from one day to another.")
class CalendarMove:
    """How many, not whose."""

    rule: str | None = strawberry.field(description="Id of the rule in `deadlineRules`; null for a date of payment.")
    was_on: date | None = strawberry.field(description="The last day now; null: it could not be computed.")
    due_on: date | None = strawberry.field(description="The last day then; null: it could not be computed any more.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="What a notice of holidays would move.")
class CalendarPreview:
    """See service.preview."""

    deadlines: int = strawberry.field(description="How many deadlines.")
    payments: int = strawberry.field(description="How many dates of payment.")
    moves: list[CalendarMove] = strawberry.field(description="The same by rule and days, the most first.")
    faults: list[CalendarFault] = strawberry.field(
        description="What is wrong with the notice; then nothing is computed."
    )

    @classmethod
    def of(cls, events: Sequence[Event]) -> "CalendarPreview":
        """From what loading records."""
        moved: Counter[tuple[str, str | None, date | None, date | None]] = Counter(
            (event.verb, getattr(event, "rule", None), event.was_on, event.due_on)  # type: ignore[attr-defined]
            for event in events
            if event.verb in _MOVES
        )
        sums = Counter({verb: sum(n for (of, *_), n in moved.items() if of == verb) for verb in _MOVES})
        return cls(
            deadlines=sums[Verb.DEADLINE_MOVE],
            payments=sums[Verb.COMMITMENT_MOVE],
            moves=[
                CalendarMove(rule=rule, was_on=was, due_on=due, count=n)
                for (_, rule, was, due), n in moved.most_common()
            ],
            faults=[],
        )


_MOVES: Final = (Verb.DEADLINE_MOVE, Verb.COMMITMENT_MOVE)
"""what the features above record of a date that has become another one"""


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The notices of holidays that were loaded, the newest first.")
    async def holiday_notices(self, info: Info, first: First, after: After = None) -> Connection[HolidayNotice]:
        """A page."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.CALENDAR_VIEW)
        visible = guard.visible(context.actor, Verb.CALENDAR_VIEW, Facts())
        keys = ((col(NoticeRow.seq), int, str),)
        statement = queries.NOTICES.where(visible)
        return await connect(
            context.reader, statement, keys=keys, first=first, after=after, node=HolidayNotice.of, descending=True
        )

    @strawberry.field(
        description="What loading this notice now would move, for whoever may load it. Nothing is kept, and of cases only how "
        "many: which they are is read in them, by who may."
    )
    async def calendar_preview(
        self, info: Info, input: Annotated[LoadCalendarInput, strawberry.argument(description="The notice.")]
    ) -> CalendarPreview:
        """`calendar:load`, taken back."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.CALENDAR_LOAD)
        try:
            notice = service.read(_content(input))
        except Invalid as problem:
            faults = [CalendarFault.of(one, context.locale) for one in service.in_camel_case(problem).fields]
            return CalendarPreview(deadlines=0, payments=0, moves=[], faults=faults)
        return CalendarPreview.of(await service.preview(context.runtime, context.actor, notice))


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation(
        "Let a year's notice of holidays count from now on. Every running deadline and date of payment that hangs on it "
        "is computed again in the same transaction, and those who have another day are told. The notice that counts "
        "already: nothing happens."
    )
    async def load_calendar(self, info: Info, tx: Tx, input: LoadCalendarInput) -> HolidayNotice:
        """`calendar:load`."""
        guard.require_somewhere(tx.actor, Verb.CALENDAR_LOAD)
        try:
            notice = service.read(_content(input))
        except Invalid as problem:
            raise service.in_camel_case(problem) from None
        row = await service.load(tx, notice)
        return cast("HolidayNotice", reread("HolidayNotice", row.id))
