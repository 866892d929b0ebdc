"""The part of the bar that is asked for every minute: unread notices. An open page is not a person who works."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.web.client import Client
from mediation.web.page import Page


def routes(client: Client) -> list[BaseRoute]:
    """The one fragment."""
    return [client.get("/bar", show)]


async def show(page: Page) -> Response:
    """How many notices are unread."""
    data = await page.query("Bar")
    return page.fragment("bar.html", unread=len(data["inbox"]["edges"]))
