"""Aid lawyers in a real browser: who once acted for the employer cannot be asked, and the page says why."""

from playwright.async_api import expect
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import Staff
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.lawyer.models import Lawyer
from tests.browser.pages.lawyers import panel
from tests.browser.table import Scene

NAME = "张调解员"


async def test_a_lawyer_who_acted_for_the_employer_cannot_be_assigned_and_the_reason_is_read(studio, people):
    agency = await studio.agency()
    case = (await panel(Scene(studio, agency)))["case"]
    async with people(NAME, Role.MEDIATOR, agency=agency) as tab:
        await tab.goto(f"/cases/{case}/lawyer")
        zhou, chen = (tab.locator(".suggestions > li", has_text=name) for name in ("周律师", "陈律师"))
        await expect(zhou).to_contain_text("不可指派（回避）")
        await expect(zhou).to_contain_text("本人代理过 川味餐饮有限公司 2025-033")
        await expect(zhou.locator(".tag")).to_be_visible()
        assert await zhou.locator("form, button, a").count() == 0
        assert await tab.locator(".suggestions > li").all_inner_texts() == [
            await chen.inner_text(), await zhou.inner_text()
        ], "who may be asked comes first"  # fmt: skip

        # Whoever sends the form for her all the same is refused in the same words, and nobody was asked.
        hers = await _id_of(studio, "周律师")
        await chen.locator("[name=lawyer]").evaluate("(field, id) => { field.value = id; }", hers)
        await chen.get_by_role("button", name="指派").click()
        await expect(tab.locator(".summary")).to_contain_text("存在利益冲突：本人代理过 川味餐饮有限公司 2025-033")
        await expect(tab.locator("main")).not_to_contain_text("等待回应")
        await tab.goto(f"/cases/{case}/lawyer")
        await chen.get_by_role("button", name="指派").click()
        await expect(tab.locator("main")).to_contain_text("陈律师")


async def _id_of(studio, name: str) -> str:
    async with studio.runtime.read() as connection:
        found = select(col(Lawyer.id)).join(Staff, col(Staff.id) == col(Lawyer.staff_id)).where(col(Staff.name) == name)
        return gid("Lawyer", (await connection.execute(found)).scalar_one())
