"""Status links in the API. The token itself is never an answer: it goes to the registered phone."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement.graphql.board import PromisedPayment
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import After, Connection, First, Key, Node, connect, gid, node_loader, row_id
from mediation.infra.uow import Tx
from mediation.status import reports, service
from mediation.status.models import Rating, Receipt, StatusLink
from mediation.status.rules import Mark

T = TypeVar("T")
OfCase = Annotated[strawberry.ID, strawberry.argument(description="Global id of the case.")]


@strawberry.type(name="StatusLink", description="A worker's link to the progress of their own case.")
class StatusLinkInfo(Node):
    """A link, without its token."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")
    issued_at: datetime = strawberry.field(description="When it was issued.")
    revoked_at: datetime | None = strawberry.field(description="When it was turned off, if it was.")

    @classmethod
    def of(cls, row: Any) -> "StatusLinkInfo":
        """From a row or an entity."""
        return cls(
            id=gid("StatusLink", row.id),
            party=gid("Party", row.party_id),
            issued_at=row.issued_at,
            revoked_at=row.revoked_at,
        )


def _visible(context: Context, table: Any, *columns: Any) -> Any:
    """Rows of `table` in the cases whose links the caller may see."""
    shown = guard.visible(context.actor, Verb.LINK_VIEW, cases.COLUMNS)
    return select(*map(col, columns)).join(Case, col(Case.id) == col(table.case_id)).where(shown)


def _links(context: Context) -> Any:
    return _visible(
        context, StatusLink, StatusLink.id, StatusLink.party_id, StatusLink.issued_at, StatusLink.revoked_at
    )


@node_loader("StatusLink")
async def _link(context: Context, key: UUID) -> StatusLinkInfo | None:
    row = await context.reader.first(_links(context).where(col(StatusLink.id) == key))
    return StatusLinkInfo.of(row) if row else None


@strawberry.type(description="A worker's own word on whether the money came. Not a payment.")
class ReceiptReport:
    """Self-reported."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")
    received: bool = strawberry.field(description="Whether they say that it came.")
    reported_at: datetime = strawberry.field(description="When they said so.")

    @classmethod
    def of(cls, row: Any) -> "ReceiptReport":
        """From a row."""
        return cls(party=gid("Party", row.party_id), received=row.received, reported_at=row.reported_at)


@extend(PromisedPayment)
class Reports:
    """What workers themselves say of a promised payment."""

    @strawberry.field(
        description="Workers of it whose last word is that the money came (劳动者反馈已收到): not verified. Null when not for "
        "the caller."
    )
    async def workers_reporting_received(self: Any, info: Info) -> int | None:
        """Loaded with the others of its level."""
        said = await info.context.load(reports.of_promises, (self.row.agreement_id, self.row.due_at))
        return said.received if said else None

    @strawberry.field(
        description="Workers of it whose last word is that it did not come. Null when not for the caller."
    )
    async def workers_reporting_nothing(self: Any, info: Info) -> int | None:
        """Loaded with the others of its level."""
        said = await info.context.load(reports.of_promises, (self.row.agreement_id, self.row.due_at))
        return said.missing if said else None


RatingMark = described(
    Mark,
    "How it was, in a worker's eyes.",
    {
        Mark.SATISFIED: "满意. Satisfied.",
        Mark.FAIRLY: "基本满意. Fairly satisfied.",
        Mark.NOT_SATISFIED: "不满意: somebody calls back. Not satisfied.",
    },
)


@strawberry.type(name="Rating", description="What a worker said about how it was; may be changed for seven days.")
class WorkerRating:
    """One per claimant."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")
    mark: Mark = strawberry.field(description="How it was.")
    comment: str = strawberry.field(description="In the worker's own words; often empty.")
    given_at: datetime = strawberry.field(description="When it was given, or changed last.")

    @classmethod
    def of(cls, row: Any) -> "WorkerRating":
        """From a row."""
        return cls(party=gid("Party", row.party_id), mark=Mark(row.mark), comment=row.comment, given_at=row.given_at)


@strawberry.input(description="For which claimant.")
class IssueLinkInput:
    """Input of issueLink and reissueLink."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")


@strawberry.input(description="Which link, and why.")
class RevokeLinkInput:
    """Input of revokeLink."""

    link: strawberry.ID = strawberry.field(description="The link's id.")
    reason: str = strawberry.field(description="Why it is turned off, 2 to 500 characters; kept in the journal.")


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The status links of a case, newest first.")
    async def status_links(
        self, info: Info, case: OfCase, first: First, after: After = None
    ) -> Connection[StatusLinkInfo]:
        """Empty when the case is invisible."""
        statement = _links(info.context).where(col(StatusLink.case_id) == row_id("Case", case, "case"))
        return await _page(info, statement, StatusLink.issued_at, StatusLink.id, first, after, StatusLinkInfo.of)

    @strawberry.field(description="What workers of a case reported about the money, newest first.")
    async def receipt_reports(
        self, info: Info, case: OfCase, first: First, after: After = None
    ) -> Connection[ReceiptReport]:
        """Empty when the case is invisible."""
        shown = _visible(info.context, Receipt, Receipt.party_id, Receipt.received, Receipt.reported_at)
        statement = shown.where(col(Receipt.case_id) == row_id("Case", case, "case"))
        return await _page(info, statement, Receipt.reported_at, Receipt.id, first, after, ReceiptReport.of)

    @strawberry.field(description="How the workers of a case say it was, newest first.")
    async def ratings(self, info: Info, case: OfCase, first: First, after: After = None) -> Connection[WorkerRating]:
        """Empty when the case is invisible."""
        shown = _visible(info.context, Rating, Rating.party_id, Rating.mark, Rating.comment, Rating.given_at)
        statement = shown.where(col(Rating.case_id) == row_id("Case", case, "case"))
        return await _page(info, statement, Rating.given_at, Rating.id, first, after, WorkerRating.of)


async def _page(
    info: Info, statement: Any, at: Any, key: Any, first: int, after: str | None, node: Callable[[Any], T]
) -> Connection[T]:
    keys: tuple[Key, ...] = ((col(at), datetime.fromisoformat, datetime.isoformat), (col(key), UUID, str))
    return await connect(
        info.context.reader, statement, keys=keys, first=first, after=after, node=node, descending=True
    )


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Give a claimant a link to their case; it goes to the registered phone. An open link is kept as it is.")
    async def issue_link(self, info: Info, tx: Tx, input: IssueLinkInput) -> StatusLinkInfo:
        """link:issue"""
        return StatusLinkInfo.of(await service.issue(tx, row_id("Party", input.party, "party")))

    @mutation("Turn the claimant's links off and send a new one to the registered phone.")
    async def reissue_link(self, info: Info, tx: Tx, input: IssueLinkInput) -> StatusLinkInfo:
        """link:reissue"""
        return StatusLinkInfo.of(await service.reissue(tx, row_id("Party", input.party, "party")))

    @mutation("Turn a link off, at once.")
    async def revoke_link(self, info: Info, tx: Tx, input: RevokeLinkInput) -> StatusLinkInfo:
        """link:revoke"""
        return StatusLinkInfo.of(await service.revoke(tx, row_id("StatusLink", input.link, "link"), input.reason))
