"""Every SELECT for pages on agreements and promises, and the facts of both in their two forms.

Whoever lists passes through the guard's `visible` clause; it is never optional. The locks of verbs are in `desk.py`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlmodel import col

from mediation.access.scopes import Facts, Tie
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.infra.uow import Tx
from mediation.kit.actor import ActorKind
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
