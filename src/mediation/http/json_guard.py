"""Strict JSON for the API: what parsers disagree about is refused, and the parsed object is handed on.

Two readers of one body must not see two requests (duplicate keys, byte order marks, other encodings), and what the
next encoder cannot hold (lone surrogates, NaN, numbers of any length) stops here with a 400.

Refuses to hold: what the operation means (``limits/``), which characters a field takes (its verb says so, with the path
of the field), and forms or uploads, which have routes of their own.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from mediation.http.answers import Code, header, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEPTH_MAX: Final = 16
NODES_MAX: Final = 2_000
_INTEGER_DIGITS_MAX: Final = 19
# Half of a surrogate pair is not a character: nothing after us could encode it.
_UNENCODABLE: Final = re.compile("[\ud800-\udfff]")
_FIELDS: Final[dict[str, type]] = {"query": str, "operationName": str, "variables": dict, "extensions": dict}


class JsonRefusedError(Exception):
    """A body that is not taken; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.value)
        self.code = code


class JsonGuard:
    """Lets a POST to one of `paths` pass with one JSON object, which it leaves in ``scope["state"]["json"]``."""

    def __init__(self, app: ASGIApp, *, paths: Collection[str]) -> None:
        self.app = app
        self._paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in self._paths:
            await self.app(scope, receive, send)
            return
        if not is_json(scope):
            await refuse(send, Code.MEDIA_TYPE, close=True)
            return
        body = await _read(receive)
        if body is None:
            return  # the client has gone
        try:
            scope.setdefault("state", {})["json"] = _request(parse_json(body))
        except JsonRefusedError as refusal:
            await refuse(send, refusal.code)
            return
        await self.app(scope, _replay(body, receive), send)


def is_json(scope: Scope) -> bool:
    """Return whether the body says it is plain JSON: one media type, no other charset, not compressed."""
    media_type, _, parameters = (header(scope, b"content-type") or "").partition(";")
    if media_type.strip().lower() != "application/json" or header(scope, b"content-encoding") is not None:
        return False
    charset = parameters.strip().lower().replace('"', "")
    return charset in {"", "charset=utf-8"}


def parse_json(body: bytes | str, *, depth: int = DEPTH_MAX, nodes: int = NODES_MAX) -> Any:
    """Return the JSON value in `body`.

    Args:
        body: UTF-8 bytes, or text that has been decoded already (a WebSocket message).
        depth: how many arrays and objects may stand within each other.
        nodes: how many values there may be, containers included.

    Raises:
        JsonRefusedError: with the code of what is wrong.
    """
    try:
        text = body.decode() if isinstance(body, bytes) else body
    except UnicodeDecodeError:
        raise JsonRefusedError(Code.JSON_ENCODING) from None
    if text.startswith("\ufeff"):
        raise JsonRefusedError(Code.JSON_ENCODING)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError:
        raise JsonRefusedError(Code.JSON_INVALID) from None
    except RecursionError:
        raise JsonRefusedError(Code.JSON_TOO_DEEP) from None
    _measure(value, depth=depth, nodes=nodes)
    return value


def _measure(value: object, *, depth: int, nodes: int) -> None:
    """Walk level by level, so that neither depth nor width costs recursion."""
    level: list[object] = [value]
    seen = levels = 0
    while level:
        seen += len(level)
        if seen > nodes:
            raise JsonRefusedError(Code.JSON_TOO_LARGE)
        below: list[object] = []
        containers = False
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, list):
                containers = True
                below += item
            elif isinstance(item, dict):
                containers = True
                for key in item:
                    _check_text(key)
                below += item.values()
        levels += containers
        if levels > depth:
            raise JsonRefusedError(Code.JSON_TOO_DEEP)
        level = below


def _check_text(text: str) -> None:
    if _UNENCODABLE.search(text):
        raise JsonRefusedError(Code.JSON_TEXT)


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    made = dict(pairs)
    if len(made) != len(pairs):
        raise JsonRefusedError(Code.JSON_DUPLICATE_KEY)
    return made


def _integer(digits: str) -> int:
    # Counted before int(): that is quadratic in the digits and raises beyond 4,300.
    if len(digits.lstrip("-")) > _INTEGER_DIGITS_MAX:
        raise JsonRefusedError(Code.JSON_NUMBER)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JsonRefusedError(Code.JSON_NUMBER)
    return number


def _no_constant(_name: str) -> None:
    raise JsonRefusedError(Code.JSON_NUMBER)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_no_constant
)


def _request(value: object) -> dict[str, Any]:
    if isinstance(value, list):
        raise JsonRefusedError(Code.BATCH_REFUSED)
    if not isinstance(value, dict) or "query" not in value:
        raise JsonRefusedError(Code.JSON_SHAPE)
    for name, kind in _FIELDS.items():
        given = value.get(name)
        if not isinstance(given, kind) and not (given is None and name != "query"):
            raise JsonRefusedError(Code.JSON_SHAPE)
    return value


async def _read(receive: Receive) -> bytes | None:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body once more to who reads it, then the channel itself (where the disconnect arrives)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
