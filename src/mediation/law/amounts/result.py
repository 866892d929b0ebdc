"""What the computation of an amount gives: exact money, the steps that lead to it, where each comes from, or what is missing.

Holds the one rule of rounding: heads compute in fractions of a fen; only the end of a head is rounded, half a fen up.
Beside it stands the whole yuan with everything after it cut off, as published awards write their figures.
Refuses to hold any rule of law: those are the heads' own modules.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from mediation.kit.money import MAX_FEN, Fen, text
from mediation.kit.problems import Text
from mediation.law.sources import Source

_SHOWN_DECIMALS: Final = 4


class Unit(StrEnum):
    """What a figure counts."""

    DATE = "date"
    DAYS = "days"
    FEN = "fen"
    HOURS = "hours"
    MONTHS = "months"
    NONE = "none"
    PERCENT = "percent"
    ROWS = "rows"
    YEARS = "years"


class MissingKind(StrEnum):
    """What is asked for."""

    HOLIDAY_NOTICE = "holiday_notice"
    REGIONAL_VALUE = "regional_value"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working. `figure` is the value it arrives at, exact, in `unit`; money counts in fen."""

    text: Text
    figure: Fraction | None = None
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class Figure:
    """Another sum that belongs to the answer: its upper end, or what of it is out of time."""

    id: str
    title: Text
    fen: Fen


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know beside the figure. `open_question` marks what a lawyer of the client has to confirm."""

    text: Text
    source: Source | None = None
    open_question: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """A local figure that went into the answer, and who published it."""

    id: str
    title: Text
    value: str
    region: str | None
    on: date
    source: str
    """the regional file's source, or the one the caller named"""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing without which there is no answer, and how to give it."""

    kind: MissingKind
    id: str
    """of the regional value, or the year of the notice"""
    text: Text
    region: str | None
    on: date
    input: str | None = None
    """the input by which the caller can give it"""


@dataclass(frozen=True, slots=True)
class Needed:
    """The answer "not yet": what is missing, for which region and day. Nothing was assumed in its place."""

    head: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a head comes to.

    `exact` is the sum in fen before rounding; None where the law gives no sum to claim here (see `steps`: where to go).
    """

    head: str
    exact: Fraction | None
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()
    also: tuple[Figure, ...] = ()
    used: tuple[Used, ...] = ()

    @property
    def fen(self) -> Fen | None:
        """The sum in fen, half a fen rounded up."""
        return None if self.exact is None else rounded(self.exact)

    @property
    def whole_yuan(self) -> int | None:
        """The sum in yuan with jiao and fen cut off: the second figure, as published awards write it."""
        return None if self.exact is None else int(self.exact // 100)


class AskedFor(Exception):  # noqa: N818 - an answer, not a malfunction
    """Raised inside a head when local figures are missing; `compute_amount` answers it as Needed."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(", ".join(one.id for one in missing))
        self.missing = missing


def rounded(exact: Fraction) -> Fen:
    """Return a sum of fractions of a fen as whole fen, half a fen up: once, at the end of a head.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(1379310344, 1000))
    (3, 1379310)
    """
    return Fen(int((exact * 2 + 1) // 2))


def yuan(exact: Fraction) -> str:
    """Return fen as yuan for a step: two decimals where that is exact, otherwise cut after the fourth, with an ellipsis.

    >>> yuan(Fraction(648000)), yuan(Fraction(40000000, 2175))
    ('6,480.00', '183.9080…')
    """
    if exact.denominator == 1 and abs(exact) <= MAX_FEN:
        return text(Fen(int(exact)))
    cut = abs(exact) * 10**_SHOWN_DECIMALS // 100
    whole, part = divmod(cut, 10**_SHOWN_DECIMALS)
    sign = "-" if exact < 0 else ""
    return f"{sign}{whole:,}.{part:0{_SHOWN_DECIMALS}}…"


def number(value: Fraction) -> str:
    """Return a count (days, hours, years) in digits: exact where it ends, otherwise cut after the fourth decimal.

    >>> number(Fraction(7, 2)), number(Fraction(12)), number(Fraction(1, 3))
    ('3.5', '12', '0.3333…')
    """
    if value.denominator == 1:
        return str(value.numerator)
    scaled = abs(value) * 10**_SHOWN_DECIMALS
    whole, part = divmod(scaled // 1, 10**_SHOWN_DECIMALS)
    digits = f"{part:0{_SHOWN_DECIMALS}}"
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{digits.rstrip('0')}" if scaled.denominator == 1 else f"{sign}{whole}.{digits}…"
