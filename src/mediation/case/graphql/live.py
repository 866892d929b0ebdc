"""Live cases and live work: a ring, never what it is about. What is private in a room does not ring here."""

from collections.abc import AsyncGenerator
from functools import partial
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.models import Case
from mediation.case.queries import COLUMNS
from mediation.gql.context import Info, Reader
from mediation.gql.live import listening
from mediation.gql.relay import row_id


@strawberry.type(description="A case changed: read it again.")
class CaseChange:
    """An id and a number."""

    case_id: strawberry.ID = strawberry.field(description="Global id of the case.")
    sequence: int = strawberry.field(
        description="0 when the subscription begins to listen, then counts the changes told to this subscription only."
    )


@strawberry.type(description="Something in the caller's work changed: read the list again.")
class WorkChange:
    """A number."""

    sequence: int = strawberry.field(
        description="0 when the subscription begins to listen, then counts the changes told to this subscription only."
    )


async def _case(case_id: UUID, reader: Reader) -> tuple[str, ...] | None:
    seen = guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)
    row = await reader.first(select(col(Case.id)).where(col(Case.id) == case_id, seen))
    return (f"case:{case_id}",) if row is not None else None


async def _work(reader: Reader) -> tuple[str, ...] | None:
    actor = reader.actor
    if actor.id is None or actor.agency_id is None or not guard.scopes(actor, Verb.CASE_VIEW):
        return None
    return (f"work:{actor.agency_id}", f"work:{actor.id}")


@strawberry.type
class Subscription:
    """Subscriptions of cases."""

    @strawberry.subscription(
        description="Rings when the case changes in a way that everyone who sees it may know. Ends when it is lost from sight."
    )
    async def case_changed(
        self,
        info: Info,
        id: strawberry.ID,
    ) -> AsyncGenerator[CaseChange, None]:
        """Checked at the start, at every ring and every 30 seconds."""
        async for number in listening(info.context, partial(_case, row_id("Case", id))):
            yield CaseChange(case_id=id, sequence=number)

    @strawberry.subscription(description="Rings when the work of the caller's agency, or their own, changes.")
    async def my_work_changed(self, info: Info) -> AsyncGenerator[WorkChange, None]:
        """Checked at the start, at every ring and every 30 seconds."""
        async for number in listening(info.context, _work):
            yield WorkChange(sequence=number)
