"""The verb `finding:record`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.events import FindingRecorded
from mediation.case.models import CaseState, Finding, FindingKind
from mediation.case.moves import stir
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, line


@dataclass(frozen=True)
class FindingDraft:
    """What somebody found out."""

    kind: FindingKind
    statement: str
    source: str
    found_on: date


async def record(tx: Tx, case_id: UUID, draft: FindingDraft) -> Finding:
    """Record a finding about the case's employer.

    Raises NotFound, Forbidden, IllegalMove (the case is closed), Invalid (statement, source, foundOn).
    """
    case, facts = await queries.look(tx, case_id)
    guard.require(tx.actor, Verb.FINDING_RECORD, facts)
    require_possible("finding:record", CaseState(case.state))
    checks = Checks()
    statement = checks.prose("statement", draft.statement, min_chars=2, max_chars=2_000)
    source = checks.require("source", lambda text: line(text, max_chars=100), draft.source) or ""
    if draft.found_on > tx.today:
        checks.wrong("foundOn", "in_future", "日期不能晚于今天。", "The date cannot be after today.")
    checks.settle()
    finding = Finding(
        case_id=case.id,
        district_id=case.district_id,
        organisation_id=case.employer_id,
        kind=draft.kind,
        statement=statement,
        source=source,
        found_on=draft.found_on,
        recorded_by=tx.actor.id,
    )
    tx.session.add(finding)
    tx.record(
        FindingRecorded(
            subject_id=finding.id, case_id=case.id, district_id=case.district_id, kind=draft.kind, source=source
        )
    )
    stir(tx, case)
    return finding
