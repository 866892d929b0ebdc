"""The world of the access tests: built once per process, cloned per test, with verbs that do everything but stay done."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from mediation.infra.clock import FrozenClock
from mediation.infra.db import Database
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Reactions, Tx
from mediation.kit.events import Event
from mediation.kit.problems import TooMany
from mediation.reactions import REACTIONS
from tests import product
from tests.access.known import World
from tests.access.world import build_once
from tests.api import Api
from tests.conftest import THE_DAY
from tests.settings import test_settings

DONE = 424_242
"""In `retryAfterSeconds`: the verb has done all it does, and was then taken back."""


async def undo(_tx: Tx, _event: Event) -> None:
    """Runs after the verb has recorded what it did: everything is rolled back, and the answer says that it was done."""
    raise TooMany(DONE)


UNDOING = Reactions(always=(*REACTIONS.always, undo), of=REACTIONS.of, refused=REACTIONS.refused)


def _runtime(
    url: str, redis_url: str | None, folder: Path, reactions: Reactions, db: Database | None = None
) -> Runtime:
    settings = test_settings(database_url=url, redis_url=redis_url, data_dir=folder)
    return product.runtime(settings, reactions=reactions, clock=FrozenClock(THE_DAY), db=db)


@pytest.fixture(scope="session")
def original(servers, template: str, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world, which stands in the database `original`, to be cloned."""
    url = asyncio.run(servers.clone("original", template=template))
    folder = tmp_path_factory.mktemp("world")
    return build_once(lambda where: _runtime(url, servers.redis_url, where, REACTIONS), folder)


@pytest.fixture(scope="session")
def world_database(servers) -> Database:
    """The engine of every test of this folder: each clone has the same name, so statements are compiled once."""
    return Database(servers.database_url_of("world"))


@pytest.fixture
def world(original: World) -> World:
    """What is in the world."""
    return original


@pytest.fixture
def reactions() -> Reactions:
    """What follows from a verb here: everything, and then nothing stays. A test that wants it to stay overrides this."""
    return UNDOING


@pytest.fixture
async def in_world(
    servers, original: World, world_database: Database, reactions: Reactions, tmp_path: Path
) -> AsyncIterator[Runtime]:
    """A runtime around a clone of the world."""
    url = await servers.clone("world", template="original")
    runtime = _runtime(url, servers.redis_url, tmp_path, reactions, world_database)
    yield runtime
    await runtime.close()


@pytest.fixture
async def door(in_world: Runtime) -> AsyncIterator[Api]:
    """The application over the clone."""
    from mediation.app import create_app

    app = create_app(runtime=in_world)
    await in_world.wire.start()
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Api(client, app)
