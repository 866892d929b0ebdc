"""Terms become due moments by 民法典 201-204, through the holiday calendar, and never by a guess."""

from datetime import UTC, date, datetime

import pytest

from mediation.agreement import terms
from mediation.agreement.terms import Instalments, OnDate, Part, WithinDays, WithinHours
from mediation.infra.clock import SHANGHAI
from mediation.kit.problems import Invalid
from mediation.kit.workdays import built_in

CALENDAR = built_in()
FRIDAY_EVENING = datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI)


def test_within_three_days_of_friday_evening_is_monday_at_24():
    (due,) = terms.dues(WithinDays(3), FRIDAY_EVENING, CALENDAR)

    assert due.on == date(2026, 11, 23)
    assert due.at == datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)


def test_a_period_of_days_that_ends_on_a_sunday_rolls_to_monday():
    (due,) = terms.dues(WithinDays(2), FRIDAY_EVENING, CALENDAR)

    assert due.on == date(2026, 11, 23)


def test_a_period_that_ends_on_a_make_up_working_saturday_does_not_roll():
    thursday = datetime(2026, 10, 8, 10, 0, tzinfo=SHANGHAI)

    (due,) = terms.dues(WithinDays(2), thursday, CALENDAR)

    assert due.on == date(2026, 10, 10)


def test_the_day_of_effect_is_the_day_in_china_not_in_utc():
    just_after_midnight = datetime(2026, 11, 20, 0, 30, tzinfo=SHANGHAI).astimezone(UTC)

    (due,) = terms.dues(WithinDays(3), just_after_midnight, CALENDAR)

    assert due.on == date(2026, 11, 23)


def test_a_named_day_stays_where_it_is_unless_rolling_was_agreed():
    saturday = date(2026, 11, 28)

    (fixed,) = terms.dues(OnDate(saturday), FRIDAY_EVENING, CALENDAR)
    (rolled,) = terms.dues(OnDate(saturday, rolls=True), FRIDAY_EVENING, CALENDAR)

    assert fixed.on == saturday
    assert rolled.on == date(2026, 11, 30)


def test_hours_run_from_the_moment_of_effect_over_the_weekend():
    (due,) = terms.dues(WithinHours(72), FRIDAY_EVENING, CALENDAR)

    assert due.on is None
    assert due.at == datetime(2026, 11, 23, 21, 10, tzinfo=SHANGHAI)


def test_instalments_are_due_one_after_the_other():
    term = Instalments((Part(date(2026, 11, 30), 1), Part(date(2026, 12, 31), 2)))

    first, second = terms.dues(term, FRIDAY_EVENING, CALENDAR)

    assert (first.instalment, first.share, first.on) == (1, 1, date(2026, 11, 30))
    assert (second.instalment, second.share, second.on) == (2, 2, date(2026, 12, 31))


def test_a_day_in_a_year_without_a_holiday_notice_is_refused_not_guessed():
    with pytest.raises(Invalid) as refused:
        terms.dues(WithinDays(45), FRIDAY_EVENING, CALENDAR)

    (fault,) = refused.value.fields
    assert (fault.path, fault.code) == ("term", "calendar_unknown")
    assert "2027" in fault.text.zh


def test_a_named_day_needs_no_calendar():
    (due,) = terms.dues(OnDate(date(2027, 3, 1)), FRIDAY_EVENING, CALENDAR)

    assert due.on == date(2027, 3, 1)


def test_a_term_that_has_passed_by_the_time_of_effect_is_refused():
    with pytest.raises(Invalid) as refused:
        terms.dues(OnDate(date(2026, 11, 19)), FRIDAY_EVENING, CALENDAR)

    assert refused.value.fields[0].code == "in_past"


@pytest.mark.parametrize(
    ("term", "path"),
    [
        (WithinDays(0), "term.days"),
        (WithinDays(367), "term.days"),
        (WithinHours(0), "term.hours"),
        (WithinHours(8785), "term.hours"),
        (OnDate(date(2026, 11, 19)), "term.on"),
        (Instalments((Part(date(2026, 12, 1), 1),)), "term.parts"),
        (Instalments((Part(date(2026, 12, 1), 1), Part(date(2026, 12, 1), 1))), "term.parts.1.on"),
        (Instalments((Part(date(2026, 12, 1), 0), Part(date(2026, 12, 2), 1))), "term.parts.0.share"),
        (Instalments((Part(date(2026, 11, 1), 1), Part(date(2026, 12, 2), 1))), "term.parts.0.on"),
    ],
)
def test_a_term_that_cannot_be_promised_names_the_field(term, path):
    with pytest.raises(Invalid) as refused:
        terms.check(term, today=date(2026, 11, 20))

    assert refused.value.fields[0].path == path


@pytest.mark.parametrize(
    "term",
    [
        WithinDays(3),
        WithinHours(72),
        OnDate(date(2026, 12, 1), rolls=True),
        Instalments((Part(date(2026, 12, 1), 1), Part(date(2027, 1, 1), 3)), rolls=True),
    ],
)
def test_a_term_comes_back_from_its_stored_form(term):
    assert terms.from_json(terms.as_json(term)) == term


def test_the_words_of_an_offer_become_a_term_where_they_settle_one():
    assert terms.of_offer(kind="within_days", days=3, hours=None, on=None) == WithinDays(3)
    assert terms.of_offer(kind="within_hours", days=None, hours=72, on=None) == WithinHours(72)
    assert terms.of_offer(kind="on_date", days=None, hours=None, on=date(2026, 12, 1)) == OnDate(date(2026, 12, 1))
    assert terms.of_offer(kind="instalments", days=None, hours=None, on=date(2026, 12, 1)) is None
