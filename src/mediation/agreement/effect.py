"""The effect: when nothing that the law asks for is missing, the agreement binds and every promise gets its date.

A consequence of the last signature, in its transaction; nobody can declare it.
"""

from sqlalchemy import insert, or_, select
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.agreement import desk, rules, terms
from mediation.agreement.desk import Held
from mediation.agreement.events import AgreementTookEffect
from mediation.agreement.hands import Signatory
from mediation.agreement.models import AgreementLine, Commitment
from mediation.agreement.rules import MOVES, Promise
from mediation.case import moves
from mediation.case.models import ClaimGroup, Party
from mediation.holiday import current as holiday
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit import machine
from mediation.law import documents


async def consider(tx: Tx, held: Held) -> tuple[documents.Missing, ...]:
    """Bring the agreement into effect if nothing is missing; return what is.

    Raises Invalid (term) when the due day cannot be computed or has passed: then the last signature is not taken either.
    """
    agreement = held.agreement
    lines = await desk.lines_of(tx, agreement.id)
    marks = [mark for _, mark in await desk.signatures_of(tx, agreement)]
    gone = frozenset(
        (
            await tx.session.execute(
                select(col(Party.id))
                .join(AgreementLine, col(AgreementLine.party_id) == col(Party.id))
                .where(
                    col(AgreementLine.agreement_id) == agreement.id,
                    or_(col(Party.taking_part).is_(False), col(Party.withdrawn_at).is_not(None)),
                )
            )
        ).scalars()
    )
    signed = frozenset(
        mark.party_id
        for mark in marks
        if mark.signatory is Signatory.WORKER and not mark.declined and mark.party_id is not None
    )
    held.case.signed_count = len(signed - gone)
    gaps = rules.missing(lines, marks, manner=agreement.manner, withdrawn=gone)
    if gaps:
        return gaps
    dues = terms.dues(terms.from_json(agreement.term), tx.now, await holiday.calendar(tx))
    await _take(tx, held, rules.promises(lines, signed - gone, dues), signed=len(signed - gone))
    return ()


async def _take(tx: Tx, held: Held, promises: tuple[Promise, ...], *, signed: int) -> None:
    agreement, case = held.agreement, held.case
    agreement.state = machine.advance(MOVES, held.state, Verb.AGREEMENT_TAKE_EFFECT)
    agreement.effective_at = tx.now
    moves.move(tx, case, Verb.AGREEMENT_TAKE_EFFECT)
    await tx.session.flush()
    await tx.session.execute(insert(Commitment), [_commitment(held, promise) for promise in promises])
    sums = desk.group_sums([(promise.group, promise.amount_fen) for promise in promises])
    tx.record(
        AgreementTookEffect(
            subject_id=agreement.id,
            case_id=case.id,
            district_id=case.district_id,
            revision=agreement.revision,
            effective_at=tx.now,
            signed=signed,
            wages_fen=sums[ClaimGroup.WAGES],
            social_insurance_fen=sums[ClaimGroup.SOCIAL_INSURANCE],
            due_ons=tuple(sorted({promise.due_on for promise in promises if promise.due_on})),
            due_ats=tuple(sorted({promise.due_at for promise in promises})),
        )
    )


def _commitment(held: Held, promise: Promise) -> dict[str, object]:
    return {
        "id": new_id(),
        "case_id": held.case.id,
        "district_id": held.case.district_id,
        "agreement_id": held.agreement.id,
        "kind": "worker",
        "debtor_id": held.case.employer_id,
        "party_id": promise.party_id,
        "group_": promise.group.value,
        "instalment": promise.instalment,
        "amount_fen": promise.amount_fen,
        "due_on": promise.due_on,
        "due_at": promise.due_at,
    }
