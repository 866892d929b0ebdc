"""No worker for a day and two hours: everything that was due in the meantime goes out when one starts."""

import signal
from datetime import date, timedelta

from tests.faults.conftest import NOON, until
from tests.faults.seeds import due_reminders

REMINDERS = 300


async def test_after_26_hours_without_a_worker_everything_due_goes_out(stage):
    await due_reminders(stage, REMINDERS, due_on=date(2026, 11, 20))
    before = stage.worker()
    await until(_alive(stage), seconds=120)
    before.send_signal(signal.SIGTERM)
    ended = before.wait(60)
    meanwhile = (await stage.states(), stage.accepted())

    stage.move_clock(NOON + timedelta(hours=26))
    stage.worker()
    took = await until(_all_sent(stage), seconds=120, every=0.1)

    late = await stage.scalar(
        "SELECT extract(epoch FROM max(sent_at) - min(posted_at)) FROM notice WHERE channel = 'sms'"
    )
    print(
        f"stopped with {ended}; {REMINDERS} reminders of 9:00 went out at 14:00, within {late:.0f} s; seen after {took:.1f} s"
    )
    assert ended == 0
    assert meanwhile == ({}, 0)
    assert stage.accepted() == REMINDERS
    assert await stage.states("inbox") == {"delivered": REMINDERS}


def _alive(stage):
    async def beats() -> bool:
        return await stage.scalar("SELECT count(*) FROM heartbeat") == 1

    return beats


def _all_sent(stage):
    async def done() -> bool:
        return await stage.states() == {"sent": REMINDERS}

    return done
