"""The table of deadlines: which event starts which period, how it runs, whose it is, and what follows when it passes.

Holds one row per rule, a module per part of procedure, and the function that applies a row. Refuses to hold what happened
in a case (the journal) and what was suspended or extended there (`deadline/`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mediation.law.deadlines import agreement, legal_aid, mediation
from mediation.law.deadlines.agreement import AGREED, agreed
from mediation.law.deadlines.compute import NoPeriodError, compute
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger

ROWS: Final[Mapping[str, Row]] = MappingProxyType(
    {row.id: row for row in (*mediation.ROWS, *agreement.ROWS, *legal_aid.ROWS)}
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
    "Row",
    "Trigger",
    "Whose",
    "agreed",
    "compute",
]
