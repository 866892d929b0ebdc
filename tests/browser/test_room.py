"""The live room in real browsers: what others say arrives once, a lost connection loses nothing, private stays private."""

import asyncio
import time

from playwright.async_api import expect

from mediation.kit.actor import Side
from tests.browser.people import PHONE
from tests.browser.rooms import CODE, Sitting, link_into, sitting, talked

POKES = """
window.pokes = [];
const Real = window.EventSource;
window.EventSource = class extends Real {
  constructor(address) { super(address); this.addEventListener('message', (event) => window.pokes.push(event.data)); }
};
"""


async def _sitting(studio, people) -> Sitting:
    agency = await studio.agency()
    return await sitting(studio.runtime, studio.make, agency)


async def _as_mediator(tab, made: Sitting, studio) -> None:
    name = "__Secure-session" if studio.runtime.settings.secure_cookies else "session"
    await tab.context.add_cookies([{"name": name, "value": made.tokens["mediator"], "url": studio.origin}])


async def _send(tab, words: str) -> None:
    await tab.fill("#f-body", words)
    await tab.press("#f-body", "Enter")


async def test_what_one_says_the_other_sees_within_two_seconds_and_what_was_missed_comes_once(studio, people):
    made = await _sitting(studio, people)
    async with people("公司") as ours, people("劳动者", size=PHONE) as theirs:
        theirs.recorder.forgive("/events")
        await made.enter(ours, "employer", studio.origin)
        await made.enter(theirs, "worker", studio.origin)
        await ours.goto(made.path)
        await theirs.goto(made.path)
        await expect(theirs.locator("#link")).to_have_text("已连接，自动更新")

        began = time.monotonic()
        await _send(ours, "可先付六成")
        await expect(theirs.locator("#said")).to_contain_text("可先付六成", timeout=2_000)
        assert time.monotonic() - began < 2

        await theirs.route("**/events", lambda route: route.fulfill(status=503))
        studio.door.app.state.leaving.set()  # every stream ends, as when the server is replaced
        await expect(theirs.locator("#lost")).to_be_visible(timeout=7_000)
        studio.door.app.state.leaving.clear()
        await _send(ours, "其余一个月内付清")
        await expect(ours.locator("#said")).to_contain_text("其余一个月内付清")
        await theirs.unroute("**/events")
        await expect(theirs.locator("#lost")).to_be_hidden(timeout=25_000)

        await expect(theirs.get_by_text("其余一个月内付清")).to_have_count(1)
        await expect(theirs.get_by_text("可先付六成")).to_have_count(1)
        await expect(ours.get_by_text("可先付六成")).to_have_count(1)
        await expect(ours.locator("#unsent li")).to_have_count(0)


async def test_without_a_stream_the_page_says_so_keeps_the_words_and_still_asks(studio, people):
    made = await _sitting(studio, people)
    async with people("劳动者") as tab:
        tab.recorder.forgive("/events", "/feed", "/say")
        await made.enter(tab, "worker", studio.origin)
        await tab.clock.install()
        await tab.route("**/events", lambda route: route.fulfill(status=503))
        await tab.goto(made.path)
        await tab.fill("#f-body", "写了一半")
        await tab.clock.fast_forward(6_000)
        await expect(tab.locator("#lost")).to_contain_text("连接中断，正在重连… 您写的内容已保留")
        await expect(tab.locator("#lost")).to_contain_text("仍可发送")

        await made.say("employer", "你们在吗")
        await tab.clock.fast_forward(21_000)
        await expect(tab.locator("#said")).to_contain_text("你们在吗")
        assert await tab.input_value("#f-body") == "写了一半"

        await tab.context.set_offline(True)
        await expect(tab.locator("#send")).to_have_attribute("aria-disabled", "true")
        await tab.press("#f-body", "Enter")
        await expect(tab.locator("#why")).to_contain_text("暂时不能发送")
        assert await tab.input_value("#f-body") == "写了一半"
        await tab.context.set_offline(False)
        await expect(tab.locator("#send")).to_have_attribute("aria-disabled", "false")
        await tab.press("#f-body", "Enter")
        await expect(tab.locator("#said")).to_contain_text("写了一半")

        await tab.route("**/say", lambda route: route.abort())
        await _send(tab, "没有发出去")
        await expect(tab.locator("#unsent")).to_contain_text("未发送")
        await tab.unroute("**/say")
        await tab.clock.fast_forward(21_000)
        await tab.reload()  # what was not sent is kept, and sent when the page is there again
        await expect(tab.locator("#said")).to_contain_text("没有发出去")
        await expect(tab.get_by_text("没有发出去")).to_have_count(1)


async def test_an_enter_that_chooses_a_word_sends_nothing_and_a_double_click_sends_once(studio, people):
    made = await _sitting(studio, people)
    async with people("公司") as tab:
        await made.enter(tab, "employer", studio.origin)
        await tab.goto(made.path)
        await tab.focus("#f-body")
        keys = await tab.context.new_cdp_session(tab)
        await keys.send("Input.imeSetComposition", {"text": "liu cheng", "selectionStart": 9, "selectionEnd": 9})
        enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
        await keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
        await keys.send("Input.insertText", {"text": "六成"})
        assert await tab.locator("#said li, #unsent li").count() == 0
        assert "六成" in await tab.input_value("#f-body")

        await tab.press("#f-body", "Shift+Enter")
        await tab.press("#f-body", "Enter")
        await expect(tab.locator("#said li")).to_have_count(1)
        await tab.fill("#f-body", "只说一次")
        await tab.dblclick("#send")
        await expect(tab.locator("#said li")).to_have_count(2)
        await expect(tab.locator("#unsent li")).to_have_count(0)
        assert await tab.locator("#said li").count() == 2

    async with people("公司", javascript=False) as plain:
        await made.enter(plain, "employer", studio.origin)
        await plain.goto(made.path)
        await plain.fill("#f-body", "没有脚本也行")
        await plain.dblclick("#send")
        await plain.wait_for_url("**#end")
        await plain.goto(made.path)
        await expect(plain.get_by_text("没有脚本也行")).to_have_count(1)


async def test_of_a_private_session_the_other_sides_browser_gets_no_word_and_no_poke(studio, people):
    made = await _sitting(studio, people)
    heard: list[bytes] = []
    async with people("劳动者") as theirs, people("公司", size=PHONE) as ours:
        await theirs.add_init_script(POKES)
        await made.enter(theirs, "worker", studio.origin)
        await made.enter(ours, "employer", studio.origin)

        async def keep(response):
            if "/events" not in response.url and response.status == 200:
                heard.append(await response.body())

        reading: list[asyncio.Task] = []
        theirs.on("response", lambda response: reading.append(asyncio.create_task(keep(response))))
        await theirs.goto(made.path)
        await ours.goto(made.path)
        await expect(theirs.locator("#link")).to_have_text("已连接，自动更新")
        await expect(ours.locator("#link")).to_have_text("已连接，自动更新")
        pokes, before = await theirs.evaluate("pokes.length"), await theirs.inner_html("main")

        private = await made.caucus(Side.EMPLOYER)
        await expect(ours.locator(".private")).to_contain_text("您与调解员")
        await ours.click(".private a")
        await expect(ours.locator("h1")).to_contain_text("单独沟通")
        await _send(ours, "底线是八成")
        await expect(ours.locator("#said")).to_contain_text("底线是八成")
        await made.offer("employer", 17_000_000, caucus_id=private.id)
        await expect(ours.locator(".ladder")).to_contain_text("170,000.00")
        await theirs.evaluate("window.dispatchEvent(new Event('online'))")
        await theirs.wait_for_function(f"() => pokes.length > {pokes}")

        again = await theirs.evaluate("pokes.length")
        assert again - pokes == 1, "only the stream that was opened anew says that it listens"
        assert await theirs.inner_html("main") == before
        assert "共同" not in await ours.inner_text("h1")
        colours = [
            await tab.evaluate("getComputedStyle(document.querySelector('.room-head')).backgroundColor")
            for tab in (ours, theirs)
        ]
        assert colours[0] != colours[1]
        await made.say("mediator", "请回到桌前")
        await expect(theirs.locator("#said")).to_contain_text("请回到桌前")
        await asyncio.gather(*reading)
    for body in heard:
        for word in ("底线是八成", "170,000.00", "caucus/"):
            assert word.encode() not in body


async def test_who_closes_the_page_is_away_in_words_within_a_minute(studio, people):
    made = await _sitting(studio, people)
    async with people("调解员") as tab:
        await _as_mediator(tab, made, studio)
        await tab.clock.install()
        async with people("公司") as other:
            await made.enter(other, "employer", studio.origin)
            await other.goto(made.path)
            await tab.goto(made.path)
            seat = tab.locator(".seats li li", has_text="李某")
            await expect(seat).to_contain_text("在线")
        studio.clock.advance(seconds=61)
        await tab.clock.fast_forward(21_000)

        await expect(seat).to_contain_text("离开")
        await expect(seat).not_to_contain_text("在线")


async def test_the_ladder_shows_the_gap_keeps_what_was_accepted_and_gives_a_withdrawal_its_row(studio, people):
    made = await talked(await _sitting(studio, people))
    async with people("调解员") as tab, people("公司", size=PHONE) as ours:
        await _as_mediator(tab, made, studio)
        await made.enter(ours, "employer", studio.origin)
        await tab.goto(made.path)
        await expect(tab.locator(".ladder .gone")).to_contain_text("劳动者方撤回第 3 轮报价")
        await expect(tab.locator(".gap")).to_contain_text("66,400.00")  # 216,400 of the workers less 150,000

        await ours.goto(f"{made.path}?view=offers")
        await made.offer("worker", 18_700_000, 1_800_000)
        await expect(tab.locator(".gap")).to_contain_text("55,000.00")
        await expect(tab.locator("#news")).to_have_text("报价有变化，请看报价阶梯。")
        await ours.locator(".ladder > li", has_text="第 4 轮").get_by_role("link", name="接受").click()
        await expect(ours.locator("h1")).to_have_text("接受报价")
        await ours.get_by_role("button", name="接受报价").click()
        await expect(ours.locator("[role=status]").first).to_contain_text("已接受该报价")

        accepted = tab.locator(".ladder > li.accepted")
        await expect(accepted).to_contain_text("已接受")
        await expect(tab.locator(".gap .number")).to_have_text("0.00")
        assert await accepted.locator("a, button").count() == 0


async def test_a_party_comes_in_on_a_telephone_by_link_and_code_and_back_without(studio, people):
    made = await _sitting(studio, people)
    link = await link_into(made)
    async with people("来客", size=PHONE) as tab:
        await tab.goto(f"/r/{link}")
        await tab.fill("#code", CODE)
        await tab.get_by_role("button").click()
        await expect(tab.locator("h1")).to_contain_text("调解室")
        assert await tab.locator("nav[aria-label='主导航']").count() == 0
        await tab.goto(f"/r/{link}")
        await tab.get_by_role("link", name="回到调解室").click()
        await expect(tab.locator("h1")).to_contain_text("调解室")
        await tab.get_by_role("link", name="在场").click()
        await expect(tab.locator(".seats")).to_contain_text("周经理")
        assert CODE not in await tab.content()
        assert [cookie["path"] for cookie in await tab.context.cookies()] == ["/rooms"]


async def test_who_reads_further_up_is_not_moved_and_told_how_much_is_new(studio, people):
    made = await _sitting(studio, people)
    for n in range(30):
        await made.say("employer", f"第 {n} 句话，说得比较长，好让记录比窗口高。")
    async with people("劳动者") as tab:
        await made.enter(tab, "worker", studio.origin)
        await tab.goto(made.path)
        await expect(tab.locator("#link")).to_have_text("已连接，自动更新")
        await tab.evaluate("document.getElementById('log').scrollTop = 0")
        await made.say("employer", "新的一句")
        await expect(tab.locator("#jump")).to_have_text("↓ 1 条新消息")
        assert await tab.evaluate("document.getElementById('log').scrollTop") == 0
        await tab.click("#jump")
        await expect(tab.locator("#jump")).to_be_hidden()
        await expect(tab.get_by_text("新的一句")).to_be_in_viewport()
