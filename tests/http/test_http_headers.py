"""Headers on every answer, request ids, and the answer to what nobody expected."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator

import httpx2
import pytest
import structlog
from starlette.testclient import TestClient
from tests.http.toy import Toy

from mediation.http import API_POLICY, GRAPHIQL_POLICY, PAGE_POLICY
from mediation.infra import log

JSON = {"content-type": "application/json"}
REQUIRED = {
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level, stream = root.handlers[:], root.level, io.StringIO()
    log.configure("INFO", stream=stream)
    yield stream
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/graphql", b'{"query": "x"}', 200),
        ("GET", "/graphql", b"", 200),
        ("GET", "/work", b"", 200),
        ("HEAD", "/work", b"", 200),
        ("POST", "/graphql", b"[]", 400),
        ("POST", "/graphql", b"\xff", 400),
        ("POST", "/graphql", b"x" * 300_000, 413),
        ("GET", "/nowhere", b"", 404),
        ("GET", "/../../etc/passwd", b"", 404),
        ("DELETE", "/work", b"", 405),
        ("TRACE", "/work", b"", 405),
        ("GET", "/boom", b"", 500),
        ("GET", "/work/", b"", 307),
    ],
)
async def test_security_headers_stand_on_every_route_and_status(
    client: httpx2.AsyncClient, method: str, path: str, content: bytes, status: int
) -> None:
    response = await client.request(method, path, content=content, headers=JSON)

    assert response.status_code == status
    assert {name: response.headers[name] for name in REQUIRED} == REQUIRED
    policy = response.headers["content-security-policy"]
    assert policy == (PAGE_POLICY if path.startswith("/work") else API_POLICY)
    assert "server" not in response.headers
    assert "x-powered-by" not in response.headers
    assert len(response.headers.get_list("content-security-policy")) == 1
    assert re.fullmatch(r"[a-p]{20}", response.headers["x-request-id"])


@pytest.mark.parametrize("policy", [API_POLICY, PAGE_POLICY, GRAPHIQL_POLICY])
def test_every_policy_starts_from_nothing_and_cannot_be_framed_or_rebased(policy: str) -> None:
    directives = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}

    for name in ("default-src", "base-uri", "frame-ancestors", "object-src"):
        assert directives[name] == ["'none'"]
    assert "form-action" in directives


def test_a_page_of_ours_runs_no_inline_script_or_style() -> None:
    assert "unsafe" not in PAGE_POLICY + API_POLICY


async def test_a_response_keeps_its_own_policy_and_cache_rule(client: httpx2.AsyncClient) -> None:
    response = await client.get("/static/app.css")

    assert response.headers["cache-control"] == "public, max-age=60"
    assert response.headers["content-security-policy"] == "default-src 'self'"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_sane_request_id_is_kept_and_returned_once(client: httpx2.AsyncClient) -> None:
    response = await client.get("/work", headers={"x-request-id": "gateway-2026.11-ab_c"})

    assert response.headers.get_list("x-request-id") == ["gateway-2026.11-ab_c"]


@pytest.mark.parametrize(
    "offered",
    ["", "short", "x" * 65, "has space in it", "newline\\n{}", "张三张三张三张三".encode().decode("latin-1"), "<script>alert</script>",
     "13800138000", "11010119900307721X", "-starts-with-a-dash", "semi;colon;semi"],
)  # fmt: skip
async def test_another_request_id_is_replaced(client: httpx2.AsyncClient, offered: str) -> None:
    response = await client.get("/work", headers=[(b"x-request-id", offered.encode("latin-1"))])

    assert re.fullmatch(r"[a-p]{20}", response.headers["x-request-id"])


async def test_each_request_has_an_id_of_its_own_that_the_view_can_read(client: httpx2.AsyncClient) -> None:
    responses = [await client.post("/graphql", content=b'{"query": "x"}', headers=JSON) for _ in range(50)]

    ids = [response.headers["x-request-id"] for response in responses]
    assert len(set(ids)) == 50
    assert [response.json()["id"] for response in responses] == ids
    assert log.request_id.get() is None


async def test_an_unexpected_exception_is_answered_with_the_id_and_logged_once(
    client: httpx2.AsyncClient, lines: io.StringIO
) -> None:
    response = await client.get("/boom", headers={"x-request-id": "req-12345678"})

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {
        "error": {
            "code": "INTERNAL",
            "message": "系统出错，请凭编号联系工作人员。Something went wrong; quote the request id.",
            "request_id": "req-12345678",
        }
    }
    (event,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (event["event"], event["request_id"], event["path"]) == ("http.unexpected", "req-12345678", "/boom")
    assert "RuntimeError" in event["exception"]
    assert "s3cret" not in lines.getvalue() + response.text
    assert "13800138000" not in lines.getvalue() + response.text


async def test_a_response_that_has_begun_is_broken_off_and_logged_once(toy: Toy, lines: io.StringIO) -> None:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.sleep(3600)  # the client stays and says nothing
        return {}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/late", "query_string": b"", "root_path": "", "headers": [],
    }  # fmt: skip
    await toy.app(scope, receive, send)  # type: ignore[arg-type]

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[-1]["more_body"] is True
    assert lines.getvalue().count("http.unexpected") == 1


def test_a_websocket_has_an_id_and_an_exception_closes_it(toy: Toy, lines: io.StringIO) -> None:
    client = TestClient(toy.app, base_url="http://studio.test")

    with client.websocket_connect("ws://studio.test/graphql") as socket:
        said = socket.receive_text()
    with client.websocket_connect("ws://studio.test/graphql?boom=1") as socket:
        closed = socket.receive()

    assert re.fullmatch(r"[a-p]{20}", said)
    assert (closed["type"], closed["code"]) == ("websocket.close", 1011)
    assert lines.getvalue().count("http.unexpected") == 1
