"""Custom scalars: money in fen, legal days, instants."""

from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from strawberry.schema.config import StrawberryConfig

from mediation.infra.db import as_utc

Fen = NewType("Fen", int)

_LIMIT = 10**15


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
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("Date is YYYY-MM-DD")
    return date.fromisoformat(value)


def _instant(value: Any) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError("Instant is RFC 3339 with a time zone")
    return as_utc(datetime.fromisoformat(value)).astimezone(UTC)


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
    description="A legal day in Asia/Shanghai, YYYY-MM-DD.",
    serialize=lambda value: value.isoformat(),
    parse_value=_date,
)
INSTANT = strawberry.scalar(
    name="Instant",
    description="A moment in time, RFC 3339. Answers are in UTC with milliseconds; input needs a time zone.",
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
