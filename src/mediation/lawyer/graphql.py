"""Lawyers, the rota and assignments in the API."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.graphql.colleagues import Colleague
from mediation.case.graphql.types import Case as CaseType
from mediation.case.models import Case
from mediation.gql.ahead import Ahead, loads
from mediation.gql.context import Context, Info
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import Connection, connect, gid, node_loader, row_id
from mediation.infra.clock import legal_day
from mediation.infra.uow import Tx
from mediation.kit.problems import NotFound
from mediation.lawyer import assignments, panel, queries, rules
from mediation.lawyer.graphql_types import (
    Assignment,
    AssignmentInput,
    AssignmentReasonInput,
    EnrollLawyerInput,
    Lawyer,
    LawyerSuggestion,
    OfferAssignmentInput,
    OverrideAssignmentInput,
    ReplaceAssignmentInput,
    ReviseLawyerInput,
    Rota,
    RotaEntry,
    SetRotaInput,
)
from mediation.lawyer.models import Assignment as AssignmentRow
from mediation.lawyer.models import Lawyer as LawyerRow
from mediation.lawyer.models import RotaDay


@node_loader("Lawyer")
async def _lawyer(context: Context, key: UUID) -> Lawyer | None:
    clause = guard.visible(context.actor, Verb.LAWYER_VIEW, queries.PANEL)
    row = await context.reader.first(queries.panel_rows().where(clause, col(LawyerRow.id) == key))
    return Lawyer.of(row) if row else None


@node_loader("Assignment")
async def _assignment(context: Context, key: UUID) -> Assignment | None:
    row = await context.reader.first(queries.assignment_rows(context.reader.actor).where(col(AssignmentRow.id) == key))
    return Assignment.of(row) if row else None


async def _answer(tx: Tx, row: AssignmentRow) -> Assignment:
    await tx.session.flush()
    lawyer = await tx.session.get(LawyerRow, row.lawyer_id)
    case = await tx.session.get(Case, row.case_id)
    assert lawyer is not None
    assert case is not None
    found = await tx.session.execute(queries.panel_rows().where(col(LawyerRow.id) == lawyer.id))
    view = {
        **{name: getattr(row, name) for name in AssignmentRow.model_fields},
        "staff_id": lawyer.staff_id,
        "lawyer_name": found.one().name,
        "case_number": case.number,
        "registered_at": case.registered_at,
    }
    return Assignment.of(type("View", (), view))


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The lawyers of the panels the caller may see, by name.")
    async def lawyers(self, info: Info, first: int, after: str | None = None) -> Connection[Lawyer]:
        """One query, whatever the page."""
        clause = guard.visible(info.context.actor, Verb.LAWYER_VIEW, queries.PANEL)
        return await connect(
            info.context.reader,
            queries.panel_rows().where(clause),
            keys=[(col(LawyerRow.licence), str, str), (col(LawyerRow.id), UUID, str)],
            first=first,
            after=after,
            node=Lawyer.of,
        )

    @strawberry.field(
        description="Whom to ask to take a case, in order, with the reasons. Conflicted lawyers come last."
    )
    async def lawyer_suggestions(self, info: Info, case: strawberry.ID) -> list[LawyerSuggestion]:
        """The same number of queries, however many lawyers."""
        context = info.context
        key = row_id("Case", case, "case")
        clause = guard.visible(context.actor, Verb.ASSIGNMENT_OFFER, cases.COLUMNS)
        row = await context.reader.first(select(col(Case.id), col(Case.district_id)).where(clause, col(Case.id) == key))
        if row is None:
            raise NotFound
        district, today = row.district_id, legal_day(context.reader.now)

        async def ask(db: Any) -> list[rules.Suggestion]:
            found = await queries.candidates(db, key, district, today)
            named = await queries.parties(db, key)
            acted = await queries.engagements(db, list({one.firm_id for one in found}), named)
            return rules.suggest(found, named, acted, needed=await queries.needed(db, key))

        made = await context.reader.with_connection(ask)
        return [LawyerSuggestion.of(one, context.locale) for one in made]

    @strawberry.field(description="The requests to lawyers to take a case, newest first.")
    async def assignments(self, info: Info, case: strawberry.ID) -> list[Assignment]:
        """Empty when the case is invisible."""
        rows = await info.context.load(queries.assignments_of_cases, row_id("Case", case, "case"))
        return [Assignment.of(row) for row in rows]

    @strawberry.field(description="The caller's own assignments as a lawyer, newest first.")
    async def my_assignments(self, info: Info, first: int, after: str | None = None) -> Connection[Assignment]:
        """A lawyer's list."""
        statement = queries.assignment_rows(info.context.actor).where(col(LawyerRow.staff_id) == info.context.actor.id)
        return await connect(
            info.context.reader,
            statement,
            keys=[
                (col(AssignmentRow.offered_at), datetime.fromisoformat, datetime.isoformat),
                (col(AssignmentRow.id), UUID, str),
            ],
            first=first,
            after=after,
            node=Assignment.of,
            descending=True,
        )

    @strawberry.field(description="Who is on duty from one day to another (at most 31 days), by day and turn.")
    async def rota(
        self,
        info: Info,
        from_day: Annotated[date, strawberry.argument(description="The first day.")],
        to_day: Annotated[date, strawberry.argument(description="The last day.")],
    ) -> list[RotaEntry]:
        """Days without anybody are simply absent."""
        clause = guard.visible(info.context.actor, Verb.LAWYER_VIEW, queries.PANEL)
        statement = (
            queries.panel_rows()
            .join(RotaDay, col(RotaDay.lawyer_id) == col(LawyerRow.id))
            .add_columns(col(RotaDay.on_day), col(RotaDay.position))
            .where(clause, col(RotaDay.on_day) >= from_day, col(RotaDay.on_day) <= to_day)
            .order_by(col(RotaDay.on_day), col(RotaDay.position))
            .limit(31 * 50)
        )
        return [
            RotaEntry(on_day=row.on_day, lawyer=gid("Lawyer", row.id), name=row.name, position=row.position)
            for row in await info.context.reader.rows(statement)
        ]


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Put a lawyer on the district's panel.")
    async def enroll_lawyer(self, info: Info, tx: Tx, input: EnrollLawyerInput) -> Lawyer:
        """lawyer:enroll"""
        draft = panel.Enrolment(
            row_id("Staff", input.staff, "staff"),
            input.firm,
            input.licence,
            tuple(input.specialties),
            input.capacity,
            tuple(entry.value() for entry in input.past_work),
        )
        return await _lawyer_answer(tx, await panel.enroll(tx, draft))

    @mutation("Change a lawyer's capacity, specialties or membership; add to the conflict register.")
    async def revise_lawyer(self, info: Info, tx: Tx, input: ReviseLawyerInput) -> Lawyer:
        """lawyer:revise"""
        row = await panel.revise(
            tx,
            row_id("Lawyer", input.lawyer, "lawyer"),
            seen=input.version,
            capacity=input.capacity,
            specialties=tuple(input.specialties),
            left_on=input.left_on,
            past=tuple(entry.value() for entry in input.past_work),
        )
        return await _lawyer_answer(tx, row)

    @mutation("Decide who is on duty on a day.")
    async def set_rota(self, info: Info, tx: Tx, input: SetRotaInput) -> Rota:
        """rota:set"""
        chosen = [row_id("Lawyer", one, f"lawyers.{i}") for i, one in enumerate(input.lawyers)]
        await panel.set_rota(tx, row_id("District", input.district, "district"), input.on_day, chosen)
        return Rota(on_day=input.on_day, lawyers=list(input.lawyers))

    @mutation("Ask a lawyer to take a case. Refused when there is a conflict of interest.")
    async def offer_assignment(self, info: Info, tx: Tx, input: OfferAssignmentInput) -> Assignment:
        """assignment:offer"""
        row = await assignments.offer(tx, row_id("Case", input.case, "case"), row_id("Lawyer", input.lawyer, "lawyer"))
        return await _answer(tx, row)

    @mutation("Ask a lawyer in spite of a conflict of interest, with a reason that is kept. Supervisors only.")
    async def override_assignment(self, info: Info, tx: Tx, input: OverrideAssignmentInput) -> Assignment:
        """assignment:override"""
        case, lawyer = row_id("Case", input.case, "case"), row_id("Lawyer", input.lawyer, "lawyer")
        return await _answer(tx, await assignments.override(tx, case, lawyer, input.reason))

    @mutation("Take the case.")
    async def accept_assignment(self, info: Info, tx: Tx, input: AssignmentInput) -> Assignment:
        """assignment:accept"""
        key = row_id("Assignment", input.assignment, "assignment")
        return await _answer(tx, await assignments.accept(tx, key, seen=input.version))

    @mutation("Do not take the case.")
    async def decline_assignment(self, info: Info, tx: Tx, input: AssignmentReasonInput) -> Assignment:
        """assignment:decline"""
        key = row_id("Assignment", input.assignment, "assignment")
        return await _answer(tx, await assignments.decline(tx, key, input.reason, seen=input.version))

    @mutation("Give an accepted case back.")
    async def hand_back_assignment(self, info: Info, tx: Tx, input: AssignmentReasonInput) -> Assignment:
        """assignment:hand_back"""
        key = row_id("Assignment", input.assignment, "assignment")
        return await _answer(tx, await assignments.hand_back(tx, key, input.reason, seen=input.version))

    @mutation("Ask another lawyer in this one's place.")
    async def replace_assignment(self, info: Info, tx: Tx, input: ReplaceAssignmentInput) -> Assignment:
        """assignment:replace"""
        key, lawyer = row_id("Assignment", input.assignment, "assignment"), row_id("Lawyer", input.lawyer, "lawyer")
        return await _answer(tx, await assignments.replace(tx, key, lawyer, input.reason, seen=input.version))


async def _lawyer_answer(tx: Tx, row: LawyerRow) -> Lawyer:
    await tx.session.flush()
    found = await tx.session.execute(queries.panel_rows().where(col(LawyerRow.id) == row.id))
    return Lawyer.of(found.one())


def _who_took_it(rows: Any) -> Colleague | None:
    row = next((row for row in rows if row.state == "accepted"), None)
    if row is None:
        return None
    return Colleague(id=gid("Staff", row.staff_id), name=row.lawyer_name, agency_key=row.lawyer_agency_id)


@extend(CaseType)
class Lawyers:
    """Fields of a case that this feature knows."""

    @strawberry.field(description="The aid lawyer who took the case (援助律师), or null.")
    def lawyer(self: Any, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        found: Colleague | None = info.context.then(queries.assignments_of_cases, self.row.id, _who_took_it)
        return found

    @strawberry.field(description="The requests to lawyers to take the case, newest first.")
    async def assignments(self: Any, info: Info) -> list[Assignment]:
        """Loaded with the others of its level."""
        return [Assignment.of(row) for row in await info.context.load(queries.assignments_of_cases, self.row.id)]


loads("Case", "lawyer", Ahead(queries.assignments_of_cases, lambda row: row.id))
