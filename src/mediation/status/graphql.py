"""Status links in the API. The token itself is never an answer: it goes to the registered phone."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.gql.context import Context, Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import Node, gid, node_loader, row_id
from mediation.infra.uow import Tx
from mediation.kit.names import safe_text
from mediation.status import service
from mediation.status.models import Receipt, StatusLink


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


def _visible(context: Context) -> Any:
    return (
        select(col(StatusLink.id), col(StatusLink.party_id), col(StatusLink.issued_at), col(StatusLink.revoked_at))
        .join(Case, col(Case.id) == col(StatusLink.case_id))
        .where(guard.visible(context.actor, Verb.LINK_VIEW, cases.COLUMNS))
    )


@node_loader("StatusLink")
async def _link(context: Context, key: UUID) -> StatusLinkInfo | None:
    row = await context.reader.first(_visible(context).where(col(StatusLink.id) == key))
    return StatusLinkInfo.of(row) if row else None


@strawberry.type(description="A worker's own word on whether the money came. Not a payment.")
class ReceiptReport:
    """Self-reported."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")
    received: bool = strawberry.field(description="Whether they say that it came.")
    reported_at: datetime = strawberry.field(description="When they said so.")


@strawberry.input(description="For which claimant.")
class IssueLinkInput:
    """Input of issueLink and reissueLink."""

    party: strawberry.ID = strawberry.field(description="The claimant's id.")


@strawberry.input(description="Which link, and why.")
class RevokeLinkInput:
    """Input of revokeLink."""

    link: strawberry.ID = strawberry.field(description="The link's id.")
    reason: str = strawberry.field(description="Why it is turned off; kept in the journal. At most 200 characters.")


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The status links of a case, newest first; at most 500.")
    async def status_links(self, info: Info, case: strawberry.ID) -> list[StatusLinkInfo]:
        """Empty when the case is invisible."""
        statement = _visible(info.context).where(col(StatusLink.case_id) == row_id("Case", case, "case"))
        rows = await info.context.reader.rows(statement.order_by(col(StatusLink.issued_at).desc()).limit(500))
        return [StatusLinkInfo.of(row) for row in rows]

    @strawberry.field(description="What workers of a case reported about the money, newest first; at most 500.")
    async def receipt_reports(self, info: Info, case: strawberry.ID) -> list[ReceiptReport]:
        """Empty when the case is invisible."""
        statement = (
            select(col(Receipt.party_id), col(Receipt.received), col(Receipt.reported_at))
            .join(Case, col(Case.id) == col(Receipt.case_id))
            .where(
                guard.visible(info.context.actor, Verb.LINK_VIEW, cases.COLUMNS),
                col(Receipt.case_id) == row_id("Case", case, "case"),
            )
            .order_by(col(Receipt.reported_at).desc())
            .limit(500)
        )
        rows = await info.context.reader.rows(statement)
        return [
            ReceiptReport(party=gid("Party", row.party_id), received=row.received, reported_at=row.reported_at)
            for row in rows
        ]


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
        reason = safe_text(input.reason, max_chars=200, max_bytes=800)
        return StatusLinkInfo.of(await service.revoke(tx, row_id("StatusLink", input.link, "link"), reason))
