"""The list of cases: what the reader may see, by state, kind, mediator and words."""

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.web.client import Client
from mediation.web.page import Page

SIZE = 25
_STATES = ("REGISTERED", "ACCEPTED", "MEDIATING", "PERFORMING", "DEFAULTED", "CLOSED", "REFUSED")


def routes(client: Client) -> list[BaseRoute]:
    """One page."""
    return [client.get("/cases", show)]


async def show(page: Page) -> Response:
    """The newest first, 25 at a time."""
    wanted, after = _wanted(page), page.asked("after") or None
    colleagues = bool(guard.scopes(page.actor, Verb.STAFF_VIEW))
    data = await page.query("Cases", {"first": SIZE, "after": after, "filter": wanted, "colleagues": colleagues})
    staff = [edge["node"] for edge in data["staff"]["edges"]] if colleagues else []
    mediators = [(one["id"], one["name"]) for one in staff if "MEDIATOR" in one["roles"]]
    asked = {name: page.asked(name) for name in ("state", "kind", "mediator", "q", "urgent", "mine")}
    return await page.render(
        "case/list.html",
        cases=data["cases"],
        mediators=mediators,
        states=_STATES,
        asked=asked,
        after=after,
        path=_here(asked),
    )


def _here(asked: dict[str, str]) -> str:
    """The address of the first page of the same list."""
    return "/cases?" + urlencode({name: value for name, value in asked.items() if value})


def _wanted(page: Page) -> dict[str, Any]:
    """What the address asks for; a value that the API does not know is left out."""
    wanted: dict[str, Any] = {"mine": bool(page.asked("mine")), "search": page.asked("q")}
    if page.asked("state") in _STATES:
        wanted["state"] = [page.asked("state")]
    if page.asked("kind") in ("SINGLE", "COLLECTIVE"):
        wanted["kind"] = page.asked("kind")
    if page.asked("mediator"):
        wanted["mediator"] = page.asked("mediator")
    if page.asked("urgent"):
        wanted["urgent"] = True
    return wanted
