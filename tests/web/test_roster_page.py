"""A roster on its pages: nothing is in the case before the tick, every row keeps its number, and a day long it is taken back."""

import io
import re

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

from mediation.case.models import Case, Party, PartySide
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.kit.ids import decode_global_id
from mediation.story.people import id_number
from mediation.web.screens import case_roster

HEAD = "姓名\t手机\t身份证\t工资(元)\t社保(元)"


def _phone(n):
    return f"1391234{n:04d}"


LINES = [
    f"王小明\t{_phone(1)}\t{id_number(1)}\t6,480\t900",
    "李雷\t138****22\t\t5200\t",
    f"赵强\t{_phone(3)}\t1.10101E+17\t7000\t",
    f"王小明\t{_phone(1)}\t{id_number(1)}\t6,480\t900",
    f"钱多\t{_phone(5)}\t\t1,000.50\t",
]
TEXT = "\r\n".join([HEAD, *LINES])


def _value(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


@pytest.fixture
async def desk(make, browser):
    """A collective case, its mediator at the pages, and how many workers it has."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, kind="collective", mediator_id=mediator.id)
    await browser.be(mediator)

    async def workers():
        here = select(Party.__table__).where(
            col(Party.case_id) == case.id, col(Party.side) == PartySide.CLAIMANT, col(Party.withdrawn_at).is_(None)
        )
        async with make.runtime.read() as connection:
            return len((await connection.execute(here)).all())

    return f"/cases/{gid('Case', case.id)}", workers


async def _brought(browser, path, text=TEXT):
    return await browser.post(f"{path}/roster", {"text": text}, on=f"{path}/import")


async def test_what_is_pasted_is_corrected_row_by_row_and_comes_in_with_the_tick(browser, desk):
    path, workers = desk
    one = (await _brought(browser, path)).headers["location"]

    page = await browser.get(one)
    only = await browser.get(f"{one}?only=1")
    fixes = {"version": "1", "cell.3.PHONE": _phone(2), "clear.4.ID_NUMBER": "on"}
    fixes |= {"repeating": "5", "was.5": "", "said.5": "MERGE"}
    fixed = await browser.post(one, fixes)
    page_after = await browser.get(one)
    stale = await browser.post(one, fixes)
    version = _value(page_after, "version")
    before = await workers()
    unticked = await browser.post(f"{one}/confirm", {"version": version, "leaveOut": "6"}, on=one)
    done = await browser.post(f"{one}/confirm", {"version": version, "leaveOut": "6", "checked": "on"}, on=one)

    assert "识别 5 行：可导入 2 · 需更正 2 · 重复 1" in page.text
    assert "导入 2 人" in page.text
    assert "合并到第 2 行" in page.text
    assert "139****0001" in page.text
    assert _phone(1) not in page.text
    assert "钱多" in page.text
    assert "钱多" not in only.text
    assert fixed.headers["location"].endswith("?said=roster-revised")
    assert "可导入 4 · 需更正 0 · 重复 0</strong> · 已合并 1" in page_after.text
    assert "19,680.50" in page_after.text
    assert "打开这个页面之后" in stale.text
    assert f'value="{_phone(2)}"' not in page_after.text
    assert unticked.status_code == 422
    assert 'href="#f-checked"' in unticked.text
    assert 'name="leaveOut" value="6" checked' in unticked.text
    assert done.headers["location"] == f"{path}/import?said=roster-confirmed"
    assert (before, await workers()) == (0, 3)


async def test_columns_are_mapped_and_a_wrong_correction_is_told_at_its_cell(browser, desk):
    path, _ = desk
    one = (await _brought(browser, path, f"怎么找\t姓名\t应发\r\n{_phone(1)}\t王小明\t6480")).headers["location"]
    assert "这些列没有导入：怎么找、应发。" in (await browser.get(one)).text
    place = {"version": "1", "place": ["1", "2", "3"], "columnWas.1": "", "columnWas.2": "NAME", "columnWas.3": ""}

    twice = await browser.post(one, {**place, "column.1": "NAME", "column.2": "NAME", "column.3": "WAGES"})
    mapped = await browser.post(one, {**place, "column.1": "PHONE", "column.2": "NAME", "column.3": "WAGES"})
    page = await browser.get(one)
    gone = await browser.post(one, {"version": "2", "cell.77.PHONE": "1"})

    assert twice.status_code == 422
    assert 'href="#f-columns"' in twice.text
    assert mapped.status_code == 303
    assert "可导入 1 · 需更正 0" in page.text
    assert gone.status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
async def test_a_file_gives_the_same_table(browser, desk, encoding):
    path, workers = desk
    data = TEXT.replace("6,480", "6480").replace("1,000.50", "1000.50").replace("\t", ",").encode(encoding)

    sent = await browser.post(f"{path}/roster", on=f"{path}/import", files={"file": ("名册.csv", data)})
    page = await browser.get(sent.headers["location"])
    xls = await browser.post(
        f"{path}/roster", on=f"{path}/import", files={"file": ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}
    )
    nothing = await browser.post(f"{path}/roster", on=f"{path}/import")

    assert "识别 5 行：可导入 2 · 需更正 2 · 重复 1" in page.text
    assert "名册.csv" in page.text
    assert xls.status_code == 422
    assert 'href="#f-file"' in xls.text
    assert 'href="#f-text"' in nothing.text
    assert await workers() == 0


async def test_an_import_is_taken_back_as_a_whole_with_a_reason_within_a_day(browser, desk, clock):
    path, workers = desk
    one = (await _brought(browser, path)).headers["location"]
    await browser.post(f"{one}/confirm", {"version": "1", "checked": "on"}, on=one)
    imported = await workers()

    page = await browser.get(f"{path}/import")
    asked = await browser.get(f"{one}/undo")
    without = await browser.post(f"{one}/undo", {"reason": ""})
    done = await browser.post(f"{one}/undo", {"reason": "贴错了名册"})
    after = await browser.get(f"{path}/import")

    assert "撤销整个导入" in page.text
    assert "登记推举代表" in page.text
    assert "导入的 2 人" in asked.text
    assert without.status_code == 422
    assert done.headers["location"].endswith("said=roster-undone")
    assert "导入 2 人，已撤销" in after.text
    assert "撤销整个导入" not in after.text
    assert (imported, await workers()) == (2, 0)


async def test_another_studio_and_another_case_see_no_roster(browser, desk, make):
    path, _ = desk
    one = (await _brought(browser, path)).headers["location"]
    agency = await make.agency()
    stranger = await make.staff(Role.MEDIATOR, agency=agency)
    own = f"/cases/{gid('Case', (await make.case(agency=agency)).id)}"
    await browser.be(stranger)

    assert (await browser.get(f"{path}/import")).status_code == 404
    assert (await browser.get(one)).status_code == 404
    assert (await browser.get(own + one.removeprefix(path))).status_code == 404
    forged = {"files": {"file": ("r.csv", TEXT.encode())}}
    assert (await browser.post(f"{path}/roster", on=f"{own}/import", **forged)).status_code == 404


async def test_without_a_heading_the_columns_are_suggested_and_a_sheet_of_a_workbook_is_chosen(browser, desk):
    path, _ = desk
    book, data = Workbook(), io.BytesIO()
    for name, wages in (("九月", 6480), ("十月", 7000)):
        sheet = book.create_sheet(name)
        sheet.append(["王小明", _phone(1), wages])
        sheet.append(["李雷", _phone(2), wages])
    book.save(data)
    file = {"file": ("名册.xlsx", data.getvalue())}
    one = (await browser.post(f"{path}/roster", on=f"{path}/import", files=file)).headers["location"]

    page = await browser.get(one)
    place = {"place": ["1", "2", "3"], "columnWas.1": "", "columnWas.2": "", "columnWas.3": ""}
    columns = {"column.1": "NAME", "column.2": "PHONE", "column.3": "WAGES"}
    blank = dict.fromkeys(columns, "")
    unsaid = await browser.post(one, {"version": "1", "sheet": "1", "sheetWas": "1", **place, **blank})
    mapped = await browser.post(one, {"version": "1", "sheet": "1", "sheetWas": "1", **place, **columns})
    september = await browser.get(one)
    turned = await browser.post(one, {"version": "2", "sheet": "2", "sheetWas": "1", "cell.1.NAME": "别人"})
    october = await browser.get(one)

    assert "读到 2 行，没有认出表头。" in page.text
    assert 'value="PHONE" selected' in page.text
    assert "王小明 · 李雷" in page.text
    assert _phone(1) not in page.text
    assert "可导入" not in page.text
    assert unsaid.status_code == 422
    assert 'href="#f-columns"' in unsaid.text
    assert mapped.status_code == 303
    assert "12,960.00" in september.text
    assert turned.headers["location"].endswith("said=roster-turned")
    assert "读到 2 行，没有认出表头。" in october.text
    assert 'value="2" selected' in october.text


async def test_an_import_that_takes_long_has_a_page_that_can_be_left(browser, desk, make, monkeypatch):
    path, workers = desk
    one = (await _brought(browser, path)).headers["location"]
    monkeypatch.setattr(case_roster, "_WAITED", 0.2)
    key = decode_global_id(path.removeprefix("/cases/"))[1]

    async with make.runtime.db.session() as session:
        await session.execute(select(Case).where(col(Case.id) == key).with_for_update())
        sent = await browser.post(f"{one}/confirm", {"version": "1", "checked": "on", "taken": "2"}, on=one)
        running = await browser.get(sent.headers["location"])
        again = await browser.get(one)
        waits = await browser.get(f"{one}/taking", hx_request="true")
        before = await workers()
    await make.runtime.background.settle()
    after = await browser.get(f"{one}/taking", hx_request="true")
    late = await browser.get(f"{one}/taking")

    assert sent.headers["location"] == f"{one}/taking?n=2"
    assert "正在导入 2 人" in running.text
    assert again.headers["location"].startswith(f"{one}/taking")
    assert waits.status_code == 204
    assert after.headers["hx-redirect"] == f"{path}/import?said=roster-confirmed"
    assert late.headers["location"] == f"{path}/import?said=roster-confirmed"
    assert (before, await workers()) == (0, 2)


async def test_an_import_that_came_to_nothing_behind_its_page_says_so(browser, desk):
    path, _ = desk
    one = (await _brought(browser, path)).headers["location"]

    page = await browser.get(f"{one}/taking")
    led = await browser.get(f"{one}/taking", hx_request="true")

    assert "没有导入任何人。" in page.text
    assert f'href="{one}"' in page.text
    assert led.headers["hx-redirect"] == f"{one}/taking"
