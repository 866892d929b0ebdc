"""Taking a case on or not, ending it, taking it up again: the verbs `case:accept`, `refuse`, `withdraw`, `transfer`,
`close`, `reopen`."""

from uuid import UUID

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import closing, queries
from mediation.case.charge import put_in_charge
from mediation.case.events import (
    CaseAccepted,
    CaseClosed,
    CaseRefused,
    CaseReopened,
    CaseTransferred,
    CaseWithdrawn,
)
from mediation.case.models import Case, CaseState, Outcome
from mediation.case.moves import move, stir
from mediation.case.rules import check_outcome, reopens_as, require_possible
from mediation.infra.uow import Tx
from mediation.kit.actor import ActorKind
from mediation.kit.checks import Checks, reason_given
from mediation.kit.problems import check_version


async def accept(tx: Tx, case_id: UUID, *, version: int) -> Case:
    """Take the case on. Whoever accepts is in charge, unless somebody is already.

    Raises NotFound, Forbidden, Conflict, IllegalMove. Source: 企业劳动争议协商调解规定 22.
    """
    case = await _locked(tx, case_id, Verb.CASE_ACCEPT, version)
    move(tx, case, "case:accept")
    case.accepted_on = tx.today
    _record(tx, case, CaseAccepted, accepted_on=tx.today)
    if case.mediator_id is None and tx.actor.kind is ActorKind.STAFF and tx.actor.id is not None:
        await put_in_charge(tx, case, tx.actor.id)
    return case


async def refuse(tx: Tx, case_id: UUID, *, version: int, reason: str) -> Case:
    """Do not take the case on. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    case = await _locked(tx, case_id, Verb.CASE_REFUSE, version)
    require_possible("case:refuse", CaseState(case.state))
    reason = reason_given("reason", reason)
    move(tx, case, "case:refuse", reason=reason)
    _record(tx, case, CaseRefused, reason=reason)
    return case


async def withdraw(tx: Tx, case_id: UUID, *, version: int, reason: str) -> Case:
    """Record that the workers take the case back. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason)."""
    case = await _locked(tx, case_id, Verb.CASE_WITHDRAW, version)
    require_possible("case:withdraw", CaseState(case.state))
    reason = reason_given("reason", reason)
    move(tx, case, "case:withdraw", outcome=Outcome.WITHDRAWN, reason=reason)
    _record(tx, case, CaseWithdrawn, reason=reason)
    return case


async def transfer(tx: Tx, case_id: UUID, *, version: int, to: str, reason: str) -> Case:
    """Hand the case to another body. Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (to, reason)."""
    case = await _locked(tx, case_id, Verb.CASE_TRANSFER, version)
    require_possible("case:transfer", CaseState(case.state))
    checks = Checks()
    body = checks.line("to", to, max_chars=100) or ""
    if not body and not checks.problems:
        checks.wrong("to", "empty", "请填写移送到哪个单位", "Name the body it goes to.")
    why = checks.prose("reason", reason, min_chars=2, max_chars=500)
    checks.settle()
    move(tx, case, "case:transfer", outcome=Outcome.TRANSFERRED, reason=f"{body}：{why}")
    _record(tx, case, CaseTransferred, to=body, reason=why)
    return case


async def close(tx: Tx, case_id: UUID, *, version: int, outcome: Outcome, reason: str = "") -> Case:
    """Close the case as performed, advanced or failed, as far as the books bear it out.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (outcome: the books say otherwise; reason: a failure has
    one).
    """
    case = await _locked(tx, case_id, Verb.CASE_CLOSE, version)
    require_possible("case:close", CaseState(case.state))
    check_outcome(outcome, CaseState(case.state), await closing.facts(tx, case))
    why = reason_given("reason", reason, required=outcome is Outcome.FAILED) or None
    move(tx, case, "case:close", outcome=outcome, reason=why)
    _record(tx, case, CaseClosed, outcome=outcome, reason=why)
    return case


async def reopen(tx: Tx, case_id: UUID, *, version: int, reason: str) -> Case:
    """Take a closed or refused case up again; what an agreement left open goes on where it stood.

    Raises NotFound, Forbidden, Conflict, IllegalMove, Invalid (reason).
    """
    case = await _locked(tx, case_id, Verb.CASE_REOPEN, version)
    require_possible("case:reopen", CaseState(case.state))
    reason, previous = reason_given("reason", reason), case.outcome
    move(tx, case, "case:reopen", to=reopens_as(CaseState(case.state), await closing.facts(tx, case)))
    _record(tx, case, CaseReopened, reason=reason, state=case.state, previous_outcome=previous)
    return case


async def _locked(tx: Tx, case_id: UUID, verb: Verb, version: int) -> Case:
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, verb, facts)
    check_version(version, case.version)
    return case


def _record(tx: Tx, case: Case, event: type, **particulars: object) -> None:
    tx.record(event(subject_id=case.id, case_id=case.id, district_id=case.district_id, **particulars))
    stir(tx, case)
