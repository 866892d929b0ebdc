"""What is noticed when workers come in: several against one employer, and so many that a dispute is collective by law."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import col

from mediation.case.events import (
    CaseEdited,
    CaseMarkedCollective,
    CaseRegistered,
    EmployerWarningRaised,
    PartyAdded,
    RosterConfirmed,
)
from mediation.case.models import Case, CaseKind, CaseState, EmployerWarning, Party, PartySide
from mediation.case.moves import changed
from mediation.case.rules import COLLECTIVE_SOURCE, WARNING_DAYS, WarningLevel, warning_level
from mediation.infra.clock import SHANGHAI
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.law.routing.collective import COLLECTIVE_FROM
from mediation.person.models import Organisation, Person
from mediation.person.rules import Traces, distinct

ComesIn = CaseRegistered | PartyAdded | RosterConfirmed | CaseEdited


async def watch(tx: Tx, event: Event) -> None:
    """Reaction to whoever comes in: mark the case collective, warn of the employer. In the transaction of the verb."""
    assert isinstance(event, ComesIn)
    if isinstance(event, PartyAdded) and event.side != PartySide.CLAIMANT:
        return
    if isinstance(event, CaseEdited) and "employer" not in event.changed:
        return
    case = await tx.session.get_one(Case, event.case_id)
    _mark_collective(tx, case)
    await _warn(tx, case)


def _mark_collective(tx: Tx, case: Case) -> None:
    if case.kind == CaseKind.COLLECTIVE or case.registered_count < COLLECTIVE_FROM:
        return
    case.kind = CaseKind.COLLECTIVE
    changed(tx, case)
    tx.record(
        CaseMarkedCollective(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            claimants=case.registered_count,
            source=COLLECTIVE_SOURCE,
        )
    )


async def _warn(tx: Tx, case: Case) -> None:
    # Two clerks at once would each see one worker too few: whoever warns of an employer waits for the other.
    await tx.session.execute(
        select(col(Organisation.id)).where(col(Organisation.id) == case.employer_id).with_for_update(key_share=True)
    )
    window_from = tx.today - timedelta(days=WARNING_DAYS - 1)
    since_at = datetime.combine(window_from, time.min, SHANGHAI)
    claimants = distinct(await _came_in(tx, case, since_at))
    level = warning_level(claimants)
    if level is not None and not await _warned(tx, case, level, since_at):
        _raise(tx, case, level, claimants=claimants, window_from=window_from)


async def _came_in(tx: Tx, case: Case, since_at: datetime) -> Sequence[Traces]:
    rows = await tx.session.execute(
        select(col(Person.id_index), col(Person.phone_index), col(Person.name))
        .join(Party, col(Party.person_id) == col(Person.id))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(
            col(Case.employer_id) == case.employer_id,
            col(Case.district_id) == case.district_id,
            col(Case.state) != CaseState.REFUSED.value,
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.withdrawn_at).is_(None),
            col(Party.joined_at) >= since_at,
        )
    )
    return [Traces(row.id_index, row.phone_index, row.name) for row in rows.all()]


async def _warned(tx: Tx, case: Case, level: WarningLevel, since_at: datetime) -> bool:
    found = await tx.session.execute(
        select(col(EmployerWarning.id))
        .where(
            col(EmployerWarning.organisation_id) == case.employer_id,
            col(EmployerWarning.district_id) == case.district_id,
            col(EmployerWarning.level).in_([one.value for one in level.or_above]),
            col(EmployerWarning.raised_at) >= since_at,
        )
        .limit(1)
    )
    return found.first() is not None


def _raise(tx: Tx, case: Case, level: WarningLevel, *, claimants: int, window_from: date) -> None:
    tx.session.add(
        EmployerWarning(
            organisation_id=case.employer_id,
            district_id=case.district_id,
            agency_id=case.agency_id,
            case_id=case.id,
            level=level,
            claimants=claimants,
            window_from=window_from,
            raised_at=tx.now,
        )
    )
    tx.record(
        EmployerWarningRaised(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            level=level,
            employer_id=case.employer_id,
            agency_id=case.agency_id,
            claimants=claimants,
            window_from=window_from,
        )
    )
