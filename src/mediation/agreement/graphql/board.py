"""The board of promised payments in the API: views with their sizes, and one row per agreement and due moment."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement import board, reminders
from mediation.agreement.graphql import words  # noqa: F401 - describes the enums before anything uses them
from mediation.agreement.standing import StandingKind
from mediation.agreement.views import BoardView
from mediation.case import queries as cases
from mediation.case.graphql.types import Case
from mediation.gql.context import Info
from mediation.gql.relay import After, Connection, Edge, First, Key, gid, page, page_size, read_cursor
from mediation.gql.scalars import Fen

_PLACE: tuple[Key, ...] = ((None, datetime.fromisoformat, datetime.isoformat), (None, UUID, str))


@strawberry.type(description="How much stands in a view of the board.")
class BoardViewSize:
    """One of the six."""

    view: BoardView = strawberry.field(description="Which.")
    rows: int = strawberry.field(description="Rows of `promisedPayments`: agreements and due moments.")
    promises: int = strawberry.field(description="Promises in `commitments`: one per worker, kind of money and moment.")


@strawberry.type(description="What was said about a promised payment, and what will be.")
class PromiseReminders:
    """Reminders of its due moment."""

    sent: int = strawberry.field(description="Messages that went out.")
    last_at: datetime | None = strawberry.field(description="When the last one did.")
    next_at: datetime | None = strawberry.field(
        description="When the next is said; null when nothing more is. Quiet hours may hold it back."
    )


@strawberry.type(description="What is promised under one agreement for one moment, all its workers together.")
class PromisedPayment:
    """A row of the board."""

    agreement: strawberry.ID = strawberry.field(description="Global id of the agreement.")
    due_on: date | None = strawberry.field(description="The last day; none for a term in hours.")
    due_at: datetime = strawberry.field(description="The first moment that is too late.")
    wages_fen: Fen = strawberry.field(description="Wages promised.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance promised.")
    paid_fen: Fen = strawberry.field(description="Of both, paid so far, by whomever.")
    verified_fen: Fen = strawberry.field(description="Of that, verified as received (已核实).")
    advanced_fen: Fen = strawberry.field(description="Of what was paid, by third parties.")
    left_fen: Fen = strawberry.field(description="Not paid yet.")
    workers: int = strawberry.field(description="Workers to whom it is promised.")
    workers_waiting: int = strawberry.field(description="Of these, those who have not been paid in full (未收齐).")
    workers_verified: int = strawberry.field(description="Of these, those whose whole money was verified as received.")
    standing: StandingKind = strawberry.field(description="How it stands as a whole.")
    reminders: PromiseReminders | None = strawberry.field(description="Null when not for the caller.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The case.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @classmethod
    def of(cls, row: Any, now: datetime, next_at: datetime | None) -> Self:
        """From a row of `board.page`."""
        promised = int(row.wages_fen) + int(row.social_insurance_fen)
        told = PromiseReminders(sent=row.sent, last_at=row.last_at, next_at=next_at)
        return cls(
            agreement=gid("Agreement", row.agreement_id),
            due_on=row.due_on,
            due_at=row.due_at,
            wages_fen=Fen(int(row.wages_fen)),
            social_insurance_fen=Fen(int(row.social_insurance_fen)),
            paid_fen=Fen(int(row.paid_fen)),
            verified_fen=Fen(int(row.verified_fen)),
            advanced_fen=Fen(int(row.third_fen)),
            left_fen=Fen(promised - int(row.paid_fen)),
            workers=row.workers,
            workers_waiting=row.workers_waiting,
            workers_verified=row.workers_verified,
            standing=board.standing_of(row, now),
            reminders=told if row.may_notice_view else None,
            row=row,
        )


@strawberry.type
class Query:
    """Root fields of the board."""

    @strawberry.field(description="Every view of the board with its size, all in one answer.")
    async def board_views(self, info: Info) -> Sequence[BoardViewSize]:
        """Counted under the caller's own permissions."""
        guard.require_somewhere(info.context.actor, Verb.COMMITMENT_VIEW)
        sizes = await board.view_sizes(info.context.reader)
        return [BoardViewSize(view=view, rows=sizes[view][0], promises=sizes[view][1]) for view in BoardView]

    @strawberry.field(
        description="Promised payments of a view, the earliest due first: one row per agreement and moment."
    )
    async def promised_payments(
        self,
        info: Info,
        view: Annotated[BoardView, strawberry.argument(description="Which view.")],
        first: First,
        after: After = None,
    ) -> Connection[PromisedPayment]:
        """Under the caller's own permissions."""
        guard.require_somewhere(info.context.actor, Verb.COMMITMENT_VIEW)
        size, reader = page_size(first), info.context.reader
        at = read_cursor(after, _PLACE) if after is not None else None
        rows = await board.page(reader, view, size + 1, (at[0], at[1]) if at else None)
        rungs = reminders.ladder(info.context.runtime.settings.policies_dir)
        edges = [
            Edge(
                place=[row.due_at.isoformat(), str(row.agreement_id)],
                node=PromisedPayment.of(row, reader.now, board.next_reminder(row, rungs, reader.now)),
            )
            for row in rows[:size]
        ]

        async def count() -> int:
            return await board.count(reader, view)

        return page(edges, has_next=len(rows) > size, after=after, count=count)
