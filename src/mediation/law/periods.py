"""The ways a period runs, each a named function from a trigger to the moment it ends.

Holds the arithmetic of days, working days, months, years and hours. Refuses to hold lengths (`deadlines.py`), to read a
clock, and to guess at a year without a holiday notice: every function that needs one may raise CannotCompute.
"""

import calendar as almanac
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from mediation.kit.workdays import Calendar
from mediation.law.sources import CIVIL_CODE_201, CIVIL_CODE_201_HOURS, CIVIL_CODE_202, CIVIL_CODE_204, Source

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Legal days are days in China, which has kept one offset since 1991; no time zone file is needed to know it."""

_MAX_DAYS: Final = 36_525


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends.

    `on` is the last day; `at` its 24:00 in China as an instant in UTC, the first moment that is too late;
    `natural_end` the last day before rolling; `rolled` whether rest days moved it; `source` the rule that counted.
    """

    on: date
    at: datetime
    natural_end: date
    rolled: bool
    source: Source


def days_after(trigger_on: date, count: int, *, calendar: Calendar, source: Source = CIVIL_CODE_201) -> Due:
    """Return the end of `count` calendar days: the trigger day is not counted, an end on a rest day rolls forward.

    Raises:
        CannotCompute: the last day lies in a year without a notice; it carries the natural end.
        ValueError: `count` outside 1 to 36,525.

    Source: 民法典 201, 203; 民事诉讼法 85. Holidays inside the period are not deducted.
    """
    _check_count(count)
    return _rolled(trigger_on + timedelta(days=count), calendar, source)


def workdays_after(trigger_on: date, count: int, *, calendar: Calendar, source: Source) -> Due:
    """Return the end of `count` working days after the trigger day, make-up working days included.

    Raises:
        CannotCompute: the count runs into a year without a notice; there is no natural end.
        ValueError: `count` outside 1 to 10,000.
    """
    if count < 1:
        raise ValueError("a period is at least one day long")
    on = calendar.add_workdays(trigger_on, count)
    return Due(on, end_of(on), on, rolled=False, source=source)


def months_after(trigger_on: date, count: int, *, calendar: Calendar, source: Source = CIVIL_CODE_202) -> Due:
    """Return the end of `count` months: the same day number, or the end of a month that lacks it; rolls forward.

    Raises:
        CannotCompute: as `days_after`.
        ValueError: `count` outside 1 to 1,200.

    Source: 民法典 201-203. Filed on 28 May, three months end on 28 August.
    """
    if not 1 <= count <= 1_200:
        raise ValueError("a period in months is 1 to 1,200 long")
    year, month = divmod(trigger_on.year * 12 + trigger_on.month - 1 + count, 12)
    day = min(trigger_on.day, almanac.monthrange(year, month + 1)[1])
    return _rolled(date(year, month + 1, day), calendar, source)


def years_after(trigger_on: date, count: int, *, calendar: Calendar, source: Source = CIVIL_CODE_202) -> Due:
    """Return the end of `count` years: the same day, or 28 February for the 29th; rolls forward.

    Raises:
        CannotCompute: as `days_after`.
        ValueError: `count` outside 1 to 100.

    Source: 民法典 201-203.
    """
    return months_after(trigger_on, 12 * count, calendar=calendar, source=source)


def hours_after(from_at: datetime, hours: int, *, source: Source = CIVIL_CODE_201_HOURS) -> Due:
    """Return the end of `hours` hours, counted from the agreed instant; rest days do not move it.

    Raises:
        ValueError: `hours` outside 1 to 8,784, or an instant without a time zone.

    Source: 民法典 201(2).
    """
    if not 1 <= hours <= 8_784:
        raise ValueError("a period in hours is 1 to 8,784 long")
    if from_at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    at = from_at.astimezone(UTC) + timedelta(hours=hours)
    # A term that ends at midnight ends with the day before, as every other period does.
    on = (at - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
    return Due(on, at, on, rolled=False, source=source)


def agreed_day(on: date, *, source: Source = CIVIL_CODE_204) -> Due:
    """Return the end of a day that the parties named themselves: 24:00 of that day, rest day or not.

    Naming a day is an agreement of another method (民法典 204), so it is not moved. Whether 203 should move it all the
    same is a question for the studio's lawyer; unmoved, the reminder comes early rather than late.
    """
    return Due(on, end_of(on), on, rolled=False, source=source)


def end_of(on: date) -> datetime:
    """Return 24:00 of the day in China, as an instant in UTC.

    Source: 民法典 203(2).

    >>> end_of(date(2026, 11, 23)).isoformat()
    '2026-11-23T16:00:00+00:00'
    """
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=SHANGHAI).astimezone(UTC)


def day_of(at: datetime) -> date:
    """Return the day in China on which an instant falls: what triggers a period counted in days.

    Raises:
        ValueError: an instant without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return at.astimezone(SHANGHAI).date()


def _rolled(natural_end: date, calendar: Calendar, source: Source) -> Due:
    on = calendar.roll_forward(natural_end)
    return Due(on, end_of(on), natural_end, rolled=on != natural_end, source=source)


def _check_count(count: int) -> None:
    if not 1 <= count <= _MAX_DAYS:
        raise ValueError("a period in days is 1 to 36,525 long")
