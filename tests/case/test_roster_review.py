"""Rosters between their coming and their end: pasted, corrected cell by cell, merged, confirmed, taken back as a whole."""

import csv
import io
import time

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlmodel import col

from mediation.agreement.models import Payment, Signature
from mediation.case import roster_file
from mediation.case.models import Party, PartySide, RosterImport
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.kit.problems import Invalid
from mediation.status.models import DeviceGrant, StatusLink
from mediation.story.people import id_number

FIELDS = """id rows importable duplicates merged toCorrect version undoneAt undoUntil imported wagesFen socialInsuranceFen
  columns { place letter heading column looksLike sample } sheets { place name rows chosen readable }
  lines { number name phone idNumber job wagesFen socialInsuranceFen importable mergeable keepable repeats decision periodFrom
    problems { column code } }"""
PROBLEMS = """... on Invalid { fields { path code } } ... on IllegalMove { currentState message }
  ... on Conflict { currentVersion }"""
HEAD = "姓名\t手机\t身份证\t工资(元)\t社保(元)"


def _verb(name: str) -> str:
    kind = name[0].upper() + name[1:]
    return f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ __typename ... on RosterImport {{ {FIELDS} }} {PROBLEMS} }} }}"


def _number(n: int) -> str:
    return f"1391234{n:04d}"


@pytest.fixture
async def desk(make, api):
    """A case, and its mediator who pastes, corrects, confirms and takes back."""
    agency = await make.agency()
    case = await make.case(agency=agency)
    token = await make.token(await make.staff(Role.MEDIATOR, agency=agency))

    async def do(verb: str, **given):
        return await api.do(_verb(verb), {"input": given}, token=token)

    async def paste(*lines: str, head: str = HEAD, **more):
        return await do("previewRoster", case=gid("Case", case.id), text="\r\n".join([head, *lines]), **more)

    return case, token, do, paste


async def _claimants(runtime) -> list:
    async with runtime.read() as connection:
        rows = select(Party.__table__).where(col(Party.side) == PartySide.CLAIMANT).order_by(col(Party.position))
        return list((await connection.execute(rows)).all())


async def _column(runtime, statement) -> list:
    async with runtime.read() as connection:
        return list((await connection.execute(statement)).scalars())


async def test_a_paste_is_read_as_a_file_is_and_its_amounts_as_people_write_them(desk, api, runtime):
    case, token, _, paste = desk
    lines = [
        f"王小明\t{_number(1)}\t{id_number(1)}\t6,480\t900",
        f"李雷\t{_number(2)}\t1.10101E+17\t¥6480.00\t",
        f"赵强\t{_number(3)}\t\t6480元\t",
        f"钱多\t{_number(4)}\t\t六千\t",
        f"\t孙,无名{_number(5)}\t\t1\t",
        '"周\n八"\t\t\t１，２００\t',
    ]

    pasted = await paste(*lines)
    data = "\r\n".join([HEAD, *lines]).encode("gb18030")
    sent = await api.client.post(
        f"/cases/{gid('Case', case.id)}/import", content=data, headers={"authorization": f"Bearer {token}"}
    )

    assert [line["wagesFen"] for line in pasted["lines"]] == [648_000, 648_000, 648_000, 0, 100, 120_000]
    assert [[p["code"] for p in line["problems"]] for line in pasted["lines"]][1:4] == [
        ["damaged_by_spreadsheet"],
        [],
        ["not_a_number"],
    ]
    assert {name: pasted[name] for name in ("rows", "importable", "duplicates", "toCorrect")} == {
        "rows": 6, "importable": 3, "duplicates": 0, "toCorrect": 3,
    }  # fmt: skip
    assert (pasted["wagesFen"], pasted["socialInsuranceFen"]) == (2 * 648_000 + 120_000, 90_000)
    assert [(c["letter"], c["heading"], c["column"]) for c in pasted["columns"]][3] == ("D", "工资(元)", "WAGES")
    assert (sent.json()["rows"], sent.json()["importable"]) == (6, 3)
    assert await _claimants(runtime) == []


async def test_columns_are_mapped_by_the_reader_where_the_heading_is_wrong_or_missing(desk):
    _, _, do, paste = desk
    row = f"{_number(1)}\t王小明\t说明\t6480"
    where = [
        {"column": "NAME", "place": 2},
        {"column": "PHONE", "place": 1},
        {"column": "WAGES", "place": 4},
    ]

    without = await paste(row, head=f"{_number(9)}\t李雷\t\t5")
    told = await paste(row, head=f"{_number(9)}\t李雷\t\t5", columns=where)
    wrong = await paste(row, head="联系方式\t姓名\t备注\t应发")
    revised = await do("reviseRoster", roster=wrong["id"], version=1, columns=where)
    late = await do("reviseRoster", roster=wrong["id"], version=1, columns=where)
    refused = [
        await do("reviseRoster", roster=wrong["id"], version=2, columns=columns)
        for columns in (
            where[1:],
            [*where, {"column": "NOTE", "place": 2}],
            [*where[:2], {"column": "JOB", "place": 9}],
        )
    ]

    assert (without["rows"], without["importable"], without["lines"]) == (2, 0, [])
    assert (told["rows"], told["importable"], told["wagesFen"]) == (2, 2, 648_500)
    assert [p["code"] for p in wrong["lines"][0]["problems"]] == ["no_claim"]
    assert (revised["importable"], revised["wagesFen"], revised["version"]) == (1, 648_000, 2)
    assert [column["column"] for column in revised["columns"]] == ["PHONE", "NAME", None, "WAGES"]
    assert late == {"__typename": "Conflict", "currentVersion": 2}
    assert [one["fields"][0]["code"] for one in refused] == ["no_name", "twice", "out_of_range"]


async def test_a_corrected_cell_gives_the_whole_report_anew_and_nothing_is_saved(desk, runtime):
    _, _, do, paste = desk
    sent = await paste("王小明\t138****22\t\t6480\t", f"李雷\t{_number(2)}\t\t六千\t")

    cells = [
        {"line": 2, "column": "PHONE", "text": _number(2)},
        {"line": 3, "column": "WAGES", "text": "6,000"},
    ]
    first = await do("reviseRoster", roster=sent["id"], version=1, cells=cells)
    again = await do("reviseRoster", roster=sent["id"], version=2, cells=[{"line": 3, "column": "PHONE", "text": ""}])
    nowhere = await do(
        "reviseRoster", roster=sent["id"], version=3, cells=[{"line": 9, "column": "PHONE", "text": "1"}]
    )

    assert (first["toCorrect"], first["duplicates"], first["lines"][1]["repeats"]) == (0, 1, 2)
    assert (again["importable"], again["wagesFen"], again["lines"][1]["phone"]) == (2, 1_248_000, None)
    assert nowhere["fields"] == [{"path": "cells.0.line", "code": "no_such_line"}]
    assert await _claimants(runtime) == []
    async with runtime.read() as connection:
        sealed = (await connection.execute(select(col(RosterImport.source_cipher)))).scalar()
    assert "王小明".encode() not in sealed


async def test_a_repeated_person_is_merged_or_kept_and_a_contradiction_is_not_guessed(desk, runtime):
    _, _, do, paste = desk
    sent = await paste(
        f"王小明\t{_number(1)}\t\t6480\t",
        f"王小明\t{_number(1)}\t{id_number(1)}\t\t900",
        f"王大明\t{_number(1)}\t\t5000\t",
        f"王小明\t{_number(1)}\t\t7000\t",
    )

    async def say(line, decision, version):
        said = [{"line": line, "decision": decision}]
        return await do("reviseRoster", roster=sent["id"], version=version, duplicates=said)

    assert sent["duplicates"] == 3
    merged = await say(3, "MERGE", 1)
    kept = await say(4, "KEEP", 2)
    contradicts = await say(5, "MERGE", 3)
    first_line = await say(2, "KEEP", 3)
    done = await do("confirmRoster", roster=sent["id"], version=3)

    assert (merged["merged"], merged["duplicates"], merged["lines"][1]["decision"]) == (1, 2, "MERGE")
    assert (merged["lines"][0]["socialInsuranceFen"], merged["lines"][0]["idNumber"] is None) == (90_000, False)
    assert (kept["importable"], kept["wagesFen"], kept["socialInsuranceFen"]) == (2, 1_148_000, 90_000)
    assert contradicts["fields"] == [{"path": "duplicates.0.decision", "code": "contradict"}]
    assert first_line["fields"] == [{"path": "duplicates.0.decision", "code": "not_keepable"}]
    assert (done["imported"], done["undoUntil"] is None) == (2, False)
    assert len(await _claimants(runtime)) == 2


async def test_what_is_confirmed_is_what_was_seen(desk):
    _, _, do, paste = desk
    sent = await paste(f"王小明\t{_number(1)}\t\t6480\t")

    await do("reviseRoster", roster=sent["id"], version=1, cells=[{"line": 2, "column": "WAGES", "text": "1"}])
    stale = await do("confirmRoster", roster=sent["id"], version=1)
    done = await do("confirmRoster", roster=sent["id"], version=2)
    late = await do("reviseRoster", roster=sent["id"], version=2, cells=[])

    assert stale == {"__typename": "Conflict", "currentVersion": 2}
    assert (done["imported"], done["lines"], done["columns"]) == (1, [], [])
    assert late["currentState"] == "confirmed"


async def test_an_import_is_taken_back_as_a_whole_and_can_be_made_again(desk, api, make, clock, runtime):
    case, _, do, paste = desk
    before = await make.claimant(case, name="老张", phone=_number(99))
    lines = [f"王小{'一二三'[n]}\t{_number(n)}\t{id_number(n + 1)}\t6480\t900" for n in range(3)]
    sent = await paste(*lines)
    early = await do("undoRoster", roster=sent["id"], reason="导入了错误的名册")
    await do("confirmRoster", roster=sent["id"])
    clock.advance(hours=23)
    token_later = await make.token(await make.staff(Role.MEDIATOR, agency=await _agency(runtime, case)))

    async def later(verb, **given):
        return await api.do(_verb(verb), {"input": given}, token=token_later)

    undone = await later("undoRoster", roster=sent["id"], reason="导入了错误的名册")
    twice = await later("undoRoster", roster=sent["id"], reason="导入了错误的名册")
    shown = await api.data(
        """query($id: ID!) { case(id: $id) { counts { registered takingPart } claimTotals { wagesFen }
          claimants(first: 9) { totalCount edges { node { name } } } } rosterImports(case: $id, first: 9) { totalCount } }""",
        {"id": gid("Case", case.id)},
        token=token_later,
    )
    again = await later("previewRoster", case=gid("Case", case.id), text="\n".join([HEAD, *lines]))
    await later("confirmRoster", roster=again["id"])
    clock.advance(hours=24)
    fresh = await make.token(await make.staff(Role.MEDIATOR, agency=await _agency(runtime, case)))
    too_late = await api.do(_verb("undoRoster"), {"input": {"roster": again["id"], "reason": "再次撤销"}}, token=fresh)

    assert early["currentState"] == "not_confirmed"
    assert (undone["__typename"], undone["undoUntil"]) == ("RosterImport", None)
    assert twice["currentState"] == "undone"
    assert shown["case"]["counts"] == {"registered": 1, "takingPart": 1}
    assert [edge["node"]["name"] for edge in shown["case"]["claimants"]["edges"]] == ["老张"]
    assert (shown["case"]["claimants"]["totalCount"], shown["rosterImports"]["totalCount"]) == (1, 1)
    assert too_late["currentState"] == "too_late"
    rows = await _claimants(runtime)
    assert [row.taken_back_at is not None for row in rows if row.id != before.id] == [True] * 3 + [False] * 3
    entries = await _column(
        runtime, select(col(JournalEntry.particulars)).where(col(JournalEntry.verb) == "roster:undo")
    )
    taken_back = [row.id for row in rows if row.taken_back_at]
    links = await _column(runtime, select(col(StatusLink.revoked_at)).where(col(StatusLink.party_id).in_(taken_back)))
    assert entries == [{"taken_back": 3, "reason": "导入了错误的名册"}]
    assert [at is not None for at in links] == [True] * 3


@pytest.mark.parametrize("what", ["signed", "paid", "in_use"])
async def test_an_import_is_not_taken_back_behind_a_signature_a_payment_or_an_opened_page(desk, make, runtime, what):
    case, _, do, paste = desk
    sent = await paste(f"王小明\t{_number(1)}\t\t6480\t")
    await do("confirmRoster", roster=sent["id"])
    worker, now = (await _claimants(runtime))[0], runtime.clock.now()
    if what == "in_use":
        async with runtime.read() as connection:
            link = (await connection.execute(select(col(StatusLink.id)))).scalar()
        grant = DeviceGrant(link_id=link, token_hash=b"1" * 32, granted_at=now, expires_at=now)
        await make.save(grant)
    else:
        agreement = await make.agreement(case, worker)
        about = {"district_id": case.district_id}
        if what == "signed":
            signed = {"revision": 1, "signatory": "worker", "method": "in_person", "text_hash": agreement.text_hash}
            await make.save(Signature(agreement_id=agreement.id, party_id=worker.id, signed_at=now, **about, **signed))
        else:
            promise = await make.commitment(agreement, worker)
            paid = {"payer_kind": "employer", "payer_name": "某", "paid_on": now.date(), "proof": "1"}
            payment = Payment(commitment_id=promise.id, case_id=case.id, amount_fen=1, recorded_at=now, **about, **paid)
            await make.save(payment)

    refused = await do("undoRoster", roster=sent["id"], reason="导入了错误的名册")

    assert refused["currentState"] == what
    assert refused["message"]
    assert (await _claimants(runtime))[0].taken_back_at is None


async def test_the_rows_to_correct_go_out_as_a_file_that_is_no_formula_and_is_written_down(desk, api, make, runtime):
    _, token, _, paste = desk
    sent = await paste(f"王小明\t{_number(1)}\t\t6480\t", f"=HYPERLINK(1)\t{_number(2)}\t\t六千\t")
    stranger = await make.token(await make.staff(Role.MEDIATOR))

    async def get(path, by):
        return await api.client.get(path, headers={"authorization": f"Bearer {by}"} if by else {})

    found = await get(f"/rosters/{sent['id']}/problems.csv", token)
    hidden = await get(f"/rosters/{sent['id']}/problems.csv", stranger)
    absent = await get(f"/rosters/{gid('RosterImport', new_id())}/problems.csv", stranger)
    nobody = await get(f"/rosters/{sent['id']}/problems.csv", None)

    rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))
    assert rows[0] == ["行", "问题", "姓名", "手机", "身份证", "岗位", "起止月份", "拖欠工资", "社保", "备注"]
    assert len(rows) == 2
    assert (rows[1][0], rows[1][2], rows[1][3], rows[1][7]) == ("3", "'=HYPERLINK(1)", _number(2), "六千")
    assert found.headers["cache-control"] == "private, no-store"
    assert (hidden.status_code, nobody.status_code) == (404, 401)
    assert hidden.content == absent.content
    async with runtime.read() as connection:
        noted = (await connection.execute(select(AccessEntry.__table__).order_by(col(AccessEntry.id)))).all()
    assert [(one.verb, one.allowed) for one in noted] == [("roster:preview", True), *[("roster:preview", False)] * 2]


async def test_the_blank_template_is_read_as_it_is_written(api):
    table, book = await api.client.get("/rosters/template.csv"), await api.client.get("/rosters/template.xlsx")
    other = await api.client.get("/rosters/template.exe")

    assert table.content.decode("utf-8-sig").strip() == "姓名,手机,身份证,岗位,起止月份,拖欠工资,社保,备注"
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[1]] == table.content.decode("utf-8-sig").strip().split(",")
    assert {sheet.cell(row=400, column=at).number_format for at in range(1, 9)} == {"@"}
    assert other.status_code == 404
    for content in (table.content, book.content):
        with pytest.raises(Invalid) as refused:
            roster_file.read(content)
        assert refused.value.fields[0].code == "empty"
    sheet.append(["王小明", "13912340001", id_number(1), "厨师", "2026-08至2026-10", "6480", "900", ""])
    out = io.BytesIO()
    sheet.parent.save(out)
    assert len(roster_file.read(out.getvalue()).sheet().rows) == 1


async def test_five_hundred_rows_are_pasted_and_taken_in_one_go(desk, runtime):
    _, _, do, paste = desk
    digits = "零一二三四五六七八九"
    names = ["王" + "".join(digits[int(d)] for d in str(n)) for n in range(1, 501)]
    sent = await paste(*(f"{name}\t{_number(n)}\t{id_number(n)}\t6480.00\t900" for n, name in enumerate(names)))
    started = time.perf_counter()

    done = await do("confirmRoster", roster=sent["id"])

    seconds = time.perf_counter() - started
    assert done["imported"] == 500
    assert seconds < 30, "a minute would want a page that shows how far it is"


async def test_before_a_case_is_taken_down_its_likes_are_found_among_what_the_caller_sees(api, make):
    agency, elsewhere = await make.agency(), await make.agency()
    name = "某某餐饮（上海）有限公司"
    mine = await make.case(agency=agency, employer=await make.organisation(agency=agency, name=name))
    other = await make.case(agency=agency)
    hidden = await make.case(agency=elsewhere, employer=await make.organisation(agency=elsewhere, name=name))
    for case in (mine, other, hidden):
        await make.claimant(case, name="王小明", phone=_number(1))
    token = await make.token(await make.staff(Role.INTAKE_CLERK, agency=agency))
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    query = """query($e: String!, $p: String) { similarCases(employer: $e, phone: $p) {
      case { number } sameEmployer samePhone sameIdNumber } }"""

    asked = {"e": "某某餐饮 (上海) 有限公司", "p": "139 1234 0001"}
    found = (await api.data(query, asked, token=token))["similarCases"]
    alone = (await api.data(query, {"e": asked["e"]}, token=token))["similarCases"]
    nothing = (await api.data(query, asked, token=stranger))["similarCases"]
    wrong = (await api.send(query, {"e": "某", "p": "123"}, token=token)).json()

    assert [(one["case"]["number"], one["sameEmployer"], one["samePhone"]) for one in found] == [
        (mine.number, True, True),
        (other.number, False, True),
    ]
    assert [one["case"]["number"] for one in alone] == [mine.number]
    assert nothing == []
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID"


async def _agency(runtime, case):
    from mediation.agency.models import Agency

    async with runtime.db.session() as session:
        return await session.get(Agency, case.agency_id)


async def test_what_has_no_heading_is_kept_and_its_columns_are_suggested(desk):
    _, _, do, paste = desk
    rows = [f"{n}\t王小{'一二三'[n]}\t{_number(n)}\t{id_number(n + 1)}\t6,480.50\t900" for n in range(3)]

    sent = await paste(*rows, head="工地班组名单")
    early = await do("confirmRoster", roster=sent["id"])
    looks = [{"column": one["looksLike"], "place": one["place"]} for one in sent["columns"] if one["looksLike"]]
    mapped = await do("reviseRoster", roster=sent["id"], version=1, columns=looks)

    assert (sent["rows"], sent["importable"], sent["toCorrect"], sent["lines"]) == (3, 0, 3, [])
    assert {one["column"] for one in sent["columns"]} == {None}
    assert [one["looksLike"] for one in sent["columns"]] == [
        None, "NAME", "PHONE", "ID_NUMBER", "WAGES", "SOCIAL_INSURANCE",
    ]  # fmt: skip
    assert sent["columns"][2]["sample"] == ["139****0000", "139****0001", "139****0002"]
    assert sent["columns"][0]["heading"] == "工地班组名单"
    assert early["fields"] == [{"path": "file", "code": "nothing_to_import"}]
    assert (mapped["importable"], mapped["wagesFen"]) == (3, 3 * 648_050)
    assert {one["looksLike"] for one in mapped["columns"]} == {None}


async def test_of_a_workbook_the_sheet_with_a_heading_is_meant_until_another_is_chosen(desk, api):
    case, token, do, _ = desk
    book, data = Workbook(), io.BytesIO()
    first = book.active
    first.title = "说明"
    first.append(["请如实填写，共 2 个月"])
    for name, rows in (("九月", [("王小明", 100), ("李雷", 200)]), ("十月", [("王小明", 300)]), ("旧", [("张三", 1)])):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "拖欠工资"])
        for row in rows:
            sheet.append(row)
    book["旧"].sheet_state = "hidden"
    long = book.create_sheet("全厂")
    for n in range(501):
        long.append([n, n])
    book.save(data)

    sent = await api.client.post(
        f"/cases/{gid('Case', case.id)}/import", content=data.getvalue(), headers={"authorization": f"Bearer {token}"}
    )
    roster = sent.json()["id"]
    fixed = await do("reviseRoster", roster=roster, version=1, cells=[{"line": 2, "column": "NAME", "text": "王大明"}])
    turned = await do("reviseRoster", roster=roster, version=2, sheet=3)
    back = await do("reviseRoster", roster=roster, version=3, sheet=2)
    refused = [await do("reviseRoster", roster=roster, version=4, sheet=place) for place in (4, 5, 0)]

    assert fixed["sheets"] == [
        {"place": 1, "name": "说明", "rows": 1, "chosen": False, "readable": True},
        {"place": 2, "name": "九月", "rows": 2, "chosen": True, "readable": True},
        {"place": 3, "name": "十月", "rows": 1, "chosen": False, "readable": True},
        {"place": 4, "name": "全厂", "rows": 0, "chosen": False, "readable": False},
    ]
    assert (fixed["wagesFen"], turned["wagesFen"], back["wagesFen"]) == (30_000, 30_000, 30_000)
    assert [one["name"] for one in turned["lines"]] == ["王小明"]
    assert [one["name"] for one in back["lines"]] == ["王小明", "李雷"], "what was said of the lines before is gone"
    assert [one["fields"] for one in refused] == [
        [{"path": "sheet", "code": code}] for code in ("unreadable_sheet", "no_such_sheet", "no_such_sheet")
    ]
