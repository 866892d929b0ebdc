"""Decisions about deadlines over plain values: which start when, when each ends, who must act, and what stands.

Holds the reading of the law's table for one case. Refuses to hold its figures (`law/deadlines/`) and when a deadline is
spoken of (ladders.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.answers import CHOICES, LIMITATIONS, ONLY_FOR, WITHIN_ANOTHER, Kind
from mediation.law.deadlines import AGREED, ROWS, DayKind, Nature, Row, Trigger, Whose, compute
from mediation.law.deadlines.rulebook import Rulebook
from mediation.law.limitation import Interruption, Step, Suspension, limitation

INTERNAL: Final = "INTERNAL"
BY_THE_HOUSE: Final = frozenset(
    {
        Trigger.AGREEMENT_EFFECTIVE,
        Trigger.AGREEMENT_SIGNED_AND_SEALED,
        Trigger.AID_ASSIGNMENT_RECEIVED,
        Trigger.AID_GRANTED,
        Trigger.APPLICATION_ACCEPTED,
        Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT,
        Trigger.APPLICATION_RECEIVED,
        Trigger.AS_AGREED,
        Trigger.MEDIATION_ENDED,
        Trigger.PERFORMANCE_DUE,
    }
)
"""Events that verbs of the house bring about; all others happen outside and are recorded."""
BY_VERBS: Final = frozenset({"M-2", "M-3", "M-4", AGREED.id})
"""met by a verb of the case or by a payment, and not by hand"""


class Standing(StrEnum):
    """Where a deadline stands."""

    LAPSED = "lapsed"
    """a right that was not used in time"""
    MET = "met"
    MET_LATE = "met_late"
    """done after its last day"""
    OPEN = "open"
    OPENED = "opened"
    """it has passed, and what it held back may be done now"""
    OVERDUE = "overdue"
    PASSED = "passed"
    """the working time of a court or an authority has passed, which is nobody's deadline here"""
    UNCOMPUTED = "uncomputed"
    """the holiday notice of the year is missing"""
    VOID = "void"


RUNNING: Final = frozenset({Standing.OPEN, Standing.OVERDUE, Standing.PASSED, Standing.UNCOMPUTED, Standing.LAPSED})
"""in which something can still be said to be done: a right, too, was perhaps used in time and nobody had written it down"""


EXTENDABLE: Final = frozenset({Standing.OPEN, Standing.OVERDUE, Standing.UNCOMPUTED})
"""in which consent can still be written down, if it was given before the last day was over"""


class DutyOf(StrEnum):
    """Who must act, or may."""

    AUTHORITY = "authority"
    BOTH = "both"
    COMMISSION = "commission"
    COURT = "court"
    EITHER = "either"
    EMPLOYER = "employer"
    JUSTICE = "justice"
    LAWYER = "lawyer"
    MEDIATOR = "mediator"
    OUTSIDER = "outsider"
    UNION = "union"
    WORKERS = "workers"


_DUTY: Final[Mapping[Whose, DutyOf]] = {
    Whose.AIDER: DutyOf.LAWYER,
    Whose.AID_APPLICANT: DutyOf.WORKERS,
    Whose.APPRAISAL_COMMITTEE: DutyOf.AUTHORITY,
    Whose.ARBITRATION_COMMISSION: DutyOf.COMMISSION,
    Whose.CLAIMANT: DutyOf.WORKERS,
    Whose.COURT: DutyOf.COURT,
    Whose.CREDITOR: DutyOf.WORKERS,
    Whose.DEBTOR: DutyOf.EMPLOYER,
    Whose.DETENTION_PLACE: DutyOf.AUTHORITY,
    Whose.EMPLOYER: DutyOf.EMPLOYER,
    Whose.JUSTICE_AUTHORITY: DutyOf.AUTHORITY,
    Whose.LABOUR_AUTHORITY: DutyOf.AUTHORITY,
    Whose.LEGAL_AID_BODY: DutyOf.JUSTICE,
    Whose.MEDIATION_BODY: DutyOf.MEDIATOR,
    Whose.OTHER_SIDE: DutyOf.EITHER,
    Whose.OUTSIDER: DutyOf.OUTSIDER,
    Whose.PARTIES: DutyOf.EITHER,
    Whose.RESPONDENT: DutyOf.EMPLOYER,
    Whose.UNION: DutyOf.UNION,
    Whose.WORKER: DutyOf.WORKERS,
}
_COUNTED: Final = frozenset({DayKind.CALENDAR_DAY, DayKind.WORKING_DAY, DayKind.MONTH, DayKind.YEAR})


def law_of(rule: str) -> Row | None:
    """The row of the table of law behind a stored deadline; None for one that the studio set itself.

    A region changes the length of a row and its source, never whose it is and what follows.
    """
    return AGREED if rule == AGREED.id else ROWS.get(rule)


def law_in(book: Rulebook, region: str, rule: str) -> Row | None:
    """The same as it reads in a region (its id; empty: the whole country)."""
    return book.row(rule, region) if region in book.regions else law_of(rule)


def duty_of(row: Row) -> DutyOf:
    """Whose deadline it is: joint rights are both sides' together."""
    if row.whose is Whose.OTHER_SIDE and row.trigger is Trigger.PERFORMANCE_DUE:
        return DutyOf.WORKERS
    return DutyOf.BOTH if row.joint else _DUTY[row.whose]


def is_right(rule: str) -> bool:
    """Whether it lapses when it passes (a right), instead of being overdue (a duty)."""
    row = law_of(rule)
    return row is not None and row.nature is Nature.RIGHT


def is_internal(rule: str) -> bool:
    """Whether it is the working time of a court or an authority, a time to keep something, or an effect of time: nobody is
    late with it."""
    row = law_of(rule)
    return row is not None and (row.internal or row.nature in (Nature.RETENTION, Nature.RULE))


def is_shown_only(rule: str) -> bool:
    """Whether nobody here waits for it: what is internal, an employer's duties at work, and what only others may do."""
    row = law_of(rule)
    if row is None:
        return False
    of_others = row.nature is Nature.RIGHT and duty_of(row) in (DutyOf.EMPLOYER, DutyOf.OUTSIDER)
    return is_internal(rule) or of_others or (row.whose is Whose.EMPLOYER and row.id.startswith("S-"))


def is_met_by_hand(rule: str) -> bool:
    """Whether a person may mark it as done."""
    return rule not in BY_VERBS and not opens(rule)


def opens(rule: str) -> bool:
    """Whether something may be done once it has passed, and nothing is lost."""
    row = law_of(rule)
    return row is not None and row.opens


def hangs_on_agreement(rule: str) -> bool:
    """Whether it concerns only those whom an agreement binds."""
    row = law_of(rule)
    return row is not None and row.trigger in (Trigger.AGREEMENT_EFFECTIVE, Trigger.PERFORMANCE_DUE)


OF_EFFECT: Final = tuple(row.id for row in ROWS.values() if row.trigger is Trigger.AGREEMENT_EFFECTIVE)
"""The rules that run from an agreement's effect and so hang on the agreement itself."""


@lru_cache(maxsize=1024)
def rows_in(book: Rulebook, code: str) -> Mapping[str, Row]:
    """The rows that have an end, as they read in a district (its GB/T 2260 code): what is left to regions has one only where
    the region gives it."""
    here = book.containing(code)
    rows = (here.rows.get(row.id, row) if here else row for row in book.rows.values())
    return {row.id: row for row in rows if row.length is not None and row.day_kind in _COUNTED}


@lru_cache(maxsize=8192)
def started_by(book: Rulebook, code: str, trigger: Trigger, kind: Kind) -> tuple[str, ...]:
    """The rules that run from an event in a district and a kind of case, in the order of the table. One of several (CHOICES)
    starts only when it is named."""
    return tuple(
        row.id
        for row in rows_in(book, code).values()
        if row.trigger is trigger
        and row.id not in CHOICES.get(trigger, ())
        and row.id not in WITHIN_ANOTHER
        and ONLY_FOR.get(row.id, kind) is kind
    )


@lru_cache(maxsize=1024)
def lies_ahead(trigger: Trigger) -> bool:
    """Whether the event may still be to come, because something is counted back from its day."""
    return any(row.trigger is trigger and row.back for row in ROWS.values())


@dataclass(frozen=True, slots=True)
class End:
    """When a period ends: its last day and the first moment that is too late; or the year that keeps us from knowing.

    `natural_on` is the last day before an end on a rest day was moved; None where a count of working days has none.
    """

    on: date | None
    at: datetime | None
    natural_on: date | None = None
    why_not: str | None = None


def end_of(row: Row, starts_on: date, calendar: Calendar, *, extra_days: int = 0) -> End:
    """The end of a period of the table of law whose event happened on `starts_on`, `extra_days` longer than the rule says."""
    if extra_days:
        assert row.length is not None, "only a period can be extended"
        row = replace(row, length=row.length + extra_days)
    try:
        due = compute(row, starts_on, calendar)
    except CannotCompute as unknown:
        return End(None, None, unknown.natural_end, str(unknown.year))
    return End(due.on, due.at, due.natural_end)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of limitation as it ran: its end, and how it came to that, in the order of the days."""

    end: End
    steps: tuple[Step, ...] = ()


def year_of(
    rule: str,
    known_on: date,
    calendar: Calendar,
    interruptions: Iterable[Interruption],
    suspensions: Iterable[Suspension],
) -> Year:
    """The year of limitation A-1 or A-2, from the day of its event. Suspended for now, or in a year whose days are not known, it
    has no end."""
    wages = LIMITATIONS[rule]
    try:
        ran = limitation(
            known_on,
            calendar=calendar,
            wages=wages,
            employment_ended_on=known_on if wages else None,
            interruptions=interruptions,
            suspensions=suspensions,
        )
    except CannotCompute as unknown:
        return Year(End(None, None, unknown.natural_end, str(unknown.year)))
    due = ran.due
    return Year(End(due.on, due.at, due.natural_end) if due else End(None, None), ran.steps)


def is_known(calendar: Calendar, year: str) -> bool:
    """Whether the calendar has the holiday notice of `year`."""
    return int(year) in calendar.years


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What is kept of a deadline, as far as its standing depends on it."""

    rule: str
    due_on: date | None
    due_at: datetime | None
    met_on: date | None
    void: bool
    lapsed: bool


def standing(of: Stands, now: datetime) -> Standing:
    """Where a deadline stands at `now`."""
    if of.met_on is not None:
        return Standing.MET_LATE if days_late(of.met_on, of.due_on) else Standing.MET
    if of.void:
        return Standing.VOID
    if of.lapsed or (is_right(of.rule) and of.due_at is not None and of.due_at <= now):
        return Standing.OPENED if opens(of.rule) else Standing.LAPSED
    if of.due_at is None:
        return Standing.UNCOMPUTED
    if of.due_at > now:
        return Standing.OPEN
    return Standing.PASSED if is_internal(of.rule) else Standing.OVERDUE


def days_late(met_on: date, due_on: date | None) -> int:
    """How many days after its last day it was done; 0 in time, or where the last day is not known."""
    return max(0, (met_on - due_on).days) if due_on is not None else 0


def next_due(ends: Sequence[tuple[str, datetime | None]], now: datetime) -> datetime | None:
    """The nearest end among open deadlines (rule, due_at). A duty that has passed is the nearest of all; a right that has
    passed is nobody's business any more, and what is only shown never was."""
    counted = [
        at for rule, at in ends if at is not None and not is_shown_only(rule) and not (is_right(rule) and at <= now)
    ]
    return min(counted, default=None)


def missing_notice(year: str) -> Text:
    """Why a deadline cannot be computed."""
    return Text(f"缺少{year}年放假安排", f"the holiday notice of {year} is missing")
