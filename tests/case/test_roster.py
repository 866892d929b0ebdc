"""Rosters over HTTP: what is read of a file, that nothing is saved before it is confirmed, and what a bad file answers."""

import io
import time
import zipfile
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlmodel import col

from mediation.case import roster, roster_file
from mediation.case.models import Case, CaseState, Claim, Party, PartySide, RosterImport
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry
from mediation.kit.actor import Role, system
from mediation.kit.problems import Invalid
from mediation.story.people import id_number

HEAD = "姓名,手机,身份证,岗位,起止月份,拖欠工资,社保,备注"
REVIEW = """query($id: ID!) { rosterImport(id: $id) { rows importable duplicates toCorrect wagesFen socialInsuranceFen
  lines { number name phone idNumber wagesFen socialInsuranceFen importable duplicate keepable problems { column code message } } } }"""
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


async def test_a_shared_phone_can_be_kept_and_neither_a_wrong_row_nor_the_same_id_number_can(desk, api):
    _, token, upload = desk
    same_phone, same_id = _line(2, phone="13912340001"), _line(3, id=id_number(1))
    sent = (await upload(_csv(_line(1), same_phone, same_id, _line(4, phone="1")))).json()

    review = (await api.data(REVIEW, {"id": sent["id"]}, token=token))["rosterImport"]
    wrong = await api.do(CONFIRM, {"input": {"roster": sent["id"], "keep": [5]}}, token=token)
    one_person = await api.do(CONFIRM, {"input": {"roster": sent["id"], "keep": [4]}}, token=token)
    kept = await api.do(CONFIRM, {"input": {"roster": sent["id"], "keep": [3]}}, token=token)

    assert [line["keepable"] for line in review["lines"]] == [False, True, False, False]
    assert wrong["fields"] == one_person["fields"] == [{"path": "keep", "code": "not_keepable"}]
    assert kept["imported"] == 2


async def test_who_joined_since_the_file_was_read_is_not_taken_twice(desk, api, runtime):
    case, token, upload = desk
    first, second = (await upload(_csv(_line(1), _line(2)))).json(), (await upload(_csv(_line(1), _line(3)))).json()

    await api.do(CONFIRM, {"input": {"roster": first["id"]}}, token=token)
    twice = await api.do(CONFIRM, {"input": {"roster": second["id"]}}, token=token)
    rest = await api.do(CONFIRM, {"input": {"roster": second["id"], "leaveOut": [2]}}, token=token)

    assert twice["fields"] == [{"path": "leaveOut", "code": "duplicate_in_case"}]
    assert rest["imported"] == 1
    query = "query($id: ID!) { case(id: $id) { version counts { registered } claimTotals { wagesFen socialInsuranceFen } } }"
    assert await api.data(query, {"id": gid("Case", case.id)}, token=token) == {
        "case": {
            "version": 3,
            "counts": {"registered": 3},
            "claimTotals": {"wagesFen": 3 * 648_000, "socialInsuranceFen": 3 * 90_000},
        }
    }


async def test_after_the_agreement_no_roster_is_taken(desk, api, runtime):
    case, token, upload = desk
    sent = (await upload(_csv(_line(1)))).json()
    async with runtime.db.session() as session:
        (await session.get_one(Case, case.id)).state = CaseState.PERFORMING
        await session.commit()

    late = await api.do(CONFIRM, {"input": {"roster": sent["id"]}}, token=token)
    later = await upload(_csv(_line(2)))

    assert late == {"__typename": "IllegalMove", "currentState": "performing"}
    assert later.status_code == 409
    assert await _count(runtime, Party, col(Party.side) == PartySide.CLAIMANT) == 0


async def test_a_line_of_sums_is_no_worker_and_a_third_decimal_is_not_rounded_away(desk, api):
    _, token, upload = desk
    heading = ["姓名", "手机", "拖欠工资（元）", "社保"]
    workbook = _xlsx(
        [
            heading,
            ["王小明", "13912340001", 0.1 + 0.2, 900],
            ["李雷", "13912340002", 6480.005, 900],
            ["合计", "", 6480.305, 1800],
        ]
    )

    sent = (await upload(workbook)).json()
    review = (await api.data(REVIEW, {"id": sent["id"]}, token=token))["rosterImport"]

    assert [[problem["code"] for problem in line["problems"]] for line in review["lines"]] == [
        [],
        ["more_than_two_decimals"],
        ["sum_line", "more_than_two_decimals"],
    ]
    assert (review["wagesFen"], review["socialInsuranceFen"]) == (30, 90_000)


async def test_a_row_is_numbered_as_a_spreadsheet_counts_it(desk, api):
    _, token, upload = desk
    data = _csv(_line(1, note="第一行\r\n第二行"), "", _line(2))

    sent = (await upload(data)).json()
    review = (await api.data(REVIEW, {"id": sent["id"]}, token=token))["rosterImport"]

    assert [line["number"] for line in review["lines"]] == [2, 4]


@pytest.mark.parametrize("name", ["%00.csv", "%ED%A0%80.csv", "a" * 300, "%E5%90%8D" * 80, "%0d%0ax: y"])
async def test_any_name_of_a_file_is_taken_or_replaced(desk, runtime, name):
    _, _, upload = desk

    assert (await upload(_csv(_line(1)), name=name)).status_code == 201
    async with runtime.read() as connection:
        kept = (await connection.execute(select(col(RosterImport.file_name)))).scalar()
    assert 0 < len(kept) <= 100
    assert not set(kept) & {"\x00", "\n", "\r"}


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


def _forged(below_the_heading: str) -> bytes:
    """A workbook whose sheet was written by somebody who knows the format."""
    book = io.BytesIO(_xlsx([["姓名"]]))
    cell = '<c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{cell}</row>{below_the_heading}</sheetData></worksheet>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.namelist():
            made.writestr(entry, sheet if entry.endswith("sheet1.xml") else given.read(entry))
    return out.getvalue()


@pytest.mark.parametrize(
    "below",
    [
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>王</t></is></c></row>',
        "<row/>" * 1_000_000,
        f'<row r="2">{"<c/>" * 1_000_000}</row>',
        f'<row r="2">{"<x:c/>" * 1_000_000}</row>',
    ],
    ids=["the millionth row", "a million blank rows", "a million cells", "a million foreign tags"],
)
async def test_a_small_file_that_asks_for_much_work_is_refused_at_once(below):
    data = _forged(below)
    started = time.process_time()

    with pytest.raises(Invalid) as refused:
        roster_file.read(data)

    assert refused.value.fields[0].code == "too_many_rows"
    assert len(data) < 20_000
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (_csv(), "empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old_excel"),
        (b"PK\x03\x04 this is no package", "not_a_spreadsheet"),
        (b"\x00\x01\x02\x03", "not_a_spreadsheet"),
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
    async with runtime.read() as connection:
        refused = (await connection.execute(select(AccessEntry.__table__).order_by(col(AccessEntry.id)))).all()
    assert [(line.verb, line.allowed, line.subject_id) for line in refused] == [
        ("roster:preview", False, case.id),
        ("roster:preview", False, UUID(int=7)),
        ("roster:preview", False, case.id),
    ]


async def test_a_review_is_kept_for_a_day_and_its_rows_are_sealed(desk, api, make, clock, runtime):
    _, _token, upload = desk
    sent = (await upload(_csv(_line(1, name="王明明")))).json()
    async with runtime.read() as connection:
        sealed = (await connection.execute(select(col(RosterImport.rows_cipher)))).scalar()

    clock.advance(hours=24)
    agency_staff = await make.staff(Role.MEDIATOR, agency=await _agency_of(runtime, desk[0]))
    late = await api.do(CONFIRM, {"input": {"roster": sent["id"]}}, token=await make.token(agency_staff))

    review = "query($id: ID!) { rosterImport(id: $id) { rows lines { number } } }"
    unread = await api.data(review, {"id": sent["id"]}, token=await make.token(agency_staff))
    async with runtime.uow(system(clock.now())) as tx:
        swept = [await roster.forget_expired(tx, limit=10), await roster.forget_expired(tx, limit=10)]
    assert unread == {"rosterImport": {"rows": 1, "lines": []}}
    assert swept == [1, 0]
    assert "王明明".encode() not in sealed
    assert late == {"__typename": "IllegalMove", "currentState": "expired"}


async def _agency_of(runtime, case):
    from mediation.agency.models import Agency

    async with runtime.db.session() as session:
        return await session.get(Agency, case.agency_id)
