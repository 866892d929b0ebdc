"""Without a mouse: a collective case from the door to the countdown, and where the focus is, it is seen."""

from datetime import timedelta

from playwright.async_api import Page, expect
from sqlalchemy import update
from sqlmodel import col

from mediation.agency.models import Session, Staff
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.story.people import workers
from tests.browser.keys import Keys
from tests.browser.people import DESK, PHONE
from tests.browser.rooms import sitting, talked
from tests.conftest import THE_DAY

NAME = "张调解员"
_OVER = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || window.stops.has(e)) return null;
  window.stops.add(e);
  const box = e.getBoundingClientRect(), called = `${e.tagName} ${(e.textContent || e.name).trim().slice(0, 30)}`;
  if (box.bottom <= 0 || box.top >= innerHeight) return `${called} is out of sight`;
  const over = [...document.querySelectorAll('*')].filter(one =>
    ['fixed', 'sticky'].includes(getComputedStyle(one).position) && one.checkVisibility() && !one.contains(e));
  return over.map(one => [one, one.getBoundingClientRect()])
    .filter(([, its]) => its.left < box.right && its.right > box.left && its.top < box.bottom && its.bottom > box.top)
    .map(([one]) => `${called} is under ${one.tagName}.${one.className}`).join(', ');
}"""
ROSTER = "\r\n".join(
    ["姓名\t手机\t身份证\t岗位\t拖欠工资\t社保"]
    + [
        f"{one.name}\t{one.phone}\t{one.id_number}\t{one.job}\t{one.wages_fen / 100:.2f}\t{one.social_insurance_fen / 100:.2f}"
        for one in workers()
    ]
)


async def _registered(keys: Keys) -> None:
    """A collective case, by the first of the workers; then the roster, in which they stand as well."""
    tab = keys.tab
    await tab.goto("/work")
    async with tab.expect_navigation():
        await tab.keyboard.press("n")
    await keys.to("kind")
    await tab.keyboard.press("ArrowDown")
    first = workers()[0]
    await keys.fill("claimants.0.name", first.name)
    await keys.fill("claimants.0.phone", first.phone)
    await keys.fill("claimants.0.idNumber", first.id_number)
    await keys.fill("employer.name", "海悦餐饮管理有限公司")
    await keys.fill("claimants.0.claims.0.amountFen", "6364")
    await keys.fill("claimants.0.claims.1.amountFen", "529")
    await keys.press("登记案件")
    await expect(tab.locator("h1")).to_contain_text("名册导入")

    await tab.evaluate("(text) => navigator.clipboard.writeText(text)", ROSTER)
    await keys.to("text")
    await tab.keyboard.press("Control+V")
    await expect(tab.locator("#pasted")).to_contain_text("36 行")
    await keys.press("读取并核对")
    await expect(tab.locator("main [role=status]").first).to_contain_text("可导入 35 · 需更正 0 · 重复 1")
    await keys.to("我已与推举代表核对")
    await tab.keyboard.press("Space")
    await keys.press("导入 35 人")


async def _in_the_room(keys: Keys) -> None:
    """Three elected, the case accepted, its room open, a worker and the employer at the table."""
    await keys.press("登记推举代表")
    await keys.tick("who", times=3)
    await keys.date("electedOn", THE_DAY.date())
    await keys.press("确认登记")
    await keys.press("动态")
    await keys.press("去受理")
    await keys.press("受理")
    await keys.press("开调解室")
    await keys.press("开调解室")
    for move, name in (("Space", ""), ("ArrowUp", "李某")):
        await keys.press("邀请")
        await keys.to("guest")
        await keys.tab.keyboard.press(move)
        await keys.fill("name", name)
        await keys.tick("inPerson")
        await keys.press("邀请")
        await keys.press("回到调解室")


async def _agreed(keys: Keys) -> None:
    """An offer of the employer, written down by the mediator, and accepted by the workers."""
    await keys.press("提出报价")
    await keys.tick("onBehalfOf")
    await keys.fill("wagesFen", "229120")
    await keys.fill("socialInsuranceFen", "19060")
    await keys.tick("term.kind")
    await keys.fill("term.days", "3")
    await keys.press("提出报价")
    await keys.press("接受")
    await keys.tick("onBehalfOf")
    await keys.press("接受报价")
    await keys.press("打开协议")
    await keys.press("生成协议草稿")
    await keys.fill("manner", "银行转账到各人账户")
    await keys.press("保存草稿")
    await keys.press("定稿并开始签署")


async def _signed(keys: Keys) -> None:
    await keys.press("选中本页未签的")
    await keys.press("登记所选劳动者已签")
    for act in ("登记公司已在盖章页盖章", "我以调解员身份签名", "加盖组织印章"):
        await keys.press(act)


async def test_a_collective_case_goes_from_the_door_to_the_countdown_by_keys_alone(studio, people):
    async with people(NAME, Role.MEDIATOR, agency=await studio.agency()) as tab:
        await tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        keys = Keys(tab)
        await keys.listen()
        await _registered(keys)
        await _in_the_room(keys)
        await _agreed(keys)
        await _signed(keys)
        await expect(tab.locator(".banner", has_text="约定付款")).to_contain_text(
            "2026-11-23（周一）24:00 · 还剩 3 天 12 小时"
        )
        await expect(tab.locator("main")).to_contain_text("已签 36，不签 0")
        assert keys.pointed == []
        await tab.mouse.move(10, 10)
        await tab.evaluate("() => new Promise(requestAnimationFrame)")  # until the page has told both
        assert keys.pointed == ["pointermove", "mousemove"], "a pointer would have been heard"


async def test_nothing_that_stays_in_place_lies_over_what_has_the_focus(studio, people):
    agency = await studio.agency()
    staff = await people.account(NAME, Role.MEDIATOR, agency=agency)
    made = await talked(await sitting(studio.runtime, studio.make, agency, staff))
    covered = []
    async with people(NAME) as tab:
        await _ends_soon(studio, staff)
        for path in (f"/cases/{gid('Case', made.case.id)}", made.path):
            await tab.goto(path)
            await expect(tab.locator(".ending")).to_be_visible()
            for size, key in ((DESK, "Tab"), (PHONE, "Shift+Tab"), (PHONE, "Tab")):
                await tab.set_viewport_size({"width": size[0], "height": size[1]})
                covered += [f"{path.split('/')[1]} {size} {key} {one}" for one in await _covered(tab, key)]

    assert covered == []


async def _ends_soon(studio, staff: Staff) -> None:
    """Four minutes before the session ends: its notice stays in a corner of every page."""
    until = studio.clock.now() + timedelta(minutes=4)
    async with studio.runtime.db.session() as session:
        await session.execute(update(Session).where(col(Session.staff_id) == staff.id).values(expires_at=until))
        await session.commit()


async def _covered(tab: Page, key: str) -> list[str]:
    """Every stop of `key` until it comes round that something fixed or sticky lies over, or that is out of sight."""
    found, stops = [], 0
    await tab.evaluate("window.stops = new Set(), document.activeElement.blur()")
    while stops < 200:
        await tab.keyboard.press(key)
        told = await tab.evaluate(_OVER)
        if told is None and stops:
            break
        stops += told is not None  # between the last stop and the first is the window itself
        found += [told] if told else []
    assert 20 < stops < 200, f"{stops} stops"
    return found
