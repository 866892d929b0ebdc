"""Posting notices: from a draft to a row, once."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.notice.drafts import Draft
from mediation.notice.models import Notice


async def post(tx: Tx, *drafts: Draft) -> None:
    """Queue one notice per draft and channel. A key that is there already is left alone. Wakes the delivery after commit."""
    rows = [_row(tx.now, draft, channel.value) for draft in drafts for channel in draft.channels]
    if not rows:
        return
    await tx.session.execute(insert(Notice).values(rows).on_conflict_do_nothing(index_elements=["dedupe_key"]))
    tx.wake("deliver")


def _row(now: datetime, draft: Draft, channel: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "case_id": draft.case_id,
        "district_id": draft.district_id,
        "recipient_kind": draft.recipient_kind.value,
        "recipient_id": draft.recipient_id,
        "channel": channel,
        "template": draft.template,
        "parameters": draft.parameters,
        "dedupe_key": f"{draft.dedupe_key}/{channel}",
        "posted_at": now,
        "not_after": draft.not_after,
        "state": "queued",
        "attempts": 0,
        "next_try_at": max(now, draft.not_before) if draft.not_before else now,
    }
