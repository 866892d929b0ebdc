"""One world for the whole matrix: the studio's cases in every state that a verb needs, and everybody who may try.

Built once per test process and cloned for every test, so it is kept as plain values: ids, versions, tokens.
"""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import District, Staff
from mediation.agreement.models import Agreement, Contact
from mediation.case.models import Case, CaseState, Party, PartySide, RosterImport
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.holiday import service as holidays
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Role, system
from mediation.kit.ids import decode_global_id
from mediation.lawyer.models import Assignment, Lawyer, RotaDay
from mediation.order.models import OrderCounter, OrderStepTaken, ServiceOrder
from mediation.person.models import Organisation
from mediation.referral.models import Referral
from mediation.room.models import Room
from tests.access import cast, papers
from tests.access.cast import Places
from tests.access.known import LINK_TOKEN, PHONE, ROSTER, World
from tests.api import Api
from tests.deadline.test_follow import happen
from tests.make import Make


async def build(runtime: Runtime, api: Api) -> World:
    """Make everything. Rows are written directly; what has a history is done through the API by the home mediator."""
    world, make = World(), Make(runtime)
    where = await cast.places(make)
    world.callers = await cast.staff(make, where)
    await _people(make, world, where)
    cases = {key: await _case(make, world, where, key, state) for key, state in _STATES.items()}
    await _asked(make, world, cases["asked"], where)
    await _law(make, world, cases["talking"])
    for key in ("talking", "drafted", "signing"):
        await _table(make, world, cases[key], key, where)
    await _money(make, world, cases)
    await _history(api, world)
    await _clock(make, world, cases["accepted"])
    await _imported(make, world, cases["accepted"])
    await _orders(make, world, where)
    await papers.file(make, world, cases, where)
    await papers.evidence(make, world, cases)
    await papers.mail(make, world, cases["accepted"], where)
    await _calendar(runtime, world)
    await papers.desks(make, world, where)
    for caller in cast.nobody(LINK_TOKEN, await make.token(await _newcomer(make, where))):
        world.callers[caller.name] = caller
    await _versions(make, world)
    return world


_STATES = {
    "registered": CaseState.REGISTERED,
    "accepted": CaseState.ACCEPTED,
    "asked": CaseState.ACCEPTED,
    "talking": CaseState.MEDIATING,
    "drafted": CaseState.MEDIATING,
    "signing": CaseState.MEDIATING,
    "performing": CaseState.PERFORMING,
    "closed": CaseState.CLOSED,
}
"""The cases of the studio, by what stands open in them."""


async def _calendar(runtime: Runtime, world: World) -> None:
    """A notice of holidays of a year in which nothing runs."""
    days = ["2023-01-01", "2023-01-02"]
    content = {
        "year": 2023,
        "title": "国务院办公厅关于2023年部分节假日安排的通知",
        "issued_on": "2022-12-08",
        "url": "https://www.gov.cn/2023",
        "off_days": days,
        "make_up_days": [],
        "statutory_days": days[:1],
    }
    async with runtime.uow(system(runtime.clock.now())) as tx:
        notice = await holidays.load(tx, holidays.read(content))
    world.add("holiday notice", "HolidayNotice", notice)


async def _people(make: Make, world: World, where: Places) -> None:
    """Accounts that something is done to, and lawyers of the panel."""
    spare = await make.staff(Role.MEDIATOR, agency=where.studio, name="赵七")
    world.add("colleague", "Staff", spare)
    gone = await make.staff(Role.CLERK, agency=where.studio, name="钱八")
    gone.disabled_at = make.runtime.clock.now()
    await make.save(gone)
    world.add("disabled", "Staff", gone)
    world.add("junior", "Staff", await make.staff(Role.LAWYER, agency=where.justice, name="孙九"))
    for name, agency in (("studio", where.studio), ("justice", where.justice), ("court", where.court)):
        world.add(name, "Agency", agency)
    world.ids["district"] = gid("District", where.studio.district_id)
    world.keys["district"] = where.studio.district_id
    for name in ("assigned", "asked", "recused"):
        world.add(f"{name} lawyer", "Lawyer", await _panel(make, where, world.callers[f"lawyer/{name}"].id))
    day = RotaDay(
        district_id=where.justice.district_id, on_day=date(2026, 11, 20), lawyer_id=world.keys["assigned lawyer"]
    )
    await make.save(day)
    free, _ = await make.lawyer(agency=where.justice)
    world.add("free lawyer", "Lawyer", free)


async def _panel(make: Make, where: Places, staff_id: UUID) -> Lawyer:
    firm = await make.organisation(agency=where.justice)
    row = Lawyer(
        district_id=where.justice.district_id,
        agency_id=where.justice.id,
        staff_id=staff_id,
        firm_id=firm.id,
        licence=f"P{staff_id}",
        specialties=["wages"],
    )
    await make.save(row)
    return row


async def _newcomer(make: Make, where: Places) -> Staff:
    row = await make.staff(*cast.ROLES, agency=where.studio, name="新人")
    row.must_change_password = True
    await make.save(row)
    return row


async def _case(make: Make, world: World, where: Places, key: str, state: CaseState) -> Case:
    closed = {"closed_at": make.runtime.clock.now(), "outcome": "failed"} if state is CaseState.CLOSED else {}
    home = world.callers["mediator/home"]
    case = await make.case(agency=where.studio, state=state, mediator_id=home.id, **closed)
    world.add(key, "Case", case)
    world.texts[f"{key} number"] = case.number
    await make.save(*cast.ties(make, case, where, world.callers))
    worker = await make.claimant(case, name="王小明", phone=PHONE)
    world.add(f"{key} worker", "Party", worker)
    return case


async def _asked(make: Make, world: World, case: Case, where: Places) -> None:
    """A case whose lawyer and whose referral nobody has answered yet."""
    now = make.runtime.clock.now()
    assignment = Assignment(
        case_id=case.id,
        district_id=case.district_id,
        lawyer_id=world.keys["asked lawyer"],
        state="offered",
        offered_at=now,
        respond_by=now + timedelta(hours=2),
        check={},
    )
    referral = papers.referral_of(make, case, where)
    await make.save(assignment, referral)
    world.add("open request", "Assignment", assignment)
    world.add("open referral", "Referral", referral)


async def _clock(make: Make, world: World, case: Case) -> None:
    """The fifteen days of mediation, running."""
    world.add("accepted respondent", "Party", await _respondent(make, case))
    await happen(make.runtime, case, "case:accept", accepted_on=date(2026, 11, 20))
    async with make.runtime.db.session() as session:
        found = await session.execute(
            select(Deadline).where(col(Deadline.case_id) == case.id, col(Deadline.rule) == "M-4")
        )
        world.add("extendable", "Deadline", found.scalar_one())


async def _imported(make: Make, world: World, case: Case) -> None:
    """A roster that brought nobody, imported just now."""
    now, counts = make.runtime.clock.now(), dict.fromkeys(("rows", "importable", "duplicates", "to_correct"), 0)
    world.texts["accepted employer"] = (await _row(make, Organisation, case.employer_id)).name
    row = RosterImport(
        case_id=case.id,
        district_id=case.district_id,
        file_name="r.csv",
        uploaded_at=now,
        confirmed_at=now,
        report=counts | {"imported": 0},
    )
    await make.save(row)
    world.ids["imported roster"] = gid("RosterImport", row.id)


async def _orders(make: Make, world: World, where: Places) -> None:
    """One order of the studio in every open step, each dispatched to the agency that a referral went to."""
    now, district = make.runtime.clock.now(), where.studio.district_id
    city = (await _row(make, District, district)).city_id
    for serial, step in enumerate(("requested", "dispatching", "handling", "rating"), start=1):
        order = ServiceOrder(
            city_id=city,
            district_id=district,
            agency_id=where.studio.id,
            handler_agency_id=where.asked.id,
            year=2026,
            serial=serial,
            channel="hotline",
            content="工地体检车",
            opinion="予以受理",
            level="street",
            step=step,
            registered_at=now,
            due_on=now.date(),
        )
        order.phone_cipher = make.runtime.vault.seal(PHONE, context=f"service_order.phone:{order.id}")
        step_of = {"order_id": order.id, "district_id": district, "step": step, "began_at": now}
        await make.save(order, OrderStepTaken(**step_of, agency_id=where.studio.id))
        world.add(f"{step} order", "ServiceOrder", order)
    counter = OrderCounter(district_id=district, year=2026, last=4)
    await make.save(counter)


async def _law(make: Make, world: World, case: Case) -> None:
    now = make.runtime.clock.now()
    row = Assignment(
        case_id=case.id,
        district_id=case.district_id,
        lawyer_id=world.keys["assigned lawyer"],
        state="accepted",
        offered_at=now,
        respond_by=now + timedelta(hours=2),
        answered_at=now,
        check={},
    )
    await make.save(row)
    world.add("assignment", "Assignment", row)


async def _table(make: Make, world: World, case: Case, key: str, where: Places) -> None:
    """A room in session on the case."""
    home = world.callers["mediator/home"]
    room = Room(case_id=case.id, district_id=case.district_id, opened_by=home.id, opened_at=make.runtime.clock.now())
    await make.save(room)
    world.add(f"{key} room", "Room", room)
    await cast.sit(make, room, where, world.callers)
    respondent = await _respondent(make, case)
    other = await make.organisation(agency=where.studio, name="某某置业有限公司")
    third = Party(
        case_id=case.id,
        district_id=case.district_id,
        side=PartySide.THIRD_PARTY,
        organisation_id=other.id,
        relation="landlord",
        joined_at=make.runtime.clock.now(),
    )
    await make.save(third)
    worker = await _row(make, Party, world.keys[f"{key} worker"])
    for caller in await cast.parties(make, key, room, worker, respondent, third):
        world.callers[caller.name] = caller
        world.ids[f"seat of {caller.name}"] = gid("Participant", caller.id)


async def _respondent(make: Make, case: Case) -> Party:
    async with make.runtime.db.session() as session:
        found = await session.execute(
            select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)
        )
        return found.scalar_one()


async def _row(make: Make, model: type, key: UUID) -> Any:
    async with make.runtime.db.session() as session:
        return await session.get_one(model, key)


async def _money(make: Make, world: World, cases: dict[str, Case]) -> None:
    """An accepted offer, agreements in three states, an overdue promise."""
    world.add("accepted offer", "Offer", await make.offer(cases["talking"], wages_fen=600_000, social_insurance_fen=0))
    for key, state in (("drafted", "draft"), ("signing", "signing"), ("performing", "effective")):
        worker = await _row(make, Party, world.keys[f"{key} worker"])
        agreement = await make.agreement(cases[key], worker, state=state)
        world.add(f"{key} agreement", "Agreement", agreement)
        world.texts[f"{key} text"] = agreement.text_hash.hex()
        if key == "performing":
            promise = await make.commitment(agreement, worker, due_on=date(2026, 11, 18))
            world.add("promise", "Commitment", promise)
    case = cases["performing"]
    contact = Contact(
        case_id=case.id,
        district_id=case.district_id,
        contacted_at=make.runtime.clock.now(),
        manner="phone",
        outcome="refuses",
        note="",
    )
    await make.save(contact)
    world.add("contact", "DebtorContact", contact)


async def _history(api: Api, world: World) -> None:
    """What is best done by the mediator in person, so that it leaves its trace in the journal."""
    ids, token = world.ids, world.callers["mediator/home"].token

    async def do(name: str, **given: Any) -> str:
        asked = f"mutation($i: {name[0].upper()}{name[1:]}Input!) {{ {name}(input: $i) {{ ... on Node {{ id }} }} }}"
        answer = await api.do(asked, {"i": given}, token=token)
        assert answer.get("id"), (name, answer)
        return str(answer["id"])

    room = ids["talking room"]
    term = {"kind": "WITHIN_DAYS", "days": 3}
    worker, employer = ids["seat of workers@talking"], ids["seat of employer@talking"]
    amounts = {"room": room, "socialInsuranceFen": 0, "term": term}
    ids["deadline"] = await do("setDeadline", case=ids["accepted"], title="核实工资表", dueOn="2026-11-27")
    ids["event"] = await do(
        "recordProcedure",
        case=ids["accepted"],
        version=1,
        trigger="CONFIRMATION_APPLICATION_RECEIVED",
        happenedOn="2026-11-19",
    )
    ids["message"] = await do("speakInRoom", room=room, audience="EVERYONE", body="请各方说明情况。", clientKey="k1")
    ids["note"] = await do("speakInRoom", room=room, audience="NOTE", body="底线不明。", clientKey="k2")
    ids["employers message"] = await do(
        "speakInRoom", room=room, audience="EMPLOYER", body="请补材料。", clientKey="k3"
    )
    ids["caucus"] = await do("openCaucus", room=room, side="WORKERS")
    ids["whisper"] = await do("speakInCaucus", caucus=ids["caucus"], body="可以让一步。", clientKey="k4")
    ids["offer"] = await do("makeOffer", side="EMPLOYER", wagesFen=400_000, onBehalfOf=employer, **amounts)
    ids["private offer"] = await do(
        "makeOffer", side="WORKERS", wagesFen=500_000, onBehalfOf=worker, caucus=ids["caucus"], **amounts
    )
    payment = {"commitment": ids["promise"], "amountFen": 100_000}
    await api.do(
        "mutation($i: RecordPaymentInput!) { recordPayment(input: $i) { __typename } }",
        {
            "i": {
                "case": ids["performing"],
                "items": [payment],
                "payerName": "某公司",
                "paidOn": "2026-11-20",
                "proof": "P-1",
            }
        },
        token=token,
    )
    query = "query($id: ID!) { node(id: $id) { ... on Commitment { payments { id } } } }"
    found = await api.data(query, {"id": ids["promise"]}, token=token)
    ids["payment"] = found["node"]["payments"][0]["id"]
    await api.do(
        "mutation($i: RevealPersonInput!) { revealPerson(input: $i) { __typename } }",
        {"i": {"party": ids["accepted worker"], "field": "PHONE", "reason": "联系当事人"}},
        token=token,
    )
    headers = {"authorization": f"Bearer {token}", "content-type": "text/csv"}
    upload = await api.client.post(f"/cases/{ids['accepted']}/import", content=ROSTER.encode(), headers=headers)
    ids["roster"] = upload.json()["id"]


_VERSIONED = {
    "Agreement": Agreement,
    "Assignment": Assignment,
    "Case": Case,
    "Lawyer": Lawyer,
    "Referral": Referral,
    "Room": Room,
    "ServiceOrder": ServiceOrder,
    "Staff": Staff,
}


async def _versions(make: Make, world: World) -> None:
    """The versions as the history has left them."""
    async with make.runtime.db.session() as session:
        for name, value in world.ids.items():
            type_name, key = decode_global_id(value)
            if type_name in _VERSIONED:
                row = await session.get_one(_VERSIONED[type_name], key)
                world.versions[name] = row.version


def build_once(make_runtime: Any, folder: Path) -> World:
    """Build the world in a loop of its own and give every connection back, so that its database can be cloned."""

    async def run() -> World:
        from mediation.app import create_app

        runtime = make_runtime(folder)
        app = create_app(runtime=runtime)
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            world = await build(runtime, Api(client, app))
        await runtime.close()
        return world

    return asyncio.run(run())
