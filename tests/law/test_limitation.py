"""The year of limitation: published vectors, each thing that moves it, and a reading day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law.limitation import MOMENTS, Interruption, Limitation, Restart, State, Suspension, limitation
from mediation.law.sources.limitation import (
    ENTERPRISE_MEDIATION_31_MOMENTS,
    LIMITATION_19,
    MEDIATION_AND_ARBITRATION_27_INTERRUPTED,
    MEDIATION_AND_ARBITRATION_27_ONE_YEAR,
    MEDIATION_AND_ARBITRATION_27_SUSPENDED,
    MEDIATION_AND_ARBITRATION_27_WAGES,
)

CALENDAR = built_in()
DAY = timedelta(days=1)


def end_of(found: Limitation) -> date:
    assert found.due is not None
    return found.due.on


@pytest.mark.parametrize(
    ("known_on", "natural_end", "on"),
    [
        (date(2025, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 10, 3), date(2026, 10, 3), date(2026, 10, 8)),
    ],
)
def test_the_year_runs_to_the_same_day_and_off_rest_days(known_on: date, natural_end: date, on: date) -> None:
    found = limitation(known_on, calendar=CALENDAR)

    assert found.due is not None
    assert (found.state, found.starts_on) == (State.RUNNING, known_on)
    assert (found.due.natural_end, found.due.on, found.due.rolled) == (natural_end, on, on != natural_end)
    assert found.due.source is MEDIATION_AND_ARBITRATION_27_ONE_YEAR
    assert not found.has_passed(on)
    assert found.has_passed(on + DAY)


@pytest.mark.parametrize("day", range(1, 29))
def test_b_4_overtime_claimed_ten_months_after_leaving_is_in_time(day: int) -> None:
    """Left in February 2019, applied in December 2019: the year of arrears of pay runs from the termination."""
    found = limitation(date(2017, 6, 1), wages=True, employment_ended_on=date(2019, 2, day), calendar=CALENDAR)

    assert found.due is not None
    assert found.due.natural_end == date(2020, 2, day)
    assert found.due.source is MEDIATION_AND_ARBITRATION_27_WAGES
    assert not found.has_passed(date(2019, 12, 31))


def test_no_year_runs_for_arrears_of_pay_while_the_worker_is_employed() -> None:
    found = limitation(
        date(2010, 1, 1), wages=True, calendar=CALENDAR, interruptions=[Interruption(Restart.DEMAND, date(2012, 1, 1))]
    )

    assert (found.state, found.starts_on, found.due, found.days_left) == (State.NOT_RUNNING, None, None, None)
    assert [step.source for step in found.steps] == [MEDIATION_AND_ARBITRATION_27_WAGES]
    assert not found.has_passed(date(2026, 11, 20))


def test_other_claims_run_from_knowledge_whether_employed_or_not() -> None:
    employed = limitation(date(2025, 3, 3), calendar=CALENDAR)

    assert employed == limitation(date(2025, 3, 3), employment_ended_on=date(2026, 1, 5), calendar=CALENDAR)
    assert end_of(employed) == date(2026, 3, 3)


@pytest.mark.parametrize("kind", Restart)
def test_each_moment_starts_the_year_again_and_says_so_in_both_languages(kind: Restart) -> None:
    found = limitation(date(2025, 1, 10), calendar=CALENDAR, interruptions=[Interruption(kind, date(2025, 11, 20))])

    assert (found.starts_on, end_of(found)) == (date(2025, 11, 20), date(2026, 11, 20))
    assert found.due is not None
    assert found.due.source is MEDIATION_AND_ARBITRATION_27_INTERRUPTED
    words, source = MOMENTS[kind]
    step = found.steps[1]
    assert (step.on, step.source) == (date(2025, 11, 20), source)
    assert words.zh in step.text.zh
    assert words.en in step.text.en


def test_the_eight_moments_of_article_31_are_in_the_order_of_the_article() -> None:
    assert [MOMENTS[kind][1] for kind in list(Restart)[7:]] == list(ENTERPRISE_MEDIATION_31_MOMENTS)


def test_every_interruption_counts_anew_in_whatever_order_they_are_told() -> None:
    told = [
        Interruption(Restart.MEDIATION_EXPIRED, date(2025, 9, 1)),
        Interruption(Restart.DEMAND, date(2024, 5, 6)),
        Interruption(Restart.MEDIATION_REQUESTED, date(2025, 2, 10)),
    ]

    found = limitation(date(2023, 9, 1), calendar=CALENDAR, interruptions=told)

    assert (found.starts_on, end_of(found)) == (date(2025, 9, 1), date(2026, 9, 1))
    assert [step.on for step in found.steps] == [
        date(2023, 9, 1),
        date(2024, 5, 6),
        date(2025, 2, 10),
        date(2025, 9, 1),
        date(2026, 9, 1),
    ]


def test_what_happens_on_the_last_day_after_rolling_still_interrupts_and_a_day_later_it_does_not() -> None:
    """The natural end is Saturday 2025-11-15; the year ends on Monday."""
    on_monday, on_tuesday = (
        limitation(date(2024, 11, 15), calendar=CALENDAR, interruptions=[Interruption(Restart.DEMAND, on)])
        for on in (date(2025, 11, 17), date(2025, 11, 18))
    )

    assert on_monday.starts_on == date(2025, 11, 17)
    assert (on_tuesday.starts_on, end_of(on_tuesday)) == (date(2024, 11, 15), date(2025, 11, 17))
    assert any("不再中断" in step.text.zh for step in on_tuesday.steps)


def test_what_happened_before_the_year_began_changes_nothing() -> None:
    found = limitation(
        date(2024, 1, 5),
        wages=True,
        employment_ended_on=date(2025, 6, 3),
        calendar=CALENDAR,
        interruptions=[Interruption(Restart.DEMAND, date(2025, 1, 5))],
    )

    assert end_of(found) == date(2026, 6, 3)
    assert any("尚未开始" in step.text.zh for step in found.steps)


def test_whoever_agrees_to_perform_after_the_year_cannot_plead_it_any_more() -> None:
    agreed = [Interruption(Restart.CONSENT_TO_PERFORM, date(2026, 3, 2))]

    found = limitation(date(2024, 11, 15), calendar=CALENDAR, interruptions=agreed)

    assert end_of(found) == date(2025, 11, 17)
    assert LIMITATION_19 in [step.source for step in found.steps]


def test_a_suspension_is_not_counted_and_the_rest_runs_on() -> None:
    found = limitation(
        date(2024, 6, 3),
        calendar=CALENDAR,
        suspensions=[Suspension(date(2024, 7, 1), date(2024, 7, 31)), Suspension(date(2024, 7, 20), date(2024, 8, 9))],
    )

    assert found.due is not None
    assert found.due.natural_end == date(2025, 6, 3) + 40 * DAY
    assert end_of(found) == date(2025, 7, 14)  # from a Sunday
    assert [(step.on, "40日" in step.text.zh, "40 days" in step.text.en) for step in found.steps][1] == (
        date(2024, 7, 1),
        True,
        True,
    )
    assert found.steps[1].source is MEDIATION_AND_ARBITRATION_27_SUSPENDED


def test_a_suspension_that_lasts_leaves_what_is_left() -> None:
    found = limitation(date(2025, 11, 20), calendar=CALENDAR, suspensions=[Suspension(date(2026, 11, 11), None)])

    assert (found.state, found.due, found.days_left) == (State.SUSPENDED, None, 10)
    assert not found.has_passed(date(2030, 1, 1))
    assert end_of(
        limitation(
            date(2025, 11, 20), calendar=CALENDAR, suspensions=[Suspension(date(2026, 11, 11), date(2026, 11, 16))]
        )
    ) == date(2026, 11, 26)


def test_a_suspension_after_the_end_or_over_before_the_beginning_does_not_matter() -> None:
    outside = [Suspension(date(2024, 1, 1), date(2024, 3, 1)), Suspension(date(2026, 1, 1), None)]

    found = limitation(date(2024, 11, 15), calendar=CALENDAR, suspensions=outside)

    assert found == limitation(date(2024, 11, 15), calendar=CALENDAR)


def test_what_interrupts_within_a_suspension_starts_a_year_that_waits_for_its_end() -> None:
    found = limitation(
        date(2024, 6, 3),
        calendar=CALENDAR,
        interruptions=[Interruption(Restart.COMPLAINT, date(2024, 9, 2))],
        suspensions=[Suspension(date(2024, 9, 1), date(2024, 9, 12))],
    )

    assert found.due is not None
    assert (found.starts_on, found.due.natural_end) == (date(2024, 9, 2), date(2025, 9, 12))


def test_a_suspension_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        limitation(date(2025, 1, 1), calendar=CALENDAR, suspensions=[Suspension(date(2025, 3, 2), date(2025, 3, 1))])


def test_a_year_that_ends_in_one_without_a_notice_is_not_guessed() -> None:
    with pytest.raises(CannotCompute) as refusal:
        limitation(date(2026, 11, 20), calendar=CALENDAR)

    assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 11, 20))


def test_the_last_day_lasts_until_midnight_in_china() -> None:
    due = limitation(date(2025, 11, 20), calendar=CALENDAR).due

    assert due is not None
    assert due.at == datetime(2026, 11, 20, 16, tzinfo=UTC)


DAYS = st.dates(min_value=date(2013, 1, 1), max_value=date(2023, 12, 31))
SUSPENSIONS = st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=3)


def _day_by_day(known_on: date, restarts: list[date], suspended: set[date]) -> tuple[date, date]:
    """Where the count began last, and its last day before rolling: one day after the other, as 27 says."""
    started, day, used = known_on, known_on, 0
    while True:
        goal = started.replace(year=started.year + 1) if (started.month, started.day) != (2, 29) else None
        length = ((goal or date(started.year + 1, 2, 28)) - started).days
        if used == length:
            over, end = day, day
            while not CALENDAR.is_workday(over):
                over += DAY
            late = [on for on in restarts if end < on <= over and on > started]
            if not late:
                return started, end
            started, day, used = min(late), min(late), 0
            continue
        day += DAY
        if day in restarts:
            started, used = day, 0
        elif day not in suspended:
            used += 1


@given(DAYS, st.lists(DAYS, max_size=4), SUSPENSIONS)
def test_it_agrees_with_a_count_day_by_day(known_on: date, restarts: list[date], gaps: list[tuple[date, int]]) -> None:
    suspended = {start + n * DAY for start, length in gaps for n in range(length + 1)}

    found = limitation(
        known_on,
        calendar=CALENDAR,
        interruptions=[Interruption(Restart.DEMAND, on) for on in restarts],
        suspensions=[Suspension(start, start + length * DAY) for start, length in gaps],
    )

    assert found.due is not None
    assert (found.starts_on, found.due.natural_end) == _day_by_day(known_on, restarts, suspended)
    assert CALENDAR.is_workday(found.due.on)
