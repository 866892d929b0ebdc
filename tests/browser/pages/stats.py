"""Statistics and ledger, with and without cases."""

from collections.abc import Mapping

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


PAGES = (
    Page("stats", "/stats", some, role=Role.MEDIATOR),
    Page("stats-empty", "/stats?quarter=2025Q1", role=Role.SUPERVISOR),
    Page("stats-ledger", "/ledger?from=2026-10-01&to=2026-12-31", some, role=Role.MEDIATOR),
)
