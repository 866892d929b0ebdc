"""One server and one loop per test process, one database that each test finds empty, a clock that stands still on a named day."""

import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
import uvloop
from sqlalchemy.ext.asyncio import create_async_engine

from mediation.infra.clock import SHANGHAI, FrozenClock
from mediation.infra.memory import settle
from tests import memory

sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # absent, and looked for on disk at every request
gc.disable()  # until everything is loaded: see pytest_collection_finish

THE_DAY = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
"""Friday, noon: the workers walk in. The Monday after is the 23rd."""


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the product runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def servers() -> Iterator["object"]:
    """PostgreSQL (without fsync) and Valkey of this test process."""
    from mediation.infra.embedded import Embedded

    with tempfile.TemporaryDirectory(prefix="mediation-test-", dir=memory.folder()) as folder:
        memory.forget_killed("mediation-test-", before=Path(folder))
        embedded = Embedded()
        yield embedded.start(Path(folder), fast=True)
        embedded.stop()


@pytest.fixture(scope="session")
def template(servers) -> str:
    """A database with every table, to be cloned."""

    async def build() -> None:
        import mediation.models  # noqa: F401 - registers every table
        from mediation.infra.db import metadata

        engine = create_async_engine(await servers.create("template"))
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await engine.dispose()

    asyncio.run(build())
    return "template"


@pytest.fixture(scope="session")
async def kept(servers, template: str) -> AsyncIterator["object"]:
    """The database of every test of this process that does not ask for one of its own."""
    from tests.kept import Kept

    made = await Kept.on(await servers.clone("kept", template=template))
    yield made
    await made.end()


@pytest.fixture
async def own_database(servers, template: str) -> AsyncIterator["object"]:
    """A fresh clone with connections of its own, for tests that count or cut them, or change tables or statistics.

    Such a test's file says `database = own_database` in a fixture.
    """
    from mediation.infra.db import Database

    made = Database(await servers.clone("own", template=template))
    yield made
    await made.dispose()


@pytest.fixture
async def database(kept) -> AsyncIterator["object"]:
    """A database with every table and no rows but those it is born with."""
    from tests.kept import nothing_left_running

    async with nothing_left_running():
        await kept.forget()
        yield kept


@pytest.fixture
def database_url(database) -> str:
    """Where it is."""
    return str(database.engine.url.render_as_string(hide_password=False))


@pytest.fixture
def clock() -> FrozenClock:
    """Stands at THE_DAY until told otherwise."""
    return FrozenClock(THE_DAY)


@pytest.fixture
async def runtime(servers, database, database_url: str, clock: FrozenClock, tmp_path: Path) -> AsyncIterator["object"]:
    """The product's own runtime around the clone and the frozen clock."""
    from mediation.reactions import REACTIONS
    from tests import product
    from tests.settings import test_settings

    settings = test_settings(database_url=database_url, redis_url=servers.redis_url, data_dir=tmp_path)
    made = product.runtime(settings, reactions=REACTIONS, clock=clock, db=database)
    yield made
    await made.close()


@pytest.fixture
def make(runtime) -> "object":
    """Factories with boring defaults."""
    from tests.make import Make

    return Make(runtime)


@pytest.fixture
async def api(runtime) -> AsyncIterator["object"]:
    """The product's own application over ASGI, as a client would use it."""
    from mediation.app import create_app
    from tests.api import Api

    app = create_app(runtime=runtime)
    await runtime.wire.start()
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Api(client, app)


LONGEST = (
    "browser/test_the_play.py",
    "browser/test_by_keys.py",
    "test_story.py",
    "access/test_matrix.py",
    "room/test_secrecy.py",
    "agreement/test_reminders.py",
    "limits/test_cache.py",
    "journal/test_verify.py",
    "infra/test_up.py",
    "gql/test_every_list.py",
    "access",
    "hostile",
    "agreement",
)
"""Tests of seconds, the longest first; the group of tests/faults is first of itself, because it is the largest group."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long starts early, so that all processes end at about the same moment."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(here).as_posix()
        return next((n for n, slow in enumerate(LONGEST) if path.startswith(slow)), len(LONGEST))

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: whoever looks for garbage need not look at it."""
    settle()
    gc.enable()


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """With `-n auto` one process more than processors: the story, the faults and `mediation up` wait more than they work."""
    processors = yield
    return processors if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else processors + 1
