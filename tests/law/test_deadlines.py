"""The table of deadlines, row by row."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law.deadlines import (
    AGREED,
    ROWS,
    DayKind,
    Extender,
    Nature,
    NoPeriodError,
    Roll,
    Row,
    Trigger,
    Whose,
    agreed,
    compute,
    compute_from,
)
from mediation.law.deadlines.triggers import OUTCOMES
from mediation.law.periods import SHANGHAI
from mediation.law.sources import Grade, arbitration

CALENDAR = built_in()
CD, WD = DayKind.CALENDAR_DAY, DayKind.WORKING_DAY
DUTY, RIGHT = Nature.DUTY, Nature.RIGHT
NO_LENGTH = {DayKind.AT_ONCE, DayKind.NO_PERIOD, DayKind.REGIONAL}


NUMBERED = {"M": 14, "G": 8, "O": 8, "A": 26, "C": 6, "E": 2, "L": 17, "U": 10, "S": 18}


def test_the_table_holds_every_row_of_every_section_in_order() -> None:
    plain = [f"{section}-{n}" for section, last in NUMBERED.items() for n in range(1, last + 1)]

    assert [row_id for row_id in ROWS if row_id in plain] == plain
    assert [row_id for row_id in ROWS if re.fullmatch(r"G-\d[a-c]", row_id)] == ["G-2a", "G-3a", "G-3b", "G-3c"]
    assert len(ROWS) == 150
    assert all(row.id == key for key, row in ROWS.items())


def test_a_part_of_a_row_stands_behind_its_first() -> None:
    for row_id in ROWS:
        base, _, part = row_id.partition(".")
        assert not part or (base in ROWS and (part == "2" or f"{base}.{int(part) - 1}" in ROWS))


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_a_row_is_of_one_piece(row: Row) -> None:
    assert (row.length is None) == (row.day_kind in NO_LENGTH)
    assert not row.back or row.roll is not Roll.FORWARD
    assert not row.first_day_counts or row.roll is Roll.NONE
    assert row.length != 0 or row.roll is Roll.BACKWARD
    assert row.nature is not Nature.RETENTION or row.roll is Roll.NONE
    assert not row.opens or row.nature in (RIGHT, DUTY)
    assert not row.unverified or row.open_question
    assert row.source.grade is not Grade.C or row.open_question
    assert row.mark == ("UNVERIFIED" if row.unverified else "SIGN-OFF" if row.open_question else "")
    assert row.extension is None or row.extension.at_most is None or row.extension.at_most >= 1


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_internal_periods_are_those_of_courts_commissions_and_authorities(row: Row) -> None:
    official = {
        Whose.COURT,
        Whose.ARBITRATION_COMMISSION,
        Whose.LABOUR_AUTHORITY,
        Whose.APPRAISAL_COMMITTEE,
        Whose.JUSTICE_AUTHORITY,
    }

    assert row.internal == (row.whose in official and row.nature is not Nature.RULE)


def test_the_days_of_arbitration_are_working_days_up_to_ten_and_calendar_days_from_fifteen() -> None:
    """办案规则 80: for whatever its rules or the law give in days before the award."""
    for row in ROWS.values():
        if arbitration.ARBITRATION_RULES_80 in row.also:
            assert row.day_kind is (WD if row.length in (3, 5, 10) else CD), row.id
            assert row.length in (3, 5, 10, 15, 45), row.id


@pytest.mark.parametrize("row", [*ROWS.values(), AGREED], ids=lambda row: row.id)
def test_every_row_has_a_source_in_force_and_speaks_both_languages(row: Row) -> None:
    for source in (row.source, *row.also):
        assert source.quote
        assert source.is_in_force(date(2026, 11, 20))
        assert source.zh.startswith("《")
        assert "Art. " in source.en or not source.article
    for text in (row.title, row.consequence, *([row.open_question] if row.open_question else [])):
        assert any("\u4e00" <= char <= "\u9fff" for char in text.zh)
        assert text.en.isascii() or "“" in text.en


@pytest.mark.parametrize(
    ("row_id", "trigger_on", "natural_end", "on"),
    [
        ("M-2", date(2026, 4, 30), date(2026, 5, 8), date(2026, 5, 8)),
        ("M-2", date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 25)),
        ("M-3", date(2026, 2, 3), date(2026, 2, 18), date(2026, 2, 24)),
        ("M-3", date(2026, 11, 20), date(2026, 12, 5), date(2026, 12, 7)),
        ("M-4", date(2026, 9, 16), date(2026, 10, 1), date(2026, 10, 8)),
        ("M-4", date(2026, 6, 4), date(2026, 6, 19), date(2026, 6, 22)),
        ("G-2", date(2026, 11, 20), date(2026, 12, 5), date(2026, 12, 7)),
        ("G-3", date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 8)),
        ("G-3", date(2026, 10, 21), date(2026, 11, 20), date(2026, 11, 20)),
        ("G-3", date(2026, 11, 20), date(2026, 12, 20), date(2026, 12, 21)),
        ("L-2", date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 23)),
        ("L-2", date(2026, 11, 18), date(2026, 11, 21), date(2026, 11, 23)),
    ],
)
def test_a_row_is_computed_from_its_trigger(row_id: str, trigger_on: date, natural_end: date, on: date) -> None:
    row = ROWS[row_id]

    due = compute(row, trigger_on, CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (natural_end, on, on != natural_end)
    assert due.source is row.source


@pytest.mark.parametrize(
    ("row_id", "trigger", "length", "day_kind", "nature", "whose", "joint", "extendable_by", "sign_off"),
    [
        ("M-2", Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT, 3, WD, DUTY, Whose.MEDIATION_BODY, False, None, False),
        ("M-3", Trigger.APPLICATION_RECEIVED, 15, CD, RIGHT, Whose.PARTIES, False, None, False),
        ("M-4", Trigger.APPLICATION_ACCEPTED, 15, CD, DUTY, Whose.MEDIATION_BODY, False, Extender.BOTH_PARTIES, False),
        ("G-2", Trigger.AGREEMENT_EFFECTIVE, 15, CD, RIGHT, Whose.PARTIES, True, None, True),
        ("G-3", Trigger.AGREEMENT_EFFECTIVE, 30, CD, RIGHT, Whose.PARTIES, True, None, True),
        ("L-2", Trigger.AID_GRANTED, 3, CD, DUTY, Whose.LEGAL_AID_BODY, False, None, True),
    ],
)  # fmt: skip
def test_a_row_says_what_the_law_says(
    row_id, trigger, length, day_kind, nature, whose, joint, extendable_by, sign_off
) -> None:
    row = ROWS[row_id]

    assert (row.trigger, row.length, row.day_kind, row.nature, row.whose) == (trigger, length, day_kind, nature, whose)
    assert (row.joint, row.extendable_by, row.sign_off) == (joint, extendable_by, sign_off)


def test_an_agreed_term_of_three_days_from_friday_ends_on_monday_at_midnight() -> None:
    due = compute(agreed(3), date(2026, 11, 20), CALENDAR)

    assert (due.on, due.at, due.rolled) == (date(2026, 11, 23), datetime(2026, 11, 23, 16, 0, tzinfo=UTC), False)
    assert due.source.zh == "《民法典》第201条"


@pytest.mark.parametrize(
    ("length", "day_kind", "on"),
    [
        (1, DayKind.CALENDAR_DAY, date(2026, 11, 23)),  # Saturday, so Monday
        (3, DayKind.WORKING_DAY, date(2026, 11, 25)),
        (1, DayKind.MONTH, date(2026, 12, 21)),  # the 20th is a Sunday
    ],
)
def test_an_agreed_term_runs_in_the_days_the_parties_chose(length: int, day_kind: DayKind, on: date) -> None:
    assert compute(agreed(length, day_kind), date(2026, 11, 20), CALENDAR).on == on


def test_an_agreed_term_in_years_runs_to_the_same_day() -> None:
    assert compute(agreed(1, DayKind.YEAR), date(2025, 11, 20), CALENDAR).on == date(2026, 11, 20)


def test_an_agreed_term_needs_its_length() -> None:
    with pytest.raises(ValueError, match="agreed"):
        compute(AGREED, date(2026, 11, 20), CALENDAR)
    with pytest.raises(ValueError, match="at least 1"):
        agreed(0)


def test_a_deadline_in_a_year_without_a_notice_is_not_guessed() -> None:
    with pytest.raises(CannotCompute) as refusal:
        compute(ROWS["G-3"], date(2026, 12, 10), CALENDAR)

    assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 1, 9))
    assert refusal.value.missing == "国务院办公厅关于2027年部分节假日安排的通知"


def test_a_hearing_is_announced_five_working_days_before_and_put_off_three_before() -> None:
    hearing = date(2026, 10, 12)

    assert compute(ROWS["A-11"], hearing, CALENDAR).on == date(2026, 9, 29)
    assert compute(ROWS["A-11.2"], hearing, CALENDAR).on == date(2026, 10, 8)


def test_aid_may_come_first_once_fewer_than_seven_days_are_left_rest_day_or_not() -> None:
    due = compute(ROWS["L-5"], date(2026, 10, 8), CALENDAR)

    assert (due.on, due.rolled) == (date(2026, 10, 1), False)


@pytest.mark.parametrize(
    ("row_id", "started", "last"),
    [
        ("S-13", date(2020, 3, 22), date(2020, 4, 21)),  # double pay begins on 2020-04-22
        ("S-13", date(2008, 1, 1), date(2008, 1, 31)),  # double pay 2008-02-01 ...
        ("S-13.2", date(2008, 1, 1), date(2008, 12, 31)),  # ... to 2008-12-31
        ("S-13", date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_the_first_day_of_employment_counts(row_id: str, started: date, last: date) -> None:
    due = compute(ROWS[row_id], started, CALENDAR)

    assert (due.on, due.natural_end, due.rolled) == (last, last, False)


@pytest.mark.parametrize("row_id", ["S-15", "S-16.2"])
def test_a_pay_day_on_a_rest_day_moves_to_the_working_day_before(row_id: str) -> None:
    assert compute(ROWS[row_id], date(2026, 10, 5), CALENDAR).on == date(2026, 9, 30)
    assert compute(ROWS[row_id], date(2026, 11, 20), CALENDAR).on == date(2026, 11, 20)


def test_the_next_pay_day_of_part_time_work_moves_backward_too() -> None:
    due = compute(ROWS["S-14"], date(2026, 9, 20), CALENDAR)

    assert (due.natural_end, due.on, due.rolled) == (date(2026, 10, 5), date(2026, 9, 30), True)


def test_what_is_kept_for_years_needs_no_calendar_of_the_year_in_which_it_ends() -> None:
    assert compute(ROWS["A-25"], date(2026, 2, 28), CALENDAR).on == date(2036, 2, 28)


def test_a_period_in_hours_runs_from_an_instant() -> None:
    asked_at = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)

    due = compute_from(ROWS["C-5"], asked_at)

    assert (due.at, due.on) == (asked_at + timedelta(hours=48), date(2026, 11, 22))
    with pytest.raises(NoPeriodError, match="hour"):
        compute(ROWS["C-5"], date(2026, 11, 20), CALENDAR)
    with pytest.raises(NoPeriodError):
        compute_from(ROWS["A-21"], asked_at)


@pytest.mark.parametrize("row_id", [row.id for row in ROWS.values() if row.length is None])
def test_a_row_without_a_length_has_no_end(row_id: str) -> None:
    with pytest.raises(NoPeriodError, match=ROWS[row_id].day_kind):
        compute(ROWS[row_id], date(2026, 11, 20), CALENDAR)


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.extension], ids=lambda row: row.id)
def test_an_extension_says_who_grants_it(row: Row) -> None:
    assert row.extendable_by in Extender
    assert row.extendable_by is not Extender.BOTH_PARTIES or row.whose is Whose.MEDIATION_BODY


def test_every_event_starts_a_row() -> None:
    assert {row.trigger for row in (*ROWS.values(), AGREED)} == set(Trigger) - OUTCOMES
