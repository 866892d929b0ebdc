"""A few cases in different stages, made by the same verbs as any other: what a new user finds on the first morning."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.agency import queries as agencies
from mediation.agency.models import Staff
from mediation.agency.sessions import actor_from
from mediation.case import ending, findings, register
from mediation.case.intake import ClaimantDraft, ClaimDraft, OtherDraft, Registration
from mediation.case.models import CaseKind, Channel, ClaimHead, FindingKind, Party, PartySide, Relation
from mediation.infra.clock import legal_day
from mediation.infra.runtime import Runtime
from mediation.kit.actor import DEFAULT_LOCALE, Actor, Side
from mediation.lawyer import assignments
from mediation.person.models import Person
from mediation.person.rules import OrganisationDraft, PersonDraft
from mediation.referral import service as referrals
from mediation.room import invite, offers, session
from mediation.room.rules import OfferTermKind, Term
from mediation.seed.orders import orders
from mediation.status import service as links
from mediation.status.models import StatusLink

_FIRST_PHONE = "13920002234"


def _worker(name: str, phone: str, wages_fen: int, insurance_fen: int) -> ClaimantDraft:
    claims = (
        ClaimDraft(head=ClaimHead.WAGE_ARREARS, amount_fen=wages_fen),
        ClaimDraft(head=ClaimHead.SOCIAL_INSURANCE, amount_fen=insurance_fen),
    )
    return ClaimantDraft(person=PersonDraft(name=name, phone=phone), job="服务员", claims=claims)


def _registration(today: date, company: str, *workers: ClaimantDraft, kind: CaseKind = CaseKind.SINGLE) -> Registration:
    return Registration(
        channel=Channel.WALK_IN,
        employer=OrganisationDraft(name=company, contact_name="李老板", contact_phone="13655550001"),
        claimants=workers,
        received_on=today,
        kind=kind,
        others=(OtherDraft(relation=Relation.SUB_LANDLORD, person=PersonDraft(name="房东生", phone="13655550002")),),
        summary="拖欠工资，欠缴社会保险费。",
    )


async def cases(runtime: Runtime) -> None:
    """One case just registered; one that waits for a lawyer's answer and that the court looks at; one in its room."""
    today = legal_day(runtime.clock.now())
    clerk, mediator = await _actor(runtime, "liufang"), await _actor(runtime, "zhangmin")
    await orders(runtime, clerk)
    async with runtime.uow(clerk) as tx:
        await register.register(
            tx, _registration(today, "顺风装饰有限公司", _worker("李雷", "13920003351", 880_000, 120_000))
        )
    async with runtime.uow(clerk) as tx:
        waiting = await register.register(
            tx, _registration(today, "新潮服饰有限公司", _worker("韩梅梅", "13920004468", 520_000, 90_000))
        )
    async with runtime.uow(mediator) as tx:
        await ending.accept(tx, waiting.id, version=waiting.version)
    async with runtime.uow(mediator) as tx:
        first = (await assignments.suggestions(tx, waiting))[0]
        await assignments.offer(tx, waiting.id, first.candidate.lawyer_id)
    await _ask_the_court(runtime, waiting.id, mediator)
    await _in_the_room(runtime, today, clerk, mediator)


async def _ask_the_court(runtime: Runtime, case_id: UUID, mediator: Actor) -> None:
    court = await _actor(runtime, "wujing")
    assert court.agency_id is not None
    draft = referrals.ReferralDraft(
        to_agency_id=court.agency_id,
        request="请提供该单位涉诉和被执行情况。",
        legal_basis="《劳动争议调解仲裁法》第三条",
    )
    async with runtime.uow(mediator) as tx:
        asked = await referrals.offer(tx, case_id, draft)
    async with runtime.uow(court) as tx:
        await referrals.accept(tx, asked.id, version=asked.version)


async def _in_the_room(runtime: Runtime, today: date, clerk: Actor, mediator: Actor) -> None:
    workers = (
        _worker("王小明", _FIRST_PHONE, 648_000, 90_000),
        _worker("赵一曼", "13920005585", 520_000, 80_000),
        _worker("孙少平", "13920006702", 700_000, 90_000),
    )
    async with runtime.uow(clerk) as tx:
        made = await register.register(tx, _registration(today, "江南小馆餐饮有限公司", *workers, kind=CaseKind.SINGLE))
    async with runtime.uow(mediator) as tx:
        case = await ending.accept(tx, made.id, version=made.version)
        await findings.record(
            tx,
            case.id,
            findings.FindingDraft(FindingKind.BUSINESS_CONDITION, "账上尚有流水，可以分期支付。", "现场走访", today),
        )
    async with runtime.uow(mediator) as tx:
        room = await session.open_room(tx, made.id)
    async with runtime.uow(mediator) as tx:
        seats = {}
        for side, name in (("respondent", "李老板"), ("claimant", "王小明")):
            party = await _party(runtime, made.id, side)
            guest = invite.Guest(party_id=party, name=name, phone=None, in_person=True)
            seats[side] = (await invite.invite(tx, room.id, guest)).seat.id
    async with runtime.uow(mediator) as tx:
        await offers.make(
            tx,
            room.id,
            offers.OfferDraft(
                side=Side.WORKERS,
                wages_fen=1_868_000,
                social_insurance_fen=260_000,
                term=Term(kind=OfferTermKind.WITHIN_DAYS, days=3),
                on_behalf_of_id=seats["claimant"],
            ),
        )


async def one_link(runtime: Runtime) -> str | None:
    """The path of the page of the worker whose phone ends in 2234: the next start may have another address."""
    async with runtime.db.session() as reading:
        found = await reading.execute(
            select(StatusLink)
            .join(Party, col(Party.id) == col(StatusLink.party_id))
            .join(Person, col(Person.id) == col(Party.person_id))
            .where(
                col(StatusLink.revoked_at).is_(None),
                col(Person.phone_index) == runtime.vault.blind_index("phone", _FIRST_PHONE),
            )
            .limit(1)
        )
        link = found.scalar_one_or_none()
    return f"/s/{links.token_of(runtime, link)}" if link else None


async def _party(runtime: Runtime, case_id: UUID, side: str) -> UUID:
    async with runtime.read() as connection:
        found = await connection.execute(
            select(col(Party.id))
            .where(col(Party.case_id) == case_id, col(Party.side) == PartySide(side).value)
            .order_by(col(Party.position))
        )
        return found.scalars().all()[0]


async def _actor(runtime: Runtime, login: str) -> Actor:
    async with runtime.read() as connection:
        staff_id = (await connection.execute(select(col(Staff.id)).where(col(Staff.login) == login))).scalar_one()
        parts = (await connection.execute(agencies.actor_parts(staff_id))).one()
    return actor_from(runtime.settings, parts, session_id=None, at=runtime.clock.now(), locale=DEFAULT_LOCALE)
