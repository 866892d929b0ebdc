"""The verbs `roster:preview` and `roster:confirm`. Nothing of a roster is a party before it is confirmed.

What is kept of it in between, and its correction, is in roster_review.py; taking it back is in roster_undo.py.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import parties, queries, roster_file, roster_rows, roster_taking, tally
from mediation.case import roster_review as review
from mediation.case.events import RosterConfirmed, RosterPreviewed
from mediation.case.intake import within_total
from mediation.case.models import CaseState, RosterImport
from mediation.case.moves import changed
from mediation.case.roster_review import KEPT_FOR
from mediation.case.roster_rows import Decision, RosterRow
from mediation.case.rules import require_possible
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.names import TextError, safe_text
from mediation.kit.problems import Invalid, NotFound, check_version

MAX_CLAIMANTS = 2_000


async def preview(
    tx: Tx, case_id: UUID, file_name: str, data: bytes | str, *, places: Sequence[tuple[str, int]] | None = None
) -> RosterImport:
    """Read a roster and keep it, sealed, for review.

    Args:
        data: a file, or what was copied from a table.
        places: which column is which, from 0, where the heading does not tell.

    Raises NotFound, Forbidden, IllegalMove, Invalid (file; columns).
    """
    case, facts = await queries.look(tx, case_id)
    guard.require(tx.actor, Verb.ROSTER_PREVIEW, facts)
    require_possible("roster:preview", CaseState(case.state))
    given = roster_file.check_places("columns", places) if places else None
    # Beside the event loop: a large file takes a while, and others are waiting for their answers.
    if isinstance(data, str):
        source = await asyncio.to_thread(roster_file.read_text, data, given)
    else:
        source = await asyncio.to_thread(roster_file.read, data, given)
    rows = await review.judge(tx, case_id, source)
    made = RosterImport(
        id=new_id(),
        case_id=case.id,
        district_id=case.district_id,
        staff_id=tx.actor.id,
        file_name=_name(file_name),
        uploaded_at=tx.now,
        report={},
    )
    review.keep(tx.runtime.vault, made, source, rows)
    tx.session.add(made)
    tx.record(
        RosterPreviewed(
            subject_id=made.id,
            case_id=case.id,
            district_id=case.district_id,
            rows=made.report["rows"],
            importable=made.report["importable"],
        )
    )
    return made


async def confirm(
    tx: Tx, import_id: UUID, *, leave_out: Collection[int], keep: Collection[int], version: int | None = None
) -> RosterImport:
    """Take the good rows of a reviewed file into the case, with their claims, in one transaction.

    Five hundred workers, each with a link and an entry in the journal, take seconds. In steps nobody could tell what half a
    roster means; meanwhile a lock of this transaction says to whoever asks that it is under way (roster_taking.py).

    Args:
        leave_out: line numbers not to be taken although they are good.
        keep: line numbers to be taken although their phone is somebody else's too.
        version: of the review that the caller saw; None takes it as it stands.

    Raises: NotFound, Forbidden, Conflict, IllegalMove (confirmed already, expired, an agreement has taken effect), Invalid (keep;
    leaveOut: who joined the case since the file was read; file).
    """
    row = await tx.session.get(RosterImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound
    await roster_taking.begin(tx, row.id)
    case, facts = await queries.lock(tx, row.case_id)
    guard.require(tx.actor, Verb.ROSTER_CONFIRM, facts)
    require_possible("roster:confirm", CaseState(case.state))
    review.require_under_review(tx, row, Verb.ROSTER_CONFIRM)
    check_version(row.version if version is None else version, row.version)
    rows = review.under_review(tx.runtime.vault, row, now=tx.now)
    keep = {*keep, *(one.number for one in rows if one.decision == Decision.KEEP)}
    chosen = _chosen(rows, leave_out=leave_out, keep=keep)
    _not_joined_since(chosen, await review.known(tx, case.id), keep=keep)
    if case.registered_count + len(chosen) > MAX_CLAIMANTS:
        text = f"一案最多 {MAX_CLAIMANTS} 人。"
        raise Invalid.field("file", "too_many", text, f"A case has at most {MAX_CLAIMANTS} claimants.")
    drafts = [one.draft() for one in chosen]
    claimed = case.wages_claimed_fen + case.social_insurance_claimed_fen
    within_total(claimed, (claim for draft in drafts for claim in draft.claims), "file")
    place = await queries.last_position(tx, case.id)
    await parties.insert_claimants(tx, case, drafts, after=place, import_id=row.id)
    await tally.count(tx, case)
    changed(tx, case)
    row.confirmed_at, row.rows_cipher, row.source_cipher = tx.now, None, None
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
        row.rows_cipher = row.source_cipher = None
    return len(expired)


def _chosen(rows: tuple[RosterRow, ...], *, leave_out: Collection[int], keep: Collection[int]) -> list[RosterRow]:
    if not set(keep) <= {row.number for row in rows if row.is_keepable}:
        raise Invalid.field(
            "keep", "not_keepable", "只能保留手机号重复的行。", "Only rows that repeat nothing but a phone can be kept."
        )
    wanted = (row for row in rows if row.is_importable or row.number in set(keep))
    chosen = [row for row in wanted if row.number not in leave_out]
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
