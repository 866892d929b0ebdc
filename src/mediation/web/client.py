"""The staff's client: routes whose pages are rendered here, with one way to identify, refuse and fail.

Pages of a person sit in `screens/`, one module for each group; each has `routes(client)` and may have `SAID`, the sentences
with which the next page greets after something was done.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from mediation.gql.endpoint import Endpoint, is_waiting
from mediation.infra.log import request_id
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Text
from mediation.room import entry
from mediation.web import kept
from mediation.web.page import FailedError, MissingError, Page, RefusedError, StaleFormError

log = structlog.get_logger(__name__)

Show = Callable[[Page], Awaitable[Response]]

STAFF = frozenset({ActorKind.STAFF})
SEATED = frozenset({ActorKind.STAFF, ActorKind.PARTY})
"""who may sit in a room: colleagues, and parties who came in by their link and code"""
ANYBODY = frozenset(ActorKind)


@dataclass(frozen=True)
class Client:
    """See the module."""

    runtime: Runtime
    endpoint: Endpoint
    identify: Callable[[Request], Awaitable[Actor]]
    said: dict[str, Text] = field(default_factory=dict)

    def get(self, path: str, show: Show, *, to: frozenset[ActorKind] = STAFF, first: bool = False) -> Route:
        """A page that only shows. Whoever looks changes nothing. `first`: see `_calm`."""
        return Route(path, self._calm(show, to, first), methods=["GET"])

    def post(self, path: str, act: Show, *, to: frozenset[ActorKind] = STAFF, first: bool = False) -> Route:
        """A form: `act` finds what was posted in `page.form`. `first`: see `_calm`."""
        return Route(path, self._calm(act, to, first), methods=["POST"])

    def _calm(self, show: Show, to: frozenset[ActorKind], first: bool) -> Callable[[Request], Awaitable[Response]]:
        """`show` for whoever may come here. Who has a password to change, or a second factor to set up, is led to that
        from everywhere but the pages that come `first`, and those that are for anybody."""

        async def answer(request: Request) -> Response:
            page = Page(self, request, await self.identify(request))
            try:
                if page.actor.kind not in to:
                    return await _to_sign_in(page)
                if page.waits and not first and to != ANYBODY:
                    return _to(page, await first_of_all(page))
                if request.method == "POST":
                    await page.read_form()
                return await show(page)
            except MissingError:
                return await _plain(page, "errors/missing.html", 404)
            except RefusedError as refused:
                return await _plain(page, "errors/refused.html", 403, message=refused.message, verb=refused.verb)
            except StaleFormError:
                return await _plain(page, "errors/stale.html", 400)
            except Exception as error:  # the last resort of every page: logged once, shown as a reference and no more
                if not isinstance(error, FailedError):
                    log.exception("page.unexpected", path=request.url.path)
                return _failed(page)
            finally:
                await page.form.close()

        return answer


async def first_of_all(page: Page) -> str:
    """What somebody has to do before anything else: `page.waits`."""
    me = (await page.query("FirstOfAll"))["me"]
    return "/settings/password" if me["staff"]["account"]["mustChangePassword"] else "/settings/factor"


async def _to_sign_in(page: Page) -> Response:
    """Sign in first, then back here. What was typed meanwhile is kept; a page that merely waits is left as it is."""
    request = page.request
    if entry.cookie_name(page.client.runtime.settings) in request.cookies:  # a party has nowhere to sign in
        return page.go("/r/left")
    if request.headers.get("hx-request"):
        if is_waiting(request):
            ended = page.fragment("ended.html")
            ended.headers["hx-retarget"], ended.headers["hx-reswap"] = "#bar", "innerHTML"
            return ended
        return _to(page, "/login?next=" + quote(_shown(request), safe=""))
    if request.method == "POST":
        return await kept.ask(page) or page.go("/login?ended=1")
    path, query = request.url.path, request.url.query
    return page.go("/login?next=" + quote(f"{path}?{query}" if query else path, safe=""))


def _shown(request: Request) -> str:
    """The page that asks for a part of itself, as htmx tells it."""
    shown = urlsplit(request.headers.get("hx-current-url", ""))
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


def _to(page: Page, path: str) -> Response:
    """Go there; where a part of a page was asked for, the whole page goes."""
    if not page.request.headers.get("hx-request"):
        return page.go(path)
    return Response(status_code=401, headers={"hx-redirect": path, "cache-control": "no-store"})


async def _plain(page: Page, template: str, status: int, **values: Any) -> Response:
    if page.actor.kind is ActorKind.PARTY:  # has one page only, and no use for ours
        template = "errors/party.html"
    try:
        return await page.render(template, status=status, code=status, **values)
    except Exception:  # the page that says what is wrong cannot be made either: the one that needs nothing
        log.exception("page.unexpected", path=page.request.url.path)
        return _failed(page)


def _failed(page: Page) -> Response:
    """What needs nothing that might be away."""
    return page.fragment("errors/failed.html", status=500, reference=request_id.get() or "")


def routes(runtime: Runtime, endpoint: Endpoint, identify: Callable[[Request], Awaitable[Actor]]) -> list[BaseRoute]:
    """The routes of every screen."""
    from mediation.web import screens

    client = Client(runtime, endpoint, identify)
    found: list[BaseRoute] = []
    for module in sorted(pkgutil.iter_modules(screens.__path__), key=lambda module: module.name):
        screen = importlib.import_module(f"{screens.__name__}.{module.name}")
        client.said.update(getattr(screen, "SAID", {}))
        found += screen.routes(client)
    return [*found, _Otherwise("/{rest:path}", client.get("/", _nothing_here, to=ANYBODY).endpoint)]


class _Otherwise(Route):
    """Any other address that somebody looks at. What is sent to one is refused as where there is no page of ours."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """A match for GET only, and for no other method a half one."""
        match, child = super().matches(scope)
        return (match, child) if match is Match.FULL else (Match.NONE, {})


async def _nothing_here(page: Page) -> Response:
    if "text/html" not in page.request.headers.get("accept", ""):
        return Response(status_code=404)
    raise MissingError
