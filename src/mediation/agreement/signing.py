"""The verbs `agreement:sign`, `agreement:decline` and `agreement:seal`, in any order; the last one brings the effect.

Until the effect the latest word counts: who declined may still sign, who signed may still decline. Marks are voided,
never deleted. Refuses to hold what follows from the effect (`effect.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.agreement import codes, desk, effect, hands, rules
from mediation.agreement.desk import Held
from mediation.agreement.events import AgreementDeclined, AgreementSealed, AgreementSigned
from mediation.agreement.hands import Mark, Method, Representation, Signatory
from mediation.agreement.models import Agreement, Signature
from mediation.agreement.rules import MOVES
from mediation.case.models import Representative
from mediation.infra.uow import Tx
from mediation.kit import machine
from mediation.kit.actor import ActorKind
from mediation.kit.checks import prose_given
from mediation.kit.problems import Conflict, Invalid


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A signature as it is given: under which text, in which capacity, for whom, how."""

    text_hash: bytes
    """of the revision the signer saw"""
    signatory: Signatory
    workers: tuple[UUID, ...] = ()
    """party ids, for the signatory `worker`"""
    method: Method | None = None
    representative: UUID | None = None
    """the party id of the elected representative who signs for these workers"""
    code: str | None = None
    """of a party in the room: the one that was sent to their phone"""


async def sign(tx: Tx, agreement_id: UUID, hand: Hand) -> Agreement:
    """Put a signature, or those of several workers at one table, under the current text.

    Raises NotFound, Forbidden (not their own name, or no special authority), IllegalMove, Conflict (another text than the
    one seen), Invalid (workers, signatory, representative, code).
    """
    right = await codes.tried(tx, agreement_id, hand.code)
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_SIGN)
    machine.advance(MOVES, held.state, Verb.AGREEMENT_SIGN)
    _same_text(held.agreement, hand.text_hash)
    workers = await _signers(tx, held, hand.signatory, hand.workers)
    representative = await _representative(tx, held, hand)
    hands.signs_as_party(tx.actor, hand.signatory, workers, representative)
    standing = await desk.signatures_of(tx, held.agreement)
    hands.check_unsigned(hand.signatory, workers, [mark for _, mark in standing])
    by_code = await codes.use(tx, held.agreement, right, given=hand.code)
    method = hands.method_of(tx.actor, hand.signatory, hand.method, by_code=by_code)
    for worker in workers or (None,):
        for_another = representative is not None and worker is not None and worker != representative.party_id
        await _replace(
            tx,
            held,
            standing,
            Mark(hand.signatory, worker, declined=False),
            method=method,
            represented_by=representative.party_id if representative and for_another else None,
        )
    tx.record(
        AgreementSigned(
            subject_id=held.agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=held.agreement.revision,
            signatory=hand.signatory,
            party_ids=workers,
            method=method,
            representative_id=representative.party_id if representative else None,
        )
    )
    return await _close(tx, held)


async def seal(tx: Tx, agreement_id: UUID, *, text_hash: bytes, method: Method = Method.PLATFORM) -> Agreement:
    """Put the mediation body's seal under the current text. Raises NotFound, Forbidden, IllegalMove, Conflict, Invalid."""
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_SEAL)
    machine.advance(MOVES, held.state, Verb.AGREEMENT_SEAL)
    _same_text(held.agreement, text_hash)
    standing = await desk.signatures_of(tx, held.agreement)
    hands.check_unsigned(Signatory.STUDIO, (), [mark for _, mark in standing])
    await _replace(tx, held, standing, Mark(Signatory.STUDIO, None, declined=False), method=method)
    tx.record(
        AgreementSealed(
            subject_id=held.agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=held.agreement.revision,
        )
    )
    return await _close(tx, held)


async def decline(
    tx: Tx,
    agreement_id: UUID,
    *,
    signatory: Signatory,
    workers: Sequence[UUID],
    reason: str,
    method: Method | None = None,
) -> Agreement:
    """Record that somebody will not sign, or is not there to; all are told the reason. Workers who decline are not bound.

    Raises NotFound, Forbidden, IllegalMove, Invalid (signatory, workers, reason).
    """
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_DECLINE)
    machine.advance(MOVES, held.state, Verb.AGREEMENT_DECLINE)
    if signatory not in (Signatory.WORKER, Signatory.EMPLOYER):
        raise Invalid.field(
            "signatory", "not_possible", "只有双方当事人可以拒签。", "Only the parties can decline to sign."
        )
    said = prose_given("reason", reason, max_chars=rules.REASON_CHARS)
    named = await _signers(tx, held, signatory, workers)
    hands.declines_as_party(tx.actor, signatory, named)
    await _decline(tx, held, signatory, named, said, hands.method_of(tx.actor, signatory, method))
    return await _close(tx, held)


async def _decline(
    tx: Tx, held: Held, signatory: Signatory, workers: tuple[UUID, ...], reason: str, method: Method
) -> None:
    standing = await desk.signatures_of(tx, held.agreement)
    for worker in workers or (None,):
        await _replace(tx, held, standing, Mark(signatory, worker, declined=True), method=method, reason=reason)
    tx.record(
        AgreementDeclined(
            subject_id=held.agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=held.agreement.revision,
            signatory=signatory,
            party_ids=workers,
            reason=reason,
        )
    )


def _same_text(agreement: Agreement, seen: bytes) -> None:
    if seen != agreement.text_hash:
        raise Conflict(agreement.version)


async def _signers(tx: Tx, held: Held, signatory: Signatory, workers: Sequence[UUID]) -> tuple[UUID, ...]:
    """The workers meant, in the order given. Raises Invalid unless they fit the signatory and have a line."""
    lines = await desk.lines_of(tx, held.agreement.id) if workers else ()
    return hands.check_signers(signatory, workers, lined=frozenset(line.party_id for line in lines))


async def _representative(tx: Tx, held: Held, hand: Hand) -> Representation | None:
    party_id = hand.representative
    if tx.actor.kind is ActorKind.PARTY and hand.signatory is Signatory.WORKER:
        party_id = tx.actor.party_id
    if party_id is None:
        return None
    row = (
        await tx.session.execute(
            select(Representative).where(
                col(Representative.case_id) == held.case.id, col(Representative.party_id) == party_id
            )
        )
    ).scalar_one_or_none()
    found = Representation(row.party_id, frozenset(row.authority_from)) if row else None
    if hand.representative is not None:
        hands.check_authority(found, hand.workers)
    return found


async def _replace(
    tx: Tx,
    held: Held,
    standing: list[tuple[Signature, Mark]],
    mark: Mark,
    *,
    method: Method,
    represented_by: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Let `mark` stand in the place of whatever its signatory said before."""
    for signature, before in standing:
        if (before.signatory, before.party_id) == (mark.signatory, mark.party_id):
            signature.voided_at = tx.now
            # The unique index on standing marks is checked row by row: the old one has to be gone first.
            await tx.session.flush()
    tx.session.add(
        Signature(
            agreement_id=held.agreement.id,
            district_id=held.case.district_id,
            revision=held.agreement.revision,
            signatory=mark.signatory,
            party_id=mark.party_id,
            declined=mark.declined,
            reason=reason,
            method=method,
            represented_by=represented_by,
            recorded_by=tx.actor.id,
            text_hash=held.agreement.text_hash,
            signed_at=tx.now,
        )
    )


async def _close(tx: Tx, held: Held) -> Agreement:
    held.agreement.version += 1
    await tx.session.flush()
    await effect.consider(tx, held)
    await desk.stir(tx, held.case)
    return held.agreement
