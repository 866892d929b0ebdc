"""What one batch is asked in one turn is asked together, once, and told to everybody."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from mediation.gql.loading import Loader


class Batch:
    """Counts what it is asked. Odd keys are errors, 99 fails for all, 98 forgets its answers."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    async def __call__(self, keys: list[int]) -> Sequence[Any]:
        """One answer for each key."""
        self.asked.append(keys)
        await asyncio.sleep(0)
        if 99 in keys:
            raise RuntimeError("for all")
        return [] if 98 in keys else [KeyError(key) if key % 2 else key * 10 for key in keys]


async def _told(loader: Loader, *keys: int) -> list[Any]:
    found = await asyncio.gather(*map(loader.load, keys), return_exceptions=True)
    return [repr(one) if isinstance(one, Exception) else one for one in found]


async def test_keys_of_one_turn_are_asked_together_and_each_once() -> None:
    batch = Batch()
    loader = Loader(batch)

    first = await _told(loader, 2, 4, 2, 3)
    second = await _told(loader, 4, 6)

    assert first == [20, 40, 20, "KeyError(3)"]
    assert second == [40, 60]
    assert batch.asked == [[2, 4, 3], [6]]


@pytest.mark.parametrize(
    ("key", "said"),
    [(99, "RuntimeError('for all')"), (98, "TypeError('a batch was asked for 2 keys and answered 0')")],
)
async def test_a_batch_that_fails_fails_for_everybody(key: int, said: str) -> None:
    assert await _told(Loader(Batch()), 2, key) == [said] * 2


async def test_who_has_gone_is_not_asked_for_and_may_come_back() -> None:
    batch = Batch()
    loader = Loader(batch)
    gone, stays = loader.load(2), loader.load(4)
    gone.cancel()

    assert await stays == 40
    assert await loader.load(2) == 20
    assert batch.asked == [[4], [2]]
