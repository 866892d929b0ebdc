"""A browser for all tests, the product behind a real port with a database of its own for each."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from mediation.app import create_app
from mediation.infra.clock import FrozenClock
from mediation.infra.runtime import Runtime
from mediation.reactions import REACTIONS
from mediation.story.stage import Stage, fresh_stage
from tests import product
from tests.browser.door import Door
from tests.browser.people import People, Players
from tests.browser.studio import Studio
from tests.make import Make
from tests.settings import test_settings

PROGRAM = os.environ.get("MEDIATION_BROWSER", "/usr/bin/chromium")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]

in_the_session = pytest_asyncio.fixture(loop_scope="session")
"""a fixture of one test on the loop of all: there the browser lives"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here runs on the loop on which the browser was started."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and isinstance(item, pytest.Function) and item.obj.__code__.co_flags & 0x80:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium of this machine."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def door() -> AsyncIterator[Door]:
    """A port of this machine, open through all tests of this process."""
    made = Door()
    server = await made.serve()
    yield made
    await server.close()


@in_the_session
async def runtime(
    servers, database, database_url: str, clock: FrozenClock, door: Door, tmp_path: Path
) -> AsyncIterator[Runtime]:
    """The product's own runtime around the clone and the frozen clock; its links lead to the open port."""
    settings = test_settings(
        database_url=database_url, redis_url=servers.redis_url, data_dir=tmp_path, base_url=door.origin
    )
    made = product.runtime(settings, reactions=REACTIONS, clock=clock, db=database)
    await made.wire.start()
    yield made
    await made.close()


@in_the_session
async def people(browser: Browser, runtime: Runtime, make: Make, door: Door) -> AsyncIterator[People]:
    """Browsers for people; whatever one of them noticed fails the test at its end."""
    made = People(browser, runtime, make, door.origin)
    yield made
    made.check()


@in_the_session
async def studio(runtime: Runtime, make: Make, clock: FrozenClock, door: Door) -> AsyncIterator[Studio]:
    """The product, served, with an empty database and a clock that stands still."""
    door.app = create_app(runtime=runtime)
    door.asked.clear()
    yield Studio(runtime, make, clock, door)
    await runtime.background.settle()
    door.app = None


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The whole product: servers, API and worker as processes of their own, the demonstration's people, a clock to move.

    For plays in which everything takes part. It is one for all tests of a process: each makes cases of its own.
    """
    with fresh_stage() as made:
        yield made


@in_the_session
async def players(browser: Browser, stage: Stage) -> AsyncIterator[Players]:
    """Browsers for the people of the whole product; what one of them noticed fails the test at its end."""
    made = Players(browser, stage)
    yield made
    made.check()
