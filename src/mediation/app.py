"""The Starlette application: routes, middleware, lifespan. Decides nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from mediation import bindings, schema
from mediation.access.guard import guard
from mediation.agency import sessions
from mediation.case.roster_file import MAX_BYTES
from mediation.gql.endpoint import Endpoint, Subscriptions, is_waiting
from mediation.http import shell
from mediation.infra.runtime import Runtime
from mediation.kit.actor import ANONYMOUS, Actor
from mediation.room import entry
from mediation.settings import Settings, get_settings
from mediation.web import client, documents, evidence, gateway, ledger, roster
from mediation.web import status as status_pages


def runtime_for(settings: Settings) -> Runtime:
    """The runtime of a process that serves or works."""
    from mediation import calendars, regions, rulebook
    from mediation.infra import runtime
    from mediation.reactions import REACTIONS

    rulebook.load(settings.policies_dir)
    regions.known(settings.policies_dir)
    return runtime.build(settings, calendar=calendars.load(settings.policies_dir), reactions=REACTIONS)


def ready_runtime(settings: Settings) -> Runtime:
    """The runtime of a command that does something: it decides and tells as a server would."""
    guard.load(settings.policies_dir)
    bindings.bind()
    return runtime_for(settings)


_BODY_LIMITS = {
    "/cases/*/import": MAX_BYTES,
    "/cases/*/roster": MAX_BYTES + 256 * 1024,  # a form around the file
    "/cases/*/roster/*": 1024 * 1024,  # corrections of 500 rows
    "/cases/*/evidence": evidence.BODY_BYTES,
    "/cases/*/evidence/add": evidence.BODY_BYTES,
}
"""Where more than a form's worth is taken: rosters, and files of evidence."""


def create_app(settings: Settings | None = None, *, runtime: Runtime | None = None) -> Starlette:
    """The application for `settings`; tests hand in their own runtime.

    Its `state.leaving` is to be set when the server is about to stop: then pages that wait for news are let go.
    """
    settings = settings or (runtime.settings if runtime else get_settings())
    runtime = runtime or runtime_for(settings)
    guard.load(settings.policies_dir)
    bindings.bind()

    async def identify(request: Request | WebSocket, parameters: Mapping[str, Any]) -> Actor:
        return await _identify(runtime, request, parameters)

    endpoint = Endpoint(schema.build(introspection=settings.introspection), runtime, identify, settings.graphiql)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await runtime.wire.start()
        try:
            yield
        finally:
            await runtime.close()

    app = Starlette(
        routes=_routes(runtime, endpoint),
        middleware=shell(
            origins=[settings.base_url],
            body_limits=_BODY_LIMITS,
        ),
        lifespan=lifespan,
    )
    app.state.leaving = asyncio.Event()
    return app


def _routes(runtime: Runtime, endpoint: Endpoint) -> list[BaseRoute]:
    async def identify(request: Request) -> Actor:
        return await endpoint.identify(request, {})

    return [
        Route("/graphql", endpoint.post, methods=["POST"]),
        Route("/graphql", endpoint.get, methods=["GET"]),
        WebSocketRoute("/graphql", Subscriptions(endpoint, (runtime.settings.base_url.rstrip("/"),))),
        Route("/healthz", _healthz(runtime)),
        *status_pages.routes(runtime),
        *gateway.routes(runtime),
        *roster.routes(runtime, identify),
        *documents.routes(runtime, identify),
        *ledger.routes(runtime, identify),
        *evidence.routes(runtime, identify),
        *client.routes(runtime, endpoint, identify),
    ]


def _healthz(runtime: Runtime) -> Callable[[Request], Awaitable[Response]]:
    async def healthz(_: Request) -> Response:
        async with runtime.read() as connection:
            await connection.execute(text("SELECT 1"))
        return JSONResponse({"ok": True})

    return healthz


async def _identify(runtime: Runtime, request: Request | WebSocket, parameters: Mapping[str, Any]) -> Actor:
    """Who is asking: a bearer token (header, or the WebSocket's parameters), or a cookie; else nobody.

    The cookie is the session's, and on the pages of rooms, when there is no session, that of a party's entry.
    """
    authorization = request.headers.get("authorization") or str(parameters.get("authorization") or "")
    scheme, _, given = authorization.partition(" ")
    cookie = request.cookies.get(sessions.cookie_name(runtime.settings))
    # A request with a bearer token is not asked where it comes from: then the cookie is not looked at either.
    token = given.strip() if scheme.lower() == "bearer" else cookie
    now = runtime.clock.now()
    language = request.headers.get("accept-language", "")
    locale = "en" if language.lower().startswith("en") else "zh-CN"
    actor = None
    if token:
        live = is_waiting(request)
        actor = await sessions.actor_of(runtime, token, now, live=live, locale=locale) or await entry.actor_of(
            runtime, token, now, locale=locale
        )
    if actor is None and not authorization and f"{request.url.path}/".startswith(f"{entry.COOKIE_PATH}/"):
        seat = request.cookies.get(entry.cookie_name(runtime.settings), "")
        actor = await entry.actor_of(runtime, seat, now, locale=locale)
    return actor or Actor(kind=ANONYMOUS.kind, locale=locale, at=now)
