"""A worker who lost the link asks for a new one by phone number. The answer never tells whether the number is known."""

from datetime import timedelta

import structlog
from sqlalchemy import exists, func, or_, select, text
from sqlmodel import col

from mediation.case.models import Case, Party, PartySide
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import system
from mediation.kit.identifiers import mobile
from mediation.person.models import Person
from mediation.status import service
from mediation.status.models import LinkMiss, StatusLink
from mediation.status.rules import VALID_AFTER_CLOSING

log = structlog.get_logger(__name__)

_PER_ADDRESS = 5
_PER_PARTY = timedelta(hours=1)
_A_DAY = 3
"""links a day to one worker, the first one included: an employer knows the numbers, and each new link ends the one before"""


async def send(runtime: Runtime, phone: str, address: str) -> None:
    """Send a fresh link to every claimant registered under `phone`, at most one an hour and three a day each.

    Five tries an hour from one address.
    """
    now = runtime.clock.now()
    try:
        number = mobile(phone)
    except ValueError:
        return
    index = runtime.vault.blind_index("phone", number)
    async with runtime.uow(system(now)) as tx:
        if not await _counted(tx, index, address):
            log.warning("status.again.too_many")
            return
        theirs = col(StatusLink.party_id) == col(Party.id)
        lately = exists().where(theirs, col(StatusLink.issued_at) > now - _PER_PARTY)
        of_the_day = select(func.count()).where(theirs, col(StatusLink.issued_at) > now - timedelta(days=1))
        found = await tx.session.execute(
            select(col(Party.id))
            .join(Person, col(Person.id) == col(Party.person_id))
            .join(Case, col(Case.id) == col(Party.case_id))
            .where(
                col(Person.phone_index) == index,
                col(Party.side) == PartySide.CLAIMANT.value,
                col(Party.withdrawn_at).is_(None),
                or_(col(Case.closed_at).is_(None), col(Case.closed_at) > now - VALID_AFTER_CLOSING),
                ~lately,
                of_the_day.correlate(Party).scalar_subquery() < _A_DAY,
            )
            .order_by(col(Party.id))
            .limit(5)
        )
        for party_id in found.scalars():
            await service.reissue(tx, party_id)


async def _counted(tx: Tx, phone_index: bytes, address: str) -> bool:
    """Count this request, unless its address has used up its tries."""
    # Many at once count as many: requests from one address, and for one phone, pass one after the other.
    await tx.session.execute(
        text(
            "SELECT pg_advisory_xact_lock(hashtextextended(CAST(:address AS text), 3)), "
            "pg_advisory_xact_lock(hashtextextended(CAST(:phone AS text), 4))"
        ),
        {"address": address, "phone": phone_index.hex()},
    )
    tries = await tx.session.scalar(
        select(func.count()).where(
            col(LinkMiss.address) == f"again:{address}", col(LinkMiss.at) > tx.now - timedelta(hours=1)
        )
    )
    if (tries or 0) >= _PER_ADDRESS:
        return False
    tx.session.add(LinkMiss(at=tx.now, address=f"again:{address}"))
    return True
