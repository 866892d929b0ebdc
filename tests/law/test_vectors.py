"""Published answers (B-…) and computed vectors (V-…) about deadlines, each by its id; and what is true of every row.

Published answers that are wrong are not here: months that end a day late, weekends that do not roll, the 5 and 10 days of
arbitration counted as calendar days, "three months" to sue on an award.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law.deadlines import ROWS, DayKind, Roll, Row, compute
from mediation.law.periods import months_after

CALENDAR = built_in()


def test_b_1_filed_on_28_may_three_months_end_on_28_august() -> None:
    assert months_after(date(2014, 5, 28), 3, calendar=CALENDAR).on == date(2014, 8, 28)


def test_b_3_of_a_long_holiday_only_the_statutory_days_are_paid_threefold() -> None:
    """2020-10-01 to 04 at 300 %, 10-05 to 08 at 200 % or time off: rest days, not statutory holidays."""
    days = [date(2020, 10, 1) + timedelta(days=n) for n in range(8)]

    assert [CALENDAR.is_statutory_holiday(day) for day in days] == [True] * 4 + [False] * 4
    assert all(CALENDAR.is_rest_day(day) for day in days)


@pytest.mark.parametrize("left_on", [date(2019, 2, 1), date(2019, 2, 28)])
def test_b_4_overtime_claimed_ten_months_after_leaving_is_in_time(left_on: date) -> None:
    due = compute(ROWS["A-2"], left_on, CALENDAR)

    assert date(2019, 12, 31) <= due.on
    assert (due.natural_end.year, due.natural_end.month) == (2020, 2)


@pytest.mark.parametrize("trigger_on", [date(2026, 11, 6), date(2026, 11, 7)], ids=["saturday", "sunday"])
def test_b_5_a_last_day_on_a_weekend_moves_to_monday(trigger_on: date) -> None:
    assert compute(ROWS["A-21"], trigger_on, CALENDAR).on == date(2026, 11, 23)


def test_b_6_a_new_form_dispute_ends_after_15_days_and_with_consent_after_30_at_most() -> None:
    row = ROWS["M-5"]
    assert row.length is not None
    assert row.extension is not None
    assert row.extension.at_most is not None

    assert compute(row, date(2026, 9, 2), CALENDAR).on == date(2026, 9, 17)
    extended = replace(row, length=row.length + row.extension.at_most)
    assert compute(extended, date(2026, 10, 21), CALENDAR).on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("row_id", "trigger_on", "natural_end", "on"),
    [
        pytest.param("A-21", date(2026, 9, 16), date(2026, 10, 1), date(2026, 10, 8), id="V-1"),
        pytest.param("A-21", date(2026, 6, 4), date(2026, 6, 19), date(2026, 6, 22), id="V-2"),
        pytest.param("M-3", date(2026, 2, 3), date(2026, 2, 18), date(2026, 2, 24), id="V-3"),
        pytest.param("G-3", date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 8), id="V-4"),
        pytest.param("G-3", date(2026, 10, 21), date(2026, 11, 20), date(2026, 11, 20), id="V-5"),
        pytest.param("A-1", date(2025, 11, 20), date(2026, 11, 20), date(2026, 11, 20), id="V-6"),
        pytest.param("A-1", date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28), id="V-7"),
        pytest.param("A-13", date(2026, 8, 18), date(2026, 10, 2), date(2026, 10, 8), id="V-8"),
        pytest.param("A-6", date(2026, 9, 24), date(2026, 10, 9), date(2026, 10, 9), id="V-9"),
        pytest.param("M-2", date(2026, 4, 30), date(2026, 5, 8), date(2026, 5, 8), id="V-10"),
    ],
)
def test_a_vector_is_met(row_id: str, trigger_on: date, natural_end: date, on: date) -> None:
    due = compute(ROWS[row_id], trigger_on, CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (natural_end, on, natural_end != on)


def test_an_end_on_a_worked_saturday_does_not_roll() -> None:
    """A choice, to be confirmed: a make-up working day is a working day, so an end on it stands (2026-10-10)."""
    assert compute(ROWS["A-21"], date(2026, 9, 25), CALENDAR).on == date(2026, 10, 10)


DATED = [row for row in ROWS.values() if row.has_period and row.day_kind is not DayKind.HOUR]


@settings(max_examples=1_000)
@given(st.sampled_from(DATED), st.dates(date(2013, 1, 1), date(2026, 12, 31)))
def test_of_every_row_the_end_is_never_a_rest_day_and_on_the_safe_side_of_its_natural_end(
    row: Row, trigger_on: date
) -> None:
    try:
        due = compute(row, trigger_on, CALENDAR)
    except CannotCompute as unknown:
        event("beyond the last notice")
        beyond = unknown.year
    else:
        beyond = 0
    if beyond:
        assert beyond > max(CALENDAR.years)
        return

    assert due.source is row.source
    if row.roll is Roll.NONE:
        assert due.on == due.natural_end
        assert not due.rolled
    elif row.roll is Roll.FORWARD:
        assert not CALENDAR.is_rest_day(due.on)
        assert trigger_on < due.natural_end <= due.on
    else:
        assert not CALENDAR.is_rest_day(due.on)
        assert due.on <= due.natural_end
    assert due.rolled is (due.on != due.natural_end)
    if row.back:
        assert due.on < trigger_on


@settings(max_examples=500)
@given(
    st.sampled_from([row for row in DATED if row.day_kind is DayKind.WORKING_DAY]),
    st.dates(date(2013, 1, 1), date(2025, 6, 30)),
)
def test_counting_working_days_again_gives_the_length(row: Row, trigger_on: date) -> None:
    due = compute(row, trigger_on, CALENDAR)
    first, last = sorted((trigger_on, due.on))
    counted = CALENDAR.count_workdays(first - timedelta(days=1), last - timedelta(days=1)) if row.back else None

    assert (counted if row.back else CALENDAR.count_workdays(first, last)) == row.length
