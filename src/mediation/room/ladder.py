"""The ladder of offers as one reader sees it: only what exists for them, numbered and measured over just that.

To somebody of the other side a released offer is an offer that a mediator brought to the table when it was released:
its hour, its first author and the private session it came from are not in what they read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.models import Case
from mediation.gql.context import Reader
from mediation.kit.actor import Actor, Side
from mediation.room.listing import Statement, flag, own_seat
from mediation.room.models import Offer, OfferAnswer, Room
from mediation.room.queries import EVERYONE, columns
from mediation.room.rules import OfferStanding, Rung, Step, ladder

OFFER_VERBS = (Verb.OFFER_ACCEPT, Verb.OFFER_MAKE, Verb.OFFER_REJECT, Verb.OFFER_RELEASE, Verb.OFFER_WITHDRAW)


@dataclass(frozen=True)
class Answer:
    """What was said to an offer, still sealed."""

    id: UUID
    author_id: UUID
    note_cipher: bytes | None
    answered_at: datetime


@dataclass(frozen=True)
class OfferView:
    """An offer and its place on the ladder, for one reader."""

    id: UUID
    room_id: UUID
    case_id: UUID
    side: Side
    wages_fen: int
    social_insurance_fen: int
    term_kind: str
    term_days: int | None
    term_hours: int | None
    term_on: date | None
    term_count: int | None
    conditions_cipher: bytes
    shown_at: datetime
    author_id: UUID
    on_behalf_of_id: UUID | None
    counter_to_id: UUID | None
    caucus_id: UUID | None
    private: bool
    standing: OfferStanding
    answer: Answer | None
    release: Answer | None
    rung: Rung
    may: frozenset[Verb]

    @property
    def total_fen(self) -> int:
        """Wages and social insurance together."""
        return self.wages_fen + self.social_insurance_fen


_FINAL, _RELEASED = aliased(OfferAnswer), aliased(OfferAnswer)


def _offers(actor: Actor) -> Statement:
    seat = own_seat(actor)
    public = or_(col(Offer.caucus_id).is_(None), col(_RELEASED.id).is_not(None))
    audience = case((public, EVERYONE), else_=col(Offer.side))
    return (
        select(
            Offer.__table__.columns,  # type: ignore[attr-defined]
            public.label("public"),
            guard.visible(actor, Verb.CAUCUS_VIEW, columns(col(Offer.side))).label("privy"),
            col(_FINAL.id).label("final_id"),
            col(_FINAL.kind).label("final_kind"),
            col(_FINAL.author_id).label("final_author_id"),
            col(_FINAL.note_cipher).label("final_note_cipher"),
            col(_FINAL.answered_at).label("final_at"),
            col(_RELEASED.id).label("released_id"),
            col(_RELEASED.author_id).label("released_author_id"),
            col(_RELEASED.note_cipher).label("released_note_cipher"),
            col(_RELEASED.answered_at).label("released_at"),
            col(Room.closed_at).label("room_closed_at"),
            seat.c.seat_kind,
            seat.c.seat_side,
            *[guard.visible(actor, verb, columns(audience)).label(flag(verb)) for verb in OFFER_VERBS],
        )
        .select_from(Offer)
        .join(Room, col(Room.id) == col(Offer.room_id))
        .join(Case, col(Case.id) == col(Room.case_id))
        .outerjoin(_FINAL, and_(col(_FINAL.offer_id) == col(Offer.id), col(_FINAL.kind) != "released"))
        .outerjoin(_RELEASED, and_(col(_RELEASED.offer_id) == col(Offer.id), col(_RELEASED.kind) == "released"))
        .outerjoin(seat, seat.c.seat_id.is_not(None))
        .where(guard.visible(actor, Verb.OFFER_VIEW, columns(audience)))
    )


async def offers_of_rooms(reader: Reader, keys: list[UUID], *, joint: bool = False) -> Sequence[list[OfferView]]:
    """Batch: the ladder of each room, in the order in which its offers came before the reader.

    `joint`: as both sides know it, for a screen that everyone in the room looks at.
    """
    found = await reader.rows(_offers(reader.actor).where(col(Offer.room_id).in_(keys)))
    if joint:
        found = [row for row in found if row.public]
    return [_ladder([row for row in found if row.room_id == key], joint=joint) for key in keys]


async def rooms_of_offers(reader: Reader, keys: list[UUID]) -> Sequence[UUID | None]:
    """Batch: the rooms of offers that exist for the reader."""
    found = await reader.rows(_offers(reader.actor).where(col(Offer.id).in_(keys)))
    rooms = {row.id: row.room_id for row in found}
    return [rooms.get(key) for key in keys]


def _ladder(rows: Sequence[Any], *, joint: bool) -> list[OfferView]:
    ordered = sorted(rows, key=lambda row: (_shown_at(row, joint), _order(row, joint)))
    steps = [Step(row.id, Side(row.side), row.wages_fen + row.social_insurance_fen, _standing(row)) for row in ordered]
    return [_view(row, rung, joint) for row, rung in zip(ordered, ladder(steps), strict=True)]


def _is_conveyed(row: Any, joint: bool) -> bool:
    """Whether the reader got it only by its release, or reads what those know who did."""
    return row.released_id is not None and (joint or not row.privy)


def _shown_at(row: Any, joint: bool) -> datetime:
    at: datetime = row.released_at if _is_conveyed(row, joint) else row.made_at
    return at


def _order(row: Any, joint: bool) -> UUID:
    order: UUID = row.released_id if _is_conveyed(row, joint) else row.made_order
    return order


def _standing(row: Any) -> OfferStanding:
    return OfferStanding(row.final_kind) if row.final_kind else OfferStanding.OPEN


def _view(row: Any, rung: Rung, joint: bool) -> OfferView:
    conveyed = _is_conveyed(row, joint)
    privy = row.privy and not joint
    release = None
    if row.released_id is not None and privy:
        release = Answer(row.released_id, row.released_author_id, row.released_note_cipher, row.released_at)
    answer = None
    if row.final_id is not None:
        answer = Answer(row.final_id, row.final_author_id, row.final_note_cipher, row.final_at)
    return OfferView(
        id=row.id,
        room_id=row.room_id,
        case_id=row.case_id,
        side=Side(row.side),
        wages_fen=row.wages_fen,
        social_insurance_fen=row.social_insurance_fen,
        term_kind=row.term_kind,
        term_days=row.term_days,
        term_hours=row.term_hours,
        term_on=row.term_on,
        term_count=row.term_count,
        conditions_cipher=row.conditions_cipher,
        shown_at=_shown_at(row, joint),
        author_id=row.released_author_id if conveyed else row.author_id,
        on_behalf_of_id=None if conveyed else row.on_behalf_of_id,
        counter_to_id=row.counter_to_id,
        caucus_id=row.caucus_id if privy else None,
        private=not row.public,
        standing=_standing(row),
        answer=answer,
        release=release,
        rung=rung,
        may=_may(row),
    )


def _may(row: Any) -> frozenset[Verb]:
    """What the reader can do to the offer now: the policy's answer, the standing, and whose offer it is."""
    if row.room_closed_at is not None or row.final_kind is not None:
        return frozenset()
    allowed = {verb for verb in OFFER_VERBS if getattr(row, flag(verb))}
    if row.public:
        allowed.discard(Verb.OFFER_RELEASE)
    else:
        allowed -= {Verb.OFFER_ACCEPT, Verb.OFFER_MAKE, Verb.OFFER_REJECT}
    mine = None if row.seat_kind in (None, "mediator") else row.seat_side == row.side
    if mine is True:
        allowed -= {Verb.OFFER_ACCEPT, Verb.OFFER_MAKE, Verb.OFFER_REJECT}
    elif mine is False:
        allowed -= {Verb.OFFER_WITHDRAW}
    return frozenset(allowed)


def gap(views: Sequence[OfferView]) -> dict[str, int] | None:
    """How far apart the sides stand over a reader's ladder; None until both have a figure. An accepted offer is both's."""
    latest: dict[Side, OfferView] = {}
    for view in views:
        if view.standing is OfferStanding.ACCEPTED:
            latest = dict.fromkeys(Side, view)
        elif view.standing is not OfferStanding.WITHDRAWN:
            latest[view.side] = view
    if len(latest) < len(Side):
        return None
    ours, theirs = latest[Side.WORKERS], latest[Side.EMPLOYER]
    current = ours.total_fen - theirs.total_fen
    first = next((view.rung.gap_fen for view in views if view.rung.gap_fen is not None), None)
    return {
        "first_fen": current if first is None else first,
        "current_fen": current,
        "wages_fen": ours.wages_fen - theirs.wages_fen,
        "social_insurance_fen": ours.social_insurance_fen - theirs.social_insurance_fen,
    }
