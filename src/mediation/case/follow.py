"""Who is told of what happened to a case. Reactions: each runs in the transaction of the verb."""

from mediation.agency.models import Agency
from mediation.case import notices, queries
from mediation.case.events import (
    CaseAllocated,
    CaseClosed,
    CaseRecused,
    CaseRefused,
    CaseReopened,
    CaseTransferred,
    CaseWithdrawn,
    EmployerWarningRaised,
    GlassBroken,
)
from mediation.case.models import Case, Outcome
from mediation.case.rules import WarningLevel
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.events import Event
from mediation.notice import service as notice


async def tell_studio_of_warning(tx: Tx, event: Event) -> None:
    """Several workers against one employer: the studio's mediators and supervisors."""
    assert isinstance(event, EmployerWarningRaised)
    case = await _case(tx, event)
    drafts = notices.employer_warning(
        case_id=case.id,
        district_id=case.district_id,
        employer_id=event.employer_id,
        level=WarningLevel(event.level),
        claimants=event.claimants,
        window_from=event.window_from,
        number=case.number,
        recipients=await queries.staff_of_studio(tx, case, (Role.MEDIATOR, Role.SUPERVISOR)),
    )
    await notice.post(tx, *drafts)


async def tell_mediator(tx: Tx, event: Event) -> None:
    """Whoever is in charge now, unless they took the charge themselves."""
    assert isinstance(event, CaseAllocated)
    if event.mediator_id == tx.actor.id:
        return
    case = await _case(tx, event)
    draft = notices.allocated(
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        mediator_id=event.mediator_id,
        at=tx.now,
    )
    await notice.post(tx, draft)


async def tell_studio_of_vacancy(tx: Tx, event: Event) -> None:
    """Whoever was in charge withdrew: somebody has to name another."""
    assert isinstance(event, CaseRecused)
    if not event.was_in_charge:
        return
    case = await _case(tx, event)
    drafts = notices.without_mediator(
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        at=tx.now,
        recipients=await queries.staff_of_studio(tx, case, (Role.MEDIATOR, Role.SUPERVISOR)),
    )
    await notice.post(tx, *drafts)


async def tell_owner_of_glass(tx: Tx, event: Event) -> None:
    """The mediator in charge; without one, the studio's mediators and supervisors."""
    assert isinstance(event, GlassBroken)
    case = await _case(tx, event)
    if case.mediator_id is not None and case.mediator_id != event.staff_id:
        owners = [case.mediator_id]
    else:
        owners = await queries.staff_of_studio(tx, case, (Role.MEDIATOR, Role.SUPERVISOR))
    drafts = notices.glass_broken(
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        by=event.staff_id,
        until_at=event.until_at,
        at=tx.now,
        recipients=[owner for owner in owners if owner != event.staff_id],
    )
    await notice.post(tx, *drafts)


async def tell_parties_of_end(tx: Tx, event: Event) -> None:
    """The workers: that the case was not taken on, has ended (how, and what is open to them), or is taken up again after
    all. The employer: of a failure.

    Source: 企业劳动争议协商调解规定 22 (a refusal is told in writing) and 30 (so is the way to arbitration).
    """
    assert isinstance(event, Ending)
    case = await _case(tx, event)
    agency = await tx.session.get_one(Agency, case.agency_id)
    drafts = notices.ended(
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        studio={"zh": agency.studio_name_zh or agency.name_zh, "en": agency.studio_name_en or agency.name_en},
        phone=agency.phone,
        how=_how(event),
        said=event.to if isinstance(event, CaseTransferred) else (event.reason or ""),
        at=tx.now,
        workers=await queries.claimants_to_tell(tx, case.id),
        employer_id=case.employer_id,
    )
    await notice.post(tx, *drafts)


Ending = CaseRefused | CaseWithdrawn | CaseTransferred | CaseClosed | CaseReopened


def _how(event: Ending) -> notices.Ended:
    match event:
        case CaseReopened():
            return notices.Ended.REOPENED
        case CaseRefused():
            return notices.Ended.REFUSED
        case CaseWithdrawn():
            return notices.Ended.WITHDRAWN
        case CaseTransferred():
            return notices.Ended.TRANSFERRED
        case _:
            return notices.Ended.FAILED if event.outcome == Outcome.FAILED else notices.Ended.DONE


async def _case(tx: Tx, event: Event) -> Case:
    return await tx.session.get_one(Case, event.case_id)
