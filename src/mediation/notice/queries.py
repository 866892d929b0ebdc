"""Every SELECT on notices for those who read them. The guard's clause is part of each; mail is its recipient's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.gql.context import Reader
from mediation.journal import service as journal
from mediation.kit.actor import Actor
from mediation.kit.names import mask_name, mask_phone
from mediation.notice.about import cases
from mediation.notice.addresses import Address, Ask, Recipient, book
from mediation.notice.drafts import UNFINISHED, ChannelKind, NoticeState, RecipientKind
from mediation.notice.models import Notice

_SHOWN: Final = (
    Notice.id,
    Notice.case_id,
    Notice.recipient_kind,
    Notice.recipient_id,
    Notice.channel,
    Notice.template,
    Notice.parameters,
    Notice.private,
    Notice.urgent,
    Notice.posted_at,
    Notice.state,
    Notice.attempts,
    Notice.next_try_at,
    Notice.sent_at,
    Notice.delivered_at,
    Notice.last_error,
    Notice.read_at,
    Notice.handled_by,
    Notice.handled_at,
    Notice.handled_note,
)


def _facts() -> Facts:
    """Facts of the notice's case; of its district where there is no case."""
    known = cases().columns
    return Facts(
        city=known.city,
        district=case((col(Notice.case_id).is_(None), col(Notice.district_id)), else_=known.district),
        agency=known.agency,
        tied=known.tied,
    )


def _mail() -> Facts:
    """Whose mail it is, and (for recusal) the ties of its case."""
    board = col(Notice.recipient_kind) == RecipientKind.AGENCY
    return Facts(
        owner=case((~board, col(Notice.recipient_id))),
        agency=case((board, col(Notice.recipient_id))),
        tied=cases().columns.tied,
    )


def _columns(actor: Actor) -> Select[Any]:
    may_reveal = guard.visible(actor, Verb.PERSON_REVEAL, _facts()).label("may_reveal")
    may_handle = guard.visible(actor, Verb.NOTICE_HANDLE, _facts()).label("may_handle")
    may_read = and_(_delivered_inbox(), guard.visible(actor, Verb.NOTICE_READ, _mail())).label("may_read")
    statement = select(*[col(column) for column in _SHOWN], may_reveal, may_handle, may_read)
    return cases().joined(statement, col(Notice.case_id))


def _delivered_inbox() -> ColumnElement[bool]:
    # As text, so that the partial index of the inbox is recognised.
    return and_(
        col(Notice.channel) == literal(ChannelKind.INBOX.value, literal_execute=True),
        col(Notice.state) == literal(NoticeState.DELIVERED.value, literal_execute=True),
    )


def inbox(actor: Actor, *, unread_only: bool) -> Select[Any]:
    """The caller's own mail and the board of their agency."""
    mine = [key for key in (actor.id, actor.agency_id) if key is not None]
    statement = _columns(actor).where(
        _delivered_inbox(), col(Notice.recipient_id).in_(mine), guard.visible(actor, Verb.NOTICE_READ, _mail())
    )
    return statement.where(col(Notice.read_at).is_(None)) if unread_only else statement


def of_case(actor: Actor, case_id: UUID) -> Select[Any]:
    """What was posted about a case, as far as the caller may know of it."""
    return _columns(actor).where(col(Notice.case_id) == case_id, _viewable(actor))


def undeliverable(actor: Actor) -> Select[Any]:
    """What a person must see to: given up, or interrupted where nobody can be asked."""
    return _columns(actor).where(_in_states(*UNFINISHED), or_(_viewable(actor), _handleable(actor)))


def _in_states(*states: NoticeState) -> ColumnElement[bool]:
    return col(Notice.state).in_([literal(state.value, literal_execute=True) for state in states])


def _handleable(actor: Actor) -> ColumnElement[bool]:
    """What could not be delivered is the mediators' business even when it was private: somebody must phone."""
    troubled = _in_states(*UNFINISHED, NoticeState.HANDLED)
    return and_(troubled, guard.visible(actor, Verb.NOTICE_HANDLE, _facts()))


def _viewable(actor: Actor) -> ColumnElement[bool]:
    return and_(~col(Notice.private), guard.visible(actor, Verb.NOTICE_VIEW, _facts()))


async def notices_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: notices the caller may see on any of the lists, by id."""
    actor = reader.actor
    mine = and_(_delivered_inbox(), guard.visible(actor, Verb.NOTICE_READ, _mail()))
    seen = or_(_viewable(actor), _handleable(actor), mine)
    rows = await reader.rows(_columns(actor).where(col(Notice.id).in_(keys), seen))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, as far as the caller may know."""

    name: str
    phone: str | None
    email: str | None
    masked: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose contact is asked for, about which notice."""

    notice_id: UUID
    kind: RecipientKind
    recipient: Recipient
    may_reveal: bool


async def contacts(reader: Reader, keys: list[Wanted]) -> Sequence[Contact | None]:
    """Batch: names and numbers of recipients; whole for those who may reveal them (each reading is logged), else masked."""

    async def resolve(connection: AsyncConnection) -> dict[tuple[RecipientKind, Recipient], Address]:
        ask = Ask(connection, reader.vault, reader.now)
        return await book.resolve(ask, {(key.kind, key.recipient) for key in keys})

    found = await reader.with_connection(resolve)
    answers = [_contact(found.get((key.kind, key.recipient)), key) for key in keys]
    seen = [
        key
        for key, answer in zip(keys, answers, strict=True)
        if answer is not None and not answer.masked and (answer.phone or answer.email)
    ]
    if seen:
        async with reader.runtime.uow(reader.actor) as tx:  # written together: one statement, however long the list
            for key in seen:
                journal.note(
                    tx,
                    verb=Verb.PERSON_REVEAL,
                    subject="Notice",
                    subject_id=key.notice_id,
                    case_id=key.recipient.case_id,
                    field="contact",
                    reason="undeliverable notice",
                    allowed=True,
                )
    return answers


def _contact(address: Address | None, key: Wanted) -> Contact | None:
    if address is None:
        return None
    if key.may_reveal:
        return Contact(address.name, address.phone, address.email, masked=False)
    phone = mask_phone(address.phone) if address.phone else None
    return Contact(mask_name(address.name), phone, None, masked=True)
