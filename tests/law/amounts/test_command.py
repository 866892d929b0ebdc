"""`mediation amount` as anybody runs it: exit codes, sentences, JSON."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from mediation.__main__ import app
from mediation.law.amounts import HEADS
from tests.test_commands import run as process


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and everything said, without a process of its own."""
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output.strip()


def answer(*arguments: str) -> dict[str, Any]:
    code, said = run("amount", *arguments, "--json")
    assert code == 0, said
    return json.loads(said)


def test_a_head_is_computed_to_the_fen_with_its_steps_and_sources():
    code, said = process("amount", "overtime", "monthly_pay_fen=12000元", "rest_hours=70", "--on", "2026-11-20")
    plain = answer("overtime", "monthly_pay_fen=12000元", "rest_hours=70", "--on", "2026-11-20")

    assert code == 0
    assert "= 965517 fen; whole yuan 9655" in said
    assert "《劳动法》第44条" in said
    assert (plain["fen"], plain["whole_yuan"], plain["on"], plain["region"]) == (965_517, 9_655, "2026-11-20", None)
    assert plain["inputs"] == {"monthly_pay_fen": "12000元", "rest_hours": "70"}
    assert plain["steps"][-1]["figure"] == "9,655.17"


def test_every_head_is_listed_with_its_inputs():
    code, said = run("amount", "--list", "--json")
    table = json.loads(said)

    assert code == 0
    assert [one["head"] for one in table] == list(HEADS)
    assert all(given["about"]["zh"] for one in table for given in one["inputs"])
    code, said = run("amount", "non-compete", "--list")
    assert code == 0
    assert "months  (number, months; required)" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["severance"], "no head severance"),
        ([], "name a head"),
        (["--list", "severance"], "no head severance"),
        (["overtime", "monthly_pay_fen=1"], "extra_hours"),
        (["overtime", "pay=1", "monthly_pay_fen=1", "rest_hours=1"], "No such input"),
        (["overtime", "monthly_pay_fen"], "write name=value"),
        (["overtime", "monthly_pay_fen=1", "monthly_pay_fen=2"], "given twice"),
        (["notice-pay", "last_month_pay_fen=1", "--region", "atlantis"], "not known"),
        (["notice-pay", "last_month_pay_fen=1", "--on", "tomorrow"], "not a day"),
        (["notice-pay", "last_month_pay_fen=1", "--on", "2007-12-31"], "2008"),
        (["overtime", "monthly_pay_fen=1", "worked=2199-01-01 1"], "holiday notice of 2199"),
        (
            ["non-compete", "average_pay_fen=1", "months=1", "--region", "shanghai"],
            "Give minimum_wage_fen=VALUE@SOURCE",
        ),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line_and_exit_code_two(arguments: list[str], says: str):
    code, said = run("amount", *arguments)

    assert code == 2
    assert says in said
    assert len(said.splitlines()) == 1


def test_what_is_missing_is_json_too_when_asked_for():
    code, said = run("amount", "non-compete", "average_pay_fen=1", "months=1", "--json")

    assert code == 2
    plain = json.loads(said[: said.rindex("}") + 1])
    assert [one["input"] for one in plain["missing"]] == ["minimum_wage_fen"]
