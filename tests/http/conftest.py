"""Fixtures: the small application, a client of it, and one with little patience."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx2
import pytest
from starlette.middleware import Middleware
from tests.http.toy import Toy

from mediation.http import BodyLimit, shell


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
async def client(toy: Toy) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=toy.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://studio.test") as client:
        yield client


@pytest.fixture
def slow() -> Callable[[float], Toy]:
    """The application with a short patience for bodies."""

    def build(seconds: float) -> Toy:
        middleware = shell()
        middleware[3] = Middleware(BodyLimit, seconds=seconds)
        return Toy(middleware)

    return build
