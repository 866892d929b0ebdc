"""Aid lawyers: panel, rota, whom to ask, the lawyer's own answers."""

from collections.abc import Mapping

from mediation.agency.models import AgencyKind, District
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene


async def panel(scene: Scene) -> Mapping[str, str]:
    """Two lawyers, one of them in conflict with the case."""
    make = scene.studio.make
    async with scene.studio.runtime.db.session() as session:
        district = await session.get_one(District, scene.agency.district_id)
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    employer = await make.organisation(agency=scene.agency, name="川味餐饮有限公司")
    case = await make.case(agency=scene.agency, employer=employer)
    await make.claimant(case, name="王小明")
    await make.lawyer(agency=justice, name="周律师", acted_for="川味餐饮有限公司")
    await make.lawyer(agency=justice, name="陈律师")
    return {"case": gid("Case", case.id)}


PAGES = (
    Page("lawyers", "/lawyers", panel, role=Role.MEDIATOR),
    Page("lawyers-rota", "/lawyers/rota/2026-11-23", panel, role=Role.SUPERVISOR),
    Page("lawyers-choose", "/cases/{case}/lawyer", panel, role=Role.MEDIATOR),
    Page("lawyers-mine-empty", "/assignments", role=Role.LAWYER),
)
