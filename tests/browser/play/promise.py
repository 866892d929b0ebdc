"""The third day and after: the reminder, the moment that passes, the default, the advance, the worker's word, the end."""

import asyncio

from mediation.story.people import EMPLOYER
from tests.browser.play.cast import Person, Play
from tests.browser.play.evening import OWNER
from tests.browser.play.morning import FIRST, everybody_signs_in

SUB_LANDLORD = "房东生"


async def play(play: Play) -> None:
    """The scenes until the case is closed and the worker has said how it was."""
    await the_evening_before(play)
    play.clock("2026-11-24T09:05")
    await everybody_signs_in(play)
    await the_moment_has_passed(play)
    await they_are_told(play)
    await a_part_has_come(play)
    await the_default(play)
    await the_advance(play)
    await the_workers_word(play)
    await the_end(play)


async def the_evening_before(play: Play) -> None:
    """The company is reminded while it is still awake, and the board says so."""
    owner, mediator = play[OWNER], play["张敏"]
    play.clock("2026-11-22T20:05")
    async with play.step(
        "the owner's telephone has the reminder of the evening before, and the board counts it", owner, mediator
    ):
        await owner.page.goto(f"/dev/gateway?to={owner.phone}")
        await asyncio.gather(mediator.sign_in(), owner.reads("付款提醒", patient=True))
        await mediator.places("兑付看板")
        await mediator.part("7 天内")
        await mediator.reads("已提醒 %(n)s 次", n=2)


async def the_moment_has_passed(play: Play) -> None:
    """The clock says overdue; nobody has said default."""
    mediator, worker = play["张敏"], play[FIRST.name]
    async with play.step("the board says overdue, not default", mediator):
        await mediator.places("兑付看板")
        assert (await mediator.tab_count("逾期"), await mediator.tab_count("已违约")) == (1, 0)
        await mediator.part("逾期")
        await mediator.reads("已逾期", "32 / 32")
        await mediator.places("待办")
        assert await mediator.tab_count("逾期") == 1
    async with play.step("the worker's page says that the studio is working on it", worker):
        await worker.again()
        await worker.reads("公司没有按时付款，我们正在办")


async def they_are_told(play: Play) -> None:
    """The agencies at the table and who leads the studio, in the morning."""
    told = [play[name] for name in ("张敏", "李伟", "吴静")]
    async with play.step("mediator, supervisor and court find among their notices that nothing came", *told):
        await asyncio.gather(*[_told(play, person) for person in told])


async def _told(play: Play, person: Person) -> None:
    await person.follow("通知", within=person.page.locator(".bar"))
    await person.reads("约定付款逾期", play.told["number"], patient=True)


async def a_part_has_come(play: Play) -> None:
    """The company paid one worker's insurance; the rest is open."""
    mediator = play["张敏"]
    async with play.step("the mediator books what the company paid for one worker, and verifies it", mediator):
        await mediator.places("兑付看板")
        await mediator.part("逾期")
        await mediator.follow("登记到账")
        row = mediator.page.locator("#f-items tr", has_text=FIRST.name).last
        await row.locator("input.money").fill("529.00")
        await _paid(mediator, "公司", EMPLOYER, "2026-11-23", "收据 001")
        await mediator.press("登记所填金额")
        await mediator.reads("到账已登记，劳动者会收到通知。", "待核实")
        await mediator.press("核实到账")
        await mediator.reads("到账已核实。", "已核实")


async def _paid(mediator: Person, kind: str, name: str, on: str, proof: str) -> None:
    await mediator.choose("付款人", kind)
    await mediator.fill("付款人姓名或名称", name)
    await mediator.fill("到账日", on)
    await mediator.fill("凭证", proof)


async def the_default(play: Play) -> None:
    """A person says so, after a call; wages and insurance go different ways."""
    mediator, worker = play["张敏"], play[FIRST.name]
    async with play.step("the mediator writes down what the owner said on the telephone", mediator):
        await mediator.places("兑付看板")
        await mediator.part("逾期")
        await mediator.follow("登记联系结果")
        await mediator.choose("结果", "承认无力支付")
        await mediator.choose("方式", "电话")
        await mediator.fill("说明", "承认账上没有钱。")
        await mediator.press("登记联系结果")
        await mediator.reads("联系结果已登记。", "承认账上没有钱。")
    async with play.step("the mediator looks at the ways the law leaves, wages and insurance apart", mediator):
        await mediator.press("下一步：有人先垫付吗")
        await mediator.press("下一步：途径")
        wages, insurance = [await one.inner_text() for one in await mediator.page.locator("fieldset.block").all()]
        for order in await mediator.page.locator(".way strong", has_text=mediator.word("支付令")).all_inner_texts():
            assert order in wages
            assert order not in insurance
        assert "16,411.00" in insurance
        await mediator.press("下一步：文书")
        await mediator.press("下一步：确认")
    async with play.step("the mediator calls it a default", mediator):
        await mediator.press("确认违约处理")
        await mediator.reads("已标记违约，劳动者会收到通知。", "已违约")
    async with play.step("the worker is told by message and on the page", worker):
        await worker.open_message("/s/")
        await worker.reads("公司没有按时付款，我们正在办")


async def the_advance(play: Play) -> None:
    """The sub-landlord pays; the company owes it to him now."""
    mediator = play["张敏"]
    async with play.step("the mediator books what the sub-landlord advanced to everybody", mediator):
        await mediator.places("兑付看板")
        await mediator.part("已违约")
        await mediator.follow("登记到账")
        await _paid(mediator, "二房东·出租方", SUB_LANDLORD, "2026-11-24", "银行回单 20261124-01")
        await mediator.tick("第三方垫付：已书面约定债权转让或追偿")
        await mediator.press("按附表全部到账")
        await mediator.reads("第三方垫付已登记，并产生对公司的追偿。", SUB_LANDLORD)
        await mediator.press("下面 %(n)s 笔都对过凭证：全部核实", n=63)
        await mediator.reads("全部到账已核实。")
    async with play.step("the board has it among the advances, and nothing in default", mediator):
        await mediator.places("兑付看板")
        assert (await mediator.tab_count("第三方垫付"), await mediator.tab_count("已违约")) == (1, 0)


async def the_workers_word(play: Play) -> None:
    """The money is there, says who it is for; and how it was."""
    worker, mediator = play[FIRST.name], play["张敏"]
    async with play.step("the worker says on the telephone that the money came, and how it was", worker):
        await worker.again()
        await worker.reads("别人先垫付了，您的钱已到")
        await worker.follow("我收到了")
        await worker.press("是，我收到了")
        await worker.reads("您的回答已记下，谢谢您。", "收到了")
        await worker.follow("满意")
        await worker.fill("想说的话（可不填）", "谢谢")
        await worker.press("提交评价")
        await worker.reads("您的回答已记下，谢谢您。")
    async with play.step("the mediator sees the worker's word beside what was verified", mediator):
        await mediator.part("第三方垫付")
        await mediator.reads("已收到 %(n)s", n=1)


async def the_end(play: Play) -> None:
    """Closed; every list and the worker's page say so."""
    mediator, supervisor, worker, lawyer = play["张敏"], play["李伟"], play[FIRST.name], play["陈晨"]
    async with play.step("the mediator closes the case from its next step", mediator):
        await mediator.places("待办")
        await mediator.follow(play.told["number"])
        await mediator.follow("结案")
        await mediator.tick("第三方已垫付")
        await mediator.press("结案")
        await mediator.reads("已结案。", "已结案", "第三方已垫付")
    async with play.step("it is in nobody's work any more", mediator, lawyer):
        for person in (mediator, lawyer):
            await person.places("待办")
            await person.reads_not(play.told["number"], EMPLOYER)
    async with play.step("the supervisor counts it: money recovered, nobody sued, one satisfied", supervisor):
        await supervisor.places("台账统计")
        await supervisor.reads("¥186,728.88", "¥16,940.00", "回收率")
    async with play.step("the worker is told that it is over, and the page keeps what was said", worker):
        await worker.page.goto(f"/dev/gateway?to={worker.phone}")
        await worker.reads("已办结", patient=True)
        await worker.open_message("/s/")
        await worker.reads("别人先垫付了，您的钱已到", "满意（您选了这个）", "告诉我们：收到了")
