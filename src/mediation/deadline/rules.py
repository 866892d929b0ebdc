"""Decisions about deadlines over plain values: which start when, when each ends, who must act, and what stands.

Holds the reading of the law's table for one case. Refuses to hold its figures (`law/deadlines/`) and when a deadline is
spoken of (ladders.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.deadlines import AGREED, ROWS, DayKind, Nature, Row, Trigger, Whose, compute

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
NOT_BY_ITSELF: Final[Mapping[str, Text]] = {}
"""Rules for kinds of cases that nothing in a case tells apart: they do not start by themselves."""


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
    Whose.OTHER_SIDE: DutyOf.EMPLOYER,
    Whose.OUTSIDER: DutyOf.OUTSIDER,
    Whose.PARTIES: DutyOf.EITHER,
    Whose.RESPONDENT: DutyOf.EMPLOYER,
    Whose.UNION: DutyOf.UNION,
    Whose.WORKER: DutyOf.WORKERS,
}
_COUNTED: Final = frozenset({DayKind.CALENDAR_DAY, DayKind.WORKING_DAY, DayKind.MONTH, DayKind.YEAR})


def law_of(rule: str) -> Row | None:
    """The row of the table of law behind a stored deadline; None for one that the studio set itself."""
    return AGREED if rule == AGREED.id else ROWS.get(rule)


def duty_of(row: Row) -> DutyOf:
    """Whose deadline it is: joint rights are both sides' together."""
    return DutyOf.BOTH if row.joint else _DUTY[row.whose]


def is_right(rule: str) -> bool:
    """Whether it lapses when it passes (a right), instead of being overdue (a duty)."""
    row = law_of(rule)
    return row is not None and row.nature is Nature.RIGHT


def is_shown_only(rule: str) -> bool:
    """Whether it is the working time of a court or an authority, or a time to keep something: nobody is reminded of it."""
    row = law_of(rule)
    return row is not None and (row.internal or row.nature is Nature.RETENTION)


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
    return row is not None and row.trigger is Trigger.AGREEMENT_EFFECTIVE


@lru_cache(maxsize=4096)
def started_by(trigger: Trigger, region: str | None) -> tuple[str, ...]:
    """The rules that run from an event in a district (GB/T 2260; None: anywhere), in the order of the table.

    Rows that name no number of days are no clocks; those of another region do not run here.
    """
    return tuple(
        row.id
        for row in ROWS.values()
        if row.trigger is trigger
        and row.length is not None
        and row.day_kind in _COUNTED
        and row.nature is not Nature.RULE
        and row.id not in NOT_BY_ITSELF
        and (region is None or region.startswith(row.region.rstrip("0")))
    )


@dataclass(frozen=True, slots=True)
class End:
    """When a period ends: its last day and the first moment that is too late; or the year that keeps us from knowing.

    `natural_on` is the last day before an end on a rest day was moved; None where a count of working days has none.
    """

    on: date | None
    at: datetime | None
    natural_on: date | None = None
    why_not: str | None = None


def end_of(rule: str, starts_on: date, calendar: Calendar, *, extra_days: int = 0) -> End:
    """The end of a period of the table of law whose event happened on `starts_on`, `extra_days` longer than the rule says."""
    row = ROWS[rule]
    if extra_days:
        assert row.length is not None, "only a period can be extended"
        row = replace(row, length=row.length + extra_days)
    try:
        due = compute(row, starts_on, calendar)
    except CannotCompute as unknown:
        return End(None, None, unknown.natural_end, str(unknown.year))
    return End(due.on, due.at, due.natural_end)


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
    return Standing.PASSED if is_shown_only(of.rule) else Standing.OVERDUE


def days_late(met_on: date, due_on: date | None) -> int:
    """How many days after its last day it was done; 0 in time, or where the last day is not known."""
    return max(0, (met_on - due_on).days) if due_on is not None else 0


def next_due(ends: Sequence[tuple[str, datetime | None]], now: datetime) -> datetime | None:
    """The nearest end among open deadlines (rule, due_at). A duty that has passed is the nearest of all; a right that has
    passed is nobody's business any more, and the working time of a court never was."""
    counted = [
        at for rule, at in ends if at is not None and not is_shown_only(rule) and not (is_right(rule) and at <= now)
    ]
    return min(counted, default=None)


def missing_notice(year: str) -> Text:
    """Why a deadline cannot be computed."""
    return Text(f"缺少{year}年放假安排", f"the holiday notice of {year} is missing")
