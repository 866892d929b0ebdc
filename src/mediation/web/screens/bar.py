"""The part of the bar that is asked for every minute: unread notices, and that the session ends soon.

An open page is not a person who works: it says `x-waiting`, and the session's time runs on.
"""

from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.web.client import Client
from mediation.web.page import Page

_WARN: Final = 300


def routes(client: Client) -> list[BaseRoute]:
    """The one fragment, and the button in it."""
    return [client.get("/bar", show), client.post("/bar", stay)]


async def show(page: Page) -> Response:
    """How many notices are unread; less than five minutes before the session ends, that it does."""
    data = await page.query("Bar")
    life = data["me"]["session"]
    ending = life if life and life["secondsLeft"] < _WARN else None
    return page.fragment(
        "bar.html",
        unread=len(data["inbox"]["edges"]),
        ending=ending,
        minutes=-(-life["secondsLeft"] // 60) if ending else 0,
        can_stay=bool(ending and ending["idleEndsAt"] < ending["endsAt"]),
    )


async def stay(page: Page) -> Response:
    """Stay signed in."""
    await page.do("ExtendSession", {})
    return await show(page) if page.request.headers.get("hx-request") else page.go("/")
