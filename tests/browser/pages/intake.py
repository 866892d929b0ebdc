"""Taking down a case: empty, wrong, and like one that is there; and its roster in three steps."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from openpyxl import Workbook

from mediation.case.models import CaseKind
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

_NAME = "江南小馆餐饮有限公司"


async def known(scene: Scene) -> Mapping[str, str]:
    """A case of the same employer and worker."""
    make = scene.studio.make
    employer = await make.organisation(agency=scene.agency, name=_NAME)
    await make.claimant(await make.case(agency=scene.agency, employer=employer), name="王小明", phone="13912342234")
    return {}


async def sent_empty(tab: "Tab") -> None:
    await tab.click("button[value=register]")
    await tab.wait_for_selector(".summary")


async def typed_again(tab: "Tab") -> None:
    await tab.fill("[name='claimants.0.name']", "王小明")
    await tab.fill("[name='claimants.0.phone']", "13912342234")
    await tab.fill("[name='employer.name']", _NAME)
    await tab.press("[name='employer.name']", "Tab")
    await tab.wait_for_selector("#similar-title")


async def collective(scene: Scene) -> Mapping[str, str]:
    """A collective case without workers."""
    case = await scene.studio.make.case(agency=scene.agency, kind=CaseKind.COLLECTIVE)
    return {"case": gid("Case", case.id)}


_ROSTER = (
    "姓名\t手机\t身份证\t岗位\t起止月份\t工资(元)\t社保(元)\n"
    "王小明\t13912340001\t\t厨师\t2026-08至2026-10\t6,480\t900\n"
    "李雷\t138****22\t\t服务员\t2026-09\t5200\t\n"
    "赵强\t13912340003\t1.10101E+17\t\t\t7000\t\n"
    "王小明\t13912340001\t\t厨师\t\t6,480\t900\n"
)


async def pasted(tab: "Tab") -> None:
    await tab.fill("[name=text]", _ROSTER)
    await tab.click("main button:has-text('读取'), main button:has-text('Read')")
    await tab.wait_for_selector("table.roster")


async def sheets(tab: "Tab") -> None:
    """A workbook of three sheets: a note, workers without a heading, and more rows than can be taken."""
    book, data = Workbook(), io.BytesIO()
    for name, rows in (("说明", 1), ("九月班组", 12), ("全厂", 501)):
        sheet = book.create_sheet(name)
        for n in range(rows):
            sheet.append([f"{'王李张'[n % 3]}小明", f"1391234{n:04d}", 6480.5, 900] if rows > 1 else ["请如实填写"])
    del book[book.sheetnames[0]]
    book.save(data)
    await tab.set_input_files("#f-file", {"name": "名册.xlsx", "mimeType": "a/b", "buffer": data.getvalue()})
    await tab.click("main button:has-text('读取'), main button:has-text('Read')")
    await tab.wait_for_selector("#f-sheet")


async def unticked(tab: "Tab") -> None:
    await pasted(tab)
    await tab.click("#confirm button")
    await tab.wait_for_selector(".summary")


PAGES = (
    Page("intake", "/cases/new", role=Role.MEDIATOR),
    Page("intake-wrong", "/cases/new", role=Role.INTAKE_CLERK, act=sent_empty),
    Page("intake-similar", "/cases/new", known, role=Role.MEDIATOR, act=typed_again),
    Page("intake-roster", "/cases/{case}/import", collective, role=Role.MEDIATOR),
    Page("intake-roster-review", "/cases/{case}/import", collective, role=Role.MEDIATOR, act=pasted),
    Page("intake-roster-sheets", "/cases/{case}/import", collective, role=Role.MEDIATOR, act=sheets),
    Page("intake-roster-unticked", "/cases/{case}/import", collective, role=Role.MEDIATOR, act=unticked),
)
