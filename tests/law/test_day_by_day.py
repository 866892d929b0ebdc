"""Our periods against a count day by day, on a hundred thousand random cases; and what holds of every one of them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.workdays import Calendar, CannotCompute, built_in
from mediation.law import periods
from mediation.law.deadlines import ROWS, NoPeriodError, Roll, compute
from mediation.law.periods import Due
from mediation.law.sources import CIVIL_CODE_201
from tests.law import day_by_day

CALENDAR: Final = Calendar({year: notice for year, notice in built_in().years.items() if year >= 2012})
SOURCE: Final = CIVIL_CODE_201
ONE: Final = timedelta(days=1)
SPAN: Final = (date(2013, 1, 1).toordinal(), date(2026, 12, 31).toordinal())

Ours = Callable[[date, int], date]

PAIRS: Final[dict[str, tuple[Ours, Ours, int]]] = {
    "days": (lambda on, n: periods.days_after(on, n, calendar=CALENDAR).on, day_by_day.days, 120),
    "workdays": (
        lambda on, n: periods.workdays_after(on, n, calendar=CALENDAR, source=SOURCE).on,
        day_by_day.workdays,
        60,
    ),
    "months": (lambda on, n: periods.months_after(on, n, calendar=CALENDAR).on, day_by_day.months, 8),
    "years": (
        lambda on, n: periods.years_after(on, 1 + n % 3, calendar=CALENDAR).on,
        lambda on, n: day_by_day.months(on, 12 * (1 + n % 3)),
        3,
    ),
    "days before": (
        lambda on, n: periods.days_before(on, n, calendar=CALENDAR, source=SOURCE).on,
        day_by_day.days_back,
        120,
    ),
    "workdays before": (
        lambda on, n: periods.workdays_before(on, n, calendar=CALENDAR, source=SOURCE).on,
        day_by_day.workdays_back,
        60,
    ),
    "pay-days": (
        lambda on, _: periods.payday_on_or_before(on, calendar=CALENDAR).on,
        lambda on, _: day_by_day.to_the_last_worked(on),
        1,
    ),
    "full": (lambda on, n: periods.full_on(on, months=n), day_by_day.full, 24),
    "day after full": (
        lambda on, n: periods.day_after_full(on, months=n),
        lambda on, n: day_by_day.full(on, n) + ONE,
        24,
    ),
    "served by leaving": (
        lambda on, _: periods.served_by_leaving(on, calendar=CALENDAR).on,
        lambda on, _: day_by_day.workdays(on, 3),
        1,
    ),
    "served by public notice": (
        lambda on, _: periods.served_by_public_notice(on, calendar=CALENDAR).on,
        lambda on, _: day_by_day.days(on, 30),
        1,
    ),
    "extension": (
        lambda on, _: periods.apply_to_extend(on, calendar=CALENDAR).on,
        lambda on, _: day_by_day.days(on, 10),
        1,
    ),
}
CASES: Final = -(-100_000 // len(PAIRS))


def _or_none(ours: Ours, on: date, count: int) -> date | None:
    try:
        return ours(on, count)
    except CannotCompute:
        return None


@pytest.mark.parametrize("name", PAIRS)
def test_every_way_a_period_runs_agrees_with_a_count_day_by_day(name: str) -> None:
    ours, slow, longest = PAIRS[name]
    random = Random(name)
    cases = [(date.fromordinal(random.randint(*SPAN)), random.randint(1, longest)) for _ in range(CASES)]

    differing = [
        (on, count)
        for on, count in cases
        if _or_none(ours, on, count) != day_by_day.or_none(lambda on=on, count=count: slow(on, count))  # type: ignore[misc]
    ]

    assert len(cases) * len(PAIRS) >= 100_000
    assert differing == []


DAYS = st.dates(min_value=date(2013, 1, 1), max_value=date(2026, 12, 31))

FORWARD: Final[tuple[Callable[[date, int], Due], ...]] = (
    lambda on, n: periods.days_after(on, n, calendar=CALENDAR),
    lambda on, n: periods.workdays_after(on, n, calendar=CALENDAR, source=SOURCE),
    lambda on, n: periods.months_after(on, n, calendar=CALENDAR),
    lambda on, n: periods.years_after(on, 1 + n % 3, calendar=CALENDAR),
    lambda on, _: periods.served_by_leaving(on, calendar=CALENDAR),
    lambda on, _: periods.served_by_public_notice(on, calendar=CALENDAR),
    lambda on, _: periods.apply_to_extend(on, calendar=CALENDAR),
)
BACKWARD: Final[tuple[Callable[[date, int], Due], ...]] = (
    lambda on, n: periods.days_before(on, n, calendar=CALENDAR, source=SOURCE),
    lambda on, n: periods.workdays_before(on, n, calendar=CALENDAR, source=SOURCE),
    lambda on, _: periods.payday_on_or_before(on, calendar=CALENDAR),
)


def _due(period: Callable[[date, int], Due], on: date, count: int) -> Due | None:
    try:
        return period(on, count)
    except CannotCompute:
        return None


@given(st.sampled_from(FORWARD), DAYS, st.integers(1, 90))
def test_an_effective_end_is_no_rest_day_and_not_before_the_natural_end(period: Any, on: date, count: int) -> None:
    due = _due(period, on, count)

    if due is not None:
        assert CALENDAR.is_workday(due.on)
        assert on < due.natural_end <= due.on
        assert due.rolled is (due.on != due.natural_end)
        assert due.at == periods.end_of(due.on)


@given(st.sampled_from(BACKWARD), DAYS, st.integers(1, 90))
def test_what_is_counted_back_ends_on_no_rest_day_and_not_after_the_natural_end(
    period: Any, on: date, count: int
) -> None:
    due = _due(period, on, count)

    if due is not None:
        assert CALENDAR.is_workday(due.on)
        assert due.on <= due.natural_end <= on
        assert due.rolled is (due.on != due.natural_end)


@given(DAYS, st.integers(1, 90))
def test_counting_back_gives_the_trigger(on: date, count: int) -> None:
    for there, back in (FORWARD[0], BACKWARD[0]), (BACKWARD[0], FORWARD[0]):
        due = _due(there, on, count)
        again = _due(back, due.natural_end, count) if due else None
        assert again is None or again.natural_end == on
    workday = CALENDAR.roll_backward(on)
    for there, back in (FORWARD[1], BACKWARD[1]), (BACKWARD[1], FORWARD[1]):
        due = _due(there, workday, count)
        again = _due(back, due.on, count) if due else None
        assert again is None or again.on == workday
    assert periods.full_months(on, periods.full_on(on, months=count)) == count


@given(st.sampled_from(sorted(ROWS)), DAYS)
def test_every_row_of_the_table_that_rolls_ends_on_no_rest_day(rule: str, on: date) -> None:
    row = ROWS[rule]
    try:
        due = compute(row, on, CALENDAR)
    except (CannotCompute, NoPeriodError):
        return

    if row.rolls:
        assert CALENDAR.is_workday(due.on)
    assert due.natural_end <= on if row.back else on <= due.natural_end
    assert due.on <= due.natural_end if row.roll is Roll.BACKWARD else due.natural_end <= due.on


def test_a_calendar_with_a_gap_knows_what_lies_on_either_side_of_it() -> None:
    gap = Calendar({year: CALENDAR.years[year] for year in (2023, 2025)})

    assert gap.roll_forward(date(2023, 12, 29)) == date(2023, 12, 29)
    assert gap.add_workdays(date(2025, 1, 1), 1) == date(2025, 1, 2)
    for ask in (
        lambda: gap.roll_forward(date(2023, 12, 31)),
        lambda: gap.add_workdays(date(2023, 12, 29), 1),
        lambda: gap.subtract_workdays(date(2025, 1, 2), 1),
        lambda: gap.count_workdays(date(2023, 12, 28), date(2025, 1, 3)),
        lambda: gap.roll_backward(date(2025, 1, 1)),
        lambda: gap.is_workday(date(2024, 6, 5)),
    ):
        with pytest.raises(CannotCompute) as refusal:
            ask()
        assert refusal.value.year == 2024


def test_without_any_year_nothing_is_known() -> None:
    for ask in (
        lambda: Calendar({}).is_rest_day(date(2026, 1, 5)),
        lambda: Calendar({}).add_workdays(date(2026, 1, 5), 1),
    ):
        with pytest.raises(CannotCompute):
            ask()
