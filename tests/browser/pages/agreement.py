"""The agreement in its states, signing, and paper."""

from collections.abc import Mapping

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Arrange, Page, Scene


def agreed(state: str) -> Arrange:
    """A case of five workers with an agreement in `state`."""

    async def arrange(scene: Scene) -> Mapping[str, str]:
        make = scene.studio.make
        at = CaseState.PERFORMING if state == "effective" else CaseState.MEDIATING
        case = await make.case(agency=scene.agency, state=at)
        workers = [await make.claimant(case, name=f"{family}小明", wages_fen=500_000) for family in "王李赵钱孙"]
        await make.agreement(case, *workers, state=state)
        return {"case": gid("Case", case.id)}

    return arrange


async def accepted(scene: Scene) -> Mapping[str, str]:
    """A case whose offer was accepted, without a draft."""
    make = scene.studio.make
    case = await make.case(agency=scene.agency, state=CaseState.MEDIATING)
    await make.claimant(case, name="王小明", wages_fen=500_000)
    await make.offer(case, wages_fen=500_000, social_insurance_fen=0)
    return {"case": gid("Case", case.id)}


PAGES = (
    Page("agreement-none", "/cases/{case}/agreement", accepted, role=Role.MEDIATOR),
    Page("agreement-draft", "/cases/{case}/agreement", agreed("draft"), role=Role.MEDIATOR),
    Page("agreement-lines", "/cases/{case}/agreement/lines", agreed("draft"), role=Role.MEDIATOR),
    Page("agreement-signing", "/cases/{case}/agreement/sign", agreed("signing"), role=Role.MEDIATOR),
    Page("agreement-abandon", "/cases/{case}/agreement/abandon", agreed("signing"), role=Role.MEDIATOR),
    Page("agreement-effective", "/cases/{case}/agreement", agreed("effective"), role=Role.MEDIATOR),
    Page("agreement-print", "/cases/{case}/agreement/print", agreed("signing"), role=Role.MEDIATOR),
)
