"""The worker is killed without warning while a thousand reminders go out, five times."""

import asyncio
import os
import random
import signal

from tests.faults.conftest import until
from tests.faults.seeds import due_reminders

REMINDERS = 1_000
KILLS = 5


async def test_a_worker_killed_five_times_loses_no_reminder_and_sends_none_twice(stage, nursery):
    await due_reminders(stage, REMINDERS)
    worker, killed_at = nursery.worker(), []

    for _ in range(KILLS):
        enough = min(stage.accepted() + random.randint(60, 160), REMINDERS - 50)
        await until(_sent(stage, enough), seconds=120, every=0.005)
        await asyncio.sleep(random.random() / 20)
        os.kill(worker, signal.SIGKILL)
        killed_at.append(stage.accepted())
        worker = nursery.worker()
    took = await until(_all_sent(stage), seconds=120, every=0.2)

    ledger = stage.ledger()
    words = {word: sum(n for (said, _), n in ledger.items() if said == word) for word in ("new", "again", "asked")}
    print(f"killed after {killed_at} of {REMINDERS}; {words}; states {await stage.states()}; healed in {took:.1f} s")
    assert words["new"] == REMINDERS
    assert len({key for word, key in ledger if word == "new"}) == REMINDERS
    assert words["again"] == 0
    assert words["asked"] > 0, "no kill hit a message on its way: the test proved nothing"
    assert await stage.states() == {"sent": REMINDERS}
    assert await stage.states("inbox") == {"delivered": REMINDERS}


def _sent(stage, count):
    async def enough() -> bool:
        return stage.accepted() >= count

    return enough


def _all_sent(stage):
    async def done() -> bool:
        return await stage.states() == {"sent": REMINDERS}

    return done
