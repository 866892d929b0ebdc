"""The work list: what stands in it, filters, claiming and assigning; search; notices. Keys and refreshing are in tests/browser."""

import html
import re
from datetime import timedelta

import pytest

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.case.models import CaseKind, CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role, system
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind
from mediation.notice.models import Notice
from mediation.notice.service import post
from tests.counting import statements
from tests.notice import FILLED


def _tabs(page) -> dict[str, str]:
    return dict(
        re.findall(r'<a href="/work\?tab=(\w+)[^"]*"[^>]*>[^<]*<span class="count[^"]*">([^<]*)</span>', page.text)
    )


def _numbers(page) -> list[str]:
    return re.findall(r'class="open"[^>]*><span class="nowrap">([^<]+)</span>', page.text)


def _form(page, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action, without those of every form."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)[0]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found)
    return {name: html.unescape(value) for name, value in hidden if name not in ("form_token", "once")}


@pytest.fixture
async def desk(browser, make, clock):
    """A mediator at the list of a studio: an overdue collective case, one due today that is nobody's, one without a deadline."""
    now, agency = clock.now(), await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    browser.agency, browser.mediator = agency, mediator
    browser.late = await make.case(
        agency=agency, mediator_id=mediator.id, kind=CaseKind.COLLECTIVE, next_due_at=now - timedelta(hours=5)
    )
    browser.today = await make.case(
        agency=agency, next_due_at=now + timedelta(hours=2), urgent=True, state=CaseState.ACCEPTED
    )
    browser.calm = await make.case(agency=agency, mediator_id=mediator.id, state=CaseState.MEDIATING)
    await make.claimant(browser.late, wages_fen=19_840_000, social_insurance_fen=1_800_000)
    await browser.be(mediator)
    return browser


async def test_the_list_shows_each_case_with_its_clock_its_numbers_and_the_next_step(desk):
    page = await desk.get("/work")
    whole = await desk.get("/work?tab=AGENCY")
    row = whole.text.split(f'data-case="{gid("Case", desk.late.id)}"')[1].split("</tr>")[0]

    assert _tabs(page) == {"MINE": "2", "UNCLAIMED": "1", "AGENCY": "3", "OVERDUE": "1", "TODAY": "1"}
    assert _numbers(page) == [desk.late.number, desk.calm.number]
    assert _numbers(whole) == [desk.late.number, desk.today.number, desk.calm.number]
    assert "已逾期 5 小时" in row
    assert "工资 · 社保 · 集体案件" in row
    assert re.search(r">1/1/0<.*>198,400.00<.*>18,000.00<", row, re.DOTALL)
    assert f'href="/cases/{gid("Case", desk.late.id)}/act/accept"' in row
    assert "<strong>我</strong>" in row
    assert "显示 1–3，共 3 件" in whole.text
    assert _numbers(await desk.get("/work?tab=AGENCY&sort=AMOUNT"))[0] == desk.late.number
    assert _numbers(await desk.get("/work?tab=AGENCY&descending=on"))[0] == desk.calm.number
    assert 'aria-sort="descending"' in (await desk.get("/work?tab=AGENCY&sort=AMOUNT")).text
    rows = await desk.get("/work/rows?tab=AGENCY")
    assert _numbers(rows) == _numbers(whole)
    assert "<html" not in rows.text


async def test_a_filter_is_said_taken_away_by_its_chip_kept_once_deleted_and_restored(desk):
    path = "/work?tab=AGENCY&withinDays=3&kind=COLLECTIVE&search=餐饮&state=nonsense"
    page = await desk.get(path)
    chips = [html.unescape(href) for href in re.findall(r'<ul class="chips".*?</ul>', page.text, re.DOTALL)]
    (chip,) = re.findall(r'href="([^"]+)">集体案件', html.unescape(chips[0]))

    assert "已筛选" in page.text
    assert _numbers(page) == [desk.late.number]
    assert chips[0].count("✕") == 3
    assert _numbers(await desk.get(chip)) == [desk.late.number, desk.today.number]
    nothing = await desk.get("/work?tab=TODAY&kind=COLLECTIVE")
    assert "没有符合条件的案件。" in nothing.text

    given = _form(page, "/work/filters")
    unnamed = await desk.post("/work/filters", {**given, "name": ""}, on=path)
    assert unnamed.status_code == 422
    assert 'href="#f-name"' in unnamed.text
    for name in ("集体快到期", "集体三天内"):
        assert (await desk.post("/work/filters", {**given, "name": name, "shared": "on"}, on=path)).status_code == 303
    page = await desk.get("/work")
    assert "集体快到期" not in page.text
    assert page.text.count(">集体三天内<") == 1
    (gone,) = re.findall(r'action="(/work/filters/[^"]+/delete)"', page.text)
    deleted = await desk.post(gone, _form(page, gone), on="/work")
    page = await desk.get(deleted.headers["location"])
    assert "集体三天内" not in page.text
    back = gone.replace("delete", "restore")
    restored = await desk.post(back, _form(page, back), on=deleted.headers["location"])
    assert ">集体三天内<" in (await desk.get(restored.headers["location"])).text


async def test_claiming_selects_the_next_row_and_whoever_is_slower_is_told(desk, make):
    page = await desk.get("/work?tab=AGENCY")
    path = f"/work/{gid('Case', desk.today.id)}/claim"
    given = _form(page, path)

    done = await desk.post(path, given, on="/work?tab=AGENCY")
    after = await desk.get(done.headers["location"])
    again = await desk.post(path, given, on="/work?tab=AGENCY")

    assert f"已认领 {desk.today.number}" in after.text
    assert f'data-case="{gid("Case", desk.calm.id)}" aria-selected="true"' in after.text
    assert _tabs(after)["UNCLAIMED"] == "0"
    assert again.status_code == 422
    assert "现在主办" in again.text
    assert "没有待认领的案件。" in (await desk.get("/work?tab=UNCLAIMED")).text


async def test_a_case_is_assigned_on_a_page_that_comes_back_and_can_be_undone(desk, make):
    colleague = await make.staff(Role.MEDIATOR, agency=desk.agency, name="李调解")
    path = f"/work/{gid('Case', desk.late.id)}/assign"
    page = await desk.get(f"{path}?tab=AGENCY&kind=COLLECTIVE")
    assert re.search(r"李调解 <small>在办 0 件", page.text)

    missing = await desk.post(path, _form(page, path), on=path)
    done = await desk.post(path, {**_form(page, path), "mediator": gid("Staff", colleague.id)}, on=path)
    after = await desk.get(done.headers["location"])
    undone = await desk.post(path, _form(after, path), on=path)

    assert missing.status_code == 422
    assert "请选择一名调解员。" in missing.text
    assert done.headers["location"].startswith("/work?tab=AGENCY&kind=COLLECTIVE")
    assert f"{desk.late.number} 由 李调解 主办。" in after.text
    assert undone.status_code == 303
    assert desk.late.number in _numbers(await desk.get("/work"))


async def test_an_empty_tab_says_so_in_its_own_words_to_every_reader(browser, make):
    agency = await make.agency()
    said = {
        "MINE": "您没有待办。",
        "UNCLAIMED": "没有待认领的案件。",
        "AGENCY": "本单位没有在办案件。",
        "OVERDUE": "没有逾期案件。",
        "TODAY": "今天没有到期的案件。",
    }
    for role in (Role.MEDIATOR, Role.LAWYER, Role.CLERK):
        await browser.be(await make.staff(role, agency=agency))
        for tab, words in said.items():
            page = await browser.get(f"/work?tab={tab}")
            assert words in page.text, (role, tab)
            assert ("领取" in page.text) == (role is Role.MEDIATOR and tab == "MINE")


async def test_a_clerk_of_another_agency_and_a_lawyer_see_their_cases_without_the_acts_of_the_studio(desk, make):
    court = await make.agency(kind=AgencyKind.COURT)
    clerk, lawyer = await make.staff(Role.CLERK, agency=court), await make.staff(Role.LAWYER, agency=court)
    await make.tie(desk.late, Tie.REFERRED, court.id)
    await make.tie(desk.today, Tie.ASSIGNED, lawyer.id)

    for staff, case in ((clerk, desk.late), (lawyer, desk.today)):
        await desk.be(staff)
        page = await desk.get("/work?tab=AGENCY")
        assert _numbers(page) == [case.number]
        assert "指派" not in page.text.split("<tbody>")[1].split("</tbody>")[0]
        assert "/cases/new" not in page.text
        assert (await desk.get(f"/work/{gid('Case', case.id)}/assign")).status_code == 404
        assert (await desk.get("/work?tab=AGENCY&sort=AMOUNT")).status_code == 200
    assert _numbers(await desk.get("/work")) == [desk.today.number]
    await desk.be(await make.staff(Role.MEDIATOR))
    assert _numbers(await desk.get("/work?tab=AGENCY")) == []
    assert (await desk.get(f"/work/{gid('Case', desk.late.id)}/assign")).status_code == 404


async def test_a_case_is_found_by_number_employer_and_name_but_never_one_that_is_not_the_readers(desk, make):
    other = await make.case(agency=await make.agency())
    await make.claimant(other, name="欧阳小红")
    await make.claimant(desk.late, name="欧阳小明")

    found = {
        words: _numbers(await desk.get(f"/search?q={words}")) for words in ("欧阳", desk.today.number, other.number)
    }
    short, none = await desk.get("/search?q=欧"), await desk.get("/search?q=没有这个")

    assert found == {"欧阳": [desk.late.number], desk.today.number: [desk.today.number], other.number: []}
    assert "请至少输入两个字。" in short.text
    assert "没有找到“没有这个”。" in none.text
    assert "<tbody>" not in short.text + none.text
    assert 'value="&lt;b&gt;&#34;"' in (await desk.get('/search?q=<b>"')).text


def _told(desk, *, to, key, **more) -> Draft:
    values = {"template": "deadline.before", "parameters": FILLED, "case_id": desk.late.id, "dedupe_key": key}
    return Draft(recipient_kind=to[0], recipient_id=to[1], district_id=desk.late.district_id, **{**values, **more})


async def test_unread_notices_come_first_and_are_marked_one_by_one_or_together(desk, runtime):
    mine, board = (RecipientKind.STAFF, desk.mediator.id), (RecipientKind.AGENCY, desk.agency.id)
    inbox = {"channels": (ChannelKind.INBOX,)}
    async with runtime.uow(system(runtime.clock.now())) as tx:
        drafts = [_told(desk, to=to, key=f"deadline/{n}/before", **inbox) for n, to in enumerate((mine, mine, board))]
        await post(tx, *drafts)

    page = await desk.get("/inbox")
    assert "未读（3）" in page.text
    assert "本单位公告栏" in page.text
    first = re.findall(r'name="notice" value="([^"]+)"', page.text)[-1]
    await desk.post("/inbox/read", {"notice": first}, on="/inbox")
    page = await desk.get("/inbox")
    unread, read = page.text.split('id="read"')
    assert "未读（2）" in unread
    assert read.count('class="mail"') == 1
    await desk.post(
        "/inbox/read", {"notice": list(set(re.findall(r'name="notice" value="([^"]+)"', unread)))}, on="/inbox"
    )
    assert "没有未读的通知。" in (await desk.get("/inbox")).text


async def test_what_could_not_be_delivered_leads_to_the_phone_number_and_leaves_with_a_note(desk, make, runtime):
    party = await make.claimant(desk.late, name="王大锤", phone="13800138000")
    sent = Notice(
        case_id=desk.late.id,
        district_id=desk.late.district_id,
        recipient_kind=RecipientKind.CLAIMANT,
        recipient_id=party.id,
        channel=ChannelKind.SMS,
        template="deadline.before",
        parameters=FILLED,
        dedupe_key="deadline/1/before",
        posted_at=runtime.clock.now(),
        next_try_at=runtime.clock.now(),
        state="undeliverable",
        attempts=6,
        last_error="unreachable",
    )
    await make.save(sent)
    path = f"/inbox/undeliverable/{gid('Notice', sent.id)}"

    listed = await desk.get("/inbox/undeliverable")
    empty = await desk.post(path, {"note": " "})
    done = await desk.post(path, {"note": "21:05 打通本人电话，已告知。"})

    assert 'href="tel:13800138000"' in listed.text
    assert f'href="/cases/{gid("Case", desk.late.id)}/parties/{gid("Party", party.id)}"' in listed.text
    assert empty.status_code == 422
    assert 'href="#f-note"' in empty.text
    assert done.status_code == 303
    assert "没有未送达的通知。" in (await desk.get("/inbox/undeliverable")).text
    await desk.be(await make.staff(Role.MEDIATOR))
    assert (await desk.get(path)).status_code == 404


async def test_the_list_costs_as_many_statements_for_fifteen_cases_as_for_three(desk, make, runtime):
    paths = ("/work?tab=AGENCY&size=100", "/work/rows?tab=AGENCY&size=100&urgent=off", "/search?q=餐饮", "/inbox")
    for path in paths:
        await desk.get(path)

    async def costs() -> list[int]:
        found = []
        for path in paths:
            with statements(runtime) as sent:
                assert (await desk.get(path)).status_code == 200
            found.append(len(sent))
        return found

    few = await costs()
    for n in range(12):
        case = await make.case(agency=desk.agency, next_due_at=runtime.clock.now() + timedelta(days=n), urgent=n == 3)
        await make.claimant(case)
    assert await costs() == few
    assert max(few) <= 11, few
