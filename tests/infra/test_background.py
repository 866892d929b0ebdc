"""Work done together: one alone waits for nobody, what comes meanwhile goes next, and a failure reaches who waits."""

import asyncio

import pytest

from mediation.infra.runtime import Background


async def test_what_comes_while_the_first_is_under_way_is_done_in_one_go():
    background, done, go = Background(), [], asyncio.Event()

    async def work(items: list[int]) -> None:
        done.append(list(items))
        await go.wait()

    waiting = [asyncio.create_task(background.together("log", number, work)) for number in (0,)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(background.together("log", number, work)) for number in range(1, 5)]
    await asyncio.sleep(0)
    assert done == [[0]]
    go.set()
    await asyncio.gather(*waiting)

    assert done == [[0], [1, 2, 3, 4]]


async def test_a_failure_is_told_to_those_it_concerns_and_the_next_are_done():
    background, done = Background(), []

    async def work(items: list[str]) -> None:
        if "bad" in items:
            raise ValueError("bad")
        done.extend(items)

    with pytest.raises(ValueError, match="bad"):
        await background.together("log", "bad", work)
    await background.together("log", "good", work)

    assert done == ["good"]
    await background.settle()


async def test_who_stops_waiting_neither_stops_the_work_nor_the_others():
    background, done, go = Background(), [], asyncio.Event()

    async def work(items: list[str]) -> None:
        await go.wait()
        done.extend(items)

    gone = asyncio.create_task(background.together("log", "gone", work))
    stays = asyncio.create_task(background.together("log", "stays", work))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    go.set()
    await stays

    assert gone.cancelled()
    assert done == ["gone", "stays"]
    await background.settle()
