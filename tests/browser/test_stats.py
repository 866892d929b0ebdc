"""Statistics in a real browser: each number is what its list adds up to, each picture has its table, and who sees neither."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pypdf
from playwright.async_api import Page, expect

from mediation.agency.models import AgencyKind
from mediation.kit.actor import Role
from tests.ledger.book import Book

NAME = "张调解员"
_CHARTS = """all => all.map(section => {
  const svg = section.querySelector('svg[role=img]'), named = id => document.getElementById(id)?.textContent ?? '';
  return {
    heading: section.querySelector('h2').textContent.trim(),
    name: named(svg.getAttribute('aria-labelledby').split(' ')[0]),
    description: named(svg.getAttribute('aria-labelledby').split(' ')[1]),
    drawn: [...svg.querySelectorAll('text:not([text-anchor])')].map(e => e.textContent),
    rows: [...section.querySelectorAll('tbody tr')].map(tr => [...tr.cells].map(cell => cell.textContent.trim())),
    series: [...section.querySelectorAll('thead th')].slice(1).map(e => e.textContent.trim()),
  };
})"""
_FIGURES = """all => all.map(panel => [panel.querySelector('h2').textContent.trim(),
  panel.querySelector('.figure').textContent.trim(), panel.querySelector('a').getAttribute('href'),
  [...panel.querySelectorAll('small')].map(e => e.textContent).join(' ')])"""
_FOOT = """() => Object.fromEntries([...document.querySelectorAll('tfoot [data-of]')]
  .map(cell => [cell.dataset.of, cell.textContent.replace(/\\s+/g, ' ').trim()]))"""


async def test_every_number_is_what_its_list_adds_up_to_and_every_picture_has_its_table(studio, people):
    agency, neighbour = await studio.agency(), await studio.agency()
    for seed, many, of in ((7, 10, agency), (8, 3, neighbour)):
        await Book(studio.make, seed).grow(of, many, await studio.make.organisation(agency=of))
    async with people(NAME, Role.MEDIATOR, agency=agency) as tab, people(NAME, javascript=False) as plain:
        for one in (tab, plain):
            await one.goto("/stats?quarter=2026Q4")
        assert await _inside(tab) == await _inside(plain)
        figures = await tab.locator(".figures > li").evaluate_all(_FIGURES)
        charts = await tab.locator("section:has(svg[role=img])").evaluate_all(_CHARTS)
        seen: dict[str, Behind] = {}
        for href in dict.fromkeys(href for _, _, href, _ in figures):
            await tab.goto(href)
            rows = await tab.locator("tbody tr").count()
            await expect(tab.locator("[role=status]")).to_have_text(f"共 {rows} 件")
            await expect(tab.locator("tfoot th")).to_have_text("合计")
            seen[href] = Behind(rows, await tab.evaluate(_FOOT))
        printed = pypdf.PdfReader(io.BytesIO(await tab.pdf(prefer_css_page_size=True)))

    _numbers(figures, seen)
    assert len(charts) == 3
    for chart in charts:
        _picture(chart)
    width, height = (float(side) for side in printed.pages[0].mediabox[2:])
    assert width > height
    for page in printed.pages:
        assert "主办" in page.extract_text()


@dataclass(frozen=True)
class Behind:
    """A list: its rows, and what its foot says by the words of the column."""

    rows: int
    foot: dict[str, str]


async def _inside(tab: Page) -> str:
    return re.sub(r'name="(once|form_token)" value="[^"]*"', "", await tab.inner_html("main"))


HEADS = "登/参/签"
ADDS = {
    "登记人数": lambda foot: foot[HEADS].split("/")[0],
    "参加人数": lambda foot: foot[HEADS].split("/")[1],
    "签署人数": lambda foot: foot[HEADS].split("/")[2],
    "挽回工资": lambda foot: foot["本期 工资"],
    "挽回社会保险": lambda foot: foot["本期 社保"],
    "其中第三方垫付": lambda foot: foot["本期 其中垫付"],
    "劳动者已收到": lambda foot: foot["本期 已收到"],
    "第三方垫付": lambda foot: foot["本期 垫付"],
    "违约": lambda foot: foot["本期 违约"],
}
"""What of the foot of its list each figure is."""


def _numbers(figures: list[list[str]], seen: dict[str, Behind]) -> None:
    """Every figure against the list to which it leads."""
    for name, value, href, small in figures:
        behind = seen[href]
        match name:
            case "案件":
                assert _number(value) == behind.rows > 2
            case "按期兑付率":
                hits, of = int(behind.foot["本期 按期"]), int(behind.foot["本期 到期"])
                assert f"{hits}/{of} 到期" in small
                assert value == f"{hits / of:.1%}"
            case "满意度":
                assert behind.foot["满意度"] in small
            case _:
                assert _number(value) == _number(ADDS[name](behind.foot)) > 0, name
    assert [name for name, *_ in figures if name in ADDS] == list(ADDS)


def _number(text: str) -> int:
    return int(text.replace(",", "").replace("¥", "").replace(".", ""))


def _picture(chart: dict[str, Any]) -> None:
    """A name, a sentence with every value, and a table with the values that are drawn."""
    assert chart["name"] == chart["heading"]
    cells = [
        f"{name} {cell}" if len(chart["series"]) > 1 else cell
        for _, *row in chart["rows"]
        for name, cell in zip(chart["series"], row, strict=True)
        if cell != "--"
    ]
    assert cells == chart["drawn"]
    for label, *row in chart["rows"]:
        for cell in row:
            assert cell == "--" or f"{label} {cell}" in chart["description"]
    assert [name for name in chart["series"] if name not in chart["description"]] == []


async def test_a_clerk_of_another_agency_sees_neither_numbers_nor_list(studio, people):
    await studio.make.case(agency=await studio.agency())
    court = await studio.make.agency(kind=AgencyKind.COURT)
    async with people("吴静", Role.CLERK, agency=court) as tab:
        for path in ("/stats?quarter=2026Q4", "/ledger?from=2026-10-01&to=2026-12-31"):
            answer = await tab.goto(path)
            assert answer.status == 403
            assert await tab.locator("svg[role=img], .figure, table").count() == 0
            assert await tab.locator("nav a[href='/stats']").count() == 0
        files = [
            await tab.context.request.get(f"/ledger.{kind}?from=2026-10-01&to=2026-12-31") for kind in ("csv", "xlsx")
        ]
        assert {file.status for file in files} <= {403, 404}
