"""After eight: the room, what each says, the private session nobody else hears of, the ladder of offers."""

import asyncio
import time
from difflib import unified_diff
from itertools import pairwise
from typing import Any

from mediation.story.people import EMPLOYER
from tests.browser.play.cast import Person, Play
from tests.browser.play.ear import HEARTBEAT, Ear
from tests.browser.play.morning import FIRST, everybody_signs_in

OWNER = "李老板"
BOTTOM = "底线是工资十九万八千四，社保照补，三天内付。"
WORDS = "公司老板说：可以付十九万八千四百，三日内。"
STAFF_IN = ("陈晨", "吴静")
HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 20


async def play(play: Play) -> None:
    """The scenes until the last offer is accepted and the minutes are kept."""
    play.clock("2026-11-20T20:38")
    await everybody_signs_in(play)
    await the_room_is_opened(play)
    await everybody_comes_in(play)
    await they_talk(play)
    await three_offers(play)
    await a_private_session(play)
    await the_offer_is_passed_on_and_accepted(play)
    await the_minutes(play)


async def the_room_is_opened(play: Play) -> None:
    """The mediator asks in the court, the lawyer, the owner and the workers' representative."""
    mediator = play["张敏"]
    async with play.step("the mediator opens the room from the case's next step", mediator):
        await mediator.places("待办")
        await mediator.follow(play.told["number"])
        await mediator.reads("开调解室")
        await mediator.follow("开调解室", within=mediator.page.locator(".next"))
        await mediator.press("开调解室")
        await mediator.reads("调解室已开。请邀请各方到场。")
        play.told["room"] = mediator.page.url.partition("?")[0]
    async with play.step(
        "the mediator asks court, lawyer, owner and representative in, and reads two codes aloud", mediator
    ):
        await mediator.follow("邀请")
        for guest in ("闵行区人民法院", "陈晨"):
            await mediator.tick(guest)
            await mediator.press("邀请")
            await mediator.follow("继续邀请")
        for guest, name, phone in ((EMPLOYER, OWNER, play[OWNER].phone), (FIRST.name, "", "")):
            await mediator.tick(guest)
            if name:
                await mediator.fill("到场人姓名（代表单位来的人须填）", name)
                await mediator.fill("手机", phone)
            await mediator.press("邀请")
            play.told[f"code of {name or guest}"] = (await mediator.main.locator(".code").inner_text()).strip()
            await mediator.follow("继续邀请")
        await mediator.back()


async def everybody_comes_in(play: Play) -> None:
    """Staff from their notices, parties by link and code; each is heard of by all who are there already."""
    mediator, seats = play["张敏"], play["张敏"].page.locator(".seats")
    play.told["ears"] = {name: await Ear.at(play[name].page) for name in (FIRST.name, OWNER, *STAFF_IN, "李伟")}
    for name in STAFF_IN:
        async with play.step(f"{name} follows the notice into the room", play[name]):
            await _through_the_notice(play, play[name])
    for name in (OWNER, FIRST.name):
        async with play.step(f"{name} comes in on a telephone by link and code", play[name]):
            await play[name].open_message("/r/")
            await play[name].fill("验证码", play.told[f"code of {name}"])
            await play[name].press("进入调解室")
            await play[name].reads("已连接，自动更新", play.told["number"])
    async with play.step("the mediator sees all five there, without loading the page again", mediator):
        for name in (OWNER, FIRST.name, *STAFF_IN):
            await mediator.reads("在线", where=f".seats li li:has-text('{name}')")
        assert await seats.locator(".present").count() == 5
    supervisor = play["李伟"]
    async with play.step("the supervisor sees that a room is open, and none of what is said in it", supervisor):
        await supervisor.page.goto(play.told["room"])
        await supervisor.reads_not(OWNER, "报价阶梯")


async def _through_the_notice(play: Play, person: Person) -> None:
    await person.follow("通知", within=person.page.locator(".bar"))
    await person.reads(play.told["number"], patient=True)
    await person.follow("打开今日调解")
    await person.follow(play.told["number"])
    await person.press("进入调解室")
    await person.reads("您已进入调解室。", "已连接，自动更新")


async def say(person: Person, words: str, *, to: str = "") -> None:
    """Type and press Enter."""
    if to:
        await person.choose("给谁看", to)
    box = person.page.locator("#f-body")
    await box.fill(words)
    await box.press("Enter")
    await person.reads(words, where="#said")


async def they_talk(play: Play) -> None:
    """What is said to everybody reaches everybody; a note stays with the mediator."""
    mediator, owner, worker = play["张敏"], play[OWNER], play[FIRST.name]
    there = [mediator, owner, worker, *(play[name] for name in STAFF_IN)]
    async with play.step("they talk, and everybody hears everybody at once", *there):
        for person, words in (
            (mediator, "先说明规则：自愿、保密、可随时单独沟通。"),
            (worker, "三个月没发工资，房租都交不起了。"),
            (owner, "店里生意不好，我想想办法。"),
        ):
            await say(person, words)
            await asyncio.gather(*[other.reads(words, where="#said") for other in there])
    async with play.step("the mediator writes a note that only mediators read", *there):
        await say(mediator, "公司可能转移财产，注意。", to="仅调解员（备注）")
        for other in there[1:]:
            assert await other.page.locator("#said li").count() == 3, other.name
        assert await mediator.page.locator("#said li").count() == 4


async def offer(person: Person, wages: str, social: str, days: int, *, within: str) -> None:
    """Fill in an offer and put it on the table."""
    await person.fill("工资（含欠薪、加班费、经济补偿等）", wages)
    await person.fill("社会保险（单独填，不并入工资）", social)
    await person.tick("生效后若干日内")
    await person.fill("几日（生效次日起算，遇休息日顺延）", str(days))
    await person.fill("付款方式和其他条件", "社保补缴至本月")
    await person.press(within)
    await person.reads("报价已提出，不能修改；可以撤回后另提。")


async def three_offers(play: Play) -> None:
    """Each on their own telephone; the ladder and its gap move on every screen."""
    owner, worker = play[OWNER], play[FIRST.name]
    async with play.step("the representative asks for everything within a day", worker):
        await worker.follow("报价")
        await worker.follow("提出报价")
        await offer(worker, "216,400", "18,000", 1, within="提出报价")
    async with play.step("the owner counters with two thirds within thirty days", owner):
        await owner.reads("有新内容", where="nav.views")
        await owner.follow("报价")
        await owner.follow("还价")
        await offer(owner, "150,000", "10,000", 30, within="还价")
    async with play.step("the representative comes down a little", worker):
        await worker.reads("150,000.00", where=".ladder")
        await worker.follow("还价")
        await offer(worker, "205,000", "18,000", 3, within="还价")
    everybody = [play["张敏"], *(play[name] for name in STAFF_IN)]
    async with play.step("all who are there see three rungs and what still lies between", *everybody):
        for person in everybody:
            await person.reads("63,000.00", where=".gap")
            assert await person.page.locator(".ladder > li").count() == 3, person.name


async def a_private_session(play: Play) -> None:
    """With the owner; the others' browsers get no word, no byte and no poke."""
    mediator, owner = play["张敏"], play[OWNER]
    others = [play[FIRST.name], *(play[name] for name in STAFF_IN)]
    await asyncio.gather(*[play.told["ears"][person.name].quiet(1.0) for person in others])
    before = {person.name: await _shown(person) for person in others}
    began = time.monotonic()
    async with play.step("the mediator goes aside with the company", mediator):
        await mediator.click("单独沟通")
        await mediator.follow("开始单独沟通")
        await mediator.tick("公司方")
        await mediator.press("开始单独沟通")
        await mediator.reads("单独沟通已开始。", "对方看不到内容、时间和是否存在")
    async with play.step("the owner is told on the telephone, and says the bottom line there", owner):
        await owner.reads("您与调解员", where=".private")
        await owner.follow("您与调解员")
        await say(owner, BOTTOM)
        await mediator.reads(BOTTOM, where="#said")
        await say(mediator, "我可以转达吗？")
        await owner.reads("我可以转达吗？", where="#said")
    async with play.step("the owner makes the last offer in private", owner):
        await owner.follow("对%(side)s的报价还价", side="劳动者方")
        await owner.reads("205,000.00", "在单独沟通中提出：对方现在不知道，转达之后才看到。")
        await offer(owner, "198,400", "18,000", 3, within="还价")
        await mediator.reads("198,400.00", "尚未转达，对方不知道")
    async with play.step("meanwhile the others' lines give their sign of life at the usual time", *others):
        await asyncio.gather(*[play.told["ears"][person.name].life(began) for person in others])
    async with play.step("the mediator ends the private session", mediator):
        await mediator.press("结束单独沟通")
        await mediator.reads("单独沟通已结束。")
    async with play.step("nothing of it came to any other browser, and no poke", *others):
        for person in others:
            await _heard_nothing(play, person, began, before[person.name])
    async with play.step("the next word to everybody is the first poke since", mediator, *others):
        heard = time.monotonic()
        await say(mediator, "请大家回到桌前。")
        for person in others:
            if person.phone:
                await person.reads("有新内容", where="nav.views")
            else:
                await person.reads("请大家回到桌前。", where="#said")
            ear: Ear = play.told["ears"][person.name]
            assert len(ear.pokes(heard)) == 1, person.name
            await ear.settled()
            assert any("请大家回到桌前。".encode() in one.body for one in ear.since(heard)), "the ear is deaf"


_PAGE = """() => {
  const room = document.getElementById("room").cloneNode(true), seats = {};
  for (const seat of room.querySelectorAll(".seats li li"))
    seats[seat.querySelector(".name").textContent] = seat.querySelector(".presence").className;
  room.querySelector("[data-part=present]").remove();
  return {seats, rest: room.innerHTML};
}"""


async def _shown(person: Person) -> dict[str, Any]:
    """What the room's page holds, hidden parts included; who is here apart, for they go away by the clock."""
    found: dict[str, Any] = await person.page.evaluate(_PAGE)
    return found


async def _heard_nothing(play: Play, person: Person, began: float, before: dict[str, Any]) -> None:
    """Neither content, nor timing, nor existence: in the page, in bodies, in the bytes and the rhythm of the stream."""
    ear: Ear = play.told["ears"][person.name]
    await ear.settled()
    lasted = time.monotonic() - began
    now = await _shown(person)
    changed = list(unified_diff(before["rest"].splitlines(), now["rest"].splitlines(), lineterm="", n=0))
    assert not changed, f"{person.name}'s page changed: {changed}"
    moved = {name: now["seats"].get(name) for name, how in before["seats"].items() if now["seats"].get(name) != how}
    assert set(moved.values()) <= {"presence away"}, f"{person.name} sees that somebody moved: {moved}"
    told = [(round(one.at - began, 1), one.body) for one in ear.since(began) if one.of_stream]
    assert all(body == HEARTBEAT for _, body in told), f"a poke: {told}"
    stream = [one.at for one in ear.heard if one.of_stream]
    for earlier, later in pairwise(stream):
        if later > began:
            assert abs(later - earlier - HEARTBEAT_SECONDS) < 2.0, f"a sign of life after {later - earlier:.1f} s"
    answers = [one for one in ear.since(began) if not one.of_stream]
    polls = [one for one in answers if "/feed" in one.url]
    assert len(polls) <= lasted // POLL_SECONDS + 1, f"{len(polls)} times read in {lasted:.0f} s"
    for one in answers:
        for word in ("底线", "198,400", "caucus", "单独沟通", "转达"):
            assert word.encode() not in one.body, f"{word} in {one.url}"
    missed = [what for at, what in ear.missed if at > began]
    assert not missed, missed


async def the_offer_is_passed_on_and_accepted(play: Play) -> None:
    """With the owner's leave, in the owner's words; the representative accepts it in front of everybody."""
    mediator, worker, owner = play["张敏"], play[FIRST.name], play[OWNER]
    everybody = [mediator, worker, owner, *(play[name] for name in STAFF_IN)]
    async with play.step("the mediator passes the private offer on", mediator):
        await mediator.click("单独沟通")
        await mediator.follow("与%(side)s", side="公司方")
        await mediator.follow("转达对方")
        await mediator.fill("转达授权的原话", WORDS)
        await mediator.tick("允许转达给对方（转达授权）")
        await mediator.press("转达报价给对方")
        await mediator.reads("已转达对方。")
        await mediator.follow("返回共同会议")
    async with play.step("the representative sees it come, without the owner's words, and accepts", worker):
        await worker.reads("198,400.00", where=".ladder")
        await worker.reads_not(WORDS, "底线")
        await worker.follow("接受", within=worker.page.locator(".ladder > li.open").first)
        await worker.fill("附言", "同意")
        await worker.press("接受报价")
        await worker.reads("已接受该报价。")
    async with play.step("all see the rung that was accepted", *everybody):
        await owner.follow("返回共同会议")
        await owner.follow("报价")
        for person in everybody:
            await person.reads("198,400.00", "已接受", where=".ladder > li.accepted")
            assert await person.page.locator(".ladder > li.open").count() == 0, person.name


async def the_minutes(play: Play) -> None:
    """Begun with what was said to everybody; nothing of the private session is in them."""
    mediator, worker = play["张敏"], play[FIRST.name]
    async with play.step("the mediator keeps minutes, begun from what everybody heard", mediator):
        await mediator.follow("查看笔录")
        await mediator.follow("用共同会议的发言起草")
        text = await mediator.page.get_by_label(mediator.word("笔录")).input_value()
        assert "三个月没发工资" in text
        assert "底线" not in text
        assert "转移财产" not in text
        await mediator.press("保存笔录")
        await mediator.reads("调解笔录已保存。")
    async with play.step("the representative reads them on the telephone", worker):
        await worker.follow("查看笔录")
        await worker.reads("三个月没发工资")
        await worker.back()
