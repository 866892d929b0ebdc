"""Loading a notice through the API and on the command line."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from mediation.__main__ import app
from mediation.holiday import command
from mediation.kit.actor import Role
from mediation.kit.problems import Conflict, Invalid
from tests.notices import notice_2027

LOAD = """
mutation Load($input: LoadCalendarInput!) {
  loadCalendar(input: $input) {
    __typename
    ... on HolidayNotice { id year number issuedOn offDays makeUpDays statutoryDays loadedAt }
    ... on Forbidden { code }
    ... on Invalid { fields { path code message } }
  }
}
"""
LIST = "{ holidayNotices(first: 9) { totalCount edges { node { id year title } } } }"


def _input(**changes: Any) -> dict[str, Any]:
    def day(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else value

    def days(values: Any) -> list[dict[str, str]]:
        return [
            {"from": day(one["from"]), "to": day(one["to"])}
            if isinstance(one, dict)
            else {"from": day(one), "to": day(one)}
            for one in values
        ]

    said = notice_2027()
    return {
        "year": said["year"],
        "title": said["title"],
        "number": "国办发明电〔2026〕1号",
        "issuedOn": day(said["issued_on"]),
        "url": said["url"],
        "offDays": days(said["off_days"]),
        "makeUpDays": said["make_up_days"],
        "statutoryDays": days(said["statutory_days"]),
    } | changes


@pytest.fixture
async def administrator(office, make) -> str:
    return await make.token(await make.staff(Role.ADMINISTRATOR, agency=office.agency))


async def test_an_administrator_loads_a_notice_and_everybody_who_works_here_reads_it(office, make, api, administrator):
    case = await office.case(date(2026, 12, 17))
    reader = await make.token(office.mediator)

    loaded = await api.do(LOAD, {"input": _input()}, token=administrator)
    again = await api.do(LOAD, {"input": _input()}, token=administrator)

    assert (loaded["__typename"], loaded["year"], loaded["number"]) == ("HolidayNotice", 2027, "国办发明电〔2026〕1号")
    assert (loaded["offDays"][:3], len(loaded["statutoryDays"])) == (["2026-12-31", "2027-01-01", "2027-01-02"], 13)
    assert again == loaded
    assert (await office.ends(case))["M-3"] == date(2027, 1, 4)
    listed = (await api.data(LIST, token=reader))["holidayNotices"]
    assert (listed["totalCount"], [edge["node"]["id"] for edge in listed["edges"]]) == (1, [loaded["id"]])


PREVIEW = """
query Preview($input: LoadCalendarInput!) {
  calendarPreview(input: $input) { deadlines payments moves { rule wasOn dueOn count } faults { path message } }
}
"""


async def test_what_would_move_is_exactly_what_then_moves_and_the_look_leaves_nothing(office, make, api, administrator):
    for day in (17, 18, 18):
        await office.case(date(2026, 12, day))
    before = await office.everything()

    wrong = (await api.data(PREVIEW, {"input": _input(makeUpDays=["2027-01-12"])}, token=administrator))[
        "calendarPreview"
    ]
    seen = (await api.data(PREVIEW, {"input": _input()}, token=administrator))["calendarPreview"]
    after = await office.everything()
    refused = await api.send(PREVIEW, {"input": _input()}, token=await make.token(office.mediator))
    await api.do(LOAD, {"input": _input()}, token=administrator)
    told = await office.journal("deadline:move")
    again = (await api.data(PREVIEW, {"input": _input()}, token=administrator))["calendarPreview"]

    assert [one["path"] for one in wrong["faults"]] == ["makeUpDays"]
    assert wrong["moves"] == []
    assert {name for name, rows in after.items() if rows != before[name]} <= {"session"}
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert seen["deadlines"] == len(told) > 0
    moved = Counter((one["rule"], one["was_on"], one["due_on"]) for _, one in told)
    assert {(one["rule"], one["wasOn"], one["dueOn"]): one["count"] for one in seen["moves"]} == dict(moved)
    assert (again["deadlines"], again["payments"], again["moves"]) == (0, 0, [])


async def test_whoever_is_no_administrator_is_refused_and_a_stranger_reads_nothing(office, make, api):
    answer = await api.do(LOAD, {"input": _input()}, token=await make.token(office.mediator))

    assert answer == {"__typename": "Forbidden", "code": "FORBIDDEN"}
    assert "errors" in (await api.send(LIST)).json()


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"year": 1999}, "year", "out_of_range"),
        ({"url": "http://example.test"}, "url", "not_https"),
        ({"makeUpDays": ["2027-02-15"]}, "makeUpDays", "no_weekend"),
        ({"offDays": [{"from": "2027-10-07", "to": "2027-10-01"}]}, "offDays.0", "not_a_range"),
        ({"statutoryDays": [{"from": "2027-01-01", "to": "2027-01-01"}]}, "statutoryDays", "not_13"),
    ],
)
async def test_a_faulty_notice_names_the_field_and_nothing_is_kept(office, api, administrator, changes, path, code):
    before = await office.everything()

    answer = await api.do(LOAD, {"input": _input(**changes)}, token=administrator)

    assert answer["__typename"] == "Invalid"
    assert [(field["path"], field["code"]) for field in answer["fields"]] == [(path, code)]
    after = await office.everything()
    assert {name: rows for name, rows in after.items() if name not in ("session", "staff_session")} == {
        name: rows for name, rows in before.items() if name not in ("session", "staff_session")
    }


def _file(tmp_path: Path, content: object, *, as_json: bool = False) -> Path:
    path = tmp_path / "2027.yaml"
    written = json.dumps(content, default=str) if as_json else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(written, encoding="utf-8")
    return path


@pytest.mark.parametrize("as_json", [False, True])
async def test_a_file_is_loaded_and_the_line_says_what_moved(office, runtime, tmp_path, as_json):
    await office.case(date(2026, 12, 16))
    await office.case(date(2026, 12, 17))
    notice = command.read(_file(tmp_path, notice_2027(), as_json=as_json))

    first, second = await command.load(runtime, notice), await command.load(runtime, notice)

    assert first == "the notice of 2027 counts from now on; moved: 2 deadlines, 0 dates of payment"
    assert second == "the notice of 2027 counts already; nothing has changed"


async def test_a_load_that_meets_others_at_work_is_tried_again(office, runtime, tmp_path, monkeypatch):
    tries = []
    load = command._load

    async def busy_at_first(runtime, notice):
        tries.append(1)
        if len(tries) < 3:
            raise Conflict
        return await load(runtime, notice)

    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr(command, "_load", busy_at_first)
    monkeypatch.setattr(command.asyncio, "sleep", at_once)

    said = await command.load(runtime, command.read(_file(tmp_path, notice_2027())))

    assert (len(tries), said.startswith("the notice of 2027 counts from now on")) == (3, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (notice_2027(make_up_days=["2027-02-15"]), "make_up_days: "),
        ({"year": 2027}, "title: is missing"),
        (["no", "keys"], "file: no notice of holidays"),
        ("word: [", "file: neither YAML nor JSON"),
        (None, "file: No such file"),
        ("x: " + "1" * 200_000, "file: longer than"),
    ],
)
def test_a_faulty_file_is_one_clear_line_and_exit_code_two(tmp_path, content, says):
    path = tmp_path / "2027.yaml"
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    elif content is not None:
        path = _file(tmp_path, content)

    done = CliRunner().invoke(app, ["calendar", "load", str(path)])

    assert done.exit_code == 2
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(f"mediation: {path}: {says}")


def test_what_cannot_be_read_is_invalid(tmp_path):
    with pytest.raises(Invalid):
        command.read(tmp_path)
