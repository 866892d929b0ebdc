"""The verbs `roster:preview` and `roster:confirm`. Nothing of a file is a party before it is confirmed."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import parties, queries, roster_file, roster_rows, tally
from mediation.case.events import RosterConfirmed, RosterPreviewed
from mediation.case.intake import within_total
from mediation.case.models import CaseState, Party, RosterImport
from mediation.case.moves import changed
from mediation.case.roster_rows import RosterRow
from mediation.case.rules import require_possible
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.names import TextError, safe_text
from mediation.kit.problems import IllegalMove, Invalid, NotFound, Text
from mediation.person.models import Person

KEPT_FOR = timedelta(hours=24)
"""how long an unconfirmed file is kept"""
MAX_CLAIMANTS = 2_000


async def preview(tx: Tx, case_id: UUID, file_name: str, data: bytes) -> RosterImport:
    """Read a roster file and keep it, sealed, for review. Raises NotFound, Forbidden, IllegalMove, Invalid (file)."""
    case, facts = await queries.look(tx, case_id)
    guard.require(tx.actor, Verb.ROSTER_PREVIEW, facts)
    require_possible("roster:preview", CaseState(case.state))
    # Beside the event loop: a large file takes a while, and others are waiting for their answers.
    sheet = await asyncio.to_thread(roster_file.read, data)
    rows = roster_rows.judge(sheet, today=tx.today, known=await _known(tx, case_id))
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
        file_name=_name(file_name),
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
        keep: line numbers to be taken although their phone is somebody else's too.

    Raises: NotFound, Forbidden, IllegalMove (confirmed already, expired, an agreement has taken effect), Invalid (keep;
    leaveOut: who joined the case since the file was read; file).
    """
    row = await tx.session.get(RosterImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound
    case, facts = await queries.lock(tx, row.case_id)
    guard.require(tx.actor, Verb.ROSTER_CONFIRM, facts)
    require_possible("roster:confirm", CaseState(case.state))
    chosen = _chosen(_rows_to_confirm(tx, row), leave_out=leave_out, keep=keep)
    _not_joined_since(chosen, await _known(tx, case.id), keep=keep)
    if case.registered_count + len(chosen) > MAX_CLAIMANTS:
        text = f"一案最多 {MAX_CLAIMANTS} 人。"
        raise Invalid.field("file", "too_many", text, f"A case has at most {MAX_CLAIMANTS} claimants.")
    drafts = [one.draft() for one in chosen]
    claimed = case.wages_claimed_fen + case.social_insurance_claimed_fen
    within_total(claimed, (claim for draft in drafts for claim in draft.claims), "file")
    await parties.insert_claimants(tx, case, drafts, after=await queries.last_position(tx, case.id))
    await tally.count(tx, case)
    changed(tx, case)
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
    return row


async def forget_expired(tx: Tx, *, limit: int) -> int:
    """Empty the files that nobody confirmed in time; how many. A sweep of the worker."""
    found = await tx.session.execute(
        select(RosterImport)
        .where(col(RosterImport.rows_cipher).is_not(None), col(RosterImport.uploaded_at) <= tx.now - KEPT_FOR)
        .order_by(col(RosterImport.uploaded_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    expired = found.scalars().all()
    for row in expired:
        row.rows_cipher = None
    return len(expired)


def under_review(vault: Vault, row: RosterImport, *, now: datetime) -> tuple[RosterRow, ...]:
    """The rows under review; empty when confirmed or expired."""
    return () if row.uploaded_at + KEPT_FOR <= now else _open(vault, row.id, row.rows_cipher)


def _open(vault: Vault, key: UUID, sealed: bytes | None) -> tuple[RosterRow, ...]:
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
    return _open(tx.runtime.vault, row.id, row.rows_cipher)


def _chosen(rows: tuple[RosterRow, ...], *, leave_out: Collection[int], keep: Collection[int]) -> list[RosterRow]:
    if not set(keep) <= {row.number for row in rows if row.is_keepable}:
        raise Invalid.field(
            "keep", "not_keepable", "只能保留手机号重复的行。", "Only rows that repeat nothing but a phone can be kept."
        )
    chosen = [row for row in rows if (row.is_importable and row.number not in leave_out) or row.number in set(keep)]
    if not chosen:
        raise Invalid.field("file", "nothing_to_import", "没有可导入的行。", "There is no row to import.")
    return chosen


def _not_joined_since(chosen: Sequence[RosterRow], known: Mapping[str, str], *, keep: Collection[int]) -> None:
    joined = [row.number for row in chosen if row.id_number in known or (row.phone in known and row.number not in keep)]
    if joined:
        lines = ", ".join(str(number) for number in joined[:20])
        zh, en = f"第{lines}行的人已在本案中，请排除", f"Lines {lines} are in the case by now: leave them out."
        raise Invalid.field("leaveOut", roster_rows.DUPLICATE_IN_CASE, zh, en)


def _name(typed: str) -> str:
    try:
        return safe_text(typed[-100:], max_chars=100, max_bytes=400).replace("\n", " ") or "roster"
    except TextError:
        return "roster"


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
