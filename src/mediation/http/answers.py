"""The one form in which the shell refuses: a JSON body with a stable code, and how it is sent over raw ASGI.

Refuses to hold: refusals of the domain (``kit/problems.py``) and of documents (``limits/``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import orjson

from mediation.infra.log import request_id

if TYPE_CHECKING:
    from starlette.types import Scope, Send


class Code(StrEnum):
    """Why the shell refused; part of the API, so a member is never renamed."""

    BATCH_REFUSED = "BATCH_REFUSED"
    BODY_TIMEOUT = "BODY_TIMEOUT"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    CROSS_ORIGIN = "CROSS_ORIGIN"
    INTERNAL = "INTERNAL"
    JSON_DUPLICATE_KEY = "JSON_DUPLICATE_KEY"
    JSON_ENCODING = "JSON_ENCODING"
    JSON_INVALID = "JSON_INVALID"
    JSON_NUMBER = "JSON_NUMBER"
    JSON_SHAPE = "JSON_SHAPE"
    JSON_TEXT = "JSON_TEXT"
    JSON_TOO_DEEP = "JSON_TOO_DEEP"
    JSON_TOO_LARGE = "JSON_TOO_LARGE"
    MEDIA_TYPE = "MEDIA_TYPE"


STATUS: Final[dict[Code, int]] = {
    Code.BODY_TIMEOUT: 408,
    Code.BODY_TOO_LARGE: 413,
    Code.CROSS_ORIGIN: 403,
    Code.INTERNAL: 500,
    Code.MEDIA_TYPE: 415,
}

MESSAGES: Final[dict[Code, str]] = {
    Code.BATCH_REFUSED: "每次请求只能提交一个操作。One operation in a request.",
    Code.BODY_TIMEOUT: "请求体未及时到达。The body did not arrive in time.",
    Code.BODY_TOO_LARGE: "请求体过大。The body is too large.",
    Code.CROSS_ORIGIN: "拒绝来自其他网站的请求。Requests from other sites are refused.",
    Code.INTERNAL: "系统出错，请凭编号联系工作人员。Something went wrong; quote the request id.",
    Code.JSON_DUPLICATE_KEY: "JSON 中有重复的键。A key occurs twice in one object.",
    Code.JSON_ENCODING: "JSON 须为不带 BOM 的 UTF-8。JSON is UTF-8 without a byte order mark.",
    Code.JSON_INVALID: "JSON 格式有误。This is not JSON.",
    Code.JSON_NUMBER: "JSON 中的数字超出范围。A number is out of range.",
    Code.JSON_SHAPE: "请求须为含 query 的 JSON 对象。The body is one JSON object with a query.",
    Code.JSON_TEXT: "文字中含有不完整的字符。A text holds half a character (a lone surrogate).",
    Code.JSON_TOO_DEEP: "JSON 嵌套过深。The JSON nests too deeply.",
    Code.JSON_TOO_LARGE: "JSON 的项目过多。The JSON holds too many values.",
    Code.MEDIA_TYPE: "只接受 application/json。Only application/json is accepted.",
}


async def refuse(send: Send, code: Code, *, close: bool = False) -> None:
    """Send the refusal `code` as a whole response.

    Args:
        send: the ASGI channel; nothing has been sent on it yet.
        code: why.
        close: whether the connection must not be used again, because its body was left unread.
    """
    error = {"code": code.value, "message": MESSAGES[code], "request_id": request_id.get()}
    body = orjson.dumps({"error": error})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": STATUS.get(code, 400), "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Scope, name: bytes) -> str | None:
    """Return the one value of a header, None without it; several values are joined, as HTTP says they may be."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None
