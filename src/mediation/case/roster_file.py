"""Reading a roster file into cells: CSV in UTF-8 or GB18030, or XLSX. Evaluates nothing, saves nothing, decides nothing."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
class Source:
    """What came, every column of it, and what a person has said about it since."""

    headings: tuple[str, ...]
    """empty when nothing in it is a heading"""
    places: dict[str, int]
    """our column -> its place in the source, from 0"""
    lines: tuple[tuple[int, tuple[Cell, ...]], ...]
    corrections: dict[int, dict[str, str]] = field(default_factory=dict)
    """number of the line -> our column -> what stands there instead"""
    decisions: dict[int, str] = field(default_factory=dict)
    """number of a line that repeats somebody -> keep or merge"""

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


def read(data: bytes, places: Mapping[str, int] | None = None) -> Source:
    """The cells of a roster file. What it is, is told by its first bytes, not by its name.

    Args:
        places: which column is which, when somebody has said it; else the heading tells.

    Raises Invalid(file): too_large, empty, old_excel, not_a_spreadsheet, unpacks_too_large, encoding, no_heading,
    too_many_rows.
    """
    if len(data) > MAX_BYTES:
        raise _wrong("too_large", "文件超过 5 MB。", "The file is larger than 5 MB.")
    if not data.strip():
        raise _wrong("empty", "文件是空的。", "The file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _wrong(
            "old_excel", "无法读取文件：它像是 .xls，请另存为 .xlsx。", "This looks like .xls: please save it as .xlsx."
        )
    lines = _xlsx(data) if data.startswith(b"PK\x03\x04") else _csv(_decoded(data))
    return _source(lines, places)


def read_text(text: str, places: Mapping[str, int] | None = None) -> Source:
    """The cells of what was copied from a table: tabs between them, as WPS and Excel put it; else as a CSV file.

    Raises as `read`.
    """
    if not text.strip():
        raise _wrong("empty", "没有内容。", "There is nothing in it.")
    return _source(_csv(text, delimiter="\t" if "\t" in text else None), places)


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


def _source(lines: Iterator[tuple[int, Sequence[Cell]]], given: Mapping[str, int] | None) -> Source:
    headings: tuple[str, ...] | None = None
    places = dict(given) if given else None
    kept: list[tuple[int, tuple[Cell, ...]]] = []
    chars = 0
    for number, all_cells in lines:
        if number > _MAX_LINES:
            raise _too_many_rows()
        cells = tuple(_cell(cell) for cell in all_cells[:_MAX_COLUMNS])
        if headings is None and number <= _HEADER_WITHIN:
            found = _places_in(cells)
            if "name" in found:
                headings, places = tuple(str(cell or "")[:_HEADING_CHARS] for cell in cells), places or found
                kept.clear()
                continue
        if places is None and number >= _HEADER_WITHIN:
            raise _no_heading()
        if not any(value not in (None, "") for value in cells):
            continue
        chars += sum(len(cell) for cell in cells if isinstance(cell, str))
        if len(kept) == MAX_ROWS or chars > _MAX_CHARS:
            raise _too_many_rows()
        kept.append((number, cells))
    if places is None:
        raise _no_heading()
    made = Source(headings or (), places, tuple(kept))
    if not made.sheet().rows:
        raise _wrong("empty", "表头下面没有数据。", "There are no rows below the heading.")
    return made


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


def _no_heading() -> Invalid:
    zh = "没有找到表头，前十行中须有“姓名”一栏，或指明各列。"
    en = "No heading found: one of the first ten lines needs a column called 姓名 (name), or say which column is which."
    return _wrong("no_heading", zh, en)


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


def _xlsx(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Rows of the first sheet; formulas come as their text, never as a value."""
    from openpyxl import load_workbook

    _check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), start=1):
            yield number, [_plain(cell) for cell in cells]
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged package makes the reader raise, it is a damaged file
        raise _wrong(
            "not_a_spreadsheet", "文件已损坏或不是表格。", "The file is damaged or not a spreadsheet."
        ) from None


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
        raise _wrong(
            "not_a_spreadsheet", "文件已损坏或不是表格。", "The file is damaged or not a spreadsheet."
        ) from None
    if not fits:
        raise _wrong("unpacks_too_large", "文件解压后过大。", "The file unpacks to too much.")
    if tags > _MAX_TAGS:
        raise _too_many_rows()


def _too_many_rows() -> Invalid:
    zh = f"一次最多导入 {MAX_ROWS} 行，请分成几个文件；空白行也请删除。"
    return _wrong("too_many_rows", zh, f"At most {MAX_ROWS} rows at a time: split the file, and delete blank rows.")


def _wrong(code: str, zh: str, en: str) -> Invalid:
    return Invalid.field("file", code, zh, en)
