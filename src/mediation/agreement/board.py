"""The board of promised payments: one row per agreement and due moment, all its workers together, and the size of each view."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Uuid,
    and_,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement.books import within_board
from mediation.agreement.ladder import Rung, next_moment
from mediation.agreement.models import Agreement, Commitment, Payment
from mediation.agreement.queries import COLUMNS, promise_key, stands
from mediation.agreement.standing import StandingKind
from mediation.agreement.views import LATE, BoardView, holds, moments
from mediation.case.lists import held
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.gql.plans import Build
from mediation.infra.statements import late
from mediation.kit.actor import Actor
from mediation.notice.models import Notice

Place = tuple[datetime, UUID]
"""Where a row stands: due moment and agreement."""


async def view_sizes(reader: Reader) -> Mapping[BoardView, tuple[int, int]]:
    """Of every view: rows of the board, and promises in them. One statement; a view that is not there is empty."""
    rows = await _fetch(reader, _sizes)
    return {BoardView(row.view): (row.moments, row.promises) for row in rows}


async def count(reader: Reader, view: BoardView) -> int:
    """How many rows a view has."""
    return int((await _fetch(reader, _size, view))[0].moments)


async def page(reader: Reader, view: BoardView, size: int, after: Place | None) -> Sequence[Any]:
    """Up to `size` rows of a view behind `after`, the earliest due first. Figures are of the whole promise, paid parts too."""
    place = {"after_at": after[0], "after_id": after[1]} if after else {}
    return await _fetch(reader, _page, view, size, after is not None, **place)


async def _fetch(reader: Reader, build: Build, *shape: Any, **values: Any) -> Sequence[Any]:
    ids = await held(reader)
    if ids:
        values["held"] = ids
    return await reader.fetch(build, bool(ids), *shape, **moments(reader.now), **values)


def _moments(actor: Actor, has_ties: bool, view: BoardView) -> Any:
    """The rows of a view: agreement, due moment and case, with how many promises they are.

    Where an index leaves those of one district, they are added up first and then their cases are asked for, once for all
    workers of a case; else the cases lead to them.
    """
    mine = within_board(actor, late("held", ARRAY(Uuid)) if has_ties else None)
    key = col(Commitment.agreement_id), col(Commitment.due_at), col(Commitment.case_id)
    rows = select(*key, func.count().label("promises")).where(*mine.promise, holds(view, LATE)).group_by(*key)
    if not mine.is_near:
        return rows.join(Case, col(Case.id) == col(Commitment.case_id)).where(*mine.case).subquery("moment")
    added = rows.subquery("added")
    return select(added).join(Case, col(Case.id) == added.c.case_id).where(*mine.case).subquery("moment")


def _size(actor: Actor, has_ties: bool, view: BoardView) -> Rows:
    moment = _moments(actor, has_ties, view)
    promises = cast(func.coalesce(func.sum(moment.c.promises), 0), BigInteger).label("promises")
    return select(func.count().label("moments"), promises, literal(view.value).label("view")).select_from(moment)


def _sizes(actor: Actor, has_ties: bool) -> Rows:
    return select(union_all(*[_size(actor, has_ties, view) for view in BoardView]).subquery("sizes"))


def _page(actor: Actor, has_ties: bool, view: BoardView, size: int, beyond: bool) -> Rows:
    moment = _moments(actor, has_ties, view)
    place = moment.c.due_at, moment.c.agreement_id
    chosen = select(*place, moment.c.case_id)
    if beyond:
        last = tuple_(late("after_at", DateTime(timezone=True)), late("after_id", Uuid()))
        chosen = chosen.where(tuple_(*place) > last)
    row = chosen.order_by(*place).limit(literal_column(str(size))).subquery("row")
    figures, said = _figures(row).lateral("figures"), _said(row).lateral("said")
    return (
        select(
            row,
            *figures.c,
            said.c.sent,
            said.c.last_at,
            col(Agreement.effective_at),
            col(Case.closed_at),
            guard.visible(actor, Verb.NOTICE_VIEW, COLUMNS).label("may_notice_view"),
        )
        .select_from(row)
        .join(Case, col(Case.id) == row.c.case_id)
        .join(Agreement, col(Agreement.id) == row.c.agreement_id)
        .join(figures, true())
        .join(said, true())
        .order_by(row.c.due_at, row.c.agreement_id)
    )


def _figures(row: Any) -> Any:
    """Per worker first: who waits is a person, not a promise."""
    promise = aliased(Commitment)
    paid = _paid(promise).lateral("paid")
    amount, is_wages = func.sum(col(promise.amount_fen)), col(promise.group_) == "wages"
    open_ones = col(promise.settled_at).is_(None)
    worker = (
        select(
            func.coalesce(amount.filter(is_wages), 0).label("wages_fen"),
            func.coalesce(amount.filter(~is_wages), 0).label("social_insurance_fen"),
            amount.label("amount_fen"),
            *[func.sum(column).label(column.name) for column in paid.c],
            func.min(col(promise.due_on)).label("due_on"),
            func.bool_or(open_ones).label("waits"),
            func.bool_or(and_(open_ones, col(promise.defaulted_at).is_not(None))).label("called"),
        )
        .select_from(promise)
        .join(paid, true())
        .where(
            col(promise.agreement_id) == row.c.agreement_id,
            col(promise.due_at) == row.c.due_at,
            col(promise.kind) == "worker",
        )
        .group_by(col(promise.party_id))
        .correlate(row)
        .lateral("worker")
    )
    return select(
        func.min(worker.c.due_on).label("due_on"),
        func.count().label("workers"),
        func.count().filter(worker.c.waits).label("workers_waiting"),
        func.count().filter(worker.c.verified_fen >= worker.c.amount_fen).label("workers_verified"),
        func.bool_or(worker.c.called).label("called"),
        func.sum(worker.c.wages_fen).label("wages_fen"),
        func.sum(worker.c.social_insurance_fen).label("social_insurance_fen"),
        func.sum(worker.c.fen).label("paid_fen"),
        func.sum(worker.c.verified_fen).label("verified_fen"),
        func.sum(worker.c.third_fen).label("third_fen"),
    ).select_from(worker)


def _paid(promise: Any) -> Any:
    """What was paid on a promise, what of it was verified, and what third parties paid."""
    payment = aliased(Payment)
    fen, is_third = col(payment.amount_fen), col(payment.advance_id).is_not(None)
    return (
        select(
            func.coalesce(func.sum(fen), 0).label("fen"),
            func.coalesce(func.sum(fen).filter(col(payment.confirmed_at).is_not(None)), 0).label("verified_fen"),
            func.coalesce(func.sum(fen).filter(is_third), 0).label("third_fen"),
        )
        .where(col(payment.commitment_id) == col(promise.id), stands(payment))
        .correlate(promise)
    )


def _said(row: Any) -> Any:
    """The reminders of this moment that went out. Their keys begin alike; `0` follows `/` in the order of bytes."""
    sample = aliased(Commitment)
    day = (
        select(func.min(col(sample.due_on)))
        .where(col(sample.agreement_id) == row.c.agreement_id, col(sample.due_at) == row.c.due_at)
        .correlate(row)
        .scalar_subquery()
    )
    key = promise_key(row.c.agreement_id, day, row.c.due_at)
    return (
        select(func.count().label("sent"), func.max(col(Notice.sent_at)).label("last_at"))
        .where(
            col(Notice.dedupe_key) >= key,
            col(Notice.dedupe_key) < func.concat(func.left(key, -1), "0"),
            col(Notice.state).in_(["sent", "delivered"]),
            col(Notice.private).is_(False),
        )
        .correlate(row)
    )


def standing_of(row: Any, now: datetime) -> StandingKind:
    """How the whole promise stands."""
    if not row.workers_waiting:
        return StandingKind.SETTLED
    if row.due_at <= now:
        return StandingKind.DEFAULTED if row.called else StandingKind.OVERDUE
    return StandingKind.PARTLY if row.paid_fen else StandingKind.OPEN


def next_reminder(row: Any, rungs: Sequence[Rung], now: datetime) -> datetime | None:
    """When the next reminder is said; None when nothing more is to be reminded of."""
    if not row.workers_waiting or row.called or row.closed_at is not None:
        return None
    return next_moment(rungs, row.due_at, now, effective_at=row.effective_at)
