"""The page of a case, its list, and its sections for parties, claims and deadlines."""

import re
from datetime import UTC, date, datetime

import pytest

from mediation.case.models import CaseKind, CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
async def desk(browser, make):
    """A mediator of a studio at a case with one worker."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state=CaseState.ACCEPTED, mediator_id=mediator.id)
    worker = await make.claimant(case, phone="13912342234")
    await browser.be(mediator)
    browser.agency, browser.case, browser.worker, browser.mediator = agency, case, worker, mediator
    browser.at = f"/cases/{gid('Case', case.id)}"
    return browser


async def test_the_page_of_a_case_says_what_is_next_why_and_the_numbers_in_their_order(desk):
    page = (await desk.get(desk.at)).text

    assert f"<title>案件 {desk.case.number} – 联合调解" in page
    assert "开调解室" in page
    assert "双方还没有坐到一起" in page
    assert f'href="{desk.at}/room"' in page
    assert re.search(
        r"登记人数</dt><dd class=\"number\">1</dd>\s*<dt>参加人数</dt><dd class=\"number\">1</dd>\s*<dt>签署人数</dt>",
        page,
    )
    assert '<td class="money">6,480.00</td><td class="money">900.00</td>' in page
    for section in ("parties", "claims", "deadlines", "referrals", "documents", "findings", "notices"):
        assert f'href="{desk.at}/{section}"' in page


async def test_the_timeline_is_narrowed_by_what_and_by_agency_and_says_so(desk):
    await desk.post(f"{desk.at}/deadlines/set", {"title": "回访", "dueOn": "2026-12-01"})

    everything = (await desk.get(desk.at)).text
    money = (await desk.get(f"{desk.at}?about=money")).text
    clocks = (await desk.get(f"{desk.at}?about=deadlines&agency={gid('Agency', desk.agency.id)}")).text

    assert "设定期限</strong>" in everything
    assert "设定期限</strong>" not in money
    assert "没有符合条件的记录" in money
    assert "已筛选" in clocks
    assert "设定期限</strong>" in clocks


async def test_what_one_did_many_times_in_a_minute_is_told_once(desk, make):
    for name in ("李小明", "赵小明", "钱小明", "孙小明", "吴小明"):
        given = {"claimant.name": name, "claimant.takingPart": "on", "version": await _version(desk)}
        added = await desk.post(f"{desk.at}/parties/add", given)
        assert added.status_code == 303

    page = (await desk.get(desk.at)).text
    assert re.search(r'<span class="number">×[234]</span>', page)
    assert page.count("<strong>增加当事人</strong>") < 5


async def test_what_others_did_is_news_until_the_page_says_that_it_was_seen(desk, make):
    await desk.be(await make.staff(Role.MEDIATOR, agency=desk.agency))
    await desk.post(f"{desk.at}/deadlines/set", {"title": "回访", "dueOn": "2026-12-01"})
    await desk.be(desk.mediator)

    fresh = (await desk.get(desk.at)).text
    again = (await desk.get(desk.at)).text
    said = await desk.post(f"{desk.at}/seen", on=desk.at)
    after = (await desk.get(desk.at)).text

    assert "有新进展" in fresh
    assert "有新进展" in again
    assert said.headers["location"] == desk.at
    assert "有新进展" not in after


async def test_another_studio_sees_what_it_sees_of_a_case_that_is_not_there(desk, make):
    other = await make.staff(Role.MEDIATOR)
    await desk.be(other)
    nowhere = await make.case(agency=await make.agency())

    pages = [
        await desk.get(path) for path in (desk.at, f"/cases/{gid('Case', nowhere.id)}", "/cases/aaaaaaaaaaaaaaaaaaaa")
    ]
    lists = (await desk.get("/cases")).text

    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="[\w-]+"|截至 [\d:]+', "", page.text) for page in pages}) == 1
    assert desk.case.number not in lists
    assert "这里还没有案件" in lists


async def test_a_supervisor_reads_in_words_what_is_not_for_them(desk, make):
    await desk.be(await make.staff(Role.SUPERVISOR, agency=desk.agency))

    page = (await desk.get(f"{desk.at}/parties")).text

    assert "无权查看" in page
    assert "王小明" not in page


@pytest.mark.parametrize("role", [Role.LAWYER, Role.CLERK])
async def test_whoever_may_not_read_the_list_of_colleagues_has_a_list_of_cases(desk, make, role):
    await desk.be(await make.staff(role, agency=desk.agency))

    page = await desk.get("/cases")

    assert page.status_code == 200
    assert 'name="mediator"' not in page.text


async def test_the_list_of_cases_is_narrowed_and_says_so(desk, make):
    more = await make.case(
        agency=desk.agency, state=CaseState.CLOSED, kind=CaseKind.COLLECTIVE, outcome="failed", closed_at=NOW
    )

    every = (await desk.get("/cases")).text
    closed = (await desk.get("/cases?state=CLOSED&kind=COLLECTIVE")).text
    mine = (await desk.get("/cases?mine=on&q=" + desk.case.number)).text

    assert desk.case.number in every
    assert more.number in every
    assert desk.case.number not in closed
    assert more.number in closed
    assert "已筛选" in closed
    assert desk.case.number in mine
    assert more.number not in mine


async def test_a_whole_phone_number_is_shown_once_for_a_reason(desk):
    roster = (await desk.get(f"{desk.at}/parties")).text
    party = gid("Party", desk.worker.id)
    path = f"{desk.at}/parties/{party}/reveal/phone"

    silent = await desk.post(path, {"reason": ""})
    told = await desk.post(path, {"reason": "核对银行预留手机号"})

    assert "139****2234" in roster
    assert "13912342234" not in roster
    assert silent.status_code == 422
    assert "13912342234" not in silent.text
    assert "13912342234" in told.text
    assert "no-store" in told.headers["cache-control"]


async def test_a_worker_is_added_corrected_elected_and_taken_out(desk):
    wrong = await desk.post(
        f"{desk.at}/parties/add", {"claimant.name": "赵一曼", "claimant.phone": "123", "version": "1"}
    )
    assert wrong.status_code == 422
    assert '<a href="#f-claimant.phone">手机：' in wrong.text
    assert 'value="赵一曼"' in wrong.text

    given = {"claimant.name": "赵一曼", "claimant.takingPart": "on", "claimant.claims.0.amountFen": "5,200"}
    added = await desk.post(f"{desk.at}/parties/add", given | {"version": await _version(desk)})
    assert added.headers["location"].endswith("said=party-added")
    roster = (await desk.get(f"{desk.at}/parties")).text
    assert "赵一曼" in roster
    assert "5,200.00" in roster

    party = gid("Party", desk.worker.id)
    stale = await desk.post(f"{desk.at}/parties/{party}", {"worker": "1", "name": "王晓明", "version": "1"})
    assert stale.status_code == 422
    assert "有人改动了本案" in stale.text
    assert 'value="王晓明"' in stale.text

    elected = await desk.post(
        f"{desk.at}/representatives", {"who": party, "electedOn": "2026-11-19", "version": await _version(desk)}
    )
    assert elected.headers["location"].endswith("said=elected")
    left = await desk.post(f"{desk.at}/parties/{party}/leave", {"reason": "本人退出", "version": await _version(desk)})
    assert left.headers["location"].endswith("said=party-left")
    assert "已退出" in (await desk.get(f"{desk.at}/parties")).text


async def test_a_status_link_is_issued_and_turned_off_behind_a_page_of_its_own(desk):
    party = gid("Party", desk.worker.id)

    sent = await desk.post(f"{desk.at}/parties/{party}/link/issue")
    roster = (await desk.get(f"{desk.at}/parties")).text
    [link] = re.findall(r"/link/revoke\?link=([\w=-]+)", roster)
    off = await desk.post(
        f"{desk.at}/parties/{party}/link/revoke",
        {"link": link, "reason": "手机号已更换"},
        on=f"{desk.at}/parties/{party}/link/revoke?link={link}",
    )

    assert sent.headers["location"].endswith("said=link-issue")
    assert off.headers["location"].endswith("said=link-revoke")
    assert "已撤销" in (await desk.get(f"{desk.at}/parties")).text


async def test_an_amount_is_tried_out_then_saved_with_its_steps(desk):
    path = f"{desk.at}/claims/new/{gid('Party', desk.worker.id)}"
    form = {"head": "OVERTIME", "calc": "overtime", "in.monthly_pay_fen": "6500", "in.extra_hours": "10"}
    on = f"{path}?calc=overtime"

    tried = await desk.post(path, form | {"do": "preview"}, on=on)
    missing = await desk.post(path, form | {"do": "preview", "in.monthly_pay_fen": "六千"}, on=on)
    saved = await desk.post(path, form | {"do": "save", "version": await _version(desk)}, on=on)
    claims = (await desk.get(f"{desk.at}/claims")).text

    assert tried.status_code == 200
    assert "560.34" in tried.text
    assert "《劳动法》第44条" in tried.text
    assert missing.status_code == 422
    assert 'href="#f-in.monthly_pay_fen"' in missing.text
    assert saved.headers["location"].endswith("said=claim-stated")
    assert "560.34" in claims
    [claim] = re.findall(r'/claims/([\w=-]+)">步骤与变更<span class="hidden">王小明 加班费', claims)
    steps = (await desk.get(f"{desk.at}/claims/{claim}")).text
    assert "延长工作时间" in steps
    assert 'value="6500"' in steps
    given_up = await desk.post(
        f"{desk.at}/claims/{claim}", {"amountFen": "0", "do": "save", "version": await _version(desk)}
    )
    assert given_up.headers["location"].endswith("said=claim-amended")


async def test_what_happened_outside_starts_clocks_and_is_taken_back_with_a_reason(desk):
    today = date(2026, 11, 20).isoformat()
    given = {"trigger": "ARBITRATION_APPLICATION_RECEIVED", "happenedOn": today, "reference": "闵劳人仲(2026)9号"}

    empty = await desk.post(f"{desk.at}/deadlines/record", {"happenedOn": "昨天"})
    done = await desk.post(f"{desk.at}/deadlines/record", given | {"version": await _version(desk)})
    page = (await desk.get(f"{desk.at}/deadlines")).text
    [event] = re.findall(r"/deadlines/correct/([\w=-]+)", page)
    back = await desk.post(
        f"{desk.at}/deadlines/correct/{event}", {"reason": "登记错案件", "version": await _version(desk)}
    )
    after = (await desk.get(f"{desk.at}/deadlines")).text

    assert empty.status_code == 422
    assert 'href="#f-happenedOn"' in empty.text
    assert done.headers["location"].endswith("said=event-recorded")
    assert "闵劳人仲(2026)9号" in page
    assert back.headers["location"].endswith("said=event-corrected")
    assert "登记错案件" in after
    assert "更正程序事项记录" in after


async def test_a_form_sent_twice_is_done_once_and_an_own_deadline_is_met(desk):
    page = (await desk.get(f"{desk.at}/deadlines/set")).text
    hidden = dict(re.findall(r'name="(form_token|once)" value="([\w-]+)"', page))
    for _ in range(2):
        await desk.api.client.post(
            f"{desk.at}/deadlines/set",
            data=hidden | {"title": "家访", "dueOn": "2026-12-01"},
            headers={"sec-fetch-site": "same-origin"},
        )
    shown = (await desk.get(f"{desk.at}/deadlines")).text
    found = re.findall(r"/deadlines/([\w=-]+)/meet", shown)

    assert len(found) == 1
    met = await desk.post(f"{desk.at}/deadlines/{found[0]}/meet", {"note": "已家访"})
    assert met.headers["location"].endswith("said=deadline-met")


async def test_a_closed_case_is_only_read(desk, make):
    case = await make.case(
        agency=desk.agency, state=CaseState.CLOSED, outcome="failed", closed_at=NOW, reason="双方未达成一致"
    )
    at = f"/cases/{gid('Case', case.id)}"

    pages = [(await desk.get(at + below)).text for below in ("", "/parties", "/claims", "/deadlines")]

    assert all("只能查看" in page and f"{at}/act/reopen" in page for page in pages)
    assert not any("/add" in page or "deadlines/set" in page or "deadlines/record" in page for page in pages)


async def _version(desk) -> str:
    page = (await desk.get(f"{desk.at}/parties/add")).text
    [found] = re.findall(r'name="version" value="(\d+)"', page)
    return found
