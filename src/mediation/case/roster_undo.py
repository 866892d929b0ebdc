"""The verb `roster:undo`: an import taken back as a whole, within a day, while nothing hangs on it.

Whoever it brought is kept, with their claims, as taken back: out of every list, count and sum, and in the journal.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries, tally
from mediation.case.events import RosterUndone
from mediation.case.models import CaseState, Party, Representative, RosterImport
from mediation.case.moves import changed
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import reason_given
from mediation.kit.problems import IllegalMove, NotFound, Text

UNDONE_WITHIN: Final = timedelta(hours=24)


async def undo(tx: Tx, import_id: UUID, *, reason: str) -> RosterImport:
    """Take everybody back whom a confirmed roster brought, in one transaction.

    Whether a signature, a payment or a worker who has opened their page stands against it is said by those features, in
    the same transaction (reactions.py).

    Raises: NotFound, Forbidden, IllegalMove (not_confirmed, undone, too_late, signed, paid, in_use; an agreement has
    taken effect), Invalid (reason).
    """
    row = await tx.session.get(RosterImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound
    case, facts = await queries.lock(tx, row.case_id)
    guard.require(tx.actor, Verb.ROSTER_UNDO, facts)
    require_possible(Verb.ROSTER_UNDO, CaseState(case.state))
    why = reason_given("reason", reason)
    _require_in_time(tx, row)
    came = select(Party).where(col(Party.case_id) == case.id, col(Party.import_id) == row.id)
    parties = (await tx.session.execute(came)).scalars().all()
    for party in parties:
        party.taken_back_at = tx.now
        party.withdrawn_at = party.withdrawn_at or tx.now
        party.withdrawn_reason = party.withdrawn_reason or "名册导入已撤销"
    keys = [party.id for party in parties]
    await tx.session.execute(delete(Representative).where(col(Representative.party_id).in_(keys)))
    await tally.count(tx, case)
    changed(tx, case)
    row.undone_at = tx.now
    tx.record(
        RosterUndone(
            subject_id=row.id, case_id=case.id, district_id=case.district_id, taken_back=len(parties), reason=why
        )
    )
    return row


def _require_in_time(tx: Tx, row: RosterImport) -> None:
    if row.confirmed_at is None:
        text = Text("这份名册尚未导入。", "This roster has not been imported.")
        raise IllegalMove(Verb.ROSTER_UNDO, "not_confirmed", text=text)
    if row.undone_at is not None:
        raise IllegalMove(Verb.ROSTER_UNDO, "undone", text=Text("导入已经撤销。", "This import has been undone."))
    if row.confirmed_at + UNDONE_WITHIN <= tx.now:
        text = Text("导入已超过24小时，请逐人处理。", "Imported more than 24 hours ago: see to each worker.")
        raise IllegalMove(Verb.ROSTER_UNDO, "too_late", text=text)
