"""Deadlines in the API: of a case, due soon, set and met."""

from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.case.graphql.permits import may
from mediation.case.graphql.types import Case
from mediation.deadline import clocks, queries, service
from mediation.deadline.models import Deadline as DeadlineRow
from mediation.deadline.projection import WhyVoid
from mediation.deadline.rules import RUNNING, DutyOf, Standing, days_late, is_met_by_hand, law_of, missing_notice
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import Connection, Key, Node, connect, gid, load_node, node_loader, reread, row_id
from mediation.infra.uow import Tx

DeadlineStanding = described(
    Standing,
    "Where a deadline stands.",
    {
        Standing.LAPSED: "A right that was not used in time.",
        Standing.MET: "Done in time.",
        Standing.MET_LATE: "Done, but after its last day; see `metOn` and `daysLate`.",
        Standing.OPEN: "Running.",
        Standing.OPENED: "It has passed, and what it held back may be done now (M-3: applying for arbitration).",
        Standing.OVERDUE: "A duty that has not been done in time.",
        Standing.PASSED: "The working time of a court or an authority has passed: it is shown, and nobody is late here.",
        Standing.UNCOMPUTED: "Its end cannot be computed yet; see `whyNot`.",
        Standing.VOID: "It runs no more though nothing was done; see `whyVoid`.",
    },
)
DeadlineDutyOf = described(
    DutyOf,
    "Who must act, or may.",
    {
        DutyOf.AUTHORITY: "An authority: labour inspection, justice, an appraisal committee.",
        DutyOf.BOTH: "Both sides together.",
        DutyOf.COMMISSION: "The arbitration commission.",
        DutyOf.COURT: "The court.",
        DutyOf.EITHER: "Each side for itself.",
        DutyOf.EMPLOYER: "The employer.",
        DutyOf.JUSTICE: "The legal aid body.",
        DutyOf.LAWYER: "The aid lawyer.",
        DutyOf.MEDIATOR: "The studio, by its mediator.",
        DutyOf.OUTSIDER: "Somebody outside the case whose right is touched.",
        DutyOf.UNION: "The trade union.",
        DutyOf.WORKERS: "The workers.",
    },
)
DeadlineWhyVoid = described(
    WhyVoid,
    "Why a deadline runs no more though nothing was done.",
    {
        WhyVoid.BARRED: "Something that was done excludes it, as judicial confirmation does arbitration review.",
        WhyVoid.CASE_ENDED: "The case ended before it did.",
        WhyVoid.LEFT: "The party it ran for has left the case.",
        WhyVoid.SETTLED: "Everything was paid after all.",
        WhyVoid.TAKEN_BACK: "The event that started it was recorded by mistake.",
    },
)


@strawberry.type(description="What the caller may do with a deadline.")
class DeadlineAccess:
    """Permission and standing together."""

    can_meet: bool = strawberry.field(description="Whether `meetDeadline` is possible.")


@strawberry.type(description="One clock that runs, or ran, on a case.")
class Deadline(Node):
    """A row of deadline.queries."""

    rule: str = strawberry.field(description="Row of the table of law (M-2, G-3, …), AGREED, or INTERNAL.")
    kind: str = strawberry.field(description="statutory, agreed or internal.")
    duty_of: DutyOf = strawberry.field(description="Who must act, or may.")
    is_right: bool = strawberry.field(description="A right lapses, or opens, when it passes; a duty is overdue.")
    starts_on: date = strawberry.field(description="The day of the event it runs from; not counted.")
    due_on: date | None = strawberry.field(description="Its last day; null while it cannot be computed.")
    due_at: datetime | None = strawberry.field(description="The first moment that is too late: 24:00 of the last day.")
    natural_on: date | None = strawberry.field(
        description="Its last day before an end on a rest day was moved; also known while `dueOn` cannot be computed."
    )
    extended_days: int = strawberry.field(description="Days that both sides added to its length.")
    shown_only: bool = strawberry.field(
        description="Working time of a court or an authority: shown, and nobody is reminded of it or late with it."
    )
    met_on: date | None = strawberry.field(description="The day on which it was met.")
    met_at: datetime | None = strawberry.field(description="When it was written down that it was met.")
    lapsed_at: datetime | None = strawberry.field(description="When a right passed.")
    void_at: datetime | None = strawberry.field(description="Since when it runs no more though nothing was done.")
    why_void: WhyVoid | None = strawberry.field(description="Why it runs no more.")
    next_reminder_at: datetime | None = strawberry.field(description="When somebody is told next.")
    note: str = strawberry.field(description="Remark of whoever set or met it.")
    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "Deadline":
        """From a row of deadline.queries."""
        return cls(
            id=gid("Deadline", row.id),
            rule=row.rule,
            kind=row.kind,
            duty_of=DutyOf(row.duty_of),
            is_right=row.is_right,
            starts_on=row.starts_on,
            due_on=row.due_on,
            due_at=row.due_at,
            natural_on=row.natural_on,
            extended_days=row.extended_days,
            shown_only=row.shown_only,
            met_on=row.met_on,
            met_at=row.met_at,
            lapsed_at=row.lapsed_at,
            void_at=row.void_at,
            why_void=WhyVoid(row.void_why) if row.void_why else None,
            next_reminder_at=row.next_reminder_at,
            note=row.note,
            row=row,
        )

    @strawberry.field(description="What is to be done, in the reader's language.")
    def title(self, info: Info) -> str:
        """As kept in the row."""
        return cast("str", self.row.title_en if info.context.locale.startswith("en") else self.row.title_zh)

    @strawberry.field(description="Where it stands now.")
    def standing(self, info: Info) -> Standing:
        """By the clock of the request."""
        return clocks.standing_of(self.row, info.context.reader.now)

    @strawberry.field(description="The article it comes from; null for a deadline of the studio's own.")
    def citation(self, info: Info) -> str | None:
        """In the reader's language."""
        law = law_of(self.rule)
        if law is None:
            return None
        return law.source.en if info.context.locale.startswith("en") else law.source.zh

    @strawberry.field(description="The clause of the article, in the words of the law.")
    def quote(self) -> str | None:
        """In Chinese, as promulgated."""
        law = law_of(self.rule)
        return law.source.quote if law else None

    @strawberry.field(description="What follows when it passes.")
    def consequence(self, info: Info) -> str | None:
        """In the reader's language."""
        law = law_of(self.rule)
        return law.consequence.in_(info.context.locale) if law else None

    @strawberry.field(description="What a lawyer still has to confirm about this rule; null when the text is clear.")
    def open_question(self, info: Info) -> str | None:
        """In the reader's language."""
        law = law_of(self.rule)
        return law.open_question.in_(info.context.locale) if law and law.open_question else None

    @strawberry.field(description="Why its end cannot be computed, e.g. a missing holiday notice.")
    def why_not(self, info: Info) -> str | None:
        """In the reader's language."""
        return missing_notice(self.row.why_not).in_(info.context.locale) if self.row.why_not else None

    @strawberry.field(description="How many days after its last day it was met; 0 in time.")
    def days_late(self) -> int:
        """From the two days."""
        return days_late(self.met_on, self.due_on) if self.met_on else 0

    @strawberry.field(description="The case it runs on.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        return cast("Case | None", await load_node(info.context, gid("Case", self.row.case_id)))

    @strawberry.field(description="What the caller may do with it.")
    def access(self, info: Info) -> DeadlineAccess:
        """From the guard's column and the clock."""
        stands = clocks.standing_of(self.row, info.context.reader.now)
        return DeadlineAccess(can_meet=bool(self.row.may_meet) and is_met_by_hand(self.rule) and stands in RUNNING)


@node_loader("Deadline")
async def _deadline(context: Context, key: UUID) -> Deadline | None:
    row = await context.load(queries.deadlines_by_id, key)
    return Deadline.of(row) if row else None


@extend(Case)
class Deadlines:
    """Fields of a case that this feature knows."""

    @strawberry.field(description="The case's deadlines, open or not, by their end; null when not for the caller.")
    async def deadlines(self: Any, info: Info) -> list[Deadline] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.DEADLINE_VIEW):
            return None
        return [Deadline.of(row) for row in await info.context.load(queries.deadlines_of_cases, self.row.id)]

    @strawberry.field(description="Whether the caller may set a deadline of the studio's own on this case.")
    async def can_set_deadline(self: Any, info: Info) -> bool:
        """deadline:set"""
        return self.row.closed_at is None and await may(info.context, self.row, Verb.DEADLINE_SET)


_ORDER: tuple[Key, ...] = (
    (col(DeadlineRow.due_at), datetime.fromisoformat, lambda at: at.isoformat()),
    (col(DeadlineRow.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="Open deadlines of the caller's cases that end before an instant, nearest first.")
    async def deadlines_due(
        self,
        info: Info,
        before: Annotated[datetime, strawberry.argument(description="Only what ends before this moment.")],
        first: Annotated[int, strawberry.argument(description="How many: 1 to 100.")],
        after: Annotated[str | None, strawberry.argument(description="The cursor after which to go on.")] = None,
    ) -> Connection[Deadline]:
        """Overdue ones first, because their end is behind us."""
        statement = await queries.due(info.context.reader, before)
        return await connect(info.context.reader, statement, keys=_ORDER, first=first, after=after, node=Deadline.of)


@strawberry.input(description="A deadline of the studio's own.")
class SetDeadlineInput:
    """See service.set_deadline."""

    case: strawberry.ID = strawberry.field(description="The case.")
    title: str = strawberry.field(description="What is to be done, up to 100 characters.")
    due_on: date = strawberry.field(description="The last day for it.")
    note: str = strawberry.field(default="", description="Remark, up to 500 characters.")


@strawberry.input(description="A deadline that was met.")
class MeetDeadlineInput:
    """See service.meet_deadline."""

    id: strawberry.ID = strawberry.field(description="The deadline.")
    met_on: date | None = strawberry.field(
        default=None, description="The day on which it was done; null: today. Later than its last day it shows as late."
    )
    note: str = strawberry.field(
        default="", description="How, e.g. the receipt of the application; up to 500 characters."
    )


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Set a deadline of the studio's own on a case.")
    async def set_deadline(self, info: Info, tx: Tx, input: SetDeadlineInput) -> Deadline:
        """`deadline:set`."""
        key = row_id("Case", input.case, "case")
        row = await service.set_deadline(tx, key, title=input.title, due_on=input.due_on, note=input.note)
        return cast("Deadline", reread("Deadline", row.id))

    @mutation("Mark a deadline as met: a joint application was made, or what the studio set itself is done.")
    async def meet_deadline(self, info: Info, tx: Tx, input: MeetDeadlineInput) -> Deadline:
        """`deadline:meet`."""
        row = await service.meet_deadline(tx, row_id("Deadline", input.id), note=input.note, met_on=input.met_on)
        return cast("Deadline", reread("Deadline", row.id))
