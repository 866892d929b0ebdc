"""● 有新进展: what is new in a case for the caller, and saying that one has seen it."""

from datetime import datetime
from typing import Any, cast

import strawberry

from mediation.access.verbs import Verb
from mediation.case.graphql.permits import where_may
from mediation.case.graphql.types import Case
from mediation.desk import queries, seen
from mediation.gql.ahead import Ahead, loads
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import reread, row_id


@extend(Case)
class News:
    """Fields of a case that are the caller's own."""

    @strawberry.field(
        description="有新进展: whether the case's timeline has something that others did since the caller last said to "
        "have seen it (`markCaseSeen`), or at all when they never did. Only what they may see counts. Null when the "
        "timeline is not for the caller."
    )
    def has_news(self: Any, info: Info) -> bool | None:
        """Loaded ahead with the others of its level."""

        def read() -> Any:
            return info.context.then(queries.news_of_cases, self.row.id, lambda row: row.is_news if row else None)

        return cast("bool | None", where_may(info.context, self.row, Verb.JOURNAL_VIEW, read))

    @strawberry.field(description="When the caller last said to have seen the case; null when never.")
    def seen_at(self: Any, info: Info) -> datetime | None:
        """Loaded ahead with the others of its level."""

        def read() -> Any:
            return info.context.then(queries.news_of_cases, self.row.id, lambda row: row.seen_at if row else None)

        return cast("datetime | None", where_may(info.context, self.row, Verb.CASE_VIEW, read))


loads("Case", "hasNews", Ahead(queries.news_of_cases, lambda row: row.id))
loads("Case", "seenAt", Ahead(queries.news_of_cases, lambda row: row.id))


@strawberry.input(description="The case that was seen.")
class MarkCaseSeenInput:
    """Nothing else."""

    id: strawberry.ID = strawberry.field(description="The case.")


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation(
        "Say that one has seen the case as it stands: what happened so far is no news any more (`Case.hasNews`). The "
        "caller's own; nothing of the case changes. Reading a case marks nothing.",
        keyed=False,
    )
    async def mark_case_seen(self, info: Info, tx: Tx, input: MarkCaseSeenInput) -> Case:
        """case_seen:mark"""
        case_id = row_id("Case", input.id)
        await seen.mark(tx, case_id)
        return cast("Case", reread("Case", case_id))
