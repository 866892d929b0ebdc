"""Ends, standings and ladders over plain values; real days of 2026."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import yaml

from mediation.deadline import ladders, rules
from mediation.deadline.ladders import Rung
from mediation.deadline.rules import DutyOf, Standing, Stands
from mediation.infra.clock import SHANGHAI
from mediation.kit.workdays import built_in
from mediation.law.deadlines import ROWS
from mediation.settings import resource_dir

CALENDAR = built_in()


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "starts_on", "ends_on"),
    [
        ("M-2", date(2026, 4, 30), date(2026, 5, 8)),
        ("M-3", date(2026, 2, 3), date(2026, 2, 24)),
        ("M-4", date(2026, 11, 20), date(2026, 12, 7)),
        ("G-2", date(2026, 11, 20), date(2026, 12, 7)),
        ("G-3", date(2026, 9, 1), date(2026, 10, 8)),
        ("G-3", date(2026, 10, 21), date(2026, 11, 20)),
        ("L-2", date(2026, 11, 20), date(2026, 11, 23)),
    ],
)
def test_a_period_of_the_law_ends_on_its_last_day_at_midnight(rule, starts_on, ends_on):
    end = rules.end_of(ROWS[rule], starts_on, CALENDAR)

    assert end.on == ends_on
    assert end.at == datetime.combine(ends_on + timedelta(days=1), time(), SHANGHAI)


def test_a_year_without_a_holiday_notice_is_said_and_not_guessed():
    end = rules.end_of(ROWS["M-4"], date(2026, 12, 25), CALENDAR)

    assert end == rules.End(None, None, date(2027, 1, 9), "2027")


@pytest.mark.parametrize(
    ("rule", "right", "whose"),
    [
        ("M-2", False, DutyOf.MEDIATOR),
        ("M-3", True, DutyOf.EITHER),
        ("M-4", False, DutyOf.MEDIATOR),
        ("G-2", True, DutyOf.BOTH),
        ("G-3", True, DutyOf.BOTH),
        ("L-2", False, DutyOf.JUSTICE),
        ("AGREED", False, DutyOf.EMPLOYER),
    ],
)
def test_whose_each_is_and_whether_it_lapses(rule, right, whose):
    assert rules.is_right(rule) is right
    assert rules.opens(rule) is (rule == "M-3")
    assert rules.hangs_on_agreement(rule) is (rule in ("G-2", "G-3"))
    assert rules.duty_of(rules.law_of(rule)) is whose


def test_standings_follow_the_clock_for_duties_and_rights_alike():
    before, after, due_at = _at(12, 7), _at(12, 8), _at(12, 8, 0)
    duty = Stands(rule="M-4", due_on=date(2026, 12, 7), due_at=due_at, met_on=None, void=False, lapsed=False)
    right, opening = replace(duty, rule="G-2"), replace(duty, rule="M-3")

    assert rules.standing(duty, before) is Standing.OPEN
    assert rules.standing(duty, due_at) is Standing.OVERDUE
    assert rules.standing(right, after) is Standing.LAPSED
    assert rules.standing(opening, after) is Standing.OPENED
    assert rules.standing(replace(duty, met_on=date(2026, 12, 7)), after) is Standing.MET
    assert rules.standing(replace(duty, void=True), after) is Standing.VOID
    assert rules.standing(replace(duty, due_on=None, due_at=None), after) is Standing.UNCOMPUTED


def test_a_missed_duty_is_met_late_and_says_by_how_many_days():
    met_on, due_on = date(2026, 12, 10), date(2026, 12, 7)
    late = Stands(rule="M-4", due_on=due_on, due_at=_at(12, 8, 0), met_on=met_on, void=False, lapsed=False)

    assert rules.standing(late, _at(12, 20)) is Standing.MET_LATE
    assert (rules.days_late(met_on, due_on), rules.days_late(due_on, due_on), rules.days_late(met_on, None)) == (
        3,
        0,
        0,
    )


def test_the_nearest_is_an_overdue_duty_and_never_a_right_that_has_passed():
    now = _at(12, 8)
    passed, soon, later = _at(12, 7), _at(12, 9), _at(12, 20)

    assert rules.next_due([("G-2", passed), ("M-4", soon), ("G-3", later)], now) == soon
    assert rules.next_due([("M-4", passed), ("G-3", later)], now) == passed
    assert rules.next_due([("G-2", passed), ("M-2", None)], now) is None


LADDER = (
    Rung("ahead", -1, time(9), ("duty",), "before"),
    Rung("today", 0, time(9), ("duty",), "at"),
    Rung("still", 1, time(9), ("mediator",), "after", every_days=1),
)


def test_each_rung_has_its_moment_and_the_next_one_is_asked_for():
    due_on = date(2026, 12, 7)

    assert ladders.next_moment(LADDER, due_on, _at(11, 20)) == _at(12, 6)
    assert ladders.next_moment(LADDER, due_on, _at(12, 6)) == _at(12, 6)
    assert ladders.next_moment(LADDER, due_on, _at(12, 6), strictly=True) == _at(12, 7)
    assert ladders.next_moment(LADDER, due_on, _at(12, 20), strictly=True) == _at(12, 21)
    assert ladders.next_moment(LADDER[:2], due_on, _at(12, 8)) is None


def test_after_three_days_without_a_worker_each_rung_is_said_and_the_daily_one_once():
    said = ladders.sayings(LADDER, date(2026, 12, 7), _at(12, 6), _at(12, 10, 10))

    assert [(one.name, one.at) for one in said] == [
        ("ahead", _at(12, 6)),
        ("today", _at(12, 7)),
        ("still_2", _at(12, 10)),
    ]


def test_the_ladders_of_the_product_read():
    path = resource_dir("policies") / "reminders" / "deadlines.yaml"

    read = ladders.read_ladders(yaml.safe_load(path.read_text(encoding="utf-8")))

    assert ladders.ladder(read, "AGREED") == ()
    assert [rung.name for rung in ladders.ladder(read, "A-21")] == ["ahead_5", "ahead", "today", "passed"]
    assert ladders.ladder(read, "A-1")[0].name == "ahead_60"
    assert {rung.say for rung in ladders.ladder(read, "L-1")} == {"before", "at", "after", "escalated"}
    assert [rung.name for rung in ladders.ladder(read, "G-3")] == ["ahead_10", "ahead_3", "today", "passed"]


EMPTY = {"default": [], "right": [], "long_right": []}
STEP = {"rung": "a", "days": 0, "at": "09:00", "to": ["duty"], "say": "at"}


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"M-2": []},
        {"default": []},
        {**EMPTY, "M-99": []},
        {**EMPTY, "default": [STEP, STEP]},
        {**EMPTY, "default": [{**STEP, "to": ["everybody"]}]},
        {**EMPTY, "default": [{**STEP, "to": []}]},
        {**EMPTY, "default": [{**STEP, "say": "shout"}]},
        {**EMPTY, "default": [{**STEP, "at": "25:00"}]},
        {**EMPTY, "default": [{**STEP, "days": "soon"}]},
        {**EMPTY, "default": [{**STEP, "every_days": 0}]},
        {**EMPTY, "default": [{"rung": "a"}]},
    ],
)
def test_a_faulty_ladder_stops_the_start(content):
    with pytest.raises(ValueError, match=r"."):
        ladders.read_ladders(content)


def test_whatever_somebody_waits_for_has_a_ladder_and_only_a_missed_duty_is_raised():
    path = resource_dir("policies") / "reminders" / "deadlines.yaml"
    read = ladders.read_ladders(yaml.safe_load(path.read_text(encoding="utf-8")))
    waited_for = [rule for rule, row in ROWS.items() if row.length is not None and not rules.is_shown_only(rule)]

    assert len(waited_for) > 40
    assert [rule for rule in waited_for if not ladders.ladder(read, rule)] == []
    for rule in waited_for:
        says = {rung.say for rung in ladders.ladder(read, rule)}
        told = {word for rung in ladders.ladder(read, rule) for word in rung.to}
        assert "before" in says
        assert ("supervisor" in told) is not rules.is_right(rule), rule
