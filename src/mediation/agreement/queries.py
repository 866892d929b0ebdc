"""Every SELECT for pages on agreements and promises, and the facts of both in their two forms.

Whoever lists passes through the guard's `visible` clause; it is never optional. The locks of verbs are in `desk.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Text, and_, cast, exists, func, or_, select, union
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.scopes import Facts, Tie
from mediation.agency.models import Agency, Staff
from mediation.agreement.models import Commitment, Payment
from mediation.case import queries as cases
from mediation.case.models import Case, CaseTie
from mediation.infra.uow import Tx
from mediation.kit.actor import ActorKind
from mediation.lawyer.models import Assignment, Lawyer
from mediation.room.models import Participant, Room


def _seated(holders: tuple[UUID, ...]) -> Any:
    """Parties of either side who sit in the open room of a case."""
    return (
        select(col(Participant.id))
        .join(Room, col(Room.id) == col(Participant.room_id))
        .where(
            col(Participant.id).in_(holders),
            col(Participant.kind) == "party",
            col(Participant.side).is_not(None),
            col(Participant.removed_at).is_(None),
            col(Room.closed_at).is_(None),
        )
    )


def _tied_sql(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
    tied = cases.COLUMNS.tied(kind, holders, at)
    if kind is not Tie.SEAT:
        return tied
    return or_(tied, exists(_seated(holders).where(col(Participant.case_id) == col(Case.id)).correlate(Case)))


COLUMNS = Facts(city=cases.COLUMNS.city, district=cases.COLUMNS.district, agency=cases.COLUMNS.agency, tied=_tied_sql)
"""Facts of agreements and commitments as columns: those of their case, and a party's seat in its open room counts.

The statement joins `Case`.
"""


async def with_seats(tx: Tx, case: Case, facts: Facts) -> Facts:
    """The same facts over values: those of the loaded case, with the seat of a party who is asking."""
    if tx.actor.kind is not ActorKind.PARTY or tx.actor.id is None:
        return facts
    found = await tx.session.execute(_seated((tx.actor.id,)).where(col(Participant.case_id) == case.id))
    seats = frozenset(found.scalars())

    def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> bool:
        return (kind is Tie.SEAT and not seats.isdisjoint(holders)) or bool(facts.tied(kind, holders, at))

    return replace(facts, tied=tied)


PAID_FEN: ColumnElement[int] = (
    select(func.coalesce(func.sum(col(Payment.amount_fen)), 0))
    .where(col(Payment.commitment_id) == col(Commitment.id))
    .correlate(Commitment)
    .scalar_subquery()
)
"""What has been paid on a commitment, counter-entries taken off."""

LEFT_FEN: ColumnElement[int] = col(Commitment.amount_fen) - col(Commitment.released_fen) - PAID_FEN
"""What is still owed on a commitment."""


def stands(payment: Any) -> ColumnElement[bool]:
    """Whether a payment (the table, or an alias of it) is neither a counter-entry nor taken back by one."""
    counter = aliased(Payment)
    # "Is not null" says nothing new; the few counter-entries are then read once, and not looked for payment by payment.
    taken_back = exists(
        select(1)
        .where(col(counter.reverses_id) == col(payment.id), col(counter.reverses_id).is_not(None))
        .correlate(payment)
    )
    return and_(col(payment.reverses_id).is_(None), ~taken_back)


IN_CHARGE = and_(
    col(Staff.id) == col(Case.mediator_id),
    col(Staff.disabled_at).is_(None),
    ~exists(
        select(1).where(
            col(CaseTie.case_id) == col(Case.id),
            col(CaseTie.holder_id) == col(Staff.id),
            col(CaseTie.kind) == Tie.RECUSED.value,
            col(CaseTie.ended_at).is_(None),
        )
    ),
)
"""Joins the mediator in charge who can be told: with an open account, and not recused."""

ABOUT: cases.Rows = (
    select(
        col(Case.id),
        col(Case.district_id),
        col(Case.number),
        col(Case.employer_id),
        col(Case.agency_id),
        col(Staff.id).label("mediator_id"),
        func.coalesce(col(Agency.studio_name_zh), col(Agency.name_zh)).label("studio_zh"),
        func.coalesce(col(Agency.studio_name_en), col(Agency.name_en)).label("studio_en"),
        col(Agency.phone),
    )
    .select_from(Case)
    .join(Agency, col(Agency.id) == col(Case.agency_id))
    .outerjoin(Staff, IN_CHARGE)
)
"""What every message about a case needs: see notices.About."""


def agencies_of(case_id: Any) -> CompoundSelect[Any]:
    """The agencies of a case (an id, or the column of an enclosing statement): the studio's own, and those tied to it."""
    this = aliased(Case)
    own: Select[Any] = select(col(this.agency_id).label("agency_id")).where(col(this.id) == case_id).correlate(Case)
    tied: Select[Any] = (
        select(col(CaseTie.holder_id))
        .join(Agency, col(Agency.id) == col(CaseTie.holder_id))
        .where(
            col(CaseTie.case_id) == case_id,
            col(CaseTie.kind).in_([Tie.SEAT.value, Tie.REFERRED.value]),
            col(CaseTie.ended_at).is_(None),
        )
        .correlate(Case)
    )
    return union(own, tied)


def lawyer_of(case_id: UUID) -> Select[Any]:
    """The staff id of the lawyer who has taken the case, if any."""
    return (
        select(col(Lawyer.staff_id))
        .join(Assignment, col(Assignment.lawyer_id) == col(Lawyer.id))
        .where(col(Assignment.case_id) == case_id, col(Assignment.state) == "accepted")
    )


def promise_key(agreement_id: Any, due_on: Any, due_at: Any) -> ColumnElement[str]:
    """How notices name the promises of one agreement that are due at one moment: `commitment/<agreement>/<day or hour>/`."""
    hour = func.to_char(func.timezone("Asia/Shanghai", due_at), 'YYYY-MM-DD"T"HH24MI')
    return func.concat("commitment/", agreement_id, "/", func.coalesce(cast(due_on, Text), hour), "/")


def promise_key_of_day(agreement_id: UUID, due_on: date) -> str:
    """The same for a day, outside the database."""
    return f"commitment/{agreement_id}/{due_on.isoformat()}/"


def settled_by(payment_ids: Sequence[UUID]) -> Select[Any]:
    """The keys of the promises that these payments have settled altogether."""
    paid, other = aliased(Commitment), aliased(Commitment)
    return (
        select(promise_key(col(paid.agreement_id), col(paid.due_on), col(paid.due_at)))
        .join(Payment, col(Payment.commitment_id) == col(paid.id))
        .where(
            col(Payment.id).in_(payment_ids),
            col(paid.due_at).is_not(None),
            ~exists(
                select(1).where(
                    col(other.agreement_id) == col(paid.agreement_id),
                    col(other.due_at) == col(paid.due_at),
                    col(other.kind) == "worker",
                    col(other.settled_at).is_(None),
                )
            ),
        )
        .distinct()
    )
