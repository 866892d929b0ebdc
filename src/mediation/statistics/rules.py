"""Periods, closed words and rates of the statistics. Pure. What each figure means stands in `definitions.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from mediation.kit.problems import Invalid
from mediation.law.deadlines import Trigger
from mediation.law.periods import SHANGHAI

MAX_DAYS: Final = 366
SMALLEST_GROUP: Final = 5
"""fewer answers than these would say who thinks what"""


class LedgerList(StrEnum):
    """Which cases of a period stand in the list."""

    CASES = "cases"
    """registered in the period"""
    DUE = "due"
    """with a promised payment that fell due in the period and before now"""
    RATED = "rated"
    """closed in the period: those whose workers could say how it was"""
    RECOVERED = "recovered"
    """with a receipt of the period that was verified"""


class CaseResult(StrEnum):
    """What has become of a case."""

    ADVANCED = "advanced"
    FAILED = "failed"
    OPEN = "open"
    PERFORMED = "performed"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class PromiseState(StrEnum):
    """What has become of one promised payment; exactly one holds."""

    ADVANCED = "advanced"
    """the worker has it all, some of it from a third party"""
    DEFAULTED = "defaulted"
    LATE = "late"
    """paid in full by the company after its day"""
    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    """paid in full by the company itself, by its day"""
    OVERDUE = "overdue"


PAID_STATES: Final = (PromiseState.ADVANCED, PromiseState.LATE, PromiseState.ON_TIME)
"""the worker has received everything"""


class Way(StrEnum):
    """A way outside the studio that was taken in a case, by what was recorded of it."""

    ARBITRATION = "arbitration"
    CONFIRMATION = "confirmation"
    ENFORCEMENT = "enforcement"
    INSPECTION = "inspection"
    PAYMENT_ORDER = "payment_order"
    REVIEW = "review"
    SUIT = "suit"


SHOWN_BY: Final[Mapping[Way, tuple[Trigger, ...]]] = {
    Way.ARBITRATION: (
        Trigger.ARBITRATION_APPLICATION_RECEIVED,
        Trigger.ARBITRATION_ACCEPTED,
        Trigger.ARBITRATION_REFUSED,
    ),
    Way.CONFIRMATION: (
        Trigger.CONFIRMATION_APPLICATION_RECEIVED,
        Trigger.CONFIRMATION_ACCEPTED,
        Trigger.CONFIRMATION_GRANTED,
        Trigger.CONFIRMATION_REFUSED,
    ),
    Way.ENFORCEMENT: (Trigger.ENFORCEMENT_REQUEST_RECEIVED,),
    Way.INSPECTION: (Trigger.INSPECTION_COMPLAINT_RECEIVED, Trigger.INSPECTION_FILED, Trigger.PAYMENT_ORDERED),
    Way.PAYMENT_ORDER: (
        Trigger.PAYMENT_ORDER_APPLICATION_RECEIVED,
        Trigger.PAYMENT_ORDER_APPLICATION_ACCEPTED,
        Trigger.PAYMENT_ORDER_ISSUED,
        Trigger.PAYMENT_ORDER_RECEIVED,
        Trigger.PAYMENT_ORDER_REFUSED,
    ),
    Way.REVIEW: (Trigger.REVIEW_ACCEPTED, Trigger.REVIEW_REFUSED),
    Way.SUIT: (Trigger.COMPLAINT_RECEIVED, Trigger.CASE_FILED, Trigger.JUDGMENT_SERVED),
}
"""The recorded events that say a way was taken."""


@dataclass(frozen=True, slots=True)
class Period:
    """Legal days in Asia/Shanghai, both included."""

    since: date
    until: date

    @property
    def begins(self) -> datetime:
        """0:00 of the first day."""
        return datetime.combine(self.since, time.min, SHANGHAI)

    @property
    def ends(self) -> datetime:
        """24:00 of the last day."""
        return datetime.combine(self.until + timedelta(days=1), time.min, SHANGHAI)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months it touches, in order."""
        first, count = self.since.replace(day=1), _months_between(self.since, self.until) + 1
        return tuple(_months_on(first, n) for n in range(count))

    @property
    def previous(self) -> "Period":
        """The one before it, as long: whole months before whole months, else as many days.

        >>> Period(date(2026, 10, 1), date(2026, 12, 31)).previous
        Period(since=datetime.date(2026, 7, 1), until=datetime.date(2026, 9, 30))
        >>> Period(date(2026, 11, 20), date(2026, 11, 21)).previous
        Period(since=datetime.date(2026, 11, 18), until=datetime.date(2026, 11, 19))
        """
        day = timedelta(days=1)
        if self.since.day == 1 and (self.until + day).day == 1:
            count = len(self.months)
            return Period(_months_on(self.since, -count), self.since - day)
        return Period(self.since - (self.until - self.since) - day, self.since - day)


def period(since: date, until: date) -> Period:
    """The period from `since` to `until`. Raises Invalid (period): turned round, or longer than 366 days."""
    if until < since:
        raise Invalid.field("period.to", "before_start", "结束日早于开始日。", "The last day is before the first.")
    if (until - since).days >= MAX_DAYS:
        said = f"统计期最长{MAX_DAYS}天。", f"A period has at most {MAX_DAYS} days."
        raise Invalid.field("period.to", "too_long", *said)
    return Period(since, until)


def _months_on(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return first.replace(year=first.year + years, month=month + 1, day=1)


def _months_between(one: date, other: date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def per_mille(hits: int, of: int) -> int | None:
    """`hits` in a thousand of `of`, rounded half up; None of nothing.

    >>> per_mille(83, 91), per_mille(1, 2_000), per_mille(0, 0)
    (912, 1, None)
    """
    return (2_000 * hits + of) // (2 * of) if of else None


@dataclass(frozen=True, slots=True)
class Answers:
    """How workers say it was: who could say it, who did, and what, unless too few did."""

    asked: int
    satisfied: int = 0
    fairly: int = 0
    not_satisfied: int = 0

    @property
    def count(self) -> int:
        """n."""
        return self.satisfied + self.fairly + self.not_satisfied

    @property
    def is_hidden(self) -> bool:
        """Whether the marks stay unsaid. No answer at all tells of nobody either; then there is nothing to hide."""
        return 0 < self.count < SMALLEST_GROUP
