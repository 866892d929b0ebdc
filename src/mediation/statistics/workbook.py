"""The ledger as an XLSX workbook, row by row into a file: memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mediation.statistics.export import Value

_FORMATS: Final = {Decimal: "#,##0.00", date: "yyyy-mm-dd"}


class Book:
    """A workbook under construction: sheets one after the other, each with its rows in order."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: Any = None

    def sheet(self, title: str) -> None:
        """Rows go here from now on."""
        self._sheet = self._book.create_sheet(title)

    def add(self, rows: Iterable[Sequence[Value]]) -> None:
        """Rows more."""
        for row in rows:
            self._sheet.append([self._cell(one) for one in row])

    def save(self, file: IO[bytes]) -> None:
        """Write it. Nothing can be added afterwards."""
        self._book.save(file)

    def _cell(self, value: Value) -> Any:
        if isinstance(value, str):
            cell = WriteOnlyCell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
            # Openpyxl takes "=…" for a formula and "#N/A" for an error; here a text is a text.
            cell.data_type = "s"
            return cell
        cell = WriteOnlyCell(self._sheet, cast("Any", value))
        if type(value) in _FORMATS:
            cell.number_format = _FORMATS[type(value)]
        return cell
