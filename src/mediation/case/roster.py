"""The verbs `roster:preview` and `roster:confirm`. Nothing of a file is a party before it is confirmed."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import parties, queries, roster_file, roster_rows, tally
from mediation.case.events import RosterConfirmed, RosterPreviewed
from mediation.case.models import Case, CaseState, Party, PartySide, RosterImport
from mediation.case.roster_rows import RosterRow
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.names import safe_text
from mediation.kit.problems import IllegalMove, Invalid, NotFound, Text
from mediation.person.models import Person

KEPT_FOR = timedelta(hours=24)
"""how long an unconfirmed file is kept"""
MAX_CLAIMANTS = 2_000


async def preview(tx: Tx, case_id: UUID, file_name: str, data: bytes) -> RosterImport:
    """Read a roster file and keep it, sealed, for review. Raises NotFound, Forbidden, IllegalMove, Invalid (file)."""
    case, facts = await queries.look(tx, case_id)
    guard.require(tx.actor, Verb.ROSTER_PREVIEW, facts)
    _still_open(case, Verb.ROSTER_PREVIEW)
    rows = roster_rows.judge(roster_file.read(data, file_name), today=tx.today, known=await _known(tx, case_id))
    key = new_id()
    report = {
        "rows": len(rows),
        "importable": sum(row.is_importable for row in rows),
        "duplicates": sum(row.is_duplicate_only for row in rows),
        "to_correct": sum(not row.is_importable and not row.is_duplicate_only for row in rows),
    }
    made = RosterImport(
        id=key,
        case_id=case.id,
        district_id=case.district_id,
        staff_id=tx.actor.id,
        file_name=safe_text(file_name, max_chars=100, max_bytes=400) or "roster",
        uploaded_at=tx.now,
        rows_cipher=_seal(tx.runtime.vault, key, rows),
        report=report,
    )
    tx.session.add(made)
    tx.record(
        RosterPreviewed(
            subject_id=key,
            case_id=case.id,
            district_id=case.district_id,
            rows=report["rows"],
            importable=report["importable"],
        )
    )
    return made


async def confirm(tx: Tx, import_id: UUID, *, leave_out: Collection[int], keep: Collection[int]) -> RosterImport:
    """Take the good rows of a reviewed file into the case, with their claims, in one transaction.

    Args:
        leave_out: line numbers not to be taken although they are good.
        keep: line numbers to be taken although they repeat somebody.

    Raises: NotFound, Forbidden, IllegalMove (confirmed already, expired, case closed), Invalid (keep, rows, file).
    """
    row = await tx.session.get(RosterImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound
    case, facts = await queries.lock(tx, row.case_id)
    guard.require(tx.actor, Verb.ROSTER_CONFIRM, facts)
    _still_open(case, Verb.ROSTER_CONFIRM)
    chosen = _chosen(_rows_to_confirm(tx, row), leave_out=leave_out, keep=keep)
    if case.registered_count + len(chosen) > MAX_CLAIMANTS:
        text = f"一案最多 {MAX_CLAIMANTS} 人。"
        raise Invalid.field("file", "too_many", text, f"A case has at most {MAX_CLAIMANTS} claimants.")
    last = await tx.session.scalar(
        select(func.coalesce(func.max(col(Party.position)), 0)).where(
            col(Party.case_id) == case.id, col(Party.side) == PartySide.CLAIMANT.value
        )
    )
    await parties.insert_claimants(tx, case, [one.draft() for one in chosen], after=last or 0)
    await tally.count(tx, case)
    case.version += 1
    row.confirmed_at, row.rows_cipher = tx.now, None
    row.report = {**row.report, "imported": len(chosen)}
    tx.record(
        RosterConfirmed(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            imported=len(chosen),
            left_out=row.report["rows"] - len(chosen),
            wages_fen=sum(one.wages_fen for one in chosen),
            social_insurance_fen=sum(one.social_insurance_fen for one in chosen),
        )
    )
    tx.ping(f"case:{case.id}")
    return row


def open_rows(vault: Vault, key: UUID, sealed: bytes | None) -> tuple[RosterRow, ...]:
    """The rows under review; empty when confirmed or expired."""
    if sealed is None:
        return ()
    return roster_rows.unpack(orjson.loads(vault.open(sealed, context=f"roster_import.rows:{key}")))


def _seal(vault: Vault, key: UUID, rows: tuple[RosterRow, ...]) -> bytes:
    return vault.seal(orjson.dumps(roster_rows.pack(rows)).decode(), context=f"roster_import.rows:{key}")


def _rows_to_confirm(tx: Tx, row: RosterImport) -> tuple[RosterRow, ...]:
    if row.confirmed_at is not None:
        raise IllegalMove(
            Verb.ROSTER_CONFIRM, "confirmed", text=Text("这份名册已经导入。", "This roster has been imported.")
        )
    if row.rows_cipher is None or row.uploaded_at + KEPT_FOR <= tx.now:
        raise IllegalMove(
            Verb.ROSTER_CONFIRM,
            "expired",
            text=Text("已超过24小时，请重新上传。", "More than 24 hours ago: upload it again."),
        )
    return open_rows(tx.runtime.vault, row.id, row.rows_cipher)


def _chosen(rows: tuple[RosterRow, ...], *, leave_out: Collection[int], keep: Collection[int]) -> list[RosterRow]:
    repeated = {row.number for row in rows if row.is_duplicate_only}
    if not set(keep) <= repeated:
        raise Invalid.field("keep", "not_a_duplicate", "只能保留重复行。", "Only repeated rows can be kept.")
    chosen = [row for row in rows if (row.is_importable and row.number not in leave_out) or row.number in set(keep)]
    if not chosen:
        raise Invalid.field("file", "nothing_to_import", "没有可导入的行。", "There is no row to import.")
    return chosen


async def _known(tx: Tx, case_id: UUID) -> dict[str, str]:
    """ID numbers and phones of the case's claimants. Opened here, compared in memory, kept nowhere."""
    found = await tx.session.execute(
        select(Person)
        .join(Party, col(Party.person_id) == col(Person.id))
        .where(col(Party.case_id) == case_id, col(Party.withdrawn_at).is_(None))
    )
    vault, known = tx.runtime.vault, {}
    for person in found.scalars():
        if person.phone_cipher:
            known[vault.open(person.phone_cipher, context=f"person.phone:{person.id}")] = "case"
        if person.id_cipher:
            known[vault.open(person.id_cipher, context=f"person.id_number:{person.id}")] = "case"
    return known


def _still_open(case: Case, verb: Verb) -> None:
    if case.state in (CaseState.CLOSED, CaseState.REFUSED):
        raise IllegalMove(verb, case.state)
