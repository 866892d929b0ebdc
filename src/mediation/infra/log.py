"""Logging: one event is one JSON line, with the request id, and without what a log must not know.

Everything goes through here, ours and the libraries': values under telling keys (password, token, phone, ...) are
replaced, and in every other text what looks like an ID number, a mobile number, a secret link, a bearer token or the
password of a URL is blotted out. Objects are named by their type: the repr of a row is personal data.

Run uvicorn with ``log_config=None``: its own configuration would put its handlers back.

Refuses to hold: what happened to a case (``journal/``), who read what (the access log), and any copy of a request body.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import logging
import re
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextvars import ContextVar
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TextIO
from uuid import UUID

import orjson
import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

REDACTED: Final = "[redacted]"
_BLOT: Final = "…"
_MAX_TEXT: Final = 16_384
_MAX_ITEMS: Final = 50
_MAX_NESTING: Final = 5

_SECRET_KEYS: Final = re.compile(
    r"password|passwd|passphrase|secret|token|phone|mobile|idnumber|idcard|idno$|identitynumber|authorization|cookie"
    r"|apikey|privatekey|indexkey|credential|databaseurl|redisurl|plaintext|^dsn$|^otp$|^pin$|手机|电话|身份证|密码"
)

# The first segment of the pages that open with a secret in their path.
_SECRET_PATHS: Final = ("s", "r")

_SLASH: Final = r"(?:/|%2f)"
# \d is any decimal digit, so that full-width digits are found as well.
_BLOTS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(rf"({_SLASH}(?:{'|'.join(_SECRET_PATHS)}){_SLASH}+)[^/\s?#\"'<>]+", re.IGNORECASE), rf"\1{_BLOT}"),
    (re.compile(r"([?&](?:\w*token|code|key|\w*secret|password|signature)=)[^&\s\"'#]+", re.IGNORECASE), rf"\1{_BLOT}"),
    (re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), rf"\1 {_BLOT}"),
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), rf"\1{_BLOT}@"),
    # SQLAlchemy and PostgreSQL quote the row that they refuse.
    (re.compile(r"(\[parameters: |DETAIL:)[^\n]*"), rf"\1{_BLOT}"),
    # asyncpg quotes the value that it cannot send.
    (re.compile(r"(query argument \$\d+: )[^\n]*"), rf"\1{_BLOT}"),
    (re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx\uff38\uff58](?!\d)"), _BLOT),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?[1\uff11][3-9\uff13-\uff19]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), _BLOT),
)

# Characters that a JSON string may carry raw but a line reader or a terminal acts upon.
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_QUIET: Final[Mapping[str, int]] = {
    "casbin": logging.ERROR,  # every denial is a warning that quotes the request
    "sqlalchemy": logging.WARNING,  # INFO prints statements with their parameters
    "httpx": logging.WARNING,  # INFO prints gateway addresses with their keys
    "httpx2": logging.WARNING,
    "httpcore": logging.WARNING,
    "apprise": logging.WARNING,
    "websockets": logging.WARNING,
    "asyncio": logging.WARNING,
    "python_multipart": logging.WARNING,
}


def configure(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send every logger of the process as JSON lines to `stream` (standard error), from `level` upwards.

    Calling it again replaces the former configuration.

    Raises:
        ValueError: `level` is not the name of a level.
    """
    handler = _LineHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                _describe,
                structlog.processors.format_exc_info,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                _render,
            ],
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _tame_libraries(root.level)


def scrub(text: str) -> str:
    """Return `text` with everything blotted out that looks like a person's number or a secret.

    >>> scrub("GET /s/3fYkq0pM1 sent to 13800138000")
    'GET /s/… sent to …'
    """
    for pattern, replacement in _BLOTS:
        text = pattern.sub(replacement, text)
    return text


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Return the event with plain values only, telling keys hidden and texts scrubbed (a structlog processor)."""
    return {scrub(str(key)): _hide(str(key), value, nesting=0) for key, value in event.items()}


def _hide(key: str, value: object, *, nesting: int) -> object:
    if value is None or isinstance(value, bool):
        return value
    if _SECRET_KEYS.search(re.sub(r"[\W_]", "", key.lower())):
        return REDACTED
    return _plain(value, nesting=nesting)


def _plain(value: object, *, nesting: int) -> object:
    match value:
        case None | bool() | float():
            return value
        case enum.Enum():
            return _plain(value.value, nesting=nesting)
        case int():
            return value if scrub(str(value)) == str(value) and abs(value) < 2**63 else REDACTED
        case str():
            return _cut(scrub(value))
        case UUID() | dt.date() | dt.time() | dt.timedelta() | PurePath():
            return str(value)
        case BaseException():
            return _cut(scrub(f"{type(value).__name__}: {value}"))
        case bytes() | bytearray() | memoryview():
            return f"<{len(value)} bytes>"
        case Mapping() if nesting < _MAX_NESTING:
            pairs = list(value.items())[:_MAX_ITEMS]
            return {scrub(str(key)): _hide(str(key), item, nesting=nesting + 1) for key, item in pairs}
        case list() | tuple() | AbstractSet() if nesting < _MAX_NESTING:
            return [_plain(item, nesting=nesting + 1) for item in list(value)[:_MAX_ITEMS]]
        case _:
            return f"<{type(value).__qualname__}>"


def _cut(text: str) -> str:
    if len(text) <= _MAX_TEXT:
        return text
    # The end of a traceback says what went wrong, the beginning where from.
    return f"{text[: _MAX_TEXT // 4]} {_BLOT}cut{_BLOT} {text[-_MAX_TEXT // 4 * 3 :]}"


def _describe(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put time, level, logger and request id before what the event itself says."""
    record: logging.LogRecord = event["_record"]
    at = dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds")
    described: EventDict = {"at": at, "level": record.levelname.lower(), "logger": record.name}
    if (current := request_id.get()) is not None:
        described["request_id"] = current
    match record.name, event.pop("positional_args", None):
        case "uvicorn.access", (client, method, path, _version, status):
            event.update(event="request", client=client, method=method, path=path, status=status)
    return {**described, **event, **described}


def _render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    try:
        line = orjson.dumps(event).decode()
    except (TypeError, ValueError):  # a lone surrogate
        line = json.dumps(event, default=str)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


class _LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines; a record that cannot be rendered is named, not dumped with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the name is logging's)
        reason = type(sys.exc_info()[1]).__name__
        line = {"level": "error", "logger": record.name, "event": "a log record could not be written", "reason": reason}
        try:
            self.stream.write(json.dumps(line) + self.terminator)
        except (OSError, ValueError):
            # The stream itself is gone; there is nobody left to tell.
            return


class _FromError(logging.Filter):
    """Passes errors only, whatever level the library sets for itself later."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR


class _ResolverFailures(logging.Filter):
    """Keeps failures of our code and drops refused documents: their text quotes what the client sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        error: object = record.msg
        # Known by its shape: infra does not import the GraphQL library for one class.
        if not isinstance(error, Exception) or not hasattr(error, "original_error"):
            return True
        if error.original_error is None or hasattr(error.original_error, "original_error"):
            return False
        path = getattr(error, "path", None) or ()
        record.msg, record.args = "graphql field failed: %s", (".".join(str(step) for step in path),)
        return True


def _tame_libraries(level: int) -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate, logger.disabled = [], True, False
        logger.setLevel(logging.NOTSET)
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(max(level, floor))
    for name in ("casbin.enforcer", "casbin.policy", "casbin.role"):
        _filter_once(name, _FromError())
    _filter_once("strawberry.execution", _ResolverFailures())


def _filter_once(name: str, wanted: logging.Filter) -> None:
    logger = logging.getLogger(name)
    logger.filters = [present for present in logger.filters if type(present) is not type(wanted)]
    logger.addFilter(wanted)
