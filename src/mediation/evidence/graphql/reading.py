"""Evidence of a case as a list: under the case, and for whoever sees the evidence only."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.graphql.access import CaseAccess
from mediation.case.graphql.types import Case
from mediation.evidence import listing
from mediation.evidence.graphql.types import Evidence
from mediation.evidence.models import Evidence as EvidenceRow
from mediation.evidence.rules import EvidenceKind
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.relay import After, Connection, Edge, First, Key, connect, page, page_size, read_cursor, row_id

_NEWEST_FIRST: tuple[Key, ...] = (
    (col(EvidenceRow.uploaded_at), datetime.fromisoformat, datetime.isoformat),
    (col(EvidenceRow.id), UUID, str),
)


@extend(Case)
class _OfCase:
    """The evidence of a case."""

    @strawberry.field(
        description="The evidence of the case that the caller sees, newest first; with what of theirs waits."
    )
    async def evidence(self: Any, info: Info, first: int, after: str | None = None) -> Connection[Evidence]:
        """A page per case, one query for all cases of the level."""
        beyond = tuple(read_cursor(after, _NEWEST_FIRST)) if after else None
        key, actor = self.row.id, info.context.actor
        rows = await info.context.load(listing.evidence_of_cases, key, first=page_size(first), after=beyond)
        edges = [
            Edge(place=[row.uploaded_at.isoformat(), str(row.id)], node=Evidence.of(row, actor)) for row in rows[:first]
        ]

        async def count() -> int:
            return int(await info.context.load(listing.evidence_counts_of_cases, key))

        return page(edges, has_next=len(rows) > first, after=after, count=count)


@extend(CaseAccess)
class _Bringing:
    """Whether the caller brings evidence here."""

    @strawberry.field(description="Attach a file: POST /cases/{id}/evidence.")
    async def can_upload_evidence(self: Any, info: Info) -> bool:
        """evidence:upload"""
        return bool(await self.allows(info, Verb.EVIDENCE_UPLOAD))


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(
        description="The evidence of a case that the caller sees, newest first; also for parties in a room."
    )
    async def evidence(
        self,
        info: Info,
        case: Annotated[strawberry.ID, strawberry.argument(description="Global id of the case.")],
        first: First,
        after: After = None,
        kind: Annotated[EvidenceKind | None, strawberry.argument(description="Only of this kind.")] = None,
        worker: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only about the worker with this party's id.")
        ] = None,
    ) -> Connection[Evidence]:
        """Under the caller's own permissions and within their reach."""
        actor = info.context.actor
        guard.require_somewhere(actor, Verb.EVIDENCE_VIEW)
        statement = listing.shown(actor).where(col(EvidenceRow.case_id) == row_id("Case", case, "case"))
        if kind is not None:
            statement = statement.where(col(EvidenceRow.kind) == kind.value)
        if worker is not None:
            statement = statement.where(col(EvidenceRow.party_id) == row_id("Party", worker, "worker"))
        return await connect(
            info.context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=lambda row: Evidence.of(row, actor),
            descending=True,
        )
