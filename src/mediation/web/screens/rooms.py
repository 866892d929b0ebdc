"""Live rooms: today's, the room of a case, the room itself with its record, its feed and its pokes. S5."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.gql.relay import gid
from mediation.infra.clock import legal_day
from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web import room_view
from mediation.web.client import ANYBODY, SEATED, Client
from mediation.web.live import pokes
from mediation.web.page import Page

SAID: Final = {
    "room-opened": Text("调解室已开。请邀请各方到场。", "The room is open. Invite the parties and agencies."),
    "room-entered": Text("您已进入调解室。", "You came in."),
    "room-closed": Text("会议已结束，当事人的链接已失效。", "The session is over; the parties' links have ended."),
    "seat-removed": Text("已移出，其链接立即失效。", "The seat was taken away; its link ended at once."),
    "minutes-recorded": Text("调解笔录已保存。", "The minutes were saved."),
}


def routes(client: Client) -> list[BaseRoute]:
    """Rooms and what is said in them."""
    return [
        client.get("/rooms", today, to=SEATED),
        client.get("/rooms/mine", mine, to=ANYBODY),
        client.get("/cases/{id}/room", of_case),
        client.post("/cases/{id}/room", open_room),
        client.get("/rooms/{room}", show, to=SEATED),
        client.get("/rooms/{room}/feed", feed, to=SEATED),
        client.get("/rooms/{room}/events", events, to=SEATED),
        client.post("/rooms/{room}/enter", enter),
        client.post("/rooms/{room}/touch", touch, to=SEATED),
        client.post("/rooms/{room}/say", say, to=SEATED),
    ]


async def today(page: Page) -> Response:
    """The rooms in session now, and those of today that are over. A party has one room only."""
    if page.actor.kind is ActorKind.PARTY:
        return await mine(page)
    day = legal_day(page.now).isoformat()
    data = await page.query("RoomsToday", {"on": day, "after": page.asked("after") or None})
    return await page.render("rooms/today.html", rooms=data["now"], over=data["over"], today=day)


async def mine(page: Page) -> Response:
    """Back to the only room of a party, who may have closed the page meanwhile."""
    if page.actor.room_id is None:
        return page.go("/rooms" if page.actor.kind is ActorKind.STAFF else "/r/left")
    return page.go(f"/rooms/{gid('Room', page.actor.room_id)}")


async def of_case(page: Page) -> Response:
    """The room in session on a case, or the page that opens one."""
    data = await page.query("CaseRooms", {"case": page.path("id")})
    case = page.found(data["case"])
    if case["room"] and not page.form.wrong:
        return page.go(f"/rooms/{case['room']['id']}")
    may_open = "room:open" in data["me"]["access"]["verbs"]
    return await page.render("rooms/open.html", case=case, may_open=may_open)


async def open_room(page: Page) -> Response:
    """Open a room on the case."""
    outcome = await page.do("OpenRoom", {"input": {"case": page.path("id")}})
    if not outcome.ok:
        return await of_case(page)
    return page.go(f"/rooms/{outcome.data['id']}", said="room-opened")


async def show(page: Page) -> Response:
    """The room: who is here, what was said, what is offered. Whoever looks does not come in by looking."""
    before = page.asked("before")
    data = await page.query("Room", {"id": page.path("room"), "before": before or None})
    room = page.found(data["room"])
    said = room_view.Said(page, room["messages"], newest_first=True)
    parts = room_view.parts(page, data)
    return await page.render(
        "rooms/room.html",
        room=room,
        record=said,
        parts=parts,
        mark=said.mark(parts, settled=True),
        state=_state(room),
        latest=room_view.latest(room),
        before=before,
        view=page.asked("view") if page.asked("view") in ("offers", "present") else "record",
        is_party=page.actor.kind is ActorKind.PARTY,
        studio=_studio(room),
    )


async def feed(page: Page) -> Response:
    """What came since, or nothing: messages after a cursor, and the other parts as they stand."""
    after = page.asked("after")
    data = await page.query("RoomFeed", {"id": page.path("room"), "after": after or None})
    room = page.found(data["room"])
    said = room_view.Said(page, room["messages"], after=after)
    parts = room_view.parts(page, data)
    if said.mark(parts, settled=False) == page.asked("mark"):
        return page.nothing()
    return page.fragment(
        "rooms/feed.html",
        record=said,
        parts=parts,
        mark=said.mark(parts, settled=True),
        state=_state(room),
        latest=room_view.latest(room),
    )


async def events(page: Page) -> Response:
    """Pokes of this room, private sessions of the reader's own included: numbers, and nothing else."""
    return await pokes(page, "RoomChanged", {"id": page.path("room")})


async def enter(page: Page) -> Response:
    """Take one's seat."""
    await page.do("EnterRoom", {"input": {"room": page.path("room")}})
    return page.go(f"/rooms/{page.path('room')}", said="room-entered")


async def touch(page: Page) -> Response:
    """A sign of life in the joint session, or that one is away."""
    present = page.form.text("present") != "0"
    await page.do("TouchRoom", {"input": {"room": page.path("room"), "present": present}})
    return page.nothing()


async def say(page: Page) -> Response:
    """Say something. What the script sends is answered with nothing, or with the sentence that says why not."""
    form = page.form
    given = {
        "room": page.path("room"),
        "audience": form.text("audience") or "EVERYONE",
        "body": form.text("body"),
        "clientKey": form.text("once") or "-",
    }
    outcome = await page.do("SpeakInRoom", {"input": given})
    return await said_or_not(page, outcome.ok, f"/rooms/{page.path('room')}#end", show)


async def said_or_not(page: Page, ok: bool, back: str, again: Any) -> Response:
    """The answer to something said: to the script in short, to a form without it by the page."""
    if page.request.headers.get("x-requested-with") == "fetch":
        return page.nothing() if ok else page.fragment("rooms/refused.html", status=422)
    return page.go(back) if ok else await again(page)


def _state(room: dict[str, Any]) -> str:
    """What the page as a whole depends on: when it changes, the page is loaded again."""
    entered = room["mySeat"] is not None and room["mySeat"]["enteredAt"] is not None
    return f"{room['state']}/{entered}/{room['access']['canSpeak']}"


def _studio(room: dict[str, Any]) -> dict[str, Any] | None:
    """The agency that runs the session: whom a party calls."""
    found = (seat["agency"] for seat in room["participants"] if seat["kind"] == "MEDIATOR" and seat["agency"])
    return next(found, None)
