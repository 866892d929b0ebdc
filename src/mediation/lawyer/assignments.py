"""The verbs of assignment: offer, override, accept, decline, expire, hand back, replace, end, resume.

The conflict check runs before anything is disclosed, and again when the lawyer accepts. Until then the lawyer sees names only.
"""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case import ties
from mediation.case.models import Case
from mediation.infra.clock import legal_day
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, reason_given
from mediation.kit.machine import advance
from mediation.kit.own_yaml import read_yaml
from mediation.kit.problems import Conflict, IllegalMove, Invalid, NotFound, Text, check_version
from mediation.lawyer import queries, rules
from mediation.lawyer.events import (
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentEnded,
    AssignmentExpired,
    AssignmentHandedBack,
    AssignmentOffered,
    AssignmentOverridden,
    AssignmentReplaced,
    AssignmentResumed,
)
from mediation.lawyer.models import Assignment, Lawyer
from mediation.lawyer.rules import AssignmentState, Suggestion

OVERRIDE_REASON_CHARS: Final = 20


@lru_cache(maxsize=4)
def respond_within(policies_dir: Path) -> timedelta:
    """How long a lawyer has to answer."""
    figures = read_yaml((policies_dir / "lawyers.yaml").read_text(encoding="utf-8"))
    return timedelta(minutes=int(figures["respond_within_minutes"]))


async def suggestions(tx: Tx, case: Case) -> list[Suggestion]:
    """The panel in the order in which to ask, with the reasons. The same number of queries, however many lawyers."""
    candidates = await queries.candidates(tx.session, case.id, case.district_id, tx.today)
    named = await queries.parties(tx.session, case.id)
    firms = list({one.firm_id for one in candidates})
    acted = await queries.engagements(tx.session, firms, named)
    return rules.suggest(candidates, named, acted, needed=await queries.needed(tx.session, case.id))


async def offer(tx: Tx, case_id: UUID, lawyer_id: UUID) -> Assignment:
    """Ask a lawyer to take the case.

    Raises NotFound, Forbidden, Conflict (one is asked already), Invalid (lawyer: conflict of interest, recused).
    """
    case, facts = await cases.lock(tx, case_id)
    guard.require(tx.actor, Verb.ASSIGNMENT_OFFER, facts)
    suggestion = await _one(tx, case, lawyer_id)
    if suggestion.hits:
        first = suggestion.hits[0].text
        raise Invalid.field(
            "lawyer", "conflict_of_interest", f"存在利益冲突：{first.zh}", f"Conflict of interest: {first.en}"
        )
    row = await _ask(tx, case, suggestion)
    tx.record(AssignmentOffered(**_about(row), respond_by=row.respond_by.isoformat()))
    return row


async def override(tx: Tx, case_id: UUID, lawyer_id: UUID, reason: str) -> Assignment:
    """Ask a lawyer in spite of a conflict, with a reason of at least 20 characters that is kept. Supervisors only.

    Raises as `offer`; a conflict is no bar here, a recusal is.
    """
    case, facts = await cases.lock(tx, case_id)
    guard.require(tx.actor, Verb.ASSIGNMENT_OVERRIDE, facts)
    checks = Checks()
    reason = checks.prose("reason", reason, min_chars=OVERRIDE_REASON_CHARS, max_chars=500)
    checks.settle()
    row = await _ask(tx, case, await _one(tx, case, lawyer_id), override=reason)
    tx.record(AssignmentOverridden(**_about(row), reason=reason, respond_by=row.respond_by.isoformat()))
    return row


async def accept(tx: Tx, assignment_id: UUID, *, seen: int) -> Assignment:
    """Take the case. Raises NotFound, Forbidden, Conflict (version), IllegalMove (answered, or too late), Invalid (new conflict)."""
    row, case = await _locked(tx, assignment_id, Verb.ASSIGNMENT_ACCEPT)
    check_version(seen, row.version)
    if row.state == AssignmentState.OFFERED and row.respond_by <= tx.now:
        raise IllegalMove(
            Verb.ASSIGNMENT_ACCEPT,
            AssignmentState.EXPIRED,
            text=Text("已超过答复时间。", "The time to answer has passed."),
        )
    _move(row, Verb.ASSIGNMENT_ACCEPT)
    suggestion = await _one(tx, case, row.lawyer_id)
    if suggestion.hits and not row.check.get("override"):
        first = suggestion.hits[0].text
        raise Invalid.field(
            "assignment", "conflict_of_interest", f"存在利益冲突：{first.zh}", f"Conflict of interest: {first.en}"
        )
    row.answered_at = tx.now
    staff_id = suggestion.candidate.staff_id
    await ties.untie(tx, case.id, Tie.OFFERED, staff_id)
    await ties.tie(tx, case, Tie.ASSIGNED, staff_id)
    same_day = rules.is_same_day(legal_day(case.registered_at), tx.today)
    tx.record(AssignmentAccepted(**_about(row), same_day=same_day))
    tx.ping(f"case:{case.id}")
    return row


async def decline(tx: Tx, assignment_id: UUID, reason: str, *, seen: int) -> Assignment:
    """Do not take the case. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    row, _ = await _locked(tx, assignment_id, Verb.ASSIGNMENT_DECLINE)
    check_version(seen, row.version)
    reason = reason_given("reason", reason)
    await _end(tx, row, Verb.ASSIGNMENT_DECLINE, reason=reason, answered=True)
    tx.record(AssignmentDeclined(**_about(row), reason=reason))
    return row


async def hand_back(tx: Tx, assignment_id: UUID, reason: str, *, seen: int) -> Assignment:
    """Give an accepted case back. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    row, _ = await _locked(tx, assignment_id, Verb.ASSIGNMENT_HAND_BACK)
    check_version(seen, row.version)
    reason = reason_given("reason", reason)
    await _end(tx, row, Verb.ASSIGNMENT_HAND_BACK, reason=reason, answered=False)
    tx.record(AssignmentHandedBack(**_about(row), reason=reason))
    return row


async def replace(tx: Tx, assignment_id: UUID, lawyer_id: UUID, reason: str, *, seen: int) -> Assignment:
    """Ask another lawyer in this one's place (法律援助法 55). Returns the new request. Raises the problems of `offer`."""
    row, case = await _locked(tx, assignment_id, Verb.ASSIGNMENT_REPLACE)
    check_version(seen, row.version)
    reason = reason_given("reason", reason)
    await _end(tx, row, Verb.ASSIGNMENT_REPLACE, reason=reason, answered=False)
    tx.record(AssignmentReplaced(**_about(row), reason=reason))
    await tx.session.flush()
    return await offer(tx, case.id, lawyer_id)


async def expire(tx: Tx, assignment_id: UUID) -> Assignment | None:
    """Close a request nobody answered in time and ask the next on the rota. Returns the next request, or None."""
    row, case = await _locked(tx, assignment_id, Verb.ASSIGNMENT_EXPIRE)
    if row.state != AssignmentState.OFFERED or row.respond_by > tx.now:
        return None
    await _end(tx, row, Verb.ASSIGNMENT_EXPIRE, reason=None, answered=False)
    tx.record(AssignmentExpired(**_about(row)))
    await tx.session.flush()
    lawyer_id = None if case.closed_at is not None else rules.following(await suggestions(tx, case))
    return None if lawyer_id is None else await offer(tx, case.id, lawyer_id)


async def end(tx: Tx, case_id: UUID, *, recused: UUID | None = None) -> None:
    """End the standing request or assignment: with its case, or (`recused`, a staff id) because this lawyer withdrew.

    When the case ends, the lawyer who took it may still read it, to write the report on it (法律援助法 50).
    """
    row = await _standing(tx, case_id)
    lawyer = await tx.session.get(Lawyer, row.lawyer_id) if row else None
    if row is None or lawyer is None or recused not in (None, lawyer.staff_id):
        return
    accepted = row.state == AssignmentState.ACCEPTED
    _move(row, Verb.ASSIGNMENT_END)
    row.ended_at = tx.now
    await ties.untie(tx, case_id, Tie.OFFERED, lawyer.staff_id)
    if recused is not None:
        await ties.untie(tx, case_id, Tie.ASSIGNED, lawyer.staff_id)
    tx.record(AssignmentEnded(**_about(row), recused=recused is not None, was_accepted=accepted))
    tx.ping(f"case:{case_id}")


async def resume(tx: Tx, case_id: UUID) -> None:
    """The case is taken up again: so is the assignment that ended with it, unless the lawyer has left meanwhile."""
    case, facts = await cases.lock(tx, case_id)
    row = await _last_ended(tx, case_id)
    if row is None:
        return
    staff_id = (await tx.session.get_one(Lawyer, row.lawyer_id)).staff_id
    if not facts.tied(Tie.ASSIGNED, (staff_id,), tx.now):
        return
    panel = await queries.candidates(tx.session, case_id, case.district_id, tx.today)
    if not any(one.lawyer_id == row.lawyer_id and not one.recused for one in panel):
        await ties.untie(tx, case_id, Tie.ASSIGNED, staff_id)
        return
    _move(row, Verb.ASSIGNMENT_RESUME)
    row.ended_at = None
    tx.record(AssignmentResumed(**_about(row)))


async def due_to_expire(tx: Tx, *, limit: int) -> list[UUID]:
    """Requests whose time to answer has passed, in the order of their cases."""
    found = await tx.session.execute(
        select(col(Assignment.id), col(Assignment.case_id))
        .where(col(Assignment.state) == AssignmentState.OFFERED.value, col(Assignment.respond_by) <= tx.now)
        .order_by(col(Assignment.respond_by))
        .limit(limit)
    )
    # The order in which every sweep locks cases: two that wait for each other in a circle would wait for ever.
    return [row.id for row in sorted(found.all(), key=lambda row: row.case_id)]


async def _one(tx: Tx, case: Case, lawyer_id: UUID) -> Suggestion:
    for suggestion in await suggestions(tx, case):
        if suggestion.candidate.lawyer_id == lawyer_id:
            return suggestion
    raise Invalid.field(
        "lawyer", "not_on_panel", "该律师不在本区名册中。", "This lawyer is not on the district's panel."
    )


async def _ask(tx: Tx, case: Case, suggestion: Suggestion, *, override: str | None = None) -> Assignment:
    if case.closed_at is not None:
        raise IllegalMove(Verb.ASSIGNMENT_OFFER, case.state)
    if await _standing(tx, case.id) is not None:
        raise Conflict(text=Text("本案已有律师或正在等待答复。", "A lawyer has been asked or assigned already."))
    one = suggestion.candidate
    if one.recused:
        raise Invalid.field("lawyer", "recused", "该律师已回避本案。", "This lawyer has withdrawn from this case.")
    row = Assignment(
        case_id=case.id,
        district_id=case.district_id,
        lawyer_id=one.lawyer_id,
        state=AssignmentState.OFFERED,
        offered_by=tx.actor.id,
        offered_at=tx.now,
        respond_by=tx.now + respond_within(tx.runtime.settings.policies_dir),
        check={"hits": len(suggestion.hits), "override": override},
    )
    tx.session.add(row)
    await ties.tie(tx, case, Tie.OFFERED, one.staff_id)
    tx.ping(f"case:{case.id}")
    return row


async def _standing(tx: Tx, case_id: UUID) -> Assignment | None:
    """The one request or assignment of the case that stands, if any."""
    found = await tx.session.execute(
        select(Assignment)
        .where(col(Assignment.case_id) == case_id, col(Assignment.state).in_(("offered", "accepted")))
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def _last_ended(tx: Tx, case_id: UUID) -> Assignment | None:
    found = await tx.session.execute(
        select(Assignment)
        .where(
            col(Assignment.case_id) == case_id,
            col(Assignment.state) == AssignmentState.ENDED.value,
            col(Assignment.answered_at).is_not(None),
        )
        .order_by(col(Assignment.ended_at).desc())
        .limit(1)
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def _locked(tx: Tx, assignment_id: UUID, verb: Verb) -> tuple[Assignment, Case]:
    found = await tx.session.get(Assignment, assignment_id)
    lawyer = await tx.session.get(Lawyer, found.lawyer_id) if found else None
    if found is None or lawyer is None:
        raise NotFound
    case, facts = await cases.lock(tx, found.case_id)
    await tx.session.refresh(found, with_for_update=True)
    owned = Facts(city=facts.city, district=facts.district, agency=facts.agency, owner=lawyer.staff_id, tied=facts.tied)
    guard.require(tx.actor, verb, owned)
    return found, case


def _move(row: Assignment, verb: Verb) -> None:
    row.state = advance(rules.MOVES, AssignmentState(row.state), verb)
    row.version += 1


async def _end(tx: Tx, row: Assignment, verb: Verb, *, reason: str | None, answered: bool) -> None:
    _move(row, verb)
    row.reason, row.ended_at = reason, tx.now
    if answered:
        row.answered_at = tx.now
    lawyer = await tx.session.get(Lawyer, row.lawyer_id)
    assert lawyer is not None
    for kind in (Tie.OFFERED, Tie.ASSIGNED):
        await ties.untie(tx, row.case_id, kind, lawyer.staff_id)
    tx.ping(f"case:{row.case_id}")


def _about(row: Assignment) -> dict[str, Any]:
    return {
        "subject_id": row.id,
        "case_id": row.case_id,
        "district_id": row.district_id,
        "lawyer_id": row.lawyer_id,
    }
