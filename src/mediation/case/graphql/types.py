"""Cases as they are read. What the caller may not see is null and named."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.case import parts, queries, waiting
from mediation.case.graphql.access import CaseAccess
from mediation.case.graphql.colleagues import Colleague, colleague, colleague_field
from mediation.case.graphql.parties import Employer, Finding, Party, Representative
from mediation.case.graphql.permits import may, where_may
from mediation.case.models import (
    CaseKind,
    CaseState,
    Channel,
    Outcome,
)
from mediation.case.turns import Hints, NextActor, NextKind, Standing, waiting_for
from mediation.gql.ahead import Ahead, Items, loads
from mediation.gql.context import Batch, Context, Info
from mediation.gql.relay import MAX_PAGE, After, Connection, Edge, First, Node, gid, node_loader, page, page_size
from mediation.gql.scalars import Fen
from mediation.infra.db import NEVER
from mediation.kit.ids import decode_cursor
from mediation.kit.problems import Invalid

T = TypeVar("T")


@strawberry.type(description="Three different counts of workers.")
class CaseCounts:
    """登 / 参 / 签."""

    registered: int = strawberry.field(description="登记: every claimant ever taken down.")
    taking_part: int = strawberry.field(description="参加: those who take part now.")
    signed: int = strawberry.field(description="签署: those who signed the agreement that stands.")


@strawberry.type(description="What the claimants who take part claim, wages and social insurance apart.")
class ClaimTotals:
    """Sums in fen."""

    wages_fen: Fen = strawberry.field(description="Wages and other pay.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance.")
    total_fen: Fen = strawberry.field(description="Both together.")

    @classmethod
    def of(cls, row: Any) -> "ClaimTotals":
        """From a row with the columns of queries.CASE."""
        wages, insurance = row.wages_claimed_fen, row.social_insurance_claimed_fen
        return cls(wages_fen=wages, social_insurance_fen=insurance, total_fen=wages + insurance)


@strawberry.type(description="Who must act next, and what.")
class NextStep:
    """Derived, never stored."""

    who: NextActor = strawberry.field(description="Whose turn it is.")
    kind: NextKind = strawberry.field(description="What, for a client that leads there.")
    text: str = strawberry.field(description="What, in the reader's language.")
    why: str = strawberry.field(description="Why it is that, in the reader's language.")


@strawberry.type(description="A dispute before a joint mediation studio.")
class Case(Node):
    """A case."""

    number: str = strawberry.field(description="Number on paper, e.g. 闵工调〔2026〕118号.")
    kind: CaseKind = strawberry.field(description="Single or collective.")
    state: CaseState = strawberry.field(description="Where it stands.")
    outcome: Outcome | None = strawberry.field(description="How it ended, once closed.")
    reason: str | None = strawberry.field(description="Of a refusal, withdrawal, transfer or failure.")
    channel: Channel = strawberry.field(description="How it came in.")
    urgent: bool = strawberry.field(description="Whether it cannot wait.")
    summary: str = strawberry.field(description="What it is about.")
    received_on: date = strawberry.field(description="The day the application was received (劳动争议调解仲裁法 14).")
    registered_at: datetime = strawberry.field(description="When it was taken down.")
    accepted_on: date | None = strawberry.field(description="The day it was accepted (企业劳动争议协商调解规定 29).")
    closed_at: datetime | None = strawberry.field(description="When it was closed or refused.")
    next_due_at: datetime | None = strawberry.field(description="The nearest open deadline, if any.")
    counts: CaseCounts = strawberry.field(description="Registered, taking part, signed.")
    version: int = strawberry.field(description="Send it with what you change.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The studio's agency.")
    def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        return _loaded(info, agencies.agencies_by_id, self.row.agency_id, Agency.of)

    @strawberry.field(description="The mediator in charge (主办调解员).")
    def mediator(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        found: Colleague | None = colleague_field(info.context, self.row.mediator_id)
        return found

    @strawberry.field(description="Who took the case down.")
    async def registered_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.registered_by)

    @strawberry.field(description="Whom the case is against.")
    def employer(self, info: Info) -> Employer | None:
        """Loaded with the others of its level."""
        return _loaded(info, parts.employers_by_id, self.row.employer_id, Employer.of)

    @strawberry.field(description="Sums of the claims; null when the caller may not see claims.")
    def claim_totals(self, info: Info) -> ClaimTotals | None:
        """Kept in the case, so they cost no query."""
        found: ClaimTotals | None = where_may(info.context, self.row, Verb.CLAIM_VIEW, lambda: ClaimTotals.of(self.row))
        return found

    @strawberry.field(description="The workers, in the order of the roster; null when the caller may not see parties.")
    def claimants(self, info: Info, first: First, after: After = None) -> Connection[Party] | None:
        """A page per case, one query for all cases of the level."""

        def read() -> Any:
            size, place = page_size(first), _position(after) if after else None
            return info.context.then(
                parts.claimants_of_cases,
                self.row.id,
                lambda rows: _page(rows, size=size, after=after, case_row=self.row),
                first=size + 1,
                after=place,
            )

        found: Connection[Party] | None = where_may(info.context, self.row, Verb.PARTY_VIEW, read)
        return found

    @strawberry.field(
        description="The employer as a party: what invitations and signatures refer to; null when not for the caller."
    )
    async def respondent(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        rows = await info.context.load(parts.respondents_of_cases, self.row.id)
        return Party.of(rows[0], self.row) if rows else None

    @strawberry.field(description="Third parties; null when the caller may not see parties.")
    async def other_parties(self, info: Info) -> list[Party] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        return [Party.of(row, self.row) for row in await info.context.load(parts.others_of_cases, self.row.id)]

    @strawberry.field(description="Elected representatives; null when the caller may not see parties.")
    async def representatives(self, info: Info) -> list[Representative] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        rows = await info.context.load(parts.representatives_of_cases, self.row.id)
        return [
            Representative(
                special_authority=row.special_authority,
                authorised_by=[gid("Party", party_id) for party_id in row.authority_from],
                elected_on=row.elected_on,
                document=row.document,
                party_key=row.party_id,
            )
            for row in rows
        ]

    @strawberry.field(description="What was found out about the employer, newest first; null when not for the caller.")
    async def findings(self, info: Info) -> list[Finding] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.FINDING_VIEW):
            return None
        return [Finding.of(row) for row in await info.context.load(parts.findings_of_cases, self.row.id)]

    @strawberry.field(description="Who must act next; null when nobody must.")
    def next_step(self, info: Info) -> NextStep | None:
        """Derived from the case and from what the features above it tell."""
        locale = info.context.locale
        found: NextStep | None = info.context.then(
            waiting.hints_of_cases, self.row.id, lambda hints: _next_step(self.row, hints, locale)
        )
        return found

    @strawberry.field(description="What the caller may do to this case now, and which fields they may not see.")
    def access(self) -> CaseAccess:
        """Decided field by field, as asked."""
        return CaseAccess(row=self.row)

    @classmethod
    def of(cls, row: Any) -> "Case":
        """From a row with the columns of queries.CASE."""
        return cls(
            id=gid("Case", row.id),
            number=row.number,
            kind=CaseKind(row.kind),
            state=CaseState(row.state),
            outcome=Outcome(row.outcome) if row.outcome else None,
            reason=row.reason,
            channel=Channel(row.channel),
            urgent=row.urgent,
            summary=row.summary,
            received_on=row.received_on,
            registered_at=row.registered_at,
            accepted_on=row.accepted_on,
            closed_at=row.closed_at,
            next_due_at=None if row.next_due_at == NEVER else row.next_due_at,
            counts=CaseCounts(
                registered=row.registered_count, taking_part=row.taking_part_count, signed=row.signed_count
            ),
            version=row.version,
            row=row,
        )


def _next_step(row: Any, hints: Hints | None, locale: str) -> NextStep | None:
    standing = Standing(
        state=CaseState(row.state),
        urgent=row.urgent,
        has_mediator=row.mediator_id is not None,
        roster_missing=row.kind == CaseKind.COLLECTIVE and row.registered_count <= 1,
    )
    step = waiting_for(standing, hints or Hints())
    if step is None:
        return None
    return NextStep(who=step.who, kind=step.kind, text=step.text.in_(locale), why=step.why.in_(locale))


def _loaded(info: Info, batch: Batch, key: UUID, make: Callable[[Any], T]) -> T | None:
    found: T | None = info.context.then(batch, key, lambda row: make(row) if row else None)
    return found


def _page_wanted(given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the batch is asked for a first page; another page, and a size that will be refused, load for themselves."""
    first = given.get("first")
    if given.get("after") or not isinstance(first, int) or not 1 <= first <= MAX_PAGE:
        return None
    return {"first": first + 1, "after": None}


loads("Case", "agency", Ahead(agencies.agencies_by_id, lambda row: row.agency_id))
loads("Case", "mediator", Ahead(agencies.staff_by_id, lambda row: row.mediator_id))
loads("Case", "nextStep", Ahead(waiting.hints_of_cases, lambda row: row.id))
loads("Case", "employer", Ahead(parts.employers_by_id, lambda row: row.employer_id))
loads(
    "Case",
    "claimants",
    Ahead(
        parts.claimants_of_cases,
        lambda row: row.id,
        _page_wanted,
        Items("Party", lambda rows: rows, ("edges", "node")),
    ),
)


def _position(after: str) -> tuple[int, UUID]:
    try:
        position, party = decode_cursor(after)
        return int(position), UUID(party)
    except ValueError:
        raise Invalid.field("after", "bad_cursor", "分页位置无效。", "This is not a cursor of this list.") from None


def _page(rows: Any, *, size: int, after: str | None, case_row: Any) -> Connection[Party]:
    edges = [Edge(place=[str(row.position), str(row.id)], node=Party.of(row, case_row)) for row in rows[:size]]

    def count() -> int:
        return int(case_row.registered_count)

    return page(edges, has_next=len(rows) > size, after=after, count=count)


@node_loader("Case")
async def _case(context: Context, key: UUID) -> Case | None:
    row = await context.load(queries.cases_by_id, key)
    return Case.of(row) if row else None


__all__ = ["Case", "Colleague", "colleague"]
