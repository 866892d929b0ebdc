"""The work list in a real browser: its order, its keys, filters that are kept, what an empty part says, and its refreshing."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mediation.agency.models import Agency, Staff
from mediation.kit.actor import Role
from tests.browser.pages.work import EMPLOYERS, busy
from tests.browser.table import Scene

LIST = "/work?tab=AGENCY"
NAME = "张调解员"
_SELECTED = (
    "() => document.querySelector('tr[aria-selected=true] a.open')?.textContent.replace(/\\s+/g, ' ').trim() ?? ''"
)
_FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e.closest('tr')?.getAttribute('aria-selected'), s.outlineStyle, parseFloat(s.outlineWidth) >= 2]; }"""
_COMPOSE = """() => document.dispatchEvent(new KeyboardEvent('keydown',
  {key: 'j', code: 'KeyJ', isComposing: true, bubbles: true}))"""
_UNDRESS = "() => document.querySelectorAll('link[rel=stylesheet]').forEach(e => e.remove())"


@pytest.fixture
def desk(studio, people):
    """Arranges the busy list for a mediator; answers their account and agency."""

    async def arranged() -> tuple[Staff, Agency]:
        agency = await studio.agency()
        staff = await people.account(NAME, Role.MEDIATOR, agency=agency)
        await busy(Scene(studio, agency, staff))
        return staff, agency

    return arranged


async def test_rows_come_by_their_clock_and_say_it_in_words_without_any_style(desk, people):
    await desk()
    async with people(NAME) as tab:
        await tab.goto(LIST)
        await tab.evaluate(_UNDRESS)
        cells = [(await cell.inner_text()).split("\n") for cell in await tab.locator("table.work .due").all()]
        names = [await row.inner_text() for row in await tab.locator("a.open").all()]

    said = ["".join(cell).replace(" ", "") for cell in cells]
    assert said == [
        "11-2007:00已逾期5小时约定·付款",
        "11-2018:00今天到期法定·调解期限届满",
        "11-2212:00还剩2天法定·调解期限届满",
        "11-2912:00还有9天法定·调解期限届满",
        "无期限",
    ]
    assert [name.split(" ", 1)[1] for name in names] == list(EMPLOYERS)


async def test_keys_select_open_and_search_and_leave_typing_alone(desk, people):
    await desk()
    async with people(NAME) as tab:
        await tab.goto(LIST)
        for key in ("j", "j"):
            await tab.keyboard.press(key)
        assert EMPLOYERS[1] in await tab.evaluate(_SELECTED)
        assert await tab.evaluate(_FOCUS) == ["true", "solid", True]
        await tab.keyboard.press("k")
        assert EMPLOYERS[0] in await tab.evaluate(_SELECTED)
        for key, code in (("ArrowDown", 1), ("Alt+j", 2), ("Alt+k", 1), ("Control+j", 1)):
            await tab.keyboard.press(key)
            assert EMPLOYERS[code] in await tab.evaluate(_SELECTED), key
        await tab.evaluate(_COMPOSE)
        assert EMPLOYERS[1] in await tab.evaluate(_SELECTED)

        await tab.keyboard.press("/")
        await tab.keyboard.type("jk")
        assert await tab.input_value("#search") == "jk"
        assert EMPLOYERS[1] in await tab.evaluate(_SELECTED)
        await tab.keyboard.press("Escape")
        assert await tab.evaluate(_FOCUS) == ["true", "solid", True]
        await tab.keyboard.press("?")
        assert await tab.locator("#keys dl").is_visible()
        await tab.keyboard.press("Escape")
        assert not await tab.locator("#keys dl").is_visible()

        number = await tab.locator("tr[aria-selected=true] a.open .nowrap").inner_text()
        await tab.keyboard.press("Enter")
        await tab.wait_for_url("**/cases/*")
        assert number in await tab.title()


async def test_without_shortcuts_in_the_profile_no_key_does_anything(desk, people, runtime):
    staff, _ = await desk()
    async with runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == staff.id).values(shortcuts=False))
        await session.commit()
    async with people(NAME) as tab:
        await tab.goto(LIST)
        for key in ("j", "j", "ArrowDown", "/", "c", "n", "?"):
            await tab.keyboard.press(key)
        assert await tab.evaluate(_SELECTED) == ""
        assert await tab.evaluate("() => document.activeElement.tagName") == "BODY"
        assert await tab.locator("#keys").count() == 0
        await tab.keyboard.press("Enter")
        assert tab.url.endswith(LIST)


async def test_a_case_is_claimed_by_key_and_the_next_row_is_selected_and_said(desk, people):
    await desk()
    async with people(NAME) as tab:
        await tab.goto(LIST)
        for key in ("j", "j", "j", "c"):
            await tab.keyboard.press(key)
        await tab.wait_for_selector(".banner.done")
        assert f"已认领 {await tab.locator('a.open .nowrap').nth(2).inner_text()}" in await tab.inner_text(
            ".banner.done"
        )
        assert EMPLOYERS[3] in await tab.evaluate(_SELECTED)
        await tab.wait_for_function("() => document.getElementById('announce').textContent !== ''")
        said = await tab.text_content("#announce")
        assert said.startswith("已选中：")
        assert EMPLOYERS[3] in said
        assert "还有 9 天" in said
        await tab.keyboard.press("a")
        await tab.wait_for_url("**/assign?*")
        assert EMPLOYERS[3] in await tab.inner_text("main")


async def test_a_filter_is_shown_taken_apart_by_its_chips_and_saved_once(desk, people):
    await desk()
    async with people(NAME) as tab:
        await tab.goto(LIST)
        await tab.click(".filter-form > summary")
        await tab.select_option("#w-days", "3")
        await tab.check("input[name=heads][value=WAGES]")
        await tab.click(".filter-form button")
        assert "已筛选 · 可能没有显示全部工作" in await tab.inner_text(".filtered")
        assert await tab.inner_text("#status") == "显示 1–3，共 3 件"
        for name in ("三天内的工资", "工资快到期"):
            await tab.click(".save > summary")
            await tab.fill("#f-name", name)
            await tab.click(".save button")
            await tab.wait_for_selector(".banner.done")
        await tab.click(".mine > summary")
        assert await tab.locator(".mine li").count() == 1
        assert "工资快到期" in await tab.inner_text(".mine li")
        await tab.click(".chips a:has-text('期限')")
        assert await tab.inner_text("#status") == "显示 1–5，共 5 件"
        assert await tab.locator(".chips a").count() == 1
        await tab.click(".clear")
        assert await tab.locator(".filtered").count() == 0


async def test_every_part_of_an_empty_list_says_what_it_means(studio, people):
    async with people(NAME, Role.MEDIATOR, agency=await studio.agency()) as tab:
        await tab.goto("/work")
        found = []
        for n in range(5):
            await tab.locator("#tabs a").nth(n).click()
            await tab.wait_for_load_state()
            found.append(await tab.inner_text(".empty"))

    assert found == [
        "您没有待办。可到“待认领”领取。",
        "没有待认领的案件。",
        "本单位没有在办案件。",
        "没有逾期案件。",
        "今天没有到期的案件。",
    ]


async def test_rows_are_asked_for_again_every_minute_and_an_old_list_says_so(desk, people, studio):
    _, agency = await desk()
    async with people(NAME) as tab:
        await tab.clock.install()
        await tab.goto(LIST)
        for key in ("j", "j"):
            await tab.keyboard.press(key)
        tab.recorder.forgive("/work/rows")
        await tab.route("**/work/rows*", lambda route: route.fulfill(status=503, body="away"))
        async with tab.expect_response("**/work/rows*"):
            await tab.clock.fast_forward(61_000)
        await tab.wait_for_selector("#stale:not([hidden])")
        assert "没有更新成功，显示的是 12:00 的数据" in await tab.inner_text("#stale")
        assert EMPLOYERS[1] in await tab.evaluate(_SELECTED)

        await tab.unroute("**/work/rows*")
        studio.clock.advance(minutes=1)
        employer = await studio.make.organisation(agency=agency, name="新来的公司")
        due = studio.clock.now() + timedelta(hours=1)
        await studio.make.case(agency=agency, employer=employer, next_due_at=due)
        await tab.click("#stale button")
        await tab.wait_for_selector("a.open:has-text('新来的公司')")
        assert await tab.locator("#stale").is_hidden()
        assert await tab.inner_text("#status") == "显示 1–6，共 6 件"
        assert "6" in await tab.locator("#tabs [aria-current]").inner_text()
        assert EMPLOYERS[1] in await tab.evaluate(_SELECTED)
        assert await tab.locator("#rows").get_attribute("aria-busy") is None
    polls = [one for one in studio.asked if one.path == "/work/rows"]
    assert [one.headers.get("x-waiting") for one in polls] == [None]
