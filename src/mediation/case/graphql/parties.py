"""Employers, parties, claims, representatives, findings as they are read. Personal numbers are masked."""

from datetime import date, datetime
from inspect import isawaitable
from typing import Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.case import parts, queries
from mediation.case.graphql.amounts import ClaimComputation
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.permits import may, where_may
from mediation.case.models import CaseState, ClaimGroup, ClaimHead, FindingKind, PartySide, Relation
from mediation.case.rules import WarningLevel, possible
from mediation.gql.ahead import Ahead, loads
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Node, gid, node_loader
from mediation.gql.scalars import Fen
from mediation.person.organisations import masked_contact_phone
from mediation.person.people import masked_id_number, masked_phone


@strawberry.type(description="Several different workers came forward against one employer within 30 days.")
class EmployerWarning:
    """Told to the studio when it was raised; here for whoever opens a case of that employer."""

    level: WarningLevel = strawberry.field(description="How serious.")
    claimants: int = strawberry.field(description="How many different workers there were when it was raised.")
    window_from: date = strawberry.field(description="The first of the days counted.")
    raised_at: datetime = strawberry.field(description="When the studio was warned.")


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
        return int(await info.context.load(parts.open_cases_of_employers, self.key))

    @strawberry.field(description="The last warning of the past 30 days (同一用人单位预警), or null.")
    async def warning(self, info: Info) -> EmployerWarning | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.warnings_of_employers, self.key)
        if row is None:
            return None
        return EmployerWarning(
            level=WarningLevel(row.level),
            claimants=row.claimants,
            window_from=row.window_from,
            raised_at=row.raised_at,
        )

    @strawberry.field(
        description="What was found out about it, in whichever case the caller may know of, newest first."
    )
    async def findings(self, info: Info) -> "list[Finding]":
        """Loaded with the others of its level."""
        return [Finding.of(row) for row in await info.context.load(parts.findings_of_employers, self.key)]

    @classmethod
    def of(cls, row: Any) -> "Employer":
        """From a row of parts.employers_by_id."""
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
    key: strawberry.Private[UUID]

    @strawberry.field(description="What the amount was computed from, step by step; null when it was typed.")
    async def computation(self, info: Info) -> ClaimComputation | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.computations_of_claims, self.key)
        return ClaimComputation.of(row, info.context.locale) if row else None

    @classmethod
    def of(cls, row: Any) -> "Claim":
        """From a row of parts.claims_of_parties."""
        return cls(
            key=row.id,
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
    def claims(self, info: Info) -> list[Claim] | None:
        """Loaded with the others of its level."""
        if not self.case_row:
            return self._claims_where_allowed(info)  # type: ignore[return-value]  # the executor awaits it
        found: list[Claim] | None = where_may(info.context, self.case_row, Verb.CLAIM_VIEW, lambda: self._claims(info))
        return found

    def _claims(self, info: Info) -> Any:
        return info.context.then(parts.claims_of_parties, self.row.id, lambda rows: [Claim.of(row) for row in rows])

    async def _claims_where_allowed(self, info: Info) -> Any:
        if not await self.allows(info, Verb.CLAIM_VIEW):
            return None
        found = self._claims(info)
        return await found if isawaitable(found) else found

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
        """From a row with the columns of parts.PARTY."""
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
        description="Whether they may settle for others (特别授权, 民事诉讼法 56, 62)."
    )
    authorised_by: list[strawberry.ID] = strawberry.field(
        description="Global ids of the claimants for whom they may settle; who joined later gave no authority."
    )
    elected_on: date = strawberry.field(description="Day of the election.")
    document: str = strawberry.field(description="Reference of the election form (代表人推选书).")
    party_key: strawberry.Private[UUID]

    @strawberry.field(description="The claimant who was elected.")
    async def party(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.parties_by_id, self.party_key)
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
        """From a row of parts.findings_of_cases."""
        return cls(
            id=gid("Finding", row.id),
            kind=FindingKind(row.kind),
            statement=row.statement,
            source=row.source,
            found_on=row.found_on,
            recorder_key=row.recorded_by,
        )


loads("Party", "claims", Ahead(parts.claims_of_parties, lambda row: row.id))


@node_loader("Party")
async def _party(context: Context, key: UUID) -> Party | None:
    row = await context.load(parts.parties_by_id, key)
    return Party.of(row) if row else None


@node_loader("Claim")
async def _claim(context: Context, key: UUID) -> Claim | None:
    row = await context.load(parts.claims_by_id, key)
    return Claim.of(row) if row else None


@node_loader("Finding")
async def _finding(context: Context, key: UUID) -> Finding | None:
    row = await context.load(parts.findings_by_id, key)
    return Finding.of(row) if row else None


@node_loader("Employer")
async def _employer(context: Context, key: UUID) -> Employer | None:
    row = await context.load(parts.employers_by_id, key)
    return Employer.of(row) if row else None
