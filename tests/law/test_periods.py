"""How periods run: published answers, computed vectors, and properties."""

import calendar as almanac
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law.periods import (
    SHANGHAI,
    agreed_day,
    apply_to_extend,
    day_after_full,
    day_of,
    days_after,
    days_before,
    effective_at_last_signature,
    end_of,
    full_months,
    full_on,
    hours_after,
    is_in_time,
    is_posted_in_time,
    months_after,
    payday_on_or_before,
    served_by_leaving,
    served_by_public_notice,
    until_close_of_business,
    workdays_after,
    workdays_before,
    years_after,
)
from mediation.law.sources import CIVIL_CODE_201, CIVIL_CODE_202, CIVIL_CODE_204
from mediation.law.sources.periods import (
    ARBITRATION_RULES_20_LEFT,
    CIVIL_PROCEDURE_86,
    CIVIL_PROCEDURE_95,
    MEDIATION_AND_ARBITRATION_35,
    MIGRANT_WAGES_14,
    WAGE_PAYMENT_7,
)

CALENDAR = built_in()
DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2025, 6, 30))


@pytest.mark.parametrize(
    ("trigger_on", "count", "natural_end", "on"),
    [
        (date(2026, 9, 16), 15, date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 6, 4), 15, date(2026, 6, 19), date(2026, 6, 22)),
        (date(2026, 2, 3), 15, date(2026, 2, 18), date(2026, 2, 24)),
        (date(2026, 9, 1), 30, date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 10, 21), 30, date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 8, 18), 45, date(2026, 10, 2), date(2026, 10, 8)),
        (date(2026, 11, 19), 2, date(2026, 11, 21), date(2026, 11, 23)),  # Saturday: next Monday
        (date(2026, 11, 20), 2, date(2026, 11, 22), date(2026, 11, 23)),  # Sunday: next Monday
        (date(2026, 10, 7), 3, date(2026, 10, 10), date(2026, 10, 10)),  # a Saturday that is worked does not roll
        (date(2026, 9, 17), 3, date(2026, 9, 20), date(2026, 9, 20)),  # a Sunday that is worked does not roll
    ],
)
def test_calendar_days_exclude_the_trigger_day_and_roll_off_rest_days(
    trigger_on: date, count: int, natural_end: date, on: date
) -> None:
    due = days_after(trigger_on, count, calendar=CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (natural_end, on, on != natural_end)
    assert due.source is CIVIL_CODE_201


@pytest.mark.parametrize(
    ("trigger_on", "count", "on"),
    [
        (date(2026, 9, 24), 5, date(2026, 10, 9)),  # past Mid-autumn and National Day
        (date(2026, 4, 30), 3, date(2026, 5, 8)),  # past Labour Day
        (date(2026, 9, 14), 15, date(2026, 10, 10)),  # counts two make-up days
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
    ],
)
def test_working_days_skip_rest_days_and_count_make_up_days(trigger_on: date, count: int, on: date) -> None:
    due = workdays_after(trigger_on, count, calendar=CALENDAR, source=CIVIL_CODE_204)

    assert (due.on, due.natural_end, due.rolled) == (on, on, False)


@pytest.mark.parametrize(
    ("trigger_on", "count", "natural_end", "on"),
    [
        (date(2014, 5, 28), 3, date(2014, 8, 28), date(2014, 8, 28)),  # the Supreme People's Court's own example
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),  # no such day: month end; a worked Saturday
        (date(2025, 12, 31), 2, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 11, 15), 2, date(2026, 1, 15), date(2026, 1, 15)),  # over the turn of the year
        (date(2026, 8, 1), 2, date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_months_end_on_the_same_day_number(trigger_on: date, count: int, natural_end: date, on: date) -> None:
    due = months_after(trigger_on, count, calendar=CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (natural_end, on, on != natural_end)
    assert due.source is CIVIL_CODE_202


@pytest.mark.parametrize(
    ("trigger_on", "natural_end", "on"),
    [
        (date(2025, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 10, 1), date(2025, 10, 1), date(2025, 10, 9)),
    ],
)
def test_a_year_ends_on_the_same_day(trigger_on: date, natural_end: date, on: date) -> None:
    due = years_after(trigger_on, 1, calendar=CALENDAR)

    assert (due.natural_end, due.on) == (natural_end, on)


def test_three_years_end_on_the_day_itself_and_not_the_day_after() -> None:
    """Known on 2017-09-30: a published answer says 2020-10-01 and is wrong; 2020-09-30 was a working day."""
    assert years_after(date(2017, 9, 30), 3, calendar=CALENDAR).on == date(2020, 9, 30)


def test_the_agreement_of_the_story_is_due_on_monday_at_midnight() -> None:
    """Signed Friday 2026-11-20 21:10, payable within three days: Monday the 23rd, 24:00."""
    signed_at = datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI)

    due = days_after(day_of(signed_at), 3, calendar=CALENDAR)

    assert (due.on, due.natural_end, due.rolled) == (date(2026, 11, 23), date(2026, 11, 23), False)
    assert due.at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert due.at.astimezone(SHANGHAI) == datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)


def test_signing_after_midnight_in_china_is_the_next_day_whatever_the_clock_in_utc_says() -> None:
    assert day_of(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert day_of(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("hours", "at", "on"),
    [
        (24, datetime(2026, 11, 21, 13, 10, tzinfo=UTC), date(2026, 11, 21)),  # a Saturday: hours do not roll
        (1, datetime(2026, 11, 20, 14, 10, tzinfo=UTC), date(2026, 11, 20)),
        (8_784, datetime(2027, 11, 21, 13, 10, tzinfo=UTC), date(2027, 11, 21)),
        (72, datetime(2026, 11, 23, 13, 10, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_hours_run_from_the_agreed_instant(hours: int, at: datetime, on: date) -> None:
    due = hours_after(datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI), hours)

    assert (due.at, due.on, due.natural_end, due.rolled) == (at, on, on, False)


def test_hours_that_end_at_midnight_end_with_the_day_before() -> None:
    due = hours_after(datetime(2026, 11, 20, 0, 0, tzinfo=SHANGHAI), 24)

    assert (due.on, due.at) == (date(2026, 11, 20), end_of(date(2026, 11, 20)))


def test_a_day_the_parties_named_is_not_moved_and_needs_no_calendar() -> None:
    due = agreed_day(date(2027, 1, 30))  # a Saturday in a year without a notice

    assert (due.on, due.natural_end, due.rolled) == (date(2027, 1, 30), date(2027, 1, 30), False)
    assert due.at == datetime(2027, 1, 30, 16, 0, tzinfo=UTC)
    assert due.source is CIVIL_CODE_204


def test_a_period_into_an_unknown_year_says_so_and_gives_its_natural_end() -> None:
    with pytest.raises(CannotCompute) as refusal:
        days_after(date(2026, 12, 20), 15, calendar=CALENDAR)
    assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 1, 4))

    with pytest.raises(CannotCompute) as refusal:
        years_after(date(2026, 11, 20), 1, calendar=CALENDAR)
    assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 11, 20))

    with pytest.raises(CannotCompute) as refusal:
        workdays_after(date(2026, 12, 30), 3, calendar=CALENDAR, source=CIVIL_CODE_204)
    assert (refusal.value.year, refusal.value.natural_end) == (2027, None)


@pytest.mark.parametrize(
    ("hearing_on", "count", "on"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 13)),  # over one weekend
        (date(2026, 10, 12), 5, date(2026, 9, 29)),  # over National Day, counting the worked Saturday
        (date(2026, 10, 12), 3, date(2026, 10, 8)),  # a request to postpone
        (date(2026, 2, 24), 5, date(2026, 2, 10)),  # over the Spring Festival and its worked Saturday
    ],
)
def test_notice_of_a_hearing_is_counted_back_in_working_days(hearing_on: date, count: int, on: date) -> None:
    due = workdays_before(hearing_on, count, calendar=CALENDAR, source=MEDIATION_AND_ARBITRATION_35)

    assert (due.on, due.natural_end, due.rolled, due.at) == (on, on, False, end_of(on))
    assert CALENDAR.count_workdays(on, hearing_on - timedelta(days=1)) == count - 1


def test_calendar_days_before_a_hearing_never_leave_less_time_than_the_law() -> None:
    due = days_before(date(2026, 10, 9), 3, calendar=CALENDAR, source=CIVIL_CODE_201)

    assert (due.natural_end, due.on, due.rolled) == (date(2026, 10, 6), date(2026, 9, 30), True)
    assert days_before(date(2026, 11, 20), 3, calendar=CALENDAR, source=CIVIL_CODE_201).on == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("payday_on", "on"),
    [
        (date(2026, 2, 15), date(2026, 2, 14)),  # the Sunday before the festival; its Saturday is worked
        (date(2026, 10, 5), date(2026, 9, 30)),
        (date(2026, 11, 15), date(2026, 11, 13)),  # Sunday, paid on Friday
        (date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_a_pay_day_on_a_rest_day_comes_earlier(payday_on: date, on: date) -> None:
    due = payday_on_or_before(payday_on, calendar=CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (payday_on, on, on != payday_on)
    assert due.source is WAGE_PAYMENT_7
    assert payday_on_or_before(payday_on, calendar=CALENDAR, source=MIGRANT_WAGES_14).source is MIGRANT_WAGES_14


def test_employment_counts_its_first_day() -> None:
    """X-10: from 2020-03-22, double pay begins on 04-22. X-11: from 2008-01-01, it runs 02-01 to 12-31."""
    assert day_after_full(date(2020, 3, 22), months=1) == date(2020, 4, 22)
    assert day_after_full(date(2008, 1, 1), months=1) == date(2008, 2, 1)
    assert full_on(date(2008, 1, 1), months=12) == date(2008, 12, 31)


@pytest.mark.parametrize(
    ("first_day_on", "months", "full"),
    [
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 29), 1, date(2024, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_a_duration_from_a_day_that_the_last_month_lacks_is_full_when_that_month_is(
    first_day_on: date, months: int, full: date
) -> None:
    assert full_on(first_day_on, months=months) == full
    assert full_months(first_day_on, full) == months
    assert full_months(first_day_on, full - timedelta(days=1)) == months - 1


def test_whoever_left_before_the_first_month_was_full_has_none() -> None:
    assert full_months(date(2026, 1, 5), date(2026, 1, 4)) == 0
    assert full_months(date(2026, 1, 5), date(2026, 1, 5)) == 0


def test_a_counter_closes_before_midnight_and_the_post_does_not() -> None:
    due = days_after(date(2026, 11, 20), 3, calendar=CALENDAR)
    counter = until_close_of_business(due, time(17, 30))

    assert (counter.on, counter.at) == (due.on, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    for moment, at_counter, by_midnight in (
        (datetime(2026, 11, 23, 17, 29, tzinfo=SHANGHAI), True, True),
        (datetime(2026, 11, 23, 17, 30, tzinfo=SHANGHAI), False, True),
        (datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI), False, True),
        (datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI), False, False),
    ):
        assert (is_in_time(counter, moment), is_in_time(due, moment)) == (at_counter, by_midnight)
    assert is_posted_in_time(counter, date(2026, 11, 23))
    assert not is_posted_in_time(counter, date(2026, 11, 24))


def test_papers_left_behind_are_served_after_three_working_days() -> None:
    due = served_by_leaving(date(2026, 9, 29), calendar=CALENDAR)

    assert (due.on, due.source) == (date(2026, 10, 9), ARBITRATION_RULES_20_LEFT)


def test_what_a_court_published_is_served_after_thirty_days() -> None:
    due = served_by_public_notice(date(2026, 10, 21), calendar=CALENDAR)

    assert (due.on, due.source) == (date(2026, 11, 20), CIVIL_PROCEDURE_95)


def test_an_electronic_agreement_takes_effect_at_the_last_signature_of_all() -> None:
    signed = [datetime(2026, 11, 20, hour, 5, tzinfo=SHANGHAI) for hour in (21, 9, 15)]

    assert effective_at_last_signature(signed) == datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="without a signature"):
        effective_at_last_signature([])
    with pytest.raises(ValueError, match="time zone"):
        effective_at_last_signature([*signed, datetime(2026, 11, 20, 21, 0)])  # noqa: DTZ001 - what is refused


def test_ten_days_to_ask_for_an_extension_run_from_the_day_the_obstacle_is_gone() -> None:
    due = apply_to_extend(date(2026, 9, 23), calendar=CALENDAR)

    assert (due.natural_end, due.on, due.source) == (date(2026, 10, 3), date(2026, 10, 8), CIVIL_PROCEDURE_86)


def test_counting_back_into_an_unknown_year_says_so() -> None:
    with pytest.raises(CannotCompute) as refusal:
        days_before(date(2004, 1, 5), 10, calendar=CALENDAR, source=CIVIL_CODE_201)
    assert (refusal.value.year, refusal.value.natural_end) == (2003, date(2003, 12, 26))

    with pytest.raises(CannotCompute) as refusal:
        workdays_before(date(2004, 1, 5), 5, calendar=CALENDAR, source=CIVIL_CODE_201)
    assert (refusal.value.year, refusal.value.natural_end) == (2003, None)

    with pytest.raises(CannotCompute) as refusal:
        payday_on_or_before(date(2027, 1, 10), calendar=CALENDAR)
    assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 1, 10))


@pytest.mark.parametrize(
    "period",
    [
        lambda: days_after(date(2026, 1, 5), 0, calendar=CALENDAR),
        lambda: days_after(date(2026, 1, 5), -3, calendar=CALENDAR),
        lambda: days_after(date(2026, 1, 5), 36_526, calendar=CALENDAR),
        lambda: workdays_after(date(2026, 1, 5), 0, calendar=CALENDAR, source=CIVIL_CODE_204),
        lambda: workdays_after(date(2026, 1, 5), 10_001, calendar=CALENDAR, source=CIVIL_CODE_204),
        lambda: months_after(date(2026, 1, 5), 0, calendar=CALENDAR),
        lambda: years_after(date(2026, 1, 5), 101, calendar=CALENDAR),
        lambda: days_before(date(2026, 1, 5), 0, calendar=CALENDAR, source=CIVIL_CODE_201),
        lambda: workdays_before(date(2026, 1, 5), 0, calendar=CALENDAR, source=CIVIL_CODE_201),
        lambda: workdays_before(date(2026, 1, 5), 10_001, calendar=CALENDAR, source=CIVIL_CODE_201),
        lambda: full_on(date(2026, 1, 5), months=0),
        lambda: day_after_full(date(2026, 1, 5), months=1_201),
        lambda: full_months(date(2026, 1, 5), date(2026, 1, 3)),
        lambda: is_in_time(agreed_day(date(2026, 1, 5)), datetime(2026, 1, 5)),  # noqa: DTZ001 - as below
        lambda: hours_after(datetime(2026, 1, 5, tzinfo=UTC), 0),
        lambda: hours_after(datetime(2026, 1, 5, tzinfo=UTC), 8_785),
        lambda: hours_after(datetime(2026, 1, 5), 1),  # noqa: DTZ001 - the refusal of a naive instant is what is tested
        lambda: day_of(datetime(2026, 1, 5)),  # noqa: DTZ001 - as above
    ],
)
def test_a_period_without_length_or_zone_is_refused(period) -> None:
    with pytest.raises(ValueError, match=r"period|zone|10,000"):
        period()


@given(DAYS, st.integers(1, 400))
def test_a_calendar_day_period_ends_on_the_first_working_day_from_its_natural_end(trigger_on: date, count: int) -> None:
    due = days_after(trigger_on, count, calendar=CALENDAR)

    assert (due.natural_end - trigger_on).days == count
    assert CALENDAR.is_workday(due.on)
    assert due.on == due.natural_end if not due.rolled else CALENDAR.is_rest_day(due.natural_end)
    assert all(
        CALENDAR.is_rest_day(due.natural_end + timedelta(days=n)) for n in range((due.on - due.natural_end).days)
    )
    assert due.at == end_of(due.on)


@given(DAYS, st.integers(1, 18))
def test_months_keep_the_day_number_or_take_the_month_end(trigger_on: date, count: int) -> None:
    end = months_after(trigger_on, count, calendar=CALENDAR).natural_end

    assert (end.year * 12 + end.month) - (trigger_on.year * 12 + trigger_on.month) == count
    assert end.day == min(trigger_on.day, almanac.monthrange(end.year, end.month)[1])


@given(DAYS, st.integers(1, 60))
def test_a_longer_period_never_ends_earlier(trigger_on: date, count: int) -> None:
    for period in (days_after, months_after):
        if period is days_after or count <= 12:
            shorter = period(trigger_on, count, calendar=CALENDAR)
            assert shorter.on <= period(trigger_on, count + 1, calendar=CALENDAR).on
            assert shorter.on <= period(trigger_on + timedelta(days=1), count, calendar=CALENDAR).on


@given(st.dates(min_value=date(1992, 1, 1), max_value=date(2099, 12, 30)))
def test_midnight_in_china_is_sixteen_hours_in_utc(on: date) -> None:
    assert end_of(on).tzinfo is UTC
    assert (end_of(on).date(), end_of(on).hour) == (on, 16)
    assert day_of(end_of(on)) == on + timedelta(days=1)
    assert day_of(end_of(on) - timedelta(microseconds=1)) == on
