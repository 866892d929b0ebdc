"""A small application inside the shell: an API that echoes, a page, an upload, and ways to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from mediation.http import PAGE_POLICY, shell

UPLOAD_MAX = 1_000_000


class Toy:
    """The application and what reached it."""

    def __init__(self, middleware: list[Middleware] | None = None) -> None:
        self.reached: list[str] = []
        routes = [
            Route("/graphql", self.graphql, methods=["POST", "GET"]),
            Route("/cases/{no}/import", self.upload, methods=["POST"]),
            Route("/cases/{no}/form", self.form, methods=["POST"]),
            Route("/work", self.page),
            Route("/static/app.css", self.style),
            Route("/boom", self.boom, methods=["GET", "POST"]),
            Route("/late", self.late),
            Route("/s/{token}", self.status),
            WebSocketRoute("/graphql", self.socket),
        ]
        if middleware is None:
            middleware = shell(
                origins=["https://studio.example"],
                body_limits={"/cases/*/import": UPLOAD_MAX},
                policies={"/work": PAGE_POLICY},
            )
        self.app = Starlette(routes=routes, middleware=middleware)

    async def graphql(self, request: Request) -> Response:
        self.reached.append("graphql")
        parsed = request.scope["state"].get("json")
        return JSONResponse({"parsed": parsed, "body": (await request.body()).decode(), "id": request.state.request_id})

    async def upload(self, request: Request) -> Response:
        self.reached.append("upload")
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
        return JSONResponse({"size": size})

    async def form(self, request: Request) -> Response:
        async with request.form() as form:
            self.reached.append("form")
            return JSONResponse(dict(form))

    async def page(self, _request: Request) -> Response:
        return HTMLResponse("<p>待办</p>", headers={"server": "toy", "x-powered-by": "toy"})

    async def style(self, _request: Request) -> Response:
        own = {"cache-control": "public, max-age=60", "content-security-policy": "default-src 'self'"}
        return PlainTextResponse("p{}", headers=own)

    async def boom(self, _request: Request) -> Response:
        raise RuntimeError("postgresql://app:s3cret@db/x for 13800138000")

    async def late(self, _request: Request) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            yield b"first"
            raise RuntimeError("after the beginning")

        return StreamingResponse(lines())

    async def status(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def socket(self, websocket: WebSocket) -> None:
        self.reached.append("socket")
        await websocket.accept()
        if websocket.query_params.get("boom"):
            raise RuntimeError("in the socket")
        await websocket.send_text(str(websocket.state.request_id))
        await websocket.close()


async def post_raw(toy: Toy, messages: list[dict[str, object]], headers: dict[str, str]) -> tuple[int, bytes]:
    """Send ASGI messages as they are; after the last one nothing more comes."""
    sent: list[dict[str, object]] = []
    left = iter(messages)

    async def receive() -> dict[str, object]:
        for message in left:
            return message
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "root_path": "", "client": None, "server": None,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    await toy.app(scope, receive, send)  # type: ignore[arg-type]  # the messages may be wrong on purpose
    assert len({id(message) for message in sent if message["type"] == "http.response.start"}) == 1
    status = next(message["status"] for message in sent if message["type"] == "http.response.start")
    body = b"".join(message["body"] for message in sent if message["type"] == "http.response.body")  # type: ignore[misc]
    return status, body  # type: ignore[return-value]
