"""Custom scalars: money in fen, legal days, instants."""

import re
from datetime import UTC, date, datetime
from typing import Any, NewType, TypeVar

import strawberry
from strawberry.schema.config import StrawberryConfig

from mediation.infra.db import as_utc

Fen = NewType("Fen", int)

D = TypeVar("D", date, datetime)

_LIMIT = 10**15
# Arithmetic on a day of these years, periods of limitation and time zones included, never leaves the calendar.
_YEARS = range(1900, 2200)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _fen(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("Fen is a whole number of fen")  # noqa: TRY004 - graphql-core reports ValueError as bad input
    if isinstance(value, str) and not (value.isascii() and value.removeprefix("-").isdigit() and len(value) <= 17):
        raise ValueError("Fen is a whole number of fen")
    fen = int(value)
    if abs(fen) > _LIMIT:
        raise ValueError("Fen is out of range")
    return fen


def _date(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("Date is YYYY-MM-DD")
    return _within_reach(date.fromisoformat(value))


def _instant(value: Any) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("Instant is RFC 3339 with a time zone")
    return as_utc(_within_reach(datetime.fromisoformat(value.upper()))).astimezone(UTC)


def _within_reach(value: D) -> D:
    if value.year not in _YEARS:
        raise ValueError("The year is 1900 to 2199")
    return value


def _write_instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


FEN = strawberry.scalar(
    name="Fen",
    description="An amount in CNY fen (1/100 yuan), a whole number up to 10^15; also accepted as a string of digits.",
    serialize=int,
    parse_value=_fen,
)
DATE = strawberry.scalar(
    name="Date",
    description="A legal day in Asia/Shanghai, YYYY-MM-DD, of the years 1900 to 2199.",
    serialize=lambda value: value.isoformat(),
    parse_value=_date,
)
INSTANT = strawberry.scalar(
    name="Instant",
    description="A moment in time, RFC 3339. Answers are in UTC with milliseconds; input needs a zone and a year from 1900 to 2199.",
    serialize=_write_instant,
    parse_value=_instant,
)


def schema_config() -> StrawberryConfig:
    """Names, scalars and limits shared by every type."""
    return StrawberryConfig(
        scalar_map={Fen: FEN, date: DATE, datetime: INSTANT},
        disable_field_suggestions=True,
        relay_max_results=100,
    )
