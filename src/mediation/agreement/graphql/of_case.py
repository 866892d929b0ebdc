"""What this feature adds to a case: its agreements, its promises, its money, and what the caller may do about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.agreement import books, listing
from mediation.agreement.graphql.money import Advance, Commitment, DebtorContact
from mediation.agreement.graphql.types import Agreement
from mediation.agreement.standing import StandingKind
from mediation.case.graphql.access import CaseAccess
from mediation.case.graphql.permits import may
from mediation.case.graphql.types import Case
from mediation.case.models import CaseState, ClaimGroup
from mediation.gql.ahead import Ahead, loads
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.relay import Connection, Edge, Key, page, page_size, read_cursor
from mediation.gql.scalars import Fen

_KEYS: tuple[Key, ...] = ((None, datetime.fromisoformat, datetime.isoformat), (None, UUID, str))


@strawberry.type(description="Figures of one group of claims in a case, in fen.")
class GroupAmounts:
    """Wages, or social insurance."""

    owed_fen: Fen = strawberry.field(description="Claimed by those who take part.")
    agreed_fen: Fen = strawberry.field(description="Promised to those who signed.")
    paid_fen: Fen = strawberry.field(description="Paid to them so far, by whomever.")
    advanced_fen: Fen = strawberry.field(description="Of that, paid by third parties in the employer's place.")
    left_fen: Fen = strawberry.field(description="Promised and not paid yet.")


@strawberry.type(description="Owed, agreed, paid and left in a case, wages and social insurance apart.")
class CaseAmounts:
    """Two groups, never one sum."""

    wages: GroupAmounts = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance: GroupAmounts = strawberry.field(description="Social insurance.")


@strawberry.type(description="The earliest due moment of a case with something unpaid.")
class NextCommitment:
    """All workers together."""

    due_at: datetime = strawberry.field(description="The first moment that is too late.")
    due_on: date | None = strawberry.field(description="The last day; none for a term in hours.")
    left_fen: Fen = strawberry.field(
        description="Still to be paid at that moment, wages and social insurance together."
    )
    workers: int = strawberry.field(description="To how many workers.")
    standing: StandingKind = strawberry.field(description="OPEN while it lies ahead, then OVERDUE or DEFAULTED.")

    @classmethod
    def of(cls, row: Any, now: datetime) -> "NextCommitment":
        """From a row of books.next_promises_of_cases."""
        late = StandingKind.DEFAULTED if row.defaulted else StandingKind.OVERDUE
        return cls(
            due_at=row.due_at,
            due_on=row.due_on,
            left_fen=Fen(int(row.left_fen)),
            workers=row.workers,
            standing=late if row.due_at <= now else StandingKind.OPEN,
        )


def _amounts(row: Any, found: dict[str, Any], group: ClaimGroup) -> GroupAmounts:
    mine = found.get(group.value)
    agreed = int(mine.agreed_fen) if mine else 0
    paid = int(mine.paid_fen) if mine else 0
    owed = row.wages_claimed_fen if group is ClaimGroup.WAGES else row.social_insurance_claimed_fen
    return GroupAmounts(
        owed_fen=owed,
        agreed_fen=Fen(agreed),
        paid_fen=Fen(paid),
        advanced_fen=Fen(int(mine.advanced_fen) if mine else 0),
        left_fen=Fen(agreed - paid),
    )


@extend(Case)
class Agreements:
    """Fields of a case that this feature knows."""

    @strawberry.field(
        description="The agreement that counts: the latest that was not given up; null when there is none."
    )
    def agreement(self: Any, info: Info) -> Agreement | None:
        """Loaded with the others of its level."""

        def latest(rows: Any) -> Agreement | None:
            return next((Agreement.of(row) for row in rows if row.state != "abandoned"), None)

        found: Agreement | None = info.context.then(listing.agreements_of_cases, self.row.id, latest)
        return found

    @strawberry.field(description="Every agreement of the case, newest first.")
    async def agreements(self: Any, info: Info) -> list[Agreement]:
        """Loaded with the others of its level."""
        return [Agreement.of(row) for row in await info.context.load(listing.agreements_of_cases, self.row.id)]

    @strawberry.field(description="Promises of payment by due moment, recourse last; null when not for the caller.")
    async def commitments(self: Any, info: Info, first: int, after: str | None = None) -> Connection[Commitment] | None:
        """A page per case, one query for all cases of the level."""
        if not await may(info.context, self.row, Verb.COMMITMENT_VIEW):
            return None
        beyond = tuple(read_cursor(after, _KEYS)) if after else None
        rows = await info.context.load(books.commitments_of_cases, self.row.id, first=page_size(first), after=beyond)
        now, key = info.context.reader.now, self.row.id
        edges = [
            Edge(place=[row.sorted_at.isoformat(), str(row.id)], node=Commitment.of(row, now)) for row in rows[:first]
        ]

        async def count() -> int:
            return int(await info.context.load(books.commitment_counts_of_cases, key))

        return page(edges, has_next=len(rows) > first, after=after, count=count)

    @strawberry.field(description="The earliest due moment with something unpaid; null when there is none.")
    def next_commitment(self: Any, info: Info) -> NextCommitment | None:
        """Loaded with the others of its level."""
        now = info.context.reader.now
        found: NextCommitment | None = info.context.then(
            books.next_promises_of_cases, self.row.id, lambda row: NextCommitment.of(row, now) if row else None
        )
        return found

    @strawberry.field(description="Owed, agreed, paid and left; null when not for the caller.")
    async def amounts(self: Any, info: Info) -> CaseAmounts | None:
        """Loaded with the others of its level."""
        found = await info.context.load(books.totals_of_cases, self.row.id)
        if found is None:
            return None
        return CaseAmounts(
            wages=_amounts(self.row, found, ClaimGroup.WAGES),
            social_insurance=_amounts(self.row, found, ClaimGroup.SOCIAL_INSURANCE),
        )

    @strawberry.field(description="What third parties paid in the employer's place, in order.")
    async def advances(self: Any, info: Info) -> list[Advance]:
        """Loaded with the others of its level."""
        return [Advance.of(row) for row in await info.context.load(books.advances_of_cases, self.row.id)]

    @strawberry.field(description="Recorded contacts with the employer about what is due, newest first.")
    async def debtor_contacts(self: Any, info: Info) -> list[DebtorContact]:
        """Loaded with the others of its level."""
        return [DebtorContact.of(row) for row in await info.context.load(books.contacts_of_cases, self.row.id)]


_PROMISED = frozenset({CaseState.PERFORMING, CaseState.DEFAULTED})
_STATES = {
    Verb.AGREEMENT_DRAFT: frozenset({CaseState.MEDIATING}),
    Verb.PAYMENT_RECORD: _PROMISED,
    Verb.ADVANCE_BOOK: _PROMISED,
    Verb.COMMITMENT_CONTACT: _PROMISED,
    Verb.COMMITMENT_DEFAULT: _PROMISED,
}


async def _can(access: Any, info: Info, verb: Verb) -> bool:
    return CaseState(access.row.state) in _STATES[verb] and await may(info.context, access.row, verb)


@extend(CaseAccess)
class Money:
    """What the caller may do about the agreement and the money of a case."""

    @strawberry.field(description="Draft an agreement from an accepted offer, when no draft is there.")
    async def can_draft_agreement(self: Any, info: Info) -> bool:
        """agreement:draft"""
        rows = await info.context.load(listing.agreements_of_cases, self.row.id)
        return all(row.state not in ("draft", "signing") for row in rows) and await _can(
            self, info, Verb.AGREEMENT_DRAFT
        )

    @strawberry.field(description="Record what the employer paid.")
    async def can_record_payment(self: Any, info: Info) -> bool:
        """payment:record"""
        return await _can(self, info, Verb.PAYMENT_RECORD)

    @strawberry.field(description="Book what a third party paid.")
    async def can_book_advance(self: Any, info: Info) -> bool:
        """advance:book"""
        return await _can(self, info, Verb.ADVANCE_BOOK)

    @strawberry.field(description="Write down a contact with the employer about what is due.")
    async def can_contact_debtor(self: Any, info: Info) -> bool:
        """commitment:contact"""
        return await _can(self, info, Verb.COMMITMENT_CONTACT)

    @strawberry.field(description="Call what is overdue a default.")
    async def can_default_commitments(self: Any, info: Info) -> bool:
        """commitment:default"""
        return await _can(self, info, Verb.COMMITMENT_DEFAULT)


loads("Case", "agreement", Ahead(listing.agreements_of_cases, lambda row: row.id))
loads("Case", "nextCommitment", Ahead(books.next_promises_of_cases, lambda row: row.id))
