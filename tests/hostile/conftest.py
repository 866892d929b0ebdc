"""The world of these tests."""

import pytest

from tests.hostile import (  # noqa: F401 - register the valid calls
    ways_of_cases,
    ways_of_evidence,
    ways_of_money,
    ways_of_orders,
    ways_of_the_table,
)
from tests.hostile.world import World, world


@pytest.fixture
async def w(api, make) -> World:
    """A studio with its neighbours."""
    return await world(api, make)
