"""Every open case's clocks made anew from its journal: `mediation recompute`. A thousand cases to a transaction.

Refuses to decide anything: it does what every verb does to its own case (clocks.py).
"""

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from mediation.deadline import clocks
from mediation.infra.runtime import Runtime
from mediation.kit.actor import system


@dataclass(slots=True)
class Done:
    """How much was gone through, and how much was not as the journals say."""

    cases: int = 0
    differing: int = 0


async def everything(runtime: Runtime, *, check: bool = False) -> Done:
    """Go through all open cases in the order of their ids; with `check` only look."""
    done, last = Done(), None
    while True:
        async with runtime.uow(system(runtime.clock.now())) as tx:
            found = await clocks.after(tx, last)
            if not found:
                return done
            case_ids = await clocks.lock_many(tx, found)
            differences = await clocks.compare(tx, case_ids)
            done.differing += differences.count
            if not check:
                await differences.write()
                await clocks.refresh(tx, case_ids)
        done.cases += len(case_ids)
        last = found[-1]


def main(build: Callable[[], Runtime], *, check: bool) -> int:
    """Do it, or with `check` only look; print what was found. 1 when it was only looked at and something differs, else 0."""

    async def run() -> Done:
        runtime = build()
        try:
            return await everything(runtime, check=check)
        finally:
            await runtime.close()

    began = time.perf_counter()
    done = asyncio.run(run())
    what = "differ from the journal" if check else "were written anew"
    sys.stdout.write(
        f"{done.cases:,} open cases in {time.perf_counter() - began:.1f} s; {done.differing:,} deadlines {what}.\n"
    )
    return 1 if check and done.differing else 0
