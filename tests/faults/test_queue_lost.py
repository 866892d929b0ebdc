"""Redis is a bell and nothing else: emptied and killed in the middle of a batch, nothing is lost."""

import asyncio
import os
import signal

from redis.asyncio import Redis

from tests.faults.conftest import until
from tests.faults.seeds import due_reminders, post_messages

MESSAGES = 1_000


async def test_a_flushed_and_killed_queue_loses_nothing_and_the_worker_lives_on(stage):
    await due_reminders(stage, MESSAGES)
    worker = stage.worker()

    await until(_sent(stage, 150), seconds=120)
    async with Redis.from_url(stage.environment["MEDIATION_REDIS_URL"]) as redis:
        await redis.flushall()
    flushed_at = stage.accepted()
    await until(_sent(stage, 450), seconds=120)
    os.kill(stage.embedded.valkey.pid, signal.SIGKILL)
    killed_at = stage.accepted()
    await until(_sent(stage, MESSAGES), seconds=120)
    await until(_rested(stage), seconds=120)
    await post_messages(stage, 10, prefix="unheard")
    unheard = await until(_sent(stage, MESSAGES + 10), seconds=120)
    await until(_rested(stage), seconds=120)
    healed = stage.embedded.heal()
    await post_messages(stage, 10, prefix="after")
    took = await until(_sent(stage, MESSAGES + 20), seconds=120)

    words = [word for word, _ in stage.ledger().elements()]
    print(
        f"flushed after {flushed_at}, killed after {killed_at} of {MESSAGES}; 10 without a bell in {unheard:.1f} s; "
        f"{healed} came back; 10 more in {took:.1f} s"
    )
    assert healed == ["Valkey"]
    assert worker.poll() is None, "the worker must outlive the queue"
    assert (words.count("new"), words.count("again")) == (MESSAGES + 20, 0)


async def test_without_the_queue_the_worker_starts_and_sends_all_the_same(stage):
    os.kill(stage.embedded.valkey.pid, signal.SIGKILL)
    await asyncio.sleep(0)
    await post_messages(stage, 50)

    stage.worker()

    await until(_sent(stage, 50), seconds=120)


def _sent(stage, count):
    async def enough() -> bool:
        return stage.accepted() >= count

    return enough


def _rested(stage):
    async def rested() -> bool:
        return set(await stage.states()) == {"sent"}

    return rested
