"""How much body a request may have and how long it may take to arrive; refuses to hold what is in it.

Nothing is buffered here: bytes are counted as they pass, with or without a Content-Length.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from mediation.http.answers import Code, header, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_MAX: Final = 256 * 1024
# A slow-loris sends a byte a second; a page of roster over a bad connection takes a few.
BODY_SECONDS: Final = 20.0


class BodyRefusedError(Exception):
    """Raised into a reader of the body; only ``BodyLimit`` catches it."""


class BodyLimit:
    """Answers 413 to a body that is too large and 408 to one that does not arrive.

    Args:
        limit: bytes.
        overrides: path pattern to bytes; ``*`` stands for one segment of the path.
        seconds: from the first read to the last byte; for a larger limit proportionally longer.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int = BODY_MAX,
        overrides: Mapping[str, int] | None = None,
        seconds: float = BODY_SECONDS,
    ) -> None:
        self.app = app
        self._limit = limit
        self._seconds = seconds
        self._overrides = [(_pattern(path), size) for path, size in (overrides or {}).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        declared = header(scope, b"content-length")
        if declared is not None and (not declared.isdecimal() or len(declared) > 15 or int(declared) > limit):
            await refuse(send, Code.BODY_TOO_LARGE, close=True)
            return
        seconds = self._seconds * max(1.0, limit / self._limit)
        await _Passage(receive, send, limit=limit, seconds=seconds).run(self.app, scope)

    def _limit_of(self, path: str) -> int:
        for pattern, size in self._overrides:
            if pattern.fullmatch(path):
                return size
        return self._limit


class _Passage:
    """One request on its way through."""

    def __init__(self, receive: Receive, send: Send, *, limit: int, seconds: float) -> None:
        self._receive, self._send = receive, send
        self._left = limit
        self._seconds = seconds
        self._deadline: float | None = None
        self._complete = False
        self._started = False
        self._refusal: Code | None = None

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self._read, self._write)
        except Exception:
            # Whatever a reader made of our exception: the refusal below is the answer.
            if self._refusal is None:
                raise
        if self._refusal is not None and not self._started:
            await refuse(self._send, self._refusal, close=True)

    async def _read(self) -> Message:
        if self._complete:
            return await self._receive()
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            self._refusal = Code.BODY_TIMEOUT
            raise BodyRefusedError from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        if self._left < 0:
            self._refusal = Code.BODY_TOO_LARGE
            raise BodyRefusedError
        return message

    async def _write(self, message: Message) -> None:
        if self._refusal is not None and not self._started:
            return
        self._started = True
        await self._send(message)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(part) for part in path.split("*")))
