"""The worker's loops in this process: the bell, the sweep without one, sources and sweeps that fail, the sign of life."""

import asyncio

import httpx2
import pytest
from redis.asyncio import Redis
from sqlalchemy import select
from sqlmodel import col

from mediation import worker
from mediation.notice.gateways import HttpGateway
from mediation.notice.models import Heartbeat


@pytest.fixture
async def work(runtime, outbound):
    """A worker that sends through the local gateway; started by the test, stopped here."""
    made = worker.Work(runtime, name="w1")
    made._delivery._gateways = outbound.gateways
    running = []

    def start():
        running.append(asyncio.create_task(made.run()))
        return made

    yield start
    made.stop()
    async with asyncio.timeout(20):
        await asyncio.gather(*running)


async def _until(condition, seconds=20.0):
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in a database
            await asyncio.sleep(0.02)


async def test_the_bell_wakes_the_delivery_at_once(runtime, outbound, draft, work, monkeypatch):
    monkeypatch.setattr(worker, "DELIVERY_SECONDS", 1000.0)
    work()
    await _until(lambda: _beaten(runtime))
    await outbound.post(draft())

    await _until(lambda: _sent(outbound), 10)


async def _beaten(runtime):
    async with runtime.db.session() as session:
        found = (await session.execute(select(col(Heartbeat.name), col(Heartbeat.beat_at)))).all()
    return found == [("w1", runtime.clock.now())]


async def _sent(outbound):
    return {row.state for row in await outbound.rows()} == {"sent"}


async def test_without_redis_the_worker_looks_by_itself(runtime, outbound, draft, work, monkeypatch):
    monkeypatch.setattr(worker, "DELIVERY_SECONDS", 0.2)
    runtime.settings = runtime.settings.model_copy(update={"redis_url": None})
    work()

    await outbound.post(draft())

    await _until(lambda: _sent(outbound), 10)


async def test_a_flushed_queue_loses_nothing(runtime, outbound, draft, work, monkeypatch):
    monkeypatch.setattr(worker, "DELIVERY_SECONDS", 0.2)
    await outbound.post(draft())
    async with Redis.from_url(runtime.settings.redis_url) as redis:
        await redis.flushall()

    work()

    await _until(lambda: _sent(outbound), 10)


async def test_a_tick_asks_until_there_is_nothing_new_and_a_faulty_source_silences_nobody(
    runtime, outbound, draft, monkeypatch
):
    left, swept = list(range(25)), [7, 3, 0]

    async def faulty(tx, *, limit):
        raise RuntimeError("a fault of the program")

    async def due(tx, *, limit):
        batch, left[:] = left[:10], left[10:]
        return [draft(dedupe_key=f"d/{n}") for n in batch]

    async def repeats(tx, *, limit):
        return [draft(dedupe_key="always the same")]

    async def sweep(tx, *, limit):
        return swept.pop(0)

    monkeypatch.setattr(worker, "REMINDER_SOURCES", (faulty, due, repeats))
    monkeypatch.setattr(worker, "SWEEPS", (sweep,))

    first = await worker.tick(runtime)

    assert sorted(first.values()) == [1, 1, 10, 25]
    assert first["faults"] == 1
    assert len(await outbound.rows()) == 26


async def test_a_worker_silent_for_a_day_is_forgotten(runtime, clock):
    from mediation.kit.actor import system
    from mediation.notice.heartbeat import beat

    for name in ("old", "new", "new"):
        async with runtime.uow(system(clock.now())) as tx:
            await beat(tx, name)
        clock.advance(hours=13)
    async with runtime.uow(system(clock.now())) as tx:
        await beat(tx, "new")

    async with runtime.db.session() as session:
        names = (await session.execute(select(col(Heartbeat.name)))).scalars().all()
    assert names == ["new"]


class _Slow(httpx2.AsyncBaseTransport):
    """A provider that takes a message and answers when it is told to."""

    def __init__(self) -> None:
        self.taken, self.answer = asyncio.Event(), asyncio.Event()
        self.keys: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.keys.append(request.headers["idempotency-key"])
        self.taken.set()
        await self.answer.wait()
        return httpx2.Response(201, json={"id": "1"})


async def test_a_worker_told_to_stop_lets_what_is_on_its_way_arrive_and_takes_nothing_new(runtime, outbound, draft):
    provider = _Slow()
    outbound.gateways["sms"] = HttpGateway("http://provider", None, transport=provider)
    working = worker.Work(runtime, name="w1")
    working._delivery._gateways = outbound.gateways
    await outbound.post(draft(dedupe_key="a"))
    running = asyncio.create_task(working.run())
    async with asyncio.timeout(20):
        await provider.taken.wait()

    working.stop()
    await outbound.post(draft(dedupe_key="b"))
    provider.answer.set()
    async with asyncio.timeout(20):
        await running

    sent, waiting = await outbound.rows()
    assert [sent.state, waiting.state] == ["sent", "queued"]
    assert provider.keys == [str(sent.id)]
