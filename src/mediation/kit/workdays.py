"""Which days people work: the calendar of weekends, State Council holiday notices and make-up working days.

Holds two calendars that are not the same: rest days (a period ends after them, a working-day count skips them) and the
statutory holidays (triple pay for overtime). Refuses to guess: a year without a notice cannot be computed. It reads no
files (the caller hands over a parsed notice) and knows no deadline (`law/`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

import chinese_calendar

_DAY: Final = timedelta(days=1)
_MAX_WORKDAYS: Final = 10_000
_SATURDAY: Final = 5
_NOTICE_KEYS: Final = frozenset(
    {"year", "title", "number", "issued_on", "url", "off_days", "make_up_days", "statutory_days"}
)
# Month and day of 春节 (first of the first lunar month), 端午 and 中秋: a fact of the almanac, not of any notice.
_LUNAR: Final = {
    2004: "0122 0622 0928", 2005: "0209 0611 0918", 2006: "0129 0531 1006", 2007: "0218 0619 0925", 2008: "0207 0608 0914",
    2009: "0126 0528 1003", 2010: "0214 0616 0922", 2011: "0203 0606 0912", 2012: "0123 0623 0930", 2013: "0210 0612 0919",
    2014: "0131 0602 0908", 2015: "0219 0620 0927", 2016: "0208 0609 0915", 2017: "0128 0530 1004", 2018: "0216 0618 0924",
    2019: "0205 0607 0913", 2020: "0125 0625 1001", 2021: "0212 0614 0921", 2022: "0201 0603 0910", 2023: "0122 0622 0929",
    2024: "0210 0610 0917", 2025: "0129 0531 1006", 2026: "0217 0619 0925",
}  # fmt: skip


class CannotCompute(Exception):  # noqa: N818 - the word of the field: an answer, not a malfunction
    """The working days of `year` are not known, so the answer is "not yet", never "weekends only".

    `natural_end` is the last day counted without any calendar, where the period has one (calendar days, months, years);
    `missing` names the notice that would allow the answer.
    """

    def __init__(self, year: int, natural_end: date | None, missing: str) -> None:
        super().__init__(f"the working days of {year} are not known: {missing} is missing")
        self.year = year
        self.natural_end = natural_end
        self.missing = missing


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's holiday arrangement. Days may lie in the December before: New Year is sometimes taken early.

    `off_days` are those named by the notice, `make_up_days` the weekend days worked in return, `statutory_days` the public
    holidays proper (全国年节及纪念日放假办法 Art. 2).
    """

    year: int
    title: str
    issued_on: date | None
    url: str
    off_days: frozenset[date]
    make_up_days: frozenset[date]
    statutory_days: frozenset[date]


@dataclass(frozen=True, eq=False)
class Calendar:
    """The years whose notices are known. Read by every period of the law; replaced, never changed."""

    years: Mapping[int, YearNotice]

    def __post_init__(self) -> None:
        if any(year != notice.year for year, notice in self.years.items()):
            raise ValueError("a notice stands under its own year")
        object.__setattr__(self, "years", MappingProxyType(dict(self.years)))

    def with_notices(self, notices: Iterable[YearNotice]) -> "Calendar":
        """Return this calendar with each notice added, or put in place of what was known of its year."""
        return Calendar({**self.years, **{notice.year: notice for notice in notices}})

    def is_rest_day(self, day: date) -> bool:
        """Whether nobody is expected to work: a weekend or day off that is not a make-up day.

        Raises:
            CannotCompute: the year of `day` has no notice.
        """
        return self._rests(day, natural_end=None)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`, make-up Saturdays and Sundays included. Raises CannotCompute."""
        return not self._rests(day, natural_end=None)

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether `day` is one of the public holidays proper: 13 days since 2025, not the long breaks around them.

        Raises:
            CannotCompute: the year of `day` has no notice.

        Source: 全国年节及纪念日放假办法 Art. 2, in force 2025-01-01.
        """
        return day in self._notice(day, natural_end=None).statutory_days

    def add_workdays(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (0: `day` itself); `day` is not counted.

        Raises:
            CannotCompute: the count runs into a year without a notice; it has no natural end.
            ValueError: `count` negative or above 10,000.
        """
        if not 0 <= count <= _MAX_WORKDAYS:
            raise ValueError("working days are counted forward, at most 10,000")
        while count:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def subtract_workdays(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day` (0: `day` itself); `day` is not counted.

        Raises:
            CannotCompute: the count runs into a year without a notice; it has no natural end.
            ValueError: `count` negative or above 10,000.
        """
        if not 0 <= count <= _MAX_WORKDAYS:
            raise ValueError("working days are counted off, at most 10,000")
        while count:
            day -= _DAY
            count -= self.is_workday(day)
        return day

    def count_workdays(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`.

        It undoes `add_workdays`: `count_workdays(d, add_workdays(d, n)) == n`.

        Raises:
            CannotCompute: a year in between has no notice.
            ValueError: `until` before `after`.
        """
        if until < after:
            raise ValueError("working days are counted from the earlier day to the later")
        return sum(self.is_workday(after + _DAY * step) for step in range(1, (until - after).days + 1))

    def roll_forward(self, day: date) -> date:
        """Return `day`, or the first working day after it when it is a rest day.

        Raises:
            CannotCompute: that day cannot be known; `natural_end` is `day`.

        Source: 民法典 Art. 203; 民事诉讼法 Art. 85. That an end on a make-up working day does not roll is inferred
        from the notices, not written anywhere.
        """
        natural_end = day
        while self._rests(day, natural_end=natural_end):
            day += _DAY
        return day

    def roll_backward(self, day: date) -> date:
        """Return `day`, or the last working day before it when it is a rest day: the rule of pay-days.

        Raises:
            CannotCompute: that day cannot be known; `natural_end` is `day`.

        Source: 工资支付暂行规定 Art. 7; 保障农民工工资支付条例 Art. 14.
        """
        natural_end = day
        while self._rests(day, natural_end=natural_end):
            day -= _DAY
        return day

    def _rests(self, day: date, *, natural_end: date | None) -> bool:
        own = self._notice(day, natural_end=natural_end)
        following = self.years.get(day.year + 1)
        for notice in (following, own) if following else (own,):
            if day in notice.off_days:
                return True
            if day in notice.make_up_days:
                return False
        return day.weekday() >= _SATURDAY

    def _notice(self, day: date, *, natural_end: date | None) -> YearNotice:
        if isinstance(day, datetime):
            # A datetime is a date to Python and equal to no date: it would silently be nobody's holiday.
            raise TypeError("a calendar is asked about dates, not instants")
        if day.year not in self.years:
            raise CannotCompute(day.year, natural_end, f"国务院办公厅关于{day.year}年部分节假日安排的通知")
        return self.years[day.year]


def parse_notice(content: Mapping[str, object]) -> YearNotice:
    """Return the notice in a mapping as read from YAML or JSON.

    Args:
        content: `year`, `title`, `issued_on`, `url`, `off_days`, `make_up_days`, `statutory_days`; optionally `number`.
            The days are lists of dates or ISO texts, or of ranges `{from: ..., to: ...}` with both ends included.

    Raises:
        ValueError: a key missing or unknown, a day that is none or lies outside the year (December before allowed), a
            day both off and worked, a make-up day that is no weekend, a statutory holiday that is not a day off, or a
            number of statutory holidays other than 13 from 2025 on.
    """
    if set(content) - _NOTICE_KEYS or _NOTICE_KEYS - {"number"} - set(content):
        raise ValueError(f"a holiday notice has the keys {', '.join(sorted(_NOTICE_KEYS))}")
    year, title, url = content["year"], content["title"], content["url"]
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2099:
        raise ValueError("the year of a holiday notice lies between 2000 and 2099")
    if not isinstance(title, str) or not title or not isinstance(url, str) or not url.startswith("https://"):
        raise ValueError("a holiday notice names its title and the https address it was read at")
    notice = YearNotice(
        year=year,
        title=title,
        issued_on=_day(content["issued_on"]),
        url=url,
        off_days=_days(content["off_days"]),
        make_up_days=_days(content["make_up_days"]),
        statutory_days=_days(content["statutory_days"]),
    )
    _check(notice)
    return notice


def built_in() -> Calendar:
    """Return the calendar of the years that `chinesecalendar` carries (2004 to 2026 in its release 1.11)."""
    off, worked = chinese_calendar.holidays, chinese_calendar.workdays
    years = range(min(off).year, max(off).year + 1)
    return Calendar(
        {
            year: YearNotice(
                year=year,
                title=f"国务院办公厅关于{year}年部分节假日安排的通知",
                issued_on=None,
                url="https://pypi.org/project/chinesecalendar/",
                off_days=frozenset(day for day in off if day.year == year),
                make_up_days=frozenset(day for day in worked if day.year == year),
                statutory_days=_statutory(year),
            )
            # A newer release may know a year whose lunar days this table does not: the year then waits for its notice.
            for year in years
            if year in _LUNAR
        }
    )


def _check(notice: YearNotice) -> None:
    days = notice.off_days | notice.make_up_days
    if not all(day.year == notice.year or (day.year == notice.year - 1 and day.month == 12) for day in days):
        raise ValueError(f"the notice of {notice.year} names a day of another year")
    if notice.off_days & notice.make_up_days:
        raise ValueError(f"the notice of {notice.year} names a day as both off and worked")
    if any(day.weekday() < _SATURDAY for day in notice.make_up_days):
        raise ValueError(f"the notice of {notice.year} names a make-up day that is no Saturday or Sunday")
    if not notice.statutory_days <= notice.off_days or any(day.year != notice.year for day in notice.statutory_days):
        raise ValueError(f"the notice of {notice.year} names a statutory holiday that is not a day off of that year")
    if notice.year >= 2025 and len(notice.statutory_days) != 13:
        raise ValueError(f"{notice.year} has 13 statutory holidays by 全国年节及纪念日放假办法 Art. 2")


def _days(content: object) -> frozenset[date]:
    if not isinstance(content, list):
        raise ValueError("the days of a holiday notice are a list")  # noqa: TRY004 - wrong content, not a wrong call
    days: set[date] = set()
    for item in content:
        first, last = (item.get("from"), item.get("to")) if isinstance(item, dict) else (item, item)
        start, end = _day(first), _day(last)
        if not 0 <= (end - start).days <= 31:
            raise ValueError("a range of days off runs forward and is at most a month long")
        named = {start + _DAY * step for step in range((end - start).days + 1)}
        if days & named:
            raise ValueError("a holiday notice names a day twice")
        days |= named
    return frozenset(days)


def _day(content: object) -> date:
    if isinstance(content, date) and not isinstance(content, datetime):
        return content
    if isinstance(content, str):
        return date.fromisoformat(content)
    raise ValueError("a day in a holiday notice is a date such as 2026-10-01")


def _statutory(year: int) -> frozenset[date]:
    """The public holidays of `year` under the revision then in force (1999, 2007, 2013, 2024)."""
    spring, dragon_boat, mid_autumn = (date(year, int(day[:2]), int(day[2:])) for day in _LUNAR[year].split())
    days = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    if year < 2008:
        days |= {date(year, 5, 2), date(year, 5, 3)}
    else:
        # 清明 is the solar term that falls on the 4th to 6th of April.
        days |= {day for day, _ in chinese_calendar.get_solar_terms(date(year, 4, 4), date(year, 4, 6))}
        # Mid-autumn within National Day is made up on the 4th, as a statutory holiday (人社厅函〔2020〕135号).
        days |= {dragon_boat, date(year, 10, 4) if mid_autumn in days else mid_autumn}
    if year >= 2025:
        days.add(date(year, 5, 2))
    first, last = (-1, 1) if 2008 <= year < 2014 else (-1, 2) if year >= 2025 else (0, 2)
    return frozenset(days | {spring + _DAY * step for step in range(first, last + 1)})
