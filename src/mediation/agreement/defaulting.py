"""The verbs `commitment:contact` and `commitment:default`: a breach follows from money and date, a default from a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import desk, paying, standing
from mediation.agreement.events import CommitmentDefaulted, DebtorContacted
from mediation.agreement.models import Commitment, Contact
from mediation.agreement.standing import Late
from mediation.case import moves
from mediation.case.models import Case, ClaimGroup
from mediation.infra.uow import Tx
from mediation.kit.checks import prose_given
from mediation.kit.problems import Invalid

NOTE_CHARS = 1_000


class ContactManner(StrEnum):
    """How the debtor was reached, or tried."""

    LETTER = "letter"
    MESSAGE = "message"
    PHONE = "phone"
    VISIT = "visit"


class ContactOutcome(StrEnum):
    """What came of it."""

    ADMITS_CANNOT_PAY = "admits_cannot_pay"
    PARTLY_PAID = "partly_paid"
    PROMISES = "promises"
    REFUSES = "refuses"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """A contact with the debtor as it is written down."""

    contacted_at: datetime
    manner: ContactManner
    outcome: ContactOutcome
    note: str = ""


async def contact(tx: Tx, case_id: UUID, typed: ContactDraft) -> Contact:
    """Write down a contact with the debtor. Raises NotFound, Forbidden, Invalid (contactedAt, note; case without promises)."""
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, Verb.COMMITMENT_CONTACT, facts)
    if typed.contacted_at > tx.now:
        raise Invalid.field("contactedAt", "in_future", "时间不能晚于现在。", "The moment cannot be in the future.")
    if not await _has_promises(tx, case.id):
        raise Invalid.field("case", "no_commitments", "本案没有兑付承诺。", "This case has no commitments.")
    row = Contact(
        case_id=case.id,
        district_id=case.district_id,
        contacted_at=typed.contacted_at,
        manner=typed.manner,
        outcome=typed.outcome,
        note=prose_given("note", typed.note, max_chars=NOTE_CHARS, required=False),
        recorded_by=tx.actor.id,
    )
    tx.session.add(row)
    tx.record(
        DebtorContacted(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            contacted_at=typed.contacted_at,
            manner=typed.manner,
            outcome=typed.outcome,
        )
    )
    await desk.stir(tx, case, room=False)
    return row


async def default(tx: Tx, case_id: UUID) -> UUID:
    """Call the overdue promises of a case a default; return the agreement's id. The case is then in default too.

    Raises NotFound, Forbidden, IllegalMove (not performing), Invalid (nothing overdue, or no contact since it is).
    """
    case, facts = await desk.lock_case(tx, case_id)
    guard.require(tx.actor, Verb.COMMITMENT_DEFAULT, facts)
    late = await _late(tx, case)
    ripe = frozenset(
        standing.defaultable(
            [Late(one.id, one.due_at) for one in late if one.due_at is not None], await _last_contact(tx, case.id)
        )
    )
    moves.move(tx, case, Verb.COMMITMENT_DEFAULT)
    chosen = [one for one in late if one.id in ripe]
    owing = await paying.owing_of(tx, chosen)
    for one in chosen:
        one.defaulted_at, one.defaulted_by = tx.now, tx.actor.id
        one.version += 1
    sums = desk.group_sums([(one.group_, owing[one.id].shortfall_fen) for one in chosen])
    agreement_id = chosen[0].agreement_id
    tx.record(
        CommitmentDefaulted(
            subject_id=agreement_id,
            case_id=case.id,
            district_id=case.district_id,
            commitment_ids=tuple(one.id for one in chosen),
            wages_fen=sums[ClaimGroup.WAGES],
            social_insurance_fen=sums[ClaimGroup.SOCIAL_INSURANCE],
        )
    )
    await desk.stir(tx, case)
    return agreement_id


async def _late(tx: Tx, case: Case) -> Sequence[Commitment]:
    open_ones = await desk.lock_commitments(tx, case.id, None)
    return [one for one in open_ones if one.due_at is not None and one.due_at <= tx.now and one.defaulted_at is None]


async def _last_contact(tx: Tx, case_id: UUID) -> datetime | None:
    found = await tx.session.execute(select(func.max(col(Contact.contacted_at))).where(col(Contact.case_id) == case_id))
    last: datetime | None = found.scalar_one()
    return last


async def _has_promises(tx: Tx, case_id: UUID) -> bool:
    found = await tx.session.execute(select(col(Commitment.id)).where(col(Commitment.case_id) == case_id).limit(1))
    return found.first() is not None
