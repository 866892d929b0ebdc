"""Clients that come from different places."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx2
import pytest
from tests.api import Api

from mediation.app import create_app


@pytest.fixture
async def api_from(runtime) -> AsyncIterator["object"]:
    """The application as seen from an address."""
    app = create_app(runtime=runtime)
    async with AsyncExitStack() as stack:

        async def client(address: str) -> Api:
            transport = httpx2.ASGITransport(app=app, client=(address, 40000))
            return Api(
                await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url="http://test")), app
            )

        yield client
