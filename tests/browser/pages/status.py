"""The worker's page in every state, and what leads to it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediation.case.models import Case, CaseState
from mediation.kit.actor import Role
from mediation.status import service
from tests.browser.table import Arrange, Page, Scene
from tests.status.links import link_of

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab


async def a_link(scene: Scene) -> Mapping[str, str]:
    """A worker with a case that was just registered."""
    return {"link": (await link_of(scene.studio.runtime, scene.studio.make, agency=scene.agency, wages_fen=648_000))[3]}


def promised(**more: Any) -> Arrange:
    """A worker to whom 5,000 yuan are promised until Monday, after an agreement in effect."""

    async def arrange(scene: Scene) -> Mapping[str, str]:
        make = scene.studio.make
        mediator = await make.staff(Role.MEDIATOR, agency=scene.agency, name="张调解员")
        case = await make.case(agency=scene.agency, state=CaseState.PERFORMING, mediator_id=mediator.id)
        case, party, _, token = await link_of(scene.studio.runtime, make, case=case, agency=scene.agency)
        await make.commitment(await make.agreement(case, party, state="effective"), party, **more)
        return {"link": token}

    return arrange


async def overdue(scene: Scene) -> Mapping[str, str]:
    """The same, an hour after its last moment."""
    told = await promised()(scene)
    scene.studio.clock.advance(days=3, hours=13)
    return told


async def closed(scene: Scene, **more: Any) -> Mapping[str, str]:
    """A case that ended without an agreement."""
    case, _, _, token = await link_of(scene.studio.runtime, scene.studio.make, agency=scene.agency)
    async with scene.studio.runtime.db.session() as session:
        row = await session.get_one(Case, case.id)
        row.state, row.outcome, row.closed_at = "closed", "failed", scene.studio.clock.now()
        await session.commit()
    return {"link": token}


async def expired(scene: Scene) -> Mapping[str, str]:
    """A link ninety days after the case closed."""
    told = await closed(scene)
    scene.studio.clock.advance(days=90)
    return told


async def revoked(scene: Scene) -> Mapping[str, str]:
    """A link that was turned off."""
    make = scene.studio.make
    _, _, link, token = await link_of(scene.studio.runtime, make, agency=scene.agency)
    async with scene.studio.runtime.uow(await make.actor(Role.MEDIATOR, agency=scene.agency)) as tx:
        await service.revoke(tx, link.id, "换了手机号")
    return {"link": token}


async def unknown(_: Scene) -> Mapping[str, str]:
    """A link that nobody was given."""
    return {"link": "0" * 32}


async def guessed(scene: Scene) -> Mapping[str, str]:
    """After ten guesses within a minute."""
    for n in range(10):
        await scene.studio.get(f"/s/{n:032d}")
    return {"link": "1" * 32}


async def down(scene: Scene) -> Mapping[str, str]:
    """A link whose database went away after the studios had been read once."""
    told = await a_link(scene)
    await scene.studio.get("/s/x")
    scene.studio.lose_the_database()
    return told


async def messages(scene: Scene) -> Mapping[str, str]:
    """The demonstration gateway with the message that told a worker of the link."""
    await a_link(scene)
    await scene.studio.work()
    return {}


async def prove(tab: "Tab", digits: str = "1402") -> None:
    """Give the last four digits."""
    await tab.fill("#digits", digits)
    await tab.click("button")


async def wrong(tab: "Tab") -> None:
    """Give wrong digits."""
    await prove(tab, "0000")


async def locked(tab: "Tab") -> None:
    """Give wrong digits until nobody looks at them any more."""
    for _ in range(5):
        await wrong(tab)


async def ask_received(tab: "Tab") -> None:
    """Say that the money came; the page asks back."""
    await prove(tab)
    await tab.click("text=我收到了")


async def received(tab: "Tab") -> None:
    """Say so, and confirm it."""
    await ask_received(tab)
    await tab.click("button")


async def ask_rating(tab: "Tab") -> None:
    """Choose a mark; the page asks for words."""
    await prove(tab)
    await tab.click("text=基本满意")


async def bad_rating(tab: "Tab") -> None:
    """Send words that are too long for what the page keeps, past the limit that the browser knows."""
    await ask_rating(tab)
    await tab.evaluate("document.querySelector('#comment').removeAttribute('maxlength')")
    await tab.fill("#comment", "太长了。" * 300)
    await tab.click("button")


async def ask_again(tab: "Tab") -> None:
    """Ask for a new link."""
    await tab.fill("#phone", "13812341402")
    await tab.click("button")


PAGES = (
    Page("status", "/s/{link}", a_link, is_for_workers=True),
    Page("status-wrong", "/s/{link}", a_link, act=wrong, is_for_workers=True),
    Page("status-locked", "/s/{link}", a_link, act=locked, is_for_workers=True),
    Page("status-claimed", "/s/{link}", a_link, act=prove, is_for_workers=True),
    Page("status-promised", "/s/{link}", promised(), is_for_workers=True),
    Page("status-promised-mine", "/s/{link}", promised(), act=prove, is_for_workers=True),
    Page("status-promised-large", "/s/{link}?size=large", promised(), act=prove, is_for_workers=True),
    Page("status-overdue-mine", "/s/{link}", overdue, act=prove, is_for_workers=True),
    Page("status-received", "/s/{link}", promised(), act=ask_received, is_for_workers=True),
    Page("status-received-done", "/s/{link}", promised(), act=received, is_for_workers=True),
    Page("status-rating", "/s/{link}", promised(), act=ask_rating, is_for_workers=True),
    Page("status-rating-wrong", "/s/{link}", promised(), act=bad_rating, is_for_workers=True),
    Page("status-closed", "/s/{link}", closed, act=prove, is_for_workers=True),
    Page("status-expired", "/s/{link}", expired, status=410, is_for_workers=True),
    Page("status-revoked", "/s/{link}", revoked, status=410, is_for_workers=True),
    Page("status-unknown", "/s/{link}", unknown, status=404, is_for_workers=True),
    Page("status-too-many", "/s/{link}", guessed, status=429, is_for_workers=True),
    Page("status-down", "/s/{link}", down, status=503, is_for_workers=True),
    Page("status-again", "/s/again", a_link, is_for_workers=True),
    Page("status-again-asked", "/s/again", a_link, act=ask_again, is_for_workers=True),
    Page("gateway", "/dev/gateway", messages),
)
