"""What is read about notices of holidays."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlmodel import col

from mediation.gql.context import Reader
from mediation.holiday import current
from mediation.holiday.models import HolidayNotice
from mediation.kit.workdays import Calendar

_SHOWN: Final = (
    HolidayNotice.id,
    HolidayNotice.seq,
    HolidayNotice.year,
    HolidayNotice.title,
    HolidayNotice.number,
    HolidayNotice.issued_on,
    HolidayNotice.url,
    HolidayNotice.content,
    HolidayNotice.loaded_at,
    HolidayNotice.loaded_by,
)
NOTICES: Final = select(*(col(column) for column in _SHOWN))


async def notices_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: notices by id."""
    found = {row.id: row for row in await reader.rows(NOTICES.where(col(HolidayNotice.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def calendars(reader: Reader, keys: list[int]) -> Sequence[Calendar]:
    """Batch of one: the working days as they are known now, whatever the key."""
    calendar = await current.seen(reader.runtime)
    return [calendar] * len(keys)
