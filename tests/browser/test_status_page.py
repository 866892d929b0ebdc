"""The worker's page in a real browser: on a telephone, without scripts, forwarded, guessed and out of order."""

import pytest
from sqlalchemy import func, select

from mediation.infra.db import metadata
from tests.browser import look
from tests.browser.pages import PAGES
from tests.browser.pages.status import a_link, promised, prove
from tests.browser.people import PHONE
from tests.browser.table import Scene
from tests.browser.visit import opened
from tests.status.links import link_of

FAILURES = [page for page in PAGES if page.name.startswith("status") and page.status >= 400]


async def _promise(studio) -> str:
    return f"/s/{(await promised()(Scene(studio, await studio.agency())))['link']}"


async def test_a_telephone_needs_two_requests_and_no_script_for_the_first_look(studio, people):
    path = await _promise(studio)
    studio.asked.clear()

    async with people(size=PHONE) as tab:
        await tab.goto(path)
        scripts = await tab.locator("script, iframe, img, video, object, embed").count()

    asked = {one.path: one.body_bytes for one in studio.asked}  # told as they end: the sheet may end first
    assert len(studio.asked) == 2
    assert set(asked) == {path, "/static/status.css"}
    assert 0 < asked[path] < look.LIGHT
    assert scripts == 0


@pytest.mark.parametrize("page", FAILURES, ids=lambda page: page.name)
async def test_whatever_fails_says_whom_to_call_and_blames_nobody(studio, people, page):
    async with opened(page, "zh-CN", studio=studio, people=people) as (tab, answer):
        links = await tab.eval_on_selector_all("a[href^='tel:']", "all => all.map(a => [a.href, a.textContent])")
        said = await tab.inner_text("body")

    assert answer.status == page.status
    assert {href for href, _ in links} >= {"tel:021-55550000", "tel:12351", "tel:12348"}
    for href, text in links:
        assert href.removeprefix("tel:").replace("-", "") in text.replace(" ", "").replace("-", "")
    assert str(page.status) not in said
    for word in ("error", "Error", "错误", "餐饮", "王"):
        assert word not in said


async def test_the_shapes_of_a_link_that_nobody_was_given_look_alike(studio, people):
    token = (await a_link(Scene(studio, await studio.agency())))["link"]
    shapes = ["0" * 32, "x", f"{token}x", f"{token}/x.css", f"{token};a", f"{token}%2e", "%00", "长" * 40]

    async with people(size=PHONE) as tab:
        seen = []
        for shape in shapes:
            answer = await tab.goto(f"/s/{shape}")
            assert answer is not None
            seen.append((answer.status, await tab.title(), await tab.content()))

    assert {status for status, _, _ in seen} == {404}
    assert len(set(seen)) == 1


async def test_without_scripts_a_worker_sees_the_money_answers_and_rates(studio, people):
    make = studio.make
    agency = await studio.agency()
    case = await make.case(agency=agency, state="performing")
    case, party, _, token = await link_of(studio.runtime, make, case=case, agency=agency, name="王小明")
    await make.claimant(case, name="李雷", wages_fen=777_700, phone="13900007777")
    await make.commitment(await make.agreement(case, party, state="effective"), party)

    async with people(size=PHONE, javascript=False) as tab:
        await tab.goto(f"/s/{token}")
        bare = await tab.content()
        await prove(tab)
        mine = await tab.inner_text("main")
        whole = await tab.content()
        await tab.click("text=没有收到")
        await tab.click("button")
        noted = await tab.inner_text("main")
        await tab.click("text=不满意")
        await tab.fill("#comment", "没有收到钱")
        await tab.click("button")
        rated = await tab.inner_text("main")
        changed = await tab.locator("a.call", has_text="您选了这个").inner_text()

    for shown in ("公司还欠您 5,000.00 元", "11月23日（周一）24:00", "还剩 3 天 12 小时", "下一步", "021-5555 0000"):
        assert shown in mine
    for hidden in ("5,000", "王", "1402"):
        assert hidden not in bare
    for hidden in ("王小明", "李雷", "7,777", "7777", "13812341402", case.number, "餐饮"):
        assert hidden not in whole
    assert "您的回答已记下" in noted
    assert "告诉我们：没有收到" in noted
    assert "您的回答已记下" in rated
    assert "不满意" in changed


async def test_to_look_twice_changes_nothing(studio, people):
    path = await _promise(studio)
    watched = [table for table in metadata.sorted_tables if table.name != "access_entry"]

    async def counts() -> dict[str, int]:
        await studio.runtime.background.settle()
        async with studio.runtime.read() as connection:
            return {
                table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
                for table in watched
            }

    async with people(size=PHONE) as tab:
        await tab.goto(path)
        await prove(tab)
        await tab.wait_for_load_state()
        before = await counts()
        for page in (path, path, f"{path}/received?answer=yes", f"{path}/rating?mark=satisfied", f"{path}/prove"):
            await tab.goto(page)
        await tab.go_back()

    assert await counts() == before
    assert before["receipt"] == before["rating"] == 0


async def test_no_request_of_the_page_tells_where_it_came_from(studio, people):
    path = await _promise(studio)
    studio.asked.clear()

    async with people(size=PHONE) as tab:
        await tab.goto(path)
        await prove(tab)
        await tab.click("text=我收到了")
        await tab.click("text=返回")
        await tab.goto("/s/again")
        await tab.goto("/dev/gateway")
        await tab.wait_for_load_state()

    assert len(studio.asked) >= 6
    assert [one.path for one in studio.asked if "referer" in one.headers] == []


async def test_the_time_of_the_telephone_does_not_change_what_is_promised(studio, people):
    path, seen = await _promise(studio), set()

    for zone in ("Asia/Shanghai", "UTC", "America/Los_Angeles"):
        async with people(size=PHONE, timezone_id=zone) as tab:
            await tab.goto(path)
            seen.add(await tab.inner_text("main"))

    (said,) = seen
    assert "11月23日（周一）24:00" in said


async def test_the_device_is_remembered_and_another_is_asked(studio, people):
    path = await _promise(studio)

    async with people("工人", size=PHONE) as mine, people("别人", size=PHONE) as other:
        await mine.goto(path)
        await prove(mine)
        await mine.goto(path)
        await other.goto(path)
        cookies = await mine.context.cookies()

        assert await mine.locator("#digits").count() == 0
        assert await other.locator("#digits").count() == 1
    (device,) = cookies
    assert (device["httpOnly"], device["sameSite"], device["path"]) == (True, "Lax", path)


async def test_after_five_wrong_tries_no_field_is_offered(studio, people):
    path = await _promise(studio)

    async with people(size=PHONE) as tab:
        await tab.goto(path)
        for left in (4, 3, 2, 1):
            await prove(tab, "0000")
            assert f"还可以试 {left} 次" in await tab.inner_text("#wrong")
            assert await tab.get_attribute("#digits", "aria-describedby") == "wrong"
        await prove(tab, "0000")

        assert "一小时后再试" in await tab.inner_text("#wrong")
        assert await tab.locator("#digits").count() == 0
