"""The verbs `agreement:draft`, `agreement:revise`, `agreement:finalise` and `agreement:abandon`: the text and its life."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import desk, rules, terms
from mediation.agreement.events import AgreementAbandoned, AgreementDrafted, AgreementFinalised, AgreementRevised
from mediation.agreement.models import Agreement, AgreementLine
from mediation.agreement.rules import MOVES, AgreementState, Clause, Line, Sums
from mediation.case import rules as case_rules
from mediation.case.models import Case, CaseState, Claim, ClaimGroup, Party
from mediation.holiday import current as holiday
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit import machine
from mediation.kit.checks import prose_given
from mediation.kit.problems import Conflict, IllegalMove, Invalid, NotFound, Text, check_version
from mediation.room.models import Offer, OfferAnswer


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What somebody wrote for an agreement. None leaves a part as it is; in a new draft, as the offer and claims say."""

    lines: tuple[Line, ...] | None = None
    propose_lines: bool = False
    """split the offer by the claims again"""
    term: terms.Term | None = None
    manner: str | None = None
    clauses: tuple[Clause, ...] | None = None


async def draft(tx: Tx, case_id: UUID, offer_id: UUID, wording: Wording) -> Agreement:
    """Make a draft from an accepted offer of the case.

    Lines not given are proposed by splitting the offer by the claims, to the fen; a term not given is the offer's.
    Raises NotFound, Forbidden, IllegalMove (not mediating, or a draft is there), Invalid (offer, lines, term, clauses).
    """
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, Verb.AGREEMENT_DRAFT, facts)
    await _may_begin(tx, case)
    offer = await _accepted_offer(tx, case.id, offer_id)
    offered = Sums(offer.wages_fen, offer.social_insurance_fen)
    lines = await _lines(tx, case.id, offered, wording.lines)
    term = _term(tx, offer, wording)
    clauses = wording.clauses if wording.clauses is not None else _offered_clauses(tx, offer)
    agreement = Agreement(
        id=new_id(),
        case_id=case.id,
        district_id=case.district_id,
        offer_id=offer.id,
        state=AgreementState.DRAFT,
        drafted_by=tx.actor.id,
        drafted_at=tx.now,
        **_content(term, wording.manner or "", clauses),
        text_hash=b"",
    )
    _rehash(agreement, lines)
    tx.session.add(agreement)
    await tx.session.flush()
    _add_lines(tx, agreement, lines)
    tx.record(
        AgreementDrafted(
            subject_id=agreement.id,
            case_id=case.id,
            district_id=case.district_id,
            offer_id=offer.id,
            revision=1,
            workers=len(lines),
            wages_fen=offered.wages_fen,
            social_insurance_fen=offered.social_insurance_fen,
            text_hash=agreement.text_hash.hex(),
        )
    )
    await desk.stir(tx, case, room=False)
    return agreement


def _term(tx: Tx, offer: Offer, wording: Wording) -> terms.Term:
    term = wording.term or terms.of_offer(
        kind=offer.term_kind, days=offer.term_days, hours=offer.term_hours, on=offer.term_on
    )
    if term is None:
        raise Invalid.field("term", "required", "请填写各期付款日期。", "State the day of each instalment.")
    return terms.check(term, today=tx.today)


async def revise(
    tx: Tx, agreement_id: UUID, wording: Wording, *, version: int, confirm_voiding: bool, reason: str
) -> Agreement:
    """Change the text: the next revision, a draft again. Signatures under the old one become void.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (confirmVoiding and reason while signatures stand; lines,
    term, manner, clauses).
    """
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_REVISE)
    agreement = held.agreement
    check_version(version, agreement.version)
    target = machine.advance(MOVES, held.state, Verb.AGREEMENT_REVISE)
    standing = await desk.signatures_of(tx, agreement)
    signed = sum(not mark.declined for _, mark in standing)
    said = rules.voiding_reason(signed, confirmed=confirm_voiding, reason=reason)
    lines = await _revised_lines(tx, agreement, wording)
    term = terms.check(wording.term, today=tx.today) if wording.term else terms.from_json(agreement.term)
    manner = agreement.manner if wording.manner is None else wording.manner
    clauses = stored_clauses(agreement) if wording.clauses is None else wording.clauses
    for signature, _ in standing:
        signature.voided_at = tx.now
    for name, value in _content(term, manner, clauses).items():
        setattr(agreement, name, value)
    agreement.state = target
    agreement.revision += 1
    held.case.signed_count = 0
    agreement.finalised_at = None
    agreement.version += 1
    _rehash(agreement, lines)
    await tx.session.execute(delete(AgreementLine).where(col(AgreementLine.agreement_id) == agreement.id))
    _add_lines(tx, agreement, lines)
    tx.record(
        AgreementRevised(
            subject_id=agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=agreement.revision,
            voided=signed,
            reason=said,
            text_hash=agreement.text_hash.hex(),
        )
    )
    await desk.stir(tx, held.case)
    return agreement


async def finalise(tx: Tx, agreement_id: UUID, *, version: int) -> Agreement:
    """Declare the text final and begin signing.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (lines that no longer fit those who take part, an amount of
    nothing, no manner, a term that has passed or cannot be computed).
    """
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_FINALISE)
    agreement = held.agreement
    check_version(version, agreement.version)
    target = machine.advance(MOVES, held.state, Verb.AGREEMENT_FINALISE)
    lines = await desk.lines_of(tx, agreement.id)
    workers = await desk.workers_taking_part(tx, held.case.id)
    rules.check_lines(lines, offered=await _offered(tx, agreement), workers=workers)
    rules.check_text(lines, manner=agreement.manner)
    terms.dues(terms.from_json(agreement.term), tx.now, await holiday.calendar(tx))
    agreement.state = target
    agreement.finalised_at = tx.now
    agreement.version += 1
    tx.record(
        AgreementFinalised(
            subject_id=agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=agreement.revision,
            text_hash=agreement.text_hash.hex(),
        )
    )
    await desk.stir(tx, held.case)
    return agreement


async def abandon(tx: Tx, agreement_id: UUID, *, version: int, reason: str) -> Agreement:
    """Give the agreement up before it takes effect. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_ABANDON)
    agreement = held.agreement
    check_version(version, agreement.version)
    agreement.state = machine.advance(MOVES, held.state, Verb.AGREEMENT_ABANDON)
    said = prose_given("reason", reason, max_chars=rules.REASON_CHARS)
    agreement.version += 1
    held.case.signed_count = await desk.signed_before(tx, held)
    tx.record(
        AgreementAbandoned(
            subject_id=agreement.id, case_id=held.case.id, district_id=held.case.district_id, reason=said
        )
    )
    await desk.stir(tx, held.case)
    return agreement


def stored_clauses(agreement: Agreement) -> tuple[Clause, ...]:
    """The clauses of a row as values."""
    return tuple(Clause(clause["title"], clause["text"]) for clause in agreement.clauses)


async def _may_begin(tx: Tx, case: Case) -> None:
    state = CaseState(case.state)
    if state is not CaseState.MEDIATING:
        raise IllegalMove(Verb.AGREEMENT_DRAFT, state, machine.allowed(case_rules.MOVES, state))
    open_one = exists(
        select(1).where(
            col(Agreement.case_id) == case.id,
            col(Agreement.state).in_([AgreementState.DRAFT.value, AgreementState.SIGNING.value]),
        )
    )
    if (await tx.session.execute(select(open_one))).scalar_one():
        raise Conflict(text=Text("本案已有协议草稿，请在其上修改。", "There is a draft already; revise that one."))


async def _accepted_offer(tx: Tx, case_id: UUID, offer_id: UUID) -> Offer:
    offer = (
        await tx.session.execute(select(Offer).where(col(Offer.id) == offer_id, col(Offer.case_id) == case_id))
    ).scalar_one_or_none()
    if offer is None:
        raise NotFound
    accepted = exists(select(1).where(col(OfferAnswer.offer_id) == offer.id, col(OfferAnswer.kind) == "accepted"))
    if not (await tx.session.execute(select(accepted))).scalar_one():
        raise Invalid.field("offer", "not_accepted", "该方案尚未被接受。", "This offer has not been accepted.")
    return offer


async def _offered(tx: Tx, agreement: Agreement) -> Sums:
    row = (
        await tx.session.execute(
            select(col(Offer.wages_fen), col(Offer.social_insurance_fen)).where(col(Offer.id) == agreement.offer_id)
        )
    ).one()
    return Sums(int(row.wages_fen), int(row.social_insurance_fen))


async def _lines(tx: Tx, case_id: UUID, offered: Sums, given: tuple[Line, ...] | None) -> tuple[Line, ...]:
    workers = await desk.workers_taking_part(tx, case_id)
    if given is not None:
        return rules.check_lines(given, offered=offered, workers=workers)
    claims = await _claims(tx, case_id)
    return rules.propose_lines(offered, {worker: claims.get(worker, Sums(0, 0)) for worker in workers})


async def _revised_lines(tx: Tx, agreement: Agreement, wording: Wording) -> tuple[Line, ...]:
    if wording.lines is None and not wording.propose_lines:
        return await desk.lines_of(tx, agreement.id)
    return await _lines(tx, agreement.case_id, await _offered(tx, agreement), wording.lines)


async def _claims(tx: Tx, case_id: UUID) -> Mapping[UUID, Sums]:
    rows = await tx.session.execute(
        select(col(Claim.party_id), col(Claim.group_), func.sum(col(Claim.amount_fen)))
        .join(Party, col(Party.id) == col(Claim.party_id))
        .where(col(Claim.case_id) == case_id)
        .group_by(col(Claim.party_id), col(Claim.group_))
    )
    sums: dict[UUID, dict[str, int]] = {}
    for party_id, group, fen in rows.all():
        sums.setdefault(party_id, {})[group] = int(fen)
    return {
        party_id: Sums(by_group.get(ClaimGroup.WAGES, 0), by_group.get(ClaimGroup.SOCIAL_INSURANCE, 0))
        for party_id, by_group in sums.items()
    }


def _offered_clauses(tx: Tx, offer: Offer) -> tuple[Clause, ...]:
    conditions = tx.runtime.vault.open(offer.conditions_cipher, context=f"offer.conditions:{offer.id}")
    return (Clause("其他约定", conditions),) if conditions else ()


def _content(term: terms.Term, manner: str, clauses: tuple[Clause, ...]) -> dict[str, Any]:
    cleaned = rules.clean_clauses(clauses)
    return {
        "term": terms.as_json(term),
        "manner": prose_given("manner", manner, max_chars=rules.MANNER_CHARS, required=False),
        "clauses": [{"title": clause.title, "text": clause.text} for clause in cleaned],
    }


def _rehash(agreement: Agreement, lines: tuple[Line, ...]) -> None:
    agreement.text_hash = rules.text_hash(
        agreement_id=agreement.id,
        revision=agreement.revision,
        lines=lines,
        term=terms.from_json(agreement.term),
        manner=agreement.manner,
        clauses=stored_clauses(agreement),
    )


def _add_lines(tx: Tx, agreement: Agreement, lines: tuple[Line, ...]) -> None:
    tx.session.add_all(
        AgreementLine(
            agreement_id=agreement.id,
            district_id=agreement.district_id,
            party_id=line.party_id,
            group_=group,
            amount_fen=line.of(group),
        )
        for line in lines
        for group in (ClaimGroup.WAGES, ClaimGroup.SOCIAL_INSURANCE)
    )
