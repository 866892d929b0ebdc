"""The verb `circumstances:record`: what somebody looked into that decides which legal ways are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.events import CircumstancesRecorded
from mediation.case.models import Case, CaseCircumstances, CaseState
from mediation.case.moves import changed
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import Invalid, check_version
from mediation.law.routing.facts import Circumstance

BASIS_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Known:
    """One circumstance as somebody found it: yes, no, or (None) not known after all; `basis` says where from."""

    which: Circumstance
    holds: bool | None
    basis: str = ""


async def record(tx: Tx, case_id: UUID, found: Sequence[Known], *, version: int) -> Case:
    """Record circumstances of a case. What is not named stays as it was; nothing new changes nothing.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed), Invalid (circumstances: none, one named
    twice; circumstances.N.basis).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.CIRCUMSTANCES_RECORD, facts)
    check_version(version, case.version)
    require_possible("circumstances:record", CaseState(case.state))
    found = _checked(found)
    row = await _row(tx, case)
    news = [one for one in found if _said(row, one) != _of(one)]
    if not news:
        return case
    row.known = _after(row.known, news, tx.now.isoformat())
    changed(tx, case)
    names = {holds: tuple(one.which.value for one in news if one.holds is holds) for holds in (True, False, None)}
    tx.record(
        CircumstancesRecorded(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            holds=names[True],
            holds_not=names[False],
            unknown=names[None],
        )
    )
    return case


def _said(row: CaseCircumstances, one: Known) -> tuple[bool | None, str]:
    known = row.known.get(one.which.value, {})
    return known.get("holds"), known.get("basis", "")


def _of(one: Known) -> tuple[bool | None, str]:
    return one.holds, one.basis if one.holds is not None else ""


def _after(known: dict[str, Any], news: Sequence[Known], at: str) -> dict[str, Any]:
    left = {name: value for name, value in known.items() if name not in {one.which.value for one in news}}
    recorded = {
        one.which.value: {"holds": one.holds, "basis": one.basis, "at": at} for one in news if one.holds is not None
    }
    return dict(sorted((left | recorded).items()))


def _checked(found: Sequence[Known]) -> list[Known]:
    if not found:
        raise Invalid.field("circumstances", "empty", "没有可登记的情况。", "There is nothing to record.")
    checks = Checks()
    clean, seen = list[Known](), set[Circumstance]()
    for at, one in enumerate(found):
        if one.which in seen:
            checks.wrong(f"circumstances.{at}.which", "repeated", "同一情况出现两次", "The same one twice.")
        seen.add(one.which)
        basis = checks.line(f"circumstances.{at}.basis", one.basis, max_chars=BASIS_CHARS) or ""
        clean.append(Known(one.which, one.holds, basis))
    checks.settle()
    return clean


async def _row(tx: Tx, case: Case) -> CaseCircumstances:
    found = await tx.session.execute(select(CaseCircumstances).where(col(CaseCircumstances.case_id) == case.id))
    row = found.scalar_one_or_none()
    if row is None:
        row = CaseCircumstances(case_id=case.id, district_id=case.district_id, known={})
        tx.session.add(row)
    return row
