"""Promised and paid money as it is read: commitments, payments, advances, contacts, totals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.agreement import books
from mediation.agreement.defaulting import ContactManner, ContactOutcome
from mediation.agreement.standing import CommitmentKind, PayerKind, Standing, StandingKind, standing
from mediation.case import parts
from mediation.case import queries as cases
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.parties import Employer, Party
from mediation.case.graphql.types import Case
from mediation.case.models import ClaimGroup
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Node, gid, node_loader
from mediation.gql.scalars import Fen


@strawberry.type(description="What the caller may do to a payment now.")
class PaymentAccess:
    """Permission and state together."""

    can_confirm: bool = strawberry.field(description="Confirm that it arrived.")
    can_reverse: bool = strawberry.field(description="Take it back by a counter-entry.")


@strawberry.type(description="Money that moved, or the counter-entry that takes a mistaken record back.")
class Payment(Node):
    """A payment. Append-only but for the confirmation."""

    amount_fen: Fen = strawberry.field(description="Amount; negative for a counter-entry.")
    payer_kind: PayerKind = strawberry.field(description="Who paid.")
    payer_name: str = strawberry.field(description="Name of who paid.")
    paid_on: date = strawberry.field(description="The day it was paid.")
    proof: str = strawberry.field(description="Reference of the bank slip, receipt or transfer.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    confirmed_at: datetime | None = strawberry.field(description="When somebody confirmed that it arrived.")
    is_reversed: bool = strawberry.field(description="Whether a counter-entry took it back.")
    reverses: strawberry.ID | None = strawberry.field(description="Of a counter-entry: the payment it takes back.")
    reason: str | None = strawberry.field(description="Of a counter-entry: why.")
    advance: strawberry.ID | None = strawberry.field(description="Global id of the advance it is part of.")
    commitment: strawberry.ID = strawberry.field(description="Global id of the commitment it is for.")
    access: PaymentAccess = strawberry.field(description="What the caller may do to it now.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Who recorded it.")
    async def recorded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.recorded_by)

    @strawberry.field(description="Who confirmed it.")
    async def confirmed_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.confirmed_by)

    @classmethod
    def of(cls, row: Any) -> "Payment":
        """From a row of books.payments."""
        stands = not row.is_reversed and row.reverses_id is None
        return cls(
            id=gid("Payment", row.id),
            amount_fen=row.amount_fen,
            payer_kind=PayerKind(row.payer_kind),
            payer_name=row.payer_name,
            paid_on=row.paid_on,
            proof=row.proof,
            recorded_at=row.recorded_at,
            confirmed_at=row.confirmed_at,
            is_reversed=row.is_reversed,
            reverses=gid("Payment", row.reverses_id) if row.reverses_id else None,
            reason=row.reason,
            advance=gid("Advance", row.advance_id) if row.advance_id else None,
            commitment=gid("Commitment", row.commitment_id),
            access=PaymentAccess(
                can_confirm=stands and row.confirmed_at is None and row.may_payment_confirm,
                can_reverse=stands and row.may_payment_reverse,
            ),
            row=row,
        )


@strawberry.type(description="What the caller may do to a commitment now.")
class CommitmentAccess:
    """Permission and standing together."""

    can_record_payment: bool = strawberry.field(description="Record what the employer paid on it.")
    can_book_advance: bool = strawberry.field(description="Book what a third party paid on it.")
    can_default: bool = strawberry.field(description="Call it a default; needs a contact since the due moment.")
    denied: list[DeniedField] = strawberry.field(
        description="Fields that are null because the caller may not see them."
    )


@strawberry.type(
    description="One dated promise: to one worker under one group, or (recourse) to who advanced the money."
)
class Commitment(Node):
    """A commitment. Its standing is derived from payments and the clock."""

    kind: CommitmentKind = strawberry.field(description="To whom it is owed.")
    group: ClaimGroup = strawberry.field(description="Wages or social insurance.")
    instalment: int = strawberry.field(description="Number of the instalment, from 1.")
    amount_fen: Fen = strawberry.field(description="What was promised.")
    released_fen: Fen = strawberry.field(description="Of recourse: what fell away because the advance was taken back.")
    paid_fen: Fen = strawberry.field(description="Paid so far, by whomever.")
    shortfall_fen: Fen = strawberry.field(description="Still to be paid.")
    standing: StandingKind = strawberry.field(description="How it stands at the instant of the request.")
    days_late: int = strawberry.field(
        description="Legal days since the due day; 0 when not late, or on the day itself."
    )
    due_on: date | None = strawberry.field(description="The last day; none for a term in hours and for recourse.")
    due_at: datetime | None = strawberry.field(
        description="24:00 of that day, or the hour: the first moment that is too late. None for recourse without a date."
    )
    settled_at: datetime | None = strawberry.field(description="When it was recorded as paid in full.")
    defaulted_at: datetime | None = strawberry.field(description="When a person called it a default.")
    version: int = strawberry.field(description="May be sent with a payment.")
    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The worker; null for recourse, and when the caller may not see parties.")
    async def party(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.parties_by_id, self.row.party_id) if self.row.party_id else None
        return Party.of(row) if row else None

    @strawberry.field(description="Who owes it.")
    async def debtor(self, info: Info) -> Employer | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.employers_by_id, self.row.debtor_id)
        return Employer.of(row) if row else None

    @strawberry.field(description="The case.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @strawberry.field(description="The advance it repays; null unless it is recourse, and when not for the caller.")
    async def advance(self, info: Info) -> "Advance | None":
        """Loaded with the others of its level."""
        row = await info.context.load(books.advances_by_id, self.row.advance_id) if self.row.advance_id else None
        return Advance.of(row) if row else None

    @strawberry.field(description="Payments and counter-entries as they were recorded; null when not for the caller.")
    async def payments(self, info: Info) -> list[Payment] | None:
        """Loaded with the others of its level."""
        if not self.row.may_agreement_line_view:
            return None
        return [Payment.of(row) for row in await info.context.load(books.payments_of_commitments, self.row.id)]

    @strawberry.field(description="Who called it a default.")
    async def defaulted_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.defaulted_by)

    @strawberry.field(description="What the caller may do to it now, and which fields they may not see.")
    def access(self, info: Info) -> CommitmentAccess:
        """From the row."""
        row, to_worker = self.row, self.kind is CommitmentKind.WORKER
        is_open = self.standing is not StandingKind.SETTLED
        hidden = [] if row.may_agreement_line_view else ["advance", "payments"]
        return CommitmentAccess(
            can_record_payment=is_open and row.may_payment_record,
            can_book_advance=is_open and to_worker and row.may_advance_book,
            can_default=to_worker and self.standing is StandingKind.OVERDUE and row.may_commitment_default,
            denied=denied(hidden, info.context.locale),
        )

    @classmethod
    def of(cls, row: Any, now: datetime) -> "Commitment":
        """From a row of books.commitments, standing at `now`."""
        stands = _standing(row, now)
        return cls(
            id=gid("Commitment", row.id),
            kind=CommitmentKind(row.kind),
            group=ClaimGroup(row.group_),
            instalment=row.instalment,
            amount_fen=row.amount_fen,
            released_fen=row.released_fen,
            paid_fen=Fen(int(row.paid_fen)),
            shortfall_fen=Fen(stands.shortfall_fen),
            standing=stands.kind,
            days_late=stands.days_late,
            due_on=row.due_on,
            due_at=row.due_at,
            settled_at=row.settled_at,
            defaulted_at=row.defaulted_at,
            version=row.version,
            agreement=gid("Agreement", row.agreement_id),
            row=row,
        )


def _standing(row: Any, now: datetime) -> Standing:
    return standing(
        owed_fen=row.amount_fen - row.released_fen,
        paid_fen=int(row.paid_fen),
        due_at=row.due_at,
        defaulted_at=row.defaulted_at,
        now=now,
    )


@strawberry.type(
    description="A third party paid the workers in the employer's place; the employer owes it the same sum."
)
class Advance(Node):
    """An advance (垫付)."""

    payer_kind: PayerKind = strawberry.field(description="Who paid.")
    payer_name: str = strawberry.field(description="Name of who paid.")
    amount_fen: Fen = strawberry.field(description="What was paid to the workers.")
    taken_back_fen: Fen = strawberry.field(description="What of it did not arrive after all and was reversed.")
    paid_on: date = strawberry.field(description="The day it was paid.")
    proof: str = strawberry.field(description="Reference of the bank slip, receipt or transfer.")
    recourse_agreed: bool = strawberry.field(
        description="Whether recourse or assignment of the claim was agreed in writing."
    )
    booked_at: datetime = strawberry.field(description="When it was booked.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Who booked it.")
    async def booked_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.booked_by)

    @strawberry.field(description="What the employer owes to the payer, wages and social insurance apart.")
    async def recourse(self, info: Info) -> list[Commitment]:
        """Loaded with the others of its level."""
        rows = await info.context.load(books.recourse_of_advances, self.row.id)
        return [Commitment.of(row, info.context.reader.now) for row in rows]

    @classmethod
    def of(cls, row: Any) -> "Advance":
        """From a row of books."""
        return cls(
            id=gid("Advance", row.id),
            payer_kind=PayerKind(row.payer_kind),
            payer_name=row.payer_name,
            amount_fen=row.amount_fen,
            taken_back_fen=Fen(int(row.taken_back_fen)),
            paid_on=row.paid_on,
            proof=row.proof,
            recourse_agreed=row.recourse_agreed,
            booked_at=row.booked_at,
            row=row,
        )


@strawberry.type(description="A recorded contact with the debtor about what is due.")
class DebtorContact(Node):
    """A contact. One after the due moment is what a default needs."""

    contacted_at: datetime = strawberry.field(description="When.")
    manner: ContactManner = strawberry.field(description="How.")
    outcome: ContactOutcome = strawberry.field(description="What came of it.")
    note: str = strawberry.field(description="In the words of who wrote it down.")
    recorder_key: strawberry.Private[UUID | None]

    @strawberry.field(description="Who wrote it down.")
    async def recorded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.recorder_key)

    @classmethod
    def of(cls, row: Any) -> "DebtorContact":
        """From a row of books."""
        return cls(
            id=gid("DebtorContact", row.id),
            contacted_at=row.contacted_at,
            manner=ContactManner(row.manner),
            outcome=ContactOutcome(row.outcome),
            note=row.note,
            recorder_key=row.recorded_by,
        )


@node_loader("Commitment")
async def _commitment(context: Context, key: UUID) -> Commitment | None:
    row = await context.load(books.commitments_by_id, key)
    return Commitment.of(row, context.reader.now) if row else None


@node_loader("Payment")
async def _payment(context: Context, key: UUID) -> Payment | None:
    row = await context.load(books.payments_by_id, key)
    return Payment.of(row) if row else None


@node_loader("Advance")
async def _advance(context: Context, key: UUID) -> Advance | None:
    row = await context.load(books.advances_by_id, key)
    return Advance.of(row) if row else None


@node_loader("DebtorContact")
async def _contact(context: Context, key: UUID) -> DebtorContact | None:
    row = await context.load(books.contacts_by_id, key)
    return DebtorContact.of(row) if row else None
