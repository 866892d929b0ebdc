"""Head by head: the boundaries that the law draws, and the traps."""

from datetime import date

import pytest

from mediation.law.amounts.injury import ALLOWANCE_PERCENT, LUMP_SUM_MONTHS
from tests.law.amounts.ask import amount, needed, wrong

BOUND = {"above_minimum": "true", "under_cap": "true"}
MINIMUM = "250000@某市人社局 2026"
AVERAGE = "1000000@某市统计局 2026"


def said(found, part: str) -> bool:
    return any(part in note.text.zh or part in note.text.en for note in found.notes)


def cited(found) -> set[str]:
    return {source.zh for source in found.sources}


def years(started_on: str, ended_on: str, head: str = "economic-compensation", **more) -> float:
    """N, read off pay of one yuan."""
    given = {"average_pay_fen": 100, "started_on": started_on, "ended_on": ended_on} | BOUND | more
    return amount(head, **given).fen / 100


@pytest.mark.parametrize(
    ("started_on", "ended_on", "n"),
    [
        ("2020-01-01", "2020-01-01", 0.5),  # a single day is less than six months
        ("2020-01-01", "2020-06-29", 0.5),
        ("2020-01-01", "2020-06-30", 1),  # six months to the day
        ("2020-01-01", "2020-12-31", 1),  # one year to the day
        ("2020-01-01", "2021-01-01", 1.5),
        ("2020-01-01", "2021-06-30", 2),
        ("2020-08-31", "2021-02-28", 1),  # February has no 31st: its last day completes the month
        ("2019-08-29", "2020-02-28", 1),
        ("2016-02-29", "2017-02-28", 1),
        ("2008-01-01", "2026-11-20", 19),
    ],
)
def test_six_months_make_a_year_and_less_makes_a_half(started_on: str, ended_on: str, n: float):
    assert years(started_on, ended_on) == n


def test_years_before_2008_are_not_years_of_this_law_but_those_of_damages_are():
    assert years("2003-01-01", "2010-12-31") == 3
    assert years("2003-01-01", "2010-12-31", "unlawful-ending") == 2 * 8
    found = amount(
        "economic-compensation", started_on="2003-01-01", ended_on="2010-12-31", average_pay_fen=100, **BOUND
    )
    assert any(note.open_question and "before_2008_fen" in note.text.en for note in found.notes)
    assert "《劳动合同法》第97条" in cited(found)


def test_what_older_rules_give_is_added_with_its_source():
    given = {"started_on": "2003-01-01", "ended_on": "2010-12-31", "average_pay_fen": 100, **BOUND}

    found = amount("economic-compensation", **given, before_2008_fen="700@劳部发〔1994〕481号")

    assert found.fen == 1_000
    assert not any(note.open_question for note in found.notes)
    assert wrong("unlawful-ending", **given, before_2008_fen="700@劳部发〔1994〕481号") == {
        "inputs.before_2008_fen": "not_here"
    }


def test_joined_years_count_from_the_first_employer():
    assert years("2019-01-01", "2020-12-31", joined_from_on="2015-01-01") == 6
    assert wrong(
        "economic-compensation",
        started_on="2019-01-01", ended_on="2020-12-31", average_pay_fen=100, joined_from_on="2019-01-01", **BOUND,
    ) == {"inputs.joined_from_on": "not_before"}  # fmt: skip


def test_above_three_averages_the_base_is_capped_and_with_it_the_years():
    given = {
        "started_on": "2008-01-01",
        "ended_on": "2026-12-31",
        "above_minimum": "true",
        "local_average_fen": AVERAGE,
    }

    at_the_cap = amount("economic-compensation", average_pay_fen=3_000_000, **given)
    above = amount("economic-compensation", average_pay_fen=3_000_001, **given)
    damages = amount("unlawful-ending", average_pay_fen=9_000_000, **given)

    assert at_the_cap.fen == 3_000_000 * 19  # not above: neither base nor years are capped
    assert above.fen == 3_000_000 * 12
    assert damages.fen == 2 * 3_000_000 * 12


def test_below_the_minimum_wage_the_minimum_wage_is_taken():
    found = amount(
        "economic-compensation",
        started_on="2024-01-01", ended_on="2025-12-31", average_pay_fen=200_000, minimum_wage_fen=MINIMUM, under_cap="true",
    )  # fmt: skip

    assert found.fen == 2 * 250_000
    assert [one.source for one in found.used] == ["某市人社局 2026"]


def test_twelve_months_pay_is_averaged_to_the_fraction_of_a_fen():
    given = {"started_on": "2024-01-01", "ended_on": "2025-12-31", **BOUND}
    found = amount("economic-compensation", **given, pays_fen="1," * 11 + "2")

    assert found.exact is not None
    assert found.exact * 12 == 2 * 13
    assert found.fen == 2  # 2.1666 fen


@pytest.mark.parametrize(
    ("ended_on", "count", "is_right"),
    [
        ("2025-12-31", 11, False),
        ("2025-12-31", 12, True),
        ("2025-12-31", 13, False),
        ("2024-03-31", 3, True),
        ("2024-03-31", 4, False),
        ("2024-03-15", 2, True),  # two months and a half: with or without the last
        ("2024-03-15", 3, True),
        ("2024-01-10", 1, True),
    ],
)
def test_the_average_is_of_twelve_months_or_of_those_worked(ended_on: str, count: int, is_right: bool):
    given = {"started_on": "2024-01-01", "ended_on": ended_on, "pays_fen": ",".join(["100000"] * count), **BOUND}

    if is_right:
        assert amount("economic-compensation", **given).fen
    else:
        assert wrong("economic-compensation", **given) == {"inputs.pays_fen": "how_many"}


def test_local_figures_of_an_ending_are_asked_for_at_its_day_and_both_at_once():
    assert needed("economic-compensation", started_on="2024-01-01", ended_on="2025-12-31", average_pay_fen=100) == {
        "minimum_wage_month_fen": date(2025, 12, 31),
        "average_pay_month_fen": date(2025, 12, 31),
    }


def test_pay_in_lieu_of_notice_is_the_month_before():
    assert amount("notice-pay", last_month_pay_fen=1_234_567).fen == 1_234_567


@pytest.mark.parametrize(
    ("given", "months_and_days"),
    [
        ({"started_on": "2025-01-01"}, 11),
        ({"started_on": "2025-01-01", "signed_on": "2025-02-01"}, 0),  # written on the first day it would begin
        ({"started_on": "2025-01-01", "signed_on": "2025-03-01"}, 1),
        ({"started_on": "2025-01-01", "signed_on": "2026-06-01"}, 11),  # after a year it is deemed written
        ({"started_on": "2025-01-01", "ended_on": "2025-01-31"}, 0),
        ({"started_on": "2025-01-01", "ended_on": "2025-04-30"}, 3),
        ({"started_on": "2025-01-31"}, 11),
    ],
)
def test_the_window_of_the_double_wage(given: dict, months_and_days: int):
    assert amount("double-wage", monthly_pay_fen=100_000, **given).fen == months_and_days * 100_000


def test_a_part_month_counts_its_working_days_make_up_sundays_too():
    # 2026-02-14 (Saturday) and 02-28 (Saturday) were worked; 02-15 to 02-23 were off.
    found = amount("double-wage", monthly_pay_fen=217_500, from_on="2026-02-12", to_on="2026-02-28")

    assert found.fen == 8 * 10_000  # 12, 13, 14, 24, 25, 26, 27, 28


def test_each_month_may_have_its_own_pay():
    given = {"from_on": "2025-03-01", "to_on": "2025-05-02", "last_days_worked": 1}

    assert amount("double-wage", pays_fen="100000,200000,217500", **given).fen == 310_000
    assert wrong("double-wage", pays_fen="100000,200000", **given) == {"inputs.pays_fen": "how_many"}


def test_a_part_month_in_a_year_without_a_notice_asks_for_the_notice_or_the_days():
    given = {"monthly_pay_fen": 217_500, "from_on": "2027-01-01", "to_on": "2027-02-05", "on": date(2027, 3, 1)}

    assert needed("double-wage", **given) == {"2027": date(2027, 1, 1)}
    assert amount("double-wage", **given, last_days_worked=5).fen == 217_500 + 50_000


def test_limitation_is_shown_beside_the_double_wage_and_never_taken_off():
    given = {"monthly_pay_fen": 100_000, "started_on": "2024-01-01", "claimed_on": "2025-07-31"}

    monthly = amount("double-wage", **given, limitation="each_month")
    whole = amount("double-wage", **given, limitation="from_the_end")

    assert monthly.fen == whole.fen == 1_100_000
    assert [one.fen for one in monthly.also] == [500_000]  # February to June; July ended a year ago to the day
    assert [one.fen for one in whole.also] == [0]
    assert needed("double-wage", **given) == {"double_wage_limitation": date(2025, 7, 31)}


def test_the_window_is_given_once_and_is_eleven_months_at_most():
    pay = {"monthly_pay_fen": 100_000}
    assert wrong("double-wage", **pay) == {"inputs.started_on": "one_of"}
    assert wrong("double-wage", **pay, started_on="2025-01-01", from_on="2025-02-01", to_on="2025-03-01") == {
        "inputs.started_on": "one_of"
    }
    assert wrong("double-wage", **pay, from_on="2025-02-01") == {"inputs.to_on": "empty"}
    assert wrong("double-wage", **pay, from_on="2025-02-01", to_on="2026-01-01") == {"inputs.to_on": "too_long"}
    assert wrong("double-wage", **pay, from_on="2025-02-01", to_on="2025-01-31") == {"inputs.to_on": "before_start"}
    assert amount("double-wage", **pay, from_on="2025-02-01", to_on="2025-12-31").fen == 1_100_000


@pytest.mark.parametrize(
    ("term", "contract_months", "served_to", "fen"),
    [
        ("fixed", 2, "2025-03-31", 300_000),  # none allowed: all three months
        ("fixed", 6, "2025-03-31", 200_000),
        ("fixed", 12, "2025-03-31", 100_000),
        ("fixed", 36, "2025-06-30", 0),
        ("open_ended", None, "2025-08-31", 200_000),
        ("task", None, "2025-01-31", 100_000),
    ],
)
def test_probation_beyond_the_legal_limit_is_paid_in_full_again(term, contract_months, served_to, fen):
    more = {} if contract_months is None else {"contract_months": contract_months}
    given = {"full_pay_fen": 100_000, "term": term, "probation_from_on": "2025-01-01", "probation_to_on": served_to}

    assert amount("illegal-probation", **given, **more).fen == fen


def test_a_second_probation_is_unlawful_from_its_first_day():
    given = {"full_pay_fen": 100_000, "term": "fixed", "contract_months": 36, "second_time": "true"}

    found = amount("illegal-probation", **given, probation_from_on="2025-01-01", probation_to_on="2025-02-28")

    assert found.fen == 200_000


def test_additional_compensation_needs_an_order_whose_term_has_run_out():
    given = {"owed_fen": 100_000, "order_due_on": "2026-11-20"}

    assert wrong("additional-compensation", **given) == {"inputs.order_due_on": "not_expired"}
    found = amount("additional-compensation", **given, on=date(2026, 11, 21))
    assert found.fen == 50_000
    assert {one.id: one.fen for one in found.also} == {"least": 50_000, "most": 100_000}
    assert amount("additional-compensation", **given, percent=80, on=date(2026, 11, 21)).fen == 80_000
    assert wrong("additional-compensation", **given, percent=49) == {"inputs.percent": "too_small"}


@pytest.mark.parametrize(
    ("inputs", "days"),
    [
        ({"years_worked": 0.9}, 0),
        ({"years_worked": 1}, 5),
        ({"years_worked": 9.99}, 5),
        ({"years_worked": 10}, 10),
        ({"years_worked": 20}, 15),
        ({"years_worked": 10, "taken_days": 3}, 7),
        ({"years_worked": 5, "taken_days": 9}, 0),  # too many taken: nothing is asked back
        ({"years_worked": 10, "left_on": "2025-06-30"}, 4),  # 181/365 × 10 = 4.95
        ({"years_worked": 10, "left_on": "2025-12-31"}, 10),
        ({"years_worked": 5, "left_on": "2025-03-13"}, 0),  # 72/365 × 5 = 0.986
        ({"years_worked": 5, "left_on": "2025-03-14"}, 1),  # 73/365 × 5 = 1
        ({"years_worked": 10, "left_on": "2025-06-30", "taken_days": 2.5}, 2),  # 4.95 − 2.5, the fraction dropped
        ({"years_worked": 10, "joined_on": "2025-07-01"}, 5),  # 184/365 × 10 = 5.04
        ({"years_worked": 10, "joined_on": "2025-07-01", "taken_days": 2.5}, 2.5),
        ({"years_worked": 10, "joined_on": "2025-03-01", "left_on": "2025-08-31"}, 5),
    ],
)
def test_leave_not_taken(inputs: dict, days: float):
    assert amount("annual-leave", monthly_pay_fen=217_500, year=2025, **inputs).fen == days * 20_000


def test_of_three_hundred_per_cent_two_hundred_are_claimed():
    found = amount("annual-leave", monthly_pay_fen=217_500, untaken_days=1)

    assert found.fen == 20_000
    assert [one.fen for one in found.also] == [30_000]


def test_leave_waived_in_writing_is_paid_as_the_day_it_was():
    assert amount("annual-leave", monthly_pay_fen=217_500, untaken_days=1, waived_in_writing="true").fen == 0


def test_overtime_by_kind():
    monthly = 174_000  # 1,000 fen an hour
    assert amount("overtime", monthly_pay_fen=monthly, extra_hours=2).fen == 3_000
    assert amount("overtime", monthly_pay_fen=monthly, rest_hours=2).fen == 4_000
    assert amount("overtime", monthly_pay_fen=monthly, rest_hours=2, rest_hours_off=1.5).fen == 1_000
    assert amount("overtime", monthly_pay_fen=monthly, holiday_hours=2).fen == 6_000
    assert amount("overtime", monthly_pay_fen=monthly, extra_hours=2, paid_fen=1_000).fen == 2_000
    assert amount("overtime", monthly_pay_fen=monthly, extra_hours=2, paid_fen=9_000).fen == 0
    assert amount("overtime", monthly_pay_fen=monthly, extra_hours=2, system="flexible").fen == 0
    assert amount("overtime", monthly_pay_fen=monthly, extra_hours=2, system="comprehensive").fen == 3_000


def test_a_day_is_paid_by_what_the_calendar_says_it_is():
    monthly = 174_000
    days = {
        "2026-02-14": 150,  # a Saturday worked in return
        "2026-02-15": 200,  # a day off of the notice, not statutory
        "2026-02-16": 300,  # New Year's Eve: statutory since 2025
        "2026-10-04": 200,
        "2026-10-03": 300,
        "2026-11-20": 150,
        "2026-11-21": 200,
        "2024-02-09": 150,  # New Year's Eve of 2024 was none, and a working day
        "2024-05-02": 200,
        "2025-05-02": 300,
    }
    for day, percent in days.items():
        assert amount("overtime", monthly_pay_fen=monthly, worked=f"{day} 1").fen == percent * 10, day


def test_the_limits_of_overtime_are_flagged_and_all_of_it_is_paid():
    over = amount("overtime", monthly_pay_fen=174_000, extra_hours=37)
    within = amount("overtime", monthly_pay_fen=174_000, extra_hours=72, months=2)
    long_day = amount("overtime", monthly_pay_fen=174_000, worked="2026-11-20 3.5; 2026-11-21 8")

    assert over.fen == 55_500
    assert said(over, "36 hours")
    assert not said(within, "36 hours")
    assert said(long_day, "2026-11-20")
    assert not said(long_day, "2026-11-21")


def test_overtime_is_given_one_way_and_fits_the_system():
    pay = {"monthly_pay_fen": 174_000}
    assert wrong("overtime", **pay) == {"inputs.extra_hours": "empty"}
    assert wrong("overtime", **pay, worked="2026-11-20 1", extra_hours=1) == {"inputs.worked": "one_of"}
    assert wrong("overtime", **pay, rest_hours=1, system="comprehensive") == {"inputs.rest_hours": "not_in_this_system"}
    assert wrong("overtime", **pay, rest_hours=1, rest_hours_off=2) == {"inputs.rest_hours_off": "too_large"}
    assert wrong("overtime", **pay, worked="2026-11-21 1", rest_hours_off=2) == {"inputs.rest_hours_off": "too_large"}
    assert needed("overtime", **pay, worked="2027-01-01 1") == {"2027": date(2027, 1, 1)}


def test_arrears_of_one_month_are_not_paid_by_another():
    found = amount("wage-arrears", periods="2026-07 600000 200000; 2026-08 600000 0; 2026-09 600000 600000")

    assert found.fen == 1_000_000
    assert wrong("wage-arrears", periods="2026-07 600000 600001") == {"inputs.periods": "paid_more"}
    assert wrong("wage-arrears", periods="2026-07 1 0; 2026-07 1 0") == {"inputs.periods": "duplicate"}


def test_who_else_is_liable_for_arrears_is_said():
    given = {"periods": "2026-07 600000 0"}

    assert said(amount("wage-arrears", **given, construction="true"), "general contractor")
    assert said(amount("wage-arrears", **given, unlicensed_contractor="true"), "licensed contractor")
    assert said(amount("wage-arrears", **given), "not subject to the one year")
    assert said(amount("wage-arrears", **given, ended_on="2026-08-31"), "for a year from then")


def test_the_gap_to_the_minimum_wage_is_of_each_month():
    found = amount("minimum-wage-gap", periods="2026-07 200000; 2026-08 260000", minimum_wage_fen=MINIMUM)

    assert found.fen == 50_000


@pytest.mark.parametrize("grade", range(1, 11))
def test_the_lump_sum_of_each_grade(grade: int):
    months = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
    given = {"grade": grade, "own_pay_fen": 100_000, "injured_on": "2026-01-05"}

    assert amount("disability-lump-sum", **given, own_pay_within_bounds="true").fen == months[grade] * 100_000
    assert months == LUMP_SUM_MONTHS


@pytest.mark.parametrize(("own", "bounded"), [(100_000, 600_000), (700_000, 700_000), (9_000_000, 3_000_000)])
def test_own_pay_lies_within_sixty_and_three_hundred_per_cent_of_the_average(own: int, bounded: int):
    given = {"grade": 10, "own_pay_fen": own, "injured_on": "2026-01-05", "pool_average_fen": AVERAGE}

    assert amount("disability-lump-sum", **given).fen == 7 * bounded


def test_who_pays_for_an_injury_is_said():
    given = {"grade": 10, "own_pay_fen": 100_000, "injured_on": "2026-01-05", "own_pay_within_bounds": "true"}

    assert said(amount("disability-lump-sum", **given), "did not: it pays")
    assert "《工伤保险条例》第62条" in cited(amount("disability-lump-sum", **given))
    assert said(amount("disability-lump-sum", **given, insured="true"), "fund")


def test_the_disability_allowance_has_the_minimum_wage_for_a_floor():
    given = {"injured_on": "2026-01-05", "own_pay_within_bounds": "true", "minimum_wage_fen": MINIMUM}

    assert amount("disability-allowance", grade=1, own_pay_fen=1_000_000, **given).fen == 900_000
    assert amount("disability-allowance", grade=6, own_pay_fen=1_000_000, months=2, **given).fen == 1_200_000
    assert amount("disability-allowance", grade=6, own_pay_fen=300_000, **given).fen == 250_000
    assert ALLOWANCE_PERCENT == {1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}


def test_local_grants_are_asked_for_and_never_assumed():
    given = {"grade": 7, "ended_on": "2026-06-30"}
    assert set(needed("disability-grants", **given)) == {
        "medical_grant_months",
        "employment_grant_months",
        "grant_base_month_fen",
    }
    found = amount(
        "disability-grants",
        **given,
        medical_grant_months="6@某省工伤保险实施办法",
        employment_grant_months="9@某省工伤保险实施办法",
        grant_base_fen=AVERAGE,
    )
    assert found.fen == 15_000_000
    assert [one.fen for one in found.also] == [9_000_000]


def test_treatment_off_work_is_twelve_months_and_more_only_when_confirmed():
    given = {"monthly_pay_fen": 500_000}

    assert amount("injury-leave-pay", **given, months=12, paid_fen=1_000_000).fen == 5_000_000
    assert wrong("injury-leave-pay", **given, months=13) == {"inputs.months": "not_confirmed"}
    assert amount("injury-leave-pay", **given, months=24, prolonged="true").fen == 12_000_000
    assert wrong("injury-leave-pay", **given, months=25, prolonged="true") == {"inputs.months": "too_large"}


def test_dependants_together_never_get_more_than_the_pay_was():
    given = {"own_pay_fen": 1_000_000, "died_on": "2026-03-01", "own_pay_within_bounds": "true"}

    assert amount("dependants-pension", **given, spouse="true").fen == 400_000
    assert amount("dependants-pension", **given, spouse="true", relatives=1).fen == 700_000
    assert amount("dependants-pension", **given, relatives=2, relatives_alone=1).fen == 700_000
    assert amount("dependants-pension", **given, spouse="true", relatives=3).fen == 1_000_000
    assert wrong("dependants-pension", **given) == {"inputs.spouse": "empty"}


def test_pay_for_not_competing_has_the_minimum_wage_for_a_floor_unless_agreed():
    assert amount("non-compete", average_pay_fen=600_000, months=2, minimum_wage_fen=MINIMUM).fen == 500_000
    assert amount("non-compete", agreed_month_fen=100_000, months=2).fen == 200_000
    assert amount("non-compete", agreed_month_fen=100_000, months=2, ended_by_employer="true").fen == 500_000
    assert wrong("non-compete", agreed_month_fen=100_000, months=25) == {"inputs.months": "too_large"}
    assert set(needed("non-compete", average_pay_fen=600_000, months=2)) == {"minimum_wage_month_fen"}


def test_a_training_penalty_is_capped_by_the_service_not_rendered():
    """A published case: 150,000 with 60,000 of pay in it; two of five years served."""
    given = {"training_cost_fen": 9_000_000, "service_months": 60, "served_months": 24}

    assert amount("training-penalty", **given, agreed_fen=10_000_000).fen == 5_400_000
    assert amount("training-penalty", **given, agreed_fen=1_000_000).fen == 1_000_000
    assert amount("training-penalty", **given | {"served_months": 60}).fen == 0


def test_pay_until_resumption_is_by_months_and_working_days_and_fault_is_shared():
    given = {"monthly_pay_fen": 217_500, "ended_on": "2026-09-30", "resumed_on": "2026-11-04"}

    found = amount("continued-pay", **given)

    assert found.fen == 217_500 + 2 * 10_000  # October; 1 November is a Sunday, the 2nd and 3rd are worked
    assert amount("continued-pay", **given, worker_fault_percent=50).fen == found.fen // 2


def test_social_insurance_has_no_sum_but_a_way():
    found = amount("social-insurance", cannot_be_made_up="true", waived="true")

    assert (found.fen, found.whole_yuan) == (None, None)
    assert len(found.steps) == 3
    assert "《社会保险法》第63条" in cited(found)
