"""Rosters as files that go out: the blank template, and the rows that need correcting, as they came.

Refuses to let a cell be a formula in whatever program opens it.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from mediation.case.roster_file import MAX_ROWS, Cell, RosterColumn, Source
from mediation.case.roster_rows import RosterRow

HEADINGS: Final = {
    RosterColumn.NAME: "姓名",
    RosterColumn.PHONE: "手机",
    RosterColumn.ID_NUMBER: "身份证",
    RosterColumn.JOB: "岗位",
    RosterColumn.PERIOD: "起止月份",
    RosterColumn.WAGES: "拖欠工资",
    RosterColumn.SOCIAL_INSURANCE: "社保",
    RosterColumn.NOTE: "备注",
}
_WIDTHS: Final = (12, 16, 24, 14, 22, 14, 12, 30)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def template_csv() -> bytes:
    """The headings alone, UTF-8 with a mark that makes Excel read it as such."""
    return _csv([tuple(HEADINGS.values())])


def template_xlsx() -> bytes:
    """The headings above columns of text: a spreadsheet changes no number that was typed into one."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "名册"
    sheet.append(list(HEADINGS.values()))
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(row=1, column=at).font = Font(bold=True)
        for line in range(1, MAX_ROWS + 2):
            sheet.cell(row=line, column=at).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def problems_csv(source: Source, rows: Sequence[RosterRow], *, english: bool) -> bytes:
    """The rows that are not importable as they stand, with their line, what is wrong, and their cells by our columns."""
    cells = dict(source.sheet().rows)
    before = ("Line", "Problem") if english else ("行", "问题")
    lines: list[Sequence[str]] = [(*before, *HEADINGS.values())]
    for row in rows:
        if row.is_importable or row.is_merged:
            continue
        said = "; ".join(f"{one.column}: {one.en}" if english else _said(one.column, one.zh) for one in row.problems)
        lines.append((str(row.number), said, *(_plain(cells[row.number].get(column.value)) for column in HEADINGS)))
    return _csv(lines)


def _said(column: str, zh: str) -> str:
    return f"{HEADINGS[RosterColumn(column)]}：{zh}"


def _plain(cell: Cell) -> str:
    text = "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")
