"""The code with which a party signs on their own phone: the verb `agreement:send_code`, and what `agreement:sign` asks of it.

Six digits go to the number with which somebody was asked to the room. They are good for this seat, this agreement and this
text, for ten minutes, five tries and one signature; how often they can be had is the rule for signing in
(agency/sending.py). Of whom no number is registered, nothing is asked.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, delete, select, true, update
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency.codes import is_digits, sms_code, typed
from mediation.agency.sending import AGAIN_AFTER, HOUR, KEPT_FOR, check_limits
from mediation.agreement import desk, listing, notices
from mediation.agreement.desk import Held
from mediation.agreement.events import SigningCodeSent
from mediation.agreement.follow import about_case
from mediation.agreement.models import Agreement, SigningCode
from mediation.agreement.queries import COLUMNS
from mediation.agreement.rules import MOVES
from mediation.case.models import Case
from mediation.gql.context import Reader
from mediation.infra.db import new_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.journal import service as journal
from mediation.kit import machine
from mediation.kit.actor import ActorKind
from mediation.kit.ids import keyed_hash
from mediation.kit.names import mask_phone
from mediation.kit.problems import Conflict, Invalid
from mediation.notice import service as notice
from mediation.room.models import Participant

LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5


@dataclass(frozen=True)
class Needed:
    """What a party needs for signing."""

    phone: str
    """masked"""
    expires_at: datetime | None
    """of a code that was sent and can be used"""
    again_at: datetime | None
    """from when another can be asked for"""


async def send(tx: Tx, agreement_id: UUID, *, text_hash: bytes) -> Agreement:
    """Send the party who asks a code for signing this text; an earlier one ends.

    Raises NotFound, Forbidden, IllegalMove, Conflict (another text than the one seen), Invalid (agreement: no_phone), TooMany.
    """
    held = await desk.lock(tx, agreement_id, Verb.AGREEMENT_SEND_CODE)
    machine.advance(MOVES, held.state, Verb.AGREEMENT_SEND_CODE)
    if text_hash != held.agreement.text_hash:
        raise Conflict(held.agreement.version)
    seat = await tx.session.get_one(Participant, tx.actor.id)
    if seat.phone_cipher is None:
        raise Invalid.field(
            "agreement",
            "no_phone",
            "没有登记您的手机号，签署不需要验证码。",
            "No phone is registered; no code is needed.",
        )
    await _within_limits(tx, seat.id)
    await _post(tx, held, seat)
    tx.record(
        SigningCodeSent(
            subject_id=held.agreement.id,
            case_id=held.case.id,
            district_id=held.case.district_id,
            revision=held.agreement.revision,
        )
    )
    return held.agreement


async def _within_limits(tx: Tx, seat_id: UUID) -> None:
    mine = col(SigningCode.participant_id) == seat_id
    await tx.session.execute(delete(SigningCode).where(mine, col(SigningCode.sent_at) < tx.now - KEPT_FOR))
    wanted = select(col(SigningCode.sent_at)).where(mine, col(SigningCode.sent_at) > tx.now - HOUR)
    check_limits((await tx.session.execute(wanted.order_by(col(SigningCode.sent_at).desc()))).scalars().all(), tx.now)


async def _post(tx: Tx, held: Held, seat: Participant) -> None:
    key, code, until = new_id(), sms_code(), tx.now + LIVES
    tx.session.add(
        SigningCode(
            id=key,
            participant_id=seat.id,
            agreement_id=held.agreement.id,
            district_id=held.case.district_id,
            text_hash=held.agreement.text_hash,
            code_hash=code_hash(tx.runtime, key, code),
            sent_at=tx.now,
            expires_at=until,
        )
    )
    about = await about_case(tx, held.case.id)
    minutes = int(LIVES.total_seconds()) // 60
    await notice.post(tx, notices.signing_code(about, key, seat.id, code, minutes=minutes, until=until))


def code_hash(runtime: Runtime, code_id: UUID, code: str) -> bytes:
    """What is stored of a code: worth nothing beside another row."""
    return keyed_hash(runtime.settings.secret_key_bytes, f"agreement.code:{code_id}:{code}")


async def tried(tx: Tx, agreement_id: UUID, code: str | None) -> UUID | None:
    """The row of the code that a party typed rightly, else None. The try is counted, and kept, before it is looked at.

    To be asked before anything is locked. Whoever sees no agreement here was sent no code for it, and is told nothing.
    """
    given = typed(code or "")
    if tx.actor.kind is not ActorKind.PARTY or not is_digits(given):
        return None
    newest = select(col(SigningCode.id)).where(
        col(SigningCode.participant_id) == tx.actor.id, col(SigningCode.agreement_id) == agreement_id
    )
    newest = newest.order_by(col(SigningCode.sent_at).desc(), col(SigningCode.id).desc()).limit(1)
    spend = (
        update(SigningCode)
        .where(
            col(SigningCode.id) == newest.scalar_subquery(),
            col(SigningCode.expires_at) > tx.now,
            col(SigningCode.used_at).is_(None),
            col(SigningCode.tries) < TRIES,
        )
        .values(tries=col(SigningCode.tries) + 1)
        .returning(col(SigningCode.id), col(SigningCode.code_hash))
    )
    async with tx.runtime.uow(tx.actor) as apart:
        found = (await apart.session.execute(spend)).first()
    if found is None:
        return None
    if hmac.compare_digest(found.code_hash, code_hash(tx.runtime, found.id, given)):
        code_id: UUID = found.id
        return code_id
    await journal.note_access(
        tx.runtime,
        tx.actor,
        verb=Verb.AGREEMENT_SIGN,
        subject="Agreement",
        subject_id=agreement_id,
        case_id=tx.actor.case_id,
        allowed=False,
        reason="wrong_code",
    )
    return None


async def use(tx: Tx, agreement: Agreement, right: UUID | None, *, given: str | None) -> bool:
    """Use up the code that a party typed rightly, for the locked `agreement`. False: nobody asks one of this signer.

    Raises Invalid (code): of a party whose phone is registered when it is wrong, used, too old, or for another text; of
    everybody else when there is one.
    """
    party = tx.actor.kind is ActorKind.PARTY
    if not party or (await tx.session.get_one(Participant, tx.actor.id)).phone_cipher is None:
        if given:
            raise Invalid.field("code", "not_wanted", "此处签署不用验证码。", "This signature takes no code.")
        return False
    row = await tx.session.get(SigningCode, right, with_for_update=True) if right else None
    if row is None or row.used_at is not None or row.text_hash != agreement.text_hash:
        raise Invalid.field("code", "wrong_code", "验证码不正确或已失效。", "The code is wrong, or no longer valid.")
    row.used_at = tx.now
    return True


async def codes_of_agreements(reader: Reader, keys: list[UUID]) -> Sequence[Needed | None]:
    """Batch: what the caller needs for signing each agreement: a party in the room whose phone is registered."""
    if reader.actor.kind is not ActorKind.PARTY:
        return [None] * len(keys)
    found = {row.agreement_id: row for row in await reader.rows(_latest(reader, keys))}
    return [_needed(reader.vault, found[key], reader.now) if key in found else None for key in keys]


def _latest(reader: Reader, keys: list[UUID]) -> Any:
    """The seat of the caller beside each agreement that they may sign, with the last code they were sent."""
    mine = select(SigningCode).where(col(SigningCode.participant_id) == reader.actor.id)
    last = mine.order_by(col(SigningCode.sent_at).desc(), col(SigningCode.id).desc()).limit(1).subquery()
    return (
        select(
            col(Agreement.id).label("agreement_id"),
            col(Agreement.text_hash),
            col(Participant.id).label("seat_id"),
            col(Participant.phone_cipher),
            last.c.agreement_id.label("for_id"),
            last.c.text_hash.label("for_text"),
            last.c.tries,
            last.c.sent_at,
            last.c.expires_at,
            last.c.used_at,
        )
        .select_from(Agreement)
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(Participant, and_(col(Participant.id) == reader.actor.id, col(Participant.phone_cipher).is_not(None)))
        .outerjoin(last, true())
        .where(
            col(Agreement.id).in_(keys),
            listing.sees(reader.actor),
            guard.visible(reader.actor, Verb.AGREEMENT_SEND_CODE, COLUMNS),
        )
    )


def _needed(vault: Vault, row: Any, now: datetime) -> Needed:
    usable = (
        row.sent_at is not None
        and (row.for_id, row.for_text) == (row.agreement_id, row.text_hash)
        and row.used_at is None
        and row.tries < TRIES
        and row.expires_at > now
    )
    return Needed(
        phone=mask_phone(vault.open(row.phone_cipher, context=f"participant.phone:{row.seat_id}")),
        expires_at=row.expires_at if usable else None,
        again_at=row.sent_at + AGAIN_AFTER if row.sent_at and row.sent_at + AGAIN_AFTER > now else None,
    )
