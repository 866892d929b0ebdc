"""The shell under a real uvicorn over a real socket: what only the wire shows."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator

import pytest
import structlog
import uvicorn
from starlette.middleware import Middleware
from tests.http.toy import Toy

from mediation.http import UVICORN_OPTIONS, BodyLimit, shell
from mediation.infra import log

TOKEN = "3fYkq0pM1vJc8sZr5tXw2uHb7nQd"


class Wire:
    """A served application and its log."""

    def __init__(self, port: int, lines: io.StringIO, toy: Toy) -> None:
        self.port, self.lines, self.toy = port, lines, toy

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, request: bytes) -> bytes:
        """Send bytes as they are and read until the server closes."""
        reader, writer = await self.open()
        writer.write(request)
        await writer.drain()
        try:
            async with asyncio.timeout(10):
                return await reader.read(-1)
        finally:
            writer.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    root = logging.getLogger()
    before, level, lines = root.handlers[:], root.level, io.StringIO()
    log.configure("INFO", stream=lines)
    middleware = shell()
    middleware[3] = Middleware(BodyLimit, seconds=1.0)
    toy = Toy(middleware)
    server = uvicorn.Server(uvicorn.Config(toy.app, host="127.0.0.1", port=0, **UVICORN_OPTIONS))
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
    yield Wire(server.servers[0].sockets[0].getsockname()[1], lines, toy)
    server.should_exit = True
    server.force_exit = True
    await serving
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


def request(path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: studio.test", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def test_no_answer_names_the_server(wire: Wire) -> None:
    for path in ("/work", "/nowhere", "/boom"):
        answer = (await wire.send(request(path))).lower()
        assert b"\r\nserver:" not in answer
        assert b"uvicorn" not in answer
        assert b"strict-transport-security" in answer


async def test_the_access_line_is_one_event_with_the_id_and_without_the_token(wire: Wire) -> None:
    await wire.send(request(f"/s/{TOKEN}?x=1", "X-Request-ID: req-12345678", f"Referer: http://studio.test/s/{TOKEN}"))
    await wire.send(request(f"/%73/{TOKEN}"))
    await wire.send(request(f"/s/{TOKEN}/nowhere"))

    events = [json.loads(line) for line in wire.lines.getvalue().splitlines()]
    access = [event for event in events if event["event"] == "request"]
    assert TOKEN not in wire.lines.getvalue()
    assert [(event["path"], event["status"]) for event in access] == [
        ("/s/…?x=1", 200),
        ("/s/…", 200),
        ("/s/…/nowhere", 404),
    ]
    assert access[0]["request_id"] == "req-12345678"


async def test_an_exception_is_logged_once_with_its_id(wire: Wire) -> None:
    answer = await wire.send(request("/boom", "X-Request-ID: req-12345678"))

    assert b"500 Internal Server Error" in answer
    assert wire.lines.getvalue().count("Traceback") == 1
    assert b"s3cret" not in answer


async def test_a_response_broken_off_closes_the_connection(wire: Wire) -> None:
    answer = await wire.send(request("/late"))

    assert b"first" in answer
    assert not answer.endswith(b"0\r\n\r\n")  # the last chunk never comes: the client knows
    assert wire.lines.getvalue().count("Traceback") == 1


async def test_fifty_megabytes_in_chunks_are_cut_off_at_the_limit(wire: Wire) -> None:
    reader, writer = await wire.open()
    head = request("/graphql", "Content-Type: application/json", "Transfer-Encoding: chunked", method="POST")
    writer.write(head.replace(b"Connection: close\r\n", b""))
    sent = 0
    try:
        async with asyncio.timeout(5):
            while sent < 50_000_000 and not reader.at_eof():
                writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                await writer.drain()
                sent += 65_536
    except (ConnectionError, TimeoutError):
        pass
    writer.close()

    status = [json.loads(line).get("status") for line in wire.lines.getvalue().splitlines()]
    assert 413 in status
    assert sent < 20_000_000
    assert wire.toy.reached == []


async def test_a_declared_fifty_megabytes_is_refused_before_it_is_sent(wire: Wire) -> None:
    head = request("/graphql", "Content-Type: application/json", "Content-Length: 52428800", method="POST")

    answer = await wire.send(head)

    assert b"413" in answer.split(b"\r\n")[0]
    assert b"BODY_TOO_LARGE" in answer


async def test_two_hundred_slow_bodies_are_given_up_and_others_are_served_meanwhile(wire: Wire) -> None:
    head = request("/graphql", "Content-Type: application/json", "Content-Length: 1000", method="POST", body=b"{")
    slow = [asyncio.create_task(wire.send(head)) for _ in range(200)]
    await asyncio.sleep(0.2)

    async with asyncio.timeout(2):
        served = [await wire.send(request("/work")) for _ in range(20)]

    answers = await asyncio.gather(*slow)
    assert all(b"200 OK" in answer.split(b"\r\n")[0] for answer in served)
    assert all(b"408" in answer.split(b"\r\n")[0] for answer in answers)
    assert wire.toy.reached == []


async def test_two_lengths_or_a_length_with_chunks_do_not_smuggle_a_second_request(wire: Wire) -> None:
    second = b"GET /boom HTTP/1.1\r\nHost: studio.test\r\n\r\n"
    json_ = "Content-Type: application/json"
    lengths = (json_, "Content-Length: 4", "Transfer-Encoding: chunked")
    both = request("/graphql", *lengths, method="POST", body=b"0\r\n\r\n" + second)
    twice = request("/graphql", "Content-Length: 4", "Content-Length: 5", method="POST", body=b"aaaa" + second)

    answers = [await wire.send(both), await wire.send(twice)]

    for answer in answers:
        assert b"200 OK" not in answer
        assert answer.count(b"HTTP/1.1") <= 1
    assert wire.toy.reached == []
    assert "Traceback" not in wire.lines.getvalue()


_SECOND = b"GET /boom HTTP/1.1\r\nHost: studio.test\r\nConnection: close\r\n\r\n"
SHAPES = {
    "length and chunks": (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "chunks and length": (b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n"),
    "two lengths": (b"Content-Length: 4\r\nContent-Length: 5\r\n", b"aaaa"),
    "a list of lengths": (b"Content-Length: 4, 5\r\n", b"aaaa"),
    "a signed length": (b"Content-Length: +4\r\n", b"aaaa"),
    "a negative length": (b"Content-Length: -4\r\n", b""),
    "a length in hexadecimal": (b"Content-Length: 0x4\r\n", b"aaaa"),
    "an unknown coding": (b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"),
    "two codings": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n"),
    "a space before the colon": (b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n"),
    "a folded line": (b"X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n"),
    "a vertical tab": (b"Transfer-Encoding:\x0bchunked\r\n", b"0\r\n\r\n"),
    "a chunk of a negative size": (b"Transfer-Encoding: chunked\r\n", b"-1\r\n\r\n"),
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_no_shape_of_a_body_hides_a_second_request(wire: Wire, shape: str) -> None:
    headers, body = SHAPES[shape]
    head = b"POST /graphql HTTP/1.1\r\nHost: studio.test\r\nContent-Type: application/json\r\n" + headers + b"\r\n"

    answer = await wire.send(head + body + _SECOND)

    assert answer.count(b"HTTP/1.1 ") <= 1, answer
    assert answer.startswith(b"HTTP/1.1 400 ") or not answer, answer
    assert wire.toy.reached == []


async def test_two_requests_that_are_two_are_answered_twice(wire: Wire) -> None:
    head = (
        b"POST /graphql HTTP/1.1\r\nHost: studio.test\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    )

    assert (await wire.send(head + _SECOND)).count(b"HTTP/1.1 ") == 2, "or the shapes above prove nothing"
