"""What a caller reads of promised and paid money: batches and the board, every one under the guard.

Figures (owed, paid, left) come with `commitment:view`; payments, advances and contacts name people and papers, so they
come with `agreement_line:view`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Row,
    Uuid,
    and_,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.agreement.models import Advance, Commitment, Contact, Payment
from mediation.agreement.queries import COLUMNS, LEFT_FEN, PAID_FEN
from mediation.agreement.standing import StandingKind
from mediation.agreement.views import BoardView, holds, moments
from mediation.case.lists import held, within_reach
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.infra.db import NEVER
from mediation.infra.statements import among, late
from mediation.kit.actor import Actor
from mediation.kit.problems import Invalid

VERBS = (
    Verb.AGREEMENT_LINE_VIEW,
    Verb.COMMITMENT_CONTACT,
    Verb.COMMITMENT_DEFAULT,
    Verb.PAYMENT_CONFIRM,
    Verb.PAYMENT_RECORD,
    Verb.PAYMENT_REVERSE,
    Verb.ADVANCE_BOOK,
)


def flag(verb: Verb) -> str:
    """The name of the column that says whether the reader may do `verb` here."""
    return "may_" + verb.value.replace(":", "_")


_ORDER: Final = func.coalesce(col(Commitment.due_at), NEVER)
"""Commitments in the order of their due moments, recourse without a date last."""


def commitments(actor: Actor) -> Rows:
    """The commitments that `actor` sees, with what has been paid and what they may do."""
    return (
        select(
            Commitment.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
            PAID_FEN.label("paid_fen"),
            *[guard.visible(actor, verb, COLUMNS).label(flag(verb)) for verb in VERBS],
        )
        .select_from(Commitment)
        .join(Case, col(Case.id) == col(Commitment.case_id))
        .where(guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS))
    )


@dataclass(frozen=True, kw_only=True)
class BoardFilter:
    """What the board is narrowed to. Everything given must hold; the moments are exclusive above, inclusive below."""

    due_after: datetime | None = None
    due_before: datetime | None = None
    standing: Sequence[StandingKind] | None = None
    """None: everything that is not settled. Settled ones are asked for alone: an index of their own answers."""
    view: BoardView | None = None
    """with a view, `standing` narrows it further; nothing is left out without one"""


@dataclass(frozen=True, slots=True)
class Within:
    """What makes a promise one of the caller's board: said of the promise, and said of its case."""

    promise: tuple[ColumnElement[bool], ...]
    case: tuple[ColumnElement[bool], ...]
    is_near: bool
    """whether what is said of the promise leaves those of one district: then they can be added up before their cases are read"""

    @property
    def both(self) -> tuple[ColumnElement[bool], ...]:
        """For a statement that joins `Case`."""
        return *self.promise, *self.case


def within_board(actor: Actor, held: Any) -> Within:
    """The board of `actor`; `held` are the ids of the cases that ties lead to, None when there are none."""
    clauses = [col(Commitment.kind) == "worker", col(Commitment.due_at).is_not(None)]
    scopes = set(guard.scopes(actor, Verb.COMMITMENT_VIEW))
    is_near = actor.district_id is not None and scopes <= {Scope.AGENCY, Scope.DISTRICT, Scope.GLASS}
    if is_near:
        # Cases reached by these scopes lie in the caller's district: said again, so that the district's index answers.
        clauses.append(col(Commitment.district_id) == actor.district_id)
    of_case = guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS), within_reach(actor, held)
    return Within(tuple(clauses), of_case, is_near)


async def board(reader: Reader, wanted: BoardFilter) -> Rows:
    """Promises to workers in the caller's cases, narrowed to `wanted`; without an order."""
    ids = await held(reader)
    mine = within_board(reader.actor, cast(ids, ARRAY(Uuid)) if ids else None)
    statement = commitments(reader.actor).where(*mine.both)
    if wanted.due_after is not None:
        statement = statement.where(col(Commitment.due_at) >= wanted.due_after)
    if wanted.due_before is not None:
        statement = statement.where(col(Commitment.due_at) < wanted.due_before)
    kinds = tuple(wanted.standing) if wanted.standing is not None else ()
    if StandingKind.SETTLED in kinds and len(set(kinds)) > 1:
        raise Invalid.field("standing", "settled_alone", "已付清的请单独查询。", "Ask for settled ones alone.")
    if wanted.view is not None:
        statement = statement.where(holds(wanted.view, moments(reader.now)))
    elif StandingKind.SETTLED not in kinds:
        statement = statement.where(col(Commitment.settled_at).is_(None))
    return statement.where(or_(*[stands(kind, reader.now) for kind in kinds])) if kinds else statement


def stands(kind: StandingKind, now: datetime) -> ColumnElement[bool]:
    """Whether a commitment stands as `kind` at `now`: `standing.standing` in SQL."""
    late = col(Commitment.due_at) <= now
    ahead = or_(col(Commitment.due_at).is_(None), col(Commitment.due_at) > now)
    unsettled = col(Commitment.settled_at).is_(None)
    match kind:
        case StandingKind.SETTLED:
            return col(Commitment.settled_at).is_not(None)
        case StandingKind.OVERDUE:
            return and_(unsettled, late, col(Commitment.defaulted_at).is_(None))
        case StandingKind.DEFAULTED:
            return and_(unsettled, late, col(Commitment.defaulted_at).is_not(None))
        case StandingKind.PARTLY:
            return and_(unsettled, ahead, PAID_FEN > 0)
        case StandingKind.OPEN:
            return and_(unsettled, ahead, PAID_FEN == 0)


async def commitments_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: commitments by id."""
    found = {row.id: row for row in await reader.fetch(_commitments, keys=keys)}
    return [found.get(key) for key in keys]


def _commitments(actor: Actor) -> Rows:
    return commitments(actor).where(among(Commitment.id))


async def commitments_of_cases(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[datetime, UUID] | None
) -> Sequence[list[Row[Any]]]:
    """Batch: up to `first` + 1 commitments of each case behind due moment and id `after`, the earliest due first."""
    place = {"after_at": after[0], "after_id": after[1]} if after else {}
    rows = await reader.fetch(_page_of_cases, first, after is not None, keys=keys, **place)
    return _grouped(rows, keys, "case_id")


def _page_of_cases(actor: Actor, first: int, beyond: bool) -> Rows:
    place = _ORDER, col(Commitment.id)
    each = commitments(actor).add_columns(_ORDER.label("sorted_at")).where(col(Commitment.case_id) == col(_OUTER.id))
    if beyond:
        each = each.where(tuple_(*place) > tuple_(late("after_at", DateTime(timezone=True)), late("after_id", Uuid())))
    each = each.order_by(*place).limit(literal_column(str(first + 1)))
    page = each.correlate(_OUTER).lateral("page")
    return (
        select(page)
        .select_from(_OUTER)
        .join(page, true())
        .where(among(_OUTER.id))
        .order_by(page.c.sorted_at, page.c.id)
    )


_OUTER = aliased(Case)


async def commitment_counts_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many commitments of each case the caller sees."""
    found = {row.case_id: row.n for row in await reader.fetch(_counts_of_cases, keys=keys)}
    return [found.get(key, 0) for key in keys]


def _counts_of_cases(actor: Actor) -> Rows:
    counted = commitments(actor).with_only_columns(
        col(Commitment.case_id), func.count().label("n"), maintain_column_froms=True
    )
    return counted.where(among(Commitment.case_id)).group_by(col(Commitment.case_id))


async def next_promises_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: of each case the earliest due moment with something unpaid to workers: how much, for how many."""
    found = {row.case_id: row for row in await reader.fetch(_next_promises, keys=keys)}
    return [found.get(key) for key in keys]


def _next_promises(actor: Actor) -> Rows:
    other = aliased(Commitment)
    # Once for each case, not for each of its promises: a thousand workers are promised a thousand.
    earliest = (
        select(col(other.case_id), func.min(col(other.due_at)).label("due_at"))
        .where(among(other.case_id), col(other.kind) == "worker", col(other.settled_at).is_(None))
        .group_by(col(other.case_id))
        .subquery("earliest")
    )
    return (
        select(
            col(Commitment.case_id),
            col(Commitment.due_at),
            func.min(col(Commitment.due_on)).label("due_on"),
            func.sum(LEFT_FEN).label("left_fen"),
            func.count(col(Commitment.party_id).distinct()).label("workers"),
            func.bool_or(col(Commitment.defaulted_at).is_not(None)).label("defaulted"),
        )
        .join(Case, col(Case.id) == col(Commitment.case_id))
        .join(earliest, (earliest.c.case_id == col(Commitment.case_id)) & (earliest.c.due_at == col(Commitment.due_at)))
        .where(
            col(Commitment.kind) == "worker",
            col(Commitment.settled_at).is_(None),
            guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS),
        )
        .group_by(col(Commitment.case_id), col(Commitment.due_at))
    )


async def totals_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[dict[str, Row[Any]] | None]:
    """Batch: per case and group what was promised to workers, paid, and paid by third parties; None when invisible."""
    found: dict[UUID, dict[str, Row[Any]]] = {}
    for row in await reader.fetch(_totals_of_cases, keys=keys):
        found.setdefault(row.id, {})[row.group_ or ""] = row
    return [found.get(key) for key in keys]


def _totals_of_cases(actor: Actor) -> Rows:
    paid = (
        select(
            func.coalesce(func.sum(col(Payment.amount_fen)), 0).label("paid_fen"),
            func.coalesce(
                func.sum(case((col(Payment.advance_id).is_not(None), col(Payment.amount_fen)), else_=0)), 0
            ).label("advanced_fen"),
        )
        .where(col(Payment.commitment_id) == col(Commitment.id))
        .correlate(Commitment)
        .lateral("paid")
    )
    return (
        select(
            col(Case.id),
            col(Commitment.group_),
            func.coalesce(func.sum(col(Commitment.amount_fen)), 0).label("agreed_fen"),
            func.coalesce(func.sum(paid.c.paid_fen), 0).label("paid_fen"),
            func.coalesce(func.sum(paid.c.advanced_fen), 0).label("advanced_fen"),
        )
        .select_from(Case)
        .outerjoin(Commitment, and_(col(Commitment.case_id) == col(Case.id), col(Commitment.kind) == "worker"))
        .outerjoin(paid, true())
        .where(among(Case.id), guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS))
        .group_by(col(Case.id), col(Commitment.group_))
    )


def payments(actor: Actor) -> Rows:
    """The payments that `actor` reads, with whether each was reversed and what they may do."""
    counter = aliased(Payment)
    return (
        select(
            Payment.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
            exists(select(1).where(col(counter.reverses_id) == col(Payment.id))).label("is_reversed"),
            *[guard.visible(actor, verb, COLUMNS).label(flag(verb)) for verb in VERBS],
        )
        .select_from(Payment)
        .join(Case, col(Case.id) == col(Payment.case_id))
        .where(
            guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS),
            guard.visible(actor, Verb.AGREEMENT_LINE_VIEW, COLUMNS),
        )
    )


async def payments_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: payments by id."""
    rows = await reader.rows(payments(reader.actor).where(col(Payment.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def payments_of_commitments(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: the payments on commitments in the order they were recorded, counter-entries included."""
    statement = payments(reader.actor).where(col(Payment.commitment_id).in_(keys))
    rows = await reader.rows(statement.order_by(col(Payment.recorded_at), col(Payment.id)))
    return _grouped(rows, keys, "commitment_id")


async def advances_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: the advances booked in cases, in order."""
    rows = await reader.rows(_advances(reader.actor).where(col(Advance.case_id).in_(keys)))
    return _grouped(rows, keys, "case_id")


async def advances_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: advances by id."""
    rows = await reader.rows(_advances(reader.actor).where(col(Advance.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


def _advances(actor: Actor) -> Rows:
    taken_back = (
        select(func.coalesce(func.sum(col(Commitment.released_fen)), 0))
        .where(col(Commitment.advance_id) == col(Advance.id))
        .correlate(Advance)
        .scalar_subquery()
    )
    return (
        select(
            Advance.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
            taken_back.label("taken_back_fen"),
        )
        .select_from(Advance)
        .join(Case, col(Case.id) == col(Advance.case_id))
        .where(
            guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS),
            guard.visible(actor, Verb.AGREEMENT_LINE_VIEW, COLUMNS),
        )
        .order_by(col(Advance.booked_at), col(Advance.id))
    )


async def recourse_of_advances(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: what the employer owes for advances, wages and social insurance apart."""
    statement = commitments(reader.actor).where(col(Commitment.advance_id).in_(keys))
    rows = await reader.rows(statement.order_by(col(Commitment.group_).desc()))
    return _grouped(rows, keys, "advance_id")


async def contacts_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: the recorded contacts with the debtor in cases, newest first."""
    rows = await reader.rows(_contacts(reader.actor).where(col(Contact.case_id).in_(keys)))
    return _grouped(rows, keys, "case_id")


async def contacts_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: contacts by id."""
    rows = await reader.rows(_contacts(reader.actor).where(col(Contact.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


def _contacts(actor: Actor) -> Rows:
    return (
        select(Contact.__table__.columns)  # type: ignore[attr-defined]  # SQLModel sets it
        .select_from(Contact)
        .join(Case, col(Case.id) == col(Contact.case_id))
        .where(
            guard.visible(actor, Verb.COMMITMENT_VIEW, COLUMNS),
            guard.visible(actor, Verb.AGREEMENT_LINE_VIEW, COLUMNS),
        )
        .order_by(col(Contact.contacted_at).desc(), col(Contact.id).desc())
    )


def _grouped(rows: Sequence[Row[Any]], keys: Sequence[UUID], by: str) -> list[list[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[getattr(row, by)].append(row)
    return [groups[key] for key in keys]
