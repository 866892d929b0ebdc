"""Published figures, each by its id; the ambiguous one as the choice that was made. None of the published errors is here.

The Beijing cases are published with their whole yuan only: the exact fen beside them follow from the same figures.
"""

from datetime import date

import pytest

from mediation.law.amounts.double_wage import window
from mediation.law.periods import full_on
from tests.law.amounts.ask import amount

AVERAGE_OF_BEIJING = "1059200@北京市统计部门公布的法人单位从业人员平均工资 127107 元/年"
LIVING = "70@北京市工资支付规定"

VECTORS = {
    "X-1": (
        "economic-compensation",
        {
            # three years and seven months; the published case gives no days
            "started_on": "2015-08-01",
            "ended_on": "2019-02-28",
            "average_pay_fen": 5_000_000,
            "local_average_fen": AVERAGE_OF_BEIJING,
            "above_minimum": "true",
        },
        12_710_400,
        127_104,
    ),
    "X-2": ("annual-leave", {"monthly_pay_fen": 1_500_000, "untaken_days": 10}, 1_379_310, 13_793),
    "X-3": ("annual-leave", {"monthly_pay_fen": 600_000, "untaken_days": 5}, 275_862, 2_758),
    "X-5": ("overtime", {"monthly_pay_fen": 1_200_000, "rest_hours": 70}, 965_517, 9_655),
    "X-7": (
        "double-wage",
        {"monthly_pay_fen": 400_000, "started_on": "2020-02-10", "signed_on": "2020-04-21"},
        528_736,
        5_287,
    ),
    "X-9": (
        "double-wage",
        {"monthly_pay_fen": 1_500_000, "from_on": "2021-12-03", "to_on": "2022-08-02"},
        12_000_000,
        120_000,
    ),
    "X-12": (
        "unlawful-ending",
        {
            # dates that make the published N of 3.5
            "started_on": "2016-07-01",
            "ended_on": "2019-10-15",
            "average_pay_fen": 1_100_000,
            "above_minimum": "true",
            "under_cap": "true",
        },
        7_700_000,
        77_000,
    ),
    "X-13": (
        "unlawful-ending",
        {
            # joined in September 2018, dismissed in the third quarter of 2020
            "started_on": "2018-09-01",
            "ended_on": "2020-08-31",
            "average_pay_fen": 350_000,
            "above_minimum": "true",
            "under_cap": "true",
        },
        1_400_000,
        14_000,
    ),
    "X-15": (
        "non-compete",
        {"average_pay_fen": 2_000_000, "months": 3, "above_minimum": "true"},
        1_800_000,
        18_000,
    ),
    "X-18": ("days-worked", {"worked": "1200000 6; 154000 16"}, 444_322, 4_443),
    "X-19": (
        "living-allowance",
        {
            "months": 3,
            "share_percent": 50,
            "minimum_wage_fen": "220000@北京市最低工资标准",
            "living_allowance_percent": LIVING,
        },
        231_000,
        2_310,
    ),
}


@pytest.mark.parametrize("id_", VECTORS)
def test_a_published_figure_comes_out(id_: str):
    head, inputs, fen, whole_yuan = VECTORS[id_]

    found = amount(head, **inputs)

    assert (found.fen, found.whole_yuan) == (fen, whole_yuan)
    assert found.steps[-1].figure == fen
    assert found.sources


def test_x_8_is_the_two_working_days_of_the_calendar_and_not_the_three_that_were_claimed():
    """Monday 2020-04-06 was a day off for Qingming. The claim counted it; the days worked can be given instead."""
    time = {"monthly_pay_fen": 600_000, "from_on": "2020-02-05", "to_on": "2020-04-08"}

    assert amount("double-wage", **time).fen == 1_255_172
    claimed = amount("double-wage", **time, last_days_worked=3)
    assert (claimed.fen, claimed.whole_yuan) == (1_282_759, 12_827)  # published rounded up: 12,828


def test_x_10_the_second_wage_begins_on_the_day_after_a_month():
    assert window(date(2020, 3, 22), None, None) == (date(2020, 4, 22), date(2021, 3, 21))


def test_x_11_without_a_contract_it_runs_from_the_second_month_to_the_last_day_of_the_year():
    found = amount("double-wage", monthly_pay_fen=100_000, started_on="2008-01-01", on=date(2009, 6, 1))

    assert window(date(2008, 1, 1), None, None) == (date(2008, 2, 1), date(2008, 12, 31))
    assert found.fen == 1_100_000
    assert full_on(date(2008, 2, 1), months=11) == date(2008, 12, 31)


@pytest.mark.parametrize("ended_on", ["2020-07-01", "2020-07-31", "2020-08-31"])
def test_x_13_does_not_hang_on_the_day_that_was_not_published(ended_on: str):
    head, inputs, fen, _ = VECTORS["X-13"]

    assert amount(head, **inputs | {"ended_on": ended_on}).fen == fen


def test_the_published_death_grant_of_2026():
    found = amount(
        "death-grants",
        died_on="2026-03-01",
        pool_average_fen="1000000@某市统计局",
        urban_income_fen="5650200@国家统计局 2026-01-19",
    )

    assert {one.id: one.fen for one in found.also} == {"funeral": 6_000_000, "death": 113_004_000}


def test_the_national_day_of_2020_was_paid_three_times_for_four_days_and_twice_for_the_others():
    """人社厅函〔2020〕135号: Mid-autumn fell on the 1st and was made up on the 4th."""
    monthly = 217_500  # 1,250 fen an hour
    triple = amount(
        "overtime", monthly_pay_fen=monthly, worked="2020-10-01 8; 2020-10-02 8; 2020-10-03 8; 2020-10-04 8"
    )
    double = amount(
        "overtime", monthly_pay_fen=monthly, worked="2020-10-05 8; 2020-10-06 8; 2020-10-07 8; 2020-10-08 8"
    )

    assert triple.fen == 4 * 8 * 1_250 * 3
    assert double.fen == 4 * 8 * 1_250 * 2
