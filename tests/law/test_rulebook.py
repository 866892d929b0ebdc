"""What regions add to the table of deadlines, and what they may not."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mediation import rulebook
from mediation.kit.workdays import built_in
from mediation.law.deadlines import ROWS, DayKind, Row, Trigger, compute
from mediation.law.deadlines.rulebook import Rulebook, UnansweredError, parse_region
from mediation.settings import resource_dir
from tests.law.statutes import NOT_IN_HAND, articles, is_quoted

BOOK = rulebook.load(resource_dir("policies"))
LOCAL = [row for region in BOOK.regions.values() for row in region.rows.values()]
REGION: dict[str, Any] = {
    "name_zh": "某省",
    "name_en": "Somewhere",
    "code": "990000",
    "instruments": {
        "rule": {"zh": "某省条例", "en": "Somewhere Regulation", "in_force_from": date(2020, 1, 1), "grade": "C"}
    },
    "rows": [
        {
            "rule": "U-2",
            "length": 7,
            "day_kind": "working_day",
            "instrument": "rule",
            "article": "3",
            "quote": "七个工作日",
        }
    ],
}


def test_the_regions_that_are_known() -> None:
    assert {name: sorted(region.rows) for name, region in BOOK.regions.items()} == {
        "inner-mongolia": ["U-1", "U-2", "U-3", "U-4", "U-5", "U-6", "U-7", "U-8", "U-9"],
        "nanchang": ["U-2", "U-4", "U-5"],
        "shanghai": ["L-14", "U-10"],
        "zhejiang": ["M-6", "U-2", "U-6"],
    }


@pytest.mark.parametrize("row", LOCAL, ids=lambda row: f"{row.region}-{row.id}")
def test_a_local_length_cites_a_clause_that_says_it(row: Row) -> None:
    source = row.source
    if source.instrument_zh in NOT_IN_HAND:
        assert source.grade == NOT_IN_HAND[source.instrument_zh]
        assert row.open_question
        return

    assert is_quoted(source.quote, articles()[source.instrument_zh][source.article])


def test_a_zhejiang_opinion_of_14_september_2026_is_to_be_answered_by_10_october() -> None:
    due = compute(BOOK.row("U-2", "zhejiang"), date(2026, 9, 14), built_in())

    assert due.on == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("region", "length", "day_kind"),
    [
        ("zhejiang", 15, DayKind.WORKING_DAY),
        ("inner-mongolia", 30, DayKind.WORKING_DAY),
        ("nanchang", 60, DayKind.CALENDAR_DAY),
    ],
)
def test_the_same_letter_has_another_period_in_another_region(region: str, length: int, day_kind: DayKind) -> None:
    row = BOOK.row("U-2", region)

    assert (row.length, row.day_kind, row.region, row.open_question) == (length, day_kind, region, None)
    assert row.consequence == ROWS["U-2"].consequence


def test_in_nanchang_the_authority_counts_from_the_proposal() -> None:
    assert BOOK.row("U-4", "nanchang").trigger is Trigger.PROPOSAL_LETTER_RECEIVED
    assert BOOK.row("U-4", "inner-mongolia").trigger is Trigger.PROPOSAL_FILED


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("330000", "zhejiang"),
        ("330106", "zhejiang"),
        ("310112", "shanghai"),
        ("360102", "nanchang"),
        ("360200", None),
        ("110000", None),
        ("3301", None),
        ("浙江", None),
    ],
)
def test_a_code_lies_in_the_region_that_contains_it(code: str, region: str | None) -> None:
    found = BOOK.containing(code)

    assert (found.id if found else None) == region


def test_a_city_without_a_value_has_that_of_its_province() -> None:
    city = parse_region("hangzhou", {**REGION, "code": "330100", "rows": []}, ROWS)
    book = Rulebook(ROWS, {**BOOK.regions, "hangzhou": city})

    assert book.row("U-2", "hangzhou").region == "zhejiang"
    with pytest.raises(UnansweredError, match="U-1 is not known for Somewhere"):
        book.row("U-1", "hangzhou")


@pytest.mark.parametrize(
    ("rule", "region", "path"),
    [("Z-1", None, "rule"), ("U-2", None, "region"), ("U-2", "shanghai", "region"), ("A-21", "atlantis", "region")],
)
def test_what_is_not_known_is_not_assumed(rule: str, region: str | None, path: str) -> None:
    with pytest.raises(UnansweredError) as refusal:
        BOOK.row(rule, region)

    assert refusal.value.path == path
    assert refusal.value.text.zh


def test_a_national_row_is_the_same_everywhere() -> None:
    assert BOOK.row("A-21", "shanghai") is BOOK.row("A-21") is ROWS["A-21"]


def test_a_region_is_read() -> None:
    row = parse_region("somewhere", REGION, ROWS).rows["U-2"]

    assert (row.length, row.region, row.source.zh, row.mark) == (7, "somewhere", "《某省条例》第3条", "")


def _changed(path: str, value: Any) -> dict[str, Any]:
    content = copy.deepcopy(REGION)
    *way, last = path.split(".")
    here: Any = content
    for step in way:
        here = here[int(step) if step.isdigit() else step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name_zh", None),
        ("name_en", " "),
        ("colour", "red"),
        ("code", 990000),
        ("code", "99"),
        ("instruments", []),
        ("instruments.rule.in_force_from", "2020-01-01"),
        ("instruments.rule.grade", "D"),
        ("instruments.rule.zh", ""),
        ("instruments.rule.colour", "red"),
        ("rows", {}),
        ("rows.0.rule", "U-99"),
        ("rows.0.rule", "A-21"),
        ("rows.0.length", 0),
        ("rows.0.length", True),
        ("rows.0.length", "7"),
        ("rows.0.day_kind", "fortnight"),
        ("rows.0.day_kind", "at_once"),
        ("rows.0.instrument", "another"),
        ("rows.0.article", 3),
        ("rows.0.quote", None),
        ("rows.0.quote", ""),
        ("rows.0.trigger", "full_moon"),
        ("rows.0.question_zh", "只有一种语言"),
        ("rows.0.colour", "red"),
    ],
)
def test_a_file_that_does_not_parse_stops_the_start(path: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"somewhere|is not a valid"):
        parse_region("somewhere", _changed(path, value), ROWS)


def test_a_rule_is_given_once_and_a_code_to_one_region(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="U-2 is given twice"):
        parse_region("somewhere", {**REGION, "rows": REGION["rows"] * 2}, ROWS)
    for name in ("here", "there"):
        (tmp_path / "region" / name).mkdir(parents=True)
        (tmp_path / "region" / name / "deadlines.yaml").write_text(
            'name_zh: 某省\nname_en: Somewhere\ncode: "990000"\ninstruments: {}\nrows: []\n', encoding="utf-8"
        )
    with pytest.raises(ValueError, match="there: another region has its code"):
        rulebook.load(tmp_path)
