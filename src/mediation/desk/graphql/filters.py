"""Filters of the work list that are kept under a name."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.graphql.colleagues import Colleague, colleague_field
from mediation.case.graphql.work import WorkFilter
from mediation.case.models import CaseKind, CaseState, Channel, ClaimGroup
from mediation.case.worklist import WorkTab
from mediation.desk import filters, queries, wording
from mediation.desk.models import SavedFilter as FilterRow
from mediation.gql.context import Context, Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import After, Connection, First, Key, Node, connect, gid, node_loader, reread, row_id


@strawberry.type(
    description="A `WorkFilter` as it is kept: without repetitions, in order, and without what narrows nothing."
)
class KeptFilter:
    """See case.worklist.WorkFilter."""

    tabs: list[WorkTab] = strawberry.field(description="In all of these parts.")
    within_days: int | None = strawberry.field(description="The next deadline ends within so many days.")
    kind: CaseKind | None = strawberry.field(description="Single or collective.")
    channel: list[Channel] = strawberry.field(description="Came in in one of these ways; empty: in any.")
    state: list[CaseState] = strawberry.field(description="One of these states; empty: any.")
    heads: list[ClaimGroup] = strawberry.field(description="Something is claimed of one of these; empty: any.")
    urgent: bool | None = strawberry.field(description="Urgent or not.")
    search: str = strawberry.field(description="Words.")


@strawberry.type(description="A filter of the work list under a name.")
class SavedFilter(Node):
    """A row of desk.queries."""

    name: str = strawberry.field(description="What its owner calls it.")
    shared: bool = strawberry.field(description="Whether the owner's agency may use it too.")
    saved_at: datetime = strawberry.field(description="When it was saved first.")
    deleted_at: datetime | None = strawberry.field(
        description="When it was deleted; `restoreFilter` works for 24 hours."
    )
    filter: KeptFilter = strawberry.field(description="What it narrows to.")
    row: strawberry.Private[Any]

    @strawberry.field(description="What it finds, as a sentence in the reader's language: 逾期、集体、我的.")
    def summary(self, info: Info) -> str:
        """Made from the filter."""
        return wording.sentence(filters.of_json(self.row.filter)).in_(info.context.locale)

    @strawberry.field(description="Whether it is the caller's own: they may delete it.")
    def mine(self, info: Info) -> bool:
        """By its owner."""
        return bool(self.row.staff_id == info.context.actor.id)

    @strawberry.field(description="Whose it is.")
    def owner(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return cast("Colleague | None", colleague_field(info.context, self.row.staff_id))

    @classmethod
    def of(cls, row: Any) -> "SavedFilter":
        """From a row of desk.queries."""
        kept = filters.of_json(row.filter)
        return cls(
            id=gid("SavedFilter", row.id),
            name=row.name,
            shared=row.shared_with is not None,
            saved_at=row.saved_at,
            deleted_at=row.deleted_at,
            filter=KeptFilter(
                tabs=sorted(kept.tabs),
                within_days=kept.within_days,
                kind=kept.kind,
                channel=sorted(kept.channels),
                state=sorted(kept.states),
                heads=sorted(kept.heads),
                urgent=kept.urgent,
                search=kept.search,
            ),
            row=row,
        )


@node_loader("SavedFilter")
async def _filter(context: Context, key: UUID) -> SavedFilter | None:
    row = await context.load(queries.filters_by_id, key)
    return SavedFilter.of(row) if row else None


@strawberry.input(description="A filter and what to call it.")
class SaveFilterInput:
    """See desk.filters.save."""

    name: str = strawberry.field(description="What to call it, up to 40 characters.")
    filter: WorkFilter = strawberry.field(description="What it narrows to.")
    shared: bool = strawberry.field(default=False, description="Whether the own agency may use it too.")


@strawberry.input(description="The filter to delete.")
class DeleteFilterInput:
    """Nothing else."""

    id: strawberry.ID = strawberry.field(description="The filter.")


@strawberry.input(description="The deleted filter to keep again.")
class RestoreFilterInput:
    """Nothing else."""

    id: strawberry.ID = strawberry.field(description="The filter.")


_BY_NAME: tuple[Key, ...] = ((col(FilterRow.name), str, str), (col(FilterRow.id), UUID, str))


@strawberry.type
class Query:
    """Root fields of filters."""

    @strawberry.field(description="The filters the caller keeps, and those shared with their agency, by name.")
    async def saved_filters(self, info: Info, first: First, after: After = None) -> Connection[SavedFilter]:
        """filter:view"""
        context = info.context
        guard.require_somewhere(context.actor, Verb.FILTER_VIEW)
        kept = queries.filters(context.actor).where(col(FilterRow.deleted_at).is_(None))
        return await connect(context.reader, kept, keys=_BY_NAME, first=first, after=after, node=SavedFilter.of)


def _answer(row: FilterRow) -> SavedFilter:
    return cast("SavedFilter", reread("SavedFilter", row.id))


@strawberry.type
class Mutation:
    """Verbs of filters."""

    @mutation(
        "Keep a filter of the work list under a name. The same filter, however it was written, is kept once: saved again, "
        "it has the new name."
    )
    async def save_filter(self, info: Info, tx: Tx, input: SaveFilterInput) -> SavedFilter:
        """filter:save"""
        return _answer(await filters.save(tx, input.name, input.filter.plain(), shared=input.shared))

    @mutation("Keep a filter no more; for 24 hours it can be restored.")
    async def delete_filter(self, info: Info, tx: Tx, input: DeleteFilterInput) -> SavedFilter:
        """filter:delete"""
        return _answer(await filters.remove(tx, row_id("SavedFilter", input.id)))

    @mutation("Keep a deleted filter again; where the same one was saved meanwhile, that one is answered.")
    async def restore_filter(self, info: Info, tx: Tx, input: RestoreFilterInput) -> SavedFilter:
        """filter:restore"""
        return _answer(await filters.restore(tx, row_id("SavedFilter", input.id)))
