"""What happens to agreements and promises of payment, in the past tense."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AgreementDrafted(Event):
    """A draft was made from an accepted offer."""

    verb = "agreement:draft"
    subject = "Agreement"

    offer_id: UUID
    revision: int
    workers: int
    wages_fen: int
    social_insurance_fen: int
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class AgreementRevised(Event):
    """The text changed; signatures under the old one, if any, are void."""

    verb = "agreement:revise"
    subject = "Agreement"

    revision: int
    voided: int
    reason: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class AgreementFinalised(Event):
    """The text is final; signing begins."""

    verb = "agreement:finalise"
    subject = "Agreement"

    revision: int
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class SigningCodeSent(Event):
    """A code for signing went to the phone of a party in the room."""

    verb = "agreement:send_code"
    subject = "Agreement"

    revision: int


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """Somebody signed, or several workers did at one table."""

    verb = "agreement:sign"
    subject = "Agreement"

    revision: int
    signatory: str
    party_ids: tuple[UUID, ...]
    method: str
    representative_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AgreementDeclined(Event):
    """Somebody will not sign; the reason is told to all."""

    verb = "agreement:decline"
    subject = "Agreement"

    revision: int
    signatory: str
    party_ids: tuple[UUID, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgreementSealed(Event):
    """The mediation body's seal stands under the agreement."""

    verb = "agreement:seal"
    subject = "Agreement"

    revision: int


@dataclass(frozen=True, kw_only=True)
class AgreementAbandoned(Event):
    """There will be no agreement on this text."""

    verb = "agreement:abandon"
    subject = "Agreement"

    reason: str


@dataclass(frozen=True, kw_only=True)
class AgreementTookEffect(Event):
    """Every condition of the law is met: a consequence of the last signature, in its transaction."""

    verb = "agreement:take_effect"
    subject = "Agreement"

    revision: int
    effective_at: datetime
    signed: int
    wages_fen: int
    social_insurance_fen: int
    due_ons: tuple[date, ...]
    """the due days in order; empty for a term in hours"""
    due_ats: tuple[datetime, ...]


@dataclass(frozen=True, kw_only=True)
class PaymentRecorded(Event):
    """Money came, for one promise or for many at once."""

    verb = "payment:record"
    subject = "Agreement"

    payment_ids: tuple[UUID, ...]
    wages_fen: int
    social_insurance_fen: int
    payer_kind: str
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentConfirmed(Event):
    """Somebody checked that the money arrived."""

    verb = "payment:confirm"
    subject = "Payment"

    commitment_id: UUID
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(Event):
    """A mistaken record was taken back by a counter-entry."""

    verb = "payment:reverse"
    subject = "Payment"

    commitment_id: UUID
    counter_id: UUID
    amount_fen: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DebtorContacted(Event):
    """The studio spoke, or tried to speak, with the debtor."""

    verb = "commitment:contact"
    subject = "DebtorContact"

    contacted_at: datetime
    manner: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CommitmentMoved(Event):
    """The days of a year were arranged, or arranged anew, and what was promised for one day is due on another."""

    verb = "commitment:move"
    subject = "Agreement"

    instalment: int
    was_on: date
    was_at: datetime
    due_on: date
    due_at: datetime
    year: int
    """of the notice"""


@dataclass(frozen=True, kw_only=True)
class CommitmentDefaulted(Event):
    """A person called the overdue promises of a case a default."""

    verb = "commitment:default"
    subject = "Agreement"

    commitment_ids: tuple[UUID, ...]
    wages_fen: int
    social_insurance_fen: int
    """what is still owed of them"""


@dataclass(frozen=True, kw_only=True)
class AdvanceBooked(Event):
    """A third party paid the workers in the employer's place; the employer now owes the payer."""

    verb = "advance:book"
    subject = "Advance"

    payer_kind: str
    payment_ids: tuple[UUID, ...]
    wages_fen: int
    social_insurance_fen: int
    paid_on: date
    recourse_agreed: bool
