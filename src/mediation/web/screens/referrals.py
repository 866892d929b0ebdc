"""Referrals, S10: what other agencies ask of mine and mine of others, each with its answers; and those of one case."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.of_case import CASE, at, opened, sent
from mediation.web.page import MissingError, Page
from mediation.web.words import yuan

SAID = {
    "referral-offered": Text("已转办，对方单位已收到通知。", "It was referred, and the other agency told."),
    "referral-accept": Text("已接收，现在可以查看本案。", "It was accepted: you can read the case now."),
    "referral-decline": Text("已退回。", "It was returned."),
    "referral-take-back": Text("已撤回。", "It was taken back."),
    "referral-close": Text("已办结，对方单位已收到结果。", "It is done, and the other agency knows the result."),
}
_STATES = ("OFFERED", "ACCEPTED", "DECLINED", "TAKEN_BACK", "CLOSED")
_ACTS = {
    "accept": ("AcceptReferral", "canAccept", ""),
    "decline": ("DeclineReferral", "canDecline", "reason"),
    "take-back": ("TakeBackReferral", "canTakeBack", ""),
    "close": ("CloseReferral", "canClose", "result"),
}
"""What is done to one: the mutation, who may, and what has to be written."""


def routes(client: Client) -> list[BaseRoute]:
    """The two boxes, one referral, and the case's own list."""
    return [
        client.get("/referrals", boxes),
        client.get("/referrals/{id:gid}", one),
        client.get("/referrals/{id:gid}/{act}", act_form),
        client.post("/referrals/{id:gid}/{act}", act),
        client.get(f"{CASE}/referrals", of_case),
        client.get(f"{CASE}/referrals/offer", offer_form),
        client.post(f"{CASE}/referrals/offer", offer),
    ]


async def boxes(page: Page) -> Response:
    """What came in, or what went out."""
    box = "OUTBOX" if page.asked("box") == "out" else "INBOX"
    state = page.asked("state") if page.asked("state") in _STATES else None
    wanted = {"direction": box, "first": 25, "after": page.asked("after") or None, "state": state}
    data = await page.query("Referrals", wanted)
    path = f"/referrals?box={'out' if box == 'OUTBOX' else 'in'}" + (f"&state={state}" if state else "")
    return await page.render(
        "referrals/boxes.html",
        referrals=data["referrals"],
        box=box,
        state=state,
        states=_STATES,
        after=page.asked("after"),
        path=path,
    )


async def _one(page: Page) -> dict[str, Any]:
    data = await page.query("ReferralPage", {"id": page.path("id")})
    if not data["node"]:
        raise MissingError
    found: dict[str, Any] = data["node"]
    return found


async def one(page: Page) -> Response:
    """The sheet of one."""
    return await page.render("referrals/one.html", referral=await _one(page))


async def act_form(page: Page) -> Response:
    """Before it is answered, taken back or closed."""
    act, referral = page.path("act"), await _one(page)
    if act not in _ACTS or not referral["access"][_ACTS[act][1]]:
        raise MissingError
    return await page.render("referrals/act.html", referral=referral, act=act, text=_ACTS[act][2])


async def act(page: Page) -> Response:
    """Do it."""
    name = page.path("act")
    if name not in _ACTS:
        raise MissingError
    operation, _, text = _ACTS[name]
    given: dict[str, Any] = {"referral": page.path("id"), "version": page.form.number("version") or 0}
    if text:
        given[text] = page.form.text(text)
    to = f"/referrals/{page.path('id')}"
    return await sent(page, operation, given, again=act_form, to=to, said=f"referral-{name}")


async def of_case(page: Page) -> Response:
    """Those of one case, newest first."""
    return await page.render("case/referrals.html", case=(await opened(page, "CaseReferrals"))["case"])


async def offer_form(page: Page) -> Response:
    """Whom to ask for what; what they will see is listed. Coming from a way, what to ask is already written."""
    data = await opened(page, "CaseRefer")
    if page.asked("way") and not page.form.values:
        page.form = Form.of(await _of_way(page, page.asked("way")), page.locale)
    mine = page.me["agency"] if page.me else None
    others = [
        edge["node"] for edge in data["agencies"]["edges"] if edge["node"]["nameZh"] != (mine or {}).get("nameZh")
    ]
    return await page.render("case/refer.html", case=data["case"], agencies=others)


async def _of_way(page: Page, which: str) -> dict[str, str]:
    """What an authority is asked when one of the ways leads to it: what is owed under it, and on what basis."""
    found = (await page.query("ReferWay", {"id": page.path("id")}))["openDoors"]
    for door in (found or {"doors": ()})["doors"]:
        if door["which"] != which:
            continue
        owed = [
            f"{_OWED[share['group']].in_(page.locale)} {yuan(share['amountFen'])}"
            for share in door["shares"]
            if share["how"] != "ELSEWHERE"
        ]
        said = _REQUEST.in_(page.locale).format(way=door["title"], owed="、".join(owed))
        return {"request": said, "legalBasis": "；".join(one["citation"] for one in door["sources"][:3])}
    return {}


_OWED = {"WAGES": Text("工资", "wages"), "SOCIAL_INSURANCE": Text("社会保险费", "social insurance")}
_REQUEST = Text(
    "{way}：未付 {owed}（元）。请依法核查处理，并告知结果。",
    "{way}: still owed, in yuan: {owed}. Please look into it as the law provides, and tell us the result.",
)


async def offer(page: Page) -> Response:
    """Ask them."""
    form = page.form
    given = {
        "case": page.path("id"),
        "toAgency": form.text("toAgency"),
        "request": form.text("request"),
        "legalBasis": form.text("legalBasis"),
    }
    if not given["toAgency"]:
        form.refuse("toAgency", Text("请选择单位。", "Choose an agency."))
    return await sent(
        page, "OfferReferral", given, again=offer_form, to=at(page, "/referrals"), said="referral-offered"
    )
