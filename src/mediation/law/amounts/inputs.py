"""The inputs of a head: what kind of thing each is, in which unit, within which bounds, and how it is written.

Every value is written as a text, the same on the command line, in the API and beside a claim. Holds the reading of one
value. Refuses to hold what a head does with it, and to guess: a comma, a unit or a year in the wrong place is refused.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from mediation.kit.money import AmountError, Fen, parse_amount
from mediation.kit.names import Unacceptable
from mediation.kit.problems import Text

MAX_CHARS: Final = 8_000
"""of one value as written: a year of overtime, day by day, fits"""
MAX_ROWS: Final = 400
MAX_LISTED: Final = 60
"""Rows, or amounts of a list, of which each is a step of its own: five years of months."""
_MAX_PAY_FEN: Final = 10**11
"""A billion yuan: what is paid in a month, or owed to one worker, lies below."""
_SOURCE_CHARS: Final = 200
_FIRST, _LAST = date(1950, 1, 1), date(2199, 12, 31)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")


class Kind(StrEnum):
    """How a value is written."""

    CHOICE = "choice"
    DATE = "date"
    FLAG = "flag"
    FEN = "fen"
    FEN_LIST = "fen_list"
    NUMBER = "number"
    ROWS = "rows"


class Wrong(Unacceptable):
    """One value refused: `empty`, `too_long`, `not_a_…`, `too_small`, `too_large`, `negative`, `no_source` and so on."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A local figure that the caller gives, with who published it."""

    value: Fraction
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input of a head, as its author describes it."""

    kind: Kind
    about: Text
    unit: str = ""
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(_MAX_PAY_FEN)
    step: Fraction | None = None
    """a number is a multiple of this"""
    choices: tuple[str, ...] = ()
    columns: tuple[tuple[str, "Input"], ...] = ()
    """of rows, in order"""
    sourced: bool = False
    """written VALUE@SOURCE: a local figure that the caller gives"""

    @property
    def type(self) -> str:
        """The kind with what belongs to it, for lists of inputs: `choice(standard|flexible)`, `rows(month due_fen)`."""
        if self.kind is Kind.CHOICE:
            return f"choice({'|'.join(self.choices)})"
        if self.kind is Kind.ROWS:
            return f"rows({' '.join(name for name, _ in self.columns)}; …)"
        return f"{self.kind}@source" if self.sourced else str(self.kind)


def read(spec: Input, written: str) -> Any:
    """Return the value of what is written for an input.

    FEN is an int of fen; NUMBER a Fraction; FEN_LIST a tuple of ints; ROWS a tuple of tuples; a sourced one is Sourced.

    Raises:
        Wrong: it is not written as its kind wants it, or lies outside the bounds.
    """
    plain = written.strip()
    if not plain:
        raise Wrong("empty", "不能为空", "Must not be empty.")
    if len(plain) > MAX_CHARS:
        raise Wrong("too_long", f"最多{MAX_CHARS}个字", f"At most {MAX_CHARS} characters.")
    if spec.sourced:
        return _sourced(spec, plain)
    return _READERS[spec.kind](spec, plain)


def _sourced(spec: Input, plain: str) -> Sourced:
    value, mark, source = plain.partition("@")
    source = source.strip()
    if not mark or not 4 <= len(source) <= _SOURCE_CHARS or not source.isprintable():
        zh = "请写明数值来源，例如 269000@沪人社规〔2024〕1号"
        raise Wrong("no_source", zh, "Say who published it: VALUE@SOURCE, such as 269000@沪人社规〔2024〕1号.")
    if spec.kind is Kind.CHOICE:
        raise AssertionError("a choice has no source of the caller's")
    return Sourced(Fraction(_READERS[spec.kind](spec, value.strip())), source)


def _fen(spec: Input, plain: str) -> int:
    # Yuan are accepted only where the sign says that they are yuan: 15000元 is never taken for 15000 fen.
    typed_in_yuan = plain.endswith("元") or plain.startswith(("¥", "￥"))
    if typed_in_yuan:
        try:
            fen: int = parse_amount(plain)
        except AmountError as refusal:
            raise Wrong(refusal.code, refusal.text.zh, f"The amount {refusal.text.en}.") from None
    elif re.fullmatch(r"-[0-9]+", plain):
        raise Wrong("negative", "不能为负数", "Must not be negative.")
    elif not re.fullmatch(r"[0-9]{1,16}", plain):
        zh = "请填写整数分，例如 648000；以元计请写 6480元"
        raise Wrong("not_a_number", zh, "A whole number of fen, such as 648000; in yuan write 6480元.")
    else:
        fen = int(plain)
    _within(spec, Fraction(fen))
    return Fen(fen)


def _number(spec: Input, plain: str) -> Fraction:
    if plain.startswith("-"):
        raise Wrong("negative", "不能为负数", "Must not be negative.")
    if not _NUMBER.fullmatch(plain):
        raise Wrong("not_a_number", "请填写数字，例如 12 或 7.5", "A number in digits, such as 12 or 7.5.")
    try:
        value = Fraction(Decimal(plain))
    except InvalidOperation:  # pragma: no cover - the pattern admits nothing that Decimal does not
        raise Wrong("not_a_number", "请填写数字", "A number in digits.") from None
    _within(spec, value)
    if spec.step is not None and value % spec.step:
        zh, en = f"须为{_plain(spec.step)}的整数倍", f"A multiple of {_plain(spec.step)}."
        raise Wrong("not_a_multiple", zh, en)
    return value


def _within(spec: Input, value: Fraction) -> None:
    if value < spec.least:
        raise Wrong("too_small", f"不能小于{_plain(spec.least)}", f"At least {_plain(spec.least)}.")
    if value > spec.most:
        raise Wrong("too_large", f"不能大于{_plain(spec.most)}", f"At most {_plain(spec.most)}.")


def _date(spec: Input, plain: str) -> date:
    if not _DAY.fullmatch(plain):
        raise Wrong("not_a_date", "请按 2026-11-20 的格式填写日期", "A date such as 2026-11-20.")
    return _real(plain)


def _month(spec: Input, plain: str) -> date:
    if not _MONTH.fullmatch(plain):
        raise Wrong("not_a_month", "请按 2026-11 的格式填写月份", "A month such as 2026-11.")
    return _real(f"{plain}-01")


def _real(plain: str) -> date:
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        raise Wrong("not_a_date", "没有这一天", "There is no such day.") from None
    if not _FIRST <= day <= _LAST:
        raise Wrong("too_early" if day < _FIRST else "too_late", "年份有误", "Check the year.")
    return day


def _flag(spec: Input, plain: str) -> bool:
    match plain:
        case "true" | "yes" | "是":
            return True
        case "false" | "no" | "否":
            return False
        case _:
            raise Wrong("not_a_flag", "请填写 true 或 false", "Write true or false.")


def _choice(spec: Input, plain: str) -> str:
    if plain not in spec.choices:
        known = ", ".join(spec.choices)
        raise Wrong("not_a_choice", f"可选：{known}", f"One of {known}.")
    return plain


def _fen_list(spec: Input, plain: str) -> tuple[int, ...]:
    written = plain.split(",")
    if len(written) > MAX_LISTED:
        raise Wrong("too_many", f"最多{MAX_LISTED}项", f"At most {MAX_LISTED} of them.")
    return tuple(_fen(spec, one.strip() or "-") for one in written)


def _rows(spec: Input, plain: str) -> tuple[tuple[Any, ...], ...]:
    rows = [row.split() for row in plain.split(";") if row.strip()]
    if not 1 <= len(rows) <= spec.most:
        raise Wrong("too_many", f"1 至 {_plain(spec.most)} 行", f"1 to {_plain(spec.most)} rows.")
    made = []
    for at, row in enumerate(rows, start=1):
        if len(row) != len(spec.columns):
            names = " ".join(name for name, _ in spec.columns)
            raise Wrong("wrong_row", f"第{at}行应为：{names}", f"Row {at} is: {names}.")
        made.append(tuple(_cell(at, column, text) for column, text in zip(spec.columns, row, strict=True)))
    firsts = [row[0] for row in made if isinstance(row[0], date)]
    if len(firsts) != len(set(firsts)):
        raise Wrong("duplicate", "同一日期或月份只能填一行", "A day or month has one row.")
    return tuple(made)


def _cell(at: int, column: tuple[str, Input], text: str) -> Any:
    name, spec = column
    try:
        return _month(spec, text) if name == "month" else _READERS[spec.kind](spec, text)
    except Wrong as wrong:
        raise Wrong(wrong.code, f"第{at}行{name}：{wrong.text.zh}", f"Row {at}, {name}: {wrong.text.en}") from None


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


_READERS: Final[dict[Kind, Callable[[Input, str], Any]]] = {
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.FEN: _fen,
    Kind.FEN_LIST: _fen_list,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.ROWS: _rows,
}


def fen(zh: str, en: str, *, required: bool = True, least: int = 1, default: int | None = None) -> Any:
    """A field of a head's inputs: money in fen."""
    return _field(Input(kind=Kind.FEN, about=Text(zh, en), unit="fen", least=Fraction(least)), required, default)


def fens(zh: str, en: str) -> Any:
    """A field: several amounts in fen, separated by commas; may be left out."""
    return _field(Input(kind=Kind.FEN_LIST, about=Text(zh, en), unit="fen"), required=False, default=None)


def number(
    zh: str,
    en: str,
    *,
    unit: str,
    most: int,
    least: int = 0,
    step: Fraction | None = None,
    required: bool = False,
    default: int | None = 0,
) -> Any:
    """A field: a count of `unit`; a Fraction. `default=None` tells one left out from zero."""
    spec = Input(kind=Kind.NUMBER, about=Text(zh, en), unit=unit, least=Fraction(least), most=Fraction(most), step=step)
    return _field(spec, required, None if default is None else Fraction(default))


def day(zh: str, en: str, *, required: bool = True) -> Any:
    """A field: a legal day."""
    return _field(Input(kind=Kind.DATE, about=Text(zh, en), unit="date"), required, None)


def flag(zh: str, en: str) -> Any:
    """A field: true or false; false when left out."""
    return _field(Input(kind=Kind.FLAG, about=Text(zh, en)), required=False, default=False)


def choice(zh: str, en: str, *choices: str, required: bool = True) -> Any:
    """A field: one of several words; the first when it may be left out."""
    return _field(Input(kind=Kind.CHOICE, about=Text(zh, en), choices=choices), required, choices[0])


def rows(zh: str, en: str, *columns: tuple[str, Input], required: bool = True, most: int = MAX_LISTED) -> Any:
    """A field: at most so many rows of columns, separated by semicolons."""
    spec = Input(kind=Kind.ROWS, about=Text(zh, en), columns=columns, most=Fraction(most))
    return _field(spec, required, None)


def local(zh: str, en: str, *, unit: str = "fen", most: int = _MAX_PAY_FEN) -> Any:
    """A field: a local figure that the caller may give with its source; left out, it is looked up for the region."""
    kind = Kind.FEN if unit == "fen" else Kind.NUMBER
    spec = Input(kind=kind, about=Text(zh, en), unit=unit, least=Fraction(1), most=Fraction(most), sourced=True)
    return _field(spec, required=False, default=None)


MONTH: Final = Input(kind=Kind.DATE, about=Text("月份", "month"), unit="month")
DAY: Final = Input(kind=Kind.DATE, about=Text("日期", "day"), unit="date")
HOURS_OF_A_DAY: Final = Input(
    kind=Kind.NUMBER, about=Text("小时", "hours"), unit="hours", least=Fraction(0), most=Fraction(24)
)
SOME_FEN: Final = Input(kind=Kind.FEN, about=Text("金额", "amount"), unit="fen")
MORE_FEN: Final = Input(kind=Kind.FEN, about=Text("金额", "amount"), unit="fen", least=Fraction(1))
SOME_DAYS: Final = Input(kind=Kind.NUMBER, about=Text("天数", "days"), unit="days", most=Fraction(366))


def inputs_of(shape: type) -> dict[str, tuple[Input, bool]]:
    """The inputs of a head's dataclass by name, each with whether it is required."""
    return {one.name: (one.metadata["input"], _is_required(one)) for one in fields(shape)}


def _is_required(one: "Field[Any]") -> bool:
    return one.default is MISSING


def _field(spec: Input, required: bool, default: Any) -> Any:
    metadata = {"input": spec}
    return field(metadata=metadata) if required else field(default=default, metadata=metadata)
