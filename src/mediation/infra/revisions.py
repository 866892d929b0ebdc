"""Which revision a database is at, which one the program needs, and the way from one to the other.

Answers the daily question (is it current?) with one query and without alembic, whose import takes most of a second.
"""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from mediation.kit.refusal import RefusedError
from mediation.settings import resource_dir

_ASSIGNMENT = re.compile(r"^(revision|down_revision)\b[^=\n]*=(.*)$", re.MULTILINE)
_NAME = re.compile(r"""["']([^"']+)["']""")
_MIGRATING = 0x6D65_6469  # "medi": one migration at a time on one server
_CONNECT_SECONDS = 10.0


class RevisionError(RefusedError):
    """The database cannot be used as it is; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class State:
    """What a database is: its revision (None: empty), and whether anybody has an account."""

    revision: str | None
    has_staff: bool


def head(migrations: Path | None = None) -> str | None:
    """The newest revision of the program; None when it has none. Raises RevisionError when there are several."""
    known: set[str] = set()
    replaced: set[str] = set()
    for path in ((migrations or resource_dir("migrations")) / "versions").glob("*.py"):
        for name, value in _ASSIGNMENT.findall(path.read_text(encoding="utf-8")):
            (known if name == "revision" else replaced).update(_NAME.findall(value))
    heads = sorted(known - replaced)
    if len(heads) > 1:
        raise RevisionError(f"The program has several newest revisions: {', '.join(heads)}.")
    return heads[0] if heads else None


def dsn(url: str) -> str:
    """`url` as asyncpg reads it: without SQLAlchemy's name of the driver."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


async def connect(url: str) -> asyncpg.Connection:
    """A connection to the database at `url`. Raises RevisionError when it cannot be reached."""
    try:
        return await asyncpg.connect(dsn(url), timeout=_CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise RevisionError(f"The database cannot be reached: {error or type(error).__name__}.") from None


async def state_of(url: str) -> State:
    """The state of the database at `url`. Raises RevisionError when it cannot be reached."""
    connection = await connect(url)
    try:
        revision = await _ask(connection, "SELECT version_num FROM alembic_version")
        return State(revision, bool(await _ask(connection, "SELECT 1 FROM staff LIMIT 1")))
    finally:
        await connection.close()


async def heartbeats(url: str) -> frozenset[tuple[str, datetime]]:
    """Each worker's last sign of life: its name and when."""
    connection = await connect(url)
    try:
        return frozenset((row["name"], row["beat_at"]) for row in await connection.fetch("SELECT * FROM heartbeat"))
    finally:
        await connection.close()


async def _ask(connection: asyncpg.Connection, question: str) -> str | None:
    try:
        answer: str | None = await connection.fetchval(question)
    except asyncpg.UndefinedTableError:
        return None
    return answer


def require_current(url: str) -> None:
    """Raises RevisionError unless the database at `url` is at the program's newest revision."""
    found, needed = asyncio.run(state_of(url)).revision, head()
    if found != needed:
        raise RevisionError(
            f"Refusing to start: the database is at revision {found or 'none'} and this program needs {needed}; "
            "run `mediation migrate` first."
        )


def upgrade(url: str) -> str | None:
    """Bring the database at `url` to the newest revision and return it. Waits for another migration under way."""
    return asyncio.run(_upgrade(url))


async def _upgrade(url: str) -> str | None:
    from alembic import command
    from alembic.config import Config

    config = Config(str(resource_dir("migrations") / "alembic.ini"))
    config.attributes["url"] = url
    connection = await connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _MIGRATING)
        await asyncio.to_thread(command.upgrade, config, "head")
        return await _ask(connection, "SELECT version_num FROM alembic_version")
    finally:
        await connection.close()
