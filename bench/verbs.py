"""Speed of what writes: a signature over HTTP, and the reminders of a bad morning through the worker's own code.

What it writes into the kept database it takes out again before the next run.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from bench.data import connect
from mediation import app
from mediation.infra.runtime import Runtime
from mediation.notice.addresses import book
from mediation.notice.delivery import Delivery
from mediation.notice.templates import templates
from mediation.settings import Settings

DUE = 100_000
"""reminders due at once: what a city finds after the New Year's holidays, many times over"""

_CLEAR = "DELETE FROM notice WHERE dedupe_key LIKE 'bench/%'"
_DUE = """
INSERT INTO notice (id, case_id, district_id, recipient_kind, recipient_id, channel, template, parameters, urgent, private,
    dedupe_key, posted_at, state, attempts, next_try_at)
SELECT gen_random_uuid(), k.id, k.district_id, 'staff', k.mediator_id, 'inbox', 'deadline.before', '{"case_number": "1"}', false,
    false, 'bench/' || n, $2::timestamptz, 'queued', 0, $2::timestamptz - n * interval '1 millisecond'
FROM generate_series(1, $1) n JOIN cases k ON k.serial = n % (SELECT count(*) FROM cases) + 1
"""


@dataclass(frozen=True)
class Draining:
    """How fast what is due goes out."""

    rows: int
    seconds: float

    @property
    def sentence(self) -> str:
        """For the report."""
        return f"draining {self.rows:,} due reminders: {self.seconds:.1f} s, {self.rows / self.seconds:,.0f} rows/s"


async def draining(settings: Settings, *, due: int = DUE) -> Draining:
    """Put `due` inbox notices into the queue and have one worker deliver them. RuntimeError when one is left."""
    assert settings.database_url is not None
    runtime = app.runtime_for(settings)
    now = runtime.clock.now()
    connection = await connect(settings.database_url)
    try:
        await connection.execute(_CLEAR, timeout=600)
        await connection.execute(_DUE, due, now - timedelta(minutes=5), timeout=600)
        await connection.execute("VACUUM ANALYZE notice", timeout=600)
        started = time.perf_counter()
        delivered = await _drain(runtime)
        seconds = time.perf_counter() - started
        left = await connection.fetchval(
            "SELECT count(*) FROM notice WHERE dedupe_key LIKE 'bench/%' AND state = 'queued'"
        )
        await connection.execute(_CLEAR, timeout=600)
    finally:
        await connection.close()
        await runtime.close()
    if left or delivered < due:
        raise RuntimeError(f"{left} of {due} reminders were left in the queue")
    return Draining(due, seconds)


async def _drain(runtime: Runtime) -> int:
    delivery = Delivery(runtime, {}, book, templates(), name="bench")
    return sum((await delivery.drain()).values())
