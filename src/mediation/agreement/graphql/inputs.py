"""Inputs of agreements and money as they are typed. They become the plain values of the verbs, which check them."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from mediation.agreement import terms
from mediation.agreement.advancing import Terms
from mediation.agreement.defaulting import ContactDraft, ContactManner, ContactOutcome
from mediation.agreement.drafting import Wording
from mediation.agreement.hands import Method, Signatory
from mediation.agreement.paying import Slip
from mediation.agreement.rules import Clause, Line
from mediation.agreement.signing import Hand
from mediation.agreement.standing import Pay, PayerKind
from mediation.agreement.terms import TermKind
from mediation.gql.relay import row_id
from mediation.gql.scalars import Fen
from mediation.kit.problems import FieldProblem, Invalid, NotFound, Text

LINES_MAX = 5_000
ITEMS_MAX = 2_000


def key(type_name: str, value: str, path: str) -> UUID:
    """The row id behind a global id. Raises Invalid at `path` for an id of something else."""
    try:
        return row_id(type_name, value, path)
    except NotFound:
        raise Invalid.field(
            path, "wrong_type", "编号不是这一类对象的。", f"This is not the id of a {type_name}."
        ) from None


def keys(type_name: str, values: list[strawberry.ID], path: str) -> tuple[UUID, ...]:
    """The row ids behind a list of global ids. Raises Invalid at each wrong one."""
    return tuple(key(type_name, value, f"{path}.{at}") for at, value in enumerate(values))


def text_hash(value: str) -> bytes:
    """The bytes behind a hash in hex. Raises Invalid(textHash)."""
    try:
        return bytes.fromhex(value)
    except ValueError:
        raise Invalid.field("textHash", "not_hex", "协议文本校验值格式不正确。", "This is not a text hash.") from None


@strawberry.input(description="What one worker gets.")
class AgreementLineInput:
    """See agreement.rules.Line."""

    party: strawberry.ID = strawberry.field(description="Global id of the worker's party.")
    wages_fen: Fen = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance_fen: Fen = strawberry.field(default=Fen(0), description="Social insurance.")


@strawberry.input(description="One instalment.")
class TermPartInput:
    """See agreement.terms.Part."""

    on: date = strawberry.field(description="The day; 24:00 is the last moment.")
    share: int = strawberry.field(description="Its weight among the others, from 1 (equal parts: 1 each).")


@strawberry.input(description="When it is to be performed: the kind and exactly the figures of that kind.")
class AgreementTermInput:
    """See agreement.terms."""

    kind: TermKind = strawberry.field(description="How the time is given.")
    days: int | None = strawberry.field(default=None, description="WITHIN_DAYS: 1 to 366.")
    hours: int | None = strawberry.field(default=None, description="WITHIN_HOURS: 1 to 8784.")
    on: date | None = strawberry.field(default=None, description="ON_DATE: the day.")
    rolls: bool = strawberry.field(
        default=False, description="ON_DATE and INSTALMENTS: whether a rest day moves a day forward."
    )
    parts: list[TermPartInput] | None = strawberry.field(default=None, description="INSTALMENTS: 2 to 60, in order.")

    def plain(self) -> terms.Term:
        """The term. Raises Invalid (term.…) unless exactly the figures of its kind are given."""
        given = {name for name in ("days", "hours", "on", "parts") if getattr(self, name) is not None}
        wanted = _FIGURE[self.kind]
        if given != {wanted}:
            wrong = sorted(given ^ {wanted})
            said = Text("与期限种类不符。", "Does not fit this kind of term.")
            raise Invalid(*[FieldProblem(f"term.{name}", "does_not_fit", said) for name in wrong])
        match self.kind:
            case TermKind.WITHIN_DAYS:
                return terms.WithinDays(self.days or 0)
            case TermKind.WITHIN_HOURS:
                return terms.WithinHours(self.hours or 0)
            case TermKind.ON_DATE:
                assert self.on is not None
                return terms.OnDate(self.on, rolls=self.rolls)
            case TermKind.INSTALMENTS:
                parts = tuple(terms.Part(part.on, part.share) for part in self.parts or ())
                return terms.Instalments(parts, rolls=self.rolls)


_FIGURE = {
    TermKind.WITHIN_DAYS: "days",
    TermKind.WITHIN_HOURS: "hours",
    TermKind.ON_DATE: "on",
    TermKind.INSTALMENTS: "parts",
}


@strawberry.input(description="A further clause.")
class AgreementClauseInput:
    """See agreement.rules.Clause."""

    title: str = strawberry.field(description="Heading, up to 100 characters.")
    text: str = strawberry.field(description="Text, up to 4,000 characters.")


def _lines(given: list[AgreementLineInput] | None) -> tuple[Line, ...] | None:
    if given is None:
        return None
    if len(given) > LINES_MAX:
        raise Invalid.field("lines", "too_many", "行数过多。", "Too many lines.")
    return tuple(
        Line(key("Party", line.party, f"lines.{at}.party"), line.wages_fen, line.social_insurance_fen)
        for at, line in enumerate(given)
    )


def _clauses(given: list[AgreementClauseInput] | None) -> tuple[Clause, ...] | None:
    return None if given is None else tuple(Clause(clause.title, clause.text) for clause in given)


@strawberry.input(description="From which accepted offer; what is left out is proposed from offer and claims.")
class DraftAgreementInput:
    """Input of draftAgreement."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    offer: strawberry.ID = strawberry.field(description="Global id of the accepted offer.")
    lines: list[AgreementLineInput] | None = strawberry.field(
        default=None,
        description="One per worker who takes part, summing to the offer to the fen; left out: split by the claims.",
    )
    term: AgreementTermInput | None = strawberry.field(default=None, description="Left out: the offer's.")
    manner: str | None = strawberry.field(default=None, description="How it is paid, up to 500 characters.")
    clauses: list[AgreementClauseInput] | None = strawberry.field(
        default=None, description="Up to 50; left out: the offer's conditions, if any."
    )

    def plain(self) -> Wording:
        """The wording."""
        return Wording(
            lines=_lines(self.lines),
            term=self.term.plain() if self.term else None,
            manner=self.manner,
            clauses=_clauses(self.clauses),
        )


@strawberry.input(description="What changes; what is left out stays.")
class ReviseAgreementInput:
    """Input of reviseAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    version: int = strawberry.field(description="The version the caller saw.")
    lines: list[AgreementLineInput] | None = strawberry.field(default=None, description="All lines anew.")
    propose_lines: bool = strawberry.field(default=False, description="Split the offer by the claims again.")
    term: AgreementTermInput | None = strawberry.field(default=None, description="A new term.")
    manner: str | None = strawberry.field(default=None, description="How it is paid, up to 500 characters.")
    clauses: list[AgreementClauseInput] | None = strawberry.field(default=None, description="All clauses anew.")
    confirm_voiding: bool = strawberry.field(
        default=False, description="Needed while signatures stand: they become void."
    )
    reason: str = strawberry.field(
        default="", description="Needed while signatures stand: why the text changes, up to 500 characters."
    )

    def plain(self) -> Wording:
        """The wording."""
        return Wording(
            lines=_lines(self.lines),
            propose_lines=self.propose_lines,
            term=self.term.plain() if self.term else None,
            manner=self.manner,
            clauses=_clauses(self.clauses),
        )


@strawberry.input(description="Which agreement, as the caller saw it.")
class FinaliseAgreementInput:
    """Input of finaliseAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    version: int = strawberry.field(description="The version the caller saw.")


@strawberry.input(description="Under which text, in which capacity, for whom.")
class SignAgreementInput:
    """Input of signAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    text_hash: str = strawberry.field(description="`textHash` of the revision the signer saw.")
    signatory: Signatory = strawberry.field(description="WORKER, EMPLOYER or MEDIATOR; the seal has a verb of its own.")
    workers: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="WORKER: global ids of the workers' parties; several may sign at one table."
    )
    method: Method | None = strawberry.field(
        default=None, description="How; left out: by hand, stamped page or account, as fits the signatory."
    )
    representative: strawberry.ID | None = strawberry.field(
        default=None,
        description="Global id of the party of the representative with special authority who signs for them.",
    )
    code: str | None = strawberry.field(
        default=None,
        description="Of a party in the room whose phone is registered: the six digits that were sent to it.",
    )

    def plain(self) -> Hand:
        """The signature."""
        return Hand(
            text_hash=text_hash(self.text_hash),
            signatory=self.signatory,
            workers=keys("Party", self.workers, "workers"),
            method=self.method,
            representative=None if self.representative is None else key("Party", self.representative, "representative"),
            code=self.code,
        )


@strawberry.input(description="For which text.")
class SendSigningCodeInput:
    """Input of sendSigningCode."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    text_hash: str = strawberry.field(description="`textHash` of the revision the signer sees.")


@strawberry.input(description="Who does not sign, and why.")
class DeclineAgreementInput:
    """Input of declineAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    signatory: Signatory = strawberry.field(description="WORKER or EMPLOYER.")
    workers: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="WORKER: global ids of the workers' parties."
    )
    reason: str = strawberry.field(description="Told to all; up to 500 characters.")
    method: Method | None = strawberry.field(default=None, description="How they said so.")


@strawberry.input(description="Under which text.")
class SealAgreementInput:
    """Input of sealAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    text_hash: str = strawberry.field(description="`textHash` of the revision that is sealed.")
    method: Method = strawberry.field(default=Method.PLATFORM, description="PLATFORM, or a stamped page.")


@strawberry.input(description="Which agreement, as the caller saw it, and why.")
class AbandonAgreementInput:
    """Input of abandonAgreement."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    version: int = strawberry.field(description="The version the caller saw.")
    reason: str = strawberry.field(description="Kept in the journal; up to 500 characters.")


@strawberry.input(description="An amount for one commitment.")
class PaymentItemInput:
    """See agreement.standing.Pay."""

    commitment: strawberry.ID = strawberry.field(description="Global id of the commitment.")
    amount_fen: Fen = strawberry.field(description="More than zero, at most what is still owed.")
    version: int | None = strawberry.field(default=None, description="The version the caller saw; checked when given.")


def _pays(items: list[PaymentItemInput]) -> tuple[Pay, ...]:
    if len(items) > ITEMS_MAX:
        raise Invalid.field("items", "too_many", "一次登记的款项过多。", "Too many items at once.")
    return tuple(
        Pay(key("Commitment", item.commitment, f"items.{at}.commitment"), item.amount_fen)
        for at, item in enumerate(items)
    )


@strawberry.input(description="What the employer paid, on one commitment or on many at once.")
class RecordPaymentInput:
    """Input of recordPayment."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    items: list[PaymentItemInput] = strawberry.field(description="Part or whole of each; all of one agreement.")
    payer_name: str = strawberry.field(description="Name of who paid, up to 100 characters.")
    payer_kind: PayerKind = strawberry.field(
        default=PayerKind.EMPLOYER, description="EMPLOYER; a third party's money is booked as an advance."
    )
    paid_on: date = strawberry.field(description="The day it was paid; not after today.")
    proof: str = strawberry.field(description="Reference of the bank slip or receipt, up to 200 characters.")

    def pays(self) -> tuple[Pay, ...]:
        """The items."""
        return _pays(self.items)

    def versions(self) -> tuple[int | None, ...]:
        """The versions seen, in the order of the items."""
        return tuple(item.version for item in self.items)

    def slip(self) -> Slip:
        """What stands on the paper."""
        return Slip(payer_kind=self.payer_kind, payer_name=self.payer_name, paid_on=self.paid_on, proof=self.proof)


@strawberry.input(description="Which payment.")
class ConfirmPaymentInput:
    """Input of confirmPayment."""

    payment: strawberry.ID = strawberry.field(description="Global id of the payment.")


@strawberry.input(description="Which payment, and why.")
class ReversePaymentInput:
    """Input of reversePayment."""

    payment: strawberry.ID = strawberry.field(description="Global id of the payment.")
    reason: str = strawberry.field(description="Kept with the counter-entry; up to 500 characters.")


@strawberry.input(description="What a third party paid to the workers in the employer's place.")
class BookAdvanceInput:
    """Input of bookAdvance."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    items: list[PaymentItemInput] | None = strawberry.field(
        default=None, description="Which promises; left out: every open one to a worker."
    )
    amount_fen: Fen | None = strawberry.field(
        default=None,
        description="The sum. Without items a smaller sum is spread over all open promises in proportion; with items it "
        "must be their sum.",
    )
    payer_kind: PayerKind = strawberry.field(description="Who paid; not the employer.")
    payer_name: str = strawberry.field(description="Name of who paid, up to 100 characters.")
    payer_party: strawberry.ID | None = strawberry.field(
        default=None, description="Global id of the third party of the case who paid, if it is one."
    )
    paid_on: date = strawberry.field(description="The day it was paid; not after today.")
    proof: str = strawberry.field(description="Reference of the bank slip or receipt, up to 200 characters.")
    recourse_agreed: bool = strawberry.field(
        description="Whether recourse or assignment of the claim was agreed in writing."
    )

    def pays(self) -> tuple[Pay, ...] | None:
        """The items, or None for all."""
        return None if self.items is None else _pays(self.items)

    def versions(self) -> tuple[int | None, ...]:
        """The versions seen, in the order of the items."""
        return tuple(item.version for item in self.items or ())

    def slip(self) -> Slip:
        """What stands on the paper."""
        return Slip(payer_kind=self.payer_kind, payer_name=self.payer_name, paid_on=self.paid_on, proof=self.proof)

    def terms(self) -> Terms:
        """What was arranged with the payer."""
        party = None if self.payer_party is None else key("Party", self.payer_party, "payerParty")
        return Terms(recourse_agreed=self.recourse_agreed, payer_party=party)


@strawberry.input(description="A contact with the employer about what is due.")
class ContactDebtorInput:
    """Input of contactDebtor."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    contacted_at: datetime = strawberry.field(description="When; not in the future.")
    manner: ContactManner = strawberry.field(description="How.")
    outcome: ContactOutcome = strawberry.field(description="What came of it.")
    note: str = strawberry.field(default="", description="Up to 1,000 characters.")

    def plain(self) -> ContactDraft:
        """The contact."""
        return ContactDraft(contacted_at=self.contacted_at, manner=self.manner, outcome=self.outcome, note=self.note)


@strawberry.input(description="Of which case.")
class DefaultCommitmentsInput:
    """Input of defaultCommitments."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
