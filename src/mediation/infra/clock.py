"""The one place where time is read. Legal days are days in Asia/Shanghai; instants are aware and in UTC."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the instant."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one reader


class FrozenClock:
    """A clock that stands still until it is told otherwise. For tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def set(self, at: datetime) -> None:
        """Stand at `at`."""
        self.at = at.astimezone(UTC)

    def advance(self, **duration: float) -> None:
        """Move forward by a timedelta given in words: `advance(hours=3)`."""
        self.at += timedelta(**duration)


class FileClock:
    """A clock that runs from an instant written in a file, shared by the processes of one demonstration.

    The file holds an ISO 8601 instant; time runs on from the moment the file was written. Without the file it is the
    machine's clock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The instant of the file plus the time since it was written."""
        try:
            start = datetime.fromisoformat(self._path.read_text(encoding="ascii").strip())
            elapsed = time.time() - self._path.stat().st_mtime  # noqa: TID251 - the one reader
        except (FileNotFoundError, ValueError):
            return SystemClock().now()
        return start.astimezone(UTC) + timedelta(seconds=max(elapsed, 0.0))

    def set(self, at: datetime) -> None:
        """Write `at`; every process sees it at its next reading."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(at.isoformat(), encoding="ascii")
        fresh.replace(self._path)


def legal_day(at: datetime) -> date:
    """The day in Asia/Shanghai on which `at` falls."""
    return at.astimezone(SHANGHAI).date()


def wall_ns() -> int:
    """Nanoseconds since the epoch on the machine's clock: for ids, never for law."""
    return time.time_ns()
