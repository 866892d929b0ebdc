"""The ladder's rungs as windows on the due moment, at named hours around Monday the 23rd, 24:00."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from mediation.agreement import ladder
from mediation.agreement.ladder import Audience, When, parse, window
from mediation.infra.clock import SHANGHAI
from mediation.notice.drafts import ChannelKind
from mediation.notice.templates import templates

FILE = Path(__file__).parents[2] / "policies" / "reminders" / "commitment.yaml"
RUNGS = {rung.name: rung for rung in parse(yaml.safe_load(FILE.read_text(encoding="utf-8")))}
DUE = datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour in November 2026, in China."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def speaks(name: str, now: datetime, due: datetime = DUE) -> bool:
    """Whether the rung speaks at `now` of a promise due at `due`."""
    found = window(RUNGS[name], now)
    return found is not None and found.after < due <= found.until


@pytest.mark.parametrize(
    ("name", "silent", "first", "until"),
    [
        ("day_before", at(22, 19, 59), at(22, 20), at(23, 23, 59)),
        ("due_morning", at(23, 8, 59), at(23, 9), at(23, 23, 59)),
        ("due", at(23, 23, 59), DUE, DUE + timedelta(days=29)),
        ("day_after", at(24, 8, 59), at(24, 9), DUE + timedelta(days=29)),
        ("daily", at(25, 8, 59), at(25, 9), DUE + timedelta(days=400, hours=12)),
    ],
)
def test_each_rung_begins_at_its_moment_and_is_made_up_for_when_it_was_missed(name, silent, first, until):
    assert not speaks(name, silent)
    assert speaks(name, first)
    assert speaks(name, until)


@pytest.mark.parametrize("name", ["day_before", "due_morning"])
def test_what_reminds_of_a_moment_ahead_is_silent_once_it_has_passed(name):
    assert not speaks(name, DUE)
    assert not speaks(name, DUE + timedelta(hours=12))


def test_a_day_ahead_of_a_daytime_hour_is_a_day_and_of_a_night_hour_the_evening_before():
    assert not speaks("day_before", at(22, 14, 59), at(23, 15))
    assert speaks("day_before", at(22, 15), at(23, 15))
    assert not speaks("day_before", at(21, 19, 59), at(23, 7, 59))
    assert speaks("day_before", at(21, 20, 30), at(23, 7, 59))
    assert not speaks("day_before", at(21, 20, 30), at(23, 8, 1))


def test_the_day_after_is_still_said_in_the_next_night_when_the_morning_was_missed():
    assert speaks("day_after", at(25, 3))


def test_the_daily_rung_speaks_once_for_each_day():
    assert window(RUNGS["daily"], at(25, 9)).day == date(2026, 11, 25)
    assert window(RUNGS["daily"], at(26, 20)).day == date(2026, 11, 26)
    assert not speaks("daily", at(24, 10))


def test_a_term_in_hours_is_reminded_of_on_the_morning_before_its_hour():
    evening = at(23, 21, 10)

    assert speaks("due_morning", at(23, 9), evening)
    assert not speaks("due_morning", at(23, 9), at(23, 8))
    assert speaks("day_after", at(24, 9), evening)


def test_a_rung_later_than_thirty_days_is_left_to_the_daily_one():
    assert not speaks("due", DUE + timedelta(days=31))
    assert speaks("daily", DUE + timedelta(days=31, hours=9))


def test_every_rung_has_words_for_everyone_it_tells():
    given = frozenset({"case_number", "studio", "phone", "due_at", "wages_fen", "social_insurance_fen", "workers"})

    for rung in RUNGS.values():
        for channels in rung.to.values():
            for channel in channels:
                templates().check(f"commitment.{rung.name}", channel, given)


def test_the_ladder_reaches_the_company_before_the_mediator_at_and_the_agencies_after():
    assert Audience.EMPLOYER in RUNGS["day_before"].to
    assert RUNGS["due"].to == {Audience.MEDIATOR: (ChannelKind.INBOX, ChannelKind.SMS)}
    assert Audience.AGENCIES in RUNGS["day_after"].to
    assert [rung.when for rung in RUNGS.values()] == list(
        map(When, ["signing", "before_due", "due_morning", "due", "day_after", "daily"])
    )


@pytest.mark.parametrize(
    "rung",
    [
        {"name": "x", "when": "never", "to": {"employer": ["sms"]}},
        {"name": "x", "when": "due", "to": {}},
        {"name": "x", "when": "due", "to": {"employer": []}},
        {"name": "x", "when": "due", "to": {"mediator": ["sms"]}},
        {"name": "x", "when": "due", "to": {"nobody": ["sms"]}},
        {"name": "x y", "when": "due", "to": {"employer": ["sms"]}},
        {"name": "x", "when": "before_due", "to": {"employer": ["sms"]}},
        {"name": "x", "when": "due", "hours": 3, "to": {"employer": ["sms"]}},
        {"when": "due", "to": {"employer": ["sms"]}},
        "x",
    ],
)
def test_a_ladder_that_makes_no_sense_stops_the_start(rung):
    with pytest.raises(ValueError, match="rung"):
        parse({"rungs": [rung]})


def test_a_ladder_names_each_rung_once():
    rung = {"name": "x", "when": "due", "to": {"employer": ["sms"]}}

    with pytest.raises(ValueError, match="once"):
        parse({"rungs": [rung, rung]})
    with pytest.raises(ValueError, match="list"):
        parse([])


def test_the_module_promises_to_make_up_for_thirty_days():
    assert timedelta(days=30) == ladder.LATEST
