"""Periods counted on the fingers: one day after the other, from the words of the statutes, without our calendar and our code.

Which days are worked is asked of `chinesecalendar` itself. Slow on purpose; what the product computes is held against it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import chinese_calendar

FIRST: Final = date(2012, 1, 1)
LAST: Final = date(2026, 12, 31)
ONE: Final = timedelta(days=1)
WORKED: Final = {
    FIRST + ONE * n: bool(chinese_calendar.is_workday(FIRST + ONE * n)) for n in range((LAST - FIRST).days + 1)
}


class NoNoticeError(Exception):
    """A day was needed of which no notice says whether it is worked."""


def worked(day: date) -> bool:
    """Whether the notices have people work on the day."""
    if day not in WORKED:
        raise NoNoticeError
    return WORKED[day]


def days(trigger: date, count: int) -> date:
    """民法典 201: 开始的当日不计入，自下一日开始计算; 203: 最后一日是法定休假日的，以法定休假日结束的次日为最后一日."""
    day = trigger
    for _ in range(count):
        day += ONE
    return to_the_next_worked(day)


def workdays(trigger: date, count: int) -> date:
    """办案规则 80: 指工作日."""
    day, counted = trigger, 0
    while counted < count:
        day += ONE
        if worked(day):
            counted += 1
    return day


def months(trigger: date, count: int) -> date:
    """民法典 202: 到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日."""
    day, turned = trigger, 0
    while True:
        day += ONE
        if day.day == 1:
            turned += 1
        last_of_month = (day + ONE).day == 1
        if turned == count and (day.day == trigger.day or last_of_month):
            return to_the_next_worked(day)


def days_back(event: date, count: int) -> date:
    """调解仲裁法 35: 开庭……日前, on calendar days; a rest day leaves no less time."""
    day = event
    for _ in range(count):
        day -= ONE
    return to_the_last_worked(day)


def workdays_back(event: date, count: int) -> date:
    """调解仲裁法 35 with 办案规则 80: so many working days lie between, the day of the notice counted."""
    day, counted = event, 0
    while counted < count:
        day -= ONE
        if worked(day):
            counted += 1
    return day


def full(first: date, count: int) -> date:
    """实施条例 6, 7: 用工之日起满……个月, the first day lived through too."""
    day, lived = first, 0
    while True:
        following = day + ONE
        lacking = following.day == 1 and day.day < first.day
        if following.day == first.day or lacking:
            lived += 1
        if lived == count:
            return day
        day = following


def to_the_next_worked(day: date) -> date:
    """法定休假日结束的次日."""
    while not worked(day):
        day += ONE
    return day


def to_the_last_worked(day: date) -> date:
    """工资支付暂行规定 7: 提前在最近的工作日支付."""
    while not worked(day):
        day -= ONE
    return day


def or_none(count: Callable[[], date]) -> date | None:
    """The answer, or None when it needs a day that no notice tells of."""
    try:
        return count()
    except NoNoticeError:
        return None
