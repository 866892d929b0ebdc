"""The JSON guard: one object, strictly read, parsed once; everything else is refused before the application."""

from __future__ import annotations

import gzip
import json
import time
import timeit

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toy import Toy

from mediation.http import JsonRefusedError, parse_json
from mediation.http.answers import MESSAGES, Code

JSON = {"content-type": "application/json"}


def body_of(response: httpx2.Response) -> dict[str, object]:
    answer = response.json()
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"code", "message", "request_id"}
    assert answer["error"]["request_id"] == response.headers["x-request-id"]
    return dict(answer["error"])


async def test_the_parsed_object_and_the_body_reach_the_view(client: httpx2.AsyncClient) -> None:
    sent = '{"query": "{ me { name } }", "variables": {"名": "李雷 😀"}, "operationName": null, "extra": 1}'

    response = await client.post("/graphql", content=sent.encode(), headers=JSON)

    assert response.status_code == 200
    assert response.json()["parsed"] == json.loads(sent)
    assert response.json()["body"] == sent


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON", "application/json; charset=UTF-8",
                                        'application/json;charset="utf-8"', "application/json;"])  # fmt: skip
async def test_json_may_say_that_it_is_utf_8(client: httpx2.AsyncClient, media_type: str) -> None:
    response = await client.post("/graphql", content=b'{"query": "x"}', headers={"content-type": media_type})

    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "text/json"},
        {"content-type": "application/graphql"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/json; charset=gb18030"},
        {"content-type": "application/json, text/plain"},
        {"content-type": "text/plain; a=application/json"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": "application/json", "content-encoding": "identity"},
    ],
)
async def test_another_media_type_is_refused_with_415(
    client: httpx2.AsyncClient, toy: Toy, headers: dict[str, str]
) -> None:
    request = client.build_request("POST", "/graphql", content=b'{"query": "{ me { name } }"}', headers=headers)

    response = await client.send(request)

    assert response.status_code == 415
    assert body_of(response)["code"] == "MEDIA_TYPE"
    assert toy.reached == []


def nested(levels: int, inner: str = "1") -> str:
    """`variables` so deep that the whole body nests `levels` containers."""
    return '{"query": "x", "variables": {"a": ' + "[" * (levels - 2) + inner + "]" * (levels - 2) + "}}"


REFUSED: list[tuple[str, bytes, Code]] = [
    ("array batch of 2", b'[{"query": "x"}, {"query": "x"}]', Code.BATCH_REFUSED),
    ("array batch of 1,000", b"[" + b",".join([b'{"query": "x"}'] * 900) + b"]", Code.BATCH_REFUSED),
    ("empty array", b"[]", Code.BATCH_REFUSED),
    ("nothing", b"", Code.JSON_INVALID),
    ("half", b'{"query": "x"', Code.JSON_INVALID),
    ("two values", b'{"query": "x"}{"query": "y"}', Code.JSON_INVALID),
    ("single quotes", b"{'query': 'x'}", Code.JSON_INVALID),
    ("trailing comma", b'{"query": "x",}', Code.JSON_INVALID),
    ("a raw newline in a text", b'{"query": "x\ny"}', Code.JSON_INVALID),
    ("a form", b"query=x", Code.JSON_INVALID),
    ("a number", b"1", Code.JSON_SHAPE),
    ("null", b"null", Code.JSON_SHAPE),
    ("an object without a query", b'{"variables": {}}', Code.JSON_SHAPE),
    ("query null", b'{"query": null}', Code.JSON_SHAPE),
    ("query a number", b'{"query": 1}', Code.JSON_SHAPE),
    ("query a list", b'{"query": ["x"]}', Code.JSON_SHAPE),
    ("variables a list", b'{"query": "x", "variables": []}', Code.JSON_SHAPE),
    ("variables a text", b'{"query": "x", "variables": "{}"}', Code.JSON_SHAPE),
    ("operation name an object", b'{"query": "x", "operationName": {}}', Code.JSON_SHAPE),
    ("extensions a text", b'{"query": "x", "extensions": ""}', Code.JSON_SHAPE),
    ("duplicate query", b'{"query": "x", "query": "y"}', Code.JSON_DUPLICATE_KEY),
    ("duplicate by escape", b'{"query": "x", "qu\\u0065ry": "y"}', Code.JSON_DUPLICATE_KEY),
    ("duplicate variable", b'{"query": "x", "variables": {"a": 1, "a": 2}}', Code.JSON_DUPLICATE_KEY),
    ("duplicate deep", b'{"query": "x", "variables": {"a": [{"b": {"c": 1, "c": 1}}]}}', Code.JSON_DUPLICATE_KEY),
    ("byte order mark", b'\xef\xbb\xbf{"query": "x"}', Code.JSON_ENCODING),
    ("utf-16 with a mark", '{"query": "x"}'.encode("utf-16"), Code.JSON_ENCODING),
    ("utf-16 big endian", '{"query": "x"}'.encode("utf-16-be"), Code.JSON_INVALID),
    ("utf-32", '{"query": "x"}'.encode("utf-32"), Code.JSON_ENCODING),
    ("gb18030", '{"query": "张三"}'.encode("gb18030"), Code.JSON_ENCODING),
    ("invalid utf-8", b'{"query": "\xff"}', Code.JSON_ENCODING),
    ("overlong utf-8", b'{"query": "\xc0\xaf"}', Code.JSON_ENCODING),
    ("raw surrogate", b'{"query": "\xed\xa0\x80"}', Code.JSON_ENCODING),
    ("lone high surrogate", b'{"query": "\\ud800"}', Code.JSON_TEXT),
    ("lone low surrogate", b'{"query": "x", "variables": {"a": "\\udc00"}}', Code.JSON_TEXT),
    ("surrogate in a key", b'{"query": "x", "variables": {"\\ud800": 1}}', Code.JSON_TEXT),
    ("swapped pair", b'{"query": "\\udc00\\ud800"}', Code.JSON_TEXT),
    ("NaN", b'{"query": "x", "variables": {"a": NaN}}', Code.JSON_NUMBER),
    ("Infinity", b'{"query": "x", "variables": {"a": Infinity}}', Code.JSON_NUMBER),
    ("-Infinity", b'{"query": "x", "variables": {"a": -Infinity}}', Code.JSON_NUMBER),
    ("1e309", b'{"query": "x", "variables": {"a": 1e309}}', Code.JSON_NUMBER),
    ("400 digits", b'{"query": "x", "variables": {"a": ' + b"9" * 400 + b"}}", Code.JSON_NUMBER),
    ("5,000 digits", b'{"query": "x", "variables": {"a": -' + b"9" * 5_000 + b"}}", Code.JSON_NUMBER),
    ("200,000 digits", b'{"query": "x", "variables": {"a": ' + b"9" * 200_000 + b"}}", Code.JSON_NUMBER),
    ("depth 17", nested(17).encode(), Code.JSON_TOO_DEEP),
    ("depth 17, empty", nested(17, "").encode(), Code.JSON_TOO_DEEP),
    ("depth 900", nested(900).encode(), Code.JSON_TOO_DEEP),
    ("depth 100,000", nested(100_000).encode(), Code.JSON_TOO_DEEP),
    ("objects 10,000 deep", b'{"query": "x", "variables": ' + b'{"a": ' * 10_000 + b"1" + b"}" * 10_001, Code.JSON_TOO_DEEP),
    ("unclosed 100,000", b'{"query": "x", "variables": {"a": ' + b"[" * 100_000, Code.JSON_TOO_DEEP),
    ("2,001 values", b'{"query": "x", "variables": {"a": [' + b",".join([b"1"] * 1_997) + b"]}}", Code.JSON_TOO_LARGE),
    ("130,000 values", b'{"query": "x", "variables": {"a": [' + b",".join([b"1"] * 130_000) + b"]}}", Code.JSON_TOO_LARGE),
    ("80,000 empty lists", b'{"query": "x", "variables": {"a": [' + b",".join([b"[]"] * 80_000) + b"]}}", Code.JSON_TOO_LARGE),
    ("20,000 keys", b'{"query": "x", "variables": {' + b",".join(b'"k%d":1' % i for i in range(20_000)) + b"}}", Code.JSON_TOO_LARGE),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
async def test_a_body_that_is_not_one_strict_object_is_refused_with_400_and_cheaply(
    client: httpx2.AsyncClient, toy: Toy, body: bytes, code: Code
) -> None:
    start = time.process_time()
    response = await client.post("/graphql", content=body, headers=JSON)
    seconds = time.process_time() - start

    assert response.status_code == 400
    assert body_of(response)["code"] == code
    assert toy.reached == []
    assert seconds < 0.2  # the request of the test client included


def test_the_battery_of_bodies_is_complete() -> None:
    assert len(REFUSED) == len({name for name, *_ in REFUSED}) == 53
    assert {code for *_, code in REFUSED} == {code for code in Code if code.startswith(("JSON", "BATCH"))}
    assert set(MESSAGES) == set(Code)


@pytest.mark.parametrize(
    "body",
    [
        nested(16).encode(),
        b'{"query": "x", "variables": {"a": [' + b",".join([b"1"] * 1_996) + b"]}}",
        b'{"query": "x", "variables": {"a": 1e308, "b": 9223372036854775807, "c": -1, "d": 0.1}}',
        b'{"query": "x", "variables": {"a": "\\ud83d\\ude00", "b": "\\u4e2d", "c": ""}}',
        b'  {"query": "x", "variables": null, "operationName": null, "extensions": null}\r\n',
        b'{"query": "", "variables": {"a": "\\u0000\\u0001\\u2028"}}',
    ],
)
async def test_what_stands_just_within_the_limits_passes(client: httpx2.AsyncClient, body: bytes) -> None:
    response = await client.post("/graphql", content=body, headers=JSON)

    assert response.status_code == 200
    assert response.json()["parsed"] == json.loads(body)


async def test_a_compressed_body_is_never_unpacked(client: httpx2.AsyncClient) -> None:
    bomb = gzip.compress(b" " * 50_000_000)

    response = await client.post("/graphql", content=bomb, headers={**JSON, "content-encoding": "gzip"})

    assert response.status_code == 415


async def test_other_paths_and_methods_are_not_the_guards_business(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/graphql")).status_code == 200
    assert (await client.post("/cases/1/import", content=b"not json")).status_code == 200


async def test_without_the_guard_the_same_bodies_reach_the_application() -> None:
    bare = Toy([])

    def reader(body: bytes) -> object:
        return json.loads(body)

    assert reader(b'{"query": "x", "query": "y"}') == {"query": "y"}
    assert reader(b'{"query": "\\ud800"}') == {"query": "\ud800"}
    assert reader(b'{"a": NaN}') != reader(b'{"a": 1}')
    with pytest.raises(RecursionError):
        reader(nested(100_000).encode())
    assert bare.reached == []


def test_an_ordinary_body_costs_microseconds() -> None:
    body = json.dumps({"query": "q" * 1_000, "variables": {f"v{i}": "李雷" for i in range(20)}}).encode()

    best = min(timeit.repeat(lambda: parse_json(body), number=200, repeat=5)) / 200

    assert best < 400e-6


TEXT = st.text(st.characters(exclude_categories=("Cs",)))
FINITE = st.floats(allow_nan=False, allow_infinity=False)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | FINITE | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


@given(JSON_VALUES, st.booleans())
def test_every_plain_value_comes_back_equal(value: object, ascii_only: bool) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only).encode()

    assert parse_json(body) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused(body: bytes) -> None:
    try:
        value = parse_json(body)
    except JsonRefusedError:
        return
    assert json.loads(body) == value
