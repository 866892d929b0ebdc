"""The HTTP shell: what stands between the socket and the application, as pure ASGI middleware, and how to run it.

``shell()`` is the list for ``Starlette(middleware=...)``, outermost first: request id, security headers, errors, body
limits, same origin, JSON guard. ``UVICORN_OPTIONS`` belongs to it: what only the server can do.

Refuses to hold: routes, sessions and identity, the limits of GraphQL documents (``limits/``), form tokens (``web/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.middleware import Middleware

from mediation.http.body import BODY_MAX, BODY_SECONDS, BodyLimit
from mediation.http.errors import Errors
from mediation.http.headers import API_POLICY, GRAPHIQL_POLICY, PAGE_POLICY, SecurityHeaders
from mediation.http.json_guard import JsonGuard, JsonRefusedError, parse_json
from mediation.http.origin import SameOrigin
from mediation.http.request_id import RequestId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

UVICORN_OPTIONS: Final[Mapping[str, Any]] = {
    "server_header": False,  # added below every middleware: only the server can leave it out
    "log_config": None,  # infra/log.py has the handlers
    "ws_max_size": 65_536,  # the JSON guard does not see WebSocket messages
    "ws_max_queue": 8,
    "timeout_graceful_shutdown": 25,
}


def shell(
    *,
    json_paths: Collection[str] = ("/graphql",),
    origins: Collection[str] = (),
    secret_paths: Collection[str] = ("/s/",),
    body_limits: Mapping[str, int] | None = None,
    policies: Mapping[str, str] | None = None,
) -> list[Middleware]:
    """Return the middleware of the application, outermost first.

    Args:
        json_paths: paths whose POST takes one JSON object and nothing else; the view finds it, parsed, in
            ``scope["state"]["json"]``.
        origins: the public origins of this installation (``https://studio.example``) beside the Host of a request.
        secret_paths: path prefixes that a secret follows; see ``SameOrigin``.
        body_limits: path pattern (``*`` is one segment, ``/cases/*/import``) to bytes, where 256 KiB is not enough.
        policies: path prefix to Content-Security-Policy, where that of an API is too strict; a response that sets its
            own keeps it.
    """
    return [
        Middleware(RequestId),
        Middleware(SecurityHeaders, policies=policies or {}),
        Middleware(Errors),
        Middleware(BodyLimit, overrides=body_limits or {}),
        Middleware(SameOrigin, origins=origins, json_paths=json_paths, secret_paths=secret_paths),
        Middleware(JsonGuard, paths=json_paths),
    ]


__all__ = [
    "API_POLICY",
    "BODY_MAX",
    "BODY_SECONDS",
    "GRAPHIQL_POLICY",
    "PAGE_POLICY",
    "UVICORN_OPTIONS",
    "BodyLimit",
    "Errors",
    "JsonGuard",
    "JsonRefusedError",
    "RequestId",
    "SameOrigin",
    "SecurityHeaders",
    "parse_json",
    "shell",
]
