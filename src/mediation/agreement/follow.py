"""What follows from agreements and money: who is told, what need not be said any more, who is not waited for.

Reactions, in the transaction of the verb. Refuses to hold prose (templates) and what a draft looks like (`notices.py`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col

from mediation.agreement import desk, effect, notices, queries, reminders
from mediation.agreement.events import (
    AdvanceBooked,
    AgreementDeclined,
    AgreementTookEffect,
    CommitmentDefaulted,
    CommitmentMoved,
    PaymentRecorded,
    PaymentReversed,
)
from mediation.agreement.hands import Signatory
from mediation.agreement.ladder import When
from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.agreement.notices import About, Share
from mediation.agreement.rules import AgreementState
from mediation.agreement.standing import PayerKind
from mediation.case.events import PartyRevised, RosterUndone
from mediation.case.models import Case, CaseState, ClaimGroup
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.problems import IllegalMove, Invalid, Text
from mediation.notice import service as notice


async def tell_effect(tx: Tx, event: Event) -> None:
    """Tell the workers what they will get, and the employer what is owed (the first rung of the ladder)."""
    assert isinstance(event, AgreementTookEffect)
    about = await about_case(tx, event.case_id)
    shares = await _shares(tx, col(Commitment.amount_fen), col(Commitment.agreement_id) == event.subject_id)
    due_at = event.due_ats[0]
    await notice.post(
        tx,
        *notices.took_effect(about, event.subject_id, shares, due_at=due_at, instalments=len(event.due_ats)),
    )
    for rung in reminders.ladder(tx.runtime.settings.policies_dir):
        if rung.when is When.SIGNING:
            await notice.post(tx, *await reminders.at_signing(tx, rung, event.subject_id, due_at))


async def tell_refusal(tx: Tx, event: Event) -> None:
    """Tell all that somebody will not sign, and why."""
    assert isinstance(event, AgreementDeclined)
    about = await about_case(tx, event.case_id)
    workers = await tx.session.execute(
        select(col(AgreementLine.party_id)).where(col(AgreementLine.agreement_id) == event.subject_id).distinct()
    )
    drafts = notices.declined(
        about,
        f"agreement/{event.subject_id}/declined/{tx.now.isoformat()}",
        sorted(workers.scalars()),
        signatory=Signatory(event.signatory),
        count=len(event.party_ids),
        reason=event.reason,
        lawyer_id=(await tx.session.execute(queries.lawyer_of(about.case_id))).scalar_one_or_none(),
        agencies=sorted((await tx.session.execute(queries.agencies_of(about.case_id))).scalars()),
    )
    await notice.post(tx, *drafts)


async def tell_payment(tx: Tx, event: Event) -> None:
    """Tell the workers what was recorded for them, and drop the reminders of what is settled now."""
    assert isinstance(event, PaymentRecorded)
    about = await about_case(tx, event.case_id)
    shares = await _paid_shares(tx, event.payment_ids)
    await notice.post(tx, *notices.paid(about, f"payment/{event.payment_ids[0]}", shares))
    await _recall(tx, event.payment_ids)


async def tell_reversal(tx: Tx, event: Event) -> None:
    """Tell the worker that what was recorded has not come."""
    assert isinstance(event, PaymentReversed)
    about = await about_case(tx, event.case_id)
    for share in await _paid_shares(tx, [event.subject_id]):
        await notice.post(tx, *notices.reversed_(about, f"payment/{event.counter_id}", share))


async def tell_advance(tx: Tx, event: Event) -> None:
    """Tell the workers who paid, and the employer whom it owes now; drop the reminders of what is settled."""
    assert isinstance(event, AdvanceBooked)
    about = await about_case(tx, event.case_id)
    shares = await _paid_shares(tx, event.payment_ids)
    drafts = notices.advanced(about, f"advance/{event.subject_id}", shares, payer=PayerKind(event.payer_kind))
    await notice.post(tx, *drafts)
    await _recall(tx, event.payment_ids)


async def tell_default(tx: Tx, event: Event) -> None:
    """Tell the workers, the employer and every agency at the table."""
    assert isinstance(event, CommitmentDefaulted)
    about = await about_case(tx, event.case_id)
    shares = await _shares(tx, queries.LEFT_FEN, col(Commitment.id).in_(event.commitment_ids))
    agencies = (await tx.session.execute(queries.agencies_of(about.case_id))).scalars()
    key = f"default/{event.subject_id}/{tx.now.isoformat()}"
    await notice.post(tx, *notices.defaulted(about, key, shares, sorted(agencies)))


async def tell_moved(tx: Tx, event: Event) -> None:
    """Tell the workers, the employer and whoever is in charge of another day; drop what is queued about the old one."""
    assert isinstance(event, CommitmentMoved)
    about = await about_case(tx, event.case_id)
    of = (
        col(Commitment.agreement_id) == event.subject_id,
        col(Commitment.instalment) == event.instalment,
        col(Commitment.due_at) == event.due_at,
        col(Commitment.settled_at).is_(None),
        col(Commitment.defaulted_at).is_(None),
    )
    shares = await _shares(tx, queries.LEFT_FEN, and_(*of))
    await notice.recall(tx, queries.promise_key_of_day(event.subject_id, event.was_on))
    key = f"commitment/{event.subject_id}/moved/{event.year}/{event.instalment}/{event.was_on}/{tx.now.isoformat()}"
    await notice.post(tx, *notices.moved(about, key, shares, was_on=event.was_on, due_at=event.due_at))


async def party_left(tx: Tx, event: Event) -> None:
    """Whoever left the case is not waited for: when theirs was the last missing name, the agreement takes effect.

    A term that cannot be kept any more (in the past, or in a year without a calendar) does not keep anybody in the case.
    """
    if event.case_id is None or (isinstance(event, PartyRevised) and "taking_part" not in event.changed):
        return
    case, facts = await desk.lock_case(tx, event.case_id)
    statement = select(Agreement).where(
        col(Agreement.case_id) == case.id, col(Agreement.state) == AgreementState.SIGNING.value
    )
    agreement = (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()
    if agreement is None or case.state != CaseState.MEDIATING:
        return
    with suppress(Invalid):
        if not await effect.consider(tx, desk.Held(agreement, case, facts)):
            agreement.version += 1


async def roster_undone(tx: Tx, event: Event) -> None:
    """Nobody is taken back behind a signature or a payment. Raises IllegalMove (signed, paid)."""
    assert isinstance(event, RosterUndone)
    signed = (
        select(col(Signature.id))
        .join(Agreement, col(Agreement.id) == col(Signature.agreement_id))
        .where(
            col(Agreement.case_id) == event.case_id,
            col(Signature.declined).is_(False),
            col(Signature.voided_at).is_(None),
        )
    )
    if (await tx.session.execute(signed.limit(1))).first() is not None:
        text = Text("已有人签署，不能撤销导入；请逐人处理。", "Somebody has signed: see to each worker instead.")
        raise IllegalMove(event.verb, "signed", text=text)
    paid = select(col(Payment.id)).where(col(Payment.case_id) == event.case_id)
    if (await tx.session.execute(paid.limit(1))).first() is not None:
        text = Text("已有付款记录，不能撤销导入；请逐人处理。", "Money was recorded: see to each worker instead.")
        raise IllegalMove(event.verb, "paid", text=text)


async def about_case(tx: Tx, case_id: UUID | None) -> About:
    """What every message about a case needs."""
    row = (await tx.session.execute(queries.ABOUT.where(col(Case.id) == case_id))).one()
    return About(
        case_id=row.id,
        district_id=row.district_id,
        number=row.number,
        employer_id=row.employer_id,
        mediator_id=row.mediator_id,
        agency_id=row.agency_id,
        studio={"zh": row.studio_zh, "en": row.studio_en},
        phone=row.phone,
    )


_TO_WORKER = col(Commitment.kind) == "worker"


async def _paid_shares(tx: Tx, payment_ids: Sequence[UUID]) -> list[Share]:
    rows = await tx.session.execute(
        select(col(Commitment.party_id), col(Commitment.group_), func.sum(col(Payment.amount_fen)).label("fen"))
        .join(Payment, col(Payment.commitment_id) == col(Commitment.id))
        .where(col(Payment.id).in_(payment_ids), _TO_WORKER)
        .group_by(col(Commitment.party_id), col(Commitment.group_))
        .order_by(col(Commitment.party_id))
    )
    return _by_worker(rows.all())


async def _shares(tx: Tx, amount: Any, which: ColumnElement[bool]) -> list[Share]:
    rows = await tx.session.execute(
        select(col(Commitment.party_id), col(Commitment.group_), func.sum(amount).label("fen"))
        .where(which, _TO_WORKER)
        .group_by(col(Commitment.party_id), col(Commitment.group_))
        .order_by(col(Commitment.party_id))
    )
    return _by_worker(rows.all())


def _by_worker(rows: Sequence[Any]) -> list[Share]:
    shares: dict[UUID, Share] = {}
    for row in rows:
        share = shares.get(row.party_id) or Share(party_id=row.party_id, wages_fen=0, social_insurance_fen=0)
        if row.group_ == ClaimGroup.WAGES:
            shares[row.party_id] = replace(share, wages_fen=int(row.fen))
        else:
            shares[row.party_id] = replace(share, social_insurance_fen=int(row.fen))
    return list(shares.values())


async def _recall(tx: Tx, payment_ids: Sequence[UUID]) -> None:
    """What still waits to be sent about promises that are settled now is not sent any more."""
    for prefix in (await tx.session.execute(queries.settled_by(payment_ids))).scalars():
        await notice.recall(tx, prefix)
