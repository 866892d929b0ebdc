"""Codes sent to a phone: six digits, five minutes, the next after a minute, ten an hour. Truth is the row; SMS is a notice."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from mediation.agency import codes, notices
from mediation.agency.models import SecondFactor, SentCode
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.names import mask_phone
from mediation.kit.problems import TooMany
from mediation.notice import service as notice

AGAIN_AFTER: Final = timedelta(seconds=60)
AN_HOUR: Final = 10
HOUR: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """A code is on its way."""

    phone: str
    """masked"""
    expires_at: datetime
    again_at: datetime
    """from when another can be asked for"""


def number(tx: Tx, factor: SecondFactor) -> str:
    """What lies sealed in a second factor: a phone number, or an app's secret."""
    return tx.runtime.vault.open(factor.value_cipher, context=f"second_factor.value:{factor.id}")


async def send(tx: Tx, factor: SecondFactor, *, for_id: UUID) -> Sent:
    """Send a code to the phone of `factor`; the account is locked. Codes for the same thing end. Raises TooMany."""
    await _within_limits(tx, factor.staff_id)
    key, code, until = new_id(), codes.sms_code(), tx.now + notices.LIVES
    hashed = codes.sms_hash(tx.runtime.settings.secret_key_bytes, key, code)
    tx.session.add(
        SentCode(id=key, staff_id=factor.staff_id, for_id=for_id, code_hash=hashed, sent_at=tx.now, expires_at=until)
    )
    await tx.session.flush()
    said = notices.sign_in_code if factor.confirmed_at else notices.phone_code
    await notice.post(tx, said(key, factor.id, code, until=until))
    return Sent(mask_phone(number(tx, factor)), until, tx.now + AGAIN_AFTER)


async def take(tx: Tx, staff_id: UUID, for_id: UUID, code: str) -> bool:
    """Whether `code` is the last that was sent for this, in time and for the first time; then it is used."""
    wanted = select(SentCode).where(col(SentCode.staff_id) == staff_id, col(SentCode.for_id) == for_id)
    newest = wanted.order_by(col(SentCode.sent_at).desc(), col(SentCode.id).desc()).limit(1)
    row = (await tx.session.execute(newest)).scalar_one_or_none()
    if row is None or row.expires_at <= tx.now:
        return False
    hashed = codes.sms_hash(tx.runtime.settings.secret_key_bytes, row.id, code)
    if not hmac.compare_digest(row.code_hash, hashed):
        return False
    row.expires_at = tx.now
    return True


async def _within_limits(tx: Tx, staff_id: UUID) -> None:
    mine = col(SentCode.staff_id) == staff_id
    await tx.session.execute(delete(SentCode).where(mine, col(SentCode.sent_at) < tx.now - KEPT_FOR))
    wanted = select(col(SentCode.sent_at)).where(mine, col(SentCode.sent_at) > tx.now - HOUR)
    check_limits((await tx.session.execute(wanted.order_by(col(SentCode.sent_at).desc()))).scalars().all(), tx.now)


def check_limits(sent: Sequence[datetime], now: datetime) -> None:
    """Whether another code may go to somebody after those of the last hour, the latest first. Raises TooMany."""
    free = [sent[0] + AGAIN_AFTER] if sent else []
    if len(sent) >= AN_HOUR:
        free.append(sent[AN_HOUR - 1] + HOUR)
    if free and max(free) > now:
        raise TooMany(max(1, int((max(free) - now).total_seconds() + 0.999)))
