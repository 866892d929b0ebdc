"""Tables of agreements, signatures, commitments and payments. Signatures and payments are append-only but for voiding marks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import Row, instant


class Agreement(Row, table=True):
    """A mediation agreement. `revision` counts the text; `version` counts every change."""

    __table_args__ = (
        Index("ix_agreement_case", "case_id"),
        Index(
            "uq_agreement_open",
            "case_id",
            unique=True,
            postgresql_where=text("state IN ('draft','signing')"),
        ),
        CheckConstraint("state IN ('draft','signing','effective','abandoned')", name="state"),
        CheckConstraint("(state = 'effective') = (effective_at IS NOT NULL)", name="effective"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id")
    state: str
    revision: int = 1
    term: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """kind and its figures, as agreement/terms.py Term"""
    manner: str
    """how payment is made"""
    clauses: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    """[{"title": ..., "text": ...}] in order"""
    text_hash: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of the canonical text of this revision; what a signature covers"""
    drafted_by: UUID | None = Field(default=None, foreign_key="staff.id")
    drafted_at: datetime = instant()
    finalised_at: datetime | None = instant(default=None, nullable=True)
    effective_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1


class AgreementLine(Row, table=True):
    """What one worker gets under one head."""

    __tablename__ = "agreement_line"
    __table_args__ = (
        UniqueConstraint("agreement_id", "party_id", "group_"),
        CheckConstraint("amount_fen >= 0", name="amount"),
    )

    agreement_id: UUID = Field(foreign_key="agreement.id")
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id", index=True)
    group_: str
    amount_fen: int = Field(sa_type=BigInteger)


class Signature(Row, table=True):
    """A signature, seal or refusal under one revision. Voided, never deleted, when the text changes."""

    __table_args__ = (
        Index(
            "uq_signature_standing",
            "agreement_id",
            "revision",
            "signatory",
            "party_id",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("signatory IN ('worker','employer','mediator','studio')", name="signatory"),
    )

    agreement_id: UUID = Field(foreign_key="agreement.id")
    district_id: UUID
    revision: int
    signatory: str
    party_id: UUID | None = Field(default=None, foreign_key="party.id", index=True)
    declined: bool = False
    reason: str | None = None
    method: str
    """in_person | code | entry | seal_page | platform"""
    represented_by: UUID | None = Field(default=None, foreign_key="party.id")
    """the elected representative with special authority who signed; a later election does not unmake it"""
    recorded_by: UUID | None = None
    """staff id, or the participant's id when signed in the room"""
    text_hash: bytes = Field(sa_type=LargeBinary)
    signed_at: datetime = instant()
    voided_at: datetime | None = instant(default=None, nullable=True)


class SigningCode(Row, table=True):
    """A code that went to the phone of a party in the room, who signs one text with it, once."""

    __tablename__ = "signing_code"
    __table_args__ = (Index("ix_signing_code_participant", "participant_id", "sent_at"),)

    participant_id: UUID = Field(foreign_key="participant.id")
    agreement_id: UUID = Field(foreign_key="agreement.id")
    district_id: UUID
    text_hash: bytes = Field(sa_type=LargeBinary)
    """the text it is for; under another it is worth nothing"""
    code_hash: bytes = Field(sa_type=LargeBinary)
    tries: int = 0
    sent_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)


class Commitment(Row, table=True):
    """One dated promise: to one worker under one head, or (recourse) to the third party who advanced the money."""

    __table_args__ = (
        Index("ix_commitment_case", "case_id", "due_at"),
        Index("ix_commitment_due", "due_at", "id", postgresql_where=text("settled_at IS NULL")),
        Index(
            "ix_commitment_district_due",
            "district_id",
            "due_at",
            "id",
            postgresql_where=text("settled_at IS NULL"),
            postgresql_include=["agreement_id", "case_id", "kind", "defaulted_at"],
        ),
        Index(
            "ix_commitment_district_settled",
            "district_id",
            "due_at",
            "id",
            postgresql_where=text("settled_at IS NOT NULL"),
        ),
        # What is added up of many is carried by the index itself: the rows of a quarter lie on as many pages as they are.
        Index(
            "ix_commitment_district_at",
            "district_id",
            "due_at",
            postgresql_include=["id", "case_id", "kind", "settled_at", "defaulted_at"],
        ),
        Index(
            "ix_commitment_district_paid_off",
            "district_id",
            "settled_at",
            postgresql_where=text("settled_at IS NOT NULL"),
            postgresql_include=["agreement_id", "case_id", "kind", "due_at"],
        ),
        Index(
            "ix_commitment_reminder",
            "due_at",
            "agreement_id",
            postgresql_where=text("kind = 'worker' AND settled_at IS NULL AND defaulted_at IS NULL"),
        ),
        Index("ix_commitment_party", "party_id"),
        Index("ix_commitment_agreement", "agreement_id"),
        Index("ix_commitment_advance", "advance_id", postgresql_where=text("advance_id IS NOT NULL")),
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("released_fen BETWEEN 0 AND amount_fen", name="released"),
        CheckConstraint("kind IN ('worker','recourse')", name="kind"),
        CheckConstraint("(kind = 'worker') = (party_id IS NOT NULL)", name="creditor"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    agreement_id: UUID = Field(foreign_key="agreement.id")
    kind: str
    debtor_id: UUID = Field(foreign_key="organisation.id")
    party_id: UUID | None = Field(default=None, foreign_key="party.id")
    advance_id: UUID | None = Field(default=None, foreign_key="advance.id")
    group_: str
    instalment: int = 1
    amount_fen: int = Field(sa_type=BigInteger)
    released_fen: int = Field(default=0, sa_type=BigInteger)
    """of recourse: what fell away because the advance itself was taken back"""
    due_on: date | None = None
    """the legal day; none for a term in hours and for recourse without a date"""
    due_at: datetime | None = instant(default=None, nullable=True)
    """24:00 of due_on, or the hour; none for recourse without a date"""
    settled_at: datetime | None = instant(default=None, nullable=True)
    """projection of the payments; kept in the same transaction"""
    defaulted_at: datetime | None = instant(default=None, nullable=True)
    defaulted_by: UUID | None = Field(default=None, foreign_key="staff.id")
    version: int = 1


class Payment(Row, table=True):
    """Money that moved, or the counter-entry that takes a mistaken record back. Append-only but for the confirmation."""

    __table_args__ = (
        Index(
            "ix_payment_commitment",
            "commitment_id",
            postgresql_include=["id", "paid_on", "amount_fen", "advance_id", "confirmed_at", "reverses_id"],
        ),
        Index(
            "ix_payment_district_paid",
            "district_id",
            "paid_on",
            postgresql_include=[
                "id",
                "case_id",
                "commitment_id",
                "amount_fen",
                "advance_id",
                "confirmed_at",
                "reverses_id",
            ],
        ),
        Index("ix_payment_advance", "advance_id", postgresql_where=text("advance_id IS NOT NULL")),
        UniqueConstraint("reverses_id"),
        CheckConstraint("amount_fen <> 0", name="amount"),
        CheckConstraint("(amount_fen < 0) = (reverses_id IS NOT NULL)", name="reversal"),
    )

    commitment_id: UUID = Field(foreign_key="commitment.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    district_id: UUID
    amount_fen: int = Field(sa_type=BigInteger)
    payer_kind: str
    """employer | sub_landlord | general_contractor | emergency_fund | union_fund | other"""
    payer_name: str
    paid_on: date
    proof: str
    """reference of the bank slip, receipt or transfer"""
    advance_id: UUID | None = Field(default=None, foreign_key="advance.id")
    recorded_by: UUID | None = Field(default=None, foreign_key="staff.id")
    recorded_at: datetime = instant()
    confirmed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    reverses_id: UUID | None = Field(default=None, foreign_key="payment.id")
    reason: str | None = None


class Advance(Row, table=True):
    """A third party pays the workers in the employer's place; the employer then owes the payer."""

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    district_id: UUID
    payer_kind: str
    payer_name: str
    payer_organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    amount_fen: int = Field(sa_type=BigInteger)
    paid_on: date
    proof: str
    recourse_agreed: bool
    """whether assignment of the claim or recourse was agreed in writing"""
    booked_by: UUID | None = Field(default=None, foreign_key="staff.id")
    booked_at: datetime = instant()


class Contact(Row, table=True):
    """A recorded contact with the debtor about what is due. One after the due moment is what a default needs."""

    __tablename__ = "debtor_contact"

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    district_id: UUID
    contacted_at: datetime = instant()
    manner: str
    """phone | visit | message | letter"""
    outcome: str
    """admits_cannot_pay | refuses | unreachable | promises | partly_paid"""
    note: str
    recorded_by: UUID | None = Field(default=None, foreign_key="staff.id")
