"""The table of deadlines: which event starts which period, how it runs, whose it is, and what follows when it passes.

Holds one row per rule, a module per part of procedure, and the function that applies a row. Refuses to hold what happened
in a case (the journal) and what was suspended or extended there (`deadline/`).

An id is a section's letter and number, as lawyers of the studio know it. Where one provision sets several periods, the
first has the plain id and the others a number after a dot: M-8 and M-8.2.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mediation.law.deadlines import (
    agreement,
    arbitration,
    awards,
    court,
    court_mediation,
    employment,
    inspection,
    legal_aid,
    mediation,
    payment_order,
    supervision,
)
from mediation.law.deadlines.agreement import AGREED, agreed
from mediation.law.deadlines.compute import NoPeriodError, compute, compute_from
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Roll, Row, Whose
from mediation.law.deadlines.triggers import Trigger

_SECTIONS: Final = "MGOACELUS"


def _place(row: Row) -> tuple[int, int, str, int]:
    found = re.fullmatch(r"([A-Z])-(\d+)([a-z]?)(?:\.(\d+))?", row.id)
    if found is None:
        raise ValueError(f"{row.id} is no id of a row")
    section, number, letter, part = found.groups()
    return _SECTIONS.index(section), int(number), letter, int(part or 1)


def _table(*parts: tuple[Row, ...]) -> Mapping[str, Row]:
    rows = sorted((row for part in parts for row in part), key=_place)
    table = {row.id: row for row in rows}
    if len(table) != len(rows):
        raise ValueError("two rows with one id")
    return MappingProxyType(table)


ROWS: Final = _table(
    mediation.ROWS,
    court_mediation.ROWS,
    agreement.ROWS,
    payment_order.ROWS,
    arbitration.ROWS,
    awards.ROWS,
    court.ROWS,
    legal_aid.ROWS,
    supervision.ROWS,
    inspection.ROWS,
    employment.ROWS,
)
"""The rows by id, in the order of the procedure."""

__all__ = [
    "AGREED",
    "ROWS",
    "DayKind",
    "Extender",
    "Extension",
    "Nature",
    "NoPeriodError",
    "Roll",
    "Row",
    "Trigger",
    "Whose",
    "agreed",
    "compute",
    "compute_from",
]
