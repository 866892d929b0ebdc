"""Statistics on their page: a number leads to the list that adds up to it, a picture has its table, and who sees neither."""

import re

from mediation.agency.models import District
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.web import charts


async def test_each_number_is_the_count_of_the_list_behind_it(browser, make):
    agency = await make.agency()
    for n in range(3):
        case = await make.case(agency=agency)
        for family in "王李"[: n + 1]:
            await make.claimant(case, name=f"{family}小明")
    await make.case(agency=await make.agency())
    await browser.be(await make.staff(Role.MEDIATOR, agency=agency))

    page = (await browser.get("/stats?quarter=2026Q4")).text
    behind, count = re.search(r'<a href="(/ledger\?[^"]+list=CASES)">(\d+)</a>', page).groups()
    listed = (await browser.get(behind.replace("&amp;", "&"))).text
    empty = (await browser.get("/stats?quarter=2025Q1")).text

    assert count == "3"
    assert "共 3 件" in listed
    assert listed.count('<th scope="row"><a') == 3
    assert '<th scope="row">合计</th><td class="number" data-of="登/参/签">5/5/0</td>' in listed
    assert "本期没有数据" in empty
    assert page.count('role="img"') == page.count("数据表（与图相同）") == 3
    assert "统计截至 2026-11-20 12:00" in page


async def test_a_clerk_of_another_agency_sees_neither_number_nor_list(browser, make):
    await make.case(agency=await make.agency())
    await browser.be(await make.staff(Role.CLERK))

    assert (await browser.get("/stats")).status_code == 403
    assert (await browser.get("/ledger")).status_code == 403
    assert 'href="/stats"' not in (await browser.get("/no/such", accept="text/html")).text


async def test_an_auditor_reads_the_city_district_by_district_and_opens_no_case(browser, make):
    far, near = await make.district(name_zh="远区"), await make.district(name_zh="近区")
    cases = [await make.case(agency=await make.agency(district=one)) for one in (far, near, near)]
    await browser.be(await make.staff(Role.AUDITOR, agency=await make.agency(district=far)))

    first = (await browser.get("/stats?quarter=2026Q4")).text
    # What the form sends, and nothing else: no script is needed.
    page = (await browser.get(f"/stats?district={near.code}&quarter=2026Q4")).text
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/ledger[^"]*)"', page)}
    days = f"from=2026-10-01&to=2026-12-31&district={near.code}"
    listed = (await browser.get(f"/ledger?{days}")).text
    file = (await browser.api.client.get(f"/ledger.csv?{days}")).text

    assert 'href="/stats"' in first
    options = re.search(r'<select id="district".*?</select>', first)[0]
    assert re.findall(r"<option value=\"(\d+)\"( selected)?>([^<]+)", options) == [
        (far.code, " selected", "远区"),
        (near.code, "", "近区"),
    ]
    assert re.search(r"list=CASES[^>]*>1</a>", first)
    assert re.search(r"list=CASES[^>]*>2</a>", page)
    assert "<h1>近区 · 统计" in page
    assert len(links) == 7
    assert all(one.endswith(f"&district={near.code}") or f"&district={near.code}&" in one for one in links)
    for text in (listed, file):
        assert [one.number in text for one in cases] == [False, True, True]
    assert f'href="/stats?district={near.code}"' in listed
    assert f'href="/ledger.xlsx?from=2026-10-01&amp;to=2026-12-31&amp;list=CASES&amp;district={near.code}"' in listed
    assert "/cases/" not in listed
    assert (await browser.get(f"/cases/{gid('Case', cases[1].id)}")).status_code == 404


async def test_who_counts_in_one_district_chooses_none_and_another_one_is_not_there(browser, make):
    other = (await make.case(agency=await make.agency())).district_id
    agency = await make.agency()
    await make.case(agency=agency)
    async with make.runtime.db.session() as session:
        there, own = await session.get_one(District, other), await session.get_one(District, agency.district_id)
    for role in (Role.MEDIATOR, Role.SUPERVISOR):
        await browser.be(await make.staff(role, agency=agency))

        for path in ("/stats?quarter=2026Q4", "/ledger?from=2026-10-01&to=2026-12-31"):
            page = (await browser.get(path)).text
            assert '<select id="district"' not in page
            assert "district=" not in page
            answers = [await browser.get(f"{path}&district={code}") for code in (there.code, "999999", "x' OR 1=1")]
            assert [one.status_code for one in answers] == [404, 404, 404]
            assert len({re.sub(r'value="[^"]*"', "", one.text) for one in answers}) == 1
            assert (await browser.get(f"{path}&district={own.code}")).status_code == 200


def test_a_chart_is_a_picture_with_a_name_a_sentence_and_escaped_words():
    drawn = charts.bars(
        "c", "按月 <b>", [charts.Series("案件", [("10月", 3), ("11月", 0)]), charts.Series("劳动者", [("10月", 36)])]
    )

    assert drawn.startswith('<svg role="img" aria-labelledby="c-t c-d"')
    assert "<b>" not in drawn
    assert "案件 10月 3, 11月 0；劳动者 10月 36" in drawn
    assert drawn.count("<rect x=") == 3
    assert drawn.count('width="0.0"') == 1
    assert ">劳动者 36<" in drawn
    assert charts.rows([charts.Series("途径", [("仲裁", 1)]), charts.Series("结果", [("未结", 2)])]) == [
        ("仲裁", [1, None]),
        ("未结", [None, 2]),
    ]


async def test_a_period_that_is_too_long_or_backwards_is_told_and_this_month_shown(browser, make):
    await browser.be(await make.staff(Role.MEDIATOR))

    for typed in ("from=2020-01-01&to=2026-11-20", "from=2026-11-20&to=2026-11-01"):
        page = await browser.get(f"/ledger?{typed}")
        assert page.status_code == 422
        assert "一次最多 366 天" in page.text
        assert 'value="2026-11-01"' in page.text
