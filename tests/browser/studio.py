"""The product of one test: its data, its clock, its worker, and what its server was asked."""

from dataclasses import dataclass
from typing import Any, NoReturn

import httpx2

from mediation import worker
from mediation.agency.models import Agency
from mediation.infra.clock import FrozenClock
from mediation.infra.runtime import Runtime
from mediation.notice import gateways
from mediation.notice.addresses import book
from mediation.notice.delivery import Delivery
from mediation.notice.templates import templates
from tests.browser.door import Asked, Door
from tests.make import Make


@dataclass
class Studio:
    """What a test arranges with."""

    runtime: Runtime
    make: Make
    clock: FrozenClock
    door: Door

    @property
    def origin(self) -> str:
        """Where it is served."""
        return self.door.origin

    @property
    def asked(self) -> list[Asked]:
        """What its server was asked since the test began."""
        return self.door.asked

    async def agency(self) -> Agency:
        """A union with a studio."""
        return await self.make.agency()

    async def work(self) -> None:
        """One turn of the worker: clocks that ran out, reminders, messages."""
        counts = await worker.tick(self.runtime)
        assert not counts["faults"], counts
        outgoing = gateways.from_settings(self.runtime.settings)
        await Delivery(self.runtime, outgoing, book, templates(), name="test").drain()
        for gateway in set(outgoing.values()):
            await gateway.close()

    async def get(self, path: str) -> httpx2.Response:
        """Ask for `path` without a browser."""
        async with httpx2.AsyncClient(base_url=self.origin, verify=False, trust_env=False) as client:
            return await client.get(path)

    def lose_the_database(self) -> None:
        """From now on whoever reads finds no database; the runtime is of this test only."""

        def away(*_: Any, **__: Any) -> NoReturn:
            raise OSError("the database is away")

        self.runtime.read = away  # type: ignore[method-assign]
        self.runtime.fetch = away  # type: ignore[method-assign]
