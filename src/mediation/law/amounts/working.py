"""The sheet of paper on which a head does its sum: steps, sources, notes, and the local figures it asked for.

Holds nothing of the law. A local figure that is not there is noted, and `settle` asks for all of them at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mediation.kit.checks import Checks
from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.amounts.inputs import Sourced
from mediation.law.amounts.regional import GIVEN_AS, TITLES, WORDS, RegionalValue, Regions, Value
from mediation.law.amounts.result import (
    Amount,
    AskedFor,
    Figure,
    Missing,
    MissingKind,
    Note,
    Step,
    Unit,
    Used,
    number,
    rounded,
    yuan,
)
from mediation.law.sources import Source


@dataclass(frozen=True, eq=False)
class At:
    """Where and when an amount is computed."""

    on: date
    """the day whose law and figures count unless a head has a day of its own"""
    region: str | None
    regions: Regions
    calendar: Calendar


class Working:
    """One computation. Heads write on it top-down and end with `amount`."""

    def __init__(self, head: str, at: At) -> None:
        self.head = head
        self.at = at
        self.checks = Checks()
        """what is wrong with the inputs taken together; paths are the inputs' names"""
        self._steps: list[Step] = []
        self._sources: dict[Source, None] = {}
        self._notes: list[Note] = []
        self._also: list[Figure] = []
        self._used: list[Used] = []
        self._missing: dict[tuple[str, date], Missing] = {}

    def cite(self, *sources: Source) -> None:
        """Rest on these clauses, in the order in which they are first named; those not in force on the day stay out."""
        self._sources.update(dict.fromkeys(source for source in sources if source.is_in_force(self.at.on)))

    def step(self, zh: str, en: str, figure: Fraction | None = None, unit: Unit = Unit.FEN) -> None:
        """Write one line. `figure` is what it arrives at, in `unit`."""
        self._steps.append(Step(Text(zh, en), figure, unit if figure is not None else Unit.NONE))

    def note(self, zh: str, en: str, source: Source | None = None, *, open_question: bool = False) -> None:
        """Say what the figure alone does not; `open_question` where a lawyer has to confirm it."""
        self._notes.append(Note(Text(zh, en), source, open_question))

    def also(self, id: str, zh: str, en: str, exact: Fraction) -> None:  # noqa: A002 - the name of the figure
        """Give another sum beside the answer."""
        self._also.append(Figure(id, Text(zh, en), rounded(exact)))

    def local(self, given: Sourced | None, value: Value, on: date) -> Fraction:
        """Return a local figure: the caller's, or the region's for the day. Missing, it is noted and zero until `settle`."""
        if given is not None:
            self._use(value, _shown(value, given.value), None, on, given.source)
            return given.value
        found = self.find(value, on)
        return found.value if found is not None and isinstance(found.value, Fraction) else Fraction(0)

    def word(self, value: Value, on: date) -> str:
        """Return a local choice, such as a method of counting; empty until `settle` when it is missing."""
        found = self.find(value, on)
        return str(found.value) if found is not None else ""

    def of_grade(self, given: Sourced | None, value: Value, grade: int, on: date) -> Fraction:
        """Return a local figure that differs by grade of disability."""
        if given is not None:
            self._use(value, number(given.value), None, on, given.source)
            return given.value
        found = self.find(value, on)
        return found.value[grade] if found is not None and isinstance(found.value, Mapping) else Fraction(0)

    def find(self, value: Value, on: date) -> RegionalValue | None:
        """Look a local figure up; note that it was used, or that it is missing."""
        found = self.at.regions.find(value, self.at.region, on)
        if found is None:
            self._missing[(value, on)] = self._asked(value, on)
            return None
        shown = _shown(value, found.value) if isinstance(found.value, Fraction) else _told(found)
        self._use(value, shown, found.region, on, f"{found.source} {found.url}")
        return found

    def settle(self) -> None:
        """Raises Invalid for inputs that do not go together, then AskedFor for every local figure that is missing."""
        self.checks.settle()
        if self._missing:
            raise AskedFor(tuple(self._missing.values()))

    def amount(self, exact: Fraction | None) -> Amount:
        """The answer, with the rounding as its last step where there was anything to round."""
        if exact is not None:
            fen, cut = rounded(exact), int(exact // 100)
            self.step(
                f"合计 {yuan(exact)} 元，四舍五入到分为 {yuan(Fraction(fen))} 元（取整到元，舍去角分：{cut:,} 元）",
                f"In all {yuan(exact)} yuan; rounded half up to the fen: {yuan(Fraction(fen))} yuan "
                f"(whole yuan, the rest cut off: {cut:,})",
                Fraction(fen),
            )
        return Amount(
            head=self.head,
            exact=exact,
            steps=tuple(self._steps),
            sources=tuple(self._sources),
            notes=tuple(self._notes),
            also=tuple(self._also),
            used=tuple(self._used),
        )

    def _use(self, value: Value, shown: str, region: str | None, on: date, source: str) -> None:
        self._used.append(Used(value, TITLES[value], shown, region, on, source))

    def _asked(self, value: Value, on: date) -> Missing:
        title, where = TITLES[value], self.at.region
        region = self.at.regions.known.get(where) if where else None
        zh = region.name.zh if region else "未指定地区"
        en = region.name.en if region else "no region given"
        name = GIVEN_AS[value]
        text = Text(
            f"缺少{title.zh}（{zh}，{on}）：请填写 {name}=数值@来源，不作推定。",
            f"Missing: {title.en} ({en}, {on}). Give {name}=VALUE@SOURCE; nothing is assumed.",
        )
        if value in WORDS:
            words = "|".join(WORDS[value])
            text = Text(
                f"缺少{title.zh}（{zh}，{on}）：请填写 {name}={words}，不作推定。",
                f"Missing: {title.en} ({en}, {on}). Give {name}={words}; nothing is assumed.",
            )
        return Missing(MissingKind.REGIONAL_VALUE, value, text, where, on, name)


def _shown(value: Value, figure: Fraction) -> str:
    return f"{yuan(figure)} 元" if re.search("_fen$", value) else number(figure)


def _told(found: RegionalValue) -> str:
    if isinstance(found.value, str):
        return found.value
    assert not isinstance(found.value, Fraction), "numbers are shown by their unit"
    return ", ".join(f"{grade}: {number(figure)}" for grade, figure in sorted(found.value.items()))
