"""The verb `case:edit`: correcting what was taken down."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import intake, queries
from mediation.case.events import CaseEdited
from mediation.case.models import Case, CaseKind, CaseState, Channel, Party, PartySide
from mediation.case.moves import changed
from mediation.case.rules import FORMING, require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.names import bigrams
from mediation.kit.problems import Invalid, check_version
from mediation.law.routing.collective import COLLECTIVE_FROM
from mediation.person.organisations import find_or_create
from mediation.person.rules import OrganisationDraft, check_organisation


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """What to put in the place of what was taken down; None leaves it."""

    summary: str | None = None
    urgent: bool | None = None
    channel: Channel | None = None
    received_on: date | None = None
    kind: CaseKind | None = None
    employer: OrganisationDraft | None = None


async def edit(tx: Tx, case_id: UUID, wanted: Corrections, *, version: int) -> Case:
    """Correct a case. The employer can be another one as long as nothing is agreed.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed), Invalid (summary, receivedOn, kind,
    employer...).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.CASE_EDIT, facts)
    check_version(version, case.version)
    require_possible("case:edit", CaseState(case.state))
    wanted = _checked(tx, case, wanted)
    before = (case.summary, case.urgent, case.channel, case.received_on, case.kind, case.employer_id)
    case.summary = case.summary if wanted.summary is None else wanted.summary
    case.urgent = case.urgent if wanted.urgent is None else wanted.urgent
    case.channel = wanted.channel or case.channel
    case.received_on = wanted.received_on or case.received_on
    case.kind = wanted.kind or case.kind
    if wanted.employer is not None:
        await _replace_employer(tx, case, wanted.employer)
    after = (case.summary, case.urgent, case.channel, case.received_on, case.kind, case.employer_id)
    names = ("summary", "urgent", "channel", "received_on", "kind", "employer")
    fields = tuple(name for name, old, new in zip(names, before, after, strict=True) if old != new)
    if fields:
        changed(tx, case)
        tx.record(
            CaseEdited(
                subject_id=case.id,
                case_id=case.id,
                district_id=case.district_id,
                changed=fields,
                received_on=case.received_on,
                employer_id=case.employer_id,
            )
        )
    return case


def _checked(tx: Tx, case: Case, wanted: Corrections) -> Corrections:
    checks = Checks()
    summary = wanted.summary
    if summary is not None:
        summary = checks.prose("summary", summary, max_chars=intake.SUMMARY_CHARS)
    if wanted.received_on is not None:
        intake.received(checks, "receivedOn", wanted.received_on, today=tx.today)
    if wanted.kind is CaseKind.SINGLE and case.registered_count >= COLLECTIVE_FROM:
        zh, en = f"{COLLECTIVE_FROM}人以上为集体案件", f"From {COLLECTIVE_FROM} workers on a case is collective."
        checks.wrong("kind", "collective_by_law", zh, en)
    employer = wanted.employer
    if employer is not None:
        employer = check_organisation(checks, "employer", employer)
        if CaseState(case.state) not in FORMING:
            checks.wrong(
                "employer", "agreed", "协议生效后不能更换用人单位", "There is an agreement with this employer."
            )
    checks.settle()
    return Corrections(
        summary=summary,
        urgent=wanted.urgent,
        channel=wanted.channel,
        received_on=wanted.received_on,
        kind=wanted.kind,
        employer=employer,
    )


async def _replace_employer(tx: Tx, case: Case, draft: OrganisationDraft) -> None:
    employer = await find_or_create(tx, case.district_id, draft)
    respondent = (
        await tx.session.execute(
            select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT.value)
        )
    ).scalar_one()
    if await queries.is_party(tx, case.id, employer.id, besides=respondent.id):
        raise Invalid.field(
            "employer", "third_party", "该单位已是本案第三人", "It is a third party of this case already."
        )
    respondent.organisation_id = case.employer_id = employer.id
    case.bigrams = bigrams(f"{case.number} {employer.name}")
