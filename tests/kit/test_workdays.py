"""The calendar: known years, unknown years, notices, and the arithmetic of working days."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.holiday_notice import NoticeError, as_json, parse_notice
from mediation.kit.workdays import Calendar, CannotCompute, built_in
from tests.law.statutes import articles
from tests.notices import notice_2027

NOTICES = Path(__file__).parents[2] / "policies" / "calendar"
CALENDAR = built_in()
DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2026, 6, 30))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def test_the_notice_file_of_2026_agrees_with_the_library_on_every_day() -> None:
    notice = parse_notice(yaml.safe_load((NOTICES / "2026.yaml").read_text(encoding="utf-8")))

    from_file = Calendar({2026: notice})

    assert [day for day in days_of(2026) if from_file.is_rest_day(day) == chinese_calendar.is_workday(day)] == []
    assert notice.statutory_days == CALENDAR.years[2026].statutory_days


def test_every_notice_file_is_named_by_its_year_and_parses() -> None:
    files = sorted(NOTICES.glob("*.yaml"))

    assert [str(parse_notice(yaml.safe_load(file.read_text("utf-8"))).year) for file in files] == [
        f.stem for f in files
    ]


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_built_in_years_are_the_librarys(year: int) -> None:
    assert [day for day in days_of(year) if CALENDAR.is_rest_day(day) == chinese_calendar.is_workday(day)] == []


NOTICED = {
    # State Council notices as published (gov.cn content_1353, _1194, _9302, _5346276 with _5375877, _5454164 with _5472352);
    # that of 2015 together with the one on 3 to 5 September. Days off, then days worked.
    2013: (
        "0101-0103 0209-0215 0404-0406 0429-0501 0610-0612 0919-0921 1001-1007",
        "0105 0106 0216 0217 0407 0427 0428 0608 0609 0922 0929 1012",
    ),
    2014: ("0101 0131-0206 0405 0407 0501-0503 0602 0908 1001-1007", "0126 0208 0504 0928 1011"),
    2015: (
        "0101-0103 0218-0224 0405 0406 0501 0620 0622 0903-0905 0927 1001-1007",
        "0104 0215 0228 0906 1010",
    ),
    2019: ("0101 0204-0210 0405 0501-0504 0607 0913 1001-1007", "0202 0203 0428 0505 0929 1012"),
    2020: ("0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008", "0119 0426 0509 0628 0927 1010"),
}


def _named(year: int, text: str) -> set[date]:
    found: set[date] = set()
    for word in text.split():
        first, _, last = word.partition("-")
        start, end = (date(year, int(day[:2]), int(day[2:])) for day in (first, last or first))
        found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return found


@pytest.mark.parametrize("year", NOTICED)
def test_the_built_in_years_are_those_of_the_notices(year: int) -> None:
    off, worked = (_named(year, text) for text in NOTICED[year])

    for day in days_of(year):
        assert CALENDAR.is_rest_day(day) is (day not in worked and (day in off or day.weekday() >= 5)), day


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2007, "01-01 02-18 02-19 02-20 05-01 05-02 05-03 10-01 10-02 10-03"),  # revision of 1999
        (2009, "01-01 01-25 01-26 01-27 04-04 05-01 05-28 10-01 10-02 10-03 10-04"),  # of 2007: New Year's Eve
        (2014, "01-01 01-31 02-01 02-02 04-05 05-01 06-02 09-08 10-01 10-02 10-03"),  # of 2013: not the eve
        (2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),  # of 2024
    ],
)
def test_the_statutory_holidays_follow_the_revision_in_force(year: int, days: str) -> None:
    """全国年节及纪念日放假办法 Art. 2 in its revisions."""
    assert [day.strftime("%m-%d") for day in days_of(year) if CALENDAR.is_statutory_holiday(day)] == days.split()


@pytest.mark.parametrize(
    ("years", "count"), [(range(2004, 2008), 10), (range(2008, 2025), 11), (range(2025, 2027), 13)]
)
def test_each_year_has_the_statutory_holidays_of_its_revision_and_all_are_rest_days(years: range, count: int) -> None:
    for year in years:
        holidays = [day for day in days_of(year) if CALENDAR.is_statutory_holiday(day)]

        assert len(holidays) == count, year
        assert all(CALENDAR.is_rest_day(day) for day in holidays), year


def test_the_statutory_holidays_of_2026_are_the_thirteen_of_article_2() -> None:
    holidays = [day.strftime("%m-%d") for day in days_of(2026) if CALENDAR.is_statutory_holiday(day)]

    assert " ".join(holidays) == ("01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03")


def test_article_2_itself_counts_thirteen_days_and_names_those_that_have_a_date() -> None:
    words = articles()["全国年节及纪念日放假办法"]["2"]
    dates = "01-01 05-01 05-02 10-01 10-02 10-03"

    assert sum(int(days) for days in re.findall(r"放假(\d)天", words)) == 13
    assert all(named in words for named in ("1月1日", "5月1日、2日", "10月1日至3日", "农历除夕、正月初一至初三"))
    for year in (2025, 2026):
        assert set(dates.split()) <= {day.strftime("%m-%d") for day in CALENDAR.years[year].statutory_days}


def test_october_2020_pays_triple_for_four_days_and_double_for_four() -> None:
    """人社厅函〔2020〕135号, answer to Shanghai: Mid-autumn fell on 1 October, so the 4th is statutory too."""
    october = [date(2020, 10, day) for day in range(1, 9)]

    assert [CALENDAR.is_statutory_holiday(day) for day in october] == [True] * 4 + [False] * 4
    assert all(CALENDAR.is_rest_day(day) for day in october)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # the Friday of the story
        (date(2026, 11, 21), False),
        (date(2026, 10, 10), True),  # Saturday, made up
        (date(2026, 9, 20), True),  # Sunday, made up
        (date(2026, 10, 7), False),  # Wednesday, National Day break
        (date(2018, 12, 31), False),  # Monday off by the notice of 2019
        (date(2018, 12, 29), True),  # Saturday worked by the notice of 2019
    ],
)
def test_a_day_is_worked_or_not_by_the_notice_not_by_its_name(day: date, works: bool) -> None:
    assert CALENDAR.is_workday(day) is works
    assert CALENDAR.is_rest_day(day) is not works


@pytest.mark.parametrize("question", [CALENDAR.is_rest_day, CALENDAR.is_workday, CALENDAR.is_statutory_holiday])
@pytest.mark.parametrize("day", [date(2027, 1, 4), date(2003, 12, 31)])
def test_a_year_without_a_notice_cannot_be_computed(question, day: date) -> None:
    with pytest.raises(CannotCompute) as refusal:
        question(day)

    assert refusal.value.year == day.year
    assert refusal.value.missing == f"国务院办公厅关于{day.year}年部分节假日安排的通知"


def test_rolling_in_an_unknown_year_keeps_the_natural_end() -> None:
    for roll in (CALENDAR.roll_forward, CALENDAR.roll_backward):
        with pytest.raises(CannotCompute) as refusal:
            roll(date(2027, 1, 13))  # a Wednesday: even so, nobody knows

        assert (refusal.value.year, refusal.value.natural_end) == (2027, date(2027, 1, 13))


def test_rolling_out_of_the_last_known_year_keeps_the_natural_end() -> None:
    december = Calendar({2027: parse_notice(notice_2027(off_days=[*notice_2027()["off_days"], "2027-12-31"]))})  # type: ignore[misc]

    with pytest.raises(CannotCompute) as refusal:
        december.roll_forward(date(2027, 12, 31))

    assert (refusal.value.year, refusal.value.natural_end) == (2028, date(2027, 12, 31))


def test_counting_into_an_unknown_year_has_no_natural_end() -> None:
    with pytest.raises(CannotCompute) as refusal:
        CALENDAR.add_workdays(date(2026, 12, 30), 2)

    assert (refusal.value.year, refusal.value.natural_end) == (2027, None)


def test_a_notice_added_later_makes_its_year_known_and_may_change_the_december_before() -> None:
    assert CALENDAR.is_workday(date(2026, 12, 31))

    known = CALENDAR.with_notices([parse_notice(notice_2027())])

    assert known.is_rest_day(date(2026, 12, 31))  # Thursday
    assert known.is_workday(date(2026, 12, 27))  # Sunday
    assert known.add_workdays(date(2026, 12, 30), 1) == date(2027, 1, 4)
    assert CALENDAR.is_workday(date(2026, 12, 31))  # the first calendar has not changed


def test_a_notice_replaces_what_was_built_in_for_its_year() -> None:
    file = yaml.safe_load((NOTICES / "2026.yaml").read_text(encoding="utf-8"))
    moved = parse_notice(file | {"make_up_days": [day for day in file["make_up_days"] if day != date(2026, 10, 10)]})

    assert CALENDAR.with_notices([moved]).is_rest_day(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"year": "2027"}, "year of a holiday notice"),
        ({"year": 1999}, "year of a holiday notice"),
        ({"year": 2100}, "year of a holiday notice"),
        ({"year": True}, "year of a holiday notice"),
        ({"title": ""}, "names its title"),
        ({"url": "http://example.test"}, "https"),
        ({"issued_on": None}, "a day in a holiday notice"),
        ({"issued_on": datetime(2026, 11, 10, tzinfo=UTC)}, "a day in a holiday notice"),
        ({"off_days": "2027-01-01"}, "are a list"),
        ({"off_days": [{"from": "2027-10-07", "to": "2027-10-01"}]}, "runs forward"),
        ({"off_days": [{"from": "2027-01-01", "to": "2027-12-31"}]}, "at most a month"),
        ({"off_days": [{"from": "2027-10-01"}]}, "a day in a holiday notice"),
        ({"off_days": ["2027-02-30"]}, "day is out of range|out of range"),
        ({"make_up_days": ["2027-02-15"]}, "no Saturday or Sunday"),
        ({"make_up_days": ["2027-01-02"]}, "both off and worked"),
        ({"make_up_days": ["2028-01-02"]}, "another year"),
        ({"make_up_days": ["2026-11-28"]}, "another year"),
        ({"make_up_days": ["2027-02-13", "2027-02-13"]}, "twice"),
        ({"statutory_days": ["2027-03-08"]}, "not a day off"),
        ({"statutory_days": ["2026-12-31"]}, "not a day off"),
        ({"statutory_days": ["2027-01-01"]}, "13 statutory holidays"),
        ({"note": "unknown key"}, "has the keys"),
    ],
)
def test_a_faulty_notice_is_refused_with_its_reason(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_notice(notice_2027(**changes))


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"off_days": ["2027-01-01", {"from": "2027-10-01", "to": "soon"}]}, "off_days.1.to", "not_a_date"),
        ({"make_up_days": ["2027-02-13", "2027-02-13"]}, "make_up_days.1", "twice"),
        ({"make_up_days": ["2027-02-15"]}, "make_up_days", "no_weekend"),
        ({"statutory_days": ["2027-03-08"]}, "statutory_days", "not_off"),
        ({"title": "two\nlines"}, "title", "not_a_line"),
        ({"number": 7}, "number", "not_a_line"),
        ({"holidays": []}, "holidays", "unknown"),
    ],
)
def test_a_faulty_notice_names_the_field(changes: dict[str, object], path: str, code: str) -> None:
    with pytest.raises(NoticeError) as refusal:
        parse_notice(notice_2027(**changes))

    problem = refusal.value.problem
    assert (problem.path, problem.code) == (path, code)
    assert problem.text.zh.endswith("。")


def test_a_notice_written_down_reads_the_same() -> None:
    notice = parse_notice(notice_2027(number="国办发明电〔2026〕1号"))

    assert parse_notice(as_json(notice)) == notice


def test_a_notice_lacking_a_key_is_refused() -> None:
    content = notice_2027()
    del content["make_up_days"]

    with pytest.raises(ValueError, match="has the keys"):
        parse_notice(content)


def test_a_notice_stands_under_its_own_year() -> None:
    with pytest.raises(ValueError, match="its own year"):
        Calendar({2026: parse_notice(notice_2027())})


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        CALENDAR.is_workday(datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("count", [-1, 10_001])
def test_working_days_are_counted_forward_within_reason(count: int) -> None:
    with pytest.raises(ValueError, match="10,000"):
        CALENDAR.add_workdays(date(2026, 1, 5), count)


def test_working_days_are_counted_from_the_earlier_day() -> None:
    with pytest.raises(ValueError, match="earlier"):
        CALENDAR.count_workdays(date(2026, 1, 6), date(2026, 1, 5))


@given(DAYS, st.integers(0, 90))
def test_adding_and_counting_working_days_undo_each_other(day: date, count: int) -> None:
    end = CALENDAR.add_workdays(day, count)

    assert CALENDAR.count_workdays(day, end) == count
    assert end == day if count == 0 else CALENDAR.is_workday(end)


@given(DAYS)
def test_rolling_lands_on_the_nearest_working_day_in_its_direction(day: date) -> None:
    forward, backward = CALENDAR.roll_forward(day), CALENDAR.roll_backward(day)

    assert backward <= day <= forward
    assert CALENDAR.is_workday(forward)
    assert CALENDAR.is_workday(backward)
    assert CALENDAR.roll_forward(forward) == forward
    assert CALENDAR.count_workdays(day, forward) == (0 if forward == day else 1)
    assert forward == backward if CALENDAR.is_workday(day) else CALENDAR.add_workdays(backward, 1) == forward
