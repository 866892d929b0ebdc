"""The process that reads the first rows of a table or a text: bytes in, a line of JSON out, until its input ends.

What it reads was examined when it came. It runs beside the product as the examiner does, without keys, with so much memory;
computes no formula (what a spreadsheet last showed is what is shown) and follows nothing out of the file.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from mediation.infra.pipes import serve

ROWS: Final = 100
COLUMNS: Final = 20
CHARS: Final = 120
"""of one cell"""
MEMORY: Final = 400 * 1024 * 1024
_PEEK: Final = 4_096


def look(data: bytes) -> bytes:
    """`{"rows": [[…]], "more": …}`: `more` says whether rows, columns or characters were left out; `{}` when it is no table."""
    try:
        return json.dumps(_table(_workbook(data) if data.startswith(b"PK\x03\x04") else _lines(data))).encode()
    except Exception:  # noqa: BLE001 - whatever it cannot read is not shown; the file itself can be downloaded
        return b"{}"


def _table(lines: Iterable[Iterable[Any]]) -> dict[str, Any]:
    found = [[_cell(value) for value in islice(line, COLUMNS + 1)] for line in islice(lines, ROWS + 1)]
    rows = [row[:COLUMNS] for row in found[:ROWS]]
    wide = max((n for row in rows for n, cell in enumerate(row, 1) if cell), default=0)
    more = len(found) > ROWS or any(len(row) > COLUMNS and row[COLUMNS] for row in found)
    more = more or any(cell.endswith("…") for row in rows for cell in row)
    kept = [(row + [""] * wide)[:wide] for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    return {"rows": kept, "more": more}


def _workbook(data: bytes) -> Iterator[Iterable[Any]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    yield from book.worksheets[0].iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1, values_only=True)


def _lines(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text[:_PEEK].partition("\n")[0]
    marks = [mark for mark in "\t,;" if mark in first]
    if not marks:
        return iter([line] for line in text.splitlines())
    return csv.reader(io.StringIO(text, newline=""), delimiter=marks[0])


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _cell(value: Any) -> str:
    """As it is shown: on one line, without what directs the eye elsewhere."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        said = value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    elif isinstance(value, date | time):
        said = value.isoformat()
    else:
        said = str(value)
    plain = "".join(sign if sign.isprintable() else " " for sign in said[: CHARS + 1]).strip()
    return plain if len(said) <= CHARS else f"{plain[:CHARS]}…"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    serve(look, sys.stdin.buffer, sys.stdout.buffer)
