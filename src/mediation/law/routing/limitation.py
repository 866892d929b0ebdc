"""How long the claim can be taken to arbitration without the other side pointing to the calendar."""

from datetime import date

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law import limitation as law
from mediation.law.limitation import Interruption, Restart
from mediation.law.periods import day_of
from mediation.law.routing.door import Reason, Until
from mediation.law.routing.facts import Amount, CaseFacts, Head
from mediation.law.sources.limitation import MEDIATION_AND_ARBITRATION_27_ONE_YEAR

URGENT_DAYS = 7
"""Fewer days than these left: aid first, papers later. Source: 法律援助法 44(1)."""

_PAY = frozenset({Head.WAGE_ARREARS, Head.OVERTIME})


def limitation(facts: CaseFacts, calendar: Calendar) -> tuple[Until | None, tuple[Reason, ...]]:
    """The earliest end among what is due, and what to beware of. None where none runs, or nobody recorded its start.

    It closes nothing by itself: whether it has passed is looked at only when the other side says so.

    Source: 调解仲裁法 27; 企业劳动争议协商调解规定 31(8): default on the agreement starts the year anew.
    """
    found = [until for amount in facts.owed if (until := _until(amount, facts, calendar)) is not None]
    until = min(found, key=lambda one: _last(one) or date.max, default=None)
    last = _last(until) if until is not None else None
    if until is None or last is None or facts.today <= last:
        return until, ()
    said = Text(
        "仲裁时效可能已经届满；对方提出抗辩的，请求可能得不到支持。",
        "The year may have passed: if the other side says so, the claim may fail.",
    )
    return until, (Reason(said, MEDIATION_AND_ARBITRATION_27_ONE_YEAR),)


def _until(amount: Amount, facts: CaseFacts, calendar: Calendar) -> Until | None:
    """The end of the year of one amount; None before it is due, while none runs, and where its start is not recorded."""
    interruptions, known_on = facts.interruptions, facts.known_on
    if not amount.is_due(facts.now):
        return None
    if amount.bound and amount.due_at is not None:
        default_on = day_of(amount.due_at)
        interruptions = (*interruptions, Interruption(Restart.AGREEMENT_NOT_PERFORMED, default_on))
        known_on = known_on or default_on
    # The sum that was agreed is owed under the agreement: its year runs from the default, employed or not.
    wages = not amount.bound and amount.heads <= _PAY and facts.circumstances.employment_continues is not False
    if wages and facts.circumstances.employment_continues is None and facts.employment_ended_on is None:
        return None
    known_on = known_on or (facts.employment_ended_on if wages else None)
    if known_on is None:
        return None
    try:
        year = law.limitation(
            known_on,
            calendar=calendar,
            wages=wages,
            employment_ended_on=facts.employment_ended_on,
            interruptions=interruptions,
            suspensions=facts.suspensions,
        )
    except CannotCompute as unknown:
        source = MEDIATION_AND_ARBITRATION_27_ONE_YEAR
        return Until(on=None, natural_on=unknown.natural_end, source=source, missing=unknown.missing)
    if year.due is None:
        return None
    return Until(on=year.due.on, natural_on=year.due.natural_end, source=MEDIATION_AND_ARBITRATION_27_ONE_YEAR)


def _last(until: Until) -> date | None:
    return until.on or until.natural_on


def days_left(until: Until | None, today: date) -> int | None:
    """Days from today to the last day; None without one."""
    last = _last(until) if until is not None else None
    return (last - today).days if last is not None else None


def is_urgent(until: Until | None, today: date) -> bool:
    """Whether fewer than seven days are left, and it has not passed."""
    left = days_left(until, today)
    return left is not None and 0 <= left < URGENT_DAYS
