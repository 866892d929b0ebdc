"""The pages that are written from the code and compared in CI: who may do what, in which states, until when, how much."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediation import rulebook
from mediation.access.guard import read_policy
from mediation.access.matrix import markdown
from mediation.agreement.rules import MOVES as AGREEMENT
from mediation.case.rules import MOVES as CASE
from mediation.kit.machine import Move, diagram
from mediation.law.amounts import page as amounts
from mediation.law.deadlines import page
from mediation.lawyer.rules import MOVES as ASSIGNMENT
from mediation.order.rules import MOVES as ORDER
from mediation.referral.rules import MOVES as REFERRAL
from mediation.room.rules import MOVES as ROOM
from mediation.settings import project_dir, resource_dir


def generated() -> Iterator[tuple[Path, str]]:
    """Each page with its text, as it ought to stand."""
    policies = resource_dir("policies")
    yield policies / "MATRIX.md", markdown(tuple(read_policy(policies / "access")))
    yield project_dir() / "docs/states.md", _states()
    yield project_dir() / "docs/deadlines.md", page.markdown(rulebook.load(policies))
    yield project_dir() / "docs/amounts.md", amounts.markdown()


def _states() -> str:
    """The tables of moves as diagrams."""
    tables: dict[str, tuple[Move[Any], ...]] = {
        "A case": CASE,
        "An agreement": AGREEMENT,
        "An assignment": ASSIGNMENT,
        "A referral": REFERRAL,
        "A room": ROOM,
        "A service order": ORDER,
    }
    head = "# What becomes of what\n\nGenerated from the tables of moves (`rules.py`) by `make policy`; do not edit.\n"
    return head + "".join(f"\n## {name}\n\n```mermaid\n{diagram(moves)}```\n" for name, moves in tables.items())
