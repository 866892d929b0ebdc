"""Taking down a case: empty, wrong, and like one that is there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mediation.kit.actor import Role
from tests.browser.table import Page, Scene

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

_NAME = "江南小馆餐饮有限公司"


async def known(scene: Scene) -> Mapping[str, str]:
    """A case of the same employer and worker."""
    make = scene.studio.make
    employer = await make.organisation(agency=scene.agency, name=_NAME)
    await make.claimant(await make.case(agency=scene.agency, employer=employer), name="王小明", phone="13912342234")
    return {}


async def sent_empty(tab: "Tab") -> None:
    await tab.click("button[value=register]")
    await tab.wait_for_selector(".summary")


async def typed_again(tab: "Tab") -> None:
    await tab.fill("[name='claimants.0.name']", "王小明")
    await tab.fill("[name='claimants.0.phone']", "13912342234")
    await tab.fill("[name='employer.name']", _NAME)
    await tab.press("[name='employer.name']", "Tab")
    await tab.wait_for_selector("#similar-title")


PAGES = (
    Page("intake", "/cases/new", role=Role.MEDIATOR),
    Page("intake-wrong", "/cases/new", role=Role.INTAKE_CLERK, act=sent_empty),
    Page("intake-similar", "/cases/new", known, role=Role.MEDIATOR, act=typed_again),
)
