"""What a person is told who checks a date by hand."""

from datetime import date, datetime

import pytest

from mediation.kit.workdays import built_in
from mediation.law.deadlines import AGREED, ROWS, DayKind, agreed
from mediation.law.deadlines.answer import MAKE_UP_DAY, answer
from mediation.law.deadlines.triggers import MEANS, Trigger
from mediation.law.periods import SHANGHAI

CALENDAR = built_in()


def steps(rule: str, on: date) -> list[str]:
    return [step.en for step in answer(ROWS[rule], on, CALENDAR).steps]


def test_a_count_in_calendar_days_is_told() -> None:
    assert steps("A-21", date(2026, 9, 16)) == [
        "The day the non-final award is received: 2026-09-16 (Wed).",
        "That day does not count: day one is 2026-09-17.",
        "15 calendar days end on 2026-10-01 (Thu).",
        "That is a rest day; the end moves to the working day after it: 2026-10-08 (Thu).",
        "It ends at 24:00 in China on 2026-10-08.",
    ]


def test_a_count_in_working_days_names_the_days_left_out_and_those_worked_in_return() -> None:
    told = steps("A-6", date(2026, 9, 17))

    assert "Rest days do not count: 2026-09-19." in told
    assert "Make-up working days count: 2026-09-20." in told
    assert "5 working days end on 2026-09-23 (Wed)." in told


def test_of_many_rest_days_some_are_named() -> None:
    assert any(step.endswith("and 13 more.") for step in steps("S-1", date(2026, 6, 1)))


def test_a_count_back_from_a_hearing_is_told() -> None:
    told = steps("A-11", date(2026, 10, 12))

    assert "Counted back from that day, which does not count." in told
    assert "5 working days before: 2026-09-29 (Tue)." in told


def test_an_end_on_a_worked_weekend_carries_its_question() -> None:
    assert MAKE_UP_DAY in answer(ROWS["A-21"], date(2026, 9, 25), CALENDAR).steps
    assert MAKE_UP_DAY not in answer(ROWS["A-21"], date(2026, 9, 16), CALENDAR).steps
    assert MAKE_UP_DAY not in answer(ROWS["A-25"], date(2016, 9, 25), CALENDAR).steps


def test_a_duration_of_employment_counts_its_first_day() -> None:
    told = steps("S-13", date(2026, 3, 22))

    assert told[1:3] == ["That day counts: it is the first day of employment.", "1 month end on 2026-04-21 (Tue)."]


def test_an_agreed_term_without_its_length_says_so() -> None:
    found = answer(AGREED, date(2026, 11, 20), CALENDAR)

    assert (found.due, found.why_not.en if found.why_not else None) == (None, "The parties agree the length.")
    assert answer(agreed(3), date(2026, 11, 20), CALENDAR).natural_end == date(2026, 11, 23)


def test_a_period_in_hours_is_not_asked_about_a_day() -> None:
    with pytest.raises(ValueError, match="C-5 is counted in hours"):
        answer(ROWS["C-5"], date(2026, 11, 20), CALENDAR)
    found = answer(ROWS["C-5"], datetime(2026, 11, 20, 23, 30, tzinfo=SHANGHAI), CALENDAR)
    assert found.trigger_on == date(2026, 11, 20)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_every_row_tells_its_steps_in_both_languages(row) -> None:
    at = datetime(2026, 3, 4, 9, tzinfo=SHANGHAI)

    found = answer(row, at if row.day_kind is DayKind.HOUR else at.date(), CALENDAR)

    assert len(found.steps) >= 2
    assert all(step.zh.endswith("。") and step.en.endswith(".") for step in found.steps)
    assert (found.due is None) == (found.why_not is not None)
    assert found.is_unknown == (found.missing is not None)


def test_every_event_is_explained_in_both_languages() -> None:
    assert set(MEANS) == set(Trigger)
    assert all(text.zh and text.en for text in MEANS.values())
