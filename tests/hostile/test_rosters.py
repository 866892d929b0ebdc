"""Roster files as careless and hostile people send them: bounded work, a typed answer, nothing saved."""

import io
import resource
import time

import pytest
from openpyxl import Workbook

from mediation.gql.relay import gid
from mediation.story.people import id_number
from tests.hostile.world import World

HEAD = "姓名,手机,身份证,拖欠工资"
REVIEW = """query($id: ID!) { rosterImport(id: $id) { rows importable duplicates toCorrect
  lines { number name importable duplicate problems { column code } } } }"""
_MEGABYTE_KB = 1024


def _row(n: int) -> list[str]:
    return ["王小" + "一二三四五六七八九"[n % 9], f"139{n:08d}", id_number(n % 900), "6480"]


def _csv(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    return "\r\n".join([HEAD, *(",".join(f'"{cell}"' for cell in row) for row in rows)]).encode(encoding)


def _xlsx(rows: list[list[object]]) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in [HEAD.split(","), *rows]:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
async def upload(w: World):
    """Sends a file to one case; the raw answer."""
    case = await w.case()

    async def send(data: bytes, name: str = "r.csv", **headers: str):
        sent = {"authorization": f"Bearer {w.tokens['mediator']}", "x-file-name": name}
        sent |= {key.replace("_", "-"): value for key, value in headers.items()}
        return await w.api.client.post(f"/cases/{gid('Case', case.id)}/import", content=data, headers=sent)

    return send


@pytest.mark.parametrize("write", [_csv, _xlsx])
async def test_ten_thousand_rows_are_refused_with_the_limit_and_bounded_work(w: World, upload, write):
    data = write([_row(n) for n in range(10_000)])
    before, memory_kb = await w.books(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    chinese = await upload(data)
    english = await upload(data, accept_language="en")

    assert [answer.status_code for answer in (chinese, english)] == [422, 422]
    assert chinese.json()["error"]["fields"][0]["code"] == "too_many_rows"
    assert "500" in chinese.json()["error"]["fields"][0]["message"]
    assert time.process_time() - started < 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory_kb < 150 * _MEGABYTE_KB
    assert await w.books() == before


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_csv([_row(1)]), "r.xlsx"),
        (_xlsx([_row(1)]), "r.csv"),
        (_csv([_row(1)], "gb18030"), "r.exe"),
        (_csv([_row(1)], "utf-8-sig"), "%00%0d%0aSet-Cookie:%20a=b"),
        (_csv([_row(1)]), "..%2f..%2fetc%2fpasswd"),
        (_csv([_row(1)]), "%ff%fe%ed%a0%80" + "A" * 5_000),
    ],
)
async def test_the_name_of_a_file_decides_nothing(w: World, upload, data, name):
    answer = await upload(data, name)

    assert (answer.status_code, answer.json()["importable"]) == (201, 1)
    assert "set-cookie" not in answer.headers


async def test_rare_characters_come_through_every_encoding(w: World, upload):
    names = {}
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        made = await upload(_csv([["𠮷野家𪚥", "13912340001", "", "1"]], encoding))
        review = await w.api.data(REVIEW, {"id": made.json()["id"]}, token=w.tokens["mediator"])
        names[encoding] = review["rosterImport"]["lines"][0]["name"]

    assert set(names.values()) == {"𠮷野家𪚥"}


DAMAGE = [
    (["=1+1", "13912340001", "", "1"], "name"),
    (['=HYPERLINK("http://evil")', "13912340001", "", "1"], "name"),
    (["王\u202e明", "13912340001", "", "1"], "name"),
    (["王明" * 500, "13912340001", "", "1"], "name"),
    (["王😀", "13912340001", "", "1"], "name"),
    (["王明", "13912340001", "1.1E+17", "1"], "id_number"),
    (["王明", "13912340001", "110105194912310000", "1"], "id_number"),
    (["王明", "1.39E+10", "", "1"], "phone"),
    (["王明", "13912340001", "", "-5"], "wages"),
    (["王明", "13912340001", "", "99999999999999999999"], "wages"),
    (["王明", "13912340001", "", "六千"], "wages"),
    (["王明", "13912340001", "", "=SUM(D1:D9)"], "wages"),
]


@pytest.mark.parametrize(("row", "column"), DAMAGE)
async def test_a_damaged_row_is_shown_with_its_column_and_never_imported(w: World, upload, row, column):
    made = await upload(_csv([_row(1), [cell.replace('"', "'") for cell in row]]))
    key = made.json()["id"]
    review = (await w.api.data(REVIEW, {"id": key}, token=w.tokens["mediator"]))["rosterImport"]

    done = await w.do("mediator", "confirmRoster", roster=key)

    assert (review["rows"], review["importable"], review["toCorrect"]) == (2, 1, 1)
    assert column in [problem["column"] for problem in review["lines"][1]["problems"]]
    assert done["imported"] == 1


async def test_the_same_row_a_hundred_times_is_imported_once(w: World, upload):
    made = await upload(_csv([_row(1)] * 100))

    done = await w.do("mediator", "confirmRoster", roster=made.json()["id"])

    assert made.json() == made.json() | {"rows": 100, "importable": 1, "duplicates": 99}
    assert done["imported"] == 1


async def test_a_nul_a_megabyte_in_a_cell_and_an_empty_file_are_answered(w: World, upload):
    nul = await upload(_csv([["王\x00明", "", "", "1"]]))
    huge = await upload(_csv([["王明", "", "", "调解" * 175_000]]))
    empty = await upload(b"")

    answers = [(sent.status_code, sent.json()["error"]["fields"][0]["code"]) for sent in (nul, huge, empty)]
    assert answers == [(422, "not_a_spreadsheet"), (422, "not_a_spreadsheet"), (422, "empty")]


@pytest.mark.parametrize("key", ["x", "..%2f..", "%00", "字", "A" * 5_000])
async def test_a_case_that_is_none_takes_no_roster(w: World, key):
    before = await w.books()
    sent = {"authorization": f"Bearer {w.tokens['mediator']}"}

    answer = await w.api.client.post(f"/cases/{key}/import", content=_csv([_row(1)]), headers=sent)

    assert answer.status_code in (404, 422)
    assert await w.books() == before
