"""Statistics and ledger, with and without cases, and for somebody who reads a city."""

from collections.abc import Mapping

from mediation.agency.models import District
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene


async def some(scene: Scene) -> Mapping[str, str]:
    """Three cases of the studio, one with an agreement in effect."""
    make = scene.studio.make
    for n in range(3):
        case = await make.case(agency=scene.agency)
        worker = await make.claimant(case, name="王小明", wages_fen=500_000)
        if not n:
            await make.commitment(await make.agreement(case, worker, state="effective"), worker)
    return {}


async def city(scene: Scene) -> Mapping[str, str]:
    """The same, and another district beside it."""
    await some(scene)
    await scene.studio.make.agency()
    async with scene.studio.make.runtime.db.session() as session:
        return {"district": (await session.get_one(District, scene.agency.district_id)).code}


PAGES = (
    Page("stats", "/stats", some, role=Role.MEDIATOR),
    Page("stats-empty", "/stats?quarter=2025Q1", role=Role.SUPERVISOR),
    Page("stats-city", "/stats?district={district}", city, role=Role.AUDITOR),
    Page("stats-city-ledger", "/ledger?from=2026-10-01&to=2026-12-31&district={district}", city, role=Role.AUDITOR),
    Page("stats-ledger", "/ledger?from=2026-10-01&to=2026-12-31", some, role=Role.MEDIATOR),
)
