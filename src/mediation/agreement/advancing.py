"""The verb `advance:book`: a third party pays the workers in the employer's place, and is owed what it paid.

The workers are settled by payments of that payer; the employer owes the payer the same sum, wages and social insurance
apart, without a date (民法典 524). Nobody is owed twice: paid + advanced = credited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import desk, paying, standing
from mediation.agreement.events import AdvanceBooked
from mediation.agreement.models import Advance, Commitment
from mediation.agreement.paying import Slip
from mediation.agreement.standing import Owing, Pay
from mediation.case.models import Case, ClaimGroup, Party
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid, NotFound


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was arranged with the payer."""

    recourse_agreed: bool
    """whether recourse or assignment of the claim was agreed in writing"""
    payer_party: UUID | None = None
    """the third party of the case who pays, if it is one"""


async def book(
    tx: Tx,
    case_id: UUID,
    pays: Sequence[Pay] | None,
    slip: Slip,
    agreed: Terms,
    *,
    total_fen: int | None = None,
    versions: Sequence[int | None] = (),
) -> Advance:
    """Book an advance: on the promises given, or (`pays` None) on every open one to a worker.

    With `total_fen` a smaller sum is spread over all of them in proportion; `versions` are what the caller saw of `pays`.
    Raises NotFound, Forbidden, Conflict, Invalid (items, amountFen, payerKind, payerParty, payerName, paidOn, proof).
    """
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, Verb.ADVANCE_BOOK, facts)
    standing.check_third_party(slip.payer_kind)
    slip = slip.cleaned(today=tx.today)
    locked = await desk.lock_commitments(tx, case.id, None if pays is None else [pay.commitment_id for pay in pays])
    by_id = {one.id: one for one in locked if one.kind == "worker"}
    owing = {one_id: one for one_id, one in (await paying.owing_of(tx, locked)).items() if one_id in by_id}
    chosen = _chosen(owing, pays, total_fen)
    paying.check(by_id, owing, chosen, versions)
    sums = desk.group_sums([(by_id[pay.commitment_id].group_, pay.amount_fen) for pay in chosen])
    tx.session.add(advance := await _advance(tx, case, slip, agreed, amount_fen=sum(sums.values())))
    await tx.session.flush()
    rows = paying.apply(tx, case, by_id, owing, chosen, slip, advance=advance)
    some = by_id[chosen[0].commitment_id]
    tx.session.add_all(_recourse(case, some, advance, group, fen) for group, fen in sums.items() if fen)
    tx.record(
        AdvanceBooked(
            subject_id=advance.id,
            case_id=case.id,
            district_id=case.district_id,
            payer_kind=slip.payer_kind,
            payment_ids=tuple(row.id for row in rows),
            wages_fen=sums[ClaimGroup.WAGES],
            social_insurance_fen=sums[ClaimGroup.SOCIAL_INSURANCE],
            paid_on=slip.paid_on,
            recourse_agreed=agreed.recourse_agreed,
        )
    )
    await desk.stir(tx, case, room=False)
    return advance


def _chosen(owing: dict[UUID, Owing], pays: Sequence[Pay] | None, total_fen: int | None) -> tuple[Pay, ...]:
    if pays is not None:
        if total_fen is not None and total_fen != sum(pay.amount_fen for pay in pays):
            raise Invalid.field(
                "amountFen", "does_not_sum", "合计与各项之和不符。", "The total is not the sum of the items."
            )
        return tuple(pays)
    open_ones = [one for one in owing.values() if one.shortfall_fen]
    if total_fen is not None:
        return standing.allot(total_fen, open_ones)
    return tuple(Pay(one.id, one.shortfall_fen) for one in open_ones)


async def _advance(tx: Tx, case: Case, slip: Slip, agreed: Terms, *, amount_fen: int) -> Advance:
    return Advance(
        id=new_id(),
        case_id=case.id,
        district_id=case.district_id,
        payer_kind=slip.payer_kind,
        payer_name=slip.payer_name,
        payer_organisation_id=await _organisation(tx, case, agreed.payer_party),
        amount_fen=amount_fen,
        paid_on=slip.paid_on,
        proof=slip.proof,
        recourse_agreed=agreed.recourse_agreed,
        booked_by=tx.actor.id,
        booked_at=tx.now,
    )


async def _organisation(tx: Tx, case: Case, party_id: UUID | None) -> UUID | None:
    if party_id is None:
        return None
    found = (
        await tx.session.execute(
            select(col(Party.side), col(Party.organisation_id)).where(
                col(Party.id) == party_id, col(Party.case_id) == case.id
            )
        )
    ).first()
    if found is None:
        raise NotFound
    if found.side != "third_party":
        raise Invalid.field(
            "payerParty", "not_a_third_party", "垫付人须为本案第三人。", "The payer is a third party of the case."
        )
    organisation_id: UUID | None = found.organisation_id
    return organisation_id


def _recourse(case: Case, some: Commitment, advance: Advance, group: ClaimGroup, fen: int) -> Commitment:
    return Commitment(
        case_id=case.id,
        district_id=case.district_id,
        agreement_id=some.agreement_id,
        kind="recourse",
        debtor_id=case.employer_id,
        advance_id=advance.id,
        group_=group,
        amount_fen=fen,
    )
