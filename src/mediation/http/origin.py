"""Requests that another site makes a browser send are refused; refuses to hold form tokens and sessions.

A browser says where a request comes from (``Sec-Fetch-Site``, ``Origin``), and a page cannot change that. So whatever a
browser sends from elsewhere is refused, signed in or not (a stranger's sign-in form is an attack as well); a request
with a cookie must say where it comes from; and on the API it must also be something a plain form cannot send. Bearer
tokens are never sent by a browser on its own.

Our pages say ``Referrer-Policy: no-referrer``, and under it a browser sends ``Origin: null`` with its own forms: null
counts as ours when the browser also says ``same-origin``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from mediation.http.answers import Code, header, refuse
from mediation.http.json_guard import is_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_CUSTOM_HEADER: Final = b"x-requested-with"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class SameOrigin:
    """Answers 403 to cross-origin writes and WebSocket handshakes.

    Args:
        origins: public origins of this installation; needed where a proxy changes the Host.
        json_paths: paths where a request with a cookie needs JSON or ``X-Requested-With``; elsewhere forms are
            expected, and carry a token that the page checks.
        secret_paths: path prefixes that a secret follows. Who can address such a page knows the secret, so there a
            request may be silent about its origin: the telephones of some workers are too old to name it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Collection[str] = (),
        json_paths: Collection[str] = (),
        secret_paths: Collection[str] = (),
    ) -> None:
        self.app = app
        self._secret_paths = tuple(secret_paths)
        self._origins = frozenset(filter(None, (_normal(origin) for origin in origins)))
        self._json_paths = frozenset(json_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._passes(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await refuse(send, Code.CROSS_ORIGIN, close=True)
        else:
            # Closed before it was accepted: the server answers the handshake with 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})

    def _passes(self, scope: Scope) -> bool:
        if scope["type"] == "http":
            if scope["method"] in _SAFE:
                return True
        elif scope["type"] != "websocket":
            return True
        return _has_bearer(scope) or (self._is_same_origin(scope) and not self._could_be_a_form(scope))

    def _is_same_origin(self, scope: Scope) -> bool:
        site, origin = header(scope, b"sec-fetch-site"), header(scope, b"origin")
        if site is not None and site != "same-origin":
            return False
        if origin is not None and origin != "null":
            return self._is_ours(origin, scope)
        if site is not None or scope["path"].startswith(self._secret_paths):
            return True
        # Neither header: a machine, which has no cookies of a person.
        return origin is None and header(scope, b"cookie") is None

    def _could_be_a_form(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] not in self._json_paths or header(scope, b"cookie") is None:
            return False
        return not is_json(scope) and header(scope, _CUSTOM_HEADER) is None

    def _is_ours(self, origin: str, scope: Scope) -> bool:
        offered = _normal(origin)
        if offered is None:
            return False
        host = header(scope, b"host")
        # Behind a proxy that ends TLS our own scheme is not the browser's: the Host is compared under the browser's.
        return offered in self._origins or (
            host is not None and offered == _normal(f"{urlsplit(origin).scheme}://{host}")
        )


def _has_bearer(scope: Scope) -> bool:
    scheme, _, token = (header(scope, b"authorization") or "").partition(" ")
    return scheme.lower() == "bearer" and bool(token.strip())


def _normal(origin: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port; None for ``null`` and for whatever is more or less than an origin."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname or parts.username is not None or parts.path.strip("/") or parts.query:
        return None
    return parts.scheme, parts.hostname, port
