"""What happens to notices of holidays, in the past tense."""

from dataclasses import dataclass
from datetime import date

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarLoaded(Event):
    """A notice counts from now on. Between the first and the last day that it makes known or changes, periods may end anew."""

    verb = "calendar:load"
    subject = "HolidayNotice"

    seq: int
    year: int
    hash: str
    first_on: date | None
    last_on: date | None
