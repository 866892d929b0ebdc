"""Time in employment: whole months and what is left of them, working days within it, the years that compensation counts.

Its first day counts (`law/periods.py`: `full_on`), unlike the periods of procedure: whoever starts on the 10th has worked
a month at the end of the 9th. Refuses to hold what the time is worth.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from mediation.kit.checks import Checks
from mediation.kit.workdays import Calendar
from mediation.law.periods import full_months, full_on

LONGEST_YEARS: Final = 80
"""A working life: what is longer is a slip of the keyboard."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Time from a first day to a last day, both counted, as whole months and what is left."""

    months: int
    days: int
    """calendar days beyond the whole months"""
    rest_from: date
    """the first day beyond the whole months, the day after the last when there is none"""


def span(first: date, last: date, *, after_months: int = 0) -> Span:
    """Return the time from `first` to `last`, both counted; `after_months` leaves the first whole months out.

    Months go by the day number of `first` throughout: whoever starts on the 31st begins the third month on the 31st
    again, though the second began on the 1st.

    Raises:
        ValueError: `last` before `first`, or more than a hundred years.

    >>> span(date(2020, 2, 10), date(2020, 4, 20), after_months=1)
    Span(months=1, days=11, rest_from=datetime.date(2020, 4, 10))
    """
    if last < first:
        raise ValueError("time in employment runs forward")
    months = full_months(first, last)
    if months < after_months:
        return Span(0, 0, month_start(first, after_months))
    rest_from = month_start(first, months)
    return Span(months - after_months, (last - rest_from).days + 1, rest_from)


def month_start(first: date, at: int) -> date:
    """Return the first day of the month that follows `at` whole months from `first`: `first` itself for none."""
    return full_on(first, months=at) + _DAY if at else first


def check_order(checks: Checks, first: date, path: str, last: date, *, years: int = LONGEST_YEARS) -> None:
    """Note at `path` when time from `first` to `last` runs backwards or is longer than so many years."""
    if last < first:
        checks.wrong(path, "before_start", f"早于首日 {first}", f"Lies before the first day, {first}.")
    elif (last - first).days > years * 366:
        checks.wrong(path, "too_long", f"超过 {years} 年，请核对", f"More than {years} years: check the dates.")


def workdays(first: date, last: date, calendar: Calendar) -> int:
    """Return the working days from `first` to `last`, both counted; none when `last` lies before `first`.

    Raises:
        CannotCompute: a year in between has no holiday notice.
    """
    return calendar.count_workdays(first - _DAY, last) if first <= last else 0


def half_years(time: Span) -> Fraction:
    """Return the years for which compensation is paid: six months and more count as one, less as a half.

    Source: 劳动合同法 47.

    >>> half_years(Span(43, 0, date(2026, 1, 1))), half_years(Span(36, 1, date(2026, 1, 1)))
    (Fraction(4, 1), Fraction(7, 2))
    """
    years, months = divmod(time.months, 12)
    if months >= 6:
        return Fraction(years + 1)
    return Fraction(years) + (Fraction(1, 2) if months or time.days else 0)
