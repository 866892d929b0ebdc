"""`mediation deadline`: for anyone to check us."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mediation.__main__ import app
from mediation.law.deadlines import ROWS

RUNNER = CliRunner()


def ask(*arguments: str) -> tuple[int, str, str]:
    """Exit code, answer, and what was said of why there is none."""
    found = RUNNER.invoke(app, ["deadline", *arguments])
    return found.exit_code, found.stdout, found.stderr


def test_a_rule_is_answered_with_source_trigger_both_ends_and_each_step() -> None:
    code, said, _ = ask("A-21", "2026-09-16")

    assert code == 0
    for words in (
        "《劳动争议调解仲裁法》第50条",
        "期满不起诉的，裁决书发生法律效力。",
        "the day the non-final award is received",
        "natural end   2026-10-01",
        "effective end 2026-10-08",
        "当日不计入，自2026-09-17起算。",
        "That is a rest day; the end moves to the working day after it: 2026-10-08 (Thu).",
    ):
        assert words in said, words


def test_the_same_as_json() -> None:
    code, said, _ = ask("a-21", "2026-09-16", "--json")
    found = json.loads(said)

    assert code == 0
    assert (found["rule"], found["trigger_on"], found["natural_end"]) == ("A-21", "2026-09-16", "2026-10-01")
    assert (found["effective_end"], found["ends_at"]) == ("2026-10-08", "2026-10-08T16:00:00+00:00")
    assert (found["source"]["article"], found["source"]["grade"]) == ("50", "B")
    assert found["rolled"] is True
    assert len(found["steps"]) == 5
    assert all(step["zh"] and step["en"] for step in found["steps"])


@pytest.mark.parametrize("region", ["zhejiang", "浙江省", "Zhejiang", "330000", "330106"])
def test_a_regional_rule_is_answered_where_its_region_is_known(region: str) -> None:
    code, said, _ = ask("U-2", "2026-09-14", "--region", region, "--json")

    assert (code, json.loads(said)["effective_end"], json.loads(said)["region"]) == (0, "2026-10-10", "zhejiang")


def test_a_rule_of_the_country_is_the_same_in_every_region() -> None:
    assert ask("A-21", "2026-09-16", "--region", "shanghai")[1] == ask("A-21", "2026-09-16")[1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "name a rule and the day of its event, or ask for --list"),
        (("Z-9", "2026-09-16"), "there is no rule Z-9; `mediation deadline --list` shows all 150"),
        (("A-11",), "A-11 runs from the day of the hearing: give it, such as 2026-09-16"),
        (("S-13",), "S-13 runs from the first day of work: give it, such as 2026-09-16"),
        (("L-5",), "L-5 runs from the last day of the limitation or period: give it, such as 2026-09-16"),
        (("A-21", "16.9.2026"), "16.9.2026 is not a day; write it as 2026-09-16"),
        (("A-21", "2026-02-30"), "2026-02-30 is not a day; write it as 2026-09-16"),
        (("A-21", "2026-09-16T10:00"), "2026-09-16T10:00 is not a day; write it as 2026-09-16"),
        (("A-21", "1066-10-14"), "1066-10-14 lies outside 1949-10-01 to 2199-12-31"),
        (("C-5", "2026-09-16"), "C-5 is counted in hours: give the moment, such as 2026-09-16T16:30"),
        (("U-2", "2026-09-14"), "U-2 is set by each region: say which (known: inner-mongolia, nanchang, zhejiang)"),
        (("U-2", "2026-09-14", "--region", "shanghai"), "U-2 is not known for Shanghai: nothing is assumed"),
        (("L-15", "2026-09-14"), "L-15 is set by each region: say which (known: none yet)"),
        (
            ("A-21", "2026-09-16", "--region", "atlantis"),
            "there is no region atlantis (known: inner-mongolia, nanchang, shanghai, zhejiang)",
        ),
        (("--list", "--region", "atlantis"), "there is no region atlantis"),
        (("A-21", "1990-01-01"), "cannot compute A-21; its natural end is 1990-01-16; missing: 国务院办公厅关于1990年"),
        (("M-2", "2026-12-31"), "cannot compute M-2; it has no natural end; missing: 国务院办公厅关于2027年"),
        (("G-3", "2026-12-10"), "cannot compute G-3; its natural end is 2027-01-09; missing: 国务院办公厅关于2027年"),
    ],
    ids=lambda value: "_".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_answered_is_one_clear_line(arguments: tuple[str, ...], why: str) -> None:
    code, _, said = ask(*arguments)

    assert code == 2
    assert said.startswith(f"mediation: {why}")
    assert said.count("\n") == 1


def test_a_year_without_a_notice_is_said_in_json_too() -> None:
    code, said, _ = ask("G-3", "2026-12-10", "--json")
    found = json.loads(said)

    assert (code, found["natural_end"], found["effective_end"]) == (2, "2027-01-09", None)
    assert found["missing"] == "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.mark.parametrize(("rule", "why"), [("M-12", "At once, from the event"), ("M-14", "This rule sets no period.")])
def test_a_rule_without_a_period_says_so(rule: str, why: str) -> None:
    code, said, _ = ask(rule, "2026-11-20")

    assert code == 0
    assert why in said
    assert "effective end -" in said


def test_a_period_in_hours_is_answered_to_the_minute() -> None:
    code, said, _ = ask("C-5", "2026-11-20T16:30")

    assert code == 0
    assert "It ends at 2026-11-22 16:30 in China." in said


def test_a_day_before_the_words_were_in_force_is_answered_with_a_warning() -> None:
    assert "in force since 2017-07-01; on that day others may have applied" in ask("G-2", "2016-05-04")[1]


def test_the_table_is_listed_row_by_row_with_what_is_open() -> None:
    code, said, _ = ask("--list")

    assert code == 0
    assert [line.split()[0] for line in said.splitlines() if not line.startswith(" ")] == list(ROWS)
    assert said.count("[SIGN-OFF]") + said.count("[UNVERIFIED]") == sum(row.sign_off for row in ROWS.values())


def test_the_table_as_json_in_a_region_has_the_values_of_that_region() -> None:
    rows = {row["rule"]: row for row in json.loads(ask("--list", "--region", "nanchang", "--json")[1])}

    assert list(rows) == list(ROWS)
    assert (rows["U-2"]["length"], rows["U-2"]["region"]) == (60, "nanchang")
    assert (rows["U-1"]["length"], rows["U-1"]["day_kind"], rows["U-1"]["region"]) == (None, "regional", None)
    assert rows["A-11"]["trigger"] == {"event": "hearing", "zh": "开庭之日", "en": "the day of the hearing"}


def test_one_row_can_be_listed_alone() -> None:
    assert [row["rule"] for row in json.loads(ask("--list", "m-4", "--json")[1])] == ["M-4"]


def test_every_row_answers_every_day_of_a_year_or_says_why_not() -> None:
    for rule, row in ROWS.items():
        if row.day_kind == "regional" or row.day_kind == "hour":
            continue
        code, said, _ = ask(rule, date(2026, 3, 4).isoformat(), "--json")
        assert code in (0, 2)
        assert json.loads(said)["steps"]


def test_it_needs_no_database_and_no_schema() -> None:
    program = (
        "import sys; from typer.testing import CliRunner; from mediation.__main__ import app;"
        "code = CliRunner().invoke(app, ['deadline', 'A-21', '2026-09-16']).exit_code;"
        "heavy = {'sqlalchemy', 'strawberry', 'starlette', 'casbin'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy or code else 0)"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=Path.cwd(), check=False)

    assert (found.returncode, found.stderr) == (0, "")
