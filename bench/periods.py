"""How many legal periods one core computes in a minute: every row of the table of deadlines, and what is counted back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mediation.kit.workdays import CannotCompute, built_in
from mediation.law import periods
from mediation.law.deadlines import ROWS, compute
from mediation.law.sources.periods import MEDIATION_AND_ARBITRATION_35

AIM: Final = 1_000_000
"""periods per minute on one core"""
_FIRST: Final = date(2013, 1, 1).toordinal()
_DAYS: Final = 4_700
"""triggers, one per day: of 2013 to 2025"""
_AT_LEAST: Final = 300_000
"""periods that are measured"""


@dataclass(frozen=True)
class Speed:
    """What was measured."""

    kinds: int
    count: int
    seconds: float

    @property
    def per_minute(self) -> float:
        """Periods per minute."""
        return self.count / self.seconds * 60

    @property
    def is_missed(self) -> bool:
        """Whether the promise was not kept."""
        return self.per_minute < AIM

    @property
    def sentence(self) -> str:
        """For the reader."""
        return f"periods: {self.per_minute:,.0f} per minute on one core ({self.kinds} rules); aim {AIM:,}"


def measure() -> Speed:
    """Compute every rule that has a period from every day, as a projection of many cases would."""
    calendar = built_in()
    rules: list[Callable[[date], Any]] = [
        lambda on, row=row: compute(row, on, calendar)  # type: ignore[misc]
        for row in ROWS.values()
        if row.has_period
    ]
    rules.append(lambda on: periods.workdays_before(on, 5, calendar=calendar, source=MEDIATION_AND_ARBITRATION_35))
    rules.append(lambda on: periods.payday_on_or_before(on, calendar=calendar))
    days = [date.fromordinal(_FIRST + n) for n in range(_DAYS)]
    rules = [rule for rule in rules if _has_answer(rule, days[0])]
    rounds = -(-_AT_LEAST // (len(rules) * len(days)))
    count, begun = 0, time.perf_counter()
    for _ in range(rounds):
        for rule in rules:
            for on in days:
                count += _has_answer(rule, on)
    return Speed(len(rules), count, time.perf_counter() - begun)


def _has_answer(rule: Callable[[date], Any], on: date) -> bool:
    try:
        rule(on)
    except (CannotCompute, ValueError):
        return False
    return True
