"""Promised money in a real browser: late by the clock, in default by a person, and each way with what it serves."""

from playwright.async_api import Page, expect

from mediation.agency.models import AgencyKind, District
from mediation.case.models import CaseState, ClaimGroup
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.people import People
from tests.browser.studio import Studio

NAME = "张调解员"


async def _promised(studio: Studio, people: People) -> str:
    """A case whose two workers were promised 5,000 yuan of wages and 900 of social insurance each until Monday: its path."""
    agency, make = await studio.agency(), studio.make
    async with studio.runtime.db.session() as session:
        district = await session.get_one(District, agency.district_id)
    await make.agency(kind=AgencyKind.HUMAN_RESOURCES, district=district)
    await people.account(NAME, Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state=CaseState.PERFORMING)
    workers = [await make.claimant(case, name=name, wages_fen=500_000) for name in ("王小明", "李小明")]
    agreement = await make.agreement(case, *workers, state="effective", social_insurance_fen=90_000)
    for worker in workers:
        await make.commitment(agreement, worker)
        await make.commitment(agreement, worker, group=ClaimGroup.SOCIAL_INSURANCE, amount_fen=90_000)
    return f"/cases/{gid('Case', case.id)}"


async def _board(tab: Page, view: str) -> str:
    """The rows of a view of the board, as one text."""
    await tab.goto(f"/commitments?view={view}")
    return " ".join(await tab.locator("tbody tr").all_inner_texts())


async def test_late_is_the_clocks_word_default_a_persons_and_each_way_serves_its_own_money(studio, people):
    path = await _promised(studio, people)
    studio.clock.advance(days=3, hours=11, minutes=59)
    async with people(NAME) as tab:
        assert "已逾期" not in await _board(tab, "DUE_TODAY")
        studio.clock.advance(minutes=1)
        late = await _board(tab, "OVERDUE")
        assert "已逾期" in late
        assert "已违约" not in late
        assert await _board(tab, "DEFAULTED") == ""

        await tab.goto(f"{path}/default?step=confirm")
        await expect(tab.locator(".banner.warn")).to_contain_text("必须先在到期后联系公司并登记结果")
        await tab.get_by_role("button", name="确认违约处理").click()
        await expect(tab.locator("[role=alert], .summary").first).to_be_visible()
        assert await _board(tab, "DEFAULTED") == ""
        await tab.goto("/commitments?view=OVERDUE")
        await tab.get_by_role("link", name="登记联系结果").click()
        await tab.select_option("[name=outcome]", "ADMITS_CANNOT_PAY")
        await tab.select_option("[name=manner]", "PHONE")
        await tab.get_by_role("button", name="登记联系结果").click()
        await expect(tab.locator(".timeline")).to_contain_text("承认无力支付")
        await tab.get_by_role("button", name="下一步：有人先垫付吗").click()
        await tab.get_by_role("button", name="下一步：途径").click()
        await _ways(tab)
        await tab.get_by_role("button", name="下一步：文书").click()
        await expect(tab.locator("main")).to_contain_text("支付令申请书")
        await tab.get_by_role("button", name="下一步：确认").click()
        await expect(tab.locator(".facts")).to_contain_text("工资 10,000.00 · 社保 1,800.00")
        await expect(tab.locator(".facts")).to_contain_text("转办给主管单位：社会保险费征收机构责令补缴")
        await tab.get_by_role("button", name="确认违约处理").click()
        await expect(tab.locator(".banner.done")).to_contain_text("已标记违约")
        assert "已违约" in await _board(tab, "DEFAULTED")
        assert await _board(tab, "OVERDUE") == ""


async def _ways(tab: Page) -> None:
    wages, insurance = tab.locator("fieldset.block").nth(0), tab.locator("fieldset.block").nth(1)
    await expect(wages.locator("legend")).to_contain_text("10,000.00")
    await expect(insurance.locator("legend")).to_contain_text("1,800.00")
    order = wages.locator(".way", has=tab.locator("[value=PAYMENT_ORDER_ON_AGREEMENT]"))
    await expect(order.locator(".money")).to_have_text(["10,000.00"])
    assert await insurance.locator("[value^=PAYMENT_ORDER]").count() == 0
    await expect(insurance).to_contain_text("支付令的条文没有列入社会保险费")
    joint = wages.locator(".way", has=tab.locator("[value=JUDICIAL_CONFIRMATION]"))
    await expect(joint).to_contain_text("双方共同")
    await expect(joint).to_contain_text("截止 2026-12-21 （2026-12-20 遇休息日顺延）")
    collection = insurance.locator(".way", has=tab.locator("[value=SOCIAL_INSURANCE_COLLECTION]"))
    await order.locator("input").check()
    await collection.locator("input").check()


async def test_social_insurance_is_referred_and_a_way_that_is_closed_says_why(studio, people):
    path = await _promised(studio, people)
    studio.clock.advance(days=32)
    async with people(NAME) as tab:
        await tab.goto(f"{path}/default?step=ways")
        joint = tab.locator("fieldset.block").nth(0).locator(".way", has=tab.locator("[value=JUDICIAL_CONFIRMATION]"))
        await expect(joint.locator("input")).to_be_disabled()
        await expect(joint).to_contain_text("走不通")
        await expect(joint).to_contain_text("共同申请的期限已经届满。 《民事诉讼法》第205条")

        await tab.locator(".way", has=tab.locator("[value=SOCIAL_INSURANCE_COLLECTION]")).get_by_role("link").click()
        request = await tab.input_value("[name=request]")
        assert "社会保险费 1,800.00" in request
        assert "10,000.00" not in request
        assert "《社会保险法》第63条" in await tab.input_value("[name=legalBasis]")
        await tab.select_option("[name=toAgency]", index=1)
        await tab.get_by_role("button", name="转办").click()
        await expect(tab.locator(".banner.done")).to_contain_text("已转办")
        await expect(tab.locator("section.block")).to_contain_text(request)


async def test_what_the_sub_landlord_pays_is_an_advance_that_the_company_owes_back(studio, people):
    path = await _promised(studio, people)
    studio.clock.advance(days=3, hours=21)
    async with people(NAME) as tab:
        await tab.goto(f"{path}/default?step=advance")
        await tab.get_by_role("link", name="登记第三方垫付").click()
        await tab.select_option("[name=payerKind]", "SUB_LANDLORD")
        await tab.fill("[name=payerName]", "房东周某")
        await tab.fill("[name=proof]", "银行回单 1123")
        for n in range(4):
            row = tab.locator("#f-items tbody tr").nth(n)
            if "工资" in await row.inner_text():
                await row.locator("input.money").fill("5000")
        await tab.check("[name=recourseAgreed]")
        await tab.get_by_role("button", name="登记所填金额").click()
        await expect(tab.locator("main")).to_contain_text("公司应返还（工资）10,000.00，未还 10,000.00")
        board = await _board(tab, "ADVANCED")
        assert "第三方已垫付" in board
        assert "其中垫付 10,000.00" in board
        assert "社保 1,800.00" in await _board(tab, "OVERDUE")
        await tab.goto(f"{path}/default?step=advance")
        await expect(tab.locator("main")).to_contain_text("第三方已垫付 房东周某 10,000.00")
        await tab.goto(f"{path}/default?step=ways")
        await expect(tab.locator("fieldset.block legend")).to_have_text(["工资 0.00 元", "社保 1,800.00 元"])
