"""What is claimed: the verbs `claim:state` and `claim:amend`."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import intake, queries, tally
from mediation.case.books import books_of
from mediation.case.computing import Computed, Reckoned
from mediation.case.events import ClaimAmended, ClaimStated
from mediation.case.intake import ClaimDraft
from mediation.case.models import Case, CaseState, Claim, ClaimComputation, ClaimHead, PartySide
from mediation.case.moves import changed
from mediation.case.parties import claim_row, computation_row
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import IllegalMove, Invalid, NotFound, check_version


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What to put in the place of what is claimed; None leaves it."""

    amount_fen: int | None = None
    """typed; zero gives the claim up. It takes the place of a computation"""
    computed: Computed | None = None
    """computed anew, instead of an amount"""
    period_from: date | None = None
    period_to: date | None = None
    note: str | None = None


async def state(tx: Tx, party_id: UUID, typed: ClaimDraft, *, version: int) -> Claim:
    """Add a claim of a worker.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect, the worker has left, or it is no
    claimant), Invalid (head: claimed already; amountFen, computed..., period...).
    """
    party, case, facts = await queries.lock_party(tx, party_id)
    guard.require(tx.actor, Verb.CLAIM_STATE, facts)
    check_version(version, case.version)
    require_possible("claim:state", CaseState(case.state))
    if party.side != PartySide.CLAIMANT or party.withdrawn_at is not None:
        raise IllegalMove("claim:state", "withdrawn" if party.withdrawn_at else party.side)
    checks = Checks()
    draft = intake.check_claim(checks, "", typed, await books_of(tx, case.district_id, [typed]))
    checks.settle()
    known = select(col(Claim.id)).where(col(Claim.party_id) == party.id, col(Claim.head) == draft.head.value)
    if (await tx.session.execute(known)).first() is not None:
        raise Invalid.field("head", "duplicate", "该请求项已存在，请修改原有金额", "Claimed already: amend it instead.")
    intake.within_total(_claimed(case), [draft], "amountFen")
    claim = claim_row(case, party, draft)
    tx.session.add(claim)
    await _keep(tx, claim, draft.reckoned)
    await tally.count(tx, case)
    changed(tx, case)
    tx.record(
        ClaimStated(
            subject_id=claim.id,
            case_id=case.id,
            district_id=case.district_id,
            party_id=party.id,
            head=claim.head,
            amount_fen=claim.amount_fen,
            **_computed(draft.reckoned),
        )
    )
    return claim


async def amend(tx: Tx, claim_id: UUID, wanted: Amendment, *, version: int) -> Claim:
    """Change a claim. What it is computed from can be given anew; the amount then follows.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect, or the worker has left), Invalid
    (amountFen, computed..., periodFrom, periodTo, note).
    """
    claim = await tx.session.get(Claim, claim_id)
    if claim is None:
        raise NotFound
    party, case, facts = await queries.lock_party(tx, claim.party_id)
    guard.require(tx.actor, Verb.CLAIM_AMEND, facts)
    check_version(version, case.version)
    require_possible("claim:amend", CaseState(case.state))
    if party.withdrawn_at is not None:
        raise IllegalMove("claim:amend", "withdrawn")
    await tx.session.refresh(claim)
    kept = await _kept(tx, claim)
    known, draft = _draft(claim), await _amended(tx, claim, wanted)
    unchanged = replace(draft, computed=None, reckoned=None) == known
    if unchanged and (_same(kept, draft.reckoned) if draft.reckoned else kept is None or wanted.amount_fen is None):
        return claim
    intake.within_total(_claimed(case) - claim.amount_fen, [draft], "amountFen")
    claim.amount_fen, claim.note = draft.fen, draft.note
    if draft.reckoned is not None or wanted.amount_fen is not None:
        await _keep(tx, claim, draft.reckoned, instead_of=kept)
    claim.period_from, claim.period_to = draft.period_from, draft.period_to
    await tally.count(tx, case)
    changed(tx, case)
    tx.record(
        ClaimAmended(
            subject_id=claim.id,
            case_id=case.id,
            district_id=case.district_id,
            party_id=party.id,
            head=claim.head,
            from_fen=known.fen,
            to_fen=draft.fen,
            **_computed(draft.reckoned),
        )
    )
    return claim


async def _amended(tx: Tx, claim: Claim, wanted: Amendment) -> ClaimDraft:
    known = _draft(claim)
    typed = wanted.amount_fen
    if typed is not None and wanted.computed is not None:
        zh, en = "请填写金额，或者计算依据，二者选一", "Give the amount, or what it is computed from, one of them."
        raise Invalid.field("amountFen", "one_of", zh, en)
    if wanted.computed is None and typed is None:
        typed = claim.amount_fen
    draft = replace(
        known,
        amount_fen=typed,
        computed=wanted.computed,
        period_from=wanted.period_from or known.period_from,
        period_to=wanted.period_to or known.period_to,
        note=known.note if wanted.note is None else wanted.note,
    )
    checks = Checks()
    draft = intake.check_claim(checks, "", draft, await books_of(tx, claim.district_id, [draft]), least=0)
    checks.settle()
    return draft


async def _kept(tx: Tx, claim: Claim) -> ClaimComputation | None:
    """What the claim was computed from, if it was."""
    found = await tx.session.execute(select(ClaimComputation).where(col(ClaimComputation.claim_id) == claim.id))
    return found.scalar_one_or_none()


async def _keep(tx: Tx, claim: Claim, reckoned: Reckoned | None, *, instead_of: ClaimComputation | None = None) -> None:
    """Keep what the claim is computed from now; None: its amount is typed."""
    if instead_of is not None:
        await tx.session.delete(instead_of)
    await tx.session.flush()
    if reckoned is not None:
        tx.session.add(computation_row(tx, claim, reckoned))


def _same(kept: ClaimComputation | None, reckoned: Reckoned) -> bool:
    if kept is None:
        return False
    before = (kept.head, kept.inputs, kept.region, kept.counted_on, kept.answer)
    return before == (reckoned.head, reckoned.inputs, reckoned.region, reckoned.on, reckoned.answer)


def _computed(reckoned: Reckoned | None) -> dict[str, Any]:
    """Of an event: how the amount was computed."""
    if reckoned is None:
        return {}
    inputs = tuple(f"{name}={value}" for name, value in reckoned.inputs.items())
    return {"computed_as": reckoned.head, "inputs": inputs}


def _draft(claim: Claim) -> ClaimDraft:
    return ClaimDraft(
        head=ClaimHead(claim.head),
        amount_fen=claim.amount_fen,
        period_from=claim.period_from,
        period_to=claim.period_to,
        note=claim.note,
    )


def _claimed(case: Case) -> int:
    return case.wages_claimed_fen + case.social_insurance_claimed_fen
