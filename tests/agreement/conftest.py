"""A restaurant's case: a studio, its mediator, a collective case in mediation with workers and an accepted offer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import Agency
from mediation.agreement import drafting, signing
from mediation.agreement.drafting import Wording
from mediation.agreement.hands import Signatory
from mediation.agreement.models import Agreement, Commitment, Payment, Signature
from mediation.agreement.signing import Hand
from mediation.case.models import Case, CaseKind, CaseState, Party
from mediation.infra.clock import SHANGHAI
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor, Role
from mediation.room.models import Offer

SIGNED_AT = datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI)
"""Friday evening; three days later is Monday the 23rd."""
WAGES_FEN = 19_840_000
INSURANCE_FEN = 1_800_000


@dataclass
class Table:
    """Everybody and everything at the table."""

    runtime: Any
    make: Any
    agency: Agency
    mediator: Actor
    case: Case
    workers: list[Party]
    offer: Offer

    @asynccontextmanager
    async def tx(self, actor: Actor | None = None) -> AsyncIterator[Tx]:
        """One transaction of the mediator, or of somebody else."""
        async with self.runtime.uow(actor or self.mediator) as tx:
            yield tx

    async def draft(self, **wording: Any) -> Agreement:
        """A draft from the offer."""
        async with self.tx() as tx:
            return await drafting.draft(
                tx, self.case.id, self.offer.id, Wording(**{"manner": "银行转账到各人账户", **wording})
            )

    async def finalised(self, **wording: Any) -> Agreement:
        """An agreement ready to be signed."""
        made = await self.draft(**wording)
        async with self.tx() as tx:
            return await drafting.finalise(tx, made.id, version=made.version)

    async def sign(
        self, agreement: Agreement, signatory: Signatory, *workers: Party, actor: Actor | None = None, **more: Any
    ) -> Agreement:
        """A signature, recorded by the mediator unless somebody else acts."""
        hand = Hand(
            text_hash=agreement.text_hash, signatory=signatory, workers=tuple(one.id for one in workers), **more
        )
        async with self.tx(actor) as tx:
            return await signing.sign(tx, agreement.id, hand)

    async def decline(self, agreement: Agreement, *workers: Party, reason: str = "未到场") -> Agreement:
        """Workers who are not there to sign."""
        async with self.tx() as tx:
            return await signing.decline(
                tx, agreement.id, signatory=Signatory.WORKER, workers=[one.id for one in workers], reason=reason
            )

    async def seal(self, agreement: Agreement, actor: Actor | None = None) -> Agreement:
        """The studio's seal."""
        async with self.tx(actor) as tx:
            return await signing.seal(tx, agreement.id, text_hash=agreement.text_hash)

    async def effective(self, *, absent: int = 0, **wording: Any) -> Agreement:
        """An agreement in effect, signed by all but the last `absent` workers."""
        agreement = await self.finalised(**wording)
        present, away = self.workers[: len(self.workers) - absent], self.workers[len(self.workers) - absent :]
        await self.sign(agreement, Signatory.WORKER, *present)
        if away:
            await self.decline(agreement, *away)
        await self.sign(agreement, Signatory.EMPLOYER)
        await self.sign(agreement, Signatory.MEDIATOR)
        return await self.seal(agreement)

    async def rows(self, table: type, *where: Any) -> list[Any]:
        """Rows as they stand in the database now."""
        async with self.runtime.db.session() as session:
            return list((await session.execute(select(table).where(*where).order_by(col(table.id)))).scalars())

    async def commitments(self) -> list[Commitment]:
        """Every commitment of the case."""
        return await self.rows(Commitment, col(Commitment.case_id) == self.case.id)

    async def rows_by_id(self) -> dict[Any, Commitment]:
        """Every commitment of the case by its id."""
        return {one.id: one for one in await self.commitments()}

    async def payments(self) -> list[Payment]:
        """Every payment of the case."""
        return await self.rows(Payment, col(Payment.case_id) == self.case.id)

    async def signatures(self) -> list[Signature]:
        """Every signature, voided or not."""
        return await self.rows(Signature)

    async def now(self, row: Any) -> Any:
        """`row` as it stands in the database now."""
        async with self.runtime.db.session() as session:
            return await session.get_one(type(row), row.id)


@pytest.fixture
def set_table(runtime, make, clock):
    """Set a table with so many workers; the clock stands at the evening of the signing."""

    async def set_(workers: int = 3, **offer: Any) -> Table:
        clock.set(SIGNED_AT)
        agency = await make.agency()
        mediator = await make.actor(Role.MEDIATOR, agency=agency)
        case = await make.case(
            agency=agency, state=CaseState.MEDIATING, kind=CaseKind.COLLECTIVE, mediator_id=mediator.id
        )
        people = [
            await make.claimant(case, name=f"王{n}明", wages_fen=500_000 + 37 * n, social_insurance_fen=50_000 + 11 * n)
            for n in range(workers)
        ]
        made = await make.offer(case, **{"wages_fen": WAGES_FEN, "social_insurance_fen": INSURANCE_FEN, **offer})
        return Table(runtime, make, agency, mediator, case, people, made)

    return set_


@pytest.fixture
async def table(set_table) -> Table:
    """A table with three workers."""
    return await set_table()
