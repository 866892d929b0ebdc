"""The board, the payments of a case, and the steps after a default."""

from collections.abc import Mapping

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene


async def promised(scene: Scene) -> Mapping[str, str]:
    """A case in performance with three workers, due on Monday."""
    make = scene.studio.make
    case = await make.case(agency=scene.agency, state=CaseState.PERFORMING)
    workers = [await make.claimant(case, name=f"{family}小明", wages_fen=500_000) for family in "王李赵"]
    agreement = await make.agreement(case, *workers, state="effective", social_insurance_fen=0)
    for worker in workers:
        await make.commitment(agreement, worker)
    return {"case": gid("Case", case.id)}


async def overdue(scene: Scene) -> Mapping[str, str]:
    """The same, an hour after its last moment."""
    told = await promised(scene)
    scene.studio.clock.advance(days=3, hours=13)
    return told


PAGES = (
    Page("board-empty", "/commitments", role=Role.MEDIATOR),
    Page("board", "/commitments?view=WITHIN_SEVEN_DAYS", promised, role=Role.MEDIATOR),
    Page("board-overdue", "/commitments?view=OVERDUE", overdue, role=Role.MEDIATOR),
    Page("payments", "/cases/{case}/payments", promised, role=Role.MEDIATOR),
    Page("default-facts", "/cases/{case}/default", overdue, role=Role.MEDIATOR),
    Page("default-advance", "/cases/{case}/default?step=advance", overdue, role=Role.MEDIATOR),
    Page("default-ways", "/cases/{case}/default?step=ways", overdue, role=Role.MEDIATOR),
    Page("default-papers", "/cases/{case}/default?step=papers", overdue, role=Role.MEDIATOR),
    Page("default-confirm", "/cases/{case}/default?step=confirm", overdue, role=Role.MEDIATOR),
)
