"""Routes of the gateways: receipts of the real one, and the local one of demonstrations with the page that shows it."""

import re
from datetime import datetime
from html import escape
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mediation.infra.clock import SHANGHAI
from mediation.infra.runtime import Runtime
from mediation.kit.actor import system
from mediation.notice import demonstration, receipts

_NO_STORE = {"cache-control": "no-store"}
_LINK = re.compile(r"https?://[\w.:/-]+", re.ASCII)


def routes(runtime: Runtime) -> list[Route]:
    """The receipts where a gateway has a token; the local gateway in demonstrations only."""
    found: list[Route] = []
    if runtime.settings.sms_gateway_token:
        found.append(Route("/gateway/receipts", _receipts(runtime), methods=["POST"]))
    if runtime.settings.demonstration:
        messages = _Messages(runtime)
        found += [
            Route("/dev/gateway", messages.page, methods=["GET"]),
            Route("/dev/gateway/messages", messages.accept, methods=["POST"]),
            Route("/dev/gateway/messages", messages.list, methods=["GET"]),
            Route("/dev/gateway/messages/{key}", messages.look_up, methods=["GET"]),
        ]
    return found


def _receipts(runtime: Runtime) -> Any:
    async def take(request: Request) -> Response:
        token, body = runtime.settings.sms_gateway_token, await request.body()
        assert token is not None, "without a token there is no such route"
        now = runtime.clock.now()
        try:
            key, delivered = receipts.verify(token, request.headers.get("mediation-signature", ""), body, now)
        except receipts.ReceiptError:
            return Response(status_code=400, headers=_NO_STORE)
        async with runtime.uow(system(now)) as tx:
            await receipts.take(tx, key, delivered=delivered)
        return Response(status_code=204, headers=_NO_STORE)

    return take


class _Messages:
    """The local gateway."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def accept(self, request: Request) -> Response:
        """Accept a message, or the same one again."""
        try:
            body = orjson.loads(await request.body())
            async with self._runtime.uow(system(self._runtime.clock.now())) as tx:
                reference = await demonstration.accept(tx, request.headers.get("idempotency-key", ""), body)
        except ValueError:
            return JSONResponse({"error": "not a message"}, status_code=400)
        return JSONResponse({"id": str(reference), "state": "accepted"}, status_code=201)

    async def look_up(self, request: Request) -> Response:
        """Whether a message was accepted under this key."""
        async with self._runtime.read() as connection:
            reference = await demonstration.look_up(connection, request.path_params["key"])
        if reference is None:
            return JSONResponse({"error": "unknown"}, status_code=404)
        return JSONResponse({"id": str(reference), "state": "accepted"})

    async def list(self, _: Request) -> Response:
        """The latest messages."""
        async with self._runtime.read() as connection:
            rows = await demonstration.recent(connection)
        return JSONResponse({"messages": [_json(row) for row in rows]}, headers=_NO_STORE)

    async def page(self, _: Request) -> Response:
        """The latest messages, to look at."""
        async with self._runtime.read() as connection:
            rows = await demonstration.recent(connection)
        return HTMLResponse(_page(rows), headers=_NO_STORE)


def _json(row: Any) -> dict[str, Any]:
    return {
        "acceptedAt": row.accepted_at.isoformat(),
        "channel": row.channel,
        "to": row.to,
        "subject": row.subject,
        "text": row.text,
        "times": row.times,
        "key": row.idempotency_key,
    }


def _local(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _with_links(words: str) -> str:
    return _LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(words))


def _page(rows: Any) -> str:
    lines = "\n".join(
        f"<tr><td>{_local(row.accepted_at)}</td><td>{escape(row.channel)}</td><td>{escape(row.to)}</td>"
        f"<td>{_with_links(row.text)}</td><td>{row.times}</td></tr>"
        for row in rows
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>演示网关 · Demonstration gateway</title></head><body>'
        "<h1>演示网关：本应发出的消息 <small>Demonstration gateway: what would have gone out</small></h1>"
        f"<p>最近 {len(rows)} 条，最新在前；没有一条真正发出。 Latest first; nothing was really sent.</p>"
        "<table><thead><tr><th>时间 Time</th><th>渠道 Channel</th><th>收件人 To</th><th>内容 Text</th>"
        f"<th>次数 Times</th></tr></thead><tbody>\n{lines}\n</tbody></table></body></html>"
    )
