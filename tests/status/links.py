"""A worker with a phone and the link to their page."""

from sqlalchemy import func, select

from mediation.kit.actor import Role
from mediation.status import service

PHONE = "13812341402"


async def link_of(runtime, make, *, case=None, agency=None, **claimant):
    agency = agency or await make.agency()
    case = case or await make.case(agency=agency)
    party = await make.claimant(case, phone=PHONE, **claimant)
    actor = await make.actor(Role.MEDIATOR, agency=agency)
    async with runtime.uow(actor) as tx:
        link = await service.issue(tx, party.id)
    return case, party, link, service.token_of(runtime, link)


async def count(runtime, table) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar()
