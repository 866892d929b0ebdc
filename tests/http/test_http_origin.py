"""Cross-site requests: forty shapes change nothing; our own pages, tokens and machines pass."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2
import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect
from tests.http.toy import Toy

HOST = "http://studio.test"
COOKIE = {"cookie": "__Host-session=abc"}
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
BODY = b'{"query": "mutation { x }"}'

FOREIGN_ORIGINS = [
    "https://evil.example", "null", "", "http://studio.test.evil.example", "http://evilstudio.test", "http://studio.test@evil.example",
    "http://studio.test:8080", "https://studio.test:80", "http://sub.studio.test", "http://studio", "http://studio.test/path",
    "http://studio.test?x", "file://", "http://", "//studio.test", "studio.test", "http://studio.test, http://evil.example",
    "http://studio.test\\.evil.example", "http://[::1", "http://studio.test:99999", "https://studio.example.evil", "http://studio.example",
]  # fmt: skip
FOREIGN_SITES = ["cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site"]

SHAPES: list[tuple[str, Mapping[str, str]]] = [
    *((f"origin {origin}", {**COOKIE, **JSON, "origin": origin}) for origin in FOREIGN_ORIGINS),
    *((f"site {site}", {**COOKIE, **JSON, "sec-fetch-site": site, "origin": HOST}) for site in FOREIGN_SITES),
    ("look-alike origin with a same-origin site", {**COOKIE, **JSON, "sec-fetch-site": "same-origin", "origin": "https://evil.example"}),
    ("neither origin nor site", {**COOKIE, **JSON}),
    ("only a referer", {**COOKIE, **JSON, "referer": HOST + "/work"}),
    ("form of our own", {**COOKIE, **FORM, "origin": HOST}),
    ("text/plain of our own", {**COOKIE, "content-type": "text/plain", "origin": HOST}),
    ("no content type", {**COOKIE, "origin": HOST}),
    ("multipart", {**COOKIE, "content-type": "multipart/form-data; boundary=x", "origin": HOST}),
    ("form from elsewhere", {**COOKIE, **FORM, "origin": "https://evil.example", "sec-fetch-site": "cross-site"}),
    ("elsewhere without a cookie", {**JSON, "origin": "https://evil.example"}),
    ("cross-site without a cookie", {**JSON, "sec-fetch-site": "cross-site"}),
    ("basic credentials", {**JSON, **COOKIE, "authorization": "Basic YTpi"}),
    ("an empty bearer", {**JSON, **COOKIE, "authorization": "Bearer "}),
]  # fmt: skip


@pytest.mark.parametrize("headers", [headers for _, headers in SHAPES], ids=[name for name, _ in SHAPES])
async def test_a_request_another_site_could_cause_does_not_reach_the_application(
    client: httpx2.AsyncClient, toy: Toy, headers: Mapping[str, str]
) -> None:
    response = await client.post("/graphql", content=BODY, headers=headers)

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "CROSS_ORIGIN"
    assert "access-control-allow-origin" not in response.headers
    assert toy.reached == []


def test_there_are_forty_shapes() -> None:
    assert len(SHAPES) == 40


@pytest.mark.parametrize(
    "headers",
    [
        {**COOKIE, **JSON, "origin": HOST, "sec-fetch-site": "same-origin"},
        {**COOKIE, **JSON, "origin": HOST},
        {**COOKIE, **JSON, "origin": "HTTP://STUDIO.TEST:80"},
        {**COOKIE, **JSON, "sec-fetch-site": "same-origin"},
        {**COOKIE, **JSON, "origin": "https://studio.example", "sec-fetch-site": "same-origin"},
        {**COOKIE, **JSON, "origin": "https://studio.example:443"},
        {**COOKIE, **JSON, "origin": "https://studio.test", "sec-fetch-site": "same-origin"},
        {**JSON},
        {**JSON, "authorization": "Bearer abc"},
        {**COOKIE, **JSON, "authorization": "bearer abc"},
        {**JSON, "authorization": "Bearer abc", "origin": "https://partner.example", "sec-fetch-site": "cross-site"},
    ],
)
async def test_our_own_pages_and_machines_with_a_token_pass(
    client: httpx2.AsyncClient, toy: Toy, headers: Mapping[str, str]
) -> None:
    response = await client.post("/graphql", content=BODY, headers=headers)

    assert response.status_code == 200
    assert toy.reached == ["graphql"]


async def test_a_custom_header_is_as_good_as_json_for_this_check(client: httpx2.AsyncClient) -> None:
    headers = {**COOKIE, **FORM, "origin": HOST, "x-requested-with": "mediation"}

    response = await client.post("/graphql", content=BODY, headers=headers)

    assert response.status_code == 415  # past the origin check, refused by the guard


async def test_a_form_of_our_own_page_passes_and_a_foreign_one_does_not(client: httpx2.AsyncClient, toy: Toy) -> None:
    own = await client.post("/cases/1/form", content=b"a=1", headers={**COOKIE, **FORM, "origin": HOST})
    foreign = await client.post("/cases/1/form", content=b"a=1", headers={**FORM, "sec-fetch-site": "cross-site"})
    silent = await client.post("/cases/1/form", content=b"a=1", headers={**COOKIE, **FORM})

    assert [own.status_code, foreign.status_code, silent.status_code] == [200, 403, 403]
    assert toy.reached == ["form"]


async def test_a_form_of_a_page_without_referrer_sends_a_null_origin_and_passes(
    client: httpx2.AsyncClient, toy: Toy
) -> None:
    null = {**COOKIE, **FORM, "origin": "null"}

    own = await client.post("/cases/1/form", content=b"a=1", headers={**null, "sec-fetch-site": "same-origin"})
    sandboxed = await client.post("/cases/1/form", content=b"a=1", headers={**null, "sec-fetch-site": "cross-site"})
    silent = await client.post("/cases/1/form", content=b"a=1", headers=null)
    api = await client.post("/graphql", content=BODY, headers={**null, "sec-fetch-site": "same-origin"})

    assert [own.status_code, sandboxed.status_code, silent.status_code, api.status_code] == [200, 403, 403, 403]
    assert toy.reached == ["form"]


async def test_an_old_telephone_may_answer_on_a_page_whose_address_is_a_secret(client: httpx2.AsyncClient) -> None:
    null = {**COOKIE, **FORM, "origin": "null"}

    own = await client.post("/s/3fYkq0pM1/confirm", content=b"a=1", headers=null)
    silent = await client.post("/s/3fYkq0pM1/confirm", content=b"a=1", headers={**COOKIE, **FORM})
    foreign = await client.post("/s/3fYkq0pM1/confirm", headers={**FORM, "origin": "https://evil.example"})
    sandboxed = await client.post("/s/3fYkq0pM1/confirm", headers={**null, "sec-fetch-site": "cross-site"})

    assert [own.status_code, silent.status_code] == [404, 404]  # past the check
    assert [foreign.status_code, sandboxed.status_code] == [403, 403]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "post", "FOO"])
async def test_every_method_that_is_not_safe_is_checked(client: httpx2.AsyncClient, method: str) -> None:
    response = await client.request(method, "/boom", headers={**COOKIE, "origin": "https://evil.example"})

    assert response.status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
async def test_safe_methods_come_from_anywhere_and_get_no_leave_to_read(
    client: httpx2.AsyncClient, method: str
) -> None:
    response = await client.request(method, "/work", headers={**COOKIE, "origin": "https://evil.example"})

    assert response.status_code in {200, 405}
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({**COOKIE, "origin": HOST}, True),
        ({**COOKIE, "origin": HOST, "sec-fetch-site": "same-origin"}, True),
        ({**COOKIE, "origin": "https://studio.example"}, True),
        ({}, True),
        ({"authorization": "Bearer abc"}, True),
        ({**COOKIE}, False),
        ({**COOKIE, "origin": "https://evil.example"}, False),
        ({**COOKIE, "origin": "null"}, False),
        ({"origin": "https://evil.example"}, False),
        ({**COOKIE, "origin": HOST, "sec-fetch-site": "cross-site"}, False),
    ],
)
def test_a_websocket_handshake_is_held_to_the_same(toy: Toy, headers: dict[str, str], passes: bool) -> None:
    client = TestClient(toy.app, base_url=HOST)

    if passes:
        with client.websocket_connect("ws://studio.test/graphql", headers=headers) as socket:
            assert socket.receive_text()
    else:
        with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
            client.websocket_connect("ws://studio.test/graphql", headers=headers).__enter__()
    assert toy.reached == (["socket"] if passes else [])


async def test_without_the_check_the_same_requests_reach_the_application() -> None:
    bare = Toy([])
    transport = httpx2.ASGITransport(app=bare.app)

    async with httpx2.AsyncClient(transport=transport, base_url=HOST) as client:
        response = await client.post(
            "/cases/1/form", content=b"a=1", headers={**COOKIE, **FORM, "origin": "https://evil.example"}
        )

    assert response.status_code == 200
    assert bare.reached == ["form"]
