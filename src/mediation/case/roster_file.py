"""Reading a roster file into cells: CSV in UTF-8 or GB18030, or XLSX. Evaluates nothing, saves nothing, decides nothing."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from mediation.kit.names import TextError, normalise
from mediation.kit.problems import Invalid

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 500
MAX_CELL_CHARS: Final = 1_000
_MAX_CHARS: Final = 1_000_000
"""in all cells together: every column is kept for the review, also those that stand for nothing"""
_HEADING_CHARS: Final = 50
_MAX_UNPACKED: Final = 16 * 1024 * 1024
_MAX_ENTRIES: Final = 1_000
_MAX_TAGS: Final = 250_000
"""XML tags of a package. 500 rows of 40 columns need 100,000; the reader takes about a second for a quarter of a million."""
_MAX_LINES: Final = 5_000
"""lines looked at, blank ones included: a workbook can name its millionth row without holding any other"""
_MAX_COLUMNS: Final = 40
_HEADER_WITHIN: Final = 10
_MAX_SHEETS: Final = 20
"""sheets looked at; those behind them are not offered"""
_SHEET_CHARS: Final = 31
"""of a sheet's name: no spreadsheet takes more"""


class RosterColumn(StrEnum):
    """What a column of a roster stands for, in the order of the template."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    JOB = "job"
    PERIOD = "period"
    WAGES = "wages"
    SOCIAL_INSURANCE = "social_insurance"
    NOTE = "note"


COLUMNS: Final[dict[str, frozenset[str]]] = {
    "name": frozenset({"姓名", "name", "劳动者", "员工姓名", "劳动者姓名"}),
    "phone": frozenset({"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "phone", "mobile"}),
    "id_number": frozenset(
        {"身份证", "身份证号", "身份证号码", "公民身份号码", "id", "idnumber", "id number", "idcard"}
    ),
    "job": frozenset({"岗位", "职务", "职位", "工种", "job", "post"}),
    "period": frozenset({"起止月份", "欠薪月份", "欠薪期间", "拖欠月份", "拖欠期间", "period", "months"}),
    "wages": frozenset(
        {"拖欠工资", "拖欠工资金额", "拖欠金额", "工资", "工资金额", "欠薪", "欠薪金额", "wages", "wage arrears"}
    ),
    "social_insurance": frozenset(
        {"社保", "社保费", "社保金额", "社会保险", "社会保险费", "欠缴社保", "欠缴社保金额", "social insurance"}
    ),
    "note": frozenset({"备注", "说明", "note", "remark"}),
}
"""Our column and the headings it is known by, after normalising, in lower case."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows below the heading, with their numbers in the source (the first line is 1) and their cells by column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, Cell]], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of what came, every column of it. What was pasted, and a CSV file, are one without a name."""

    name: str
    headings: tuple[str, ...] = ()
    """empty when nothing in it is a heading"""
    places: Mapping[str, int] = field(default_factory=dict)
    """our column -> its place in the source, from 0; empty until somebody says it when no heading does"""
    lines: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    problem: str = ""
    """why it cannot be read: a code of `read`"""


@dataclass(frozen=True, slots=True)
class Source:
    """What came, which sheet of it is meant, and what a person has said about that since."""

    leaves: tuple[Leaf, ...]
    at: int = 0
    """the sheet that is meant"""
    corrections: dict[int, dict[str, str]] = field(default_factory=dict)
    """number of the line -> our column -> what stands there instead"""
    decisions: dict[int, str] = field(default_factory=dict)
    """number of a line that repeats somebody -> keep or merge"""

    @property
    def leaf(self) -> Leaf:
        """The sheet that is meant."""
        return self.leaves[self.at]

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the sheet that is meant."""
        return self.leaf.headings

    @property
    def places(self) -> Mapping[str, int]:
        """Of the sheet that is meant."""
        return self.leaf.places

    @property
    def lines(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """Of the sheet that is meant."""
        return self.leaf.lines

    def sheet(self) -> Sheet:
        """The cells by our columns, corrected. Lines that are blank in all of them are left out."""
        rows = []
        for number, cells in self.lines:
            row: dict[str, Cell] = {name: cells[at] for name, at in self.places.items() if at < len(cells)}
            row.update(self.corrections.get(number, {}))
            if any(value not in (None, "") for value in row.values()):
                rows.append((number, row))
        return Sheet(tuple(self.places), tuple(rows))

    @property
    def width(self) -> int:
        """How many columns came."""
        return max(len(self.headings), *(len(cells) for _, cells in self.lines))

    def mapped(self, places: Mapping[str, int]) -> "Source":
        """With the columns of its sheet as somebody has said them."""
        leaves = [*self.leaves]
        leaves[self.at] = replace(self.leaf, places=dict(places))
        return replace(self, leaves=tuple(leaves))

    def turned(self, to: int) -> "Source":
        """With another sheet, from 0, as the one that is meant: what was said about the lines of the one before is gone.

        Raises Invalid(sheet): no_such_sheet, unreadable_sheet.
        """
        if not 0 <= to < len(self.leaves):
            raise Invalid.field("sheet", "no_such_sheet", "没有这个工作表。", "There is no such sheet.")
        if self.leaves[to].problem:
            zh, en = "这个工作表读不了，请选另一个。", "That sheet cannot be read: choose another."
            raise Invalid.field("sheet", "unreadable_sheet", zh, en)
        return self if to == self.at else Source(self.leaves, to)


def read(data: bytes, places: Mapping[str, int] | None = None) -> Source:
    """The cells of a roster file. What it is, is told by its first bytes, not by its name.

    Of a workbook every sheet that can be seen is read; the first with a heading is meant, else the first with two columns.
    Where no heading tells which column is which, nobody has said it yet.

    Args:
        places: which column is which, when somebody has said it; else the heading tells.

    Raises Invalid(file): too_large, empty, old_excel, not_a_spreadsheet, unpacks_too_large, encoding, too_many_rows.
    """
    if len(data) > MAX_BYTES:
        raise _wrong("too_large", "文件超过 5 MB。", "The file is larger than 5 MB.")
    if not data.strip():
        raise _wrong("empty", "文件是空的。", "The file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _wrong(
            "old_excel", "无法读取文件：它像是 .xls，请另存为 .xlsx。", "This looks like .xls: please save it as .xlsx."
        )
    if data.startswith(b"PK\x03\x04"):
        return _book(_xlsx(data), places)
    return Source((_leaf("", _csv(_decoded(data)), places),))


def read_text(text: str, places: Mapping[str, int] | None = None) -> Source:
    """The cells of what was copied from a table: tabs between them, as WPS and Excel put it; else as a CSV file.

    Raises as `read`.
    """
    if not text.strip():
        raise _wrong("empty", "没有内容。", "There is nothing in it.")
    return Source((_leaf("", _csv(text, delimiter="\t" if "\t" in text else None), places),))


def check_places(path: str, places: Sequence[tuple[str, int]], *, width: int = _MAX_COLUMNS) -> dict[str, int]:
    """Which column is which, as a person says it. Raises Invalid(path): twice, out_of_range, no_name."""
    made = dict(places)
    if len(made) < len(places) or len(set(made.values())) < len(made):
        raise Invalid.field(path, "twice", "同一列只能对应一项。", "A column stands for one thing, and once.")
    if not all(0 <= at < width for at in made.values()):
        raise Invalid.field(path, "out_of_range", "没有这一列。", "There is no such column.")
    if "name" not in made:
        raise Invalid.field(path, "no_name", "须指明哪一列是姓名。", "Say which column is the name.")
    return made


def _book(
    sheets: Iterator[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]], given: Mapping[str, int] | None
) -> Source:
    """Every sheet that holds anything. One that cannot be read does not stand in the way of another with a heading."""
    leaves: list[Leaf] = []
    refusals: list[Invalid] = []
    left = _MAX_CHARS
    for name, lines in sheets:
        try:
            leaf = _leaf(name[:_SHEET_CHARS], lines, given, chars=left)
            left -= _chars(leaf)
        except Invalid as refused:
            if refused.fields[0].code == "empty":
                continue
            leaf = Leaf(name[:_SHEET_CHARS], problem=refused.fields[0].code)
            refusals.append(refused)
        leaves.append(leaf)
    if not leaves:
        raise _wrong("empty", "文件里没有数据。", "There is nothing in the file.")
    known = next((at for at, leaf in enumerate(leaves) if leaf.places), None)
    if known is None:  # a sheet of one column is a note to the reader
        known = next((at for at, leaf in enumerate(leaves) if leaf.problem or Source((leaf,)).width > 1), 0)
    if leaves[known].problem:
        raise refusals[0]
    return Source(tuple(leaves), known)


def _leaf(
    name: str,
    lines: Iterator[tuple[int, Sequence[Cell]]],
    given: Mapping[str, int] | None,
    *,
    chars: int = _MAX_CHARS,
) -> Leaf:
    headings: tuple[str, ...] = ()
    places = dict(given) if given else {}
    kept: list[tuple[int, tuple[Cell, ...]]] = []
    for number, all_cells in lines:
        if number > _MAX_LINES:
            raise _too_many_rows()
        cells = _filled(tuple(_cell(cell) for cell in all_cells[:_MAX_COLUMNS]))
        if not headings and number <= _HEADER_WITHIN:
            found = _places_in(cells)
            if "name" in found:
                headings, places = tuple(str(cell or "")[:_HEADING_CHARS] for cell in cells), places or found
                kept.clear()
                continue
        if not any(value not in (None, "") for value in cells):
            continue
        chars -= sum(len(cell) for cell in cells if isinstance(cell, str))
        if len(kept) == MAX_ROWS or chars < 0:
            raise _too_many_rows()
        kept.append((number, cells))
    made = Leaf(name, headings, places, tuple(kept)) if headings or given else _headless(name, kept)
    if not made.lines or (made.places and not Source((made,)).sheet().rows):
        raise _wrong("empty", "表头下面没有数据。", "There is nothing below the heading.")
    return made


def _headless(name: str, lines: list[tuple[int, tuple[Cell, ...]]]) -> Leaf:
    """What has no heading that we know. Above the first line with a digit stand titles and headings: whoever claims has one."""
    first = next((at for at, (_, cells) in enumerate(lines) if any(_has_digit(cell) for cell in cells)), 0)
    above = lines[first - 1][1] if first else ()
    return Leaf(name, tuple(str(cell or "")[:_HEADING_CHARS] for cell in above), {}, tuple(lines[first:]))


def _has_digit(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and any(sign.isdecimal() for sign in cell))


def _chars(leaf: Leaf) -> int:
    return sum(len(cell) for _, cells in leaf.lines for cell in cells if isinstance(cell, str))


def _places_in(cells: Sequence[Cell]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        try:
            heading = normalise(str(cell or "")).casefold().split("(")[0].strip()
        except TextError:  # no heading has hidden characters; as a value it is judged with its row
            continue
        for column, known in COLUMNS.items():
            if heading in known and column not in places:
                places[column] = place
    return places


def _filled(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Without the empty ones at the end, which a workbook has as many of as anybody likes."""
    last = next((at for at in range(len(cells), 0, -1) if cells[at - 1] not in (None, "")), 0)
    return cells[:last]


def _cell(value: Cell) -> Cell:
    return value[:MAX_CELL_CHARS] if isinstance(value, str) else value


def _csv(text: str, *, delimiter: str | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
    if "\x00" in text:
        raise _wrong("not_a_spreadsheet", "文件不是表格。", "The file is not a spreadsheet.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = delimiter or max((",", "\t", ";", "，"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        # The row as a spreadsheet counts it: a cell of several lines is one row.
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise _wrong("not_a_spreadsheet", "文件不是表格。", "The file is not a spreadsheet.") from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(
        "encoding", "无法识别文件编码，请存为 UTF-8 或 GB18030。", "Unknown encoding: save as UTF-8 or GB18030."
    )


def _xlsx(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Cell]]]]]:
    """The sheets that can be seen, each with its rows; formulas come as their text, never as a value."""
    from openpyxl import load_workbook

    _check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets[
            :1
        ]
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the reader raise, it is a damaged file
        raise _damaged() from None
    for sheet in sheets[:_MAX_SHEETS]:
        yield str(sheet.title), _rows(sheet)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    try:
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), start=1):
            yield number, [_plain(cell) for cell in cells]
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the reader raise, it is a damaged file
        raise _damaged() from None


def _plain(cell: Any) -> Cell:
    if cell is None or isinstance(cell, str | float):
        return cell.strip() if isinstance(cell, str) else cell
    if isinstance(cell, int):
        # What is kept is kept as JSON, whose whole numbers end there.
        return cell if abs(cell) < 2**63 else float(cell) if abs(cell) < 10**300 else str(cell)
    return str(cell)


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            fits = len(entries) <= _MAX_ENTRIES and sum(entry.file_size for entry in entries) <= _MAX_UNPACKED
            # No entry gives more than it declares, so this reads no more than fits.
            tags = sum(package.read(entry).count(b"<") for entry in entries) if fits else 0
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the reader raise, it is a damaged file
        raise _damaged() from None
    if not fits:
        raise _wrong("unpacks_too_large", "文件解压后过大。", "The file unpacks to too much.")
    if tags > _MAX_TAGS:
        raise _too_many_rows()


def _damaged() -> Invalid:
    return _wrong("not_a_spreadsheet", "文件已损坏或不是表格。", "The file is damaged or not a spreadsheet.")


def _too_many_rows() -> Invalid:
    zh = f"一次最多导入 {MAX_ROWS} 行，请分成几个文件；空白行也请删除。"
    return _wrong("too_many_rows", zh, f"At most {MAX_ROWS} rows at a time: split the file, and delete blank rows.")


def _wrong(code: str, zh: str, en: str) -> Invalid:
    return Invalid.field("file", code, zh, en)
