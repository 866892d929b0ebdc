"""What is kept of a roster between its coming and its confirmation, and the verb `roster:revise` that corrects it.

The cells as they came are kept beside the rows as understood, both sealed, so that another column, another cell or a word
about a repeated person gives the whole report anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries, roster_file, roster_rows
from mediation.case.events import RosterRevised
from mediation.case.models import CaseState, Party, RosterImport
from mediation.case.roster_file import COLUMNS, MAX_CELL_CHARS, Leaf, Source
from mediation.case.roster_rows import Decision, RosterRow
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.names import TextError, safe_text
from mediation.kit.problems import IllegalMove, Invalid, NotFound, Text, check_version
from mediation.person.models import Person

KEPT_FOR: Final = timedelta(hours=24)
"""how long an unconfirmed roster is kept"""
CORRECTIONS_MAX: Final = 500
"""in one call"""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What is to stand in one cell."""

    line: int
    column: str
    text: str
    """empty clears it"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What becomes of a line that repeats somebody; None takes back what was said."""

    line: int
    decision: Decision | None


async def revise(
    tx: Tx,
    import_id: UUID,
    *,
    version: int,
    places: Sequence[tuple[str, int]] | None,
    cells: Sequence[Cell],
    said: Sequence[Said],
    sheet: int | None = None,
) -> RosterImport:
    """Correct a roster under review, and judge every row of it again. Nothing of it is a party yet.

    Args:
        sheet: of a workbook, from 0: the one that is meant. Another than before begins anew; the rest is said of it.
        places: which column is which, from 0, whole; None leaves it.

    Raises: NotFound, Forbidden, Conflict, IllegalMove (confirmed already, expired, an agreement has taken effect),
    Invalid (sheet: no_such_sheet, unreadable_sheet; columns: twice, out_of_range, no_name; cells, duplicates: too_many,
    no_such_line, not_keepable, not_mergeable, contradict each other).
    """
    row = await tx.session.get(RosterImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound
    case, facts = await queries.look(tx, row.case_id)
    guard.require(tx.actor, Verb.ROSTER_REVISE, facts)
    require_possible(Verb.ROSTER_REVISE, CaseState(case.state))
    check_version(version, row.version)
    opened = open_source(tx, row)
    meant = opened if sheet is None else opened.turned(sheet)
    source = _corrected(meant, places=places, cells=cells, said=said)
    rows = await judge(tx, row.case_id, source)
    _as_said(rows, said)
    keep(tx.runtime.vault, row, source, rows)
    row.version += 1
    tx.record(
        RosterRevised(
            subject_id=row.id,
            case_id=row.case_id,
            district_id=row.district_id,
            columns=tuple(source.places) if places is not None else (),
            cells=len(cells),
            decided=len(said),
            sheet=source.at + 1 if meant is not opened else 0,
        )
    )
    return row


async def judge(tx: Tx, case_id: UUID, source: Source) -> tuple[RosterRow, ...]:
    """Every row of `source` with its problems, as things stand in the case today."""
    return roster_rows.judge(source.sheet(), today=tx.today, known=await known(tx, case_id), decisions=source.decisions)


def keep(vault: Vault, row: RosterImport, source: Source, rows: tuple[RosterRow, ...]) -> None:
    """Seal the cells and the rows, and count them."""
    unread = 0 if source.places else len(source.lines)
    row.report = {
        "rows": len(rows) + unread,
        "importable": sum(one.is_importable for one in rows),
        "duplicates": sum(one.is_duplicate_only for one in rows),
        "merged": sum(one.is_merged for one in rows),
        "to_correct": sum(not (one.is_importable or one.is_duplicate_only or one.is_merged) for one in rows) + unread,
    }
    row.rows_cipher = vault.seal(orjson.dumps(roster_rows.pack(rows)).decode(), context=_rows(row.id))
    packed = {
        "leaves": [asdict(one) for one in source.leaves],
        "at": source.at,
        "corrections": {str(number): cells for number, cells in source.corrections.items()},
        "decisions": {str(number): said for number, said in source.decisions.items()},
    }
    row.source_cipher = vault.seal(orjson.dumps(packed).decode(), context=_source(row.id))


def under_review(vault: Vault, row: Any, *, now: datetime) -> tuple[RosterRow, ...]:
    """The rows under review; empty when confirmed or expired."""
    if row.rows_cipher is None or row.uploaded_at + KEPT_FOR <= now:
        return ()
    return roster_rows.unpack(orjson.loads(vault.open(row.rows_cipher, context=_rows(row.id))))


def source_under_review(vault: Vault, row: Any, *, now: datetime) -> Source | None:
    """The cells under review; None when confirmed or expired."""
    if row.source_cipher is None or row.uploaded_at + KEPT_FOR <= now:
        return None
    packed = orjson.loads(vault.open(row.source_cipher, context=_source(row.id)))
    leaves = [
        Leaf(**{**one, "lines": tuple((number, tuple(cells)) for number, cells in one["lines"])})
        for one in packed["leaves"]
    ]
    return Source(
        leaves=tuple(leaves),
        at=packed["at"],
        corrections={int(number): cells for number, cells in packed["corrections"].items()},
        decisions={int(number): said for number, said in packed["decisions"].items()},
    )


def open_source(tx: Tx, row: RosterImport) -> Source:
    """The cells under review. Raises IllegalMove (confirmed, expired)."""
    require_under_review(tx, row, Verb.ROSTER_REVISE)
    source = source_under_review(tx.runtime.vault, row, now=tx.now)
    if source is None:
        raise _expired(Verb.ROSTER_REVISE)
    return source


def require_under_review(tx: Tx, row: RosterImport, verb: Verb) -> None:
    """Raises IllegalMove (confirmed, expired)."""
    if row.confirmed_at is not None:
        raise IllegalMove(verb, "confirmed", text=Text("这份名册已经导入。", "This roster has been imported."))
    if row.rows_cipher is None or row.uploaded_at + KEPT_FOR <= tx.now:
        raise _expired(verb)


async def known(tx: Tx, case_id: UUID) -> dict[str, str]:
    """ID numbers and phones of the case's claimants. Opened here, compared in memory, kept nowhere."""
    found = await tx.session.execute(
        select(Person)
        .join(Party, col(Party.person_id) == col(Person.id))
        .where(col(Party.case_id) == case_id, col(Party.withdrawn_at).is_(None))
    )
    vault, made = tx.runtime.vault, {}
    for person in found.scalars():
        if person.phone_cipher:
            made[vault.open(person.phone_cipher, context=f"person.phone:{person.id}")] = "case"
        if person.id_cipher:
            made[vault.open(person.id_cipher, context=f"person.id_number:{person.id}")] = "case"
    return made


def _expired(verb: Verb) -> IllegalMove:
    text = Text("已超过24小时，请重新上传。", "More than 24 hours ago: upload it again.")
    return IllegalMove(verb, "expired", text=text)


def _corrected(
    source: Source, *, places: Sequence[tuple[str, int]] | None, cells: Sequence[Cell], said: Sequence[Said]
) -> Source:
    lines = {number for number, _ in source.lines}
    corrected: tuple[tuple[str, Sequence[Cell | Said]], ...] = (("cells", cells), ("duplicates", said))
    for path, given in corrected:
        if len(given) > CORRECTIONS_MAX:
            raise Invalid.field(
                path, "too_many", f"一次最多{CORRECTIONS_MAX}处。", f"At most {CORRECTIONS_MAX} at once."
            )
        for at, one in enumerate(given):
            if one.line not in lines:
                raise Invalid.field(f"{path}.{at}.line", "no_such_line", "没有这一行。", "There is no such line.")
    corrections = {number: dict(row) for number, row in source.corrections.items()}
    for at, cell in enumerate(cells):
        assert cell.column in COLUMNS
        corrections.setdefault(cell.line, {})[cell.column] = _text(f"cells.{at}.text", cell.text)
    decisions: Mapping[int, str | None] = {**source.decisions, **{one.line: one.decision for one in said}}
    if places is not None:
        source = source.mapped(roster_file.check_places("columns", places, width=source.width))
    return replace(
        source,
        corrections=corrections,
        decisions={number: decision for number, decision in decisions.items() if decision is not None},
    )


def _text(path: str, typed: str) -> str:
    try:
        return safe_text(typed, max_chars=MAX_CELL_CHARS, max_bytes=4 * MAX_CELL_CHARS)
    except TextError as refusal:
        raise Invalid(refusal.at(path)) from None


def _as_said(rows: Sequence[RosterRow], said: Sequence[Said]) -> None:
    """Raises Invalid (duplicates) for what was said and cannot be done, where leaving it out would go unnoticed."""
    by_line = {row.number: row for row in rows}
    for at, one in enumerate(said):
        row, path = by_line.get(one.line), f"duplicates.{at}.decision"
        if one.decision is None or (row is not None and row.decision == one.decision):
            continue
        if one.decision is Decision.KEEP:
            zh, en = "只能保留手机号重复的行。", "Only rows that repeat nothing but a phone can be kept."
            raise Invalid.field(path, "not_keepable", zh, en)
        if row is None or not row.is_mergeable:
            zh, en = "只能合并与另一行重复的行。", "Only a row that repeats another line can be merged."
            raise Invalid.field(path, "not_mergeable", zh, en)
        zh = "两行的身份证或金额不同，请先更正其中一行。"
        raise Invalid.field(path, "contradict", zh, "The ID numbers or amounts differ: correct one of the lines first.")


def _rows(key: UUID) -> str:
    return f"roster_import.rows:{key}"


def _source(key: UUID) -> str:
    return f"roster_import.source:{key}"
