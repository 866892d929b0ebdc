"""What a room tells the case it belongs to: which side has to answer. Bound in bindings.py.

Only what both sides know: offers of the joint session, and private ones from the moment of their release.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Exists, Label, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.case.models import Case
from mediation.kit.actor import Actor, Side
from mediation.room.models import Offer, OfferAnswer, Room

_FINAL, _RELEASED = aliased(OfferAnswer), aliased(OfferAnswer)
_OTHER = {Side.EMPLOYER: Side.WORKERS, Side.WORKERS: Side.EMPLOYER}


def hints(_: Actor) -> Sequence[Label[Any]]:
    """Columns beside `Case`: whose offer came to the table last and waits for an answer, and whether one was accepted."""
    return _offered().label("offered_by"), _accepted().label("offer_accepted")


def _accepted() -> Exists:
    """An offer that both sides know was accepted in the room that is open."""
    return (
        exists(1)
        .where(
            col(Offer.case_id) == col(Case.id),
            col(Room.id) == col(Offer.room_id),
            col(Room.closed_at).is_(None),
            or_(col(Offer.caucus_id).is_(None), _answered("released")),
            _answered("accepted"),
        )
        .correlate(Case)
    )


def _answered(kind: str) -> Exists:
    return exists(1).where(col(OfferAnswer.offer_id) == col(Offer.id), col(OfferAnswer.kind) == kind).correlate(Offer)


def _offered() -> ScalarSelect[Any]:
    return (
        select(col(Offer.side))
        .join(Room, col(Room.id) == col(Offer.room_id))
        .outerjoin(_FINAL, and_(col(_FINAL.offer_id) == col(Offer.id), col(_FINAL.kind) != "released"))
        .outerjoin(_RELEASED, and_(col(_RELEASED.offer_id) == col(Offer.id), col(_RELEASED.kind) == "released"))
        .where(
            col(Offer.case_id) == col(Case.id),
            col(Room.closed_at).is_(None),
            or_(col(Offer.caucus_id).is_(None), col(_RELEASED.id).is_not(None)),
            col(_FINAL.id).is_(None),
        )
        .order_by(
            func.coalesce(col(_RELEASED.answered_at), col(Offer.made_at)).desc(),
            func.coalesce(col(_RELEASED.id), col(Offer.made_order)).desc(),
        )
        .correlate(Case)
        .limit(1)
        .scalar_subquery()
    )


def told(row: Any) -> Mapping[str, Any]:
    """The fields of `turns.Hints` that the columns of `hints` tell."""
    known: dict[str, Any] = {"offer_accepted": True} if row.offer_accepted else {}
    return known | ({"offer_awaits": _OTHER[Side(row.offered_by)]} if row.offered_by else {})
