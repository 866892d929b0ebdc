"""Live rooms: today's, the room for staff and for parties, private sessions, offers, and the way in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role, Side
from tests.browser import rooms
from tests.browser.table import Page, Scene

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab


async def in_session(scene: Scene) -> Mapping[str, str]:
    """A room after an hour of talk, with a private session and an offer made in it."""
    studio = scene.studio
    made = await rooms.talked(await rooms.sitting(studio.runtime, studio.make, scene.agency, scene.staff))
    private = await made.caucus(Side.EMPLOYER)
    await made.whisper("employer", private, "底线是八成，再多要等下月回款。")
    hidden = await made.offer("employer", 17_000_000, 1_800_000, caucus_id=private.id)
    last = await made.offer("worker", 18_700_000, 1_800_000, conditions="社保补缴到账后提交凭证")
    seat = (await made.actor("employer")).id
    assert seat is not None
    return {
        "room": made.path,
        "caucus": made.caucus_path(private),
        "offer": gid("Offer", last.id),
        "hidden": gid("Offer", hidden.id),
        "seat": gid("Participant", seat),
        "case": gid("Case", made.case.id),
        "link": await rooms.link_into(made),
    }


async def signing(scene: Scene) -> Mapping[str, str]:
    """An agreement on the table, and a link for somebody who signs it on their own phone."""
    make = scene.studio.make
    made = await rooms.sitting(scene.studio.runtime, make, scene.agency, scene.staff)
    await make.agreement(made.case, await make.claimant(made.case, name="李雷", wages_fen=500_000))
    return {"link": await rooms.link_into(made, phone="13655550001")}


async def empty_room(scene: Scene) -> Mapping[str, str]:
    """A room in which nobody has said anything."""
    made = await rooms.sitting(scene.studio.runtime, scene.studio.make, scene.agency, scene.staff)
    return {"room": made.path}


async def mediated(scene: Scene) -> Mapping[str, str]:
    """A case without a room."""
    case = await scene.studio.make.case(agency=scene.agency, state=CaseState.MEDIATING)
    return {"case": gid("Case", case.id)}


async def ask_in(tab: "Tab") -> None:
    """Ask the employer in; the code is shown."""
    await tab.click("text=/用人单位|Employer/")
    await tab.fill("[name=name]", "周会计")
    await tab.fill("[name=phone]", "13912345679")
    await tab.click("main form[method=post] button")


async def bad_offer(tab: "Tab") -> None:
    """Type an amount in words, and nothing else."""
    await tab.fill("[name=wagesFen]", "六千")
    await tab.click("main form[method=post] button")


async def wrong_code(tab: "Tab") -> None:
    """Type a code that is not the one."""
    await tab.fill("#code", "000000")
    await tab.click("button")


async def come_in(tab: "Tab") -> None:
    """Type the code."""
    await tab.fill("#code", rooms.CODE)
    await tab.click("button")
    await tab.wait_for_url("**/rooms/*")


async def come_in_for_offers(tab: "Tab") -> None:
    """Come in, and look at the offers."""
    await come_in(tab)
    await tab.goto(tab.url.partition("?")[0] + "?view=offers")


async def come_in_to_sign(tab: "Tab") -> None:
    """Come in, and look at what there is to sign."""
    await come_in(tab)
    await tab.goto(tab.url.partition("?")[0] + "/sign")


async def have_a_code_sent(tab: "Tab") -> None:
    """Have a code sent, and type another."""
    await come_in_to_sign(tab)
    await tab.click("form[action$='/sign/code'] button")
    await tab.check("[name=read]")
    await tab.check("[name=account]")
    await tab.fill("[name=code]", "12345")
    await tab.press("[name=code]", "Enter")
    await tab.wait_for_selector("[role=alert], .wrongs, .has-wrong")


PAGES = (
    Page("entry", "/r/{link}", in_session, is_for_workers=True),
    Page("entry-wrong", "/r/{link}", in_session, act=wrong_code, is_for_workers=True),
    Page("entry-gone", "/r/0123456789", act=wrong_code, is_for_workers=True),
    Page("entry-left", "/r/left", empty_room, status=410, is_for_workers=True),
    Page("room-party", "/r/{link}", in_session, act=come_in),
    Page("room-party-offers", "/r/{link}", in_session, act=come_in_for_offers),
    Page("sign-party", "/r/{link}", signing, act=come_in_to_sign),
    Page("sign-party-wrong", "/r/{link}", signing, act=have_a_code_sent),
    Page("rooms", "/rooms", in_session, role=Role.MEDIATOR),
    Page("rooms-none", "/rooms", role=Role.MEDIATOR),
    Page("room", "{room}", in_session, role=Role.MEDIATOR),
    Page("room-offers", "{room}?view=offers", in_session, role=Role.MEDIATOR),
    Page("room-present", "{room}?view=present", in_session, role=Role.MEDIATOR),
    Page("room-empty", "{room}", empty_room, role=Role.MEDIATOR),
    Page("room-of-case", "/cases/{case}/room", mediated, role=Role.MEDIATOR),
    Page("caucus", "{caucus}", in_session, role=Role.MEDIATOR),
    Page("caucus-new", "{room}/caucus", in_session, role=Role.MEDIATOR),
    Page("offer", "{room}/offer", in_session, role=Role.MEDIATOR),
    Page("offer-wrong", "{room}/offer", in_session, role=Role.MEDIATOR, act=bad_offer),
    Page("offer-accept", "{room}/offers/{offer}/accept", in_session, role=Role.MEDIATOR),
    Page("offer-release", "{room}/offers/{hidden}/release", in_session, role=Role.MEDIATOR),
    Page("room-invite", "{room}/invite", in_session, role=Role.MEDIATOR),
    Page("room-invited", "{room}/invite", in_session, role=Role.MEDIATOR, act=ask_in),
    Page("room-remove", "{room}/seats/{seat}/remove", in_session, role=Role.MEDIATOR),
    Page("room-minutes", "{room}/minutes?draft=1", in_session, role=Role.MEDIATOR),
    Page("room-close", "{room}/close", in_session, role=Role.MEDIATOR),
)
