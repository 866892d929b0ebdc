"""The staff's client: routes whose pages are rendered here, with one way to identify, refuse and fail.

Pages of a person sit in `screens/`, one module for each group; each has `routes(client)` and may have `SAID`, the sentences
with which the next page greets after something was done.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mediation.gql.endpoint import Endpoint
from mediation.infra.log import request_id
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Text
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

    def get(self, path: str, show: Show, *, to: frozenset[ActorKind] = STAFF) -> Route:
        """A page that only shows. Whoever looks changes nothing."""
        return Route(path, self._calm(show, to), methods=["GET"])

    def post(self, path: str, act: Show, *, to: frozenset[ActorKind] = STAFF) -> Route:
        """A form: `act` finds what was posted in `page.form`."""
        return Route(path, self._calm(act, to), methods=["POST"])

    def _calm(self, show: Show, to: frozenset[ActorKind]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            page = Page(self, request, await self.identify(request))
            if page.actor.kind not in to:
                return _to_sign_in(page)
            try:
                if request.method == "POST":
                    await page.read_form()
                return await show(page)
            except MissingError:
                return await _plain(page, "errors/missing.html", 404)
            except RefusedError as refused:
                return await _plain(page, "errors/refused.html", 403, message=refused.message, verb=refused.verb)
            except StaleFormError:
                return await _plain(page, "errors/stale.html", 400)
            except Exception as error:
                if not isinstance(error, FailedError):
                    log.exception("page.unexpected", path=request.url.path)
                return _failed(page)
            finally:
                await page.form.close()

        return answer


def _to_sign_in(page: Page) -> Response:
    """Sign in first, then back here; what cannot be gone back to leads to the beginning."""
    path, query = page.request.url.path, page.request.url.query
    back = f"{path}?{query}" if query else path
    if page.request.headers.get("hx-request"):  # a part of a page whose session ended: the whole page goes
        return Response(status_code=401, headers={"hx-redirect": "/login", "cache-control": "no-store"})
    return page.go("/login?next=" + quote(back, safe="") if page.request.method == "GET" else "/login?ended=1")


async def _plain(page: Page, template: str, status: int, **values: Any) -> Response:
    try:
        return await page.render(template, status=status, **values)
    except Exception:
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
    return [*found, client.get("/{rest:path}", _nothing_here, to=ANYBODY)]


async def _nothing_here(page: Page) -> Response:
    """Any other address: a page of ours for people, nothing for machines."""
    if "text/html" not in page.request.headers.get("accept", ""):
        return Response(status_code=404)
    raise MissingError
