"""What this feature adds to a case, and its root field."""

from typing import Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.case.graphql.permits import may
from mediation.case.graphql.types import Case
from mediation.door import queries
from mediation.door.graphql.types import CaseDoors
from mediation.gql.context import Context, Info
from mediation.gql.extend import extend
from mediation.gql.relay import row_id
from mediation.holiday import queries as holidays
from mediation.kit.problems import NotFound
from mediation.law.routing import route


async def _doors(context: Context, key: UUID) -> CaseDoors | None:
    books = await context.load(queries.books_of_cases, key)
    if books is None:
        return None
    calendar = await context.load(holidays.calendars, 0)
    return CaseDoors.of(books.facts, route(books.facts, calendar), books.recorded)


@extend(Case)
class Doors:
    """Fields of a case that this feature knows."""

    @strawberry.field(
        description="The ways that the law leaves, closed ones with the reason; null when not for the caller."
    )
    async def open_doors(self: Any, info: Info) -> CaseDoors | None:
        """Six statements for all cases of the level."""
        if not await may(info.context, self.row, Verb.DOOR_VIEW):
            return None
        return await _doors(info.context, self.row.id)


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The ways that the law leaves in a case; null when it is not there for you.")
    async def open_doors(self, info: Info, case: strawberry.ID) -> CaseDoors | None:
        """Under `door:view`."""
        try:
            key = row_id("Case", case, "case")
        except NotFound:
            return None
        return await _doors(info.context, key)
