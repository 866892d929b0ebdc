"""The verbs of referrals: offer, accept, decline, take back, close.

What the asked agency sees of the case begins with acceptance and ends with closing, in the same transaction.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case import ties
from mediation.case.models import Case, CaseState
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, prose_given
from mediation.kit.machine import advance
from mediation.kit.problems import Forbidden, check_version
from mediation.referral import queries, rules
from mediation.referral.events import (
    ReferralAccepted,
    ReferralClosed,
    ReferralDeclined,
    ReferralEvent,
    ReferralOffered,
    ReferralTakenBack,
)
from mediation.referral.models import Referral, ReferralState


@dataclass(frozen=True)
class ReferralDraft:
    """What is asked, of whom, and on what basis, as typed."""

    to_agency_id: UUID
    request: str
    legal_basis: str


async def offer(tx: Tx, case_id: UUID, draft: ReferralDraft) -> Referral:
    """Ask another agency of the city for something in a case; it sees the request, the number and the employer's name.

    Raises NotFound, Forbidden, IllegalMove (the case has ended), Invalid (toAgency, request, legalBasis).
    """
    case, facts = await cases.look(tx, case_id)
    guard.require(tx.actor, Verb.CASE_VIEW, facts)
    if not guard.may(tx.actor, Verb.REFERRAL_OFFER, facts):
        raise Forbidden(Verb.REFERRAL_OFFER)
    require_possible(Verb.REFERRAL_OFFER, CaseState(case.state))
    checked = Checks()
    request = checked.prose("request", draft.request, max_chars=rules.REQUEST_MAX, min_chars=1)
    basis = checked.prose("legalBasis", draft.legal_basis, max_chars=rules.BASIS_MAX, min_chars=1)
    await _check_recipient(tx, case, draft.to_agency_id, checked)
    checked.settle()
    referral = Referral(
        case_id=case.id,
        district_id=case.district_id,
        from_agency_id=case.agency_id,
        to_agency_id=draft.to_agency_id,
        request=request,
        legal_basis=basis,
        state=ReferralState.OFFERED,
        offered_by=tx.actor.id,
        offered_at=tx.now,
    )
    tx.session.add(referral)
    await tx.session.flush()
    _record(tx, ReferralOffered, referral)
    return referral


async def accept(tx: Tx, referral_id: UUID, *, version: int) -> Referral:
    """Take it on: from now on the asked agency sees the case.

    Raises NotFound, Forbidden, Conflict, IllegalMove (not offered any more, or the case has ended).
    """
    referral, case = await _moved(tx, referral_id, Verb.REFERRAL_ACCEPT, version)
    rules.require_open(Verb.REFERRAL_ACCEPT, CaseState(case.state))
    referral.answered_by, referral.answered_at = tx.actor.id, tx.now
    await ties.tie(tx, case, Tie.REFERRED, referral.to_agency_id)
    _record(tx, ReferralAccepted, referral)
    return referral


async def decline(tx: Tx, referral_id: UUID, reason: str, *, version: int) -> Referral:
    """Say no, with a reason that the asking agency reads. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    referral, _ = await _moved(tx, referral_id, Verb.REFERRAL_DECLINE, version)
    referral.reason = prose_given("reason", reason, max_chars=rules.REASON_MAX)
    referral.answered_by, referral.answered_at = tx.actor.id, tx.now
    _record(tx, ReferralDeclined, referral)
    return referral


async def take_back(tx: Tx, referral_id: UUID, *, version: int) -> Referral:
    """Take it back before it is answered. Raises NotFound, Forbidden, Conflict, IllegalMove."""
    referral, _ = await _moved(tx, referral_id, Verb.REFERRAL_TAKE_BACK, version)
    referral.closed_by, referral.closed_at = tx.actor.id, tx.now
    _record(tx, ReferralTakenBack, referral)
    return referral


async def close(tx: Tx, referral_id: UUID, result: str, *, version: int) -> Referral:
    """Record what came of it, from either side; the asked agency no longer sees the case, unless another referral lets it.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (result).
    """
    referral, case = await _moved(tx, referral_id, Verb.REFERRAL_CLOSE, version)
    referral.result = prose_given("result", result, max_chars=rules.REQUEST_MAX)
    referral.closed_by, referral.closed_at = tx.actor.id, tx.now
    if not await queries.has_another_accepted(tx, referral):
        await ties.untie(tx, case.id, Tie.REFERRED, referral.to_agency_id)
    _record(tx, ReferralClosed, referral, closed_by_agency_id=tx.actor.agency_id)
    return referral


async def _check_recipient(tx: Tx, case: Case, agency_id: UUID, checked: Checks) -> None:
    if agency_id == case.agency_id:
        checked.wrong("toAgency", "same_agency", "不能转办给本单位。", "This is the agency that asks.")
    elif not await queries.is_of_city(tx, agency_id, case.city_id):
        checked.wrong("toAgency", "unknown", "本市没有这个单位。", "There is no such agency in this city.")


async def _moved(tx: Tx, referral_id: UUID, verb: Verb, version: int) -> tuple[Referral, Case]:
    """The locked referral in the state that `verb` leads to, and its locked case."""
    referral, case, facts = await queries.lock(tx, referral_id)
    guard.require(tx.actor, verb, facts)
    check_version(version, referral.version)
    referral.state = advance(rules.MOVES, ReferralState(referral.state), verb)
    referral.version += 1
    return referral, case


def _record(tx: Tx, happened: type[ReferralEvent], referral: Referral, **more: Any) -> None:
    tx.record(
        happened(
            subject_id=referral.id,
            case_id=referral.case_id,
            district_id=referral.district_id,
            from_agency_id=referral.from_agency_id,
            to_agency_id=referral.to_agency_id,
            **more,
        )
    )
    tx.ping(f"case:{referral.case_id}")
    tx.ping(f"work:{referral.from_agency_id}")
    tx.ping(f"work:{referral.to_agency_id}")
