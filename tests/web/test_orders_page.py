"""Service orders on their pages: from the need that is taken down to the mark that reopens it."""

import re

from mediation.kit.actor import Role


async def test_an_order_goes_from_request_to_a_call_back_by_clicking(browser, make):
    agency = await make.agency()
    await browser.be(await make.staff(Role.MEDIATOR, agency=agency))

    empty = await browser.post("/orders", {"content": "春节代购火车票"}, on="/orders/new")
    made = await browser.post("/orders", {"channel": "WECHAT", "content": "春节代购火车票"}, on="/orders/new")
    path = made.headers["location"].split("?")[0]

    async def do(act: str, **values: str) -> int:
        version = re.search(r'name="version" value="(\d+)"', (await browser.get(path)).text)[1]
        return (await browser.post(f"{path}/{act}", {"version": version, **values}, on=path)).status_code

    assert empty.status_code == 422
    assert "春节代购火车票" in empty.text
    assert await do("take", opinion="可以办") == 422
    assert await do("take", opinion="可以办", level="AT_ONCE") == 303
    assert await do("handle", result="已购票") == 303
    assert await do("rate", mark="DISSATISFIED", comment="票不对") == 303
    page, listed = (await browser.get(path)).text, (await browser.get("/orders?step=HANDLING")).text
    assert "票不对" in page
    assert "须回访" in listed
    assert "（匿名）" in page
    assert "这个月没有这样的服务订单。" in (await browser.get("/orders?month=2026-01")).text


async def test_nobody_of_another_agency_sees_the_order(browser, make):
    await browser.be(await make.staff(Role.MEDIATOR))
    made = await browser.post("/orders", {"channel": "VISIT", "content": "工地体检车"}, on="/orders/new")
    await browser.be(await make.staff(Role.MEDIATOR))

    assert (await browser.get(made.headers["location"].split("?")[0])).status_code == 404
    assert "工地体检车" not in (await browser.get("/orders")).text
