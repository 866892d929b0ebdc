"""Mutations on agreements and money: each hands its input to the verb and answers the object as it stands after the commit."""

from typing import cast

import strawberry

from mediation.agreement import advancing, codes, defaulting, drafting, paying, signing
from mediation.agreement.graphql import inputs
from mediation.agreement.graphql.inputs import key, keys, text_hash
from mediation.agreement.graphql.money import Advance, DebtorContact, Payment
from mediation.agreement.graphql.types import Agreement
from mediation.gql.context import Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import reread, row_id


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Draft an agreement from an accepted offer; lines are split by the claims unless given.")
    async def draft_agreement(self, info: Info, tx: Tx, input: inputs.DraftAgreementInput) -> Agreement:
        """agreement:draft"""
        case, offer = row_id("Case", input.case, "case"), key("Offer", input.offer, "offer")
        row = await drafting.draft(tx, case, offer, input.plain())
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Change the text. Signatures under it become void, after a confirmation and with a reason.")
    async def revise_agreement(self, info: Info, tx: Tx, input: inputs.ReviseAgreementInput) -> Agreement:
        """agreement:revise"""
        row = await drafting.revise(
            tx,
            row_id("Agreement", input.agreement, "agreement"),
            input.plain(),
            version=input.version,
            confirm_voiding=input.confirm_voiding,
            reason=input.reason,
        )
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Declare the text final and begin signing.")
    async def finalise_agreement(self, info: Info, tx: Tx, input: inputs.FinaliseAgreementInput) -> Agreement:
        """agreement:finalise"""
        row = await drafting.finalise(tx, row_id("Agreement", input.agreement, "agreement"), version=input.version)
        return cast("Agreement", reread("Agreement", row.id))

    @mutation(
        "Have a code for signing this text sent to the phone with which the caller was asked to the room: six digits, for "
        "ten minutes, once. See `Agreement.signingCode`."
    )
    async def send_signing_code(self, info: Info, tx: Tx, input: inputs.SendSigningCodeInput) -> Agreement:
        """agreement:send_code"""
        row_key, seen = row_id("Agreement", input.agreement, "agreement"), text_hash(input.text_hash)
        row = await codes.send(tx, row_key, text_hash=seen)
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Sign, or record signatures. The last one that the law asks for brings the effect.")
    async def sign_agreement(self, info: Info, tx: Tx, input: inputs.SignAgreementInput) -> Agreement:
        """agreement:sign"""
        row = await signing.sign(tx, row_id("Agreement", input.agreement, "agreement"), input.plain())
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Record that somebody does not sign; the reason is told to all. Workers who decline are not bound.")
    async def decline_agreement(self, info: Info, tx: Tx, input: inputs.DeclineAgreementInput) -> Agreement:
        """agreement:decline"""
        row = await signing.decline(
            tx,
            row_id("Agreement", input.agreement, "agreement"),
            signatory=input.signatory,
            workers=keys("Party", input.workers, "workers"),
            reason=input.reason,
            method=input.method,
        )
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Put the mediation body's seal.")
    async def seal_agreement(self, info: Info, tx: Tx, input: inputs.SealAgreementInput) -> Agreement:
        """agreement:seal"""
        row = await signing.seal(
            tx,
            row_id("Agreement", input.agreement, "agreement"),
            text_hash=text_hash(input.text_hash),
            method=input.method,
        )
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Give an agreement up before it takes effect.")
    async def abandon_agreement(self, info: Info, tx: Tx, input: inputs.AbandonAgreementInput) -> Agreement:
        """agreement:abandon"""
        row = await drafting.abandon(
            tx, row_id("Agreement", input.agreement, "agreement"), version=input.version, reason=input.reason
        )
        return cast("Agreement", reread("Agreement", row.id))

    @mutation("Record what the employer paid, on one commitment or on many at once; answers the agreement.")
    async def record_payment(self, info: Info, tx: Tx, input: inputs.RecordPaymentInput) -> Agreement:
        """payment:record"""
        case = row_id("Case", input.case, "case")
        agreement_id = await paying.record(tx, case, input.pays(), input.slip(), versions=input.versions())
        return cast("Agreement", reread("Agreement", agreement_id))

    @mutation("Confirm that a recorded payment arrived.")
    async def confirm_payment(self, info: Info, tx: Tx, input: inputs.ConfirmPaymentInput) -> Payment:
        """payment:confirm"""
        row = await paying.confirm(tx, row_id("Payment", input.payment, "payment"))
        return cast("Payment", reread("Payment", row.id))

    @mutation("Take a mistaken record back by a counter-entry, which is answered. What it settled is owed again.")
    async def reverse_payment(self, info: Info, tx: Tx, input: inputs.ReversePaymentInput) -> Payment:
        """payment:reverse"""
        row = await paying.reverse(tx, row_id("Payment", input.payment, "payment"), reason=input.reason)
        return cast("Payment", reread("Payment", row.id))

    @mutation("Book what a third party paid to the workers; the employer then owes the payer the same sum.")
    async def book_advance(self, info: Info, tx: Tx, input: inputs.BookAdvanceInput) -> Advance:
        """advance:book"""
        case = row_id("Case", input.case, "case")
        pays, total, seen = input.pays(), input.amount_fen, input.versions()
        row = await advancing.book(tx, case, pays, input.slip(), input.terms(), total_fen=total, versions=seen)
        return cast("Advance", reread("Advance", row.id))

    @mutation("Write down a contact with the employer about what is due.")
    async def contact_debtor(self, info: Info, tx: Tx, input: inputs.ContactDebtorInput) -> DebtorContact:
        """commitment:contact"""
        row = await defaulting.contact(tx, row_id("Case", input.case, "case"), input.plain())
        return cast("DebtorContact", reread("DebtorContact", row.id))

    @mutation("Call the overdue promises of a case a default; needs a contact since the due moment.")
    async def default_commitments(self, info: Info, tx: Tx, input: inputs.DefaultCommitmentsInput) -> Agreement:
        """commitment:default"""
        agreement_id = await defaulting.default(tx, row_id("Case", input.case, "case"))
        return cast("Agreement", reread("Agreement", agreement_id))
