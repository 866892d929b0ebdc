"""Deadlines of a case, and those that are due."""

from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.case.graphql.permits import may, where_may
from mediation.case.graphql.types import Case
from mediation.case.models import CaseState
from mediation.case.rules import possible
from mediation.deadline import queries
from mediation.deadline.graphql.types import Deadline, ProcedureEvent
from mediation.deadline.models import Deadline as DeadlineRow
from mediation.gql.ahead import Ahead, loads
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.relay import Connection, Key, connect
from mediation.infra.db import NEVER


@extend(Case)
class Deadlines:
    """Fields of a case that this feature knows."""

    @strawberry.field(description="The case's deadlines, open or not, by their end; null when not for the caller.")
    async def deadlines(self: Any, info: Info) -> list[Deadline] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.DEADLINE_VIEW):
            return None
        return [Deadline.of(row) for row in await info.context.load(queries.deadlines_of_cases, self.row.id)]

    @strawberry.field(
        description="The open deadline that ends next (at `nextDueAt`): a duty before a right, one of law before an agreed "
        "one before one of the studio's own; null when there is none, or not for the caller."
    )
    def next_deadline(self: Any, info: Info) -> Deadline | None:
        """Loaded ahead with the others of its level."""

        def read() -> Any:
            if self.next_due_at is None:
                return None
            return info.context.then(queries.next_of_cases, self.row.id, lambda row: Deadline.of(row) if row else None)

        return cast("Deadline | None", where_may(info.context, self.row, Verb.DEADLINE_VIEW, read))

    @strawberry.field(
        description="What was recorded of what happened outside, corrections included, by its day; null when not for the "
        "caller."
    )
    async def procedure(self: Any, info: Info) -> list[ProcedureEvent] | None:
        """Loaded with the others of its level."""
        if not await may(info.context, self.row, Verb.DEADLINE_VIEW):
            return None
        return [ProcedureEvent.of(row) for row in await info.context.load(queries.events_of_cases, self.row.id)]

    @strawberry.field(description="Whether the caller may record what happened outside: `recordProcedure`.")
    async def can_record_procedure(self: Any, info: Info) -> bool:
        """procedure:record"""
        return Verb.PROCEDURE_RECORD in possible(CaseState(self.row.state)) and await may(
            info.context, self.row, Verb.PROCEDURE_RECORD
        )

    @strawberry.field(description="Whether the caller may set a deadline of the studio's own on this case.")
    async def can_set_deadline(self: Any, info: Info) -> bool:
        """deadline:set"""
        return self.row.closed_at is None and await may(info.context, self.row, Verb.DEADLINE_SET)


loads("Case", "nextDeadline", Ahead(queries.next_of_cases, lambda row: row.id if row.next_due_at != NEVER else None))

_ORDER: tuple[Key, ...] = (
    (col(DeadlineRow.due_at), datetime.fromisoformat, lambda at: at.isoformat()),
    (col(DeadlineRow.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="Open deadlines of the caller's cases that end before an instant, nearest first.")
    async def deadlines_due(
        self,
        info: Info,
        before: Annotated[datetime, strawberry.argument(description="Only what ends before this moment.")],
        first: Annotated[int, strawberry.argument(description="How many: 1 to 100.")],
        after: Annotated[str | None, strawberry.argument(description="The cursor after which to go on.")] = None,
        not_before: Annotated[
            datetime | None,
            strawberry.argument(description="Only what ends at this moment or later; null: what is overdue too."),
        ] = None,
    ) -> Connection[Deadline]:
        """Overdue ones first, because their end is behind us."""
        statement = await queries.due(info.context.reader, before, not_before)
        return await connect(info.context.reader, statement, keys=_ORDER, first=first, after=after, node=Deadline.of)
