"""Where the link of an invitation leads a party without an account: link and code become a seat. S5.

The page looks nothing up before a code is sent, so it is the same for every link. It speaks both languages, large, and
needs no script.
"""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.room import entry
from mediation.status import queries
from mediation.web import pages
from mediation.web.client import ANYBODY, Client
from mediation.web.page import MissingError, Page

_HOURS: Final = 24


def routes(client: Client) -> list[BaseRoute]:
    """The way in, and what is said to those who are out again."""
    return [
        client.get("/r/left", left, to=ANYBODY),
        client.get("/r/{link}", show, to=ANYBODY),
        client.post("/r/{link}", come_in, to=ANYBODY),
    ]


async def show(page: Page) -> Response:
    """Ask for the code."""
    return await _plain(page, "status/enter.html", link=page.path("link"), wrong="")


async def come_in(page: Page) -> Response:
    """Take the seat; the entry stays in a cookie of this browser, for the pages of rooms only."""
    link, form = page.path("link"), page.form
    if page.actor.kind is ActorKind.STAFF:  # the seat would be taken, and the cookie never looked at
        return await _plain(page, "status/enter.html", status=409, link=link, wrong="staff")
    try:
        outcome = await page.do("EnterRoom", {"input": {"link": link, "code": form.text("code")}})
    except MissingError:
        return await _plain(page, "status/entry_gone.html", status=410, left=False)
    if not outcome.ok:
        return await _plain(page, "status/enter.html", status=422, link=link, wrong="code")
    answer = page.go(f"/rooms/{outcome.data['room']['id']}")
    settings = page.client.runtime.settings
    answer.set_cookie(
        entry.cookie_name(settings),
        outcome.data["token"],
        max_age=_HOURS * 3600,
        path=entry.COOKIE_PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


async def left(page: Page) -> Response:
    """For whoever is not in a room any more: it is over, or the seat was taken away."""
    return await _plain(page, "status/entry_gone.html", status=410, left=True)


async def _plain(page: Page, template: str, *, status: int = 200, **values: Any) -> Response:
    async with page.client.runtime.read() as connection:
        studios = await queries.studios(connection)
    return pages.render(template, status=status, studios=studios, form_token=page.token(), **values)
