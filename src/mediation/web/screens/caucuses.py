"""Private sessions (单独沟通): at an address of their own, in another colour and with other words. S5.

Nothing of one may reach the other side, the fact and the hour included. So these pages give no sign of life, and hold
nothing that the joint page shows.
"""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web import room_view
from mediation.web.client import SEATED, Client
from mediation.web.page import Page
from mediation.web.screens.rooms import said_or_not

SAID: Final = {
    "caucus-opened": Text("单独沟通已开始。", "The private session has begun."),
    "caucus-closed": Text("单独沟通已结束。", "The private session is over."),
}


def routes(client: Client) -> list[BaseRoute]:
    """Private sessions."""
    return [
        client.get("/rooms/{room}/caucus", ask),
        client.post("/rooms/{room}/caucus", begin),
        client.get("/rooms/{room}/caucus/{id}", show, to=SEATED),
        client.get("/rooms/{room}/caucus/{id}/feed", feed, to=SEATED),
        client.post("/rooms/{room}/caucus/{id}/say", say, to=SEATED),
        client.post("/rooms/{room}/caucus/{id}/close", close),
    ]


async def ask(page: Page) -> Response:
    """With which side."""
    data = await page.query("RoomSeats", {"id": page.path("room")})
    return await page.render("rooms/caucus_new.html", room=page.found(data["room"]))


async def begin(page: Page) -> Response:
    """Begin one."""
    side = page.form.text("side")
    if side not in ("WORKERS", "EMPLOYER"):
        page.form.refuse("side", Text("请选择与哪一方沟通。", "Choose the side."))
        return await ask(page)
    outcome = await page.do("OpenCaucus", {"input": {"room": page.path("room"), "side": side}})
    if not outcome.ok:
        return await ask(page)
    return page.go(f"/rooms/{page.path('room')}/caucus/{outcome.data['id']}", said="caucus-opened")


async def show(page: Page) -> Response:
    """What was said and offered in private."""
    before = page.asked("before")
    data = await _read(page, "Caucus", {"before": before or None})
    caucus = data["node"]
    said = room_view.Said(page, caucus["messages"], newest_first=True)
    parts = _parts(page, data)
    return await page.render(
        "rooms/caucus.html",
        caucus=caucus,
        room=data["room"],
        record=said,
        parts=parts,
        mark=said.mark(parts, settled=True),
        state=_state(caucus),
        before=before,
        is_party=page.actor.kind is ActorKind.PARTY,
    )


async def feed(page: Page) -> Response:
    """What came since, or nothing."""
    after = page.asked("after")
    data = await _read(page, "CaucusFeed", {"after": after or None})
    said = room_view.Said(page, data["node"]["messages"], after=after)
    parts = _parts(page, data)
    if said.mark(parts, settled=False) == page.asked("mark"):
        return page.nothing()
    return page.fragment(
        "rooms/feed.html",
        record=said,
        parts=parts,
        mark=said.mark(parts, settled=True),
        state=_state(data["node"]),
        latest="",
    )


async def say(page: Page) -> Response:
    """Say something in private."""
    given = {
        "caucus": page.path("id"),
        "body": page.form.text("body"),
        "clientKey": page.form.text("once") or "-",
    }
    outcome = await page.do("SpeakInCaucus", {"input": given})
    return await said_or_not(page, outcome.ok, f"/rooms/{page.path('room')}/caucus/{page.path('id')}#end", show)


async def close(page: Page) -> Response:
    """End it; who could read it still can."""
    outcome = await page.do("CloseCaucus", {"input": {"caucus": page.path("id")}})
    return page.go(f"/rooms/{page.path('room')}", said="caucus-closed") if outcome.ok else await show(page)


async def _read(page: Page, operation: str, more: dict[str, Any]) -> dict[str, Any]:
    """The private session and its room. Raises MissingError unless both are there, and belong together."""
    data = await page.query(operation, {"id": page.path("id"), "room": page.path("room"), **more})
    caucus = page.found(data["node"] or None)
    page.found(data["room"])
    page.found(caucus if caucus["room"] == page.path("room") else None)
    return data


def _parts(page: Page, data: dict[str, Any]) -> dict[str, Any]:
    """The offers that were made here, and those of the other side that can be countered from here."""
    room, here = data["room"], data["node"]["id"]
    values = {
        "room": room,
        "rows": room_view.rows([offer for offer in room["offers"] if offer["caucus"] == here]),
        "gap": None,
        "own_side": (room["mySeat"] or {}).get("side"),
        "caucus": data["node"],
        "waiting": [offer for offer in room["offers"] if not offer["private"] and offer["access"]["canCounter"]],
    }
    return {"ladder": room_view.part(page, "ladder", values)}


def _state(caucus: dict[str, Any]) -> str:
    return f"{caucus['state']}/{caucus['access']['canSpeak']}"
