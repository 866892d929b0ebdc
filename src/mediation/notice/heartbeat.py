"""Each worker's sign of life, so that a silent worker can be told from a quiet day."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.notice.models import Heartbeat

_KEPT: Final = timedelta(days=1)


async def beat(tx: Tx, name: str) -> None:
    """Note that the worker `name` is alive now; forget those not heard of for a day."""
    await tx.session.execute(
        insert(Heartbeat)
        .values(id=new_id(), name=name, beat_at=tx.now)
        .on_conflict_do_update(index_elements=["name"], set_={"beat_at": tx.now})
    )
    await tx.session.execute(delete(Heartbeat).where(col(Heartbeat.beat_at) < tx.now - _KEPT))
