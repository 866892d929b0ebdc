"""What is claimed: the verbs `claim:state` and `claim:amend`."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import intake, queries, tally
from mediation.case.events import ClaimAmended, ClaimStated
from mediation.case.intake import ClaimDraft
from mediation.case.models import Case, CaseState, Claim, ClaimHead, PartySide
from mediation.case.moves import changed
from mediation.case.parties import claim_row
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import IllegalMove, Invalid, NotFound, check_version


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What to put in the place of what is claimed; None leaves it."""

    amount_fen: int | None = None
    """zero gives the claim up"""
    period_from: date | None = None
    period_to: date | None = None
    note: str | None = None


async def state(tx: Tx, party_id: UUID, typed: ClaimDraft, *, version: int) -> Claim:
    """Add a claim of a worker.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect, the worker has left, or it is no
    claimant), Invalid (head: claimed already; amountFen, period...).
    """
    party, case, facts = await queries.lock_party(tx, party_id)
    guard.require(tx.actor, Verb.CLAIM_STATE, facts)
    check_version(version, case.version)
    require_possible("claim:state", CaseState(case.state))
    if party.side != PartySide.CLAIMANT or party.withdrawn_at is not None:
        raise IllegalMove("claim:state", "withdrawn" if party.withdrawn_at else party.side)
    checks = Checks()
    draft = intake.check_claim(checks, "", typed, today=tx.today)
    checks.settle()
    known = select(col(Claim.id)).where(col(Claim.party_id) == party.id, col(Claim.head) == draft.head.value)
    if (await tx.session.execute(known)).first() is not None:
        raise Invalid.field("head", "duplicate", "该请求项已存在，请修改原有金额", "Claimed already: amend it instead.")
    intake.within_total(_claimed(case), [draft], "amountFen")
    claim = claim_row(case, party, draft)
    tx.session.add(claim)
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
        )
    )
    return claim


async def amend(tx: Tx, claim_id: UUID, wanted: Amendment, *, version: int) -> Claim:
    """Change a claim.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect, or the worker has left), Invalid
    (amountFen, periodFrom, periodTo, note).
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
    known, draft = _draft(claim), _amended(tx, claim, wanted)
    if draft == known:
        return claim
    intake.within_total(_claimed(case) - claim.amount_fen, [draft], "amountFen")
    claim.amount_fen, claim.note = draft.amount_fen, draft.note
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
            from_fen=known.amount_fen,
            to_fen=draft.amount_fen,
        )
    )
    return claim


def _amended(tx: Tx, claim: Claim, wanted: Amendment) -> ClaimDraft:
    known = _draft(claim)
    draft = replace(
        known,
        amount_fen=known.amount_fen if wanted.amount_fen is None else wanted.amount_fen,
        period_from=wanted.period_from or known.period_from,
        period_to=wanted.period_to or known.period_to,
        note=known.note if wanted.note is None else wanted.note,
    )
    checks = Checks()
    intake.amount(checks, "amountFen", draft.amount_fen, least=0)
    intake.period(checks, "", draft.period_from, draft.period_to, today=tx.today)
    draft = replace(draft, note=checks.prose("note", draft.note, max_chars=intake.NOTE_CHARS))
    checks.settle()
    return draft


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
