"""The list of cases, the page of a case and its sections, with their forms."""

from collections.abc import Mapping

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene


async def desk(scene: Scene) -> Mapping[str, str]:
    """A case in mediation with two workers who claim, and what it says of itself."""
    make = scene.studio.make
    employer = await make.organisation(agency=scene.agency, name="江南小馆餐饮有限公司")
    case = await make.case(agency=scene.agency, employer=employer, state=CaseState.MEDIATING)
    worker = await make.claimant(case, name="王小明", phone="13912342234")
    await make.claimant(case, name="赵一曼")
    return {"case": gid("Case", case.id), "party": gid("Party", worker.id)}


PAGES = (
    Page("cases", "/cases", desk, role=Role.MEDIATOR),
    Page("cases-empty", "/cases?state=CLOSED", desk, role=Role.MEDIATOR),
    Page("case", "/cases/{case}", desk, role=Role.MEDIATOR),
    Page("case-denied", "/cases/{case}/parties", desk, role=Role.SUPERVISOR),
    Page("case-parties", "/cases/{case}/parties", desk, role=Role.MEDIATOR),
    Page("case-party-add", "/cases/{case}/parties/add", desk, role=Role.MEDIATOR),
    Page("case-party-other", "/cases/{case}/parties/add?kind=other", desk, role=Role.MEDIATOR),
    Page("case-party", "/cases/{case}/parties/{party}", desk, role=Role.MEDIATOR),
    Page("case-party-leave", "/cases/{case}/parties/{party}/leave", desk, role=Role.MEDIATOR),
    Page("case-reveal", "/cases/{case}/parties/{party}/reveal/phone", desk, role=Role.MEDIATOR),
    Page("case-link", "/cases/{case}/parties/{party}/link/issue", desk, role=Role.MEDIATOR),
    Page("case-elect", "/cases/{case}/representatives", desk, role=Role.MEDIATOR),
    Page("case-claims", "/cases/{case}/claims", desk, role=Role.MEDIATOR),
    Page("case-claim", "/cases/{case}/claims/new/{party}?calc=overtime", desk, role=Role.MEDIATOR),
    Page("case-deadlines", "/cases/{case}/deadlines", desk, role=Role.MEDIATOR),
    Page("case-deadline-set", "/cases/{case}/deadlines/set", desk, role=Role.MEDIATOR),
    Page("case-procedure", "/cases/{case}/deadlines/record", desk, role=Role.MEDIATOR),
)
