"""A case with people in it, and a delivery whose text messages go over HTTP to the product's own demonstration gateway."""

from dataclasses import dataclass

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import Agency, Staff
from mediation.case.models import Case, Party
from mediation.kit.actor import Role, system
from mediation.notice.addresses import book
from mediation.notice.delivery import Delivery
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind
from mediation.notice.gateways import HttpGateway
from mediation.notice.models import GatewayRecord, Notice
from mediation.notice.service import post
from mediation.notice.templates import templates
from tests.notice import FILLED


@dataclass
class House:
    """A studio with a mediator, a case and a claimant with a phone."""

    agency: Agency
    mediator: Staff
    case: Case
    claimant: Party


@pytest.fixture
async def house(make) -> House:
    """Made once per test."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, mediator_id=mediator.id)
    return House(agency, mediator, case, await make.claimant(case, phone="13800138000"))


@pytest.fixture
def draft(house):
    """A draft to the claimant by text message; anything else by keyword."""

    def build(**more) -> Draft:
        values = {
            "recipient_kind": RecipientKind.CLAIMANT,
            "recipient_id": house.claimant.id,
            "template": "deadline.before",
            "dedupe_key": "deadline/1/before",
            "channels": (ChannelKind.SMS,),
            "parameters": FILLED,
            "case_id": house.case.id,
            "district_id": house.case.district_id,
        }
        return Draft(**{**values, **more})

    return build


class Outbound:
    """Posting, delivering and looking at what became of it."""

    def __init__(self, runtime, api) -> None:
        self.runtime = runtime
        self.gateway = HttpGateway("http://test/dev/gateway", None, transport=httpx2.ASGITransport(app=api.app))
        self.gateways = {"sms": self.gateway}

    def worker(self, name: str = "w1") -> Delivery:
        return Delivery(self.runtime, self.gateways, book, templates(), name=name)

    async def post(self, *drafts: Draft) -> int:
        async with self.runtime.uow(system(self.runtime.clock.now())) as tx:
            return await post(tx, *drafts)

    async def drain(self) -> dict[str, int]:
        return dict(+await self.worker().drain())

    async def rows(self) -> list[Notice]:
        async with self.runtime.db.session() as session:
            return list((await session.execute(select(Notice).order_by(col(Notice.dedupe_key)))).scalars())

    async def row(self) -> Notice:
        (row,) = await self.rows()
        return row

    async def accepted(self) -> list[GatewayRecord]:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(GatewayRecord).order_by(col(GatewayRecord.accepted_at)))
            return list(found.scalars())


@pytest.fixture
def outbound(runtime, api) -> Outbound:
    """Through the local gateway."""
    return Outbound(runtime, api)


@pytest.fixture
def recuse(make):
    """Take a member of staff off a case."""

    async def off(staff, case) -> None:
        await make.tie(case, Tie.RECUSED, staff.id)

    return off
