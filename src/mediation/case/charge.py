"""Who is on a case: the verbs `case:allocate`, `case:recuse`, `case:break_glass`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.events import CaseAllocated, CaseRecused, GlassBroken
from mediation.case.models import Case, CaseState, CaseTie
from mediation.case.moves import changed, stir
from mediation.case.rules import require_possible
from mediation.case.ties import tie, untie
from mediation.infra.uow import Tx
from mediation.kit.actor import ActorKind
from mediation.kit.checks import Checks, reason_given
from mediation.kit.problems import Forbidden, Invalid, NotFound, check_version

GLASS_REASON_CHARS: Final = 20
GLASS_HOURS_MAX: Final = 24


async def allocate(tx: Tx, case_id: UUID, mediator_id: UUID, *, version: int) -> Case:
    """Put a mediator of the studio in charge.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed), Invalid (mediator: not one of the studio's
    mediators, disabled, or recused from this case).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.CASE_ALLOCATE, facts)
    check_version(version, case.version)
    require_possible("case:allocate", CaseState(case.state))
    if not await queries.is_mediator_of(tx, case.agency_id, mediator_id):
        raise Invalid.field(
            "mediator", "not_a_mediator", "此人不是本工作室的调解员。", "This is not a mediator of the studio."
        )
    if facts.tied(Tie.RECUSED, (mediator_id,), tx.now):
        raise Invalid.field("mediator", "recused", "此人已回避本案。", "They have withdrawn from this case.")
    if mediator_id != case.mediator_id:
        await put_in_charge(tx, case, mediator_id)
        changed(tx, case)
    return case


async def put_in_charge(tx: Tx, case: Case, mediator_id: UUID) -> None:
    """Move the charge of a locked case to `mediator_id`: column, tie, event. Decides nothing."""
    previous = case.mediator_id
    if previous is not None:
        await untie(tx, case.id, Tie.ASSIGNED, previous)
    await tie(tx, case, Tie.ASSIGNED, mediator_id)
    case.mediator_id = mediator_id
    tx.record(
        CaseAllocated(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            mediator_id=mediator_id,
            previous_id=previous,
        )
    )


async def recuse(tx: Tx, case_id: UUID, staff_id: UUID, *, reason: str) -> CaseTie:
    """Take a member of staff off the case for a conflict of interest: oneself, or (a supervisor) another.

    Whoever was in charge is so no longer; the case waits for a new mediator.

    Raises NotFound, Forbidden, IllegalMove (the case is closed), Invalid (staff: a colleague not of this district; reason).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.CASE_VIEW, facts)
    guard.require(tx.actor, Verb.CASE_RECUSE, replace(facts, owner=staff_id))
    require_possible("case:recuse", CaseState(case.state))
    reason = reason_given("reason", reason)
    oneself = staff_id == tx.actor.id  # who sees the case by referral, seat or assignment may come from elsewhere
    if not oneself and not await queries.is_staff_of_district(tx, case.district_id, staff_id):
        raise Invalid.field("staff", "not_here", "此人不是本区成员单位的人员。", "They do not belong to this district.")
    was_in_charge = case.mediator_id == staff_id
    await tie(tx, case, Tie.RECUSED, staff_id, reason=reason)
    await untie(tx, case.id, Tie.GLASS, staff_id)
    if was_in_charge:
        await untie(tx, case.id, Tie.ASSIGNED, staff_id)
        case.mediator_id = None
    changed(tx, case)
    tx.record(
        CaseRecused(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            staff_id=staff_id,
            reason=reason,
            was_in_charge=was_in_charge,
        )
    )
    return await queries.open_tie(tx, case.id, Tie.RECUSED, staff_id)


async def break_glass(tx: Tx, number: str, *, reason: str, hours: int) -> Case:
    """Look into a case of the district that is not one's own, for a written reason, for at most 24 hours.

    The case is named by its number, for who cannot see a case does not know its id. The mediator in charge is told.

    Raises NotFound, Invalid (reason below 20 characters, hours outside 1 to 24, not needed because the caller may see
    the parties anyway).
    """
    if tx.actor.kind is not ActorKind.STAFF or tx.actor.id is None:
        raise Forbidden(Verb.CASE_BREAK_GLASS)
    guard.require_somewhere(tx.actor, Verb.CASE_BREAK_GLASS)
    checks = Checks()
    reason = checks.prose("reason", reason, min_chars=GLASS_REASON_CHARS, max_chars=500)
    if not 1 <= hours <= GLASS_HOURS_MAX:
        checks.wrong("hours", "out_of_range", "时长须为 1 至 24 小时", "Between 1 and 24 hours.")
    checks.settle()
    case_id = await queries.id_of_number(tx, number)
    if case_id is None:
        raise NotFound
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.CASE_BREAK_GLASS, facts)
    if _sees_anyway(tx, facts):
        raise Invalid.field("number", "not_needed", "您本来就可以查看本案。", "You may see this case without it.")
    until_at = tx.now + timedelta(hours=hours)
    await tie(tx, case, Tie.GLASS, tx.actor.id, until_at=until_at, reason=reason)
    stir(tx, case)
    tx.record(
        GlassBroken(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            staff_id=tx.actor.id,
            reason=reason,
            until_at=until_at,
        )
    )
    return case


def _sees_anyway(tx: Tx, facts: Facts) -> bool:
    def without_glass(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> bool:
        return kind is not Tie.GLASS and bool(facts.tied(kind, holders, at))

    return guard.may(tx.actor, Verb.PARTY_VIEW, replace(facts, tied=without_glass))
