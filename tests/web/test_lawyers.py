"""Aid lawyers: the rota shows the empty day, a conflict stops with its reason, and a lawyer answers."""

import re

from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.kit.actor import Role


async def _world(make):
    """A case in conflict with the first of two lawyers, and the people who work on it."""
    district = await make.district()
    union = await make.agency(district=district)
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    case = await make.case(
        agency=union, employer=await make.organisation(agency=union, name=f"川味餐饮{district.code}有限公司")
    )
    await make.claimant(case, name="王小明")
    zhou = await make.lawyer(agency=justice, name="周律师", acted_for=f"川味餐饮{district.code}有限公司")
    chen = await make.lawyer(agency=justice, name="陈律师")
    supervisor = await make.staff(Role.SUPERVISOR, agency=justice)
    mediator = await make.staff(Role.MEDIATOR, agency=union)
    return case, zhou, chen, mediator, supervisor


async def test_the_week_shows_who_is_on_duty_and_which_day_has_nobody(browser, make):
    _, _, (chen, _), _, supervisor = await _world(make)
    await browser.be(supervisor)

    before = (await browser.get("/lawyers")).text
    done = await browser.post("/lawyers/rota/2026-11-20", {"lawyers.0": gid("Lawyer", chen.id)})
    after = (await browser.get("/lawyers")).text

    assert before.count("缺人") == 3  # Friday, and the two days after it
    assert done.status_code == 303
    assert after.count("缺人") == 2
    assert after.count("陈律师") == before.count("陈律师") + 1


async def test_a_conflict_of_interest_is_a_stop_with_its_reason(browser, make):
    case, (zhou, _), (chen, _), mediator, _ = await _world(make)
    await browser.be(mediator)
    path = f"/cases/{gid('Case', case.id)}/lawyer"

    page = (await browser.get(path)).text
    refused = await browser.post(path, {"lawyer": gid("Lawyer", zhou.id)})
    asked = await browser.post(path, {"lawyer": gid("Lawyer", chen.id)})

    assert "不可指派（回避）" in page
    assert "代理过" in page
    assert refused.status_code == 422
    assert asked.status_code == 303


async def test_a_lawyer_sees_names_only_and_answers(browser, make):
    case, _, (chen, account), mediator, _ = await _world(make)
    await browser.be(mediator)
    await browser.post(f"/cases/{gid('Case', case.id)}/lawyer", {"lawyer": gid("Lawyer", chen.id)})

    await browser.be(account)
    work, told = (await browser.get("/work")).text, (await browser.get("/inbox")).text
    mine = (await browser.get("/assignments")).text
    path = re.search(r'href="(/assignments/[^"]+)"', mine)[1]
    page = (await browser.get(path)).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    done = await browser.post(f"{path}/accept", {"version": version}, on=path)

    assert f"请您承办 {case.number}" in work
    assert 'href="/assignments"' in told
    assert case.number in mine
    assert "等待回应" in mine
    assert "接受指派" in page
    assert done.status_code == 303
    after = (await browser.get("/assignments")).text
    assert "已接受" in after
    assert "王小明" in after
    assert "请您承办" not in (await browser.get("/work")).text
    assert case.number in (await browser.get("/cases")).text
    assert (await browser.get(f"/cases/{gid('Case', case.id)}/act/recuse")).status_code == 200


async def test_another_districts_mediator_sees_neither_case_nor_panel(browser, make):
    case, *_ = await _world(make)
    await browser.be(await make.staff(Role.MEDIATOR, agency=await make.agency(district=await make.district())))

    assert (await browser.get(f"/cases/{gid('Case', case.id)}/lawyer")).status_code == 404
    assert "陈律师" not in (await browser.get("/lawyers")).text


async def test_a_week_at_the_end_of_time_is_a_page_too(browser, make):
    await browser.be(await make.staff(Role.MEDIATOR))

    for week in ("0001-01-01", "9999-12-31", "soon"):
        assert (await browser.get(f"/lawyers?week={week}")).status_code == 200
