"""Notices in the API: one's own mail, what was posted about a case, and what a person must see to."""

from datetime import datetime
from typing import Annotated, Any, Self, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.mutation import mutation
from mediation.gql.relay import Connection, Key, Node, connect, gid, node_loader, reread, row_id
from mediation.infra.uow import Tx
from mediation.notice import queries, service
from mediation.notice.addresses import Recipient
from mediation.notice.drafts import UNFINISHED, ChannelKind, NoticeState, RecipientKind
from mediation.notice.models import Notice as NoticeRow
from mediation.notice.rules import REASONS
from mediation.notice.templates import Template, TemplateError, templates

described(
    ChannelKind,
    "How a notice goes out.",
    {
        ChannelKind.CHAT: "A chat channel of the agencies.",
        ChannelKind.EMAIL: "E-mail.",
        ChannelKind.INBOX: "The inbox in this application.",
        ChannelKind.SMS: "Text message.",
    },
)
described(
    NoticeState,
    "Where a notice stands.",
    {
        NoticeState.DELIVERED: "Known to have arrived.",
        NoticeState.EXPIRED: "Nothing went out: too late, settled in the meantime, or the recipient has left.",
        NoticeState.HANDLED: "Could not be delivered; a person dealt with it instead.",
        NoticeState.QUEUED: "Waiting to go out, or to be tried again.",
        NoticeState.SENDING: "On its way.",
        NoticeState.SENT: "Accepted by the provider.",
        NoticeState.UNDELIVERABLE: "Given up: a person must phone.",
        NoticeState.UNKNOWN: "Interrupted where nobody can be asked: a person must look.",
    },
)
described(
    RecipientKind,
    "What kind of recipient a notice has.",
    {
        RecipientKind.AGENCY: "The board of an agency.",
        RecipientKind.CLAIMANT: "A party of a case.",
        RecipientKind.EMPLOYER: "The employer.",
        RecipientKind.FACTOR: "The phone that a member of staff has codes for signing in sent to.",
        RecipientKind.PARTICIPANT: "Somebody in a room without an account.",
        RecipientKind.STAFF: "A member of staff.",
    },
)


@strawberry.type(description="Whom to call about a notice that could not be delivered.")
class NoticeContact:
    """A queries.Contact."""

    name: str = strawberry.field(description="Name; masked for those who may not reveal it.")
    phone: str | None = strawberry.field(description="Phone number; masked for those who may not reveal it.")
    email: str | None = strawberry.field(description="E-mail address; only for those who may reveal it.")
    masked: bool = strawberry.field(description="Whether name and phone are masked for this caller.")


@strawberry.type(description="What the caller may do with a notice.")
class NoticeAccess:
    """Computed by the guard and the notice's state."""

    can_read: bool = strawberry.field(description="Whether `readNotice` is possible: the caller's own, unread.")
    can_handle: bool = strawberry.field(description="Whether `handleNotice` is possible.")


@strawberry.type(description="A message to one recipient on one channel.")
class Notice(Node):
    """A row of notice.queries."""

    channel: ChannelKind = strawberry.field(description="How it goes out.")
    state: NoticeState = strawberry.field(description="Where it stands.")
    template: str = strawberry.field(description="Key of the text, stable across languages.")
    urgent: bool = strawberry.field(description="Whether it is sent at night, too.")
    recipient_kind: RecipientKind = strawberry.field(description="What kind of recipient.")
    posted_at: datetime = strawberry.field(description="When it was posted.")
    sent_at: datetime | None = strawberry.field(description="When the provider, or the inbox, took it.")
    delivered_at: datetime | None = strawberry.field(description="When it is known to have arrived.")
    next_try_at: datetime | None = strawberry.field(description="When it will be tried (again); null once settled.")
    attempts: int = strawberry.field(description="Failed tries so far.")
    read_at: datetime | None = strawberry.field(description="When the recipient read it in the inbox.")
    handled_at: datetime | None = strawberry.field(description="When a person dealt with it instead.")
    handled_note: str | None = strawberry.field(description="What that person did.")
    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "Notice":
        """From a row of notice.queries."""
        return cls(
            id=gid("Notice", row.id),
            channel=ChannelKind(row.channel),
            state=NoticeState(row.state),
            template=row.template,
            urgent=row.urgent,
            recipient_kind=RecipientKind(row.recipient_kind),
            posted_at=row.posted_at,
            sent_at=row.sent_at,
            delivered_at=row.delivered_at,
            next_try_at=row.next_try_at if row.state == NoticeState.QUEUED else None,
            attempts=row.attempts,
            read_at=row.read_at,
            handled_at=row.handled_at,
            handled_note=row.handled_note,
            row=row,
        )

    def _said(self, locale: str) -> tuple[str, str]:
        try:
            said = templates().render(self.template, self.channel, values=self.row.parameters, locale=locale)
        except TemplateError:  # posted by a version whose template has gone
            return self.template, ""
        return said.subject, said.body

    @strawberry.field(description="Subject, in the reader's language.")
    def subject(self, info: Info) -> str:
        """Rendered when asked for."""
        return self._said(info.context.locale)[0]

    @strawberry.field(description="Text, in the reader's language; links and codes are shown as dots.")
    def text(self, info: Info) -> str:
        """Rendered when asked for."""
        return self._said(info.context.locale)[1]

    @strawberry.field(description="Why it did not go out, or not yet, in the reader's language.")
    def why(self, info: Info) -> str | None:
        """The words of rules.REASONS."""
        code = self.row.last_error
        return REASONS[code].in_(info.context.locale) if code in REASONS else None

    @strawberry.field(
        description="Whom to call. Null unless it could not be delivered, or when they have left the case."
    )
    async def contact(self, info: Info) -> NoticeContact | None:
        """Loaded with the others of the page."""
        if self.state not in UNFINISHED:
            return None
        recipient = Recipient(self.row.recipient_id, self.row.case_id)
        wanted = queries.Wanted(self.row.id, self.recipient_kind, recipient, self.row.may_reveal)
        found = await info.context.load(queries.contacts, wanted)
        if found is None:
            return None
        return NoticeContact(name=found.name, phone=found.phone, email=found.email, masked=found.masked)

    @strawberry.field(description="The id of the case it is about; pass it to `node`.")
    def case_id(self) -> strawberry.ID | None:
        """Null for what is about no case."""
        return gid("Case", self.row.case_id) if self.row.case_id else None

    @strawberry.field(description="The id of the party it is to, whose number may be wrong; null for anybody else.")
    def party_id(self) -> strawberry.ID | None:
        """The claimants' recipient ids are those of parties."""
        return gid("Party", self.row.recipient_id) if self.recipient_kind is RecipientKind.CLAIMANT else None

    @strawberry.field(description="What the caller may do with it.")
    def access(self) -> NoticeAccess:
        """From the guard's columns in the row."""
        return NoticeAccess(
            can_read=bool(self.row.may_read) and self.read_at is None,
            can_handle=bool(self.row.may_handle) and self.state in UNFINISHED,
        )


@node_loader("Notice")
async def _notice(context: Context, key: UUID) -> Notice | None:
    row = await context.load(queries.notices_by_id, key)
    return Notice.of(row) if row else None


_ORDER: tuple[Key, ...] = (
    (col(NoticeRow.posted_at), datetime.fromisoformat, lambda at: at.isoformat()),
    (col(NoticeRow.id), UUID, str),
)


@strawberry.type(description="One text of a notice, in both languages; `{names}` stand for what is filled in.")
class NoticeTemplateText:
    """What goes out on one channel, or the subject of it."""

    part: str = strawberry.field(
        description="sms, email, chat, inbox, or subject: the first line of all but a text message."
    )
    zh: str = strawberry.field(description="In Chinese.")
    en: str = strawberry.field(description="In English.")
    variables: list[str] = strawberry.field(
        description="What is filled in, by name: `…_fen` is written as money, `…_on` as a day, `…_at` as a moment."
    )


@strawberry.type(
    description="A kind of notice: what is said, on which channels. Texts are changed with the product, not here."
)
class NoticeTemplate:
    """For reading."""

    kind: str = strawberry.field(description="What it tells, e.g. `commitment.due_tomorrow`.")
    texts: list[NoticeTemplateText] = strawberry.field(
        description="Its texts. A channel without one takes the inbox's."
    )

    @classmethod
    def of(cls, template: Template) -> Self:
        """From the loaded template."""
        texts = [
            NoticeTemplateText(part=part, zh=said.zh, en=said.en, variables=sorted(template.names[part]))
            for part, said in template.texts.items()
        ]
        return cls(kind=template.key, texts=texts)


First = Annotated[int, strawberry.argument(description="How many: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor after which to go on.")]


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The caller's own notices and those on the board of their agency, newest first.")
    async def inbox(
        self,
        info: Info,
        first: First,
        after: After = None,
        unread_only: Annotated[bool, strawberry.argument(description="Only what nobody has read yet.")] = False,
    ) -> Connection[Notice]:
        """One's mail."""
        statement = queries.inbox(info.context.actor, unread_only=unread_only)
        return await _page(info, statement, first, after)

    @strawberry.field(description="What was posted about a case, newest first.")
    async def notices(
        self,
        info: Info,
        case: Annotated[strawberry.ID, strawberry.argument(description="The case.")],
        first: First,
        after: After = None,
    ) -> Connection[Notice]:
        """Of a case the caller may see; empty for any other."""
        statement = queries.of_case(info.context.actor, row_id("Case", case, "case"))
        return await _page(info, statement, first, after)

    @strawberry.field(description="Every kind of notice with its words in both languages. For administrators.")
    async def notice_templates(self, info: Info) -> list[NoticeTemplate]:
        """template:view"""
        guard.require_somewhere(info.context.actor, Verb.TEMPLATE_VIEW)
        return [NoticeTemplate.of(template) for template in templates().all()]

    @strawberry.field(description="What could not be delivered and needs a person, newest first.")
    async def undeliverable_notices(self, info: Info, first: First, after: After = None) -> Connection[Notice]:
        """The mediator's list."""
        return await _page(info, queries.undeliverable(info.context.actor), first, after)


async def _page(info: Info, statement: Any, first: int, after: str | None) -> Connection[Notice]:
    return await connect(
        info.context.reader, statement, keys=_ORDER, first=first, after=after, node=Notice.of, descending=True
    )


@strawberry.input(description="A notice in the caller's inbox.")
class ReadNoticeInput:
    """See service.read."""

    id: strawberry.ID = strawberry.field(description="The notice.")


@strawberry.input(description="What was done about a notice that could not be delivered.")
class HandleNoticeInput:
    """See service.handle."""

    id: strawberry.ID = strawberry.field(description="The notice.")
    note: str = strawberry.field(description="What was done instead, e.g. phoned and told; at most 500 characters.")


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Mark a notice of one's own inbox as read.")
    async def read_notice(self, info: Info, tx: Tx, input: ReadNoticeInput) -> Notice:
        """`notice:read`."""
        row = await service.read(tx, row_id("Notice", input.id))
        return cast("Notice", reread("Notice", row.id))

    @mutation("Take a notice that could not be delivered off the list, with a note of what was done instead.")
    async def handle_notice(self, info: Info, tx: Tx, input: HandleNoticeInput) -> Notice:
        """`notice:handle`."""
        row = await service.handle(tx, row_id("Notice", input.id), input.note)
        return cast("Notice", reread("Notice", row.id))
