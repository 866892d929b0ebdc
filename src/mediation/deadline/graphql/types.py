"""Deadlines and procedural events as they are read."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

import strawberry

from mediation import rulebook
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.parties import Party
from mediation.case.graphql.types import Case
from mediation.deadline import clocks, queries
from mediation.deadline.facts import WhyVoid
from mediation.deadline.rules import (
    BY_THE_HOUSE,
    EXTENDABLE,
    RUNNING,
    DutyOf,
    Standing,
    days_late,
    is_met_by_hand,
    law_in,
    law_of,
    missing_notice,
)
from mediation.gql.context import Context, Info
from mediation.gql.relay import Node, gid, load_node, node_loader
from mediation.holiday import queries as holidays
from mediation.law.answers import why_barred
from mediation.law.deadlines import Extender, Trigger
from mediation.law.deadlines import Row as LawRow
from mediation.law.deadlines.answer import answer
from mediation.law.deadlines.triggers import MEANS


@strawberry.type(description="What the caller may do with a deadline.")
class DeadlineAccess:
    """Permission and standing together."""

    can_meet: bool = strawberry.field(description="Whether `meetDeadline` is possible.")
    can_extend: bool = strawberry.field(description="Whether `extendDeadline` is possible.")


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
        description="Nobody here waits for it and nobody is reminded: working time of a court or an authority, what an "
        "employer owed at work, what only the employer or an outsider may do."
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

    def _law(self, info: Info) -> LawRow | None:
        book = rulebook.load(info.context.runtime.settings.policies_dir)
        return law_in(book, self.row.region, self.rule)

    @strawberry.field(
        description="How its end was found, a sentence for each step: the event, day one, the length, why it was moved."
    )
    async def steps(self, info: Info) -> list[str]:
        """Empty for a deadline of the studio's own."""
        english = info.context.locale.startswith("en")
        if self.row.steps:
            return [step["en" if english else "zh"] for step in self.row.steps]
        law = self._law(info)
        if law is None:
            return []
        if self.extended_days and law.length is not None:
            law = replace(law, length=law.length + self.extended_days)
        found = answer(law, self.starts_on, await info.context.load(holidays.calendars, 0)).steps
        return [step.in_(info.context.locale) for step in found]

    @strawberry.field(description="The article it comes from; null for a deadline of the studio's own.")
    def citation(self, info: Info) -> str | None:
        """In the reader's language."""
        law = self._law(info)
        if law is None:
            return None
        return law.source.en if info.context.locale.startswith("en") else law.source.zh

    @strawberry.field(description="The clause of the article, in the words of the law.")
    def quote(self, info: Info) -> str | None:
        """In Chinese, as promulgated."""
        law = self._law(info)
        return law.source.quote if law else None

    @strawberry.field(description="What else the answer rests on: parallel rules, the rule that moves its end.")
    def also(self, info: Info) -> list[str]:
        """Citations in the reader's language."""
        law = self._law(info)
        english = info.context.locale.startswith("en")
        return [one.en if english else one.zh for one in law.also] if law else []

    @strawberry.field(description="The event it runs from; null for a deadline of the studio's own.")
    def trigger(self, info: Info) -> Trigger | None:
        """From the table."""
        law = self._law(info)
        return law.trigger if law else None

    @strawberry.field(description="What that event is called, in the reader's language.")
    def runs_from(self, info: Info) -> str | None:
        """In the reader's language."""
        law = self._law(info)
        return MEANS[law.trigger].in_(info.context.locale) if law else None

    @strawberry.field(description="Whether both sides have to act together.")
    def joint(self, info: Info) -> bool:
        """From the table."""
        law = self._law(info)
        return law is not None and law.joint

    @strawberry.field(description="Who can make it longer, if anybody.")
    def extendable_by(self, info: Info) -> Extender | None:
        """From the table."""
        law = self._law(info)
        return law.extendable_by if law else None

    @strawberry.field(
        description="`SIGN-OFF`: a lawyer still has to confirm how the rule is read, see `openQuestion`; `UNVERIFIED`: its "
        "text was not seen; null: neither."
    )
    def mark(self, info: Info) -> str | None:
        """From the table."""
        law = self._law(info)
        return (law.mark or None) if law else None

    @strawberry.field(description="What follows when it passes.")
    def consequence(self, info: Info) -> str | None:
        """In the reader's language."""
        law = self._law(info)
        return law.consequence.in_(info.context.locale) if law else None

    @strawberry.field(description="What a lawyer still has to confirm about this rule; null when the text is clear.")
    def open_question(self, info: Info) -> str | None:
        """In the reader's language."""
        law = self._law(info)
        return law.open_question.in_(info.context.locale) if law and law.open_question else None

    @strawberry.field(description="Why its end cannot be computed, e.g. a missing holiday notice.")
    def why_not(self, info: Info) -> str | None:
        """In the reader's language."""
        return missing_notice(self.row.why_not).in_(info.context.locale) if self.row.why_not else None

    @strawberry.field(description="Of what is barred or excluded: by which article, in words.")
    def void_because(self, info: Info) -> str | None:
        """In the reader's language."""
        if self.why_void not in (WhyVoid.BARRED, WhyVoid.EXCLUDED):
            return None
        why = why_barred(self.rule, by_circumstance=self.why_void is WhyVoid.EXCLUDED)
        return why.in_(info.context.locale) if why else None

    @strawberry.field(description="How many days after its last day it was met; 0 in time.")
    def days_late(self) -> int:
        """From the two days."""
        return days_late(self.met_on, self.due_on) if self.met_on else 0

    @strawberry.field(
        description="The party for whom alone it runs; null where it concerns everyone, or not for the caller."
    )
    async def party(self, info: Info) -> Party | None:
        """Under the caller's own permission on parties."""
        key = self.row.party_id
        return cast("Party | None", await load_node(info.context, gid("Party", key))) if key else None

    @strawberry.field(
        description="The procedural event that started it; null where the house knows the event by itself."
    )
    async def event(self, info: Info) -> "ProcedureEvent | None":
        """Loaded with the others of its level."""
        law = law_of(self.rule)
        if law is None or law.trigger in BY_THE_HOUSE:
            return None
        key = gid("ProcedureEvent", self.row.subject_id)
        return cast("ProcedureEvent | None", await load_node(info.context, key))

    @strawberry.field(description="The case it runs on.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        return cast("Case | None", await load_node(info.context, gid("Case", self.row.case_id)))

    @strawberry.field(description="What the caller may do with it.")
    def access(self, info: Info) -> DeadlineAccess:
        """From the guard's column and the clock."""
        law, stands = law_of(self.rule), clocks.standing_of(self.row, info.context.reader.now)
        extendable = law is not None and law.extendable_by is Extender.BOTH_PARTIES
        return DeadlineAccess(
            can_meet=bool(self.row.may_meet) and is_met_by_hand(self.rule) and stands in RUNNING,
            can_extend=bool(self.row.may_extend) and extendable and stands in EXTENDABLE,
        )


@node_loader("Deadline")
async def _deadline(context: Context, key: UUID) -> Deadline | None:
    row = await context.load(queries.deadlines_by_id, key)
    return Deadline.of(row) if row else None


@strawberry.type(
    description="Something that happened to a case outside the house, or the correction of such an entry. Never changed."
)
class ProcedureEvent(Node):
    """A row of deadline.queries."""

    trigger: Trigger = strawberry.field(description="What happened.")
    happened_on: date = strawberry.field(description="The day on which it happened.")
    until_on: date | None = strawberry.field(description="Of an obstacle: the day on which it was removed.")
    rule: str | None = strawberry.field(description="The rule that runs from it, where it was to be chosen.")
    reference: str = strawberry.field(description="Number of the file, receipt or parcel that proves it.")
    note: str = strawberry.field(description="Remark.")
    recorded_at: datetime = strawberry.field(description="When it was written down.")
    reason: str = strawberry.field(description="Of a correction: why the entry was mistaken; empty otherwise.")
    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "ProcedureEvent":
        """From a row of deadline.queries."""
        return cls(
            id=gid("ProcedureEvent", row.id),
            trigger=Trigger(row.trigger),
            happened_on=row.happened_on,
            until_on=row.until_on,
            rule=row.rule,
            reference=row.reference,
            note=row.note,
            recorded_at=row.recorded_at,
            reason=row.reason,
            row=row,
        )

    @strawberry.field(description="What it is called, in the reader's language.")
    def title(self, info: Info) -> str:
        """In the reader's language."""
        return MEANS[self.trigger].in_(info.context.locale)

    @strawberry.field(description="The party to whom it happened; null where it is everybody's, or not for the caller.")
    async def party(self, info: Info) -> Party | None:
        """Under the caller's own permission on parties."""
        key = self.row.party_id
        return cast("Party | None", await load_node(info.context, gid("Party", key))) if key else None

    @strawberry.field(description="Who wrote it down.")
    async def recorded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.recorded_by)

    @strawberry.field(description="The mistaken entry that this one takes back.")
    async def takes_back(self, info: Info) -> "ProcedureEvent | None":
        """Loaded with the others of its level."""
        key = self.row.takes_back_id
        return cast("ProcedureEvent | None", await load_node(info.context, gid("ProcedureEvent", key))) if key else None

    @strawberry.field(description="The entry that took this one back.")
    async def taken_back_by(self, info: Info) -> "ProcedureEvent | None":
        """Loaded with the others of its level."""
        key = self.row.taken_back_by
        return cast("ProcedureEvent | None", await load_node(info.context, gid("ProcedureEvent", key))) if key else None

    @strawberry.field(description="The case.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        return cast("Case | None", await load_node(info.context, gid("Case", self.row.case_id)))


@node_loader("ProcedureEvent")
async def _procedure_event(context: Context, key: UUID) -> ProcedureEvent | None:
    row = await context.load(queries.events_by_id, key)
    return ProcedureEvent.of(row) if row else None
