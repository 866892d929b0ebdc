"""Types and inputs of lawyers, the rota and assignments in the API."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.gql.context import Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Node, gid
from mediation.infra.clock import legal_day
from mediation.kit.actor import Actor
from mediation.kit.ids import decode_global_id
from mediation.lawyer import panel, queries, rules


@strawberry.type(description="What a lawyer has on the desk, and how fast they answer.")
class LawyerWorkload:
    """For choosing whom to ask."""

    new_this_month: int = strawberry.field(description="Cases they were asked to take since the month began.")
    next_due_at: datetime | None = strawberry.field(description="The nearest deadline of the cases they hold.")
    answer_minutes: int | None = strawberry.field(
        description="The median of minutes until they answered, over 90 days; null when they were not asked."
    )


@strawberry.type(description="A member of a district's panel of aid lawyers.")
class Lawyer(Node):
    """A lawyer."""

    name: str = strawberry.field(description="Name.")
    firm: str = strawberry.field(description="Law firm.")
    licence: str = strawberry.field(description="Practising licence number.")
    specialties: list[str] = strawberry.field(description="Heads and groups of claims, e.g. wages, work_injury.")
    capacity: int = strawberry.field(description="How many open cases at one time.")
    open_cases: int = strawberry.field(description="Cases asked for or accepted now.")
    left_on: date | None = strawberry.field(description="When they left the panel.")
    version: int = strawberry.field(description="To be handed back with a change.")

    @strawberry.field(description="What they have to do now.")
    async def workload(self, info: Info) -> LawyerWorkload:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.workloads, decode_global_id(self.id)[1])
        minutes = row.answer_minutes
        return LawyerWorkload(
            new_this_month=row.new_this_month,
            next_due_at=row.next_due_at,
            answer_minutes=None if minutes is None else round(minutes),
        )

    @classmethod
    def of(cls, row: Any) -> "Lawyer":
        """From a row of queries.panel_rows."""
        return cls(
            id=gid("Lawyer", row.id),
            name=row.name,
            firm=row.firm,
            licence=row.licence,
            specialties=list(row.specialties),
            capacity=row.capacity,
            open_cases=row.open_cases,
            left_on=row.left_on,
            version=row.version,
        )


@strawberry.type(description="A lawyer who could be asked, in the order in which to ask.")
class LawyerSuggestion:
    """A suggestion with its reasons."""

    lawyer: strawberry.ID = strawberry.field(description="The lawyer's id.")
    name: str = strawberry.field(description="Name.")
    firm: str = strawberry.field(description="Law firm.")
    possible: bool = strawberry.field(description="False when there is a conflict of interest.")
    on_duty: bool = strawberry.field(description="Whether on today's rota.")
    open_cases: int = strawberry.field(description="Cases asked for or accepted now.")
    reasons: list[str] = strawberry.field(description="Why they stand here, in the reader's language.")

    @classmethod
    def of(cls, one: rules.Suggestion, locale: str) -> "LawyerSuggestion":
        """From a suggestion."""
        return cls(
            lawyer=gid("Lawyer", one.candidate.lawyer_id),
            name=one.candidate.name,
            firm=one.candidate.firm,
            possible=one.is_possible,
            on_duty=one.candidate.rota_position is not None,
            open_cases=one.candidate.open_cases,
            reasons=[reason.in_(locale) for reason in one.reasons],
        )


@strawberry.type(description="What the caller may do with an assignment now.")
class AssignmentAccess:
    """Permission and state together."""

    can_accept: bool = strawberry.field(description="acceptAssignment")
    can_decline: bool = strawberry.field(description="declineAssignment")
    can_hand_back: bool = strawberry.field(description="handBackAssignment")
    can_replace: bool = strawberry.field(description="replaceAssignment")
    denied: list[DeniedField] = strawberry.field(description="Fields of the assignment that are null for the caller.")


@strawberry.type(description="One request to one lawyer to take one case.")
class Assignment(Node):
    """An assignment. Before accepting, the lawyer sees the parties' names and nothing else of the case."""

    state: str = strawberry.field(description="offered, accepted, declined, expired, handed_back, replaced or ended.")
    lawyer: strawberry.ID = strawberry.field(description="The lawyer's id.")
    lawyer_name: str = strawberry.field(description="The lawyer's name.")
    case_number: str = strawberry.field(description="The case's number.")
    offered_at: datetime = strawberry.field(description="When the lawyer was asked.")
    respond_by: datetime = strawberry.field(
        description="Until when an answer is awaited; then the next on the rota is asked."
    )
    answered_at: datetime | None = strawberry.field(description="When the lawyer answered.")
    ended_at: datetime | None = strawberry.field(description="When it ended.")
    reason: str | None = strawberry.field(description="Of declining, handing back or replacing.")
    same_day: bool | None = strawberry.field(
        description="Accepted on the legal day of registration, whatever became of it later; null when never accepted."
    )
    version: int = strawberry.field(description="To be handed back with a change.")
    case_key: strawberry.Private[UUID]
    facts: strawberry.Private[Facts]

    @classmethod
    def of(cls, row: Any) -> "Assignment":
        """From a row of queries.assignment_rows."""
        accepted = row.answered_at is not None and row.state != "declined"
        return cls(
            id=gid("Assignment", row.id),
            state=row.state,
            lawyer=gid("Lawyer", row.lawyer_id),
            lawyer_name=row.lawyer_name,
            case_number=row.case_number,
            offered_at=row.offered_at,
            respond_by=row.respond_by,
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            reason=row.reason,
            same_day=legal_day(row.registered_at) == legal_day(row.answered_at) if accepted else None,
            version=row.version,
            case_key=row.case_id,
            facts=Facts(owner=row.staff_id),
        )

    @strawberry.field(
        description="Names of the parties, for the own conflict check of the lawyer who is asked. Otherwise null unless "
        "the caller may see the parties: who has declined or handed back follows the case no longer."
    )
    async def party_names(self, info: Info) -> list[str] | None:
        """Loaded with the others of its level."""
        if not self._sees_names(info.context.actor, await info.context.load(_facts_of_cases, self.case_key)):
            return None
        names: list[str] = await info.context.load(queries.party_names, self.case_key)
        return names

    @strawberry.field(description="What the caller may do now.")
    async def access(self, info: Info) -> AssignmentAccess:
        """The guard and the state machine together."""
        facts = await info.context.load(_facts_of_cases, self.case_key)
        whole = Facts(
            city=facts.city, district=facts.district, agency=facts.agency, owner=self.facts.owner, tied=facts.tied
        )

        def can(verb: Verb) -> bool:
            possible = any(m.verb == verb and m.source == self.state for m in rules.MOVES)
            return possible and guard.may(info.context.actor, verb, whole)

        return AssignmentAccess(
            can_accept=can(Verb.ASSIGNMENT_ACCEPT),
            can_decline=can(Verb.ASSIGNMENT_DECLINE),
            can_hand_back=can(Verb.ASSIGNMENT_HAND_BACK),
            can_replace=can(Verb.ASSIGNMENT_REPLACE),
            denied=[] if self._sees_names(info.context.actor, facts) else denied(["partyNames"], info.context.locale),
        )

    def _sees_names(self, actor: Actor, facts: Facts) -> bool:
        is_asked = self.state == rules.AssignmentState.OFFERED and self.facts.owner == actor.id
        return is_asked or guard.may(actor, Verb.PARTY_VIEW, facts)


async def _facts_of_cases(reader: Any, keys: list[UUID]) -> list[Facts]:
    from mediation.access.scopes import Tie, TieValue, tied_values

    rows = await reader.rows(
        select(col(Case.id), col(Case.city_id), col(Case.district_id), col(Case.agency_id)).where(
            col(Case.id).in_(keys)
        )
    )
    ties: dict[UUID, set[TieValue]] = {key: set() for key in keys}
    for tie in await reader.rows(cases.open_ties(keys)):
        ties[tie.case_id].add(TieValue(Tie(tie.kind), tie.holder_id, tie.until_at))
    found = {
        row.id: Facts(
            row.city_id,
            row.district_id,
            row.agency_id,
            case=row.id,
            tied=tied_values(frozenset(ties[row.id])),
        )
        for row in rows
    }
    return [found[key] for key in keys]


@strawberry.input(description="An earlier engagement, for the conflict register.")
class PastWorkInput:
    """For or against whom."""

    name: str = strawberry.field(description="Person or organisation; at most 100 characters.")
    credit_code: str | None = strawberry.field(default=None, description="Unified social credit code.")
    acted_for: bool = strawberry.field(description="True: acted for them; false: against them.")
    reference: str = strawberry.field(default="", description="File number; at most 100 characters.")

    def value(self) -> panel.PastWork:
        """As a value of the panel."""
        return panel.PastWork(
            self.name,
            self.credit_code,
            self.acted_for,
            self.reference,
        )


@strawberry.input(description="A lawyer who joins the panel.")
class EnrollLawyerInput:
    """Input of enrollLawyer."""

    staff: strawberry.ID = strawberry.field(description="The account's id.")
    firm: str = strawberry.field(description="Law firm; at most 100 characters.")
    licence: str = strawberry.field(description="Practising licence number; at most 50 characters.")
    specialties: list[str] = strawberry.field(default_factory=list, description="At most 20.")
    capacity: int = strawberry.field(default=10, description="Open cases at one time, 0 to 500.")
    past_work: list[PastWorkInput] = strawberry.field(default_factory=list, description="For the conflict register.")


@strawberry.input(description="A change to a lawyer's entry.")
class ReviseLawyerInput:
    """Input of reviseLawyer."""

    lawyer: strawberry.ID = strawberry.field(description="The lawyer's id.")
    version: int = strawberry.field(description="The version you saw.")
    specialties: list[str] = strawberry.field(description="At most 20.")
    capacity: int = strawberry.field(description="Open cases at one time, 0 to 500.")
    left_on: date | None = strawberry.field(default=None, description="When they leave the panel.")
    past_work: list[PastWorkInput] = strawberry.field(default_factory=list, description="To add to the register.")


@strawberry.input(description="Who is on duty on a day, in turn.")
class SetRotaInput:
    """Input of setRota."""

    district: strawberry.ID = strawberry.field(description="The district's id.")
    on_day: date = strawberry.field(description="The day.")
    lawyers: list[strawberry.ID] = strawberry.field(description="In the order of their turns; empty clears the day.")


@strawberry.type(description="A day's rota.")
class RotaEntry:
    """Who is on duty."""

    on_day: date = strawberry.field(description="The day.")
    lawyer: strawberry.ID = strawberry.field(description="The lawyer's id.")
    name: str = strawberry.field(description="The lawyer's name.")
    position: int = strawberry.field(description="The turn, from 1.")


@strawberry.type(description="The rota as it was set.")
class Rota:
    """Result of setRota."""

    on_day: date = strawberry.field(description="The day.")
    lawyers: list[strawberry.ID] = strawberry.field(description="In the order of their turns.")


@strawberry.input(description="Which lawyer is asked to take which case.")
class OfferAssignmentInput:
    """Input of offerAssignment."""

    case: strawberry.ID = strawberry.field(description="The case's id.")
    lawyer: strawberry.ID = strawberry.field(description="The lawyer's id.")


@strawberry.input(description="Asking a lawyer in spite of a conflict of interest.")
class OverrideAssignmentInput(OfferAssignmentInput):
    """Input of overrideAssignment."""

    reason: str = strawberry.field(description="Why; at least 20 characters.")


@strawberry.input(description="An answer to a request.")
class AssignmentInput:
    """Input of acceptAssignment."""

    assignment: strawberry.ID = strawberry.field(description="The assignment's id.")
    version: int = strawberry.field(description="The version you saw.")


@strawberry.input(description="An answer that needs a reason.")
class AssignmentReasonInput(AssignmentInput):
    """Input of declineAssignment and handBackAssignment."""

    reason: str = strawberry.field(description="Why; 2 to 500 characters.")


@strawberry.input(description="Another lawyer in this one's place.")
class ReplaceAssignmentInput(AssignmentReasonInput):
    """Input of replaceAssignment."""

    lawyer: strawberry.ID = strawberry.field(description="The lawyer to ask instead.")
