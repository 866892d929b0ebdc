"""One id per request: in the log, in the answer, and where a person can quote it. Refuses to hold tracing."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from mediation.http.answers import header
from mediation.infra import log

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SANE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,63}", re.ASCII)
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")
_NAME: Final = b"x-request-id"


class RequestId:
    """Takes a sane ``X-Request-ID`` or makes one, keeps it for the log, and returns it with the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        current = _accepted(header(scope, _NAME)) or new_request_id()
        scope.setdefault("state", {})["request_id"] = current

        async def send_with_id(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                others = [pair for pair in message.get("headers", ()) if pair[0].lower() != _NAME]
                message = {**message, "headers": [*others, (_NAME, current.encode())]}
            await send(message)

        token = log.request_id.set(current)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            log.request_id.reset(token)


def new_request_id() -> str:
    """Return 80 random bits in lower-case letters: digits could look like a telephone number to the log."""
    return token_hex(10).translate(_LETTERS)


def _accepted(offered: str | None) -> str | None:
    if offered is None or not _SANE.fullmatch(offered) or log.scrub(offered) != offered:
        return None
    return offered
