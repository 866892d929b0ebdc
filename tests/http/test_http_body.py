"""Body limits: counted as they pass, declared or not, within a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx2
import orjson
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tests.http.toy import UPLOAD_MAX, Toy, post_raw

from mediation.http import BODY_MAX, BodyLimit

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def padded(size: int) -> bytes:
    """A valid body of exactly `size` bytes."""
    body = b'{"query": "%s"}'
    return body % (b"x" * (size - len(body) + 2))


async def chunks(total: int, size: int = 16_384) -> AsyncIterator[bytes]:
    left = total
    while left > 0:
        yield b"x" * min(size, left)
        left -= size


async def test_the_limit_is_exact(client: httpx2.AsyncClient, toy: Toy) -> None:
    at, over = padded(BODY_MAX), padded(BODY_MAX + 1)

    assert (await client.post("/graphql", content=at, headers=JSON)).status_code == 200
    refused = await client.post("/graphql", content=over, headers=JSON)

    assert len(at) == 262_144
    assert refused.status_code == 413
    assert refused.json()["error"]["code"] == "BODY_TOO_LARGE"
    assert refused.headers["connection"] == "close"
    assert toy.reached == ["graphql"]


async def test_a_declared_length_is_refused_before_a_byte_is_read(toy: Toy) -> None:
    status, body = await post_raw(toy, [], {**JSON, "content-length": "52428800"})

    assert status == 413
    assert orjson.loads(body)["error"]["code"] == "BODY_TOO_LARGE"


@pytest.mark.parametrize("declared", ["-1", "1e3", "9" * 400, "0x10", "１２", "1, 1"])
async def test_a_length_that_is_no_number_is_refused(toy: Toy, declared: str) -> None:
    headers = {**JSON, "content-length": declared} if declared.isascii() else {**JSON, "content-length": "\xb2"}

    status, _ = await post_raw(toy, [], headers)

    assert status == 413


async def test_a_chunked_body_is_cut_at_the_limit_and_the_rest_is_not_read(toy: Toy) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 50_000_000:
            read += 65_536
            yield b"x" * 65_536

    app = BodyLimit(toy.app)
    asked = _CountingReader(app, endless())

    status = await asked.post("/graphql", {"content-type": "application/json"})

    assert status == 413
    assert read <= BODY_MAX + 2 * 65_536
    assert toy.reached == []


class _CountingReader:
    """Hands an application as many chunks as it asks for."""

    def __init__(self, app: object, body: AsyncIterator[bytes]) -> None:
        self._app, self._body = app, body

    async def post(self, path: str, headers: dict[str, str]) -> int:
        statuses: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": await anext(self._body), "more_body": True}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(int(str(message["status"])))

        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "POST", "path": path, "headers": pairs, "query_string": b"", "root_path": ""}
        await self._app(scope, receive, send)  # type: ignore[operator]
        assert len(statuses) == 1
        return statuses[0]


async def test_a_length_that_lies_does_not_help(toy: Toy) -> None:
    part = {"type": "http.request", "body": b"x" * 200_000, "more_body": True}

    status, _ = await post_raw(toy, [part, part, part], {**JSON, "content-length": "10"})

    assert status == 413


async def test_an_upload_has_a_limit_of_its_own(client: httpx2.AsyncClient, toy: Toy) -> None:
    within = await client.post("/cases/JM-1/import", content=chunks(UPLOAD_MAX))
    over = await client.post("/cases/JM-1/import", content=chunks(UPLOAD_MAX + 1))
    elsewhere = await client.post("/cases/JM-1/form", content=chunks(UPLOAD_MAX), headers=FORM)
    deeper = await client.post("/cases/JM-1/x/import", content=b"x" * 300_000)

    assert within.json() == {"size": UPLOAD_MAX}
    assert [over.status_code, elsewhere.status_code, deeper.status_code] == [413, 413, 413]
    assert toy.reached == ["upload", "upload"]


async def test_a_form_parser_that_swallows_the_refusal_does_not_change_it(client: httpx2.AsyncClient) -> None:
    response = await client.post("/cases/1/form", content=chunks(BODY_MAX + 1), headers=FORM)

    assert response.status_code == 413
    assert response.json()["error"]["code"] == "BODY_TOO_LARGE"


async def test_an_application_that_answers_after_the_refusal_is_not_heard() -> None:
    async def careless(scope: object, receive: object, send: object) -> None:
        request = Request(scope, receive, send)  # type: ignore[arg-type]
        response: Response
        try:
            await request.body()
            response = JSONResponse({"ok": True})
        except Exception:
            response = JSONResponse({"swallowed": True}, status_code=200)
        await response(scope, receive, send)  # type: ignore[arg-type]

    app = BodyLimit(careless, limit=10)

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://t") as client:
        refused = await client.post("/", content=chunks(11))
        passed = await client.post("/", content=chunks(10))

    assert refused.status_code == 413
    assert passed.json() == {"ok": True}


async def test_a_body_that_trickles_is_given_up_with_408(slow: Callable[[float], Toy]) -> None:
    toy = slow(0.05)
    first = {"type": "http.request", "body": b"{", "more_body": True}

    status, body = await post_raw(toy, [first], JSON)

    assert status == 408
    assert orjson.loads(body)["error"]["code"] == "BODY_TIMEOUT"
    assert toy.reached == []


async def test_after_the_body_a_response_may_take_as_long_as_it_needs(slow: Callable[[float], Toy]) -> None:
    async def waits(scope: object, receive: object, send: object) -> None:
        request = Request(scope, receive, send)  # type: ignore[arg-type]
        await request.body()
        # Longer than the body may take; the disconnect is awaited as a live page does.
        gone = asyncio.create_task(request.is_disconnected())
        await asyncio.sleep(0.1)
        await gone
        await JSONResponse({"ok": True})(scope, receive, send)  # type: ignore[arg-type]

    app = BodyLimit(waits, seconds=0.03)

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://t") as client:
        assert (await client.post("/", content=b"{}")).json() == {"ok": True}


async def test_a_client_that_goes_away_ends_the_request_quietly(toy: Toy) -> None:
    sent: list[object] = []
    messages = iter(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}],
    )

    async def receive() -> dict[str, object]:
        return next(messages)

    async def send(message: object) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "root_path": "",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip
    await toy.app(scope, receive, send)  # type: ignore[arg-type]

    assert sent == []
    assert toy.reached == []
