"""Delivery receipts: what a provider reports afterwards about a message it had accepted.

    POST /gateway/receipts      Mediation-Signature: t=<unix seconds>,v1=<hex>
      {"key": "<notice id>", "state": "delivered" | "failed"}

`v1` is HMAC-SHA256 over `<t>.<body>` under a key derived from the gateway's token; a receipt older (or newer) than five
minutes is refused. A receipt may come twice, late, or before the answer it belongs to: the state says what counts.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import func, update
from sqlmodel import col

from mediation.infra.uow import Tx
from mediation.notice.drafts import NoticeState
from mediation.notice.models import Notice

WINDOW: Final = timedelta(minutes=5)
_HEADER: Final = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")
_PURPOSE: Final = b"mediation gateway receipts"


class ReceiptError(ValueError):
    """Not signed, too old, or not a receipt. Nothing was written; the sender is told no more than this."""


def signature(token: str, at: datetime, body: bytes) -> str:
    """The header's value for `body` at the instant `at`."""
    seconds = int(at.timestamp())
    key = hmac.new(token.encode(), _PURPOSE, hashlib.sha256).digest()
    digest = hmac.new(key, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def verify(token: str, header: str, body: bytes, now: datetime) -> tuple[UUID, bool]:
    """The notice's id and whether it was delivered. Raises ReceiptError."""
    found = _HEADER.fullmatch(header)
    if found is None:
        raise ReceiptError("no signature")
    at = datetime.fromtimestamp(int(found[1]), tz=now.tzinfo)
    if not hmac.compare_digest(signature(token, at, body), header) or abs(now - at) > WINDOW:
        raise ReceiptError("bad signature")
    try:
        content: Any = orjson.loads(body)
        return UUID(content["key"]), {"delivered": True, "failed": False}[content["state"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReceiptError("not a receipt") from None


async def take(tx: Tx, key: UUID, *, delivered: bool) -> None:
    """Write down what the provider reports. Of an unknown notice, or one that a person has handled: nothing."""
    open_states = [NoticeState.SENDING, NoticeState.SENT, NoticeState.QUEUED]
    if delivered:
        open_states += [NoticeState.UNDELIVERABLE, NoticeState.UNKNOWN]
        sent_at = func.coalesce(col(Notice.sent_at), tx.now)
        news: dict[str, Any] = {"state": NoticeState.DELIVERED, "sent_at": sent_at, "delivered_at": tx.now}
        news["last_error"] = None
    else:
        news = {"state": NoticeState.UNDELIVERABLE, "last_error": "receipt_failed"}
    changed = await tx.session.execute(
        update(Notice)
        .where(col(Notice.id) == key, col(Notice.state).in_(open_states), col(Notice.channel) != "inbox")
        .values(**news, secrets=None, lease_until=None)
        .returning(col(Notice.case_id), col(Notice.private))
    )
    row = changed.first()
    if row is not None and row.case_id and not row.private:
        tx.ping(f"case:{row.case_id}")
