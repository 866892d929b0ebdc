"""Counting guesses: who asks for links that do not exist is slowed down; who holds a link is not."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlmodel import col

from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import system
from mediation.status.models import LinkMiss

PER_ADDRESS = 10
ALTOGETHER = 200
WINDOW = timedelta(minutes=1)
_KEPT_FOR = timedelta(days=1)


async def count(runtime: Runtime, address: str) -> bool:
    """Count one miss from `address`; True when there were too many in the last minute, from there or altogether."""
    now = runtime.clock.now()
    async with runtime.read() as connection:
        recent = select(
            func.count().filter(col(LinkMiss.address) == address).label("here"), func.count().label("altogether")
        ).where(col(LinkMiss.at) > now - WINDOW)
        found = (await connection.execute(recent)).one()
    if found.here >= PER_ADDRESS or found.altogether >= ALTOGETHER:
        return True
    async with runtime.uow(system(now)) as tx:
        tx.session.add(LinkMiss(at=now, address=address))
    return False


async def forget_old(tx: Tx, *, limit: int) -> int:
    """Forget from where was asked a day ago and before; how many. A sweep of the worker."""
    old = (
        select(col(LinkMiss.id))
        .where(col(LinkMiss.at) < tx.now - _KEPT_FOR)
        .order_by(col(LinkMiss.at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await tx.session.execute(delete(LinkMiss).where(col(LinkMiss.id).in_(old)).returning(col(LinkMiss.id)))
    return len(gone.all())
