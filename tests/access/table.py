"""What is expected of every cell, read from expected.csv by a few lines that know neither scopes, policy nor casbin."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.access.cast import Caller

FILE: Final = Path(__file__).with_name("expected.csv")


@cache
def table() -> Mapping[tuple[str, str], frozenset[str]]:
    """(row, role) -> the standings in which it is allowed. A row is a way to try or to look."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file):
            if not line or line[0].startswith("#"):
                continue
            row, role, standings = (cell.strip() for cell in line)
            assert (row, role) not in found, f"{row}, {role} stands there twice"
            found[row, role] = frozenset(standings.split())
    return found


def rows() -> frozenset[str]:
    """The rows that say anything."""
    return frozenset(row for row, _ in table())


def allowed(row: str, caller: Caller, case: str) -> bool:
    """Whether the caller may do or see what the row is about, in the studio's case with this key."""
    return caller.stands(case) in table().get((row, caller.role), frozenset())
