"""Offers: putting one on the table, answering one, taking one back, passing a private one on. Each act has its own page. S5."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web.client import SEATED, Client
from mediation.web.forms import Form
from mediation.web.labels import label
from mediation.web.page import Page
from mediation.web.words import yuan

SAID: Final = {
    "offer-made": Text(
        "报价已提出，不能修改；可以撤回后另提。", "The offer is made. It cannot be changed, only withdrawn."
    ),
    "offer-accepted": Text(
        "已接受该报价。接下来由调解员起草协议。", "The offer was accepted. The mediator drafts the agreement next."
    ),
    "offer-rejected": Text("已拒绝该报价。", "The offer was rejected."),
    "offer-withdrawn": Text("报价已撤回。", "The offer was withdrawn."),
    "offer-released": Text("已转达对方。", "The offer was passed on to the other side."),
}

_OTHER: Final = {"WORKERS": "EMPLOYER", "EMPLOYER": "WORKERS"}
_TERMS: Final = ("WITHIN_DAYS", "ON_DATE", "WITHIN_HOURS", "INSTALMENTS")
_FIGURES: Final = {
    "WITHIN_DAYS": ("days",),
    "ON_DATE": ("on",),
    "WITHIN_HOURS": ("hours",),
    "INSTALMENTS": ("count", "on"),
}
_ACTS: Final = {
    "accept": ("AcceptOffer", "offer-accepted", "canAccept"),
    "reject": ("RejectOffer", "offer-rejected", "canReject"),
    "withdraw": ("WithdrawOffer", "offer-withdrawn", "canWithdraw"),
    "release": ("ReleaseOffer", "offer-released", "canRelease"),
}


def routes(client: Client) -> list[BaseRoute]:
    """Offers."""
    return [
        client.get("/rooms/{room}/offer", ask, to=SEATED),
        client.post("/rooms/{room}/offer", make, to=SEATED),
        client.get("/rooms/{room}/offers/{offer}/{act}", ask_answer, to=SEATED),
        client.post("/rooms/{room}/offers/{offer}/{act}", answer, to=SEATED),
    ]


async def ask(page: Page) -> Response:
    """What to fill in. A side makes its own offer; a mediator writes down the words of somebody who is here."""
    room = await _room(page)
    counter = page.form.text("counterTo") or page.asked("counter")
    caucus = page.form.text("caucus") or page.asked("caucus")
    countered = next((offer for offer in room["offers"] if offer["id"] == counter), None)
    if counter and countered is None:
        page.found(None)
    private = _side_of_caucus(room, caucus) if caucus else None
    side = private or (_OTHER[countered["side"]] if countered else None)
    speakers = _speakers(page, room, side)
    if not page.form.values:
        page.form = Form.of({**_begin(countered), "onBehalfOf": _only(speakers)}, page.locale)
    return await page.render(
        "rooms/offer.html",
        room=room,
        countered=countered,
        caucus=caucus,
        speakers=speakers,
        own_side=_own_side(room),
        terms=_TERMS,
        is_party=page.actor.kind is ActorKind.PARTY,
    )


def _begin(countered: dict[str, Any] | None) -> dict[str, Any]:
    """What to begin with: a counter-offer with the figures it answers, of which most stay; else days, as most say."""
    if countered is None:
        return {"term.kind": "WITHIN_DAYS"}
    begin: dict[str, Any] = {f"term.{name}": value for name, value in countered["term"].items()}
    return begin | {
        "wagesFen": yuan(countered["wagesFen"]),
        "socialInsuranceFen": yuan(countered["socialInsuranceFen"]),
        "conditions": countered["conditions"],
    }


def _only(speakers: list[tuple[str, str]]) -> str | None:
    """The one whose words these are, when it can be no other."""
    return speakers[0][0] if len(speakers) == 1 else None


async def make(page: Page) -> Response:
    """Put it on the table, or into the private session."""
    form, room = page.form, await _room(page)
    behalf = form.given("onBehalfOf")
    speaker = next((seat for seat in room["participants"] if seat["id"] == behalf), None)
    side = _own_side(room) or (speaker or {}).get("side")
    if side is None:
        form.refuse("onBehalfOf", Text("请选择是谁提出的。", "Choose whose words these are."))
    given: dict[str, Any] = {
        "room": page.path("room"),
        "side": side,
        "wagesFen": form.fen("wagesFen") or 0,
        "socialInsuranceFen": form.fen("socialInsuranceFen") or 0,
        "term": _term(page),
        "conditions": form.text("conditions"),
        "counterTo": form.given("counterTo"),
        "caucus": form.given("caucus"),
        "onBehalfOf": behalf if _own_side(room) is None else None,
    }
    if form.wrong or not (await page.do("MakeOffer", {"input": given})).ok:
        return await ask(page)
    return page.go(_after(page, given["caucus"]), said="offer-made")


async def ask_answer(page: Page) -> Response:
    """What is about to be done to which offer."""
    act = page.path("act")
    _, _, may = page.found(_ACTS.get(act))  # type: ignore[arg-type]
    room = await _room(page)
    offer = page.found(next((one for one in room["offers"] if one["id"] == page.path("offer")), None))
    side = offer["side"] if act == "withdraw" else _OTHER[offer["side"]]
    speakers = _speakers(page, room, side)
    if not page.form.values:
        page.form = Form.of({"onBehalfOf": _only(speakers)}, page.locale)
    return await page.render(
        "rooms/answer.html",
        room=room,
        offer=offer,
        act=act,
        possible=offer["access"][may],
        speakers=speakers,
        own_side=_own_side(room),
        back=_back(page, offer["caucus"]),
        is_party=page.actor.kind is ActorKind.PARTY,
    )


async def answer(page: Page) -> Response:
    """Do it."""
    operation, said, _ = page.found(_ACTS.get(page.path("act")))  # type: ignore[arg-type]
    form, given = page.form, {"offer": page.path("offer")}
    if operation == "ReleaseOffer":
        given["words"] = form.text("words")
        if not form.flag("allowed"):
            form.refuse("allowed", Text("请确认对方允许转达。", "Tick that they allowed it to be passed on."))
    else:
        given |= {"note": form.text("note"), **({"onBehalfOf": behalf} if (behalf := form.text("onBehalfOf")) else {})}
    if form.wrong or not (await page.do(operation, {"input": given})).ok:
        return await ask_answer(page)
    return page.go(_after(page, form.text("caucus")), said=said)


async def _room(page: Page) -> dict[str, Any]:
    data = await page.query("RoomSeats", {"id": page.path("room")})
    return page.found(data["room"])


def _own_side(room: dict[str, Any]) -> str | None:
    """The reader's side; none for mediators."""
    side: str | None = (room["mySeat"] or {}).get("side")
    return side


def _side_of_caucus(room: dict[str, Any], caucus: str) -> str | None:
    found = (one["side"] for one in room["caucuses"] or () if one["id"] == caucus)
    return next(found, None)


def _speakers(page: Page, room: dict[str, Any], side: str | None) -> list[tuple[str, str]]:
    """Whose words a mediator may write down: people of a party, of `side` when it is settled, who have come in."""
    return [
        (seat["id"], f"{seat['name']} · {label('Side', seat['side']).in_(page.locale)}")
        for seat in room["participants"]
        if seat["kind"] == "PARTY" and seat["enteredAt"] and seat["side"] and side in (None, seat["side"])
    ]


def _term(page: Page) -> dict[str, Any]:
    """The kind of the term and exactly its figures: what was left in the fields of another kind is not sent."""
    form = page.form
    kind = form.text("term.kind")
    if kind not in _FIGURES:
        form.refuse("term.kind", Text("请选择付款期限。", "Choose when it is to be paid."))
        return {"kind": "WITHIN_DAYS"}
    term: dict[str, Any] = {"kind": kind}
    for name in _FIGURES[kind]:
        field = f"term.{name}"
        term[name] = form.given(field) if name == "on" else form.number(field)
    return term


def _back(page: Page, caucus: str | None) -> str:
    here = f"/rooms/{page.path('room')}"
    return f"{here}/caucus/{caucus}" if caucus else here


def _after(page: Page, caucus: str | None) -> str:
    """Where an act on an offer is seen: on a phone the ladder has a view of its own."""
    return _back(page, caucus) + ("" if caucus else "?view=offers")
