"""What is done to deadlines, and what is written down of what happened outside."""

from datetime import date
from typing import cast

import strawberry

from mediation.deadline import extending, procedures, service
from mediation.deadline.extending import ConsentManner
from mediation.deadline.graphql.types import Deadline, ProcedureEvent
from mediation.gql.context import Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import reread, row_id
from mediation.infra.uow import Tx
from mediation.law.deadlines import Trigger


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


@strawberry.input(description="That one party consented to more time.")
class ConsentInput:
    """See extending.Consent."""

    party: strawberry.ID = strawberry.field(description="The party.")
    manner: ConsentManner = strawberry.field(description="How they consented.")
    consented_on: date = strawberry.field(description="On which day; not after the last day of the deadline.")


@strawberry.input(description="More time by both sides' consent.")
class ExtendDeadlineInput:
    """See extending.extend."""

    id: strawberry.ID = strawberry.field(description="The deadline; its `extendableBy` is BOTH_PARTIES.")
    version: int = strawberry.field(description="The case's version you saw.")
    days: int = strawberry.field(
        description="How many days are added to the length; the new end is counted from the same first day."
    )
    consents: list[ConsentInput] = strawberry.field(
        description="Of each worker who takes part, or of one elected representative; and of the employer."
    )
    note: str = strawberry.field(default="", description="Remark, up to 500 characters.")


@strawberry.input(description="Something that happened to a case outside the house.")
class RecordProcedureInput:
    """See procedures.record."""

    case: strawberry.ID = strawberry.field(description="The case.")
    version: int = strawberry.field(description="The case's version you saw.")
    trigger: Trigger = strawberry.field(description="What happened; not what the house knows by itself (Invalid).")
    happened_on: date = strawberry.field(
        description="The day on which it happened; of a hearing the day on which it will be."
    )
    until_on: date | None = strawberry.field(
        default=None,
        description="Only of LIMITATION_OBSTACLE: the day on which it was removed. While it lasts, leave it out; then take the "
        "entry back and record it with both days.",
    )
    rule: str | None = strawberry.field(
        default=None, description="Where one of several periods runs from the event, the rule that does, e.g. `M-8`."
    )
    party: strawberry.ID | None = strawberry.field(
        default=None, description="The party to whom it happened, where its day counts for that party alone."
    )
    reference: str = strawberry.field(
        default="", description="Number of the file, receipt or parcel that proves it; up to 100 characters."
    )
    note: str = strawberry.field(default="", description="Remark, up to 500 characters.")


@strawberry.input(description="An entry that was a mistake.")
class CorrectProcedureInput:
    """See procedures.correct."""

    id: strawberry.ID = strawberry.field(description="The mistaken entry.")
    version: int = strawberry.field(description="The case's version you saw.")
    reason: str = strawberry.field(description="Why it was mistaken; 2 to 500 characters.")


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

    @mutation("Make a deadline longer, with the consent of both sides.")
    async def extend_deadline(self, info: Info, tx: Tx, input: ExtendDeadlineInput) -> Deadline:
        """`deadline:extend`."""
        consents = [
            extending.Consent(
                party_id=row_id("Party", one.party, f"consents.{n}.party"),
                manner=one.manner,
                consented_on=one.consented_on,
            )
            for n, one in enumerate(input.consents)
        ]
        key = row_id("Deadline", input.id)
        row = await extending.extend(
            tx, key, version=input.version, days=input.days, consents=consents, note=input.note
        )
        return cast("Deadline", reread("Deadline", row.id))

    @mutation("Record what happened to a case outside the house: what the law counts from that day begins to run.")
    async def record_procedure(self, info: Info, tx: Tx, input: RecordProcedureInput) -> ProcedureEvent:
        """`procedure:record`."""
        draft = procedures.ProcedureDraft(
            trigger=input.trigger,
            happened_on=input.happened_on,
            until_on=input.until_on,
            rule=input.rule,
            party_id=row_id("Party", input.party, "party") if input.party is not None else None,
            reference=input.reference,
            note=input.note,
        )
        row = await procedures.record(tx, row_id("Case", input.case, "case"), draft, version=input.version)
        return cast("ProcedureEvent", reread("ProcedureEvent", row.id))

    @mutation("Take a mistaken entry back by a counter-entry: what it had started runs no more.")
    async def correct_procedure(self, info: Info, tx: Tx, input: CorrectProcedureInput) -> ProcedureEvent:
        """`procedure:correct`."""
        key = row_id("ProcedureEvent", input.id)
        row = await procedures.correct(tx, key, version=input.version, reason=input.reason)
        return cast("ProcedureEvent", reread("ProcedureEvent", row.id))
