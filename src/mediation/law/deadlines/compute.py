"""A row applied to a day: when its period ends."""

from datetime import date
from typing import assert_never

from mediation.kit.workdays import Calendar
from mediation.law.deadlines.row import DayKind, Row
from mediation.law.periods import Due, days_after, months_after, workdays_after, years_after


class NoPeriodError(ValueError):
    """The row has no end that follows from its trigger's day alone; `row.day_kind` says why."""

    def __init__(self, row: Row) -> None:
        why = "agreed by the parties" if row.day_kind is DayKind.CALENDAR_DAY else row.day_kind.value
        super().__init__(f"{row.id} has no length that follows from a day: {why}")
        self.row = row


def compute(row: Row, trigger_on: date, calendar: Calendar) -> Due:
    """Return when the row's period ends if its event happened on `trigger_on`, a day in China.

    Raises:
        CannotCompute: the period ends in, or is counted through, a year without a holiday notice.
        NoPeriodError: the row has no length of its own, or one that runs from an instant.
    """
    if row.length is None:
        raise NoPeriodError(row)
    match row.day_kind:
        case DayKind.CALENDAR_DAY:
            return days_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.WORKING_DAY:
            return workdays_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.MONTH:
            return months_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.YEAR:
            return years_after(trigger_on, row.length, calendar=calendar, source=row.source)
        case DayKind.HOUR | DayKind.AT_ONCE | DayKind.NO_PERIOD | DayKind.REGIONAL:
            raise NoPeriodError(row)
        case _ as never:
            assert_never(never)
