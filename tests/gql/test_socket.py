"""The socket of `/graphql` under a real server: one protocol, small and shallow messages, and the limits of documents."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from mediation.http import UVICORN_OPTIONS
from mediation.kit.actor import Role


@pytest.fixture
async def address(api) -> AsyncIterator[str]:
    """The application on a loopback port, served as the product serves it."""
    options = {**UVICORN_OPTIONS, "timeout_graceful_shutdown": 1}
    config = uvicorn.Config(
        api.app, host="127.0.0.1", port=0, lifespan="off", ws="websockets-sansio", access_log=False, **options
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            assert not task.done()
            await asyncio.sleep(0.01)
    yield f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/graphql"
    server.should_exit = True
    await task


@pytest.fixture
async def signed_in(address: str, make) -> AsyncIterator[ClientConnection]:
    """An acknowledged socket of a mediator."""
    token = await make.token(await make.staff(Role.MEDIATOR, agency=await make.agency()))
    async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:
        await _say(socket, {"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
        assert (await _hear(socket))["type"] == "connection_ack"
        yield socket


async def _say(socket: ClientConnection, message: object) -> None:
    await socket.send(json.dumps(message))


async def _hear(socket: ClientConnection) -> dict:
    async with asyncio.timeout(20):
        return json.loads(await socket.recv())


async def _code(socket: ClientConnection) -> int:
    """The code with which the server closes the socket."""
    async with asyncio.timeout(20):
        await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


@pytest.mark.parametrize("protocols", [["graphql-ws"], None])
async def test_only_the_one_protocol_is_spoken(address, protocols):
    async with connect(address, subprotocols=protocols) as socket:
        assert await _code(socket) == 4406


async def test_a_stranger_is_sent_away_and_so_is_who_does_not_wait_for_the_welcome(address):
    async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:
        await _say(socket, {"type": "connection_init"})
        assert await _code(socket) == 4403
    async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:
        await _say(socket, {"id": "1", "type": "subscribe", "payload": {"query": "{ me { name } }"}})
        assert await _code(socket) == 4401


async def test_another_site_cannot_open_it(address):
    with pytest.raises(InvalidStatus) as refused:
        await connect(address, subprotocols=["graphql-transport-ws"], origin="https://elsewhere.example")
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"ping","payload":' + "[" * 17 + "]" * 17 + "}",
        '{"type":"ping","payload":' + "[" * 30_000 + "]" * 30_000 + "}",
        '{"type":"ping","payload":[' + "1," * 2_000 + "1]}",
        '{"type":"ping","type":"pong"}',
        '{"type":"ping","payload":{"n":' + "9" * 400 + "}}",
        '{"type":"ping","payload":"\\ud800"}',
        '{"type":"ping","payload":NaN}',
        "[]",
        '"ping"',
        "not json",
    ],
    ids=["deep", "very deep", "wide", "twice", "number", "surrogate", "nan", "list", "text", "garbage"],
)
async def test_a_message_beyond_the_limits_of_a_body_closes_the_socket(signed_in, text):
    await signed_in.send(text)

    assert await _code(signed_in) == 4400


async def test_a_message_of_a_megabyte_is_not_even_read(signed_in):
    await _say(signed_in, {"type": "ping", "payload": {"x": "长" * 350_000}})

    assert await _code(signed_in) == 1009


async def test_bytes_instead_of_text_close_the_socket(signed_in):
    await signed_in.send(b'{"type":"ping"}')

    assert await _code(signed_in) == 4400


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ " + " ".join(f"a{n}: me {{ name }}" for n in range(16)) + " }", "ALIAS_LIMIT"),
        ("{ cases(first: 101) { totalCount } }", "PAGE_SIZE"),
        ("subscription { a: myWorkChanged { sequence } b: myWorkChanged { sequence } }", "ROOT_FIELD_LIMIT"),
        ("{ nothing }", "DOCUMENT_INVALID"),
        ("{", "SYNTAX"),
    ],
)
async def test_documents_have_the_same_limits_as_over_http(signed_in, query, code):
    await _say(signed_in, {"id": "1", "type": "subscribe", "payload": {"query": query}})

    heard = await _hear(signed_in)
    errors = heard["payload"] if heard["type"] == "error" else heard["payload"]["errors"]
    assert [error["extensions"]["code"] for error in errors][:1] == [code]


async def test_the_twenty_first_subscription_of_a_socket_is_refused(signed_in):
    for n in range(1, 22):
        query = "subscription { myWorkChanged { sequence } }"
        await _say(signed_in, {"id": str(n), "type": "subscribe", "payload": {"query": query}})

    heard = [await _hear(signed_in) for _ in range(21)]

    assert [(one["id"], one["type"]) for one in heard if one["type"] != "next"] == [("21", "error")]


@pytest.mark.parametrize(
    "payload", [None, [], "x", {}, {"query": 1}, {"query": "{ me { name } }", "variables": []}, {"query": None}]
)
async def test_a_subscription_that_is_none_closes_the_socket(signed_in, payload):
    await _say(signed_in, {"id": "1", "type": "subscribe", "payload": payload})

    assert await _code(signed_in) == 4400


@pytest.mark.parametrize("key", [1, None, [], {}])
async def test_an_id_is_text(signed_in, key):
    await _say(signed_in, {"id": key, "type": "subscribe", "payload": {"query": "{ me { name } }"}})

    assert await _code(signed_in) == 4400
