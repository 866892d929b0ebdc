"""The whole product, as processes: several people at their browsers at once, the worker sends, the clock moves."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.browser.people import PHONE

REGISTER = """... on Case { id number claimants(first: 1) { edges { node { id } } } }"""
ME = '{"query": "{ me { name } }"}'


@pytest.mark.timeout(240)
@pytest.mark.xdist_group("stage")
async def test_six_people_are_in_at_once_and_a_worker_follows_the_link_of_the_message(stage, players):
    names = ("刘芳", "张敏", "李伟", "吴静", "陈晨")
    stage.scene("受理", "2026-11-27T12:00")
    claim = {"head": "WAGE_ARREARS", "amountFen": 648_000}
    worker = {"name": "王小明", "phone": "13812341402", "claims": [claim]}
    case = stage.people["liufang"].do(
        "registerCase",
        {"channel": "WALK_IN", "kind": "SINGLE", "receivedOn": "2026-11-27", "summary": "拖欠工资",
         "employer": {"name": "江南小馆餐饮有限公司"}, "claimants": [worker]},
        REGISTER,
    )  # fmt: skip

    mine = {"content-type": "application/json", "origin": players.origin}
    async with AsyncExitStack() as everybody:
        pages = [await everybody.enter_async_context(players(name)) for name in names]
        phone = await everybody.enter_async_context(players("王小明", size=PHONE))
        answers = await asyncio.gather(
            *[page.context.request.post("/graphql", data=ME, headers=mine) for page in pages]
        )
        seen = [(await answer.json())["data"]["me"]["name"] for answer in answers]
        link = await _link_sent(phone)
        await phone.goto(link)
        first = await phone.inner_text("main")
        stage.clock.set(stage.clock.now().replace(month=12, day=8))
        await phone.reload()
        later = await phone.inner_text("main")

    assert case["number"]
    assert tuple(seen) == names
    assert "已登记" in first
    assert "还剩" in first
    assert "还剩" not in later


async def _link_sent(page) -> str:
    """The link in the message that the worker process has handed to the gateway."""
    for _ in range(60):
        await page.goto("/dev/gateway?to=13812341402")
        found = page.locator(".text a[href*='/s/']")
        if await found.count():
            return await found.first.get_attribute("href")
        await page.wait_for_timeout(500)
    raise AssertionError("no message came within 30 seconds")
