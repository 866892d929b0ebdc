"""What follows, in status links, from what happened: links for those who came, and what their words set off."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlmodel import col

from mediation.agency.models import Agency
from mediation.case.events import PartyRevised, RosterUndone
from mediation.case.models import Case, Party, PartySide
from mediation.case.queries import came_with
from mediation.holiday import current as holiday
from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.kit.problems import IllegalMove, Text
from mediation.kit.workdays import CannotCompute
from mediation.notice import service as notice
from mediation.person.models import Person
from mediation.status import notices, rules, service
from mediation.status.events import LinkIssued, LinkReissued, RatingGiven, ReceiptReported
from mediation.status.models import DeviceGrant, StatusLink

_CALL_BACK_WORKDAYS = 3


async def give_links(tx: Tx, event: Event) -> None:
    """A link for every claimant of the case who has a phone and no open link. After registration, roster, new party."""
    assert event.case_id is not None
    case = await tx.session.get(Case, event.case_id)
    assert case is not None
    has_link = exists().where(col(StatusLink.party_id) == col(Party.id), col(StatusLink.revoked_at).is_(None))
    found = await tx.session.execute(
        select(Party)
        .join(Person, col(Person.id) == col(Party.person_id))
        .where(
            col(Party.case_id) == event.case_id,
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.withdrawn_at).is_(None),
            col(Person.phone_cipher).is_not(None),
            ~has_link,
        )
        .order_by(col(Party.position))
    )
    for party in found.scalars().all():
        link = service.new_link(tx, party)
        tx.record(LinkIssued(subject_id=link.id, case_id=case.id, district_id=case.district_id, party_id=party.id))


async def follow_phone(tx: Tx, event: Event) -> None:
    """A corrected phone gets a new link, and the one that went to the wrong phone dies: it may be in strange hands."""
    assert isinstance(event, PartyRevised)
    if "phone" not in event.changed:
        return
    await tx.session.flush()
    party, case = await tx.session.get(Party, event.subject_id), await _case(tx, event.case_id)
    assert party is not None
    if party.side == PartySide.CLAIMANT and party.withdrawn_at is None and rules.is_alive(case.closed_at, tx.now):
        await service.renew(tx, party, case)


async def roster_undone(tx: Tx, event: Event) -> None:
    """The links of those who are taken back die, unless one of them has opened theirs. Raises IllegalMove (in_use)."""
    assert isinstance(event, RosterUndone)
    of_them = select(col(StatusLink.id)).where(col(StatusLink.party_id).in_(came_with(event.subject_id)))
    links = (await tx.session.execute(of_them)).scalars().all()
    proved = await tx.session.execute(select(col(DeviceGrant.id)).where(col(DeviceGrant.link_id).in_(links)).limit(1))
    if proved.first() is not None:
        text = Text(
            "已有劳动者核验手机号并查看进度，不能撤销导入；请逐人处理。",
            "A worker has opened their page with their phone number: see to each worker instead.",
        )
        raise IllegalMove(event.verb, "in_use", text=text)
    dead = update(StatusLink).where(col(StatusLink.id).in_(links), col(StatusLink.revoked_at).is_(None))
    await tx.session.execute(dead.values(revoked_at=tx.now))
    await notice.recall(tx, *(f"status_link/{link}" for link in links))


async def send_link(tx: Tx, event: Event) -> None:
    """Send a new link to the registered phone."""
    assert isinstance(event, LinkIssued | LinkReissued)
    await tx.session.flush()
    link = await tx.session.get(StatusLink, event.subject_id)
    case = await tx.session.get(Case, event.case_id)
    assert link is not None
    assert case is not None
    agency = await tx.session.get(Agency, case.agency_id)
    assert agency is not None
    draft = notices.link(
        link_id=link.id,
        party_id=link.party_id,
        case_id=case.id,
        district_id=case.district_id,
        url=f"{tx.runtime.settings.base_url}/s/{service.token_of(tx.runtime, link)}",
        studio={"zh": agency.studio_name_zh or agency.name_zh, "en": agency.studio_name_en or agency.name_en},
        phone=agency.phone,
        again=isinstance(event, LinkReissued),
    )
    await notice.post(tx, draft)


async def hear_receipt(tx: Tx, event: Event) -> None:
    """Tell the mediator when a worker says that the money has not come."""
    assert isinstance(event, ReceiptReported)
    if event.received:
        return
    case = await _case(tx, event.case_id)
    draft = notices.not_received(
        receipt_id=event.subject_id,
        mediator_id=case.mediator_id,
        agency_id=case.agency_id,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
    )
    await notice.post(tx, draft)


async def hear_rating(tx: Tx, event: Event) -> None:
    """A low rating opens a call back within three working days; in a year without a calendar, within three days."""
    assert isinstance(event, RatingGiven)
    if event.mark != rules.LOW_MARK:
        return
    case = await _case(tx, event.case_id)
    try:
        follow_up_on = (await holiday.calendar(tx)).add_workdays(tx.today, _CALL_BACK_WORKDAYS)
    except CannotCompute:
        follow_up_on = tx.today + timedelta(days=_CALL_BACK_WORKDAYS)
    draft = notices.low_rating(
        rating_id=event.subject_id,
        agency_id=case.agency_id,
        case_id=case.id,
        district_id=case.district_id,
        number=case.number,
        follow_up_on=follow_up_on,
    )
    await notice.post(tx, draft)


async def _case(tx: Tx, case_id: UUID | None) -> Case:
    case = await tx.session.get(Case, case_id)
    assert case is not None
    return case
