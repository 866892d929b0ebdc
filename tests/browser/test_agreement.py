"""The agreement in a real browser: its last moment, what it needs to take effect, what voids signatures, and paper."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
import pytest
from playwright.async_api import expect

from mediation.agency import sessions
from mediation.agency.models import Agency, Staff
from mediation.agreement import signing
from mediation.agreement.hands import Signatory
from mediation.agreement.models import Agreement
from mediation.agreement.signing import Hand
from mediation.case.models import CaseState, Party
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.studio import Studio

NAME = "张调解员"
ACTS = "nav, button, .button, .bar, .foot, .skip, .no-print"
_SEEN = "all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"


@dataclass(frozen=True)
class Agreed:
    """An agreement, where it is, and between whom."""

    path: str
    row: Agreement
    workers: list[Party]


@pytest.fixture
def desk(studio, people):
    """Arranges an agreement of 6,000 yuan for each worker, and its mediator. It is ten past nine on Friday evening."""
    studio.clock.advance(hours=9, minutes=10)
    agencies: list[Agency] = []

    async def arranged(*names: str, state: str = "signing") -> Agreed:
        if not agencies:
            agencies.append(await studio.agency())
            await people.account(NAME, Role.MEDIATOR, agency=agencies[0])
        case = await studio.make.case(agency=agencies[0], state=CaseState.MEDIATING)
        workers = [await studio.make.claimant(case, name=name, wages_fen=500_000) for name in names]
        agreement = await studio.make.agreement(case, *workers, state=state)
        return Agreed(f"/cases/{gid('Case', case.id)}/agreement", agreement, workers)

    return arranged


async def test_days_end_at_midnight_and_hours_by_the_clock_wherever_the_browser_is(desk, people):
    path = (await desk("王小明", "李小明", state="draft")).path
    seen = set()
    for zone in ("Asia/Shanghai", "UTC"):
        async with people(NAME, timezone_id=zone) as tab:
            await tab.goto(path)
            shown = [await tab.inner_text("#due strong")]
            for unit, kind, figure in (("hours", "WITHIN_HOURS", "72"), ("days", "WITHIN_DAYS", "3")):
                await tab.fill(f"[name='term.{unit}']", figure)
                async with tab.expect_response("**/agreement/due?*"):
                    await tab.check(f"[value={kind}]")
                await expect(tab.locator("#due small")).to_have_count(1 if kind == "WITHIN_DAYS" else 0)
                shown.append(await tab.inner_text("#due strong"))
            seen.add(tuple(shown))

    day, hour = "2026-11-23（周一）24:00", "2026-11-23（周一）21:10"
    assert seen == {(day, hour, day)}


WHO = {
    Signatory.WORKER: ("登记所选劳动者已签", "劳动者 0/1"),
    Signatory.EMPLOYER: ("登记公司已在盖章页盖章", "公司盖章 0/1"),
    Signatory.MEDIATOR: ("我以调解员身份签名", "调解员 0/1"),
    Signatory.STUDIO: ("加盖组织印章", "组织印章 0/1"),
}


async def test_whoever_is_missing_it_is_not_in_effect_and_with_the_last_one_it_is(desk, people, studio):
    all_of_them = {last: await desk("王小明") for last in WHO}
    mediator = await people.account(NAME)
    for last, agreed in all_of_them.items():
        await _all_but(last, studio, mediator, agreed)
    async with people(NAME) as tab:
        for n, (last, (button, missing)) in enumerate(WHO.items(), 1):
            await tab.goto(f"{all_of_them[last].path}/sign")
            await expect(tab.locator("h1")).to_contain_text("签署中")
            conditions = await tab.inner_text("p:has-text('生效条件')")
            assert missing in conditions
            assert conditions.count("1/1") == 3
            if last is Signatory.WORKER:
                await tab.check("[name=workers]")
            await tab.get_by_role("button", name=button).click()
            await expect(tab.locator("h1")).to_contain_text("已生效")
            await expect(tab.locator(".banner", has_text="约定付款")).to_contain_text(
                "2026-11-23（周一）24:00 · 还剩 3 天"
            )
            await tab.goto("/commitments?view=WITHIN_SEVEN_DAYS")
            await expect(tab.locator("tbody tr")).to_have_count(n)


async def _all_but(last: Signatory, studio: Studio, mediator: Staff, agreed: Agreed) -> None:
    """Everybody has signed but `last`."""
    token = await studio.make.token(mediator)
    actor = await sessions.actor_of(studio.runtime, token, studio.clock.now())
    assert actor is not None
    text, workers = agreed.row.text_hash, tuple(worker.id for worker in agreed.workers)
    for signatory in Signatory:
        async with studio.runtime.uow(actor) as tx:
            if signatory is last:
                continue
            if signatory is Signatory.STUDIO:
                await signing.seal(tx, agreed.row.id, text_hash=text)
            else:
                named = workers if signatory is Signatory.WORKER else ()
                await signing.sign(tx, agreed.row.id, Hand(text_hash=text, signatory=signatory, workers=named))


async def test_a_change_after_a_signature_asks_on_a_page_of_its_own_and_voids_what_was_signed(desk, people):
    path = (await desk("王小明", "李小明")).path
    async with people(NAME) as tab:
        await tab.goto(f"{path}/sign")
        await tab.locator("[name=workers]").first.check()
        await tab.get_by_role("button", name="登记所选劳动者已签").click()
        await expect(tab.locator("main")).to_contain_text("劳动者 1/2")

        await tab.goto(path)
        await tab.fill("[name=manner]", "现金")
        await tab.get_by_role("button", name="保存草稿").click()
        await expect(tab.locator("h1")).to_have_text("修改将使 1 份签名作废")
        await expect(tab.locator("button.warning")).to_have_text("修改并作废签名")
        await tab.get_by_role("link", name="返回").click()
        await expect(tab.locator("h1")).to_contain_text("v1 签署中")
        await tab.goto(f"{path}/sign")
        await expect(tab.locator("main")).to_contain_text("劳动者 1/2")

        await tab.goto(path)
        await tab.fill("[name=manner]", "现金")
        await tab.get_by_role("button", name="保存草稿").click()
        await tab.click("button.warning")
        await expect(tab.locator("#f-reason")).to_be_visible()
        assert (await tab.title()).startswith("错误：")
        await tab.fill("#f-reason", "公司当场付现金")
        await tab.click("button.warning")
        await expect(tab.locator("h1")).to_contain_text("v2")
        assert await tab.input_value("[name=manner]") == "现金"
        await tab.get_by_role("button", name="定稿并开始签署").click()
        await expect(tab.locator("main")).to_contain_text("劳动者 0/2")


def _long(n: int) -> str:
    """A name of six lines in its cell: such a row would be split if that were allowed."""
    return f"第{n:02}号劳动者" + "阿卜杜热合曼·买买提江·吐尔逊·艾合买提·古丽巴哈尔·" * 3


async def test_on_paper_it_is_a4_with_a_head_on_each_page_whole_rows_and_the_sum_in_words(desk, people):
    path = (await desk(*[_long(n) for n in range(20)])).path
    async with people(NAME) as tab:
        await tab.goto(f"{path}/print")
        on_screen = await tab.locator(ACTS).evaluate_all(_SEEN)
        await tab.emulate_media(media="print")
        on_paper = await tab.locator(ACTS).evaluate_all(_SEEN)
        printed = pypdf.PdfReader(io.BytesIO(await tab.pdf(prefer_css_page_size=True, tagged=True)))

    assert on_screen
    assert on_paper == []
    for page in printed.pages:
        assert [float(side) for side in page.mediabox[2:]] == pytest.approx([595.3, 841.9], abs=1)
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert printed.trailer["/Root"]["/Lang"] == "zh-CN"
    texts = [page.extract_text().replace(" ", "").replace("\n", "") for page in printed.pages]
    whole = "".join(texts)
    assert "壹拾贰万元整" in whole
    assert [n for n in range(20) if f"第{n:02}号劳动者" not in whole] == []
    rows = list(_rows(printed))
    running, head, *others = rows
    assert len(others) == 21, "the workers and the sum"
    assert len(set(head.values())) == 1, "the whole head"
    assert [pages for pages in others if len(pages) != 1] == []
    with_rows = {page for pages in others for page in pages}
    assert set(head) == set(running) == with_rows
    assert len(with_rows) >= 3
    for page in with_rows:
        for said in ("序号", "姓名", "社会保险费（元）", "签名", "·v1·签署中"):
            assert said in texts[page]
    for n, text in enumerate(texts, 1):
        assert f"{n}/{len(texts)}" in text


def _rows(printed: pypdf.PdfReader) -> Iterator[Counter[int]]:
    """For each row of a table in the tagged document: on which pages what belongs to it was set."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(printed.pages)}

    def pages(element: Any, page: Any) -> Iterator[int]:
        if isinstance(element, int):
            yield numbers[page.idnum]
            return
        element = element.get_object()
        page = element.raw_get("/Pg") if "/Pg" in element else page
        if element.get("/Type") == "/MCR":
            yield numbers[page.idnum]
            return
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from pages(kid, page)

    def walk(element: Any) -> Iterator[Counter[int]]:
        element = element.get_object()
        if not isinstance(element, dict):
            return
        if element.get("/S") == "/TR":
            yield Counter(pages(element, element.raw_get("/Pg") if "/Pg" in element else None))
            return
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if hasattr(kid, "get_object"):
                yield from walk(kid)

    yield from walk(printed.trailer["/Root"]["/StructTreeRoot"])
