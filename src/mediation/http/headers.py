"""Security headers on every answer, errors and unknown paths included; refuses to hold CORS: there is none.

The strictest policy is the default and a path must ask for more. The ``Server`` header is uvicorn's own: see
``UVICORN_OPTIONS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; sandbox"
)
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
# GraphiQL loads its parts, with integrity hashes, from one address and starts from an inline script: for development.
GRAPHIQL_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline' https://unpkg.com; style-src 'unsafe-inline' https://unpkg.com; "
    "img-src 'self' data:; font-src data: https://unpkg.com; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; form-action 'none'"
)

_ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_BY_DEFAULT: Final[tuple[tuple[bytes, bytes], ...]] = ((b"cache-control", b"no-store"),)
_CONTENT_POLICY: Final = b"content-security-policy"
_OURS: Final = frozenset({b"server", b"x-powered-by"} | {name for name, _ in _ALWAYS})
"""what a response does not say itself: it tells about the server, or is said here"""
_API_POLICY: Final = API_POLICY.encode()


class SecurityHeaders:
    """Adds what is missing and removes what tells about the server.

    A response may set its own ``Content-Security-Policy`` and ``Cache-Control``; the rest is not negotiable.

    Args:
        policies: path prefix to Content-Security-Policy; the longest that fits counts. ``/work`` fits ``/work`` and
            ``/work/1``, not ``/workers``; ``/`` fits everything.
    """

    def __init__(self, app: ASGIApp, *, policies: Mapping[str, str] | None = None) -> None:
        self.app = app
        ordered = sorted((policies or {}).items(), key=lambda pair: -len(pair[0]))
        self._policies = [(prefix.rstrip("/"), policy.encode()) for prefix, policy in ordered]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                message = {**message, "headers": self._complete(message.get("headers", ()), scope["path"])}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _complete(self, headers: Iterable[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
        kept = [pair for pair in headers if pair[0].lower() not in _OURS]
        present = {name.lower() for name, _ in kept}
        kept += [pair for pair in _BY_DEFAULT if pair[0] not in present]
        if _CONTENT_POLICY not in present:
            kept.append((_CONTENT_POLICY, self._policy(path)))
        kept += _ALWAYS
        return kept

    def _policy(self, path: str) -> bytes:
        for prefix, policy in self._policies:
            if path == prefix or path.startswith(prefix + "/"):
                return policy
        return _API_POLICY
