"""Facts of a room in their two forms, and the locks that verbs take. Lists are in listing.py, the ladder in ladder.py.

A seat in a room is a tie to this room, not to its case: `tied(SEAT)` here asks the room's participants. What is for an
audience is tied only to the seats it reaches (`rules.reaches`), so that one guard decides for room, message, private
session and offer alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor
from mediation.kit.problems import NotFound
from mediation.room.models import Participant, Room
from mediation.room.rules import Audience, SeatKind, reaches

EVERYONE = Audience.EVERYONE.value


_SEAT, _OUT = aliased(Participant), aliased(Participant)
"""of somebody who sits here, of somebody put out; made once, because their columns cost more to make than a query to run"""


def _seated_sql(kind: Tie, holders: tuple[UUID, ...], at: datetime, audience: Any) -> ColumnElement[bool]:
    here = and_(col(_SEAT.room_id) == col(Room.id), col(_SEAT.removed_at).is_(None))
    everyone = isinstance(audience, str) and audience == EVERYONE
    reached = [] if everyone else [reaches(audience, col(_SEAT.side))]
    if kind is Tie.ASSIGNED:
        lawyer = exists(
            select(1).where(here, col(_SEAT.kind) == SeatKind.LAWYER.value, col(_SEAT.staff_id).in_(holders), *reached)
        )
        return and_(lawyer, cases.COLUMNS.tied(kind, holders, at))
    theirs = or_(
        and_(col(_SEAT.kind) == SeatKind.PARTY.value, col(_SEAT.id).in_(holders)),
        and_(col(_SEAT.kind) == SeatKind.AGENCY.value, col(_SEAT.staff_id).in_(holders)),
        and_(
            col(_SEAT.kind) == SeatKind.AGENCY.value, col(_SEAT.staff_id).is_(None), col(_SEAT.agency_id).in_(holders)
        ),
    )
    put_out = exists(
        select(1).where(
            col(_OUT.room_id) == col(Room.id),
            col(_OUT.staff_id).in_(holders),
            col(_OUT.removed_at).is_not(None),
        )
    )
    return and_(exists(select(1).where(here, theirs, *reached)), not_(put_out))


def columns(audience: Any = EVERYONE) -> Facts:
    """Facts of what is in a room for `audience` (a word or a column). The statement joins `Room` and `Case`."""

    def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
        if kind in (Tie.SEAT, Tie.ASSIGNED):
            return _seated_sql(kind, holders, at, audience)
        return cases.COLUMNS.tied(kind, holders, at)

    return replace(cases.COLUMNS, tied=tied)


def sees_room(actor: Actor) -> ColumnElement[bool]:
    """Whether `actor` sees a room of the statement (joint session) at all."""
    return guard.visible(actor, Verb.ROOM_VIEW, columns())


def hears(actor: Actor, audience: Any) -> ColumnElement[bool]:
    """Whether something said for the column `audience` reaches `actor`."""
    return or_(and_(audience == EVERYONE, sees_room(actor)), guard.visible(actor, Verb.CAUCUS_VIEW, columns(audience)))


@dataclass(frozen=True)
class Floor:
    """A loaded room with everything that decides in it."""

    room: Room
    case: Case
    seats: tuple[Participant, ...]
    """everyone who ever sat here, removed or not"""
    _of_case: Facts

    def facts(self, audience: str = EVERYONE) -> Facts:
        """Facts of what is in this room for `audience`: the same as `columns`, over values."""

        def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> bool:
            if kind in (Tie.SEAT, Tie.ASSIGNED):
                return self._seated(kind, holders, at, audience)
            return bool(self._of_case.tied(kind, holders, at))

        return replace(self._of_case, tied=tied)

    def _seated(self, kind: Tie, holders: tuple[UUID, ...], at: datetime, audience: str) -> bool:
        here = [seat for seat in self.seats if seat.removed_at is None and reaches(audience, seat.side)]
        if kind is Tie.ASSIGNED:
            lawyer = any(seat.kind == SeatKind.LAWYER and seat.staff_id in holders for seat in here)
            return lawyer and bool(self._of_case.tied(kind, holders, at))
        put_out = any(seat.removed_at is not None and seat.staff_id in holders for seat in self.seats)
        return not put_out and any(_holds(seat, holders) for seat in here)

    def seat_of(self, actor: Actor) -> Participant | None:
        """The seat that `actor` has in their own person, if they have one now."""
        for seat in self.seats:
            if seat.removed_at is None and actor.id is not None and actor.id in (seat.id, seat.staff_id):
                return seat
        return None

    def asked_in_person(self, staff_id: UUID, at: datetime) -> bool:
        """Whether a member of an agency's staff was invited by name, and not only came with the agency."""
        return bool(self._of_case.tied(Tie.SEAT, (staff_id,), at))


def _holds(seat: Participant, holders: tuple[UUID, ...]) -> bool:
    if seat.kind == SeatKind.PARTY:
        return seat.id in holders
    if seat.kind == SeatKind.AGENCY:
        return (seat.agency_id if seat.staff_id is None else seat.staff_id) in holders
    return False


async def look(tx: Tx, room_id: UUID, *, change: bool) -> Floor:
    """The room with its case and seats, locked: to be changed, or against being changed meanwhile. Raises NotFound."""
    case_id = await tx.session.scalar(select(col(Room.case_id)).where(col(Room.id) == room_id))
    if case_id is None:
        raise NotFound
    case, facts = await cases.hold(tx, case_id)
    statement = select(Room).where(col(Room.id) == room_id).with_for_update(read=not change)
    room = (await tx.session.execute(statement)).scalar_one()
    return Floor(room=room, case=case, seats=await _seats(tx, room.id), _of_case=facts)


async def _seats(tx: Tx, room_id: UUID) -> tuple[Participant, ...]:
    statement = select(Participant).where(col(Participant.room_id) == room_id)
    found: Sequence[Participant] = (
        (await tx.session.execute(statement.order_by(col(Participant.invited_at), col(Participant.id)))).scalars().all()
    )
    return tuple(found)


async def open_room_of(tx: Tx, case_id: UUID) -> UUID | None:
    """The room in session on a case, if there is one."""
    statement = select(col(Room.id)).where(col(Room.case_id) == case_id, col(Room.closed_at).is_(None))
    return (await tx.session.execute(statement)).scalar_one_or_none()
