"""A roster in a real browser: pasted from the clipboard or chosen as a file it is the same table, and nothing is kept early."""

import io

from openpyxl import Workbook
from playwright.async_api import expect
from sqlmodel import col, select

from mediation.case.models import Case, CaseKind, Party, PartySide
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.kit.ids import decode_global_id
from mediation.story.people import id_number
from mediation.web.screens import case_roster
from tests.browser import look
from tests.browser.keys import Keys

NAME = "张调解员"
HEAD = ["姓名", "手机", "身份证", "拖欠工资", "社保"]
DAMAGED = 1.10101e17
"""what a spreadsheet made of eighteen digits"""


def _rows() -> list[list[str | float]]:
    """Thirty-eight: thirty-four good ones, three to correct, one that repeats the first."""
    good = [
        [
            f"{'王李张刘陈杨黄赵吴周'[n % 10]}{'明强芳丽'[n // 10]}",
            f"1391234{n:04d}",
            id_number(n + 1),
            5_000.1 + n,
            900.05,
        ]
        for n in range(34)
    ]
    wrong = [
        ["钱多多", "138****22", "", 5_200.0, ""],
        ["孔方", "13977810000", DAMAGED, 7_000.0, ""],
        ["孙小小", "13977810001", "", "六千", ""],
    ]
    return [*good[:5], *wrong, *good[5:], good[0]]


ROWS = _rows()
WAGES_FEN = sum(500_010 + n * 100 for n in range(34))
SOCIAL_FEN = 34 * 90_005


def _shown(cell: str | float) -> str:
    """As a spreadsheet shows a cell, and copies it."""
    if cell == DAMAGED:
        return "1.10101E+17"
    return f"{cell:,.2f}" if isinstance(cell, float) else cell


def pasted() -> str:
    """As WPS and Excel put it on the clipboard."""
    return "\r\n".join("\t".join(map(_shown, row)) for row in [HEAD, *ROWS]) + "\r\n"


def csv() -> bytes:
    """As the same sheet is saved in Chinese Windows."""
    lines = [",".join(f'"{_shown(cell)}"' for cell in row) for row in [HEAD, *ROWS]]
    return "\r\n".join(lines).encode("gb18030")


def xlsx() -> bytes:
    """As the same sheet is saved; amounts are numbers."""
    book, written = Workbook(), io.BytesIO()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


async def _desk(studio, people):
    agency = await studio.agency()
    staff = await people.account(NAME, Role.MEDIATOR, agency=agency)
    case = await studio.make.case(agency=agency, kind=CaseKind.COLLECTIVE, mediator_id=staff.id)

    async def workers() -> int:
        here = select(Party.__table__).where(
            col(Party.case_id) == case.id, col(Party.side) == PartySide.CLAIMANT, col(Party.withdrawn_at).is_(None)
        )
        async with studio.runtime.read() as connection:
            return len((await connection.execute(here)).all())

    return f"/cases/{gid('Case', case.id)}/import", workers


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


async def test_what_is_pasted_and_either_file_are_the_same_table_to_the_cent(studio, people):
    path, workers = await _desk(studio, people)
    tables, sums = [], []
    async with people(NAME) as tab:
        await tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await tab.goto(path)
        await tab.evaluate("(text) => navigator.clipboard.writeText(text)", pasted())
        await tab.keyboard.press("Control+V")
        await expect(tab.locator("#pasted")).to_have_text("已粘贴 38 行（不含表头），请读取并核对。")
        assert await tab.evaluate("document.activeElement.id") == "f-text"

        for name, data in (("", b""), ("名册.csv", csv()), ("名册.xlsx", xlsx())):
            if name:
                await tab.goto(path)
                file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
                await tab.set_input_files("#f-file", file)
                await expect(tab.locator("#pasted")).to_have_text(
                    f"已选择 {name}（{-(-len(data) // 1024)} KB），请读取并核对。"
                )
            await tab.get_by_role("button", name="读取并核对").click()
            await expect(tab.locator("main [role=status]").first).to_contain_text(
                "识别 38 行：可导入 34 · 需更正 3 · 重复 1"
            )
            tables.append(await tab.locator("table.roster").inner_text())
            sums.append([await one.inner_text() for one in await tab.locator("dl.facts dd .money").all()][:2])
        row = tab.locator("table.roster tr", has_text="孔方")
        await expect(row).to_contain_text("号码被表格改写")
        assert "1.10101" not in await row.inner_text()

    assert tables[0] == tables[1] == tables[2]
    assert sums == [[_yuan(WAGES_FEN), _yuan(SOCIAL_FEN)]] * 3
    assert await workers() == 0


async def test_who_leaves_before_the_last_step_has_taken_nobody_in_and_an_import_goes_back_as_a_whole(studio, people):
    path, workers = await _desk(studio, people)
    async with people(NAME, javascript=False) as tab:
        await tab.goto(path)
        await tab.fill("#f-text", pasted())
        await tab.get_by_role("button", name="读取并核对").click()
        await expect(tab.locator("h1")).to_contain_text("名册导入")
    assert await workers() == 0

    async with people(NAME) as tab:
        await tab.goto(path)
        await tab.get_by_role("link", name="继续核对").click()
        keys = Keys(tab)
        await keys.to("我已与推举代表核对")
        await tab.keyboard.press("Space")
        await keys.press("导入 34 人")
        await expect(tab.locator(".banner.done")).to_contain_text("名册已导入")
        assert await workers() == 34

        await tab.get_by_role("link", name="撤销整个导入").click()
        await tab.fill("[name=reason]", "贴错了名册")
        await tab.get_by_role("button", name="撤销整个导入").click()
        await expect(tab.locator("main")).to_contain_text("导入 34 人，已撤销")
    assert await workers() == 0


async def test_an_import_that_takes_long_shows_that_it_runs_can_be_left_and_ends_by_itself(studio, people, monkeypatch):
    path, workers = await _desk(studio, people)
    key = decode_global_id(path.split("/")[2])[1]
    monkeypatch.setattr(case_roster, "_WAITED", 0.3)
    async with people(NAME) as tab:
        await tab.goto(path)
        await tab.fill("#f-text", pasted())
        await tab.get_by_role("button", name="读取并核对").click()
        review = tab.url
        await tab.goto(f"{review}/taking")
        await expect(tab.locator("main")).to_contain_text("没有导入任何人。")
        assert await look.axe(tab) == []
        await tab.get_by_role("link", name="回到核对").click()
        await tab.get_by_label("我已与推举代表核对").check()
        async with studio.runtime.db.session() as session:
            await session.execute(select(Case).where(col(Case.id) == key).with_for_update())
            await tab.get_by_role("button", name="导入 34 人").click()
            await expect(tab.locator("main [role=status]")).to_have_text("正在导入 34 人")
            assert await look.axe(tab) == []
            other = await tab.context.new_page()
            await other.goto(review)
            await expect(other.locator("main [role=status]")).to_have_text("正在导入 34 人")
            await tab.goto("/work")
            assert await workers() == 0
        await expect(other.locator(".banner.done")).to_contain_text("名册已导入")
        await tab.go_back()
        await expect(tab.locator(".banner.done")).to_contain_text("名册已导入")
    assert await workers() == 34
