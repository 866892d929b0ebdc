"""From where links were guessed is known as long as it slows somebody down, and then forgotten."""

from mediation.status import misses
from mediation.worker import tick


async def test_ten_misses_a_minute_are_heard_and_no_more(runtime, clock):
    heard = [await misses.count(runtime, "203.0.113.7") for _ in range(11)]
    elsewhere = await misses.count(runtime, "203.0.113.8")
    clock.advance(minutes=1)

    assert heard == [False] * 10 + [True]
    assert not elsewhere
    assert not await misses.count(runtime, "203.0.113.7")


async def test_an_address_is_forgotten_after_a_day(runtime, clock):
    await misses.count(runtime, "203.0.113.7")
    clock.advance(hours=1)
    await misses.count(runtime, "203.0.113.8")
    clock.advance(hours=23, seconds=1)

    first, again = await tick(runtime), await tick(runtime)

    assert (first["status.misses.forget_old"], again["status.misses.forget_old"]) == (1, 0)
