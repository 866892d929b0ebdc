"""What mediators do with a room: asking in, taking a seat away, the minutes, ending the session. S5."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web import room_view, words
from mediation.web.client import SEATED, Client
from mediation.web.forms import Form
from mediation.web.page import Page


def routes(client: Client) -> list[BaseRoute]:
    """Acts on a room, each with a page of its own."""
    return [
        client.get("/rooms/{room}/invite", ask_in),
        client.post("/rooms/{room}/invite", invite),
        client.get("/rooms/{room}/seats/{seat}/remove", ask_removal),
        client.post("/rooms/{room}/seats/{seat}/remove", remove),
        client.get("/rooms/{room}/minutes", minutes, to=SEATED),
        client.post("/rooms/{room}/minutes", record),
        client.get("/rooms/{room}/close", ask_close),
        client.post("/rooms/{room}/close", close),
    ]


async def ask_in(page: Page) -> Response:
    """Whom to ask in: the parties of the case, the assigned lawyer, the agencies of the city."""
    data = await page.query("RoomInvite", {"id": page.path("room")})
    room = page.found(data["room"])
    case = room["case"] or {}
    seated = {seat["party"] for seat in room["participants"] if seat["party"]}
    here = {seat["agency"]["id"] for seat in room["participants"] if seat["agency"] and not seat["name"]}
    own = (case.get("agency") or {}).get("id")
    agencies = [edge["node"] for edge in data["agencies"]["edges"]]
    return await page.render(
        "rooms/invite.html",
        room=room,
        parties=[(party, words_of, party["id"] in seated) for party, words_of in _parties(case)],
        lawyers=[one for one in case.get("assignments", ()) if one["state"] == "accepted"],
        agencies=[one for one in agencies if one["id"] != own and one["id"] not in here],
    )


async def invite(page: Page) -> Response:
    """Ask somebody in. Link and code are told once, on this answer: nowhere could a second page read them from."""
    form = page.form
    kind, _, chosen = form.text("guest").partition(" ")
    if kind not in ("party", "lawyer", "agency"):
        form.refuse("guest", _CHOOSE)
        return await ask_in(page)
    given: dict[str, Any] = {"room": page.path("room"), kind: chosen}
    if kind == "party":
        given |= {"name": form.given("name"), "phone": form.given("phone"), "inPerson": form.flag("inPerson")}
    outcome = await page.do("InviteToRoom", {"input": given})
    if not outcome.ok:
        return await ask_in(page)
    base = page.client.runtime.settings.base_url.rstrip("/")
    return await page.render(
        "rooms/invited.html", room_id=page.path("room"), told=outcome.data, base=base, in_person=form.flag("inPerson")
    )


_CHOOSE: Final = Text("请选择邀请谁。", "Choose whom to ask in.")


def _parties(case: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Who may sit for a party: representatives in a collective case, else claimants; the employer; others."""
    found: list[tuple[dict[str, Any], str]] = []
    if case.get("kind") == "COLLECTIVE":
        found += [(one["party"], "representative") for one in case["representatives"] or () if one["party"]]
    elif case.get("claimants"):
        found += [(edge["node"], "worker") for edge in case["claimants"]["edges"] if edge["node"]["takingPart"]]
    if case.get("respondent"):
        found.append((case["respondent"], "employer"))
    found += [(party, "other") for party in case.get("otherParties") or ()]
    return found


async def ask_removal(page: Page) -> Response:
    """Whose seat, and what it means."""
    data = await page.query("RoomSeats", {"id": page.path("room")})
    room = page.found(data["room"])
    seat = next((one for one in room["participants"] if one["id"] == page.path("seat")), None)
    return await page.render("rooms/remove.html", room=room, seat=page.found(seat))


async def remove(page: Page) -> Response:
    """Take the seat away."""
    given = {"participant": page.path("seat"), "reason": page.form.text("reason")}
    if not (await page.do("RemoveFromRoom", {"input": given})).ok:
        return await ask_removal(page)
    return page.go(f"/rooms/{page.path('room')}", said="seat-removed")


async def minutes(page: Page) -> Response:
    """The minutes, and the next version of them; begun, if asked for, with what was said to everyone."""
    draft = bool(page.asked("draft"))
    data = await page.query("RoomMinutes", {"id": page.path("room"), "draft": draft})
    room = page.found(data["room"])
    kept = room["minutes"]
    if not page.form.values:
        body = _drafted(page, room) if draft else (kept or {}).get("body", "")
        page.form = Form.of({"body": body}, page.locale)
    is_party = page.actor.kind is ActorKind.PARTY
    return await page.render("rooms/minutes.html", room=room, kept=kept, draft=draft, is_party=is_party)


async def record(page: Page) -> Response:
    """Save the next version; when somebody else was faster, both texts are shown and nothing is lost."""
    form = page.form
    given = {"room": page.path("room"), "revision": form.number("revision") or 0, "body": form.text("body")}
    outcome = await page.do("RecordMinutes", {"input": given})
    if outcome.ok:
        return page.go(f"/rooms/{page.path('room')}", said="minutes-recorded")
    if not outcome.conflict:
        return await minutes(page)
    data = await page.query("RoomMinutes", {"id": page.path("room"), "draft": False})
    room = page.found(data["room"])
    return await page.render("rooms/minutes_conflict.html", status=409, room=room, kept=room["minutes"])


def _drafted(page: Page, room: dict[str, Any]) -> str:
    """What was said to everyone, line by line, below what was recorded before."""
    said = room_view.Said(page, room["messages"], newest_first=True).messages
    lines = [
        f"{words.clock(one['saidAt'])} {(one['author'] or {}).get('name') or ''}：{one['body']}"
        for one in said
        if one["audience"] == "EVERYONE"
    ]
    return "\n".join([*([room["minutes"]["body"], ""] if room["minutes"] else []), *lines])


async def ask_close(page: Page) -> Response:
    """What is open, and what ending the session does."""
    data = await page.query("RoomSeats", {"id": page.path("room")})
    room = page.found(data["room"])
    waiting = [offer for offer in room["offers"] if offer["standing"] == "OPEN"]
    present = [seat for seat in room["participants"] if seat["presence"] == "PRESENT"]
    return await page.render("rooms/close.html", room=room, waiting=waiting, present=present)


async def close(page: Page) -> Response:
    """End the session."""
    form = page.form
    given = {"room": page.path("room"), "version": form.number("version") or 0, "note": form.text("note")}
    if not (await page.do("CloseRoom", {"input": given})).ok:
        return await ask_close(page)
    return page.go(f"/rooms/{page.path('room')}", said="room-closed")
