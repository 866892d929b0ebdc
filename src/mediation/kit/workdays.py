"""Which days people work: the calendar of weekends, State Council holiday notices and make-up working days.

Holds two calendars that are not the same: rest days (a period ends after them, a working-day count skips them) and the
statutory holidays (triple pay for overtime). Refuses to guess: a year without a notice cannot be computed. It reads no
files (the caller hands over a parsed notice, `kit/holiday_notice.py`) and knows no deadline (`law/`).

In the examples `known` is the built-in calendar.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Final

import chinese_calendar

from mediation.kit.holiday_notice import SATURDAY, YearNotice

_DAY: Final = timedelta(days=1)
_MAX_WORKDAYS: Final = 10_000
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

        >>> known.is_rest_day(date(2026, 10, 7)), known.is_rest_day(date(2026, 10, 10))
        (True, False)
        """
        return not self.is_workday(day)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`, make-up Saturdays and Sundays included. Raises CannotCompute."""
        table, at = self._table, self._at(day)
        if not (0 <= at < len(table.works)) or table.works[at] is None:
            raise _unknown(day.year, None)
        return table.works[at] is True

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether `day` is one of the public holidays proper: 13 days since 2025, not the long breaks around them.

        Raises:
            CannotCompute: the year of `day` has no notice.

        Source: 全国年节及纪念日放假办法 Art. 2, in force 2025-01-01.
        """
        return day in self._notice(day).statutory_days

    def add_workdays(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (0: `day` itself); `day` is not counted.

        Raises:
            CannotCompute: the count runs into a year without a notice; it has no natural end.
            ValueError: `count` negative or above 10,000.
        """
        if not 0 <= count <= _MAX_WORKDAYS:
            raise ValueError("working days are counted forward, at most 10,000")
        table, first = self._table, self._at(day) + 1
        if not count:
            return day
        if not 0 <= first < len(table.works):
            raise _unknown((day + _DAY).year, None)
        found = table.worked[first] + count - 1
        if found >= len(table.workdays) or table.workdays[found] >= table.base + table.unknown_from[first]:
            raise _unknown(date.fromordinal(table.base + table.unknown_from[first]).year, None)
        return date.fromordinal(table.workdays[found])

    def subtract_workdays(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day` (0: `day` itself); `day` is not counted.

        Raises:
            CannotCompute: the count runs into a year without a notice; it has no natural end.
            ValueError: `count` negative or above 10,000.
        """
        if not 0 <= count <= _MAX_WORKDAYS:
            raise ValueError("working days are counted off, at most 10,000")
        table, last = self._table, self._at(day) - 1
        if not count:
            return day
        if not 0 <= last < len(table.works):
            raise _unknown((day - _DAY).year, None)
        found = table.worked[last + 1] - count
        if found < 0 or table.workdays[found] <= table.base + table.unknown_to[last]:
            raise _unknown(date.fromordinal(table.base + table.unknown_to[last]).year, None)
        return date.fromordinal(table.workdays[found])

    def count_workdays(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`.

        It undoes `add_workdays`: `count_workdays(d, add_workdays(d, n)) == n`.

        Raises:
            CannotCompute: a year in between has no notice.
            ValueError: `until` before `after`.
        """
        if until < after:
            raise ValueError("working days are counted from the earlier day to the later")
        table, first, last = self._table, self._at(after) + 1, self._at(until)
        if first > last:
            return 0
        if first < 0 or first >= len(table.works):
            raise _unknown((after + _DAY).year, None)
        if table.unknown_from[first] <= last:
            raise _unknown(date.fromordinal(table.base + table.unknown_from[first]).year, None)
        return table.worked[last + 1] - table.worked[first]

    def roll_forward(self, day: date) -> date:
        """Return `day`, or the first working day after it when it is a rest day.

        Raises:
            CannotCompute: that day cannot be known; `natural_end` is `day`.

        Source: 民法典 Art. 203; 民事诉讼法 Art. 85. That an end on a make-up working day does not roll is inferred
        from the notices, not written anywhere.
        """
        return self._rolled(day, self._table.forward)

    def roll_backward(self, day: date) -> date:
        """Return `day`, or the last working day before it when it is a rest day: the rule of pay-days.

        Raises:
            CannotCompute: that day cannot be known; `natural_end` is `day`.

        Source: 工资支付暂行规定 Art. 7; 保障农民工工资支付条例 Art. 14.
        """
        return self._rolled(day, self._table.backward)

    def _rolled(self, day: date, to: list[int]) -> date:
        at = self._at(day)
        if not 0 <= at < len(to):
            raise _unknown(day.year, day)
        # A year instead of an ordinal: the one in which it cannot be known. Ordinals of our days are far above 9999.
        if to[at] <= date.max.year:
            raise _unknown(to[at], day)
        return date.fromordinal(to[at])

    def _at(self, day: date) -> int:
        if isinstance(day, datetime):
            # A datetime is a date to Python and equal to no date: it would silently be nobody's holiday.
            raise TypeError("a calendar is asked about dates, not instants")
        return day.toordinal() - self._table.base

    def _notice(self, day: date) -> YearNotice:
        self._at(day)
        if day.year not in self.years:
            raise _unknown(day.year, None)
        return self.years[day.year]

    @cached_property
    def _table(self) -> "_Table":
        return _Table(self.years)


class _Table:
    """Every day of the known years by its ordinal, and for each what is asked most: made once per calendar.

    `works[i]` is whether people work on the day `base + i` (None: not known); `worked[i]` how many working days lie before
    it; `workdays` the ordinals of all of them; `forward[i]` and `backward[i]` the working day at or after, at or before it,
    or the year in which that cannot be known; `unknown_from[i]` and `unknown_to[i]` the nearest day that is not known.
    """

    def __init__(self, years: Mapping[int, YearNotice]) -> None:
        first, last = min(years, default=1), max(years, default=0)
        self.base = date(first, 1, 1).toordinal()
        length = date(last, 12, 31).toordinal() - self.base + 1 if last else 0
        days = [date.fromordinal(self.base + at) for at in range(length)]
        self.works = [_works(years, day) for day in days]
        self.workdays = [self.base + at for at, works in enumerate(self.works) if works]
        self.worked = [0]
        for works in self.works:
            self.worked.append(self.worked[-1] + (works is True))
        self.forward, self.unknown_from = self._nearest(range(length - 1, -1, -1), last + 1, length)
        self.backward, self.unknown_to = self._nearest(range(length), first - 1, -1)

    def _nearest(self, order: range, year_beyond: int, beyond: int) -> tuple[list[int], list[int]]:
        """Going through the days in an order: the last working day seen (or the year that hides it), the last unknown."""
        rolled, unknown = [0] * len(order), [0] * len(order)
        seen, hidden = year_beyond, beyond
        for at in order:
            if self.works[at] is None:
                seen, hidden = date.fromordinal(self.base + at).year, at
            elif self.works[at]:
                seen = self.base + at
            rolled[at], unknown[at] = seen, hidden
        return rolled, unknown


def _works(years: Mapping[int, YearNotice], day: date) -> bool | None:
    """By the notice of the year after (it may rearrange December), by the year's own, by the weekday; None: not known."""
    if day.year not in years:
        return None
    for notice in (years.get(day.year + 1), years[day.year]):
        if notice and day in notice.off_days:
            return False
        if notice and day in notice.make_up_days:
            return True
    return day.weekday() < SATURDAY


def _unknown(year: int, natural_end: date | None) -> CannotCompute:
    return CannotCompute(year, natural_end, f"国务院办公厅关于{year}年部分节假日安排的通知")


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
