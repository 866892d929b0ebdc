"""What pages say while there is nothing, and when what was typed is wrong."""

from playwright.async_api import expect

from mediation.kit.actor import Role

NAME = "张调解员"
TYPED = {
    "claimants.0.phone": "139123",
    "claimants.0.idNumber": "31011219900101123X",
    "employer.creditCode": "123",
    "claimants.0.claims.0.amountFen": "六千",
    "claimants.0.claims.1.periodFrom": "2026-08",
    "summary": "拖欠三个月工资",
}
EMPTY = {
    "/commitments": {
        "今天到期": "今天没有到期的付款。",
        "逾期": "没有逾期的付款。",
        "已违约": "没有已违约的付款。",
        "第三方垫付": "没有第三方垫付待追偿的。",
        "7 天内": "7 天内没有到期的付款。",
        "已付清（本月）": "本月还没有付清的。",
    },
    "/referrals": {"收件": "没有待接收的转办。", "发件": "没有发出过转办。在案件的“转办”中发起。"},
    "/orders": {
        "全部": "还没有服务订单。",
        "点单": "没有等待受理的订单。",
        "派单": "没有等待派单的订单。",
        "办单": "没有正在办理的订单。",
        "评单": "没有等待评价的订单。",
        "已销号": "还没有销号的订单。",
    },
}


async def _sentences(tab, path: str) -> dict[str, str]:
    """What each part of a page says, by the words of its tab without their number."""
    said = {}
    await tab.goto(path)
    for n in range(await tab.locator("main .tabs a").count()):
        link = tab.locator("main .tabs a").nth(n)
        await link.click()
        await tab.wait_for_load_state()
        current = tab.locator("main .tabs a[aria-current=page]")
        await expect(current).to_have_count(1)
        said[" ".join((await current.inner_text()).split()).rstrip("0123456789 ")] = await tab.inner_text(".empty")
    return said


async def test_each_part_of_the_board_of_referrals_and_of_orders_says_its_own_when_it_is_empty(studio, people):
    async with people(NAME, Role.MEDIATOR, agency=await studio.agency()) as tab:
        said = {path: await _sentences(tab, path) for path in ("/commitments", "/referrals", "/orders")}
    assert said == EMPTY


async def test_an_empty_case_is_told_where_it_is_wrong_and_each_sentence_leads_there(studio, people):
    async with people(NAME, Role.MEDIATOR, agency=await studio.agency()) as tab:
        await tab.goto("/cases/new")
        await tab.get_by_role("button", name="登记案件", exact=True).click()
        await tab.wait_for_selector(".summary")
        assert [await one.inner_text() for one in await tab.locator(".summary a").all()] == [
            "请填写来人的姓名。",
            "单位名称：请填写用人单位的名称。",
        ]
        for name, typed in TYPED.items():
            await tab.fill(f"[name='{name}']", typed)
        await tab.check("[name='urgent.crowd']")
        await tab.get_by_role("button", name="登记案件", exact=True).click()
        await tab.wait_for_selector(".summary")

        assert (await tab.title()).startswith("错误：")
        assert await tab.evaluate("document.activeElement.className") == "summary"
        links = await tab.locator(".summary a").all()
        for link in links:
            to = (await link.get_attribute("href")).removeprefix("#")
            await link.focus()
            await tab.keyboard.press("Enter")
            assert await tab.evaluate("document.activeElement.id") == to
            wrong = await tab.locator(f"[id='{to}']").get_attribute("aria-describedby")
            said = await tab.locator(f"[id='{wrong.split()[-1]}']").inner_text()
            assert (await link.inner_text()).endswith(said.removeprefix("错误：").strip())
            assert said
        assert {name: await tab.input_value(f"[name='{name}']") for name in TYPED} == TYPED
        assert await tab.is_checked("[name='urgent.crowd']")
