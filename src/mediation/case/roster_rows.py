"""Judging the rows of a roster, over plain values: what each says, what is wrong with it, whether it repeats another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mediation.case.intake import JOB_CHARS, NOTE_CHARS, ClaimantDraft, ClaimDraft
from mediation.case.models import ClaimHead
from mediation.case.roster_file import Cell, Sheet
from mediation.kit.checks import line
from mediation.kit.identifiers import damaged, mobile, national_id
from mediation.kit.money import parse_amount
from mediation.kit.names import Unacceptable, person_name
from mediation.kit.problems import Text
from mediation.person.rules import PersonDraft

_MONTHS: Final = re.compile(r"(20\d\d)[-./年](\d{1,2})月?(?:\s*[-~至到—]+\s*(?:(20\d\d)[-./年])?(\d{1,2})月?)?")

_SUMS: Final = frozenset({"合计", "总计", "小计", "总和", "共计", "total", "sum", "subtotal"})
"""What stands where a name would, in the line below the last worker."""

DUPLICATE_IN_FILE: Final = "duplicate_in_file"
DUPLICATE_IN_CASE: Final = "duplicate_in_case"


class Decision(StrEnum):
    """What becomes of a row that repeats somebody."""

    KEEP = "keep"
    """another person with the same phone"""
    MERGE = "merge"
    """the same person: what it adds goes to the row it repeats"""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one cell, or with the row."""

    column: str
    code: str
    zh: str
    en: str

    @property
    def is_duplicate(self) -> bool:
        """Whether it only repeats somebody."""
        return self.code in (DUPLICATE_IN_FILE, DUPLICATE_IN_CASE)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row as understood. `number` is the line in the source."""

    number: int
    name: str = ""
    phone: str | None = None
    id_number: str | None = None
    job: str = ""
    wages_fen: int = 0
    social_insurance_fen: int = 0
    period_from: str | None = None
    period_to: str | None = None
    note: str = ""
    problems: tuple[RowProblem, ...] = field(default=())
    repeats: int | None = None
    """the line that has the same ID number or phone"""
    decision: str | None = None
    """a Decision, of a row that repeats somebody"""

    @property
    def is_importable(self) -> bool:
        """Nothing is wrong with it, or it was said that it stays."""
        return not self.problems or (self.decision == Decision.KEEP and self.is_keepable)

    @property
    def is_merged(self) -> bool:
        """What it adds stands in another row."""
        return self.decision == Decision.MERGE

    @property
    def is_duplicate_only(self) -> bool:
        """Nothing is wrong with it but that it repeats somebody, and nobody has said what becomes of it."""
        return self._only_repeats and self.decision is None

    @property
    def is_keepable(self) -> bool:
        """It repeats nothing but a phone: relatives and room-mates share one. An ID number is one person."""
        return self._only_repeats and all(problem.column == "phone" for problem in self.problems)

    @property
    def is_mergeable(self) -> bool:
        """It repeats another line and nothing else is wrong with it."""
        return self._only_repeats and self.repeats is not None

    @property
    def _only_repeats(self) -> bool:
        return bool(self.problems) and all(problem.is_duplicate for problem in self.problems)

    def draft(self) -> ClaimantDraft:
        """As a claimant."""
        start = date.fromisoformat(self.period_from) if self.period_from else None
        end = date.fromisoformat(self.period_to) if self.period_to else None
        claims = []
        if self.wages_fen:
            claims.append(
                ClaimDraft(
                    head=ClaimHead.WAGE_ARREARS,
                    amount_fen=self.wages_fen,
                    period_from=start,
                    period_to=end,
                    note=self.note,
                )
            )
        if self.social_insurance_fen:
            claims.append(ClaimDraft(head=ClaimHead.SOCIAL_INSURANCE, amount_fen=self.social_insurance_fen))
        person = PersonDraft(name=self.name, phone=self.phone, id_number=self.id_number)
        return ClaimantDraft(person=person, job=self.job, claims=tuple(claims))


def judge(
    sheet: Sheet,
    *,
    today: date,
    known: Mapping[str, str] | None = None,
    decisions: Mapping[int, str] | None = None,
) -> tuple[RosterRow, ...]:
    """Every row with its problems.

    Args:
        known: the ID numbers and phones already in the case, each to "case".
        decisions: of rows that repeat somebody; one that does not fit any more is left out, and the row asks again.
    """
    seen: dict[str, int] = {}
    made: dict[int, RosterRow] = {}
    for number, cells in sheet.rows:
        row = _row(number, cells, today=today)
        problems, repeats = _repeats(row, seen, known or {})
        for key in (row.id_number, row.phone):
            if key:
                seen.setdefault(key, number)
        made[number] = replace(row, problems=(*row.problems, *problems), repeats=repeats)
    for number, decision in sorted((decisions or {}).items()):
        if number in made:
            _decide(made, number, Decision(decision))
    return tuple(made.values())


def _decide(rows: dict[int, RosterRow], number: int, decision: Decision) -> None:
    row = rows[number]
    if decision is Decision.KEEP and row.is_keepable:
        rows[number] = replace(row, decision=decision)
    if decision is not Decision.MERGE or not row.is_mergeable:
        return
    first = row.repeats
    while first is not None and rows[first].is_merged:
        first = rows[first].repeats
    if first is not None and (both := merged(rows[first], row)) is not None:
        rows[first], rows[number] = both, replace(row, decision=decision)


def merged(first: RosterRow, second: RosterRow) -> RosterRow | None:
    """`first` with what `second` adds; None when they contradict each other: two ID numbers, or two amounts."""
    pairs = [
        (first.id_number, second.id_number),
        (first.wages_fen, second.wages_fen),
        (first.social_insurance_fen, second.social_insurance_fen),
    ]
    if any(one and other and one != other for one, other in pairs):
        return None
    has_claim = second.wages_fen or second.social_insurance_fen
    own_period = first.period_from is not None
    return replace(
        first,
        phone=first.phone or second.phone,
        id_number=first.id_number or second.id_number,
        job=first.job or second.job,
        wages_fen=first.wages_fen or second.wages_fen,
        social_insurance_fen=first.social_insurance_fen or second.social_insurance_fen,
        period_from=first.period_from if own_period else second.period_from,
        period_to=first.period_to if own_period else second.period_to,
        note=first.note or second.note,
        problems=tuple(one for one in first.problems if one.code != "no_claim" or not has_claim),
    )


def pack(rows: Sequence[RosterRow]) -> list[dict[str, Any]]:
    """Rows as plain JSON values, to be sealed."""
    return [asdict(row) for row in rows]


def unpack(stored: Sequence[dict[str, Any]]) -> tuple[RosterRow, ...]:
    """The opposite of `pack`."""
    return tuple(
        RosterRow(**{**row, "problems": tuple(RowProblem(**problem) for problem in row["problems"])}) for row in stored
    )


def _row(number: int, cells: Mapping[str, Cell], *, today: date) -> RosterRow:
    problems: list[RowProblem] = []

    def read(column: str, reader: Any, *, required: bool = False) -> Any:
        value = cells.get(column)
        if value in (None, ""):
            if required:
                problems.append(_problem(column, "empty", "不能为空", "must not be empty"))
            return None
        try:
            return reader(value)
        except Unacceptable as wrong:
            problems.append(RowProblem(column, wrong.code, wrong.text.zh, wrong.text.en))
            return None

    months = read("period", _period) or (None, None)
    row = RosterRow(
        number=number,
        name=read("name", _name, required=True) or "",
        phone=read("phone", lambda value: mobile(_digits(value, "phone"))),
        id_number=read("id_number", lambda value: national_id(_digits(value, "id_number"), today=today)),
        job=read("job", lambda value: line(_words(value), max_chars=JOB_CHARS)) or "",
        wages_fen=read("wages", _amount) or 0,
        social_insurance_fen=read("social_insurance", _amount) or 0,
        period_from=months[0],
        period_to=months[1],
        note=read("note", lambda value: line(_words(value), max_chars=NOTE_CHARS)) or "",
    )
    if not row.wages_fen and not row.social_insurance_fen and not problems:
        problems.append(_problem("wages", "no_claim", "没有填写金额", "no amount is given"))
    return replace(row, problems=tuple(problems))


def _name(value: Cell) -> str:
    name = person_name(_words(value))
    if name.casefold() in _SUMS:
        raise Unacceptable("sum_line", "这是合计行，不是劳动者", "this is a line of sums, not a worker")
    return name


def _words(value: Cell) -> str:
    return str(value)


def _digits(value: Cell, column: str) -> str:
    """A number cell as text; a spreadsheet keeps only 15 digits of a number, so longer ones are damaged."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if damaged(value):
            raise Unacceptable(
                "damaged_by_spreadsheet",
                "号码被表格改写，请把这一列设为文本后重新填写",
                "the spreadsheet has changed this number: format the column as text and type it again",
            )
        return str(int(value)) if float(value).is_integer() else str(value)
    text = str(value)
    if damaged(text):
        raise Unacceptable(
            "damaged_by_spreadsheet",
            "号码被表格改写，请把这一列设为文本后重新填写",
            "the spreadsheet has changed this number: format the column as text and type it again",
        )
    return text.removeprefix("'") if column else text


def _amount(value: Cell) -> int:
    # Fifteen digits are what a spreadsheet shows of a number: 6480.1 is not the float's 6480.1000000000004.
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return int(parse_amount(text))


def _period(value: Cell) -> tuple[str, str]:
    found = _MONTHS.fullmatch(str(value).strip().replace(" ", ""))
    if found is None:
        raise Unacceptable("not_a_period", "起止月份应如 2026-08至2026-10", "months look like 2026-08~2026-10")
    year, month, end_year, end_month = found.groups()
    start = _first_day(int(year), int(month))
    end = _first_day(int(end_year or year), int(end_month or month))
    if start is None or end is None or end < start:
        raise Unacceptable("not_a_period", "起止月份应如 2026-08至2026-10", "months look like 2026-08~2026-10")
    following = _first_day(end.year + end.month // 12, end.month % 12 + 1)
    assert following is not None
    return start.isoformat(), date.fromordinal(following.toordinal() - 1).isoformat()


def _first_day(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None


def _repeats(
    row: RosterRow, seen: Mapping[str, int], known: Mapping[str, str]
) -> tuple[tuple[RowProblem, ...], int | None]:
    for column, key in (("id_number", row.id_number), ("phone", row.phone)):
        if key and key in seen:
            at = seen[key]
            return (_problem(column, DUPLICATE_IN_FILE, f"与第{at}行相同", f"the same as line {at}"),), at
        if key and key in known:
            return (_problem(column, DUPLICATE_IN_CASE, "已在本案中", "is in this case already"),), None
    return (), None


def _problem(column: str, code: str, zh: str, en: str) -> RowProblem:
    text = Text(zh, en)
    return RowProblem(column, code, text.zh, text.en)
