"""The register of heads: whole, described, and refusing what is wrong with its path."""

from dataclasses import fields
from datetime import date

import pytest

from mediation.kit.problems import Invalid
from mediation.law.amounts import HEADS, Amount, Needed, compute_amount
from mediation.law.amounts.inputs import Kind
from mediation.law.amounts.regional import GIVEN_AS, NONE, TITLES, WORDS, Value
from mediation.law.amounts.written import inputs_written, written
from tests.law.amounts.ask import CALENDAR, TODAY, amount, ask, wrong
from tests.law.amounts.test_vectors import VECTORS

SAMPLES: dict[str, dict[str, str]] = {
    "day-pay": {"monthly_pay_fen": "600000", "days": "1.5"},
    "hour-pay": {"monthly_pay_fen": "600000", "hours": "7.25"},
    "days-worked": VECTORS["X-18"][1],
    "wage-arrears": {"periods": "2026-08 600000 0", "construction": "true", "unlicensed_contractor": "true"},
    "minimum-wage-gap": {"periods": "2026-08 100", "minimum_wage_fen": "250000@某市人社局"},
    "living-allowance": VECTORS["X-19"][1],
    "continued-pay": {"monthly_pay_fen": "600000", "ended_on": "2026-01-05", "resumed_on": "2026-03-09"},
    "overtime": {"monthly_pay_fen": "600000", "extra_hours": "40", "rest_hours": "8", "holiday_hours": "8"},
    "economic-compensation": VECTORS["X-1"][1],
    "unlawful-ending": VECTORS["X-12"][1],
    "notice-pay": {"last_month_pay_fen": "600000"},
    "double-wage": {"monthly_pay_fen": "600000", "started_on": "2025-01-08", "ended_on": "2025-06-30"},
    "illegal-probation": {
        "full_pay_fen": "600000", "term": "fixed", "contract_months": "12",
        "probation_from_on": "2026-01-01", "probation_to_on": "2026-06-10",
    },
    "additional-compensation": {"owed_fen": "600000", "order_due_on": "2026-10-31"},
    "annual-leave": {"monthly_pay_fen": "600000", "year": "2026", "years_worked": "12", "left_on": "2026-08-31"},
    "social-insurance": {},
    "disability-lump-sum": {
        "grade": "9", "own_pay_fen": "600000", "injured_on": "2026-01-05", "pool_average_fen": "1200000@某市统计局",
    },
    "disability-allowance": {
        "grade": "5", "own_pay_fen": "600000", "injured_on": "2026-01-05", "own_pay_within_bounds": "true",
        "minimum_wage_fen": "250000@某市人社局",
    },
    "disability-grants": {
        "grade": "8", "ended_on": "2026-06-30", "medical_grant_months": "4@某省实施办法",
        "employment_grant_months": "6@某省实施办法", "grant_base_fen": "1000000@某市统计局",
    },
    "injury-leave-pay": {"monthly_pay_fen": "600000", "months": "6"},
    "death-grants": {
        "died_on": "2026-03-01", "pool_average_fen": "1200000@某市统计局", "urban_income_fen": "5650200@国家统计局",
    },
    "dependants-pension": {
        "own_pay_fen": "600000", "died_on": "2026-03-01", "spouse": "true", "own_pay_within_bounds": "true",
    },
    "non-compete": {"average_pay_fen": "2000000", "months": "3", "minimum_wage_fen": "250000@某市人社局"},
    "training-penalty": {"training_cost_fen": "600000", "service_months": "36", "served_months": "12"},
}  # fmt: skip


def test_there_is_a_sample_of_every_head_and_each_comes_to_something():
    assert set(SAMPLES) == set(HEADS)
    for head, inputs in SAMPLES.items():
        found = amount(head, **inputs)
        assert (found.fen is None) == (head == "social-insurance"), head
        assert found.fen is None or found.fen > 0, head


@pytest.mark.parametrize("head", HEADS)
def test_every_answer_has_steps_in_both_languages_and_sources_in_force(head: str):
    found = amount(head, **SAMPLES[head])

    assert found.steps
    assert found.sources
    assert all(source.is_in_force(TODAY) for source in found.sources)
    texts = [one.text for one in (*found.steps, *found.notes)] + [one.title for one in (*found.also, *found.used)]
    for text in (*texts, HEADS[head].title):
        assert any("\u4e00" <= char <= "\u9fff" for char in text.zh), text.zh
        assert not any("\u4e00" <= char <= "\u9fff" for char in text.en), text.en
        assert "  " not in text.zh + text.en


@pytest.mark.parametrize("head", HEADS)
def test_every_input_says_what_it_is_in_both_languages_and_in_which_unit(head: str):
    assert [one["name"] for one in inputs_written(head)] == [one.name for one in fields(HEADS[head].shape)]
    for one in inputs_written(head):
        spec, _ = HEADS[head].inputs[one["name"]]
        assert one["about"]["zh"] != one["about"]["en"], one
        assert spec.unit or spec.kind in (Kind.FLAG, Kind.CHOICE, Kind.ROWS), one
        assert one["name"].endswith("_fen") == (spec.kind in (Kind.FEN, Kind.FEN_LIST)), one
        assert one["name"].endswith("_on") == (spec.kind is Kind.DATE), one


def test_a_local_figure_is_given_under_one_name_in_every_head():
    sourced = {name for head in HEADS.values() for name, (spec, _) in head.inputs.items() if spec.sourced}

    assert set(GIVEN_AS) == set(TITLES) == set(Value)
    words = {GIVEN_AS[value] for value in WORDS}
    assert sourced == set(GIVEN_AS.values()) - words | {"before_2008_fen"}


@pytest.mark.parametrize("head", HEADS)
def test_an_answer_is_written_the_same_every_time_and_as_plain_values(head: str):
    once, again = (written(amount(head, **SAMPLES[head])) for _ in range(2))

    assert once == again
    assert once["fen"] == amount(head, **SAMPLES[head]).fen
    assert all(set(one) == {"text", "figure", "unit"} for one in once["steps"])


def test_the_rounding_is_one_rule_half_a_fen_up_and_the_whole_yuan_is_cut():
    half = amount("additional-compensation", owed_fen=1, order_due_on="2026-10-31")
    assert (half.exact.numerator, half.exact.denominator, half.fen) == (1, 2, 1)
    below = amount("day-pay", monthly_pay_fen=217_499)
    assert (below.fen, below.whole_yuan) == (10_000, 99)  # 99.9995… yuan: a hundred to the fen, ninety-nine when cut


def test_what_is_not_known_is_refused_by_name_with_all_that_is_wrong_at_once():
    assert wrong("severance") == {"head": "unknown"}
    assert wrong("day-pay", region="atlantis", monthly_pay_fen=1) == {"region": "unknown"}
    assert wrong("day-pay", on=date(2007, 12, 31), monthly_pay_fen=1) == {"on": "out_of_reach"}
    assert wrong("day-pay", monthly_pay_fen="x", days=-1, pay=1) == {
        "inputs.pay": "unknown",
        "inputs.monthly_pay_fen": "not_a_number",
        "inputs.days": "negative",
    }
    assert wrong("notice-pay") == {"inputs.last_month_pay_fen": "required"}


@pytest.mark.parametrize(
    ("written_", "code"),
    [
        ("-1", "negative"), ("-1元", "negative"), ("0", "too_small"), ("1.5", "not_a_number"), ("1e5", "not_a_number"),
        ("1,000", "not_a_number"), ("５００", "not_a_number"), ("", "empty"), ("  ", "empty"), ("nan", "not_a_number"),
        ("inf", "not_a_number"), ("100000000001", "too_large"), ("9" * 17, "not_a_number"),
        ("1.001元", "more_than_two_decimals"),
        ("六千", "not_a_number"), ("1万元", "not_a_number"), ("9" * 9000, "too_long"), ("0x10", "not_a_number"),
        ("\x00", "not_a_number"),
        ("1_000", "not_a_number"), ("+5", "not_a_number"), ("٣", "not_a_number"), ("元", "empty"), ("¥", "empty"),
    ],
)  # fmt: skip
def test_money_is_a_whole_number_of_fen_or_yuan_that_say_so(written_: str, code: str):
    assert wrong("notice-pay", last_month_pay_fen=written_) == {"inputs.last_month_pay_fen": code}


@pytest.mark.parametrize(
    ("written_", "fen"),
    [("648000", 648_000), ("6480元", 648_000), ("¥6,480.50", 648_050), (" 1 ", 1), ("６４８０元", 648_000)],
)
def test_money_as_it_may_be_written(written_: str, fen: int):
    assert amount("notice-pay", last_month_pay_fen=written_).fen == fen


@pytest.mark.parametrize(
    ("name", "written_", "code"),
    [
        ("days", "-0", "negative"), ("days", "1e2", "not_a_number"), ("days", "0.3", "not_a_multiple"), ("days", "367", "too_large"),
        ("days", "1.23456", "not_a_number"), ("days", ".5", "not_a_number"), ("days", "1/2", "not_a_number"),
        ("days", "NaN", "not_a_number"), ("days", "99999999999", "not_a_number"), ("days", "一", "not_a_number"),
    ],
)  # fmt: skip
def test_a_number_is_digits_within_its_bounds(name: str, written_: str, code: str):
    assert wrong("day-pay", monthly_pay_fen=1, **{name: written_}) == {f"inputs.{name}": code}


@pytest.mark.parametrize(
    ("written_", "code"),
    [
        ("2026-02-30", "not_a_date"), ("2026-2-3", "not_a_date"), ("20260203", "not_a_date"), ("1949-12-31", "too_early"),
        ("2200-01-01", "too_late"), ("2026-02-03T00:00", "not_a_date"), ("tomorrow", "not_a_date"), ("0000-00-00", "not_a_date"),
    ],
)  # fmt: skip
def test_a_day_is_a_day_of_these_centuries(written_: str, code: str):
    given = {"own_pay_fen": 1, "grade": 1, "own_pay_within_bounds": "true"}

    assert wrong("disability-lump-sum", **given, injured_on=written_) == {"inputs.injured_on": code}


@pytest.mark.parametrize(
    ("written_", "code"),
    [
        ("2026-07 1", "wrong_row"), ("2026-07 1 0 0", "wrong_row"), ("2026-13 1 0", "not_a_date"),
        ("2026-07-01 1 0", "not_a_month"), (";;", "too_many"),
        ("; ".join(f"{year}-{month:02} 1 0" for year in range(2000, 2040) for month in range(1, 13)), "too_many"),
        ("2026-07 -1 0", "negative"), ("2026-07 1 x", "not_a_number"),
    ],
)  # fmt: skip
def test_rows_are_read_column_by_column(written_: str, code: str):
    assert wrong("wage-arrears", periods=written_) == {"inputs.periods": code}


@pytest.mark.parametrize(
    "written_", ["250000", "250000@", "250000@x", "@某市人社局", "250000@\u202e某市人社局", "-5@某市人社局"]
)
def test_a_local_figure_of_the_callers_names_who_published_it(written_: str):
    found = wrong("non-compete", average_pay_fen=1, months=1, minimum_wage_fen=written_)

    assert set(found) == {"inputs.minimum_wage_fen"}


def test_time_that_runs_backwards_or_for_ever_is_refused():
    given = {"average_pay_fen": 1, "above_minimum": "true", "under_cap": "true"}
    assert wrong("unlawful-ending", **given, started_on="2020-01-02", ended_on="2020-01-01") == {
        "inputs.ended_on": "before_start"
    }
    assert wrong("unlawful-ending", **given, started_on="1950-01-01", ended_on="2199-01-01") == {
        "inputs.ended_on": "too_long"
    }
    assert wrong("unlawful-ending", **given, started_on="2000-01-01", ended_on="2007-12-31") == {
        "inputs.ended_on": "too_early"
    }


def test_the_door_answers_an_amount_or_what_is_missing_and_nothing_else():
    for head, inputs in SAMPLES.items():
        assert isinstance(ask(head, **inputs), Amount | Needed)
        texts = {name: str(value) for name, value in inputs.items()} | {"?": "?"}
        with pytest.raises(Invalid):
            compute_amount(head, texts, region=None, on=TODAY, regions=NONE, calendar=CALENDAR)
