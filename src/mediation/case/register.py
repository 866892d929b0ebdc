"""The verb `case:register`: a case with its parties and claims, under the studio's next number, in one transaction."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency.models import Agency
from mediation.case import parties, tally
from mediation.case.books import books_of
from mediation.case.events import CaseRegistered
from mediation.case.intake import Registration, check_registration
from mediation.case.models import Case, CaseCounter, CaseState
from mediation.case.moves import stir
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.ids import case_number
from mediation.kit.names import bigrams
from mediation.kit.problems import Forbidden, Text
from mediation.person.models import Organisation
from mediation.person.organisations import find_or_create_all


async def register(tx: Tx, typed: Registration) -> Case:
    """Register a case at the caller's own studio.

    The number is given last, under the lock of the studio's counter: what is rolled back leaves no gap, and nobody
    waits for the counter longer than the writing takes.

    Raises:
        Forbidden: the caller may not register, or their agency runs no studio.
        Invalid: every wrong field.
    """
    studio = await _studio(tx)
    claims = [claim for claimant in typed.claimants for claim in claimant.claims]
    draft = check_registration(typed, await books_of(tx, studio.district_id, claims))
    wanted = [draft.employer, *[other.organisation for other in draft.others if other.organisation]]
    employer, *organisations = await find_or_create_all(tx, studio.district_id, wanted)
    case = await _numbered(tx, studio, draft, employer)
    tx.session.add(case)
    await tx.session.flush()
    await parties.insert(tx, case, employer, draft.claimants, draft.others, organisations)
    await tally.count(tx, case)
    tx.record(
        CaseRegistered(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            number=case.number,
            kind=case.kind,
            channel=case.channel,
            urgent=case.urgent,
            received_on=case.received_on,
            employer_id=employer.id,
            claimants=case.registered_count,
            wages_fen=case.wages_claimed_fen,
            social_insurance_fen=case.social_insurance_claimed_fen,
        )
    )
    stir(tx, case)
    return case


async def _studio(tx: Tx) -> Agency:
    actor = tx.actor
    guard.require_somewhere(actor, Verb.CASE_REGISTER)
    here = Facts(city=actor.city_id, district=actor.district_id, agency=actor.agency_id)
    guard.require(actor, Verb.CASE_REGISTER, here)
    studio = await tx.session.get(Agency, actor.agency_id)
    if studio is None or studio.number_prefix is None:
        text = Text("您所在单位没有调解工作室，不能登记案件。", "Your agency runs no studio and cannot register cases.")
        raise Forbidden(Verb.CASE_REGISTER, text)
    return studio


async def _numbered(tx: Tx, studio: Agency, draft: Registration, employer: Organisation) -> Case:
    assert tx.actor.city_id is not None, "an agency stands in a city"
    assert studio.number_prefix is not None
    year = tx.today.year
    serial = await _next_serial(tx, studio.id, year)
    number = case_number(studio.number_prefix, year, serial)
    return Case(
        city_id=tx.actor.city_id,
        district_id=studio.district_id,
        agency_id=studio.id,
        number=number,
        year=year,
        serial=serial,
        kind=draft.kind,
        state=CaseState.REGISTERED,
        channel=draft.channel,
        urgent=draft.urgent,
        summary=draft.summary,
        employer_id=employer.id,
        registered_by=tx.actor.id,
        received_on=draft.received_on,
        registered_at=tx.now,
        bigrams=bigrams(f"{number} {employer.name}"),
    )


async def _next_serial(tx: Tx, agency_id: UUID, year: int) -> int:
    taken = await tx.session.execute(
        insert(CaseCounter)
        .values(id=new_id(), agency_id=agency_id, year=year, last=1)
        .on_conflict_do_update(index_elements=["agency_id", "year"], set_={"last": col(CaseCounter.last) + 1})
        .returning(col(CaseCounter.last))
    )
    return int(taken.scalar_one())
