"""A row applied to a day: when its period ends."""

from datetime import date, datetime
from typing import Final, assert_never

from mediation.kit.workdays import Calendar
from mediation.law import periods
from mediation.law.deadlines.row import DayKind, Roll, Row
from mediation.law.periods import Due


class NoPeriodError(ValueError):
    """The row has no end that follows from its trigger's day alone; `row.day_kind` says why."""

    def __init__(self, row: Row) -> None:
        why = "agreed by the parties" if row.day_kind is DayKind.CALENDAR_DAY else row.day_kind.value
        super().__init__(f"{row.id} has no length that follows from a day: {why}")
        self.row = row


class _Unmoved(Calendar):
    """A calendar in which nothing rolls; it knows no year and needs none."""

    def roll_forward(self, day: date) -> date:
        """Return `day`."""
        return day

    def roll_backward(self, day: date) -> date:
        """Return `day`."""
        return day


_UNMOVED: Final = _Unmoved({})


def compute(row: Row, trigger_on: date, calendar: Calendar) -> Due:
    """Return when the row's period ends if its event happened on `trigger_on`, a day in China.

    A row that counts back answers with the last day on which its act is still in time before that event.

    Raises:
        CannotCompute: the period ends in, or is counted through, a year without a holiday notice.
        NoPeriodError: the row has no length of its own, or one that runs from an instant (`compute_from`).
    """
    if row.length is None or row.day_kind in (DayKind.HOUR, DayKind.AT_ONCE, DayKind.NO_PERIOD, DayKind.REGIONAL):
        raise NoPeriodError(row)
    if row.first_day_counts:
        months = row.length * (12 if row.day_kind is DayKind.YEAR else 1)
        last = periods.full_on(trigger_on, months=months)
        return Due(last, periods.end_of(last), last, rolled=False, source=row.source)
    if row.length == 0:
        return periods.payday_on_or_before(trigger_on, calendar=calendar, source=row.source)
    match row.roll:
        case Roll.FORWARD:
            return _counted(row, row.length, trigger_on, calendar)
        case Roll.NONE:
            return _counted(row, row.length, trigger_on, _UNMOVED)
        case Roll.BACKWARD if row.back:
            return _counted(row, row.length, trigger_on, calendar)
        case Roll.BACKWARD:
            natural = _counted(row, row.length, trigger_on, _UNMOVED)
            return periods.payday_on_or_before(natural.natural_end, calendar=calendar, source=row.source)
        case _ as never:
            assert_never(never)


def compute_from(row: Row, trigger_at: datetime) -> Due:
    """Return when a period in hours ends that runs from the instant `trigger_at`.

    Raises:
        NoPeriodError: the row is not counted in hours.
        ValueError: an instant without a time zone.
    """
    if row.length is None or row.day_kind is not DayKind.HOUR:
        raise NoPeriodError(row)
    return periods.hours_after(trigger_at, row.length, source=row.source)


def _counted(row: Row, length: int, trigger_on: date, calendar: Calendar) -> Due:
    match row.day_kind, row.back:
        case DayKind.CALENDAR_DAY, False:
            return periods.days_after(trigger_on, length, calendar=calendar, source=row.source)
        case DayKind.CALENDAR_DAY, True:
            return periods.days_before(trigger_on, length, calendar=calendar, source=row.source)
        case DayKind.WORKING_DAY, False:
            return periods.workdays_after(trigger_on, length, calendar=calendar, source=row.source)
        case DayKind.WORKING_DAY, True:
            return periods.workdays_before(trigger_on, length, calendar=calendar, source=row.source)
        case DayKind.MONTH, False:
            return periods.months_after(trigger_on, length, calendar=calendar, source=row.source)
        case DayKind.YEAR, False:
            return periods.years_after(trigger_on, length, calendar=calendar, source=row.source)
        case _:
            raise NoPeriodError(row)
