"""What was sent to whom in a case, and what did not arrive."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.web.client import Client
from mediation.web.of_case import CASE, at, opened
from mediation.web.page import Page


def routes(client: Client) -> list[BaseRoute]:
    """One page; what did not arrive is dealt with where the undeliverable ones are."""
    return [client.get(f"{CASE}/notices", show)]


async def show(page: Page) -> Response:
    """Newest first."""
    data = await opened(page, "CaseNotices", {"after": page.asked("after") or None})
    return await page.render(
        "case/notices.html",
        case=data["case"],
        notices=data["notices"],
        after=page.asked("after"),
        path=at(page, "/notices"),
    )
