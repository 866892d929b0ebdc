"""The ways a period runs, each a named function from a trigger to the moment it ends.

Holds the arithmetic of days, working days, months, years and hours: forward from an event, back from a hearing, back off a
pay-day, and of durations that count their first day. Refuses to hold lengths (`deadlines.py`), to read a clock, and to
guess at a year without a holiday notice: every function that needs one may raise CannotCompute.
In the examples `known` is the built-in calendar.
"""

import calendar as almanac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from mediation.kit.workdays import Calendar
from mediation.law.sources import CIVIL_CODE_201, CIVIL_CODE_201_HOURS, CIVIL_CODE_202, CIVIL_CODE_204, Source
from mediation.law.sources.periods import (
    ARBITRATION_RULES_20_LEFT,
    CIVIL_PROCEDURE_86,
    CIVIL_PROCEDURE_95,
    WAGE_PAYMENT_7,
)

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Legal days are days in China, which has kept one offset since 1991; no time zone file is needed to know it."""

_MAX_DAYS: Final = 36_525


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends.

    `on` is the last day on which the act is in time; `at` its 24:00 in China as an instant in UTC, the first moment that
    is too late; `natural_end` the last day before rolling; `rolled` whether rest days moved it (forward, or for what is
    counted back from a day: backward); `source` the rule that counted.
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
    year, month = _month_after(trigger_on, count)
    day = min(trigger_on.day, almanac.monthrange(year, month)[1])
    return _rolled(date(year, month, day), calendar, source)


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


def days_before(event_on: date, count: int, *, calendar: Calendar, source: Source) -> Due:
    """Return the last day that lies `count` calendar days before an event; the day of the event is not counted.

    A last day that is a rest day moves to the working day before it: later, it would leave less than the law leaves.
    The statutes say how a period runs on, not how it is counted back; this is their rule in the mirror, on the safe side.

    Raises:
        CannotCompute: the last day lies in a year without a notice; it carries the natural end.
        ValueError: `count` outside 1 to 36,525.

    >>> due = days_before(date(2026, 10, 9), 3, calendar=known, source=CIVIL_CODE_201)
    >>> due.natural_end.isoformat(), due.on.isoformat()
    ('2026-10-06', '2026-09-30')
    """
    _check_count(count)
    natural_end = event_on - timedelta(days=count)
    on = calendar.roll_backward(natural_end)
    return Due(on, end_of(on), natural_end, rolled=on != natural_end, source=source)


def workdays_before(event_on: date, count: int, *, calendar: Calendar, source: Source) -> Due:
    """Return the last day that lies `count` working days before an event, such as a hearing; its own day is not counted.

    Raises:
        CannotCompute: the count runs into a year without a notice; there is no natural end.
        ValueError: `count` outside 1 to 10,000.

    Source: 劳动争议调解仲裁法 35 (notice of a hearing), in working days by 劳动人事争议仲裁办案规则 80.

    >>> from mediation.law.sources.periods import MEDIATION_AND_ARBITRATION_35
    >>> workdays_before(date(2026, 10, 12), 5, calendar=known, source=MEDIATION_AND_ARBITRATION_35).on.isoformat()
    '2026-09-29'
    """
    if count < 1:
        raise ValueError("a period is at least one day long")
    on = calendar.subtract_workdays(event_on, count)
    return Due(on, end_of(on), on, rolled=False, source=source)


def payday_on_or_before(payday_on: date, *, calendar: Calendar, source: Source = WAGE_PAYMENT_7) -> Due:
    """Return the day by which wages agreed for `payday_on` are paid: that day, or the last working day before it.

    Raises:
        CannotCompute: as `days_before`.

    Source: 工资支付暂行规定 7; for migrant workers 保障农民工工资支付条例 14 (`MIGRANT_WAGES_14`).

    >>> payday_on_or_before(date(2026, 2, 15), calendar=known).on.isoformat()
    '2026-02-14'
    """
    on = calendar.roll_backward(payday_on)
    return Due(on, end_of(on), payday_on, rolled=on != payday_on, source=source)


def full_on(first_day_on: date, *, months: int) -> date:
    """Return the last day of a duration of so many months whose first day counts: employment from the 1st is a full
    month on the last. Nothing rolls: a duration is lived through, not met.

    Raises:
        ValueError: `months` outside 1 to 1,200.

    Source: 劳动合同法实施条例 6 and 7 (满一个月, 满一年): in both, the day before the same day number.

    >>> full_on(date(2008, 1, 1), months=12).isoformat()
    '2008-12-31'
    """
    return day_after_full(first_day_on, months=months) - timedelta(days=1)


def day_after_full(first_day_on: date, *, months: int) -> date:
    """Return the day after a duration of so many months whose first day counts: the same day number, or the first of the
    month after one that lacks it.

    Raises:
        ValueError: `months` outside 1 to 1,200.

    Source: 劳动合同法实施条例 6: double pay begins 用工之日起满一个月的次日.

    >>> day_after_full(date(2020, 3, 22), months=1).isoformat()
    '2020-04-22'
    >>> day_after_full(date(2026, 1, 31), months=1).isoformat()
    '2026-03-01'
    """
    year, month = _month_after(first_day_on, months)
    if first_day_on.day > almanac.monthrange(year, month)[1]:
        return date(year, month, almanac.monthrange(year, month)[1]) + timedelta(days=1)
    return date(year, month, first_day_on.day)


def full_months(first_day_on: date, last_day_on: date) -> int:
    """Return how many full months lie from `first_day_on` to `last_day_on`, both days counted.

    Raises:
        ValueError: `last_day_on` lies before the day that precedes `first_day_on`.

    Source: as `full_on`.

    >>> full_months(date(2020, 3, 22), date(2020, 4, 20)), full_months(date(2020, 3, 22), date(2020, 4, 21))
    (0, 1)
    """
    if last_day_on < first_day_on - timedelta(days=1):
        raise ValueError("a period of employment does not end before it begins")
    months = (last_day_on.year - first_day_on.year) * 12 + last_day_on.month - first_day_on.month + 1
    while months and full_on(first_day_on, months=months) > last_day_on:
        months -= 1
    return months


def until_close_of_business(due: Due, closes_at: time) -> Due:
    """Return the same period where the act is done at a counter: it ends when business ends on the last day, not at 24:00.

    Source: 民法典 203(2).

    >>> due = days_after(date(2026, 11, 20), 3, calendar=known)
    >>> until_close_of_business(due, time(17, 30)).at.isoformat()
    '2026-11-23T09:30:00+00:00'
    """
    return replace(due, at=datetime.combine(due.on, closes_at, tzinfo=SHANGHAI).astimezone(UTC))


def is_in_time(due: Due, arrived_at: datetime) -> bool:
    """Whether an act that reached its addressee at `arrived_at` met the period.

    Raises:
        ValueError: an instant without a time zone.

    >>> is_in_time(agreed_day(date(2026, 11, 23)), datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI))
    True
    """
    if arrived_at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return arrived_at < due.at


def is_posted_in_time(due: Due, posted_on: date) -> bool:
    """Whether papers handed to the post on `posted_on` met the period, whenever they arrive: the way does not count.

    It holds for papers of a procedure and periods that end with a day, not with an hour.

    Source: 民事诉讼法 85(4).

    >>> is_posted_in_time(agreed_day(date(2026, 11, 23)), date(2026, 11, 23))
    True
    """
    return posted_on <= due.on


def served_by_leaving(left_on: date, *, calendar: Calendar, source: Source = ARBITRATION_RULES_20_LEFT) -> Due:
    """Return the day on which arbitration papers that were left behind or posted up, with photographs, count as served.

    Papers signed for are served on the day of the signature (20(1)): that day needs no computing.

    Raises:
        CannotCompute: as `workdays_after`.

    Source: 劳动人事争议仲裁办案规则 20; its 3 days are working days by 80.

    >>> served_by_leaving(date(2026, 11, 20), calendar=known).on.isoformat()
    '2026-11-25'
    """
    return workdays_after(left_on, 3, calendar=calendar, source=source)


def served_by_public_notice(published_on: date, *, calendar: Calendar, source: Source = CIVIL_PROCEDURE_95) -> Due:
    """Return the day on which what a court published counts as served: when thirty days have passed.

    Raises:
        CannotCompute: as `days_after`.

    Source: 民事诉讼法 95; its last day rolls as that of every period does (85).

    >>> served_by_public_notice(date(2026, 9, 1), calendar=known).on.isoformat()
    '2026-10-08'
    """
    return days_after(published_on, 30, calendar=calendar, source=source)


def effective_at_last_signature(signed_ats: Iterable[datetime]) -> datetime:
    """Return when an agreement signed electronically takes effect: at the last of the signatures of all of them.

    Raises:
        ValueError: no signature, or an instant without a time zone.

    Source: 人民法院在线调解规则 19.

    >>> morning, evening = (datetime(2026, 11, 20, hour, tzinfo=SHANGHAI) for hour in (9, 21))
    >>> effective_at_last_signature([evening, morning]).isoformat()
    '2026-11-20T13:00:00+00:00'
    """
    signed = list(signed_ats)
    if not signed:
        raise ValueError("an agreement without a signature takes no effect")
    if any(at.tzinfo is None for at in signed):
        raise ValueError("an instant has a time zone")
    return max(signed).astimezone(UTC)


def apply_to_extend(obstacle_removed_on: date, *, calendar: Calendar, source: Source = CIVIL_PROCEDURE_86) -> Due:
    """Return until when the extension of a missed period may be applied for, once what was in the way is gone: ten days.

    Whether it is granted is for the court to decide: this is the time to ask, not the extension.

    Raises:
        CannotCompute: as `days_after`.

    Source: 民事诉讼法 86.

    >>> apply_to_extend(date(2026, 11, 10), calendar=known).on.isoformat()
    '2026-11-20'
    """
    return days_after(obstacle_removed_on, 10, calendar=calendar, source=source)


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


def _month_after(day: date, count: int) -> tuple[int, int]:
    if not 1 <= count <= 1_200:
        raise ValueError("a period in months is 1 to 1,200 long")
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return year, month + 1


def _check_count(count: int) -> None:
    if not 1 <= count <= _MAX_DAYS:
        raise ValueError("a period in days is 1 to 36,525 long")
