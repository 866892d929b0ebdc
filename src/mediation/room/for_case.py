"""What rooms tell the case they belong to: which side has to answer. Only of the joint session. Bound in bindings.py."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import col

from mediation.gql.context import Reader
from mediation.kit.actor import Side
from mediation.room.models import Offer, OfferAnswer, Room

_OTHER = {Side.EMPLOYER: Side.WORKERS, Side.WORKERS: Side.EMPLOYER}


async def hints(reader: Reader, keys: list[UUID]) -> Sequence[Mapping[str, Any]]:
    """Batch: the side that has to answer the last open offer of the joint session. One query; nothing private."""
    answered = exists().where(col(OfferAnswer.offer_id) == col(Offer.id), col(OfferAnswer.kind) != "released")
    rows = await reader.rows(
        select(col(Offer.case_id), col(Offer.side))
        .join(Room, col(Room.id) == col(Offer.room_id))
        .where(col(Offer.case_id).in_(keys), col(Room.closed_at).is_(None), col(Offer.caucus_id).is_(None), ~answered)
        .order_by(col(Offer.made_at))
    )
    found = {row.case_id: {"offer_awaits": _OTHER[Side(row.side)]} for row in rows}
    return [found.get(key, {}) for key in keys]
