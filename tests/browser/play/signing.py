"""Nine in the evening: the agreement is built, signed by each where they are, sealed, and confirmed together."""

import asyncio

from tests.browser.play.cast import Person, Play
from tests.browser.play.evening import OWNER, STAFF_IN
from tests.browser.play.morning import COMING, FIRST

NOT_THERE = COMING[32:34]
DUE = "2026-11-23（周一）24:00"
ON_PHONES = "11月23日（周一）24:00"


async def play(play: Play) -> None:
    """The scenes until the room is closed."""
    play.clock("2026-11-20T21:05")
    await the_agreement_is_built(play)
    await the_representative_signs(play)
    await the_table_signs(play)
    await the_owner_signs(play)
    await only_the_seal_is_missing(play)
    await the_supervisor_seals(play)
    await what_each_sees_now(play)
    await the_joint_application(play)
    await the_room_is_closed(play)


async def the_agreement_is_built(play: Play) -> None:
    """From the accepted offer; one line for each of thirty-four; final."""
    mediator, phones = play["张敏"], [play[OWNER], play[FIRST.name]]
    async with play.step("the mediator drafts the agreement from the accepted offer", mediator):
        await mediator.page.goto(play.told["room"])
        await mediator.follow("打开协议")
        await mediator.press("生成协议草稿")
        await mediator.reads("198,400.00", "18,000.00")
        await mediator.reads(DUE)
        await mediator.fill("如何支付", "银行转账到各人账户")
        await mediator.fill("标题", "逾期后果")
        await mediator.fill("内容", "逾期未付的，劳动者可依法申请支付令或者劳动仲裁。")
        await mediator.press("保存草稿")
    async with play.step("the mediator looks at every worker's amount and makes the text final", mediator):
        await mediator.follow("附表一：%(n)s 行，逐人核对", n=34)
        assert await mediator.page.locator("#f-lines tbody tr").count() == 34
        await mediator.back()
        await mediator.press("定稿并开始签署")
        await mediator.reads("劳动者 %(a)s/%(b)s", a=0, b=34)
    async with play.step(
        "owner and representative are told on their telephones that it waits for their names", *phones
    ):
        for person in phones:
            await person.reads("协议已定稿。请看过全文和金额再签。", "签署协议", where=".to-sign")


async def _sign(person: Person) -> None:
    await person.follow("签署协议")
    await person.reads(ON_SIGN_PAGE, "银行转账到各人账户", "逾期后果")
    await person.press("发送验证码")
    await person.press("签署")
    await person.reads("请勾选“我已阅读并同意”。")
    await person.fill("验证码", await person.read_code())
    await person.tick("我已阅读并同意本协议")


ON_SIGN_PAGE = DUE


async def the_representative_signs(play: Play) -> None:
    """For themselves only, though others gave authority: they are at the table."""
    worker, mediator = play[FIRST.name], play["张敏"]
    async with play.step("the representative reads the text and signs on the telephone", worker):
        await _sign(worker)
        await worker.tick("我确认上面的金额和付款方式")
        await worker.press("签署")
        await worker.reads("您已签署。", FIRST.name)
        await worker.follow("回到调解室")
    async with play.step("the mediator sees one name, and that it does not yet bind anybody", mediator):
        await mediator.again()
        await mediator.reads("劳动者 %(a)s/%(b)s", a=1, b=34)
        await mediator.reads("已签", where=f"tr:has-text('{FIRST.name}')")


async def the_table_signs(play: Play) -> None:
    """Thirty-one by hand before the mediator; two who are not there."""
    mediator = play["张敏"]
    async with play.step("thirty-one sign by hand, two are not there", mediator):
        await mediator.follow("选中本页未签的")
        for worker in NOT_THERE:
            await mediator.page.locator("tr", has_text=worker.name).get_by_role("checkbox").uncheck()
        await mediator.press("登记所选劳动者已签")
        await mediator.reads("劳动者 %(a)s/%(b)s", a=32, b=34)
        for worker in NOT_THERE:
            await mediator.page.locator("tr", has_text=worker.name).get_by_role("checkbox").check()
        await mediator.click("登记所选劳动者不签署")
        await mediator.fill("原因（例如：未到场）", "未到场")
        await mediator.press("登记不签署")
        await mediator.reads("不参加签署 %(n)s 人，不受本协议约束。", n=2)


async def the_owner_signs(play: Play) -> None:
    """On the telephone, seeing the sums and what everybody gets."""
    owner = play[OWNER]
    async with play.step("the owner sees the sums and signs on the telephone", owner):
        await owner.follow("报价")
        await owner.reads("劳动者 %(a)s/%(b)s", a=32, b=34, where="[data-part=draft]")
        await _sign(owner)
        await owner.reads("198,400.00", "18,000.00")
        await owner.tick("我确认上面的金额和付款时间")
        await owner.press("签署")
        await owner.reads("您已签署。", "还要等其他人签署和盖章，协议才生效。")
        await owner.follow("回到调解室")


async def only_the_seal_is_missing(play: Play) -> None:
    """Thirty-two workers, the company and the mediator do not make it effective."""
    mediator, phone = play["张敏"], play[FIRST.name]
    async with play.step("the mediator signs, and nothing is in effect yet", mediator):
        await mediator.again()
        await mediator.press("我以调解员身份签名")
        await mediator.reads("签署已登记。")
        await mediator.places("兑付看板")
        assert await mediator.tab_count("7 天内") == 0
    async with play.step("the representative's telephone says that the seal is missing", phone):
        await phone.follow("报价")
        await phone.reads("已定稿，等待签署", where="[data-part=draft]")
        assert not await phone.page.locator(".to-sign").inner_text(), "asked again for what was signed"


async def the_supervisor_seals(play: Play) -> None:
    """Who leads the studio puts its seal: the last that the law asks for."""
    supervisor = play["李伟"]
    async with play.step("the supervisor is led to the seal by the case's next step, and puts it", supervisor):
        await supervisor.places("案件")
        await supervisor.follow(play.told["number"])
        await supervisor.follow("去盖章")
        await supervisor.press("加盖组织印章")
        await supervisor.reads("全部完成，协议已生效，兑付计划已生成。")


async def what_each_sees_now(play: Play) -> None:
    """The same last moment on every page; the two who did not sign are not in the plan."""
    mediator, clerk, phones = play["张敏"], play["刘芳"], [play[OWNER], play[FIRST.name]]
    staff = [mediator, clerk, *(play[name] for name in STAFF_IN)]
    async with play.step("both telephones in the room say that it is in effect", *phones):
        for person in phones:
            await person.follow("报价")
            await person.reads("已生效", DUE, where="[data-part=draft]")
    async with play.step("everybody of the case sees thirty-two signed and what is promised", *staff):
        await asyncio.gather(*[_promised(play, person) for person in staff])
    async with play.step("the board has one row of thirty-two workers", mediator):
        await mediator.places("兑付看板")
        assert await mediator.tab_count("7 天内") == 1
        await mediator.part("7 天内")
        await mediator.reads("32 / 32", play.told["number"])
    async with play.step("the worker's own page says until when, and after four digits how much", phones[1]):
        worker = phones[1]
        await worker.open_message("/s/")
        await worker.reads("等公司付款", ON_PHONES)
        await worker.reads_not("元")
        await worker.fill("登记手机号的后四位", FIRST.phone[-4:])
        await worker.press("确定")
        await worker.reads("公司还欠您", "工资：协议", "社会保险：还欠")
        await worker.reads_not(COMING[1].name)


async def _promised(play: Play, person: Person) -> None:
    await person.places("案件")
    await person.reads("36/34/32")
    await person.follow(play.told["number"])
    await person.reads("履行中", "11-23 24:00")


async def the_joint_application(play: Play) -> None:
    """To the court, while both sides are at the table; its last day and its article stand among the deadlines."""
    mediator = play["张敏"]
    async with play.step("the mediator makes the joint application for confirmation at the table", mediator):
        await mediator.places("案件")
        await mediator.follow(play.told["number"])
        await mediator.follow("制作共同申请书")
        form = mediator.page.locator("form[method=post]").last
        for field in await form.locator("input[name^='d.'], textarea[name^='d.']").all():
            await field.fill("（当场填写）")
        await mediator.press("生成", within=form)
        await mediator.reads("已生成，可以下载。", "PDF", "下载")
    async with play.step("its last day and its article stand among the deadlines", mediator):
        await mediator.places("案件")
        await mediator.follow(play.told["number"])
        await mediator.part("期限")
        await mediator.reads("《民事诉讼法》第205条")
        await mediator.reads("12-21 24:00", where="tr:has-text('205')")


async def the_room_is_closed(play: Play) -> None:
    """The session ends on every screen, and the parties' way in with it."""
    mediator, phone = play["张敏"], play[OWNER]
    async with play.step("the mediator ends the session", mediator):
        await mediator.part("调解室")
        await mediator.follow("结束会议")
        await mediator.fill("结果说明", "已签署，三日内付款。")
        await mediator.press("结束会议")
        await mediator.reads("会议已结束，当事人的链接已失效。")
    async with play.step("the owner's telephone is out of the room by itself", phone):
        await phone.page.wait_for_url("**/r/left")
        await phone.reads("您现在不在调解室里", "021-5555 0112", where="body")
