"""The verb `finding:record`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.events import FindingRecorded
from mediation.case.models import Finding
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid


@dataclass(frozen=True)
class FindingDraft:
    """What somebody found out."""

    kind: str
    """business_condition | breach"""
    statement: str
    source: str
    found_on: date


async def record(tx: Tx, case_id: UUID, draft: FindingDraft) -> Finding:
    """Record a finding about the case's employer. Raises NotFound, Forbidden, Invalid (kind, foundOn)."""
    case, facts = await queries.look(tx, case_id)
    guard.require(tx.actor, Verb.FINDING_RECORD, facts)
    if draft.found_on > tx.today:
        raise Invalid.field("foundOn", "in_future", "日期不能晚于今天。", "The date cannot be after today.")
    finding = Finding(
        case_id=case.id,
        district_id=case.district_id,
        organisation_id=case.employer_id,
        kind=draft.kind,
        statement=draft.statement,
        source=draft.source,
        found_on=draft.found_on,
        recorded_by=tx.actor.id,
    )
    tx.session.add(finding)
    tx.record(
        FindingRecorded(
            subject_id=finding.id, case_id=case.id, district_id=case.district_id, kind=draft.kind, source=draft.source
        )
    )
    return finding
