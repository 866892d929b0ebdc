"""Help: each role's work in plain words, the keys, and whom to call. For anybody, signed in or not."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.web.client import ANYBODY, Client
from mediation.web.page import Page


def routes(client: Client) -> list[BaseRoute]:
    """One page."""
    return [client.get("/help", show, to=ANYBODY)]


async def show(page: Page) -> Response:
    """The reader's own role first."""
    roles: list[str] = []
    phone = None
    if page.actor.kind is ActorKind.STAFF:
        me = (await page.query("Help"))["me"]
        roles, phone = me["roles"], (me["agency"] or {}).get("phone")
    return await page.render("help/help.html", roles=roles, phone=phone)
