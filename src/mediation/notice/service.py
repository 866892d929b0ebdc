"""Posting notices: from a draft to a row, once. And the verbs of those who read them.

Refuses to hold prose (templates), addresses (addresses.py) and the sending itself (delivery.py).
"""

import base64
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import text

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.checks import prose_given
from mediation.kit.problems import Forbidden, IllegalMove, NotFound
from mediation.notice.about import case_facts
from mediation.notice.drafts import UNFINISHED, ChannelKind, Draft, NoticeState, RecipientKind
from mediation.notice.events import NoticeHandled, NoticeRead
from mediation.notice.models import Notice
from mediation.notice.rules import sends_at
from mediation.notice.templates import templates

NOTE_CHARS: Final = 500

_INSERT: Final = text(
    """
    INSERT INTO notice (id, case_id, district_id, recipient_kind, recipient_id, channel, template, parameters, secrets,
        urgent, private, dedupe_key, posted_at, not_after, state, attempts, next_try_at, sent_at, delivered_at, last_error)
    SELECT id, case_id, district_id, recipient_kind, recipient_id, channel, template, parameters,
        decode(secrets, 'base64'), urgent, private, dedupe_key, :now, not_after, state, 0, next_try_at,
        CASE WHEN state = 'delivered' THEN CAST(:now AS timestamptz) END,
        CASE WHEN state = 'delivered' THEN CAST(:now AS timestamptz) END, last_error
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, case_id uuid, district_id uuid, recipient_kind text,
        recipient_id uuid, channel text, template text, parameters jsonb, secrets text, urgent bool, private bool,
        dedupe_key text, not_after timestamptz, state text, next_try_at timestamptz, last_error text)
    ON CONFLICT (dedupe_key) DO NOTHING
    """
)
"""One statement and one parameter for any number of rows: a hundred thousand reminders are posted in seconds."""


async def post(tx: Tx, *drafts: Draft) -> int:
    """Queue one notice per draft and channel and say how many were new. A key that is there already is left alone.

    An inbox notice is delivered by being posted. Wakes the delivery of the others after the commit.

    Raises:
        TemplateError: no such template, no text for the channel, or a placeholder without a value.
        ValueError: a secret in an inbox, or something private in a chat channel.
    """
    rows = [_row(tx.runtime.vault, tx.now, draft, channel) for draft in drafts for channel in draft.channels]
    if not rows:
        return 0
    done: Any = await tx.session.execute(_INSERT, {"rows": orjson.dumps(rows, default=str).decode(), "now": tx.now})
    if any(row["state"] == NoticeState.QUEUED for row in rows):
        tx.wake("deliver")
    return int(done.rowcount)


def _row(vault: Vault, now: datetime, draft: Draft, channel: ChannelKind) -> dict[str, Any]:
    if draft.secrets and channel is ChannelKind.INBOX:
        raise ValueError("a secret does not go into an inbox")
    if draft.private and channel is ChannelKind.CHAT:
        raise ValueError("what is private does not go into a chat channel")
    templates().check(draft.template, channel, frozenset(draft.parameters) | frozenset(draft.secrets))
    first = sends_at(
        max(now, draft.not_before or now),
        recipient_kind=draft.recipient_kind,
        channel=channel,
        urgent=draft.urgent,
    )
    key = new_id()
    late = draft.not_after is not None and draft.not_after < now
    at_once = channel is ChannelKind.INBOX and first <= now
    state = NoticeState.EXPIRED if late else NoticeState.DELIVERED if at_once else NoticeState.QUEUED
    return {
        "id": key,
        "case_id": draft.case_id,
        "district_id": draft.district_id,
        "recipient_kind": draft.recipient_kind,
        "recipient_id": draft.recipient_id,
        "channel": channel,
        "template": draft.template,
        "parameters": draft.parameters,
        "secrets": None if late else seal_secrets(vault, key, draft.secrets),
        "urgent": draft.urgent,
        "private": draft.private,
        "dedupe_key": f"{draft.dedupe_key}/{channel}",
        "not_after": draft.not_after,
        "state": state,
        "next_try_at": first,
        "last_error": "too_late" if late else None,
    }


def seal_secrets(vault: Vault, key: UUID, secrets: dict[str, str]) -> str | None:
    """The secrets of the notice `key` as they lie in the row (base64 of the sealed blob), or None."""
    if not secrets:
        return None
    return base64.b64encode(vault.seal(orjson.dumps(secrets).decode(), context=f"notice.secrets:{key}")).decode()


def open_secrets(vault: Vault, key: UUID, sealed: bytes | None) -> dict[str, str]:
    """The opposite of `seal_secrets`, from the column's bytes."""
    if sealed is None:
        return {}
    opened: dict[str, str] = orjson.loads(vault.open(sealed, context=f"notice.secrets:{key}"))
    return opened


_RECALL: Final = text(
    """
    UPDATE notice SET state = 'expired', last_error = 'recalled', secrets = NULL
    FROM unnest(CAST(:prefixes AS text[])) AS settled(prefix)
    WHERE dedupe_key >= prefix AND dedupe_key < prefix || U&'\\+10FFFF' AND state = 'queued'
    """
)


async def recall(tx: Tx, *prefixes: str) -> None:
    """Expire what is still queued under dedupe keys that begin with one of `prefixes`: the matter was settled meanwhile."""
    await tx.session.execute(_RECALL, {"prefixes": list(prefixes)})


def mail_facts(notice: Any) -> Facts:
    """Whose mail a notice is: a person's own, or an agency's board."""
    if notice.recipient_kind == RecipientKind.AGENCY:
        return Facts(agency=notice.recipient_id)
    return Facts(owner=notice.recipient_id)


async def _locked(tx: Tx, notice_id: UUID) -> Notice:
    notice = await tx.session.get(Notice, notice_id, with_for_update=True)
    if notice is None:
        raise NotFound
    return notice


async def read(tx: Tx, notice_id: UUID) -> Notice:
    """Mark an inbox notice as read by its recipient; again: nothing more happens. Raises NotFound, Forbidden."""
    notice = await _locked(tx, notice_id)
    facts = await case_facts(tx, notice)
    mine = mail_facts(notice)
    allowed = guard.may(tx.actor, Verb.NOTICE_READ, Facts(owner=mine.owner, agency=mine.agency, tied=facts.tied))
    if not allowed or notice.channel != ChannelKind.INBOX or notice.state != NoticeState.DELIVERED:
        if not notice.private and guard.may(tx.actor, Verb.NOTICE_VIEW, facts):
            raise Forbidden(Verb.NOTICE_READ)
        raise NotFound
    if notice.read_at is None:
        notice.read_at = tx.now
        tx.record(NoticeRead(subject_id=notice.id, district_id=notice.district_id))
    return notice


async def handle(tx: Tx, notice_id: UUID, note: str) -> Notice:
    """Take an undeliverable notice off the list, with a note of what was done instead (phoned, told in person).

    Raises NotFound, Forbidden, IllegalMove (not on the list), Invalid (note).
    """
    notice = await _locked(tx, notice_id)
    facts = await case_facts(tx, notice)
    if notice.private and not guard.may(tx.actor, Verb.NOTICE_HANDLE, facts):
        raise NotFound
    guard.require(tx.actor, Verb.NOTICE_HANDLE, facts)
    note = prose_given("note", note, max_chars=NOTE_CHARS)
    if notice.state not in UNFINISHED:
        raise IllegalMove(Verb.NOTICE_HANDLE, notice.state)
    notice.state = NoticeState.HANDLED
    notice.handled_by, notice.handled_at, notice.handled_note = tx.actor.id, tx.now, note
    tx.record(
        NoticeHandled(
            subject_id=notice.id,
            case_id=None if notice.private else notice.case_id,
            district_id=notice.district_id,
            template="" if notice.private else notice.template,
        )
    )
    if notice.case_id and not notice.private:
        tx.ping(f"case:{notice.case_id}")
    return notice
