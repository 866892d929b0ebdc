"""The verbs `payment:record`, `payment:confirm` and `payment:reverse`: money that came, append-only.

A mistake is taken back by a counter-entry, once, with a reason. `Commitment.settled_at` follows in the same transaction.
Refuses to hold money of third parties: they advance it, and are owed it (`advancing.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import desk, rules, standing
from mediation.agreement.events import PaymentConfirmed, PaymentRecorded, PaymentReversed
from mediation.agreement.models import Advance, Commitment, Payment
from mediation.agreement.standing import Owing, Pay, PayerKind
from mediation.case import moves
from mediation.case.models import Case, CaseState, ClaimGroup
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.checks import line_given, prose_given
from mediation.kit.problems import Conflict, Invalid, NotFound, Text, check_version

NAME_CHARS = 100
PROOF_CHARS = 200


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What stands on the paper: who paid, when, and how that is proved."""

    payer_kind: PayerKind
    payer_name: str
    paid_on: date
    proof: str

    def cleaned(self, *, today: date) -> "Slip":
        """The slip as it may be stored. Raises Invalid (payerName, paidOn, proof)."""
        if self.paid_on > today:
            raise Invalid.field("paidOn", "in_future", "日期不能晚于今天。", "The date cannot be after today.")
        return Slip(
            payer_kind=self.payer_kind,
            payer_name=line_given("payerName", self.payer_name, max_chars=NAME_CHARS),
            paid_on=self.paid_on,
            proof=line_given("proof", self.proof, max_chars=PROOF_CHARS),
        )


async def record(
    tx: Tx, case_id: UUID, pays: Sequence[Pay], slip: Slip, *, versions: Sequence[int | None] = ()
) -> UUID:
    """Record what the employer paid, on one promise of the case or on many at once; return the agreement's id.

    `versions`, where given, are the versions of the commitments that the caller saw. Raises NotFound, Forbidden,
    Conflict, Invalid (items: unknown, repeated, not positive, more than owed, of two agreements; payerKind, payerName,
    paidOn, proof).
    """
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, Verb.PAYMENT_RECORD, facts)
    standing.check_own_money(slip.payer_kind)
    slip = slip.cleaned(today=tx.today)
    locked = await desk.lock_commitments(tx, case.id, [pay.commitment_id for pay in pays])
    by_id = {commitment.id: commitment for commitment in locked}
    owing = await owing_of(tx, locked)
    check(by_id, owing, pays, versions)
    agreement_id = _one_agreement(locked)
    rows = apply(tx, case, by_id, owing, pays, slip)
    sums = desk.group_sums([(by_id[pay.commitment_id].group_, pay.amount_fen) for pay in pays])
    tx.record(
        PaymentRecorded(
            subject_id=agreement_id,
            case_id=case.id,
            district_id=case.district_id,
            payment_ids=tuple(row.id for row in rows),
            wages_fen=sums[ClaimGroup.WAGES],
            social_insurance_fen=sums[ClaimGroup.SOCIAL_INSURANCE],
            payer_kind=slip.payer_kind,
            paid_on=slip.paid_on,
        )
    )
    await desk.stir(tx, case, room=False)
    return agreement_id


def check(
    by_id: Mapping[UUID, Commitment],
    owing: Mapping[UUID, Owing],
    pays: Sequence[Pay],
    versions: Sequence[int | None] = (),
) -> None:
    """Raises Invalid (items) for what is not owed, and Conflict unless promises stand at the versions that were seen."""
    standing.check_pays(pays, owing)
    for pay, seen in zip(pays, versions, strict=bool(versions)):
        if seen is not None:
            check_version(seen, by_id[pay.commitment_id].version)


async def confirm(tx: Tx, payment_id: UUID) -> Payment:
    """Confirm that a recorded payment arrived. Raises NotFound, Forbidden, Conflict (confirmed or reversed already)."""
    case, payment = await _locked_payment(tx, payment_id, Verb.PAYMENT_CONFIRM)
    if payment.reverses_id is not None or await _is_reversed(tx, payment.id):
        raise Conflict(text=Text("该笔已冲销。", "This payment was reversed."))
    if payment.confirmed_at is not None:
        raise Conflict(text=Text("该笔已核实。", "This payment is confirmed already."))
    payment.confirmed_at, payment.confirmed_by = tx.now, tx.actor.id
    tx.record(
        PaymentConfirmed(
            subject_id=payment.id,
            case_id=case.id,
            district_id=case.district_id,
            commitment_id=payment.commitment_id,
            amount_fen=payment.amount_fen,
        )
    )
    await desk.stir(tx, case, room=False)
    return payment


async def reverse(tx: Tx, payment_id: UUID, *, reason: str) -> Payment:
    """Take a mistaken record back by a counter-entry, which is returned. What it settled is owed again.

    Taking back a part of an advance also takes it off what the employer owes to the payer. A case that was closed as paid
    and taken up again is being performed from then on.

    Raises NotFound, Forbidden, Conflict (reversed already, or the payer has been repaid), Invalid (reason).
    """
    case, payment = await _locked_payment(tx, payment_id, Verb.PAYMENT_REVERSE)
    said = prose_given("reason", reason, max_chars=rules.REASON_CHARS)
    if payment.reverses_id is not None or await _is_reversed(tx, payment.id):
        raise Conflict(text=Text("该笔已冲销。", "This payment was reversed already."))
    ids = [payment.commitment_id]
    recourse_id = await _recourse_of(tx, payment)
    locked = await desk.lock_commitments(tx, case.id, [*ids, *([recourse_id] if recourse_id else [])])
    by_id = {commitment.id: commitment for commitment in locked}
    owing = await owing_of(tx, locked)
    if recourse_id:
        _release(tx, by_id[recourse_id], owing[recourse_id], payment.amount_fen)
    counter = _counter(tx, payment, said)
    tx.session.add(counter)
    commitment = by_id[payment.commitment_id]
    _settle(tx, commitment, owing[commitment.id], -payment.amount_fen)
    if case.state == CaseState.ACCEPTED and commitment.kind == "worker":
        moves.move(tx, case, Verb.PAYMENT_REVERSE)
    tx.record(
        PaymentReversed(
            subject_id=payment.id,
            case_id=case.id,
            district_id=case.district_id,
            commitment_id=commitment.id,
            counter_id=counter.id,
            amount_fen=payment.amount_fen,
            reason=said,
        )
    )
    await desk.stir(tx, case, room=False)
    return counter


async def owing_of(tx: Tx, locked: Sequence[Commitment]) -> dict[UUID, Owing]:
    """What locked commitments owe, and what has been paid on them."""
    paid = await desk.paid_on(tx, [commitment.id for commitment in locked])
    return {one.id: Owing(one.id, one.amount_fen - one.released_fen, paid[one.id]) for one in locked}


def apply(
    tx: Tx,
    case: Case,
    by_id: dict[UUID, Commitment],
    owing: dict[UUID, Owing],
    pays: Sequence[Pay],
    slip: Slip,
    *,
    advance: Advance | None = None,
) -> list[Payment]:
    """Write one payment per checked item and bring the projections up to date."""
    rows = [
        Payment(
            id=new_id(),
            commitment_id=pay.commitment_id,
            case_id=case.id,
            district_id=case.district_id,
            amount_fen=pay.amount_fen,
            payer_kind=slip.payer_kind,
            payer_name=slip.payer_name,
            paid_on=slip.paid_on,
            proof=slip.proof,
            advance_id=advance.id if advance else None,
            recorded_by=tx.actor.id,
            recorded_at=tx.now,
        )
        for pay in pays
    ]
    tx.session.add_all(rows)
    for pay in pays:
        _settle(tx, by_id[pay.commitment_id], owing[pay.commitment_id], pay.amount_fen)
    return rows


def _settle(tx: Tx, commitment: Commitment, owing: Owing, more_fen: int) -> None:
    left = owing.owed_fen - owing.paid_fen - more_fen
    commitment.settled_at = (commitment.settled_at or tx.now) if left <= 0 else None
    commitment.version += 1


def _release(tx: Tx, recourse: Commitment, owing: Owing, fen: int) -> None:
    if owing.shortfall_fen < fen:
        raise Conflict(
            text=Text(
                "用人单位已向垫付人偿还，请先冲销该笔偿还。",
                "The employer has repaid the payer; reverse that repayment first.",
            )
        )
    recourse.released_fen += fen
    _settle(tx, recourse, owing, fen)


def _counter(tx: Tx, payment: Payment, reason: str) -> Payment:
    return Payment(
        id=new_id(),
        commitment_id=payment.commitment_id,
        case_id=payment.case_id,
        district_id=payment.district_id,
        amount_fen=-payment.amount_fen,
        payer_kind=payment.payer_kind,
        payer_name=payment.payer_name,
        paid_on=tx.today,
        proof=payment.proof,
        advance_id=payment.advance_id,
        recorded_by=tx.actor.id,
        recorded_at=tx.now,
        reverses_id=payment.id,
        reason=reason,
    )


async def _locked_payment(tx: Tx, payment_id: UUID, verb: Verb) -> tuple[Case, Payment]:
    found = await tx.session.execute(select(col(Payment.case_id)).where(col(Payment.id) == payment_id))
    case_id = found.scalar_one_or_none()
    if case_id is None:
        raise NotFound
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, verb, facts)
    statement = select(Payment).where(col(Payment.id) == payment_id).with_for_update()
    return case, (await tx.session.execute(statement)).scalar_one()


async def _is_reversed(tx: Tx, payment_id: UUID) -> bool:
    found = await tx.session.execute(select(exists(select(1).where(col(Payment.reverses_id) == payment_id))))
    return bool(found.scalar_one())


async def _recourse_of(tx: Tx, payment: Payment) -> UUID | None:
    """The employer's debt to the payer that this part of an advance made: of the same group as the promise it paid."""
    if payment.advance_id is None:
        return None
    group = select(col(Commitment.group_)).where(col(Commitment.id) == payment.commitment_id).scalar_subquery()
    found = await tx.session.execute(
        select(col(Commitment.id)).where(
            col(Commitment.advance_id) == payment.advance_id,
            col(Commitment.kind) == "recourse",
            col(Commitment.group_) == group,
        )
    )
    return found.scalar_one()


def _one_agreement(locked: Sequence[Commitment]) -> UUID:
    agreements = {commitment.agreement_id for commitment in locked}
    if len(agreements) != 1:
        raise Invalid.field(
            "items", "two_agreements", "一次只能登记同一协议的款项。", "Record payments of one agreement at a time."
        )
    return agreements.pop()
