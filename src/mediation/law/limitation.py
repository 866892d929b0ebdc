"""The year within which a labour claim goes to arbitration: when it runs, stands still, starts anew, and ends.

Holds the reading of one claim's dated facts, step by step. Refuses to hold where the facts come from (the journal, or
whoever asks) and what follows in a hearing: whether the other side pleads it is theirs to decide.

In the examples `known` is the built-in calendar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.periods import Due, end_of
from mediation.law.sources import Source
from mediation.law.sources.limitation import (
    ARBITRATION_RULES_27_CONSENT,
    ARBITRATION_RULES_27_DEMAND,
    ARBITRATION_RULES_27_RELIEF,
    ENTERPRISE_MEDIATION_31_MOMENTS,
    LIMITATION_19,
    MEDIATION_AND_ARBITRATION_27_INTERRUPTED,
    MEDIATION_AND_ARBITRATION_27_ONE_YEAR,
    MEDIATION_AND_ARBITRATION_27_SUSPENDED,
    MEDIATION_AND_ARBITRATION_27_WAGES,
)

_DAY: Final = timedelta(days=1)


class Restart(StrEnum):
    """What interrupts the year and starts it anew: seven acts, and the eight moments of negotiation and mediation."""

    DEMAND = "demand"
    MEDIATION_REQUESTED = "mediation_requested"
    COMPLAINT = "complaint"
    ARBITRATION_REQUESTED = "arbitration_requested"
    SUIT = "suit"
    PAYMENT_ORDER_REQUESTED = "payment_order_requested"
    CONSENT_TO_PERFORM = "consent_to_perform"
    NEGOTIATION_REFUSED = "negotiation_refused"
    NEGOTIATION_BROKEN_OFF = "negotiation_broken_off"
    NEGOTIATION_EXPIRED = "negotiation_expired"
    SETTLEMENT_NOT_PERFORMED = "settlement_not_performed"
    MEDIATION_REFUSED = "mediation_refused"
    MEDIATION_BROKEN_OFF = "mediation_broken_off"
    MEDIATION_EXPIRED = "mediation_expired"
    AGREEMENT_NOT_PERFORMED = "agreement_not_performed"


MOMENTS: Final = MappingProxyType(
    {
        Restart.DEMAND: (Text("向对方主张权利", "claimed from the other side"), ARBITRATION_RULES_27_DEMAND),
        Restart.MEDIATION_REQUESTED: (Text("申请调解", "applied for mediation"), ARBITRATION_RULES_27_DEMAND),
        Restart.COMPLAINT: (Text("向有关部门投诉", "complained to an authority"), ARBITRATION_RULES_27_RELIEF),
        Restart.ARBITRATION_REQUESTED: (Text("申请仲裁", "applied for arbitration"), ARBITRATION_RULES_27_RELIEF),
        Restart.SUIT: (Text("向人民法院起诉", "sued in court"), ARBITRATION_RULES_27_RELIEF),
        Restart.PAYMENT_ORDER_REQUESTED: (
            Text("申请支付令", "applied for a payment order"),
            ARBITRATION_RULES_27_RELIEF,
        ),
        Restart.CONSENT_TO_PERFORM: (
            Text("对方同意履行义务", "the other side agreed to perform"),
            ARBITRATION_RULES_27_CONSENT,
        ),
        Restart.NEGOTIATION_REFUSED: (
            Text("对方不同意协商或者在5日内不回应", "the other side refused to negotiate or was silent for 5 days"),
            ENTERPRISE_MEDIATION_31_MOMENTS[0],
        ),
        Restart.NEGOTIATION_BROKEN_OFF: (
            Text("不同意继续协商", "negotiation was broken off"),
            ENTERPRISE_MEDIATION_31_MOMENTS[1],
        ),
        Restart.NEGOTIATION_EXPIRED: (
            Text("约定的协商期限内未达成一致", "the agreed time of negotiation ended without agreement"),
            ENTERPRISE_MEDIATION_31_MOMENTS[2],
        ),
        Restart.SETTLEMENT_NOT_PERFORMED: (
            Text("在约定期限内不履行和解协议", "the settlement was not performed in time"),
            ENTERPRISE_MEDIATION_31_MOMENTS[3],
        ),
        Restart.MEDIATION_REFUSED: (
            Text("对方不同意调解", "the other side refused mediation"),
            ENTERPRISE_MEDIATION_31_MOMENTS[4],
        ),
        Restart.MEDIATION_BROKEN_OFF: (
            Text("受理后在调解期限内不同意调解", "after acceptance, a side gave up mediation"),
            ENTERPRISE_MEDIATION_31_MOMENTS[5],
        ),
        Restart.MEDIATION_EXPIRED: (
            Text("调解期限内未达成协议", "the time of mediation ended without agreement"),
            ENTERPRISE_MEDIATION_31_MOMENTS[6],
        ),
        Restart.AGREEMENT_NOT_PERFORMED: (
            Text("在约定期限内不履行调解协议", "the mediation agreement was not performed in time"),
            ENTERPRISE_MEDIATION_31_MOMENTS[7],
        ),
    }
)
"""Each restarting moment in words, with its source.

Source: 劳动争议调解仲裁法 27(2); 劳动人事争议仲裁办案规则 27; 企业劳动争议协商调解规定 31(1)-(8).
"""


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something that starts the year anew, and its day."""

    kind: Restart
    on: date


@dataclass(frozen=True, slots=True)
class Suspension:
    """From the first day on which arbitration could not be applied for to the day on which the cause was removed (None: it
    lasts): force majeure, or a worker without capacity whose representative is not determined. Neither day counts."""

    from_on: date
    removed_on: date | None


class State(StrEnum):
    """What the year does."""

    NOT_RUNNING = "not_running"
    """wages, while the worker is employed"""
    RUNNING = "running"
    SUSPENDED = "suspended"
    """the cause lasts; what is left is in `days_left`"""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to the year on a day, in words, and under which clause."""

    on: date
    text: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Limitation:
    """Where the year of a claim stands.

    `starts_on` is the day it was last counted from, itself not counted; `due` its end, None while it does not run or is
    suspended; `days_left` what remains of a suspended year; `steps` how it came to this, in the order of the days.
    """

    state: State
    starts_on: date | None
    due: Due | None
    days_left: int | None
    steps: tuple[Step, ...]

    def has_passed(self, on: date) -> bool:
        """Whether the year was over before the day began. It still has to be pleaded by the other side to matter."""
        return self.due is not None and on > self.due.on


def limitation(
    known_on: date,
    *,
    calendar: Calendar,
    wages: bool = False,
    employment_ended_on: date | None = None,
    interruptions: Iterable[Interruption] = (),
    suspensions: Iterable[Suspension] = (),
) -> Limitation:
    """Return how the year of one claim ran.

    Args:
        known_on: the day on which the claimant knew or should have known of the infringement.
        calendar: the working days.
        wages: the claim is for arrears of pay: no year runs while the worker is employed, then one from the termination.
        employment_ended_on: the day the employment ended; None while it lasts. Only arrears of pay depend on it.
        interruptions: in any order. One before the year began, or after it was over, changes nothing, and a step says so.
        suspensions: in any order; they may overlap.

    Raises:
        CannotCompute: the year ends in one without a holiday notice; it carries the natural end.
        ValueError: a suspension that ends before it begins.

    Source: 劳动争议调解仲裁法 27. That a suspension counts whenever it falls within the year, and not only within its last six
    months (民法典 194), is how 27(3) reads.

    >>> limitation(date(2025, 11, 20), calendar=known).due.on.isoformat()
    '2026-11-20'
    >>> limitation(date(2020, 1, 10), wages=True, calendar=known).state.value
    'not_running'
    """
    held = _merged(suspensions)
    if wages and employment_ended_on is None:
        text = Text(
            "劳动关系存续期间拖欠劳动报酬，不受一年时效限制。",
            "Arrears of pay while employed: no year of limitation runs.",
        )
        step = Step(known_on, text, MEDIATION_AND_ARBITRATION_27_WAGES)
        return Limitation(State.NOT_RUNNING, None, None, None, (step,))
    if wages and employment_ended_on is not None:
        begun_on, source = employment_ended_on, MEDIATION_AND_ARBITRATION_27_WAGES
        text = Text("劳动关系终止，自该日起一年。", "The employment ended: one year from that day.")
    else:
        begun_on, source = known_on, MEDIATION_AND_ARBITRATION_27_ONE_YEAR
        text = Text("知道或者应当知道权利被侵害，自该日起一年。", "Knew or should have known: one year from that day.")
    run = _Run(begun_on, calendar, held, source, [Step(begun_on, text, source)])
    for one in sorted(interruptions, key=lambda each: each.on):
        run.interrupt(one)
    return run.end()


@dataclass
class _Run:
    """The year while its facts are read in their order."""

    starts_on: date
    calendar: Calendar
    suspensions: Sequence[Suspension]
    source: Source
    steps: list[Step]

    def interrupt(self, one: Interruption) -> None:
        words, source = MOMENTS[one.kind]
        if one.on < self.starts_on:
            text = Text(
                f"{words.zh}：此时时效尚未开始，不影响计算。",
                f"It was before the year began: {words.en}; nothing changes.",
            )
        elif self._is_over(one.on):
            text = Text(
                f"{words.zh}：时效已届满，不再中断。", f"The year was over: {words.en}; it does not start again."
            )
            if one.kind is Restart.CONSENT_TO_PERFORM:
                text, source = _PLEA_LOST, LIMITATION_19
        else:
            text = Text(
                f"{words.zh}：时效中断，自该日起重新计算一年。", f"The year starts again from this day: {words.en}."
            )
            self.steps += self._stood_still(until=one.on)
            self.starts_on, self.source = one.on, MEDIATION_AND_ARBITRATION_27_INTERRUPTED
        self.steps.append(Step(one.on, text, source))

    def end(self) -> Limitation:
        last, lasting = self._last_day()
        self.steps += self._stood_still(until=None)
        if lasting is not None:
            left = (last - lasting).days + 1
            return Limitation(State.SUSPENDED, self.starts_on, None, left, tuple(self.steps))
        due = self._due(last)
        text = Text(f"时效于{due.on}届满。", f"The year ends on {due.on}.")
        if due.rolled:
            text = Text(
                f"最后一日{last}为休息日，时效于{due.on}届满。",
                f"The last day, {last}, is a rest day: the year ends on {due.on}.",
            )
        steps = (*self.steps, Step(due.on, text, due.source))
        return Limitation(State.RUNNING, self.starts_on, due, None, steps)

    def _is_over(self, on: date) -> bool:
        last, lasting = self._last_day()
        return lasting is None and on > last and on > self._due(last).on

    def _due(self, last: date) -> Due:
        on = self.calendar.roll_forward(last)
        return Due(on, end_of(on), last, rolled=on != last, source=self.source)

    def _last_day(self) -> tuple[date, date | None]:
        """The last day of the year as far as it has come, and the first day of a suspension that lasts."""
        last = _year_after(self.starts_on)
        for one in self.suspensions:
            first = max(one.from_on, self.starts_on + _DAY)
            if first > last:
                break
            if one.removed_on is None:
                return last, first
            last += max(one.removed_on - first + _DAY, timedelta())
        return last, None

    def _stood_still(self, *, until: date | None) -> list[Step]:
        """The suspensions within the year that was counted so far, in words."""
        last, steps = _year_after(self.starts_on), list[Step]()
        for one in self.suspensions:
            first = max(one.from_on, self.starts_on + _DAY)
            ended = one.removed_on is not None and one.removed_on < first
            if first > last or ended or (until is not None and first > until):
                continue
            if one.removed_on is None:
                text = Text(f"自{first}起时效中止，原因尚未消除。", f"Suspended from {first}; the cause lasts.")
            else:
                days = (one.removed_on - first).days + 1
                last += timedelta(days=days)
                text = Text(
                    f"{first}至{one.removed_on}时效中止，{days}日不计入。",
                    f"Suspended from {first} to {one.removed_on}: {days} days do not count.",
                )
            steps.append(Step(first, text, MEDIATION_AND_ARBITRATION_27_SUSPENDED))
        return steps


_PLEA_LOST: Final = Text(
    "对方在时效届满后同意履行：不得再以时效届满抗辩。",
    "The other side agreed to perform after the year was over: it cannot plead limitation any more.",
)


def _merged(suspensions: Iterable[Suspension]) -> list[Suspension]:
    """The suspensions in order, those that touch made one."""
    found: list[Suspension] = []
    for one in sorted(suspensions, key=lambda each: each.from_on):
        if one.removed_on is not None and one.removed_on < one.from_on:
            raise ValueError("a suspension does not end before it begins")
        before = found[-1] if found else None
        if before is None or (before.removed_on is not None and one.from_on > before.removed_on):
            found.append(one)
        elif before.removed_on is not None:
            removed = None if one.removed_on is None else max(before.removed_on, one.removed_on)
            found[-1] = replace(before, removed_on=removed)
    return found


def _year_after(on: date) -> date:
    return on.replace(year=on.year + 1, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year + 1)
