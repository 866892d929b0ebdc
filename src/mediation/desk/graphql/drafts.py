"""Drafts in the API: strictly their author's."""

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.desk import drafts, queries
from mediation.desk.drafts import DraftKind
from mediation.desk.models import Draft as DraftRow
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import (
    After,
    Connection,
    First,
    Key,
    Node,
    connect,
    gid,
    is_there,
    load_node,
    node_loader,
    reread,
    row_id,
)
from mediation.kit.ids import decode_global_id
from mediation.kit.problems import Invalid, NotFound

described(
    DraftKind,
    "What is being written.",
    {
        DraftKind.COMPOSER: "A message in a room.",
        DraftKind.DEFAULT_WIZARD: "The steps after a default (违约处理).",
        DraftKind.INTAKE: "A case that is being taken down (登记).",
        DraftKind.MINUTES: "The minutes of a session (笔录).",
        DraftKind.ROSTER: "A roster that is being typed or pasted (名册).",
    },
)


@strawberry.type(
    description="What the caller has begun to write. Nobody else reads it. Kept for 30 days after it was saved."
)
class Draft(Node):
    """A row of desk.queries."""

    kind: DraftKind = strawberry.field(description="What is being written.")
    about: strawberry.ID | None = strawberry.field(description="Global id of what it is about, if it is there already.")
    version: int = strawberry.field(description="Send it with the next text.")
    saved_at: datetime = strawberry.field(description="When it was saved last.")
    kept_until: datetime = strawberry.field(description="When it is forgotten unless it is saved again.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The text, JSON; null when what it is about is not there for the author any more.")
    async def body(self, info: Info) -> str | None:
        """Opened when it is asked for."""
        guard.require_somewhere(info.context.actor, Verb.DRAFT_VIEW)
        if self.about is not None and not await is_there(info.context, self.about):
            return None
        return drafts.opened(info.context.reader.vault, self.row)

    @classmethod
    def of(cls, row: Any) -> "Draft":
        """From a row of desk.queries."""
        return cls(
            id=gid("Draft", row.id),
            kind=DraftKind(row.kind),
            about=strawberry.ID(row.about) if row.about else None,
            version=row.version,
            saved_at=row.saved_at,
            kept_until=row.saved_at + drafts.KEPT_FOR,
            row=row,
        )


@node_loader("Draft")
async def _draft(context: Context, key: UUID) -> Draft | None:
    row = await context.load(queries.drafts_by_id, key)
    return Draft.of(row) if row else None


@strawberry.input(description="What was written so far.")
class SaveDraftInput:
    """One draft for each kind and object."""

    kind: DraftKind = strawberry.field(description="What is being written.")
    about: strawberry.ID | None = strawberry.field(
        default=None, description="Global id of what it is about, if it is there already."
    )
    body: str = strawberry.field(description="JSON, at most 64 kB. What it means is the page's own business.")
    version: int = strawberry.field(description="The version that was seen; 0 when there was none.")


@strawberry.input(description="The draft to throw away.")
class DiscardDraftInput:
    """Nothing else."""

    id: strawberry.ID = strawberry.field(description="The draft.")


@strawberry.type(description="A draft that is no more.")
class DiscardedDraft:
    """Its id, which is nobody's any more."""

    id: strawberry.ID = strawberry.field(description="Global id that it had.")


_NEWEST: tuple[Key, ...] = (
    (col(DraftRow.saved_at), datetime.fromisoformat, datetime.isoformat),
    (col(DraftRow.id), UUID, str),
)
About = Annotated[strawberry.ID | None, strawberry.argument(description="Global id of what it is about.")]


@strawberry.type
class Query:
    """Root fields of drafts."""

    @strawberry.field(description="The caller's draft of this kind about this object; null when there is none.")
    async def draft(
        self,
        info: Info,
        kind: Annotated[DraftKind, strawberry.argument(description="What is being written.")],
        about: About = None,
    ) -> Draft | None:
        """draft:view"""
        guard.require_somewhere(info.context.actor, Verb.DRAFT_VIEW)
        own = queries.drafts(info.context.actor)
        row = await info.context.reader.first(
            own.where(col(DraftRow.kind) == kind.value, col(DraftRow.about) == (about or ""))
        )
        return Draft.of(row) if row else None

    @strawberry.field(description="The caller's drafts, the one saved last first.")
    async def drafts(self, info: Info, first: First, after: After = None) -> Connection[Draft]:
        """draft:view"""
        context = info.context
        guard.require_somewhere(context.actor, Verb.DRAFT_VIEW)
        own = queries.drafts(context.actor)
        return await connect(
            context.reader, own, keys=_NEWEST, first=first, after=after, node=Draft.of, descending=True
        )


@strawberry.type
class Mutation:
    """Verbs of drafts."""

    @mutation(
        "Keep what the caller has written so far, for 30 days, for themselves alone. Saved elsewhere meanwhile: a Conflict "
        "whose `current` is that draft.",
        keyed=False,
    )
    async def save_draft(self, info: Info, tx: Tx, input: SaveDraftInput) -> Draft:
        """draft:save"""
        guard.require_somewhere(tx.actor, Verb.DRAFT_SAVE)
        if input.about is not None:
            await _require_there(info.context, input.about)
        row = await drafts.save(tx, input.kind, input.about or "", input.body, version=input.version)
        return cast("Draft", reread("Draft", row.id))

    @mutation("Throw a draft away.", keyed=False)
    async def discard_draft(self, info: Info, tx: Tx, input: DiscardDraftInput) -> DiscardedDraft:
        """draft:discard"""
        await drafts.discard(tx, row_id("Draft", input.id))
        return DiscardedDraft(id=input.id)


async def _require_there(context: Context, about: str) -> None:
    try:
        decode_global_id(about)
    except ValueError:
        raise Invalid.field("about", "not_an_id", "编号格式不正确。", "This is not an id.") from None
    if await load_node(context, about) is None:
        raise NotFound(Verb.DRAFT_SAVE)
