"""What authorization may know of the case a notice is about.

Cases stand above notices, so the page `mediation/bindings.py` says here how their facts are reached. A notice about no
case, as of an account, has the facts of its district.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from mediation.access.scopes import Facts
from mediation.infra.uow import Tx
from mediation.notice.models import Notice


@dataclass(frozen=True)
class Cases:
    """How cases are asked about."""

    columns: Facts
    """facts as columns, for a statement that was given to `joined`"""
    joined: Callable[[Select[Any], Any], Select[Any]]
    """(statement, column with a case id) -> the statement with the case joined, where there is one"""
    facts: Callable[[Tx, UUID], Awaitable[Facts]]
    """facts of one case as values"""


_cases: list[Cases] = []


def teach(cases: Cases) -> None:
    """Ask `cases` from now on."""
    _cases[:] = [cases]


def cases() -> Cases:
    """How cases are asked about. RuntimeError before anybody said."""
    if not _cases:
        raise RuntimeError("bindings.bind() was not called")
    return _cases[0]


async def case_facts(tx: Tx, notice: Notice) -> Facts:
    """Facts of the case of `notice`, or of its district when there is none."""
    if notice.case_id is None:
        return Facts(district=notice.district_id)
    return await cases().facts(tx, notice.case_id)
