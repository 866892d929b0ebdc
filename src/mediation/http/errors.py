"""The last resort: an exception nobody expected becomes one log line and an answer that shows nothing of it.

Stands inside Starlette's own error handler, which would answer in its own words and raise again. Refuses to hold any
case by case handling: an expected problem is answered where it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from mediation.http.answers import Code, refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Errors:
    """Answers 500 with the request id and logs the exception once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            log = structlog.get_logger(__name__)
            log.exception("http.unexpected", method=scope.get("method"), path=scope["path"])
            if scope["type"] == "websocket":
                await _close(send)
            elif not started:
                await refuse(send, Code.INTERNAL)
            # A response that has begun cannot be taken back: returning unfinished makes the server drop the connection.


async def _close(send: Send) -> None:
    try:
        await send({"type": "websocket.close", "code": 1011, "reason": ""})
    except (RuntimeError, OSError):
        # Already closed from the other side or by the application itself.
        return
