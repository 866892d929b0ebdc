"""Cases, parties, claims, findings as they are read. Personal numbers are masked; what may not be seen is null and named."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.case import queries, waiting
from mediation.case.graphql.access import CaseAccess
from mediation.case.graphql.permits import may
from mediation.case.models import (
    CaseKind,
    CaseState,
    Channel,
    ClaimGroup,
    ClaimHead,
    FindingKind,
    Outcome,
    PartySide,
    Relation,
)
from mediation.case.rules import Hints, NextActor, Standing, possible, waiting_for
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Connection, Edge, Node, PageInfo, gid, node_loader, page_size
from mediation.gql.scalars import Fen
from mediation.infra.db import NEVER
from mediation.kit.ids import decode_cursor, encode_cursor
from mediation.kit.problems import Invalid
from mediation.person.organisations import masked_contact_phone
from mediation.person.people import masked_id_number, masked_phone


@strawberry.type(description="A colleague: name and agency, nothing else.")
class Colleague:
    """A member of staff as others see them."""

    id: strawberry.ID = strawberry.field(description="Global id of the member of staff.")
    name: str = strawberry.field(description="Name.")
    agency_key: strawberry.Private[UUID]

    @strawberry.field(description="Their agency.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.agency_key)
        return Agency.of(row) if row else None


async def colleague(context: Context, staff_id: UUID | None) -> Colleague | None:
    """The member of staff with this id, or None."""
    row = await context.load(agencies.staff_by_id, staff_id) if staff_id else None
    return Colleague(id=gid("Staff", row.id), name=row.name, agency_key=row.agency_id) if row else None


@strawberry.type(description="The employer a case is against, as far as the caller's cases tell.")
class Employer(Node):
    """An organisation in its role of respondent."""

    name: str = strawberry.field(description="Name as registered.")
    credit_code: str | None = strawberry.field(description="Unified social credit code (统一社会信用代码).")
    contact_name: str | None = strawberry.field(description="Whom to talk to.")
    address: str | None = strawberry.field(description="Address.")
    key: strawberry.Private[UUID]
    contact_phone_cipher: strawberry.Private[bytes | None]

    @strawberry.field(description="Phone of the contact, masked.")
    def contact_phone(self, info: Info) -> str | None:
        """Opened and masked on the way out."""
        return masked_contact_phone(info.context.runtime.vault, self.key, self.contact_phone_cipher)

    @strawberry.field(description="How many open cases against this employer the caller may see.")
    async def open_cases(self, info: Info) -> int:
        """Counted under the caller's own permissions."""
        return int(await info.context.load(queries.open_cases_of_employers, self.key))

    @classmethod
    def of(cls, row: Any) -> "Employer":
        """From a row of queries.employers_by_id."""
        return cls(
            id=gid("Employer", row.id),
            name=row.name,
            credit_code=row.credit_code,
            contact_name=row.contact_name,
            address=row.address,
            key=row.id,
            contact_phone_cipher=row.contact_phone_cipher,
        )


@strawberry.type(description="One head claimed by one worker, in fen.")
class Claim(Node):
    """A claim."""

    head: ClaimHead = strawberry.field(description="What is claimed.")
    group: ClaimGroup = strawberry.field(description="Wages or social insurance.")
    amount_fen: Fen = strawberry.field(description="Amount.")
    period_from: date | None = strawberry.field(description="First day of the time it is for.")
    period_to: date | None = strawberry.field(description="Last day of the time it is for.")
    note: str = strawberry.field(description="Remark.")

    @classmethod
    def of(cls, row: Any) -> "Claim":
        """From a row of queries.claims_of_parties."""
        return cls(
            id=gid("Claim", row.id),
            head=ClaimHead(row.head),
            group=ClaimGroup(row.group_),
            amount_fen=row.amount_fen,
            period_from=row.period_from,
            period_to=row.period_to,
            note=row.note,
        )


@strawberry.type(description="A claimant, or a third party, of a case.")
class Party(Node):
    """A party."""

    side: PartySide = strawberry.field(description="Role in the case.")
    name: str = strawberry.field(description="Name of the person or organisation.")
    relation: Relation | None = strawberry.field(description="Of a third party: what it is to the dispute.")
    job: str = strawberry.field(description="Job at the employer.")
    position: int = strawberry.field(description="Place on the roster, from 1.")
    taking_part: bool = strawberry.field(description="Whether they take part in the mediation.")
    withdrawn_at: datetime | None = strawberry.field(description="When they left the case.")
    withdrawn_reason: str | None = strawberry.field(description="Why they left.")
    joined_at: datetime = strawberry.field(description="When they were taken down.")
    row: strawberry.Private[Any]
    case_row: strawberry.Private[Any] = None
    """the case's row where it is at hand already"""

    @strawberry.field(description="Mobile number, masked. The whole number is revealed by a mutation with a reason.")
    def phone(self, info: Info) -> str | None:
        """Opened and masked on the way out."""
        return masked_phone(info.context.runtime.vault, self.row.person_id, self.row.phone_cipher)

    @strawberry.field(description="Identity number, masked. The whole number is revealed by a mutation with a reason.")
    def id_number(self, info: Info) -> str | None:
        """Opened and masked on the way out."""
        return masked_id_number(info.context.runtime.vault, self.row.person_id, self.row.id_cipher)

    @strawberry.field(description="What they claim; null when the caller may not see claims.")
    async def claims(self, info: Info) -> list[Claim] | None:
        """Loaded with the others of its level."""
        if not await self.allows(info, Verb.CLAIM_VIEW):
            return None
        return [Claim.of(row) for row in await info.context.load(queries.claims_of_parties, self.row.id)]

    @strawberry.field(description="What the caller may do to this party now, and which fields they may not see.")
    def access(self) -> "PartyAccess":
        """Decided field by field, as asked."""
        return PartyAccess(party=self)

    async def allows(self, info: Info, verb: Verb) -> bool:
        """Whether the caller may do `verb` to the party's case."""
        case = self.case_row or await info.context.load(queries.cases_by_id, self.row.case_id)
        return case is not None and await may(info.context, case, verb)

    @classmethod
    def of(cls, row: Any, case_row: Any = None) -> "Party":
        """From a row with the columns of queries.PARTY."""
        return cls(
            id=gid("Party", row.id),
            side=PartySide(row.side),
            name=row.name,
            relation=Relation(row.relation) if row.relation else None,
            job=row.job,
            position=row.position,
            taking_part=row.taking_part and row.withdrawn_at is None,
            withdrawn_at=row.withdrawn_at,
            withdrawn_reason=row.withdrawn_reason,
            joined_at=row.joined_at,
            row=row,
            case_row=case_row,
        )


@strawberry.type(description="What the caller may do to a party now.")
class PartyAccess:
    """Permission, state of the case and standing of the party together."""

    party: strawberry.Private[Party]

    async def _can(self, info: Info, verb: Verb) -> bool:
        party = self.party
        case = party.case_row or await info.context.load(queries.cases_by_id, party.row.case_id)
        in_time = case is not None and verb.value in possible(CaseState(case.state))
        return in_time and party.row.withdrawn_at is None and await may(info.context, case, verb)

    @strawberry.field(description="Correct what is known of the party.")
    async def can_revise(self, info: Info) -> bool:
        """party:revise"""
        return await self._can(info, Verb.PARTY_REVISE)

    @strawberry.field(description="Record that the party leaves.")
    async def can_withdraw(self, info: Info) -> bool:
        """party:withdraw"""
        return self.party.side is not PartySide.RESPONDENT and await self._can(info, Verb.PARTY_WITHDRAW)

    @strawberry.field(description="Add a claim.")
    async def can_state_claim(self, info: Info) -> bool:
        """claim:state"""
        return self.party.side is PartySide.CLAIMANT and await self._can(info, Verb.CLAIM_STATE)

    @strawberry.field(description="Fields of the party that are null because the caller may not see them.")
    async def denied(self, info: Info) -> list[DeniedField]:
        """Named, so that nobody takes null for nothing."""
        hidden = [] if await self.party.allows(info, Verb.CLAIM_VIEW) else ["claims"]
        return denied(hidden, info.context.locale)


@strawberry.type(description="A worker elected by the claimants (劳动争议调解仲裁法 7).")
class Representative:
    """An elected representative."""

    special_authority: bool = strawberry.field(
        description="Whether they may settle for the others (特别授权, 民事诉讼法 62)."
    )
    elected_on: date = strawberry.field(description="Day of the election.")
    document: str = strawberry.field(description="Reference of the election form (代表人推选书).")
    party_key: strawberry.Private[UUID]

    @strawberry.field(description="The claimant who was elected.")
    async def party(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.parties_by_id, self.party_key)
        return Party.of(row) if row else None


@strawberry.type(description="What was found out about the employer.")
class Finding(Node):
    """A finding."""

    kind: FindingKind = strawberry.field(description="What it is about.")
    statement: str = strawberry.field(description="What was found.")
    source: str = strawberry.field(description="How it became known.")
    found_on: date = strawberry.field(description="When it was found.")
    recorder_key: strawberry.Private[UUID | None]

    @strawberry.field(description="Who recorded it.")
    async def recorded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.recorder_key)

    @classmethod
    def of(cls, row: Any) -> "Finding":
        """From a row of queries.findings_of_cases."""
        return cls(
            id=gid("Finding", row.id),
            kind=FindingKind(row.kind),
            statement=row.statement,
            source=row.source,
            found_on=row.found_on,
            recorder_key=row.recorded_by,
        )


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


@strawberry.type(description="Who must act next, and what.")
class NextStep:
    """Derived, never stored."""

    who: NextActor = strawberry.field(description="Whose turn it is.")
    text: str = strawberry.field(description="What, in the reader's language.")


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
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="The mediator in charge (主办调解员).")
    async def mediator(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.mediator_id)

    @strawberry.field(description="Who took the case down.")
    async def registered_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.registered_by)

    @strawberry.field(description="Whom the case is against.")
    async def employer(self, info: Info) -> Employer | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.employers_by_id, self.row.employer_id)
        return Employer.of(row) if row else None

    @strawberry.field(description="Sums of the claims; null when the caller may not see claims.")
    async def claim_totals(self, info: Info) -> ClaimTotals | None:
        """Kept in the case, so they cost no query."""
        if not await may(info.context, self.row, Verb.CLAIM_VIEW):
            return None
        wages, insurance = self.row.wages_claimed_fen, self.row.social_insurance_claimed_fen
        return ClaimTotals(wages_fen=wages, social_insurance_fen=insurance, total_fen=wages + insurance)

    @strawberry.field(description="The workers, in the order of the roster; null when the caller may not see parties.")
    async def claimants(self, info: Info, first: int, after: str | None = None) -> Connection[Party] | None:
        """A page per case, one query for all cases of the level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        size = page_size(first)
        rows = await info.context.load(
            queries.claimants_of_cases, self.row.id, first=size + 1, after=_position(after) if after else None
        )
        return _page(rows, size=size, after=after, case_row=self.row)

    @strawberry.field(
        description="The employer as a party: what invitations and signatures refer to; null when not for the caller."
    )
    async def respondent(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        rows = await info.context.load(queries.respondents_of_cases, self.row.id)
        return Party.of(rows[0], self.row) if rows else None

    @strawberry.field(description="Third parties; null when the caller may not see parties.")
    async def other_parties(self, info: Info) -> list[Party] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        return [Party.of(row, self.row) for row in await info.context.load(queries.others_of_cases, self.row.id)]

    @strawberry.field(description="Elected representatives; null when the caller may not see parties.")
    async def representatives(self, info: Info) -> list[Representative] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.PARTY_VIEW):
            return None
        rows = await info.context.load(queries.representatives_of_cases, self.row.id)
        return [
            Representative(
                special_authority=row.special_authority,
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
        return [Finding.of(row) for row in await info.context.load(queries.findings_of_cases, self.row.id)]

    @strawberry.field(description="Who must act next; null when nobody must.")
    async def next_step(self, info: Info) -> NextStep | None:
        """Derived from the case and from what the features above it tell."""
        standing = Standing(state=self.state, urgent=self.urgent, has_mediator=self.row.mediator_id is not None)
        hints: Hints = await info.context.load(waiting.hints_of_cases, (self.row.id, self.row.mediator_id))
        step = waiting_for(standing, hints)
        return NextStep(who=step.who, text=step.text.in_(info.context.locale)) if step else None

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


def _position(after: str) -> tuple[int, UUID]:
    try:
        position, party = decode_cursor(after)
        return int(position), UUID(party)
    except ValueError:
        raise Invalid.field("after", "bad_cursor", "分页位置无效。", "This is not a cursor of this list.") from None


def _page(rows: Any, *, size: int, after: str | None, case_row: Any) -> Connection[Party]:
    edges = [
        Edge(cursor=encode_cursor([str(row.position), str(row.id)]), node=Party.of(row, case_row))
        for row in rows[:size]
    ]

    async def count() -> int:
        return int(case_row.registered_count)

    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=len(rows) > size,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=count,
    )


@node_loader("Case")
async def _case(context: Context, key: UUID) -> Case | None:
    row = await context.load(queries.cases_by_id, key)
    return Case.of(row) if row else None


@node_loader("Party")
async def _party(context: Context, key: UUID) -> Party | None:
    row = await context.load(queries.parties_by_id, key)
    return Party.of(row) if row else None


@node_loader("Claim")
async def _claim(context: Context, key: UUID) -> Claim | None:
    row = await context.load(queries.claims_by_id, key)
    return Claim.of(row) if row else None


@node_loader("Finding")
async def _finding(context: Context, key: UUID) -> Finding | None:
    row = await context.load(queries.findings_by_id, key)
    return Finding.of(row) if row else None


@node_loader("Employer")
async def _employer(context: Context, key: UUID) -> Employer | None:
    row = await context.load(queries.employers_by_id, key)
    return Employer.of(row) if row else None
