"""Lists, search and one case, each under the reader's own permissions."""

from datetime import datetime, timedelta

import pytest

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role
from tests.counting import statements

CASES = """query($first: Int!, $after: String, $filter: CaseFilter) { cases(first: $first, after: $after, filter: $filter) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { id number } } } }"""
FULL_LIST = """query($first: Int!) { %s(first: $first) { totalCount pageInfo { hasNextPage } edges { cursor node {
  id number kind state urgent nextDueAt version counts { registered takingPart signed }
  claimTotals { wagesFen socialInsuranceFen totalFen } agency { nameZh } mediator { name agency { nameZh } }
  employer { name creditCode contactPhone openCases } nextStep { who text }
  claimants(first: 3) { totalCount edges { node { name phone claims { head amountFen } } } }
  access { canAccept canClose denied { field } } } } } }"""
ONE = """query($id: ID, $number: String) { case(id: $id, number: $number) { id number state summary
  claimTotals { totalFen } claimants(first: 50) { totalCount edges { cursor node { id name phone idNumber claims { amountFen }
    access { canRevise denied { field } } } } }
  otherParties { name } representatives { party { name } } findings { statement } employer { name openCases }
  mediator { name } nextStep { who } access { canAccept canClose canRecuse possible denied { field reason } } } }"""


async def _numbers(api, token, *, first=100, **filter_) -> list[str]:
    data = await api.data(CASES, {"first": first, "filter": filter_}, token=token)
    found = [edge["node"]["number"] for edge in data["cases"]["edges"]]
    assert data["cases"]["totalCount"] == len(found)
    return found


@pytest.fixture
async def district(make):
    return await make.district()


@pytest.fixture
async def studio(make, district):
    return await make.agency(district=district)


@pytest.fixture
async def mediator(make, studio):
    return await make.staff(Role.MEDIATOR, agency=studio)


@pytest.fixture
async def token(make, mediator):
    return await make.token(mediator)


async def test_each_reader_sees_their_own_cases_in_list_count_and_node(api, make, district, studio, token) -> None:
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    here, there = await make.case(agency=studio), await make.case()
    referred, assigned = await make.case(agency=studio), await make.case(agency=studio)
    clerk, lawyer = await make.staff(Role.CLERK, agency=court), await make.staff(Role.LAWYER, agency=court)
    supervisor = await make.staff(Role.SUPERVISOR, agency=court)
    await make.tie(referred, Tie.REFERRED, court.id)
    await make.tie(assigned, Tie.ASSIGNED, lawyer.id)

    seen = {
        "mediator": await _numbers(api, token),
        "clerk": await _numbers(api, await make.token(clerk)),
        "lawyer": await _numbers(api, await make.token(lawyer)),
        "supervisor": await _numbers(api, await make.token(supervisor)),
    }

    assert {who: set(numbers) for who, numbers in seen.items()} == {
        "mediator": {here.number, referred.number, assigned.number},
        "clerk": {referred.number},
        "lawyer": {assigned.number},
        "supervisor": {here.number, referred.number, assigned.number},
    }
    node = "query($id: ID!) { node(id: $id) { id } }"
    hidden = await api.data(node, {"id": gid("Case", there.id)}, token=token)
    absent = await api.data(node, {"id": gid("Case", studio.id)}, token=token)
    assert hidden == absent == {"node": None}


async def test_who_may_see_no_case_at_all_is_told_so(api, make) -> None:
    administrator = await make.token(await make.staff(Role.ADMINISTRATOR))

    response = await api.send(CASES, {"first": 1}, token=administrator)
    nobody = await api.send(CASES, {"first": 1})

    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert nobody.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_recused_lose_the_case_on_every_path(api, make, studio, mediator, token) -> None:
    case = await make.case(agency=studio)
    await make.claimant(case, name="王小明")
    await make.tie(case, Tie.RECUSED, mediator.id)
    await make.tie(case, Tie.ASSIGNED, mediator.id)

    assert await _numbers(api, token) == []
    assert await _numbers(api, token, search="小明") == []
    one = await api.data(ONE, {"id": gid("Case", case.id)}, token=token)
    by_number = await api.data(ONE, {"number": case.number}, token=token)
    work = await api.data("{ myWork(first: 5) { totalCount edges { node { id } } } }", token=token)
    assert one == by_number == {"case": None}
    assert work == {"myWork": {"totalCount": 0, "edges": []}}


async def test_two_characters_find_number_employer_and_claimant(api, make, studio, token) -> None:
    restaurant = await make.organisation(agency=studio, name="某餐饮管理有限公司")
    decorator = await make.organisation(agency=studio, name="某装饰工程公司")
    first = await make.case(agency=studio, employer=restaurant, number="闵工调〔2026〕118号")
    second = await make.case(agency=studio, employer=decorator, number="闵工调〔2026〕119号")
    await make.claimant(first, name="王小明")
    await make.claimant(second, name="阿卜杜拉·买买提")

    assert await _numbers(api, token, search="餐饮") == [first.number]
    assert await _numbers(api, token, search="小明") == [first.number]
    assert await _numbers(api, token, search="买买提") == [second.number]
    assert await _numbers(api, token, search="119") == [second.number]
    assert await _numbers(api, token, search="闵工调[2026]118") == [first.number]
    assert await _numbers(api, token, search="公司 小明") == [first.number]
    assert await _numbers(api, token, search="装饰 小明") == []
    assert await _numbers(api, token, search="〔〕") == []
    assert await _numbers(api, token, search="%") == []
    assert set(await _numbers(api, token, search=" ")) == {first.number, second.number}


async def test_who_may_not_see_parties_cannot_find_out_their_names_by_searching(api, make, studio, token) -> None:
    case = await make.case(agency=studio)
    await make.claimant(case, name="王小明")
    supervisor = await make.staff(Role.SUPERVISOR, agency=studio)
    theirs = await make.token(supervisor)

    assert await _numbers(api, token, search="王小明") == [case.number]
    assert await _numbers(api, theirs, search="王小明") == []
    assert await _numbers(api, theirs, search=case.number) == [case.number]


async def test_a_search_that_no_name_can_hold_is_refused(api, token) -> None:
    too_long = await api.send(CASES, {"first": 1, "filter": {"search": "字" * 101}}, token=token)
    nul = await api.send(CASES, {"first": 1, "filter": {"search": "王\u0000"}}, token=token)

    assert too_long.json()["errors"][0]["extensions"]["code"] == "INVALID"
    assert nul.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_every_filter_narrows(api, make, studio, mediator, token) -> None:
    employer = await make.organisation(agency=studio)
    day = datetime(2026, 11, 3, 23, 30, tzinfo=SHANGHAI)
    mine = await make.case(agency=studio, mediator_id=mediator.id, urgent=True, registered_at=day)
    against = await make.case(agency=studio, employer=employer, state=CaseState.ACCEPTED)
    everything = {mine.number, against.number}

    async def found(**filter_) -> set[str]:
        return set(await _numbers(api, token, **filter_))

    assert await found() == everything
    assert await found(mine=True) == {mine.number}
    assert await found(mediator=gid("Staff", mediator.id)) == {mine.number}
    assert await found(employer=gid("Employer", employer.id)) == {against.number}
    assert await found(urgent=True) == {mine.number}
    assert await found(urgent=False) == {against.number}
    assert await found(state=["ACCEPTED", "MEDIATING"]) == {against.number}
    assert await found(state=[]) == set()
    assert await found(kind="COLLECTIVE") == set()
    assert await found(registeredFrom="2026-11-03", registeredTo="2026-11-03") == {mine.number}
    assert await found(registeredFrom="2026-11-04") == {against.number}
    wrong = await api.send(CASES, {"first": 1, "filter": {"employer": gid("Staff", mediator.id)}}, token=token)
    assert wrong.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_pages_follow_each_other_newest_first_without_loss(api, make, studio, token) -> None:
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
    made = [await make.case(agency=studio, registered_at=noon + timedelta(minutes=n // 2)) for n in range(7)]
    after, seen = None, []

    for _ in range(3):
        page = (await api.data(CASES, {"first": 3, "after": after}, token=token))["cases"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]

    assert page["pageInfo"]["hasNextPage"] is False
    order = sorted(made, key=lambda case: (case.registered_at, case.id), reverse=True)
    assert seen == [gid("Case", case.id) for case in order]


async def test_work_comes_by_next_deadline_and_without_what_is_closed(
    api, make, studio, mediator, token, clock
) -> None:
    later = await make.case(agency=studio, next_due_at=clock.now() + timedelta(days=3))
    never = await make.case(agency=studio)
    soon = await make.case(agency=studio, next_due_at=clock.now() + timedelta(hours=1), mediator_id=mediator.id)
    await make.case(agency=studio, state=CaseState.REFUSED, closed_at=clock.now())
    await make.case()

    query = "query($mine: Boolean!) { myWork(first: 10, mine: $mine) { totalCount edges { node { id nextDueAt } } } }"
    work = (await api.data(query, {"mine": False}, token=token))["myWork"]
    mine = (await api.data(query, {"mine": True}, token=token))["myWork"]

    assert work["totalCount"] == 3
    assert [edge["node"] for edge in work["edges"]] == [
        {"id": gid("Case", soon.id), "nextDueAt": "2026-11-20T05:00:00.000Z"},
        {"id": gid("Case", later.id), "nextDueAt": "2026-11-23T04:00:00.000Z"},
        {"id": gid("Case", never.id), "nextDueAt": None},
    ]
    assert [edge["node"]["id"] for edge in mine["edges"]] == [gid("Case", soon.id)]


async def test_a_case_under_broken_glass_can_be_read_but_is_not_work(api, make, studio, mediator, token) -> None:
    elsewhere = await make.case()
    await make.tie(elsewhere, Tie.GLASS, mediator.id)

    one = await api.data(ONE, {"id": gid("Case", elsewhere.id)}, token=token)
    work = await api.data("{ myWork(first: 5) { totalCount } }", token=token)

    assert one["case"]["number"] == elsewhere.number
    assert await _numbers(api, token) == [elsewhere.number]
    assert work["myWork"]["totalCount"] == 0


async def test_a_number_is_understood_however_it_is_typed(api, make, studio, token) -> None:
    case = await make.case(agency=studio, number="闵工调〔2026〕118号", serial=118)
    await make.case(serial=118, number="浦工调〔2026〕118号")

    async def found(typed: str) -> str | None:
        one = (await api.data(ONE, {"number": typed}, token=token))["case"]
        return one and one["number"]

    for typed in ("闵工调〔2026〕118号", "闵工调[２０２６]118", "2026-118"):
        assert await found(typed) == case.number
    for typed in ("浦工调〔2026〕118号", "2026-117", "闵工〔2026〕118号", "不是案号"):
        assert await found(typed) is None


async def test_fields_a_supervisor_may_not_see_are_null_and_named(api, make, studio) -> None:
    case = await make.case(agency=studio)
    await make.claimant(case)
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=studio))

    one = (await api.data(ONE, {"id": gid("Case", case.id)}, token=supervisor))["case"]

    assert one["claimTotals"] == {"totalFen": 738_000}
    assert one["claimants"] is one["otherParties"] is one["representatives"] is one["findings"] is None
    assert [denied["field"] for denied in one["access"]["denied"]] == [
        "claimants",
        "findings",
        "otherParties",
        "representatives",
        "respondent",
    ]
    assert one["access"]["denied"][0]["reason"] == "您的权限看不到此项。"


async def test_access_joins_permission_and_state(api, make, studio, token) -> None:
    case = await make.case(agency=studio)
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=studio))

    mediators = (await api.data(ONE, {"id": gid("Case", case.id)}, token=token))["case"]["access"]
    clerks = (await api.data(ONE, {"id": gid("Case", case.id)}, token=clerk))["case"]["access"]

    assert (mediators["canAccept"], mediators["canClose"]) == (True, False)
    assert (clerks["canAccept"], clerks["canClose"]) == (False, False)
    assert "case:refuse" in mediators["possible"]
    assert "case:close" not in mediators["possible"]
    assert "case:edit" in clerks["possible"]


async def test_claimants_come_in_pages_in_the_order_of_the_roster(api, make, studio, token) -> None:
    case = await make.case(agency=studio)
    names = [f"张{char}" for char in "一二三四五"]
    for name in names:
        await make.claimant(case, name=name)
    query = """query($id: ID!, $after: String) { case(id: $id) { claimants(first: 2, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } } }"""
    after, seen = None, []

    for _ in range(3):
        page = (await api.data(query, {"id": gid("Case", case.id), "after": after}, token=token))["case"]["claimants"]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]

    assert seen == names
    assert page["totalCount"] == 5
    assert page["pageInfo"]["hasNextPage"] is False
    bad = await api.send(query, {"id": gid("Case", case.id), "after": "x"}, token=token)
    assert bad.json()["errors"][0]["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize("field", ["cases", "myWork"])
async def test_the_cost_of_a_list_does_not_grow_with_its_length(api, make, studio, token, runtime, field) -> None:
    async def fill(n: int) -> None:
        for _ in range(n):
            mediator = await make.staff(Role.MEDIATOR, agency=studio)
            case = await make.case(agency=studio, mediator_id=mediator.id)
            await make.claimant(case, phone="13812341402")
            await make.claimant(case)

    async def cost() -> int:
        with statements(runtime) as sent:
            await api.data(FULL_LIST % field, {"first": 20}, token=token)
        return len(sent)

    await fill(2)
    few = await cost()
    await fill(6)
    many = await cost()

    assert few == many
    # session, ties under glass (a list only), page, total, agencies, mediators, employers, their open cases, hints,
    # claimants, claims
    assert many == (11 if field == "cases" else 10)


async def test_a_total_that_is_not_asked_for_is_not_counted(api, make, studio, token, runtime) -> None:
    await make.case(agency=studio)

    with statements(runtime) as sent:
        await api.data("{ myWork(first: 20) { edges { node { number claimTotals { totalFen } } } } }", token=token)

    assert len(sent) == 2
    assert not any("count(" in statement.lower() for statement in sent)


async def test_the_whole_case_costs_the_same_for_two_and_for_thirty_claimants(
    api, make, studio, token, runtime
) -> None:
    small, large = await make.case(agency=studio), await make.case(agency=studio)
    for case, n in ((small, 2), (large, 30)):
        for _ in range(n):
            await make.claimant(case, phone="13812341402")

    costs = []
    for case in (small, large):
        with statements(runtime) as sent:
            await api.data(ONE, {"id": gid("Case", case.id)}, token=token)
        costs.append(len(sent))

    # session, case, claimants, claims, third parties, representatives, findings, employer, its open cases, hints
    assert costs == [10, 10]
