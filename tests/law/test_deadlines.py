"""The table of deadlines, row by row."""

from datetime import UTC, date, datetime

import pytest

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law.deadlines import AGREED, ROWS, DayKind, Extender, Nature, Row, Trigger, Whose, agreed, compute

CALENDAR = built_in()
CD, WD = DayKind.CALENDAR_DAY, DayKind.WORKING_DAY
DUTY, RIGHT = Nature.DUTY, Nature.RIGHT


def test_the_table_holds_the_rows_of_mediation_agreement_and_assignment() -> None:
    assert list(ROWS) == ["M-2", "M-3", "M-4", "G-2", "G-3", "L-2"]
    assert all(row.id == key for key, row in ROWS.items())


@pytest.mark.parametrize("row", [*ROWS.values(), AGREED], ids=lambda row: row.id)
def test_every_row_has_a_source_in_force_and_speaks_both_languages(row: Row) -> None:
    for source in (row.source, *row.also):
        assert source.quote
        assert source.is_in_force(date(2026, 11, 20))
        assert source.zh.startswith("《")
        assert "Art. " in source.en
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
