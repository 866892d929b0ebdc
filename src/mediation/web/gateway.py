"""Routes of the gateways: receipts of the real one, and the local one of demonstrations with the page that shows it."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mediation.infra.runtime import Runtime
from mediation.kit.actor import system
from mediation.notice import demonstration, receipts
from mediation.web.pages import render

_NO_STORE = {"cache-control": "no-store"}
_CHANNELS = {"sms": ("短信", "text message"), "email": ("邮件", "e-mail"), "chat": ("群消息", "chat")}


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

    async def page(self, request: Request) -> Response:
        """The latest messages, to look at; `?to=` narrows them to one recipient."""
        to = request.query_params.get("to", "")[:200]
        async with self._runtime.read() as connection:
            rows = await demonstration.recent(connection, to=to or None)
        return render("dev/gateway.html", messages=rows, to=to, channels=_CHANNELS)


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
