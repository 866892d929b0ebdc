"""Noon to two: a worker comes in, the roster is pasted, the studio is warned, a lawyer takes the case."""

import asyncio

from mediation.story.people import CREDIT_CODE, EMPLOYER, Worker, workers
from tests.browser.play.cast import Person, Play

COMING, ABSENT = workers()[:34], workers()[34:]
FIRST = workers()[0]
BAD_ROWS = (
    ("钱多多", "1382", "310112199001011234", "服务员", "5200", "900", "手机少了几位"),
    ("孔方", "13977810000", "3.10112E+17", "服务员", "7000", "900", "表格改写了身份证"),
)


async def play(play: Play) -> None:
    """The scenes until the lawyer has accepted."""
    play.clock("2026-11-20T12:00")
    await everybody_signs_in(play)
    await a_worker_comes_in(play)
    await the_roster_is_pasted(play)
    await the_studio_is_warned(play)
    await the_case_is_made_ready(play)
    await a_lawyer_is_asked(play)
    await the_lawyer_answers(play)


async def everybody_signs_in(play: Play) -> None:
    """Each at their own desk."""
    staff = [person for person in play.people.values() if not person.phone]
    async with play.step("everybody of the studio and around it signs in with account and password", *staff):
        await asyncio.gather(*[person.sign_in() for person in staff])
        for person in staff:
            assert "/login" not in person.page.url, person.name


async def a_worker_comes_in(play: Play) -> None:
    """One of many: the clerk takes down a collective case at once."""
    clerk, phone = play["刘芳"], play[FIRST.name]
    async with play.step("the clerk takes down the first worker of a collective case", clerk):
        await clerk.places("待办")
        await clerk.follow("新建案件")
        await clerk.tick("集体（10 人以上可推举代表；先登记来人，再导入名册）")
        for label, text in (
            ("姓名", FIRST.name), ("手机", FIRST.phone), ("身份证", FIRST.id_number), ("岗位", FIRST.job),
            ("单位名称", EMPLOYER), ("统一代码", CREDIT_CODE), ("现场联系人", "李老板"), ("联系人电话", "13655550001"),
            ("拖欠工资", _yuan(FIRST.wages_fen)), ("从哪个月", "2026-08"), ("到哪个月", "2026-10"),
            ("社会保险费", _yuan(FIRST.social_insurance_fen)), ("事由", "三个月未发工资，同事三十余人情况相同。"),
        ):  # fmt: skip
            await clerk.fill(label, text)
        await clerk.tick("人员聚集")
        await clerk.press("登记案件")
        await clerk.reads("名册导入", EMPLOYER)
        play.told["number"] = (await clerk.page.locator("p.back .nowrap").inner_text()).strip()
    await _who_sees_it(play)
    async with play.step("the worker finds a link in a message and sees where it stands", phone):
        await phone.open_message("/s/")
        await phone.reads("已登记", "调解员会看您的材料")
        await phone.reads_not(FIRST.name, _yuan(FIRST.wages_fen))


async def _who_sees_it(play: Play) -> None:
    """Those of the studio see it in their lists; the lawyer and the court do not know of it."""
    number = play.told["number"]
    inside, outside = [play["张敏"], play["李伟"]], [play["陈晨"], play["吴静"]]
    async with play.step("mediator and supervisor see the case in their lists, nobody else does", *inside, *outside):
        for person in (*inside, *outside):
            await person.places("案件")
        for person in inside:
            await person.reads(number, EMPLOYER, "已登记")
        for person in outside:
            await person.reads_not(number, EMPLOYER)
        await inside[0].places("待办")
        assert await inside[0].tab_count("待认领") == 1


async def the_roster_is_pasted(play: Play) -> None:
    """Thirty-eight rows: one repeats whom the clerk took down, two need correcting."""
    clerk, mediator = play["刘芳"], play["张敏"]
    async with play.step("the clerk pastes the foreman's roster and reads the report", clerk):
        await clerk.page.get_by_label(clerk.word("粘贴名册")).click()
        await clerk.page.keyboard.insert_text(roster_text())
        await clerk.press("读取并核对")
        await clerk.reads(
            "识别 %(rows)s 行：可导入 %(good)s · 需更正 %(bad)s · 重复 %(again)s", rows=38, good=35, bad=2, again=1
        )
    async with play.step("nothing of it is in the case before it is confirmed", mediator):
        await mediator.places("案件")
        await mediator.reads("1/1/0")
    async with play.step("the clerk confirms it", clerk):
        await clerk.tick("我已与推举代表核对")
        await clerk.press("导入 %(n)s 人", n=35)
        await clerk.reads("已导入 %(n)s 人", n=35)


async def the_studio_is_warned(play: Play) -> None:
    """Several workers of one employer within days: mediators and supervisors are told without anybody asking."""
    mediator, supervisor = play["张敏"], play["李伟"]
    async with play.step("mediator and supervisor find the early warning among their notices", mediator, supervisor):
        await asyncio.gather(*[_warned(person) for person in (mediator, supervisor)])


async def _warned(person: Person) -> None:
    await person.follow("通知", within=person.page.locator(".bar"))
    await person.reads("同一用人单位", patient=True)


async def the_case_is_made_ready(play: Play) -> None:
    """Claimed, accepted, looked into; two do not take part, three speak for the others."""
    mediator, clerk = play["张敏"], play["刘芳"]
    async with play.step("the mediator takes the case from the list of those that are nobody's", mediator):
        await mediator.places("待办")
        await mediator.part("待认领")
        await mediator.press("认领")
        await mediator.reads("已认领 %(number)s %(employer)s。", number=play.told["number"], employer=EMPLOYER)
        await mediator.follow("打开案件")
        await mediator.reads("决定是否受理")
    async with play.step("the mediator accepts it", mediator):
        await mediator.follow("去受理")
        await mediator.press("受理")
        await mediator.reads("已受理。")
    async with play.step("the mediator writes down what the visit to the shop showed", mediator):
        await mediator.part("情况")
        await mediator.follow("添加记录")
        await mediator.tick("经营状况")
        await mediator.fill("记录内容", "三家门店关了两家，拖欠租金。")
        await mediator.fill("怎样得知", "现场走访")
        await mediator.fill("哪一天", "2026-11-20")
        await mediator.press("添加")
        await mediator.reads("三家门店关了两家")
    async with play.step("the clerk takes two off who do not take part, and adds the sub-landlord", clerk):
        await _two_stay_away(clerk)
        await _sub_landlord(clerk)
    async with play.step("the mediator writes down whom the workers elected", mediator):
        await _election(mediator)
        await mediator.reads("登记 %(a)s · 参加 %(b)s · 签署 %(c)s", a=36, b=34, c=0)


async def _two_stay_away(clerk: Person) -> None:
    await clerk.follow("闵工调")
    await clerk.part("当事人")
    for worker in ABSENT:
        row = clerk.page.locator("tr", has_text=worker.name)
        await clerk.follow("更正", within=row)
        await clerk.page.get_by_label(clerk.word("参加调解")).uncheck()
        await clerk.press("保存")


async def _sub_landlord(clerk: Person) -> None:
    await clerk.follow("增加第三人")
    await clerk.choose("与用人单位的关系", "二房东")
    person = clerk.page.get_by_role("group", name=clerk.word("或者个人"))
    await clerk.fill("姓名", "房东生", within=person)
    await clerk.fill("手机", "13655550002", within=person)
    await clerk.press("确认登记")
    await clerk.reads("房东生", "二房东")


async def _election(mediator: Person) -> None:
    await mediator.part("当事人")
    await mediator.follow("登记推举代表")
    for worker in COMING[:3]:
        row = mediator.page.locator("tr", has_text=worker.name)
        await mediator.tick("代表", "特别授权", within=row)
    await mediator.fill("推举日期", "2026-11-20")
    await mediator.fill("推举书编号或说明", "推选书〔2026〕1号")
    await mediator.press("确认登记")


async def a_lawyer_is_asked(play: Play) -> None:
    """Who acted for the employer cannot be asked; the first of the rota is."""
    mediator = play["张敏"]
    async with play.step("the mediator sees why one lawyer cannot be asked, and asks another", mediator):
        await mediator.part("动态")
        await mediator.follow("指派律师")
        conflicted = mediator.page.locator("li.panel", has_text="周海")
        await mediator.reads("不可指派（回避）", where="li.panel:has-text('周海')")
        assert await conflicted.get_by_role("button").count() == 0
        await mediator.press("指派", within=mediator.page.locator("li.panel", has_text="陈晨"))
        await mediator.reads("已请律师回应，对方会收到通知。")


async def the_lawyer_answers(play: Play) -> None:
    """Names only, then yes; from then on the case is there."""
    lawyer, mediator, clerk = play["陈晨"], play["张敏"], play["刘芳"]
    async with play.step("the lawyer finds the request, sees names and nothing else, and accepts", lawyer):
        await lawyer.follow("通知", within=lawyer.page.locator(".bar"))
        await lawyer.reads("请答复是否承办案件", play.told["number"], patient=True)
        await lawyer.places("待办")
        await lawyer.reads("核对当事人并回应", play.told["number"])
        await lawyer.follow("核对当事人并回应")
        await lawyer.reads(FIRST.name, COMING[5].name, EMPLOYER)
        await lawyer.reads_not(_yuan(FIRST.wages_fen), FIRST.phone)
        await lawyer.press("接受指派")
        await lawyer.reads("您已接受指派，本案在您的“待办”里。")
        await lawyer.places("待办")
        await lawyer.reads(play.told["number"])
    async with play.step("mediator and clerk see who the lawyer is, and all that was done", mediator, clerk):
        for person in (mediator, clerk):
            await person.places("案件")
            await person.follow(play.told["number"])
            await person.reads("陈晨", "216,400.00", "18,000.00")


def roster_text() -> str:
    """The foreman's table, as it comes out of a spreadsheet by copying."""
    rows = [("姓名", "手机", "身份证", "岗位", "拖欠工资", "社保", "备注")]
    rows += [_row(worker) for worker in workers()]
    return "\n".join("\t".join(row) for row in (*rows, *BAD_ROWS))


def _row(worker: Worker) -> tuple[str, ...]:
    owed = (_yuan(worker.wages_fen), _yuan(worker.social_insurance_fen))
    return (worker.name, worker.phone, worker.id_number, worker.job, *owed, "")


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
