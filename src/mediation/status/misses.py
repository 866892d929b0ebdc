"""Counting guesses: who asks for links that do not exist is slowed down; who holds a link is not."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import col

from mediation.infra.runtime import Runtime
from mediation.kit.actor import system
from mediation.status.models import LinkMiss

PER_ADDRESS = 10
ALTOGETHER = 200
WINDOW = timedelta(minutes=1)


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
