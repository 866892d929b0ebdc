"""Finding a case by its number, its employer or a party's name."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.web.client import Client
from mediation.web.page import MissingError, Page
from mediation.web.screens.work import row_words

LEAST = 2
"""characters that must be given"""
SIZE = 25


def routes(client: Client) -> list[BaseRoute]:
    """One page."""
    return [client.get("/search", show)]


async def show(page: Page) -> Response:
    """What was found among the cases that the reader may see, the newest first; nothing was asked for at first."""
    typed = page.asked("q").strip()[:100]
    if len(typed) < LEAST:
        return await page.render("search/show.html", typed=typed, found=None, after="", short=bool(typed), number=None)
    after = page.asked("after")
    try:
        data = await page.query("SearchCases", {"q": typed, "first": SIZE, "after": after or None})
    except MissingError:  # characters that no name has
        return await page.render("search/show.html", typed=typed, found=None, after="", short=False, number=None)
    found = data["cases"]
    return await page.render(
        "search/show.html",
        typed=typed,
        found=found,
        cases=[edge["node"] for edge in found["edges"]],
        after=after,
        short=False,
        number=(data["exact"] or {}).get("id"),
        view=None,
        selected="",
        claims=False,
        **row_words(data["me"]),
    )
