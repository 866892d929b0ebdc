"""When an agreement is to be performed: the four kinds of term, and the moments that follow from each.

Holds terms as values and their due moments. Refuses to hold amounts per worker (`rules.py`), how a period runs
(`law/periods.py`) and any guess: a day in a year without a holiday notice is refused, not assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, assert_never

from mediation.kit.problems import Invalid
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law import periods

MAX_DAYS: Final = 366
MAX_HOURS: Final = 8_784
MAX_PARTS: Final = 60
MAX_SHARE: Final = 10**9


class TermKind(StrEnum):
    """The word of each kind, as it is stored and as offers use it."""

    INSTALMENTS = "instalments"
    ON_DATE = "on_date"
    WITHIN_DAYS = "within_days"
    WITHIN_HOURS = "within_hours"


@dataclass(frozen=True, slots=True)
class WithinDays:
    """Within `days` calendar days of the day of effect; an end on a rest day rolls (民法典 201, 203)."""

    days: int


@dataclass(frozen=True, slots=True)
class OnDate:
    """By 24:00 of a day that the parties named; `rolls` when they agreed that a rest day moves it (民法典 204)."""

    on: date
    rolls: bool = False


@dataclass(frozen=True, slots=True)
class WithinHours:
    """Within `hours` hours of the moment of effect; rest days do not move it."""

    hours: int


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: its day and its weight among the others."""

    on: date
    share: int


@dataclass(frozen=True, slots=True)
class Instalments:
    """Several days, each with a share of every worker's amount; `rolls` as in OnDate."""

    parts: tuple[Part, ...]
    rolls: bool = False


Term = WithinDays | OnDate | WithinHours | Instalments


@dataclass(frozen=True, slots=True)
class DuePart:
    """One due moment: `at` is the first instant that is too late. `on` is None for a term in hours."""

    instalment: int
    share: int
    on: date | None
    at: datetime


def as_json(term: Term) -> dict[str, Any]:
    """The term as it is stored and hashed."""
    match term:
        case WithinDays():
            return {"kind": "within_days", "days": term.days}
        case OnDate():
            return {"kind": "on_date", "on": term.on.isoformat(), "rolls": term.rolls}
        case WithinHours():
            return {"kind": "within_hours", "hours": term.hours}
        case Instalments():
            parts = [{"on": part.on.isoformat(), "share": part.share} for part in term.parts]
            return {"kind": "instalments", "parts": parts, "rolls": term.rolls}
        case _:
            assert_never(term)


def from_json(stored: Mapping[str, Any]) -> Term:
    """The term that `as_json` wrote. Raises ValueError for anything else."""
    match stored.get("kind"):
        case "within_days":
            return WithinDays(int(stored["days"]))
        case "on_date":
            return OnDate(date.fromisoformat(stored["on"]), bool(stored["rolls"]))
        case "within_hours":
            return WithinHours(int(stored["hours"]))
        case "instalments":
            parts = tuple(Part(date.fromisoformat(part["on"]), int(part["share"])) for part in stored["parts"])
            return Instalments(parts, bool(stored["rolls"]))
        case other:
            raise ValueError(f"no such term: {other}")


def of_offer(*, kind: str, days: int | None, hours: int | None, on: date | None) -> Term | None:
    """The term that an accepted offer names, or None when its words do not settle one (instalments without their days)."""
    match kind:
        case "within_days" if days:
            return WithinDays(days)
        case "within_hours" if hours:
            return WithinHours(hours)
        case "on_date" if on:
            return OnDate(on)
        case _:
            return None


def check(term: Term, *, today: date) -> Term:
    """`term` if it can be promised today. Raises Invalid (term.days, term.hours, term.on, term.parts)."""
    match term:
        case WithinDays():
            _between("term.days", term.days, 1, MAX_DAYS)
        case WithinHours():
            _between("term.hours", term.hours, 1, MAX_HOURS)
        case OnDate():
            _not_past("term.on", term.on, today)
        case Instalments():
            _check_parts(term.parts, today)
        case _:
            assert_never(term)
    return term


def _check_parts(parts: tuple[Part, ...], today: date) -> None:
    if not 2 <= len(parts) <= MAX_PARTS:
        raise Invalid.field("term.parts", "out_of_range", "分期须为 2 至 60 期。", "Give 2 to 60 instalments.")
    for at, part in enumerate(parts):
        _not_past(f"term.parts.{at}.on", part.on, today)
        _between(f"term.parts.{at}.share", part.share, 1, MAX_SHARE)
        if at and part.on <= parts[at - 1].on:
            raise Invalid.field(
                f"term.parts.{at}.on",
                "not_later",
                "各期日期须依次推后。",
                "Each instalment is later than the one before.",
            )


def _between(path: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise Invalid.field(path, "out_of_range", f"须为 {low} 至 {high}。", f"Must be {low} to {high}.")


def _not_past(path: str, on: date, today: date) -> None:
    if on < today:
        raise Invalid.field(path, "in_past", "日期不能早于今天。", "The date cannot be before today.")


def dues(term: Term, effective_at: datetime, calendar: Calendar) -> tuple[DuePart, ...]:
    """The due moments of `term` for an agreement that takes effect at `effective_at` (aware), in order.

    Raises Invalid (term, `calendar_unknown`) when a day lies in a year without a holiday notice, and (term, `in_past`)
    when a moment would not lie after the effect.

    Source: 民法典 201-204.

    >>> from mediation.kit.workdays import built_in
    >>> friday = datetime.fromisoformat("2026-11-20T21:10:00+08:00")
    >>> [(part.on.isoformat(), part.at.isoformat()) for part in dues(WithinDays(3), friday, built_in())]
    [('2026-11-23', '2026-11-23T16:00:00+00:00')]
    """
    try:
        found = _dues(term, effective_at, calendar)
    except CannotCompute as unknown:
        raise Invalid.field(
            "term",
            "calendar_unknown",
            f"{unknown.year} 年的放假安排尚未录入，无法计算履行期限，请改用指定日期。",
            f"The holidays of {unknown.year} are not known yet, so the due day cannot be computed; name a date instead.",
        ) from None
    if any(part.at <= effective_at for part in found):
        raise Invalid.field(
            "term", "in_past", "付款期限已过，请先修改协议。", "The term has passed; revise the agreement first."
        )
    return found


def _dues(term: Term, effective_at: datetime, calendar: Calendar) -> tuple[DuePart, ...]:
    match term:
        case WithinDays():
            due = periods.days_after(periods.day_of(effective_at), term.days, calendar=calendar)
            return (DuePart(1, 1, due.on, due.at),)
        case WithinHours():
            return (DuePart(1, 1, None, periods.hours_after(effective_at, term.hours).at),)
        case OnDate():
            return (_agreed(1, 1, term.on, calendar if term.rolls else None),)
        case Instalments():
            rolling = calendar if term.rolls else None
            return tuple(_agreed(n, part.share, part.on, rolling) for n, part in enumerate(term.parts, start=1))
        case _:
            assert_never(term)


def _agreed(instalment: int, share: int, on: date, rolling: Calendar | None) -> DuePart:
    due = periods.agreed_day(rolling.roll_forward(on) if rolling else on)
    return DuePart(instalment, share, due.on, due.at)
