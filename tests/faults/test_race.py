"""Two workers, and ten, race for the same thousand rows: each is sent once."""

import pytest

from tests.faults.conftest import until
from tests.faults.seeds import post_messages

MESSAGES = 1_000


@pytest.mark.parametrize("workers", [2, 10])
async def test_workers_racing_for_the_same_rows_send_each_once(stage, nursery, workers):
    for _ in range(workers):
        nursery.worker()
    await until(_alive(stage, workers), seconds=120, every=0.2)

    await post_messages(stage, MESSAGES)
    took = await until(_all_sent_while_the_bell_rings(stage), seconds=120, every=0.05)

    words = [word for word, _ in stage.ledger().elements()]
    shares = await stage.shares()
    print(f"{workers} workers: {MESSAGES} messages in {took:.1f} s, shares {shares}; asked {words.count('asked')}")
    assert (words.count("new"), words.count("again")) == (MESSAGES, 0)
    assert len(shares) > 1, "one worker did it all: nobody raced"


def _alive(stage, workers):
    async def all_beat() -> bool:
        return await stage.scalar("SELECT count(*) FROM heartbeat") == workers

    return all_beat


def _all_sent_while_the_bell_rings(stage):
    async def done() -> bool:
        await stage.runtime.wake("deliver")  # one ring reaches one worker; all are to be there
        return await stage.states() == {"sent": MESSAGES}

    return done
