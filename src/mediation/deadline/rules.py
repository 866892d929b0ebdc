"""Decisions about deadlines over plain values: when each ends, who must act, what stands, and when it is spoken of.

Holds the reading of the law's table for one case and of the reminder ladders. Refuses to hold figures of either: those
are in `law/deadlines/` and `policies/reminders/deadlines.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.deadlines import AGREED, ROWS, Nature, Row, Trigger, Whose, compute
from mediation.law.periods import SHANGHAI

INTERNAL: Final = "INTERNAL"
MEETABLE: Final = frozenset({"G-2", "G-3", "L-2", INTERNAL})
"""what a person marks as done; the others are met by a verb of the case or by a payment"""


class Standing(StrEnum):
    """Where a deadline stands."""

    LAPSED = "lapsed"
    """a right that was not used in time"""
    MET = "met"
    OPEN = "open"
    OPENED = "opened"
    """it has passed, and what it held back may be done now"""
    OVERDUE = "overdue"
    UNCOMPUTED = "uncomputed"
    """the holiday notice of the year is missing"""
    VOID = "void"


class DutyOf(StrEnum):
    """Who must act, or may."""

    BOTH = "both"
    EMPLOYER = "employer"
    JUSTICE = "justice"
    MEDIATOR = "mediator"
    WORKERS = "workers"


_DUTY: Final[Mapping[Whose, DutyOf]] = {
    Whose.DEBTOR: DutyOf.EMPLOYER,
    Whose.LEGAL_AID_BODY: DutyOf.JUSTICE,
    Whose.MEDIATION_BODY: DutyOf.MEDIATOR,
    Whose.PARTIES: DutyOf.WORKERS,
}


def law_of(rule: str) -> Row | None:
    """The row of the table of law behind a stored deadline; None for one that the studio set itself."""
    return AGREED if rule == AGREED.id else ROWS.get(rule)


def duty_of(row: Row) -> DutyOf:
    """Whose deadline it is: joint rights are both sides'."""
    return DutyOf.BOTH if row.joint else _DUTY[row.whose]


def is_right(rule: str) -> bool:
    """Whether it lapses when it passes (a right), instead of being overdue (a duty)."""
    row = law_of(rule)
    return row is not None and row.nature is Nature.RIGHT


def opens(rule: str) -> bool:
    """Whether something may be done once it has passed, and nothing is lost."""
    row = law_of(rule)
    return row is not None and row.opens


def hangs_on_agreement(rule: str) -> bool:
    """Whether it concerns only those whom an agreement binds."""
    row = law_of(rule)
    return row is not None and row.trigger is Trigger.AGREEMENT_EFFECTIVE


@dataclass(frozen=True, slots=True)
class End:
    """When a period ends: its last day and the first moment that is too late; or the year that keeps us from knowing."""

    on: date | None
    at: datetime | None
    why_not: str | None = None


def end_of(rule: str, starts_on: date, calendar: Calendar) -> End:
    """The end of a period of the table of law whose event happened on `starts_on`."""
    try:
        due = compute(ROWS[rule], starts_on, calendar)
    except CannotCompute as unknown:
        return End(None, None, str(unknown.year))
    return End(due.on, due.at)


def is_known(calendar: Calendar, year: str) -> bool:
    """Whether the calendar has the holiday notice of `year`."""
    return int(year) in calendar.years


def standing(
    *,
    due_at: datetime | None,
    met: bool,
    void: bool,
    lapsed: bool,
    right: bool,
    now: datetime,
    opening: bool = False,
) -> Standing:
    """Where a deadline stands at `now`; `opening` is what `opens` says of its rule."""
    if met:
        return Standing.MET
    if void:
        return Standing.VOID
    if lapsed or (right and due_at is not None and due_at <= now):
        return Standing.OPENED if opening else Standing.LAPSED
    if due_at is None:
        return Standing.UNCOMPUTED
    return Standing.OVERDUE if due_at <= now else Standing.OPEN


def next_due(ends: Sequence[tuple[str, datetime | None]], now: datetime) -> datetime | None:
    """The nearest end among open deadlines (rule, due_at). A duty that has passed is the nearest of all; a right that has
    passed is nobody's business any more."""
    counted = [at for rule, at in ends if at is not None and not (is_right(rule) and at <= now)]
    return min(counted, default=None)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: so many days against the last day (negative: before), at an hour in Shanghai."""

    name: str
    days: int
    at: time
    to: tuple[str, ...]
    say: str
    every_days: int | None = None
    """said again every so many days, until the deadline is met"""


@dataclass(frozen=True, slots=True)
class Saying:
    """A rung whose moment has come. `name` is unique within a deadline."""

    name: str
    rung: Rung
    at: datetime


_RECIPIENTS: Final = frozenset({"duty", "mediator", "supervisor", "workers", "employer"})
_WORDS: Final = frozenset({"before", "at", "after", "escalated"})
_FARTHEST: Final = 60
"""times that a rung is said again, at most"""


def read_ladders(content: Any) -> dict[str, tuple[Rung, ...]]:
    """The ladders of a policy file by rule; `default` is for every rule without one of its own. Raises ValueError."""
    if not isinstance(content, dict) or "default" not in content:
        raise ValueError("ladders are given by rule, and `default` is one of them")
    known = {"default", INTERNAL, AGREED.id, *ROWS}
    ladders: dict[str, tuple[Rung, ...]] = {}
    for rule, steps in content.items():
        if rule not in known:
            raise ValueError(f"there is no rule {rule}")
        rungs = tuple(_rung(rule, step) for step in steps or ())
        if len({rung.name for rung in rungs}) != len(rungs):
            raise ValueError(f"{rule}: two rungs with one name")
        ladders[rule] = rungs
    return ladders


def _rung(rule: str, step: Any) -> Rung:
    try:
        rung = Rung(
            name=str(step["rung"]),
            days=int(step["days"]),
            at=time.fromisoformat(step["at"]),
            to=tuple(step["to"]),
            say=str(step["say"]),
            every_days=int(step["every_days"]) if "every_days" in step else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{rule}: a rung has rung, days, at, to and say") from error
    if not set(rung.to) <= _RECIPIENTS or not rung.to or rung.say not in _WORDS:
        raise ValueError(f"{rule}: {rung.name}: unknown recipient or words")
    if rung.every_days is not None and rung.every_days < 1:
        raise ValueError(f"{rule}: {rung.name}: every_days is at least 1")
    return rung


def ladder(ladders: Mapping[str, tuple[Rung, ...]], rule: str) -> tuple[Rung, ...]:
    """The ladder of a rule."""
    return ladders.get(rule, ladders["default"])


def _moments(due_on: date, rung: Rung) -> Iterator[tuple[str, datetime]]:
    first = datetime.combine(due_on + timedelta(days=rung.days), rung.at, SHANGHAI)
    yield rung.name, first
    if rung.every_days:
        for n in range(1, _FARTHEST):
            yield f"{rung.name}_{n}", first + timedelta(days=n * rung.every_days)


def next_moment(rungs: Sequence[Rung], due_on: date, since: datetime, *, strictly: bool = False) -> datetime | None:
    """The first moment from `since` on (`strictly`: after it) at which a rung is to be said; None when there is none."""
    moments = [at for rung in rungs for _, at in _moments(due_on, rung) if at > since or (at == since and not strictly)]
    return min(moments, default=None)


def sayings(rungs: Sequence[Rung], due_on: date, since: datetime, now: datetime) -> list[Saying]:
    """What ought to have been said from `since` to `now`, in order. Of a rung that repeats, only the last is still news."""
    found: list[Saying] = []
    for rung in rungs:
        passed = [Saying(name, rung, at) for name, at in _moments(due_on, rung) if since <= at <= now]
        found += passed[-1:] if rung.every_days else passed
    return sorted(found, key=lambda saying: (saying.at, saying.name))


def missing_notice(year: str) -> Text:
    """Why a deadline cannot be computed."""
    return Text(f"缺少{year}年放假安排", f"the holiday notice of {year} is missing")
