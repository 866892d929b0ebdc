"""Rosters over HTTP: what is read of a file, that nothing is saved before it is confirmed, and what a bad file answers."""

import io
import zipfile
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlmodel import col

from mediation.case.models import Claim, Party, PartySide, RosterImport
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.story.people import id_number

HEAD = "姓名,手机,身份证,岗位,起止月份,拖欠工资,社保,备注"
REVIEW = """query($id: ID!) { rosterImport(id: $id) { rows importable duplicates toCorrect wagesFen
  lines { number name phone idNumber wagesFen socialInsuranceFen importable duplicate problems { column code message } } } }"""
CONFIRM = """mutation($input: ConfirmRosterInput!) { confirmRoster(input: $input) { __typename
  ... on RosterImport { imported lines { number } } ... on IllegalMove { currentState }
  ... on Invalid { fields { path code } } } }"""


def _line(n: int, **more: str) -> str:
    cells = {
        "name": f"王小{'一二三四五六七八九'[n % 9]}",
        "phone": f"1391234{n:04d}",
        "id": id_number(n),
        "job": "服务员",
        "period": "2026-08至2026-10",
        "wages": "6,480.00",
        "insurance": "900",
        "note": "",
    }
    return ",".join(f'"{value}"' for value in {**cells, **more}.values())


def _csv(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([HEAD, *lines]).encode(encoding)


def _xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
async def desk(make, api):
    """A case, and an upload by its mediator."""
    agency = await make.agency()
    case = await make.case(agency=agency)
    token = await make.token(await make.staff(Role.MEDIATOR, agency=agency))

    async def upload(data: bytes, *, name: str = "roster.csv", by: str | None = token, case_id=None):
        headers = {"authorization": f"Bearer {by}"} if by else {}
        headers["x-file-name"] = name
        return await api.client.post(f"/cases/{case_id or gid('Case', case.id)}/import", content=data, headers=headers)

    return case, token, upload


async def _count(runtime, table, *where) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table).where(*where))).scalar()


async def test_a_file_is_reviewed_row_by_row_and_nothing_is_saved_before_it_is_confirmed(desk, api, runtime):
    _case, token, upload = desk
    data = _csv(_line(1), _line(2), _line(1, name="王重复"), _line(4, phone="1381234"), _line(5, id="3.10112E+17"))

    sent = await upload(data)
    review = (await api.data(REVIEW, {"id": sent.json()["id"]}, token=token))["rosterImport"]

    assert sent.status_code == 201
    assert (review["rows"], review["importable"], review["duplicates"], review["toCorrect"]) == (5, 2, 1, 2)
    assert review["wagesFen"] == 2 * 648_000
    assert [line["number"] for line in review["lines"]] == [2, 3, 4, 5, 6]
    assert review["lines"][0]["phone"] == "139****0001"
    assert [problem["code"] for line in review["lines"] for problem in line["problems"]] == [
        "duplicate_in_file",
        "wrong_length",
        "damaged_by_spreadsheet",
    ]
    assert review["lines"][2]["problems"][0]["message"] == "与第2行相同"
    assert await _count(runtime, Party, col(Party.side) == PartySide.CLAIMANT) == 0


async def test_confirming_takes_the_good_rows_with_their_claims_once(desk, api, runtime):
    _case, token, upload = desk
    sent = (await upload(_csv(_line(1), _line(2), _line(3), _line(1, name="王重复")))).json()

    done = await api.do(CONFIRM, {"input": {"roster": sent["id"], "leaveOut": [3]}}, token=token)
    again = await api.do(CONFIRM, {"input": {"roster": sent["id"]}}, token=token)

    assert done == {"__typename": "RosterImport", "imported": 2, "lines": []}
    assert again == {"__typename": "IllegalMove", "currentState": "confirmed"}
    assert await _count(runtime, Party, col(Party.side) == PartySide.CLAIMANT) == 2
    assert await _count(runtime, Claim) == 4
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(RosterImport.rows_cipher)))).scalar() is None


async def test_a_repeated_row_can_be_kept_and_a_wrong_one_cannot(desk, api):
    _, token, upload = desk
    sent = (await upload(_csv(_line(1), _line(2, id=id_number(1)), _line(3, phone="1")))).json()

    wrong = await api.do(CONFIRM, {"input": {"roster": sent["id"], "keep": [4]}}, token=token)
    kept = await api.do(CONFIRM, {"input": {"roster": sent["id"], "keep": [3]}}, token=token)

    assert wrong["fields"] == [{"path": "keep", "code": "not_a_duplicate"}]
    assert kept["imported"] == 2


async def test_who_is_in_the_case_already_is_found_by_number_and_phone(desk, api, make):
    case, token, upload = desk
    await make.claimant(case, name="王小二", phone="13912340001")

    sent = (await upload(_csv(_line(1)))).json()
    review = (await api.data(REVIEW, {"id": sent["id"]}, token=token))["rosterImport"]

    assert review["lines"][0]["problems"][0]["code"] == "duplicate_in_case"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_encodings_give_the_same_rows(desk, encoding):
    _, _, upload = desk

    sent = (await upload(_csv(_line(1, name="欧阳喆"), _line(2, name="古丽·阿依"), encoding=encoding))).json()

    assert (sent["rows"], sent["importable"]) == (2, 2)


async def test_a_workbook_gives_the_same_rows_and_shows_what_it_has_damaged(desk, api):
    _, token, upload = desk
    data = _xlsx(
        [
            ["", "", ""],
            HEAD.split(","),
            ["王小明", 13912340001, id_number(1), "厨师", "2026-08", 6480.0, 900, ""],
            ["李雷", "13912340002", 310112199001011234, "厨师", "2026-08", "6480元", 900, ""],
            ["=HYPERLINK(1)", "13912340003", id_number(3), "", "", "六千", "", ""],
        ]
    )

    sent = (await upload(data, name="%E5%90%8D%E5%86%8C.xlsx")).json()
    review = (await api.data(REVIEW, {"id": sent["id"]}, token=token))["rosterImport"]

    assert (sent["rows"], sent["importable"]) == (3, 1)
    assert review["lines"][0]["number"] == 3
    assert review["lines"][0]["wagesFen"] == 648_000
    codes = {problem["code"] for problem in review["lines"][1]["problems"]}
    assert codes == {"damaged_by_spreadsheet"}
    assert {problem["column"] for problem in review["lines"][2]["problems"]} == {"name", "wages"}


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (_csv(), "empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old_excel"),
        (b"PK\x03\x04 this is no package", "not_a_spreadsheet"),
        (b"\x00\x01\x02\x03", "not_a_spreadsheet"),
        ("编号,电话\r\n1,2".encode(), "no_heading"),
        (_csv(*[_line(n % 900) for n in range(10_000)]), "too_many_rows"),
    ],
)
async def test_a_bad_file_answers_why(desk, runtime, data, code):
    _, _, upload = desk

    sent = await upload(data)

    assert sent.status_code == 422
    assert sent.json()["error"]["fields"][0]["code"] == code
    assert await _count(runtime, RosterImport) == 0


async def test_a_package_that_unpacks_to_too_much_is_refused_unread(desk):
    _, _, upload = desk

    sent = await upload(_bomb(), name="r.xlsx")

    assert sent.json()["error"]["fields"][0]["code"] == "unpacks_too_large"


async def test_six_megabytes_are_refused_before_they_are_read(desk):
    _, _, upload = desk

    assert (await upload(b"x" * (6 * 1024 * 1024))).status_code == 413


async def test_strangers_and_nobody_upload_nothing(desk, make, runtime):
    case, _, upload = desk
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=await _agency_of(runtime, case)))

    nobody = await upload(_csv(_line(1)), by=None)
    hidden = await upload(_csv(_line(1)), by=stranger)
    absent = await upload(_csv(_line(1)), by=stranger, case_id=gid("Case", UUID(int=7)))
    seen = await upload(_csv(_line(1)), by=supervisor)

    assert nobody.status_code == 401
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert seen.status_code == 403
    assert await _count(runtime, RosterImport) == 0


async def test_a_review_is_kept_for_a_day_and_its_rows_are_sealed(desk, api, make, clock, runtime):
    _, _token, upload = desk
    sent = (await upload(_csv(_line(1, name="王明明")))).json()
    async with runtime.read() as connection:
        sealed = (await connection.execute(select(col(RosterImport.rows_cipher)))).scalar()

    clock.advance(hours=24)
    agency_staff = await make.staff(Role.MEDIATOR, agency=await _agency_of(runtime, desk[0]))
    late = await api.do(CONFIRM, {"input": {"roster": sent["id"]}}, token=await make.token(agency_staff))

    assert "王明明".encode() not in sealed
    assert late == {"__typename": "IllegalMove", "currentState": "expired"}


async def _agency_of(runtime, case):
    from mediation.agency.models import Agency

    async with runtime.db.session() as session:
        return await session.get(Agency, case.agency_id)
