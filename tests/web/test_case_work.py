"""What is done in a case: referrals, papers, findings, notices, and the acts that move it."""

import re
from datetime import UTC, datetime

import pytest

from mediation.agency.models import AgencyKind, District
from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
async def desk(browser, make):
    """A mediator of a studio at an accepted case with two workers."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state=CaseState.ACCEPTED, mediator_id=mediator.id, accepted_on=NOW.date())
    workers = [
        await make.claimant(case, name=name, phone=f"1391234223{n}") for n, name in enumerate(("王小明", "赵一曼"))
    ]
    await browser.be(mediator)
    browser.agency, browser.mediator, browser.case, browser.workers = agency, mediator, case, workers
    browser.at = f"/cases/{gid('Case', case.id)}"
    return browser


async def test_a_referral_goes_to_another_agency_which_sees_the_case_only_while_it_has_it_in_hand(desk, make):
    async with make.runtime.db.session() as session:
        district = await session.get_one(District, desk.agency.district_id)
    other = await make.agency(kind=AgencyKind.HUMAN_RESOURCES, district=district)
    clerk = await make.staff(Role.CLERK, agency=other, name="孙丽")
    form = (await desk.get(f"{desk.at}/referrals/offer")).text
    nobody = await desk.post(f"{desk.at}/referrals/offer", {"request": "核查社保", "legalBasis": "社保征缴条例"})
    given = {"toAgency": gid("Agency", other.id), "request": "核查社保补缴", "legalBasis": "社保征缴条例 13"}
    sent = await desk.post(f"{desk.at}/referrals/offer", given)

    assert "接收之后、办结之前，只能查看" in form
    assert 'href="#f-toAgency"' in nobody.text
    assert "核查社保</textarea>" in nobody.text
    assert sent.headers["location"].endswith("said=referral-offered")
    assert "核查社保补缴" in (await desk.get("/referrals?box=out")).text

    await desk.be(clerk)
    inbox = (await desk.get("/referrals")).text
    [referral] = set(re.findall(r"/referrals/([\w=-]{20,})/accept", inbox))
    assert (await desk.get(desk.at)).status_code == 404
    taken = await desk.post(f"/referrals/{referral}/accept", {"version": "1"})
    assert taken.headers["location"].endswith("said=referral-accept")
    assert (await desk.get(desk.at)).status_code == 200
    silent = await desk.post(f"/referrals/{referral}/close", {"result": "", "version": "2"})
    assert silent.status_code == 422
    done = await desk.post(f"/referrals/{referral}/close", {"result": "已责令补缴", "version": "2"})
    assert done.headers["location"].endswith("said=referral-close")
    assert (await desk.get(desk.at)).status_code == 404
    assert "已责令补缴" in (await desk.get(f"/referrals/{referral}")).text

    await desk.be(desk.mediator)
    assert "已责令补缴" in (await desk.get(f"{desk.at}/referrals")).text


async def test_a_paper_names_what_it_lacks_and_is_made_as_a_draft_or_filled_in(desk):
    every = (await desk.get(f"{desk.at}/documents")).text
    path, worker = f"{desk.at}/documents/SERVICE_ADDRESS", gid("Party", desk.workers[0].id)
    form = (await desk.get(f"{path}?worker={worker}")).text
    [field] = re.findall(r'href="#f-(d\.\w+)">在下面填写', form)
    refused = await desk.post(path, {"worker": worker}, on=f"{path}?worker={worker}")
    made = await desk.post(path, {"worker": worker, field: "上海市闵行区某路 1 号"}, on=f"{path}?worker={worker}")
    after = (await desk.get(made.headers["location"])).text

    assert "送达地址确认书" in every
    assert "住址" in every
    assert refused.status_code == 422
    assert made.status_code == 303
    assert "成功" in after
    assert re.search(r'href="/documents/[\w=-]+"', after)
    assert re.search(r"<code class=\"hash\">[0-9a-f]{64}", after)
    recent = (await desk.get(f"{desk.at}/documents")).text
    assert "最近生成" in recent
    assert '<td data-of="谁能看到">工作室、援助律师、劳动者本人、参与单位</td>' in recent


async def test_one_paper_for_every_worker_is_made_behind_a_page_that_shows_how_far_it_is(desk, make):
    path = f"{desk.at}/documents/SERVICE_ADDRESS"

    begun = await desk.post(f"{path}/set", {"draft": "on"}, on=path)
    await make.runtime.background.settle()
    page = (await desk.get(begun.headers["location"])).text

    assert begun.status_code == 303
    assert "已生成 2 份，共 2 份" in page
    assert "全部生成完毕" in page
    lacking = await desk.post(f"{path}/set", {}, on=path)
    await make.runtime.background.settle()
    assert "共 2 份" in (await desk.get(lacking.headers["location"])).text
    assert (await desk.get(f"{path}/set?since=yesterday")).status_code == 404


async def test_what_was_found_out_is_recorded_and_only_what_changed(desk):
    empty = await desk.post(f"{desk.at}/findings/add", {"statement": "停工", "foundOn": "2026-11-20"})
    given = {"kind": "BREACH", "statement": "未签书面合同", "source": "现场检查", "foundOn": "2026-11-20"}
    done = await desk.post(f"{desk.at}/findings/add", given)
    holds = {"which": "MIGRANT_WORKERS", "MIGRANT_WORKERS.holds": "yes", "MIGRANT_WORKERS.basis": "户籍登记"}
    version = await _version(desk)
    known = await desk.post(f"{desk.at}/circumstances", holds | {"version": version})
    same = await desk.post(f"{desk.at}/circumstances", holds | {"version": version})
    page = (await desk.get(f"{desk.at}/findings")).text

    assert 'href="#f-kind"' in empty.text
    assert done.headers["location"].endswith("said=finding-recorded")
    assert known.headers["location"].endswith("said=circumstances-recorded")
    assert same.headers["location"] == f"{desk.at}/findings"
    assert "未签书面合同" in page
    assert "申请人是进城务工人员" in page
    assert "户籍登记" in page


async def test_a_case_is_closed_on_a_page_of_its_own_and_opened_again_for_a_reason(desk):
    form = (await desk.get(f"{desk.at}/act/close")).text
    version = await _version(desk)
    nothing = await desk.post(f"{desk.at}/act/close", {"reason": "未达成一致", "version": version})
    paid = await desk.post(f"{desk.at}/act/close", {"outcome": "PERFORMED", "version": version})
    closed = await desk.post(
        f"{desk.at}/act/close", {"outcome": "FAILED", "reason": "双方未达成一致", "version": version}
    )
    page = (await desk.get(closed.headers["location"])).text
    hidden = dict(
        re.findall(r'name="(form_token|once|version)" value="([\w-]+)"', (await desk.get(f"{desk.at}/act/reopen")).text)
    )
    again = await desk.post(f"{desk.at}/act/reopen", hidden | {"reason": "发现新的证据"})

    assert "登记 2 · 参加 2 · 签署 0" in form
    assert "button warning" in form
    assert 'href="#f-outcome"' in nothing.text
    assert "双方未达成一致" not in paid.text
    assert paid.status_code == 422
    assert "只能查看" in page
    assert "双方未达成一致" in page
    assert "现在不能进行这项操作" in (await desk.get(f"{desk.at}/act/accept")).text
    assert again.headers["location"].endswith("said=case-reopen")


async def test_who_steps_off_a_case_no_longer_sees_it(desk):
    done = await desk.post(f"{desk.at}/act/recuse", {"reason": "与用人单位负责人是亲属"})

    assert done.headers["location"] == "/work?said=case-recuse"
    assert (await desk.get(desk.at)).status_code == 404


async def test_looking_into_a_case_answers_alike_whether_it_is_there_or_not_in_the_district(desk, make):
    far = await make.case(agency=await make.agency())
    async with make.runtime.db.session() as session:
        district = await session.get_one(District, desk.agency.district_id)
    near = await make.case(agency=await make.agency(district=district))
    reason = "劳动者重复投诉，需要核对两案是否为同一事项，以免重复处理"

    answers = []
    for number in (far.number, "无〔2026〕1号"):
        answer = await desk.post("/glass", {"number": number, "reason": reason, "hours": "2"})
        answers.append((answer.status_code, answer.text.replace(number, "")))
    seen = await desk.post("/glass", {"number": near.number, "reason": reason, "hours": "2"})

    assert [status for status, _ in answers] == [422, 422]
    assert len({re.sub(r'value="[\w-]+"', "", text) for _, text in answers}) == 1
    assert seen.headers["location"].startswith(f"/cases/{gid('Case', near.id)}")
    assert 'href="/glass"' in (await desk.get(f"/cases/{gid('Case', far.id)}")).text


async def test_the_notices_of_a_case_are_listed_or_said_to_be_secret(desk, make):
    party = gid("Party", desk.workers[0].id)
    await desk.post(f"{desk.at}/parties/{party}/link/issue")

    page = (await desk.get(f"{desk.at}/notices")).text
    await desk.be(await make.staff(Role.INTAKE_CLERK, agency=desk.agency))
    hidden = (await desk.get(f"{desk.at}/notices")).text

    assert "短信" in page
    assert "无权查看" in hidden
    assert "短信" not in hidden


async def _version(desk) -> str:
    page = (await desk.get(f"{desk.at}/circumstances")).text
    [found] = re.findall(r'name="version" value="(\d+)"', page)
    return found
