"""What somebody has in hand when their account is locked out: told as numbers, and handed to a colleague."""

import asyncio
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, Staff
from mediation.case.models import Case, CaseTie
from mediation.gql.relay import gid
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.lawyer.models import Assignment
from mediation.referral.models import Referral

WORK = """query($id: ID!) { node(id: $id) { ... on Staff {
  openWork { casesInCharge openAssignments referralsOwned } } } }"""
DISABLE = """mutation($i: DisableStaffInput!) { disableStaff(input: $i) { __typename
  ... on Staff { openWork { casesInCharge } } ... on Invalid { fields { path code } } } }"""


@pytest.fixture
async def office(make):
    """A studio with an administrator, a mediator who leaves, and a colleague."""

    agency = await make.agency()
    return SimpleNamespace(
        agency=agency,
        leaver=await make.staff(Role.MEDIATOR, agency=agency, name="张敏"),
        colleague=await make.staff(Role.MEDIATOR, agency=agency, name="李四"),
        admin=await make.token(await make.staff(Role.ADMINISTRATOR, agency=agency)),
    )


async def _in_charge(make, office, **more):
    case = await make.case(agency=office.agency, mediator_id=office.leaver.id, **more)
    await make.tie(case, Tie.ASSIGNED, office.leaver.id)
    return case


async def _disable(api, office, who, to=None, token=None):
    given = {"staff": gid("Staff", who.id), "version": 1} | ({"handOverTo": gid("Staff", to.id)} if to else {})
    return await api.do(DISABLE, {"i": given}, token=token or office.admin)


async def _mediators(runtime, *cases):
    async with runtime.read() as connection:
        rows = await connection.execute(
            select(col(Case.id), col(Case.mediator_id)).where(col(Case.id).in_([case.id for case in cases]))
        )
        found = {row.id: row.mediator_id for row in rows}
    return [found[case.id] for case in cases]


async def test_the_administrator_learns_how_much_and_nobody_else_does(api, runtime, make, office):
    now, open_case = runtime.clock.now(), await _in_charge(make, office)
    await _in_charge(make, office, state="closed", closed_at=now, outcome="failed")
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    lawyer, counsel = await make.lawyer(agency=justice)
    about = {"case_id": open_case.id, "district_id": open_case.district_id}
    await make.save(
        Assignment(**about, lawyer_id=lawyer.id, state="accepted", offered_at=now, respond_by=now, check={}),
        Referral(
            **about,
            from_agency_id=office.agency.id,
            to_agency_id=justice.id,
            request="请协助",
            legal_basis="工会法 21",
            state="accepted",
            offered_by=office.leaver.id,
            offered_at=now,
            answered_by=counsel.id,
            answered_at=now,
        ),
    )
    theirs = await make.token(await make.staff(Role.ADMINISTRATOR, agency=justice))

    async def work(of, token):
        node = (await api.data(WORK, {"id": gid("Staff", of.id)}, token=token))["node"]
        return node and node["openWork"]

    assert await work(office.leaver, office.admin) == {"casesInCharge": 1, "openAssignments": 0, "referralsOwned": 0}
    assert await work(counsel, theirs) == {"casesInCharge": 0, "openAssignments": 1, "referralsOwned": 1}
    assert await work(office.leaver, theirs) is None
    assert await work(office.leaver, await make.token(office.colleague)) is None
    assert await work(office.leaver, await make.token(office.leaver)) is None


async def test_a_colleague_takes_over_every_open_case_in_the_same_breath(api, runtime, make, office):
    cases = [await _in_charge(make, office) for _ in range(3)]
    closed = await _in_charge(make, office, state="closed", closed_at=runtime.clock.now(), outcome="failed")
    other = await make.case(agency=office.agency, mediator_id=office.colleague.id)

    done = await _disable(api, office, office.leaver, office.colleague)

    assert done == {"__typename": "Staff", "openWork": {"casesInCharge": 0}}
    mine, was = office.colleague.id, office.leaver.id
    assert await _mediators(runtime, *cases, closed, other) == [mine, mine, mine, was, mine]
    async with runtime.read() as connection:
        entries = await connection.execute(
            select(col(JournalEntry.verb), col(JournalEntry.case_id), col(JournalEntry.particulars))
        )
        said = entries.all()
        ties = await connection.execute(
            select(col(CaseTie.case_id)).where(col(CaseTie.holder_id) == mine, col(CaseTie.ended_at).is_(None))
        )
        assert {case.id for case in cases} <= set(ties.scalars())
    assert {row.case_id for row in said if row.verb == "case:allocate"} == {case.id for case in cases}
    (entry,) = [row.particulars for row in said if row.verb == "staff:disable"]
    assert entry == {"handed_over_to": str(mine), "handed_over": 3}


async def test_who_cannot_take_over_is_said_and_then_nothing_is_done(api, runtime, make, office):
    case = await _in_charge(make, office)
    clerk = await make.staff(Role.INTAKE_CLERK, agency=office.agency)
    recused = await make.staff(Role.MEDIATOR, agency=office.agency)
    await make.tie(case, Tie.RECUSED, recused.id)
    stranger = await make.staff(Role.MEDIATOR)

    codes = [
        (await _disable(api, office, office.leaver, to))["fields"] for to in (stranger, office.leaver, clerk, recused)
    ]
    refused = await _disable(api, office, office.leaver, office.colleague, token=await make.token(office.colleague))

    wanted = ("not_here", "not_here", "not_a_mediator", "recused")
    assert codes == [[{"path": "handOverTo", "code": code}] for code in wanted]
    assert refused["__typename"] == "Forbidden"
    assert await _mediators(runtime, case) == [office.leaver.id]
    async with runtime.read() as connection:
        found = await connection.execute(select(col(Staff.id)).where(col(Staff.disabled_at).is_not(None)))
        assert found.all() == []


async def test_two_who_are_handed_to_each_other_at_once_do_not_block_each_other(api, make, office):
    await _in_charge(make, office)
    mine = await make.case(agency=office.agency, mediator_id=office.colleague.id)
    await make.tie(mine, Tie.ASSIGNED, office.colleague.id)

    answers = await asyncio.gather(
        _disable(api, office, office.leaver, office.colleague), _disable(api, office, office.colleague, office.leaver)
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["Invalid", "Staff"], "the second finds that its colleague is not there any more"
