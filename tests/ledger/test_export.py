"""The ledger as a file: the same rows as the API, written down before the first byte, and no cell of it is a formula."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlmodel import col

from mediation.journal.models import AccessEntry
from mediation.kit.actor import Role
from mediation.statistics import export, ledger
from tests.ledger.book import Book

QUARTER = "from=2026-10-01&to=2026-12-31"
STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "'=", '"=', "\u200b=", "\u3000＝", "|", "%"]


async def _get(api, path, token=None, **headers):
    return await api.client.get(path, headers=({"authorization": f"Bearer {token}"} if token else {}) | headers)


async def _noted(runtime) -> list[tuple]:
    async with runtime.read() as connection:
        rows = await connection.execute(
            select(
                col(AccessEntry.verb),
                col(AccessEntry.subject),
                col(AccessEntry.field),
                col(AccessEntry.allowed),
                col(AccessEntry.actor_id),
            ).order_by(col(AccessEntry.at), col(AccessEntry.id))
        )
        return [tuple(row) for row in rows]


async def test_both_files_hold_the_rows_of_the_ledger_in_steps_and_are_written_down(api, runtime, make, monkeypatch):
    monkeypatch.setattr(ledger, "STEP", 3)
    agency, other = await make.agency(), await make.agency()
    evil = await make.organisation(agency=agency, name='=HYPERLINK("http://x")')
    book = Book(make, 3)
    mine = [one for one in await book.grow(agency, 7, evil) if one.registered_on >= date(2026, 10, 1)]
    await book.grow(other, 2, await make.organisation(agency=other, name="看不见"))
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    token = await make.token(mediator)

    sheet = await _get(api, f"/ledger.csv?{QUARTER}", token)
    workbook = await _get(api, f"/ledger.xlsx?{QUARTER}", token, **{"accept-language": "en"})

    assert (sheet.status_code, workbook.status_code) == (200, 200)
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    assert sheet.headers["cache-control"] == "private, no-store"
    assert "filename*=UTF-8''%E5%8F%B0" in sheet.headers["content-disposition"]
    head, *rows = csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")))
    found = load_workbook(io.BytesIO(workbook.content))
    first, meanings = found.worksheets
    assert len(rows) == len(mine) == first.max_row - 1 > 3
    assert sorted(row[1] for row in rows) == sorted(one.case.number for one in mine)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert head[:3] == ["序号", "编号", "单位"]
    assert all(row[2] == '\'=HYPERLINK("http://x")' for row in rows)
    assert [cell.value for cell in first["C"][1:]] == ['=HYPERLINK("http://x")'] * len(rows)
    assert {cell.data_type for row in first.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}
    amount = head.index("协议工资（元）")
    assert [float(row[amount]) for row in rows] == [cell.value for cell in list(first.columns)[amount][1:]]
    assert meanings.max_row == 16
    field = "2026-10-01/2026-12-31"
    assert await _noted(runtime) == [
        ("ledger:view", "Ledger", f"{kind} CASES {field}", True, mediator.id) for kind in ("csv", "xlsx")
    ]


async def test_the_filter_is_that_of_the_api_and_what_is_not_known_widens_nothing(api, runtime, make):
    agency = await make.agency()
    book = Book(make, 5)
    entries = await book.grow(agency, 6, await make.organisation(agency=agency))
    token = await make.token(await make.staff(Role.SUPERVISOR, agency=agency))
    year = "from=2026-01-01&to=2026-12-31"

    async def lines(query: str) -> int:
        answer = await _get(api, f"/ledger.csv?{query}", token)
        assert answer.status_code == 200, answer.text
        return len(list(csv.reader(io.StringIO(answer.text)))) - 1

    states = [one.case.state for one in entries]
    assert await lines(f"{year}&result=REFUSED&result=OPEN") == states.count("refused") + states.count("performing")
    assert await lines(f"{year}&district=000000") == 0
    assert await lines("from=2020-01-01&to=2020-01-31") == 0
    before = await _noted(runtime)
    wrong = [
        "",
        "from=2026-10-01",
        "from=20261001&to=2026-10-02",
        "from=2026-02-30&to=2026-03-01",
        "from=2026-10-02&to=2026-10-01",
        "from=2020-01-01&to=2026-10-01",
        f"{QUARTER}&result=refused",
        f"{QUARTER}&list=X",
        f"{QUARTER}&list=DUE&list=CASES",
        f"{QUARTER}&distrikt=310101",
        f"{QUARTER}&district=%00",
        f"{QUARTER}&agency=x",
    ]
    for query in wrong:
        answer = await _get(api, f"/ledger.csv?{query}", token)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "INVALID"), query
        assert answer.json()["error"]["fields"][0]["message"]
    assert await _noted(runtime) == before, "what was not handed out is not written down as if it were"


async def test_who_may_not_list_gets_no_file_and_that_is_written_down(api, runtime, make):
    agency = await make.agency()
    assert (await _get(api, f"/ledger.csv?{QUARTER}")).status_code == 401
    for kind, role in (("csv", Role.CLERK), ("xlsx", Role.LAWYER), ("csv", Role.ADMINISTRATOR)):
        staff = await make.staff(role, agency=agency)
        answer = await _get(api, f"/ledger.{kind}?{QUARTER}", await make.token(staff))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")
        assert (await _noted(runtime))[-1] == ("ledger:view", "Ledger", "", False, staff.id)


@pytest.mark.parametrize("start", STARTS)
def test_no_text_of_a_file_is_taken_for_a_formula(start):
    text = f"{start}1+1|' /C calc'!A0"
    ((read,),) = csv.reader(io.StringIO(export.csv_lines([[text]]).decode(), newline=""))

    assert read == f"'{text}"
    assert export.harmless("某餐饮有限公司 (=)") == "某餐饮有限公司 (=)"
