"""What a caller reads of rooms: batches, one query each, every one under the guard and the audience rule.

Nothing is fetched and then left out: what a caller does not hear is not in the answer of the database, nor in its
counts, nor between its cursors.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    column,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, Staff
from mediation.case.models import Case
from mediation.gql.context import Reader
from mediation.infra.clock import SHANGHAI
from mediation.infra.db import as_utc
from mediation.kit.actor import Actor
from mediation.kit.ids import decode_cursor
from mediation.kit.problems import Invalid
from mediation.room.models import Caucus, Message, Minutes, Participant, Room
from mediation.room.queries import columns, hears, sees_room

Rows = Sequence[Row[Any]]
Statement = Select[*tuple[Any, ...]]

ROOM_VERBS = (
    Verb.CAUCUS_OPEN,
    Verb.CAUCUS_VIEW,
    Verb.OFFER_MAKE,
    Verb.ROOM_CLOSE,
    Verb.ROOM_ENTER,
    Verb.ROOM_INVITE,
    Verb.ROOM_RECORD,
    Verb.ROOM_REMOVE,
    Verb.ROOM_SPEAK,
)
"""what a room tells its reader about themselves"""


def flag(verb: Verb) -> str:
    """The name of the column that says whether the reader may do `verb` here."""
    return "may_" + verb.value.replace(":", "_")


_PLACE = (
    func.unnest(bindparam("keys", type_=ARRAY(Uuid))).table_valued(column("key", Uuid), name="place").render_derived()
)
"""the keys of a batch as a table, for one page per key"""


_OWN = aliased(Participant)


def own_seat(actor: Actor) -> Any:
    """The reader's own seat in the room of the statement: id, kind, side, entered_at; at most one row."""
    return (
        select(
            col(_OWN.id).label("seat_id"),
            col(_OWN.kind).label("seat_kind"),
            col(_OWN.side).label("seat_side"),
            col(_OWN.entered_at).label("seat_entered_at"),
        )
        .where(
            col(_OWN.room_id) == col(Room.id),
            col(_OWN.removed_at).is_(None),
            or_(col(_OWN.id) == actor.id, col(_OWN.staff_id) == actor.id) if actor.id else false(),
        )
        .limit(1)
        .correlate(Room)
        .lateral("own_seat")
    )


def rooms(actor: Actor) -> Statement:
    """The rooms that `actor` sees, each with what they may do in it."""
    seat = own_seat(actor)
    return (
        select(
            Room.__table__.columns,  # type: ignore[attr-defined]
            col(Case.number).label("case_number"),
            col(Case.state).label("case_state"),
            col(Case.agency_id),
            seat.c.seat_id,
            seat.c.seat_kind,
            seat.c.seat_side,
            seat.c.seat_entered_at,
            *[guard.visible(actor, verb, columns()).label(flag(verb)) for verb in ROOM_VERBS],
        )
        .select_from(Room)
        .join(Case, col(Case.id) == col(Room.case_id))
        .outerjoin(seat, true())
        .where(sees_room(actor))
    )


def held_on(day: date) -> ColumnElement[bool]:
    """Rooms that were open at some time of a legal day."""
    begins = datetime.combine(day, time(), SHANGHAI)
    ends = begins + timedelta(days=1)
    return and_(col(Room.opened_at) < ends, or_(col(Room.closed_at).is_(None), col(Room.closed_at) >= begins))


async def rooms_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: rooms by id, as `rooms`."""
    found = {row.id: row for row in await reader.rows(rooms(reader.actor).where(col(Room.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def rooms_of_cases(reader: Reader, keys: list[UUID]) -> list[Rows]:
    """Batch: the rooms of cases, the latest first."""
    statement = rooms(reader.actor).where(col(Room.case_id).in_(keys))
    found = await reader.rows(statement.order_by(col(Room.opened_at).desc(), col(Room.id).desc()))
    return [[row for row in found if row.case_id == key] for key in keys]


def participants(actor: Actor) -> Statement:
    """The seats of the rooms that `actor` sees, with the names of staff and agencies; phones stay sealed."""
    return (
        select(
            Participant.__table__.columns,  # type: ignore[attr-defined]
            col(Staff.name).label("staff_name"),
            col(Agency.name_zh).label("agency_zh"),
            col(Agency.name_en).label("agency_en"),
            guard.visible(actor, Verb.ROOM_INVITE, columns()).label("may_room_invite"),
            guard.visible(actor, Verb.ROOM_REMOVE, columns()).label("may_room_remove"),
            col(Room.closed_at).label("room_closed_at"),
        )
        .select_from(Participant)
        .join(Room, col(Room.id) == col(Participant.room_id))
        .join(Case, col(Case.id) == col(Room.case_id))
        .outerjoin(Staff, col(Staff.id) == col(Participant.staff_id))
        .outerjoin(Agency, col(Agency.id) == col(Participant.agency_id))
        .where(sees_room(actor))
    )


async def participants_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: seats by id, removed ones included: what somebody said stays theirs."""
    found = {row.id: row for row in await reader.rows(participants(reader.actor).where(col(Participant.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def participants_of_rooms(reader: Reader, keys: list[UUID], *, removed: bool) -> list[Rows]:
    """Batch: the seats of rooms in the order of invitation."""
    statement = participants(reader.actor).where(col(Participant.room_id).in_(keys))
    if not removed:
        statement = statement.where(col(Participant.removed_at).is_(None))
    found = await reader.rows(statement.order_by(col(Participant.invited_at), col(Participant.id)))
    return [[row for row in found if row.room_id == key] for key in keys]


def messages(actor: Actor) -> Statement:
    """The messages that `actor` hears; bodies stay sealed."""
    return (
        select(Message.__table__.columns)  # type: ignore[attr-defined]
        .select_from(Message)
        .join(Room, col(Room.id) == col(Message.room_id))
        .join(Case, col(Case.id) == col(Room.case_id))
        .where(hears(actor, col(Message.audience)))
    )


async def messages_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: messages by id."""
    found = {row.id: row for row in await reader.rows(messages(reader.actor).where(col(Message.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def messages_of_rooms(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[datetime, UUID] | None, newest_first: bool
) -> list[Rows]:
    """Batch: of each joint session up to `first` + 1 messages beyond `after`."""
    of = and_(col(Message.room_id) == _PLACE.c.key, col(Message.caucus_id).is_(None))
    return await _pages(reader, keys, of, first=first, after=after, newest_first=newest_first)


async def messages_of_caucuses(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[datetime, UUID] | None, newest_first: bool
) -> list[Rows]:
    """Batch: of each private session up to `first` + 1 messages beyond `after`."""
    of = col(Message.caucus_id) == _PLACE.c.key
    return await _pages(reader, keys, of, first=first, after=after, newest_first=newest_first)


async def _pages(
    reader: Reader,
    keys: list[UUID],
    of: ColumnElement[bool],
    *,
    first: int,
    after: tuple[datetime, UUID] | None,
    newest_first: bool,
) -> list[Rows]:
    order = [col(Message.said_at), col(Message.id)]
    page = messages(reader.actor).where(of)
    if after is not None:
        left, right = tuple_(*order), tuple_(*after)
        page = page.where(left < right if newest_first else left > right)
    page = page.order_by(*[column.desc() if newest_first else column.asc() for column in order]).limit(first + 1)
    each = page.lateral("page")
    statement = select(_PLACE.c.key, each).select_from(_PLACE).join(each, true())
    found = await reader.rows(statement.params(keys=keys))
    return [[row for row in found if row.key == key] for key in keys]


async def message_counts_of_rooms(reader: Reader, keys: list[UUID]) -> list[int]:
    """Batch: how many messages of each joint session the reader hears."""
    return await _counts(reader, keys, col(Message.room_id), col(Message.caucus_id).is_(None))


async def message_counts_of_caucuses(reader: Reader, keys: list[UUID]) -> list[int]:
    """Batch: how many messages each private session has."""
    return await _counts(reader, keys, col(Message.caucus_id), true())


async def _counts(reader: Reader, keys: list[UUID], place: Any, within: ColumnElement[bool]) -> list[int]:
    statement = messages(reader.actor).where(place.in_(keys), within)
    counted = statement.with_only_columns(place.label("place"), func.count().label("n")).group_by(place)
    found = {row.place: row.n for row in await reader.rows(counted)}
    return [found.get(key, 0) for key in keys]


def caucuses(actor: Actor) -> Statement:
    """The private sessions that `actor` belongs to, or keeps as a mediator."""
    seen = guard.visible(actor, Verb.CAUCUS_VIEW, columns(col(Caucus.side)))
    return (
        select(
            Caucus.__table__.columns,  # type: ignore[attr-defined]
            guard.visible(actor, Verb.CAUCUS_SPEAK, columns(col(Caucus.side))).label("may_caucus_speak"),
            guard.visible(actor, Verb.CAUCUS_CLOSE, columns(col(Caucus.side))).label("may_caucus_close"),
        )
        .select_from(Caucus)
        .join(Room, col(Room.id) == col(Caucus.room_id))
        .join(Case, col(Case.id) == col(Room.case_id))
        .where(seen)
    )


async def caucuses_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: private sessions by id."""
    found = {row.id: row for row in await reader.rows(caucuses(reader.actor).where(col(Caucus.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def caucuses_of_rooms(reader: Reader, keys: list[UUID]) -> list[Rows]:
    """Batch: the private sessions of rooms that the reader may know of, in order."""
    statement = caucuses(reader.actor).where(col(Caucus.room_id).in_(keys))
    found = await reader.rows(statement.order_by(col(Caucus.opened_at), col(Caucus.id)))
    return [[row for row in found if row.room_id == key] for key in keys]


def minutes(actor: Actor) -> Statement:
    """The versions of the minutes of the rooms that `actor` sees; bodies stay sealed."""
    return (
        select(Minutes.__table__.columns)  # type: ignore[attr-defined]
        .select_from(Minutes)
        .join(Room, col(Room.id) == col(Minutes.room_id))
        .join(Case, col(Case.id) == col(Room.case_id))
        .where(sees_room(actor))
    )


async def minutes_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: versions of minutes by id."""
    found = {row.id: row for row in await reader.rows(minutes(reader.actor).where(col(Minutes.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def minutes_of_rooms(reader: Reader, keys: list[UUID], *, latest: int) -> list[Rows]:
    """Batch: the `latest` versions of the minutes of each room, the newest first."""
    newest = minutes(reader.actor).where(col(Minutes.room_id) == _PLACE.c.key).order_by(col(Minutes.revision).desc())
    each = newest.limit(latest).lateral("newest")
    statement = select(_PLACE.c.key, each).select_from(_PLACE).join(each, true())
    found = await reader.rows(statement.order_by(each.c.revision.desc()).params(keys=keys))
    return [[row for row in found if row.key == key] for key in keys]


def read_cursor(after: str | None) -> tuple[datetime, UUID] | None:
    """Where a page of messages goes on. Raises Invalid (after)."""
    if after is None:
        return None
    try:
        said_at, message_id = decode_cursor(after)
        return as_utc(datetime.fromisoformat(said_at)), UUID(message_id)
    except ValueError:
        raise Invalid.field("after", "bad_cursor", "分页位置无效。", "This is not a cursor of this list.") from None


def place_of(row: Any) -> list[str]:
    """Where a message stands in its list."""
    return [row.said_at.isoformat(), str(row.id)]
