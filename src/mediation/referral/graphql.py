"""Referrals in the API. Before it accepts, the asked agency reads the referral and nothing of the case."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.case import queries as cases
from mediation.case.graphql import Case
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.models import CaseState
from mediation.case.rules import OPEN
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import Connection, Key, Node, connect, gid, node_loader, row_id
from mediation.infra.uow import Tx
from mediation.kit.machine import allowed
from mediation.referral import queries, rules, service
from mediation.referral.graphql_words import ReferralDirection
from mediation.referral.models import Referral as ReferralRow
from mediation.referral.models import ReferralState


@strawberry.type(description="What the caller may do with a referral now.")
class ReferralAccess:
    """Permission and state together."""

    row: strawberry.Private[Any]

    def _can(self, info: Info, verb: Verb) -> bool:
        possible = verb.value in allowed(rules.MOVES, ReferralState(self.row.state))
        return possible and guard.may(info.context.actor, verb, queries.facts_of_shown(self.row))

    @strawberry.field(description="`acceptReferral`: it is offered to the caller's agency and the case is open.")
    def can_accept(self, info: Info) -> bool:
        """referral:accept"""
        return CaseState(self.row.case_state) in OPEN and self._can(info, Verb.REFERRAL_ACCEPT)

    @strawberry.field(description="`declineReferral`: it is offered to the caller's agency.")
    def can_decline(self, info: Info) -> bool:
        """referral:decline"""
        return self._can(info, Verb.REFERRAL_DECLINE)

    @strawberry.field(description="`takeBackReferral`: the caller's agency asked and was not answered yet.")
    def can_take_back(self, info: Info) -> bool:
        """referral:take_back"""
        return self._can(info, Verb.REFERRAL_TAKE_BACK)

    @strawberry.field(description="`closeReferral`: it was accepted and has no result yet.")
    def can_close(self, info: Info) -> bool:
        """referral:close"""
        return self._can(info, Verb.REFERRAL_CLOSE)

    @strawberry.field(description="Fields of the referral that are null because the caller may not see them.")
    async def denied(self, info: Info) -> list[DeniedField]:
        """Named, so that nobody takes null for nothing."""
        case = await info.context.load(cases.cases_by_id, self.row.case_id)
        return denied([] if case else ["case"], info.context.locale)


@strawberry.type(description="One agency asks another for something in a case (转办).")
class Referral(Node):
    """A referral."""

    state: ReferralState = strawberry.field(description="Where it stands.")
    case_number: str = strawberry.field(description="The case's number.")
    employer_name: str = strawberry.field(description="Whom the case is against.")
    request: str = strawberry.field(description="What is asked.")
    legal_basis: str = strawberry.field(description="Statute and article, or agreement, on which it is asked.")
    offered_at: datetime = strawberry.field(description="When it was asked.")
    answered_at: datetime | None = strawberry.field(description="When it was accepted or declined.")
    closed_at: datetime | None = strawberry.field(description="When it was closed or taken back.")
    reason: str | None = strawberry.field(description="Why it was declined.")
    result: str | None = strawberry.field(description="What came of it, once closed.")
    version: int = strawberry.field(description="Send it with what you do.")
    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "Referral":
        """From a row of queries.shown."""
        return cls(
            id=gid("Referral", row.id),
            state=ReferralState(row.state),
            case_number=row.case_number,
            employer_name=row.employer_name,
            request=row.request,
            legal_basis=row.legal_basis,
            offered_at=row.offered_at,
            answered_at=row.answered_at,
            closed_at=row.closed_at,
            reason=row.reason,
            result=row.result,
            version=row.version,
            row=row,
        )

    @strawberry.field(description="The agency that asks.")
    async def from_agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.from_agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="The agency that is asked.")
    async def to_agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.to_agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="Who asked.")
    async def offered_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.offered_by)

    @strawberry.field(description="Who accepted or declined.")
    async def answered_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.answered_by)

    @strawberry.field(description="Who closed it or took it back.")
    async def closed_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.closed_by)

    @strawberry.field(
        description="The case; null when the caller may not see it: for the asked agency before it accepts and after "
        "it is closed."
    )
    async def case(self, info: Info) -> Case | None:
        """Under the caller's own `case:view`."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @strawberry.field(description="What the caller may do with it now.")
    def access(self) -> ReferralAccess:
        """Decided field by field, as asked."""
        return ReferralAccess(row=self.row)


@node_loader("Referral")
async def _referral(context: Context, key: UUID) -> Referral | None:
    row = await context.load(queries.referrals_by_id, key)
    return Referral.of(row) if row else None


@extend(Case)
class _Referrals:
    """What a case is asked of other agencies for."""

    @strawberry.field(description="The referrals of the case that the caller may see, newest first.")
    async def referrals(self: Any, info: Info) -> list[Referral]:
        """Loaded with the others of its level."""
        return [Referral.of(row) for row in await info.context.load(queries.referrals_of_cases, self.row.id)]


_NEWEST_FIRST: tuple[Key, ...] = (
    (col(ReferralRow.offered_at), datetime.fromisoformat, datetime.isoformat),
    (col(ReferralRow.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The referrals to or from the caller's agency, newest first.")
    async def referrals(
        self,
        info: Info,
        direction: Annotated[ReferralDirection, strawberry.argument(description="To the caller's agency, or from it.")],
        first: Annotated[int, strawberry.argument(description="How many: 1 to 100.")],
        after: Annotated[str | None, strawberry.argument(description="The cursor after which to go on.")] = None,
        state: Annotated[ReferralState | None, strawberry.argument(description="Only those that stand so.")] = None,
    ) -> Connection[Referral]:
        """One query, whatever the page."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.REFERRAL_VIEW)
        ours = ReferralRow.to_agency_id if direction is ReferralDirection.INBOX else ReferralRow.from_agency_id
        statement = queries.shown(context.actor).where(col(ours) == context.actor.agency_id)
        if state is not None:
            statement = statement.where(col(ReferralRow.state) == state)
        return await connect(
            context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=Referral.of,
            descending=True,
        )


@strawberry.input(description="What is asked of which agency.")
class OfferReferralInput:
    """Input of offerReferral."""

    case: strawberry.ID = strawberry.field(description="The case's id.")
    to_agency: strawberry.ID = strawberry.field(description="The id of another agency of the same city.")
    request: str = strawberry.field(
        description="What is asked; at most 2,000 characters. Everything written here is read by the other agency "
        "before it accepts."
    )
    legal_basis: str = strawberry.field(description="On what basis; at most 200 characters.")


@strawberry.input(description="Which referral, as the caller saw it.")
class ReferralInput:
    """Input of acceptReferral and takeBackReferral."""

    referral: strawberry.ID = strawberry.field(description="The referral's id.")
    version: int = strawberry.field(description="The version you saw.")

    def key(self) -> UUID:
        """The row's id."""
        return row_id("Referral", self.referral, "referral")


@strawberry.input(description="Why a referral is declined.")
class DeclineReferralInput(ReferralInput):
    """Input of declineReferral."""

    reason: str = strawberry.field(description="Read by the agency that asked; at most 500 characters.")


@strawberry.input(description="What came of a referral.")
class CloseReferralInput(ReferralInput):
    """Input of closeReferral."""

    result: str = strawberry.field(description="Read by both agencies; at most 2,000 characters.")


async def _answer(tx: Tx, row: ReferralRow) -> Referral:
    await tx.session.flush()
    found = await tx.session.execute(queries.shown(tx.actor).where(col(ReferralRow.id) == row.id))
    return Referral.of(found.one())


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Ask another agency of the city for something in a case.")
    async def offer_referral(self, info: Info, tx: Tx, input: OfferReferralInput) -> Referral:
        """referral:offer"""
        draft = service.ReferralDraft(
            row_id("Agency", input.to_agency, "toAgency"), request=input.request, legal_basis=input.legal_basis
        )
        return await _answer(tx, await service.offer(tx, row_id("Case", input.case, "case"), draft))

    @mutation("Take a referral on; from now on the caller's agency sees the case.")
    async def accept_referral(self, info: Info, tx: Tx, input: ReferralInput) -> Referral:
        """referral:accept"""
        return await _answer(tx, await service.accept(tx, input.key(), version=input.version))

    @mutation("Decline a referral with a reason.")
    async def decline_referral(self, info: Info, tx: Tx, input: DeclineReferralInput) -> Referral:
        """referral:decline"""
        return await _answer(tx, await service.decline(tx, input.key(), input.reason, version=input.version))

    @mutation("Take a referral back that was not answered yet.")
    async def take_back_referral(self, info: Info, tx: Tx, input: ReferralInput) -> Referral:
        """referral:take_back"""
        return await _answer(tx, await service.take_back(tx, input.key(), version=input.version))

    @mutation("Record what came of an accepted referral; the asked agency no longer sees the case.")
    async def close_referral(self, info: Info, tx: Tx, input: CloseReferralInput) -> Referral:
        """referral:close"""
        return await _answer(tx, await service.close(tx, input.key(), input.result, version=input.version))
