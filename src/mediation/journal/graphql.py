"""The journal, a case's timeline and the access log in the API. Hashes, sequence numbers and what is private stay inside.

A sequence number would tell of entries that the reader may not know of; so there is none, and cursors hold instants and ids.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import orjson
import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.relay import After, Connection, Edge, First, Key, connect, gid, page, page_size, read_cursor, row_id
from mediation.journal import queries, words
from mediation.journal.models import AccessEntry as AccessRow
from mediation.journal.models import JournalEntry as EntryRow
from mediation.kit.actor import ActorKind
from mediation.kit.problems import Forbidden, Invalid

ActorKindEnum = described(
    ActorKind,
    "What kind of caller did it.",
    {
        ActorKind.ANONYMOUS: "Nobody known.",
        ActorKind.LINK: "The holder of a status link: a worker.",
        ActorKind.PARTY: "A party in a room, without an account.",
        ActorKind.STAFF: "Somebody with an account in an agency.",
        ActorKind.SYSTEM: "The system itself: a clock that ran out, an effect of law.",
    },
)

_ROOM_FEATURES = frozenset({"caucus", "offer", "room"})
"""What these entries say in detail was said in the room: for those who may see the room."""


@strawberry.type(description="Who did it, from where.")
class Doer:
    """A caller as the journal shows them."""

    kind: ActorKind = strawberry.field(description="What kind of caller.")
    name: str | None = strawberry.field(description="Of staff only; parties and workers are not named here.")
    agency_zh: str | None = strawberry.field(description="Their agency, in Chinese.")
    agency_en: str | None = strawberry.field(description="Their agency, in English.")

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of journal.queries."""
        staff = row.actor_kind == ActorKind.STAFF.value
        return cls(
            kind=ActorKind(row.actor_kind),
            name=row.actor_name if staff else None,
            agency_zh=row.agency_zh if staff else None,
            agency_en=row.agency_en if staff else None,
        )


@strawberry.type(description="One detail of an entry: a code, an amount, a date, an id or a short reason.")
class Particular:
    """A key and its value as text."""

    key: str = strawberry.field(description="What it is.")
    value: str = strawberry.field(description="As text; amounts are in fen.")


@strawberry.type(description="One verb done, as the journal keeps it.")
class JournalEntry:
    """An entry without its place in the chain."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable.")
    at: datetime = strawberry.field(description="When.")
    verb: str = strawberry.field(description="What, as `feature:verb`.")
    who: Doer = strawberry.field(description="Who.")
    case: strawberry.ID | None = strawberry.field(description="Global id of the case, if it belongs to one.")
    subject: str = strawberry.field(description="The type of the object it was done to.")
    subject_id: strawberry.ID = strawberry.field(description="Global id of that object.")
    private: bool = strawberry.field(description="Whether only the studio's mediators know of it.")
    particulars: list[Particular] = strawberry.field(description="Details; none where the reader may not see the room.")

    @strawberry.field(description="What was done, as a sentence without subject.")
    def sentence(
        self,
        info: Info,
        locale: Annotated[
            str | None, strawberry.argument(description="zh-CN or en; without it the reader's language.")
        ] = None,
    ) -> str:
        """From words.yaml."""
        return words.sentence(self.verb, locale or info.context.locale)

    @classmethod
    def of(cls, row: Any, *, with_room: bool) -> Self:
        """From a row of journal.queries; `with_room` says whether the reader may see the room."""
        hidden = not with_room and row.verb.partition(":")[0] in _ROOM_FEATURES
        return cls(
            id=gid("JournalEntry", row.id),
            at=row.at,
            verb=row.verb,
            who=Doer.of(row),
            case=gid("Case", row.case_id) if row.case_id else None,
            subject=row.subject,
            subject_id=gid(row.subject, row.subject_id),
            private=row.private_to is not None,
            particulars=[] if hidden else _particulars(row.particulars),
        )


@strawberry.type(description="Somebody read something sensitive, or was refused.")
class AccessEntry:
    """A line of the access log."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable.")
    at: datetime = strawberry.field(description="When.")
    who: Doer = strawberry.field(description="Who.")
    verb: str = strawberry.field(description="What was tried, as `feature:verb`.")
    allowed: bool = strawberry.field(description="Whether it was allowed.")
    case: strawberry.ID | None = strawberry.field(description="Global id of the case, if it belongs to one.")
    subject: str = strawberry.field(description="The type of the object, if one was named.")
    subject_id: strawberry.ID | None = strawberry.field(description="Global id of that object as it was given.")
    field: str = strawberry.field(description="The field that was read, if it was one.")
    reason: str = strawberry.field(description="The reason that was given.")
    request_id: str = strawberry.field(description="The request, as in the process log.")

    @strawberry.field(name="sentence", description="What was tried, as a sentence without subject.")
    def sentence(self, info: Info) -> str:
        """From words.yaml."""
        return words.sentence(self.verb, info.context.locale)

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of journal.queries."""
        return cls(
            id=gid("AccessEntry", row.id),
            at=row.at,
            who=Doer.of(row),
            verb=row.verb,
            allowed=row.allowed,
            case=gid("Case", row.case_id) if row.case_id else None,
            subject=row.subject,
            subject_id=gid(row.subject, row.subject_id) if row.subject and row.subject_id else None,
            field=row.field,
            reason=row.reason,
            request_id=row.request_id,
        )


@strawberry.input(description="What the journal is narrowed to. Everything given must hold.")
class JournalFilter:
    """See journal.queries.Wanted."""

    since: datetime | None = strawberry.field(default=None, description="At this instant or later.")
    until: datetime | None = strawberry.field(default=None, description="Before this instant.")
    verb: str | None = strawberry.field(default=None, description="One verb, as `feature:verb`.")
    who: strawberry.ID | None = strawberry.field(default=None, description="Global id of a member of staff.")
    name: str | None = strawberry.field(
        default=None, description="A part of the name of a member of staff; parties and workers are not named here."
    )
    case: strawberry.ID | None = strawberry.field(default=None, description="Global id of a case.")

    def plain(self, *, allowed: bool | None = None) -> queries.Wanted:
        """The filter with row ids. Raises Invalid (filter.…)."""
        if self.verb is not None and self.verb not in set(Verb):
            raise Invalid.field("filter.verb", "unknown", "没有这个操作。", "There is no such verb.")
        return queries.Wanted(
            since=self.since,
            until=self.until,
            verb=self.verb,
            actor_id=row_id("Staff", self.who, "filter.who") if self.who is not None else None,
            name=self.name or None,
            case_id=row_id("Case", self.case, "filter.case") if self.case is not None else None,
            allowed=allowed,
        )


@strawberry.input(description="What the access log is narrowed to. Everything given must hold.")
class AccessLogFilter(JournalFilter):
    """The journal's filter and one thing more."""

    allowed: bool | None = strawberry.field(
        default=None, description="Only what was allowed, or only what was refused."
    )


async def timeline(
    context: Context,
    wanted: queries.Timeline,
    *,
    with_room: bool,
    first: int,
    after: str | None,
    part: queries.Part = queries.Part(),  # noqa: B008 - it cannot be changed
) -> Connection[JournalEntry]:
    """The entries of a case, newest first, for a reader who may see its journal; the feature above decides that.

    Timelines of one level are read together. `with_room` says whether the reader may see the room.
    """
    size, keys = page_size(first), _newest(EntryRow)
    before = read_cursor(after, keys) if after is not None else None
    found = await context.load(
        queries.timelines, wanted, part=part, first=size + 1, after=tuple(before) if before else None
    )
    edges = [
        Edge(place=[row.at.isoformat(), str(row.id)], node=JournalEntry.of(row, with_room=with_room))
        for row in found[:size]
    ]

    async def count() -> int:
        return int(await context.load(queries.timeline_sizes, wanted, part=part))

    return page(edges, has_next=len(found) > size, after=after, count=count)


Filter = Annotated[JournalFilter | None, strawberry.argument(description="What to narrow it to.")]
LogFilter = Annotated[AccessLogFilter | None, strawberry.argument(description="What to narrow it to.")]


@strawberry.type
class Query:
    """Root fields of this feature: for auditors. Everybody else reads a case's timeline."""

    @strawberry.field(
        description="The journal of the caller's city, newest first, without what is private to somebody."
    )
    async def journal(
        self, info: Info, first: First, after: After = None, filter: Filter = None
    ) -> Connection[JournalEntry]:
        """journal:view in the city"""
        context = info.context
        _require_city(context, Verb.JOURNAL_VIEW)
        return await connect(
            context.reader,
            queries.journal(context.actor, (filter or JournalFilter()).plain()),
            keys=_newest(EntryRow),
            first=first,
            after=after,
            node=lambda row: JournalEntry.of(row, with_room=False),
            descending=True,
        )

    @strawberry.field(
        description="Who read what is sensitive, and who was refused, in the caller's city, newest first."
    )
    async def access_log(
        self, info: Info, first: First, after: After = None, filter: LogFilter = None
    ) -> Connection[AccessEntry]:
        """access_log:view in the city"""
        context, wanted = info.context, filter or AccessLogFilter()
        _require_city(context, Verb.ACCESS_LOG_VIEW)
        return await connect(
            context.reader,
            queries.access_log(context.actor, wanted.plain(allowed=wanted.allowed)),
            keys=_newest(AccessRow),
            first=first,
            after=after,
            node=AccessEntry.of,
            descending=True,
        )


def _require_city(context: Context, verb: Verb) -> None:
    if Scope.CITY not in guard.scopes(context.actor, verb):
        raise Forbidden(verb)


def _newest(row: type[EntryRow] | type[AccessRow]) -> tuple[Key, ...]:
    return ((col(row.at), datetime.fromisoformat, datetime.isoformat), (col(row.id), UUID, str))


def _particulars(values: Mapping[str, Any]) -> list[Particular]:
    return [Particular(key=key, value=_text(value)) for key, value in values.items() if value not in (None, "", [])]


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case list() if all(isinstance(item, str | int) for item in value):
            return ", ".join(str(item) for item in value)
        case _:
            return orjson.dumps(value).decode()
