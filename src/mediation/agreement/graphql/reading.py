"""Root fields for reading agreements and the board of promised payments."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import books, listing
from mediation.agreement import models as tables
from mediation.agreement.graphql.money import Commitment
from mediation.agreement.graphql.types import Agreement
from mediation.agreement.standing import StandingKind
from mediation.agreement.views import BoardView
from mediation.gql.context import Info
from mediation.gql.relay import Connection, Key, connect

_DUE_FIRST: tuple[Key, ...] = (
    (col(tables.Commitment.due_at), datetime.fromisoformat, datetime.isoformat),
    (col(tables.Commitment.id), UUID, str),
)


@strawberry.input(description="What the board of promised payments is narrowed to. Everything given must hold.")
class CommitmentFilter:
    """See agreement.books.BoardFilter."""

    due_after: datetime | None = strawberry.field(default=None, description="Due at this moment or later.")
    due_before: datetime | None = strawberry.field(default=None, description="Due before this moment.")
    standing: list[StandingKind] | None = strawberry.field(
        default=None,
        description="One of these; without it everything that is not settled. SETTLED is asked for alone.",
    )
    view: BoardView | None = strawberry.field(
        default=None, description="Only what stands in this view; what is settled is then not left out."
    )

    def plain(self) -> books.BoardFilter:
        """The filter."""
        return books.BoardFilter(
            due_after=self.due_after, due_before=self.due_before, standing=self.standing, view=self.view
        )


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The promises of payment to workers in the caller's cases, the earliest due first.")
    async def commitments(
        self, info: Info, first: int, after: str | None = None, filter: CommitmentFilter | None = None
    ) -> Connection[Commitment]:
        """Narrowed under the caller's own permissions."""
        guard.require_somewhere(info.context.actor, Verb.COMMITMENT_VIEW)
        reader = info.context.reader
        statement = await books.board(reader, filter.plain() if filter else books.BoardFilter())
        return await connect(
            reader,
            statement,
            keys=_DUE_FIRST,
            first=first,
            after=after,
            node=lambda row: Commitment.of(row, reader.now),
        )

    @strawberry.field(
        description="The agreement on the table of the caller's own room; null outside a room and while there is none."
    )
    async def my_room_agreement(self, info: Info) -> Agreement | None:
        """For parties, who do not read the case."""
        case_id = info.context.actor.case_id
        rows = await info.context.load(listing.agreements_of_cases, case_id) if case_id else []
        return next((Agreement.of(row) for row in rows if row.state != "abandoned"), None)
