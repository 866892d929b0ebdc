"""Signing in and out: S1."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.web.client import ANYBODY, Client
from mediation.web.navigation import first_place
from mediation.web.page import Page


def routes(client: Client) -> list[BaseRoute]:
    """The pages before the pages."""
    return [
        client.get("/", begin, to=ANYBODY),
        client.get("/login", show, to=ANYBODY),
        client.post("/login", sign_in, to=ANYBODY),
        client.post("/logout", sign_out),
    ]


async def begin(page: Page) -> Response:
    """Where the day begins: the first page of the reader's role, or signing in."""
    if page.actor.kind is not ActorKind.STAFF:
        return page.go("/login")
    data = await page.query("Shell")
    return page.go(first_place(data["me"]["roles"]))


async def show(page: Page) -> Response:
    """The form."""
    return page.fragment("sign_in/sign_in.html", next=_inside(page.asked("next")), ended=bool(page.asked("ended")))


async def sign_in(page: Page) -> Response:
    """Open a session by password, then go where the reader wanted."""
    form = page.form
    given = {"login": form.text("login"), "password": form.values.get("password", [""])[0], "cookie": True}
    outcome = await page.do("SignIn", {"input": given})
    if not outcome.ok:
        return page.fragment("sign_in/sign_in.html", next=_inside(form.text("next")), ended=False)
    return page.go(_inside(form.text("next")) or first_place(outcome.data["me"]["roles"]))


async def sign_out(page: Page) -> Response:
    """Close this session."""
    await page.do("SignOut", {})
    return page.go("/login")


def _inside(path: str) -> str:
    """`path` when it leads to a page of ours, otherwise nothing: a link must not send anybody elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and len(path) < 500 else ""
