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
    Page("case-referrals", "/cases/{case}/referrals", desk, role=Role.MEDIATOR),
    Page("case-refer", "/cases/{case}/referrals/offer", desk, role=Role.MEDIATOR),
    Page("referrals-in-empty", "/referrals", desk, role=Role.MEDIATOR),
    Page("referrals-out-empty", "/referrals?box=out", desk, role=Role.MEDIATOR),
    Page("case-documents", "/cases/{case}/documents", desk, role=Role.MEDIATOR),
    Page("case-paper", "/cases/{case}/documents/SERVICE_ADDRESS?worker={party}", desk, role=Role.MEDIATOR),
    Page("case-paper-each", "/cases/{case}/documents/SERVICE_ADDRESS", desk, role=Role.MEDIATOR),
    Page(
        "case-paper-set",
        "/cases/{case}/documents/SERVICE_ADDRESS/set?since=2026-11-20T00:00:00Z",
        desk,
        role=Role.MEDIATOR,
    ),
    Page("case-evidence", "/cases/{case}/evidence", desk, role=Role.MEDIATOR),
    Page("case-evidence-add", "/cases/{case}/evidence/add", desk, role=Role.MEDIATOR),
    Page("case-findings", "/cases/{case}/findings", desk, role=Role.MEDIATOR),
    Page("case-finding-add", "/cases/{case}/findings/add", desk, role=Role.MEDIATOR),
    Page("case-circumstances", "/cases/{case}/circumstances", desk, role=Role.MEDIATOR),
    Page("case-notices", "/cases/{case}/notices", desk, role=Role.MEDIATOR),
    Page("case-act-close", "/cases/{case}/act/close", desk, role=Role.MEDIATOR),
    Page("case-act-edit", "/cases/{case}/act/edit", desk, role=Role.MEDIATOR),
    Page("case-act-recuse", "/cases/{case}/act/recuse", desk, role=Role.MEDIATOR),
    Page("case-act-impossible", "/cases/{case}/act/accept", desk, role=Role.MEDIATOR),
    Page("glass", "/glass", desk, role=Role.MEDIATOR),
    Page("case-procedure", "/cases/{case}/deadlines/record", desk, role=Role.MEDIATOR),
)
