"""The ladder of reminders about promised money: what is due to be said now, as windows on the due moment. Pure.

Holds the reading of `policies/reminders/commitment.yaml` and the arithmetic of its rungs. Refuses to hold who has been
told already (`reminders.py` asks the notices) and any prose (templates).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from mediation.law.periods import SHANGHAI, day_of, end_of
from mediation.notice.drafts import ChannelKind
from mediation.notice.rules import QUIET_FROM, not_at_night

LATEST: Final = timedelta(days=30)
"""how long after its moment a rung that was missed is still made up for; the daily one goes on meanwhile"""
_EVER: Final = datetime(2000, 1, 1, tzinfo=SHANGHAI)


class When(StrEnum):
    """The moment of a rung."""

    BEFORE_DUE = "before_due"
    DAILY = "daily"
    DAY_AFTER = "day_after"
    DUE = "due"
    DUE_MORNING = "due_morning"
    SIGNING = "signing"


class Audience(StrEnum):
    """Who is told."""

    AGENCIES = "agencies"
    EMPLOYER = "employer"
    MEDIATOR = "mediator"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: when, and who is told on which channels."""

    name: str
    when: When
    to: Mapping[Audience, tuple[ChannelKind, ...]]
    before: timedelta = timedelta(0)
    at: time = time(9)


@dataclass(frozen=True, slots=True)
class Window:
    """The due moments a rung speaks of now: after `after`, up to and including `until`.

    `day` marks a rung that speaks every day; `too_late` is when it is no longer worth saying (the due moment itself).
    """

    after: datetime
    until: datetime
    day: date | None = None
    before_due: bool = False


def parse(content: Any) -> tuple[Rung, ...]:
    """The rungs in a parsed file. Raises ValueError naming the rung: unknown words, repeated names, nobody to tell."""
    if not isinstance(content, dict) or not isinstance(content.get("rungs"), list):
        raise ValueError("a ladder is a list of rungs")  # noqa: TRY004 - wrong content, not a wrong call
    rungs = tuple(_rung(one) for one in content["rungs"])
    names = [rung.name for rung in rungs]
    if len(set(names)) != len(names):
        raise ValueError("a ladder names each rung once")
    return rungs


def _rung(one: Any) -> Rung:
    if not isinstance(one, dict):
        raise ValueError(f"rung {one!r}: expected its name, when and to")  # noqa: TRY004 - wrong content, not a wrong call
    name = str(one.get("name", ""))
    try:
        to = {Audience(who): tuple(ChannelKind(channel) for channel in channels) for who, channels in one["to"].items()}
        rung = Rung(
            name=name,
            when=When(one["when"]),
            to=to,
            before=timedelta(hours=int(one.get("hours", 0))),
            at=time.fromisoformat(one.get("at", "09:00")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"rung {name or one!r}: {error}") from None
    if not name.isidentifier() or not to or not all(to.values()):
        raise ValueError(f"rung {name!r} needs a name and somebody to tell")
    for staff in (Audience.MEDIATOR, Audience.AGENCIES):
        # A studio without a mediator in charge is told on its board, so the inbox is the channel that always is.
        if staff in to and ChannelKind.INBOX not in to[staff]:
            raise ValueError(f"rung {name!r} tells {staff} without an inbox")
    if (rung.when is When.BEFORE_DUE) != (rung.before > timedelta(0)):
        raise ValueError(f"rung {name!r}: hours belong to before_due")
    return rung


def _before_the_night(now: datetime) -> datetime:
    """`now`; in the last hour before the quiet ones the morning after them.

    A term that ends at 24:00 would be announced at 24:00 the day before and heard of at eight, an hour before the morning's
    reminder. What would fall into the night is said before it.
    """
    wall = now.astimezone(SHANGHAI)
    if wall.hour != QUIET_FROM.hour - 1:
        return now
    return not_at_night(datetime.combine(wall.date(), QUIET_FROM, SHANGHAI))


def window(rung: Rung, now: datetime) -> Window | None:
    """The due moments that `rung` speaks of at `now` (aware), or None when it has nothing to say at this hour.

    Asked as "due and not said yet": a missed night misses nothing. What reminds of a moment ahead is silent once it has
    passed.
    """
    today, is_hour = day_of(now), now.astimezone(SHANGHAI).time() >= rung.at
    match rung.when:
        case When.SIGNING:
            return None
        case When.BEFORE_DUE:
            return Window(now, _before_the_night(now) + rung.before, before_due=True)
        case When.DUE_MORNING:
            return Window(now, end_of(today), before_due=True) if is_hour else None
        case When.DUE:
            return Window(now - LATEST, now)
        case When.DAY_AFTER:
            return Window(now - LATEST, end_of(today - timedelta(days=1 if is_hour else 2)))
        case When.DAILY:
            return Window(_EVER, end_of(today - timedelta(days=2)), day=today) if is_hour else None


def next_moment(
    rungs: Sequence[Rung], due_at: datetime, now: datetime, *, effective_at: datetime | None
) -> datetime | None:
    """The first moment after `now` at which a rung speaks of what is due at `due_at`; None when none will.

    The quiet hours of its channel may hold a message back longer; a rung that was missed is made up for at the next tick.
    """
    moments = [moment for rung in rungs if (moment := _speaks_at(rung, due_at, now, effective_at)) and moment > now]
    return min(moments, default=None)


def _speaks_at(rung: Rung, due_at: datetime, now: datetime, effective_at: datetime | None) -> datetime | None:
    last = day_of(due_at - timedelta(microseconds=1))
    match rung.when:
        case When.SIGNING:
            return None
        case When.BEFORE_DUE:
            promised_later = effective_at is not None and due_at < effective_at + rung.before
            evening = _before_the_morning(due_at - rung.before)
            if effective_at is not None and evening < effective_at:  # nobody had promised anything that evening
                evening = due_at - rung.before
            return None if promised_later else evening
        case When.DUE_MORNING:
            morning = datetime.combine(last, rung.at, SHANGHAI)
            return morning if morning < due_at else None
        case When.DUE:
            return due_at
        case When.DAY_AFTER:
            return datetime.combine(last + timedelta(days=1), rung.at, SHANGHAI)
        case When.DAILY:
            first, today = last + timedelta(days=2), day_of(now)
            at_hour = now.astimezone(SHANGHAI).time() >= rung.at
            return datetime.combine(max(first, today + timedelta(days=1 if at_hour else 0)), rung.at, SHANGHAI)


def _before_the_morning(moment: datetime) -> datetime:
    """When `window` first reaches `moment`: what would be said in the night is said in the hour before it."""
    wall = moment.astimezone(SHANGHAI)
    evening = time(QUIET_FROM.hour - 1)
    morning = not_at_night(datetime.combine(wall.date(), time.min, SHANGHAI))
    if wall <= morning:
        return datetime.combine(wall.date() - timedelta(days=1), evening, SHANGHAI)
    return datetime.combine(wall.date(), evening, SHANGHAI) if wall.time() > evening else moment
