"""A real HTTP server whose application is changed from test to test, and what was asked of it."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn

from mediation.http import UVICORN_OPTIONS


@dataclass(frozen=True)
class Asked:
    """A request as it arrived, with what was answered."""

    method: str
    path: str
    headers: dict[str, str]
    status: int
    body_bytes: int


class Door:
    """Listens on one port of this machine; `app` is what stands behind it now."""

    def __init__(self) -> None:
        self.app: Any = None
        self.asked: list[Asked] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand the request on and write it down."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, size = 0, 0

        async def counted(message: Any) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            self.asked.append(Asked(scope["method"], scope["path"], headers, status, size))

    async def serve(self) -> "_Server":
        """Start serving; returns once it answers."""
        config = uvicorn.Config(
            self, access_log=False, lifespan="off", ws="websockets-sansio", **{**UVICORN_OPTIONS, **_IMPATIENT}
        )
        server = _Server(config)
        server.running = asyncio.create_task(server.serve(sockets=[self._socket]))
        await server.answering.wait()
        return server


_IMPATIENT = {"timeout_graceful_shutdown": 1}


class _Server(uvicorn.Server):
    """Uvicorn within a test: signals stay with pytest."""

    running: "asyncio.Task[None]"

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.answering.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def close(self) -> None:
        """Stop; what still hangs on a connection is cut off."""
        self.should_exit = True
        await self.running
