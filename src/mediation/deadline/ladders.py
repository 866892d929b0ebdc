"""When a deadline is spoken of, and to whom: the ladders of a policy file, read and climbed. Pure.

Refuses to hold the rungs themselves: those are in `policies/reminders/deadlines.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from mediation.deadline.rules import INTERNAL, law_of
from mediation.law.deadlines import AGREED, ROWS, DayKind, Nature
from mediation.law.periods import SHANGHAI


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


DEFAULTS: Final = frozenset({"default", "long_right", "right"})
"""The ladders for every rule without one of its own: duties, rights of months and years, other rights."""


def read_ladders(content: Any) -> dict[str, tuple[Rung, ...]]:
    """The ladders of a policy file by rule; DEFAULTS are for rules without one of their own. Raises ValueError."""
    if not isinstance(content, dict) or not set(content) >= DEFAULTS:
        raise ValueError(f"ladders are given by rule, and {', '.join(sorted(DEFAULTS))} are among them")
    known = {*DEFAULTS, INTERNAL, AGREED.id, *ROWS}
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
    """The ladder of a rule: its own, or the one for what it is."""
    return ladders[rule] if rule in ladders else ladders[_default_of(rule)]


def _default_of(rule: str) -> str:
    law = law_of(rule)
    if law is None or law.nature is not Nature.RIGHT:
        return "default"
    return "long_right" if law.day_kind in (DayKind.MONTH, DayKind.YEAR) else "right"


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
