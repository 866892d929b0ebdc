"""What holds of amounts whatever the figures: more pay or more time is never worth less, and parts make up the whole."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.law.amounts import double_wage, ending, idle, injury, leave, overtime, pay, terms
from mediation.law.amounts.result import rounded
from tests.law.amounts.test_slow import AT, local

PAY = st.integers(1, 10**9)
DAYS = st.dates(date(2008, 1, 1), date(2024, 12, 31))
HOURS = st.integers(0, 800).map(lambda quarters: Fraction(quarters, 4))


def n(first: date, days: int, average: int, times: int = 1, **more) -> Fraction:
    given_ = ending.Ending(
        started_on=first, ended_on=first + timedelta(days=days), average_pay_fen=average, above_minimum=True, **more
    )
    exact = (ending.economic_compensation if times == 1 else ending.unlawful_ending)(given_, AT).exact
    assert exact is not None
    return exact


def second_wage(first: date, days: int, monthly: int) -> Fraction:
    given_ = double_wage.DoubleWage(
        monthly_pay_fen=monthly, started_on=first, ended_on=min(first + timedelta(days=days), date(2026, 12, 31))
    )
    exact = double_wage.double_wage(given_, AT).exact
    assert exact is not None
    return exact


def until_resumed(first: date, days: int, monthly: int) -> Fraction:
    given_ = idle.ContinuedPay(monthly_pay_fen=monthly, ended_on=first, resumed_on=first + timedelta(days=days))
    exact = idle.continued_pay(given_, AT).exact
    assert exact is not None
    return exact


def over_time(monthly: int, extra: Fraction, rest: Fraction, holiday: Fraction) -> Fraction:
    hours = {"extra_hours": extra, "rest_hours": rest, "holiday_hours": holiday}
    exact = overtime.overtime(overtime.Overtime(monthly_pay_fen=monthly, **hours), AT).exact
    assert exact is not None
    return exact


@given(DAYS, st.integers(0, 4_000), PAY, st.integers(0, 10**6), st.integers(0, 400))
def test_compensation_grows_with_pay_and_with_time(first: date, days: int, average: int, more: int, later: int):
    assert n(first, days, average, under_cap=True) <= n(first, days, average + more, under_cap=True)
    assert n(first, days, average, under_cap=True) <= n(first, days + later, average, under_cap=True)


@given(DAYS, st.integers(0, 6_500), PAY, st.integers(1, 10**8))
def test_damages_are_twice_the_compensation_and_the_cap_never_adds(first: date, days: int, average: int, cap: int):
    capped = {"local_average_fen": local(cap)}

    assert n(first, days, average, 2, under_cap=True) == 2 * n(first, days, average, under_cap=True)
    assert n(first, days, average, 2, **capped) == 2 * n(first, days, average, **capped)
    assert n(first, days, average, **capped) <= n(first, days, average, under_cap=True)


@given(DAYS, st.integers(0, 500), st.integers(0, 60), PAY)
def test_the_second_wage_never_shrinks_with_time_and_is_eleven_months_at_most(first, days, later, monthly):
    assert second_wage(first, days, monthly) <= second_wage(first, days + later, monthly) <= 11 * monthly


@given(DAYS, st.integers(1, 600), st.integers(0, 60), PAY)
def test_pay_until_resumption_never_shrinks_with_time(first, days, later, monthly):
    assert until_resumed(first, days, monthly) <= until_resumed(first, days + later, monthly)


@given(PAY, PAY, HOURS, HOURS, HOURS, HOURS)
def test_overtime_in_parts_is_overtime_together_and_grows_with_pay(monthly, more, one, two, rest, holiday):
    whole = over_time(monthly, one + two + 1, rest, holiday)

    parts = over_time(monthly, one + 1, rest, Fraction(0)) + over_time(monthly, two + 1, Fraction(0), holiday)
    assert parts - over_time(monthly, Fraction(1), Fraction(0), Fraction(0)) == whole
    assert whole <= over_time(monthly + more, one + two + 1, rest, holiday)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 100)), min_size=2, max_size=12), st.data())
def test_arrears_split_anywhere_sum_to_the_same(months, data):
    rows = tuple((date(2025, at + 1, 1), due, due * percent // 100) for at, (due, percent) in enumerate(months))
    cut = data.draw(st.integers(1, len(rows) - 1))

    whole, left, right = (
        pay.wage_arrears(pay.WageArrears(periods=some), AT).fen for some in (rows, rows[:cut], rows[cut:])
    )

    assert whole == left + right


@given(PAY, st.integers(1, 60), st.integers(1, 60))
def test_days_in_parts_are_days_together_but_for_the_last_fen(monthly, one, two):
    def paid(days: int) -> Fraction:
        return pay.day_pay(pay.DayPay(monthly_pay_fen=monthly, days=Fraction(days)), AT).exact

    assert paid(one) + paid(two) == paid(one + two)
    assert abs(rounded(paid(one)) + rounded(paid(two)) - rounded(paid(one + two))) <= 1


@given(st.integers(1, 60), st.integers(0, 366), st.integers(0, 366), st.integers(0, 20))
def test_leave_grows_with_the_days_of_the_year_and_shrinks_by_what_was_taken(years, days, more, taken):
    entitled = leave.entitlement(Fraction(years))

    assert leave.days_left(entitled, days, Fraction(taken)) <= leave.days_left(entitled, days + more, Fraction(taken))
    assert (
        leave.days_left(entitled, days, Fraction(taken)) <= leave.days_left(entitled, days, Fraction(0)) <= entitled + 1
    )


@given(PAY, st.integers(1, 9), PAY)
def test_a_graver_grade_is_never_worth_less(own, grade, average):
    def lump(at: int) -> Fraction:
        given_ = injury.DisabilityLumpSum(
            grade=Fraction(at), own_pay_fen=own, injured_on=AT.on, pool_average_fen=local(average)
        )
        return injury.disability_lump_sum(given_, AT).exact

    assert lump(grade) > lump(grade + 1)


@given(PAY, st.integers(1, 120), st.data())
def test_a_training_penalty_never_grows_with_service_and_never_exceeds_the_cost(cost, service, data):
    served = data.draw(st.integers(0, service - 1))

    def cap(months: int) -> Fraction:
        given_ = terms.TrainingPenalty(
            training_cost_fen=cost, service_months=Fraction(service), served_months=Fraction(months)
        )
        return terms.training_penalty(given_, AT).exact

    assert cost >= cap(served) >= cap(served + 1) >= 0


@given(st.fractions(0, 10**15))
def test_rounding_is_to_the_nearest_fen_and_half_a_fen_up(exact):
    assert -Fraction(1, 2) < rounded(exact) - exact <= Fraction(1, 2)


@pytest.mark.parametrize("day", range(1, 32))
def test_an_employment_from_any_day_of_a_month_has_eleven_whole_months_in_its_first_year(day: int):
    first = date(2023, 1, day)

    found = double_wage.double_wage(double_wage.DoubleWage(monthly_pay_fen=1, started_on=first), AT)

    assert found.fen == 11
