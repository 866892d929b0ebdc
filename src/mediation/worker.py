"""The worker: what is asked at every tick, and the loops that deliver. One page.

Redis only rings the bell. A worker without it looks by itself every few seconds, so that an outage, a flush or a day
without any worker costs nothing but time. Any number of workers may run; they meet at the rows, not here.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Protocol, cast

import structlog
from arq.worker import Worker, func
from redis.exceptions import RedisError

from mediation import bindings, calendars
from mediation.access.guard import guard
from mediation.agreement import reminders as agreements
from mediation.case import roster as rosters
from mediation.deadline import reminders as deadlines
from mediation.deadline import sweeps
from mediation.desk import drafts, filters
from mediation.evidence import service as evidence
from mediation.infra import idempotency, memory
from mediation.infra import log as logs
from mediation.infra import runtime as runtimes
from mediation.infra.queue import dumps, loads, redis_settings
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal import heads
from mediation.kit.actor import system
from mediation.lawyer import follow as lawyers
from mediation.notice import gateways
from mediation.notice.addresses import book
from mediation.notice.delivery import Delivery
from mediation.notice.drafts import Draft
from mediation.notice.heartbeat import beat
from mediation.notice.service import post
from mediation.notice.templates import templates
from mediation.order import reminders as orders
from mediation.reactions import REACTIONS
from mediation.settings import Settings, get_settings
from mediation.status import misses

log = structlog.get_logger(__name__)


class Source(Protocol):
    """A reminder source: what ought to be said now and has not been said, at most `limit` of it."""

    def __call__(self, tx: Tx, *, limit: int) -> Awaitable[Sequence[Draft]]:
        """Asked again until it has nothing new to say."""
        ...


class Sweep(Protocol):
    """A clock that runs out without anybody doing anything: acts on at most `limit` rows, answers how many."""

    def __call__(self, tx: Tx, *, limit: int) -> Awaitable[int]:
        """Asked again until there is nothing more to do."""
        ...


REMINDER_SOURCES: tuple[Source, ...] = (deadlines.due, agreements.due, orders.due)

SWEEPS: tuple[Sweep, ...] = (
    lawyers.expire_due,
    sweeps.lapse,
    sweeps.fall_due,
    sweeps.compute_missing,
    rosters.forget_expired,
    drafts.forget_old,
    filters.forget_deleted,
    evidence.forget_expired,
    idempotency.forget_answers,
    misses.forget_old,
)

LIMIT: Final = 1_000
"""rows per transaction of a tick"""
ROUNDS: Final = 1_000
"""transactions per source and tick; what is left waits for the next tick"""
TICK_SECONDS: Final = 10.0
DELIVERY_SECONDS: Final = 5.0
BEAT_SECONDS: Final = 10.0
EXPORT_SECONDS: Final = 30.0
"""how long the journal's newest entries may stand without a head outside the database, about"""
_LONGEST_BACK_OFF: Final = 5.0


async def tick(runtime: Runtime) -> Counter[str]:
    """Ask every source and run every sweep until none has anything left. A fault in one does not silence the others."""
    counts: Counter[str] = Counter()
    for name, step in (
        *((_name(one), _saying(one)) for one in REMINDER_SOURCES),
        *((_name(one), one) for one in SWEEPS),
    ):
        try:
            for _ in range(ROUNDS):
                async with runtime.uow(system(runtime.clock.now())) as tx:
                    done = await step(tx, limit=LIMIT)
                counts[name] += done
                if not done:
                    break
        except Exception:
            log.exception("worker.fault", source=name)
            counts["faults"] += 1
    return counts


def _saying(source: Source) -> Sweep:
    async def say(tx: Tx, *, limit: int) -> int:
        return await post(tx, *await source(tx, limit=limit))

    return say


def _name(step: Any) -> str:
    return f"{step.__module__.removeprefix('mediation.')}.{step.__qualname__}"


class Work:
    """One worker process."""

    def __init__(self, runtime: Runtime, *, name: str | None = None) -> None:
        self.name = name or f"{socket.gethostname()}:{os.getpid()}"
        self._runtime = runtime
        self._gateways = gateways.from_settings(runtime.settings)
        self._delivery = Delivery(runtime, self._gateways, book, templates(), name=self.name)
        self._stopping = asyncio.Event()
        self._bells = {"deliver": asyncio.Event(), "tick": asyncio.Event()}

    def stop(self) -> None:
        """Take nothing new; `run` returns when what is on its way has arrived."""
        self._stopping.set()
        self._delivery.stopping = True

    async def run(self) -> None:
        """Work until `stop`."""
        log.info("worker.started", worker=self.name, channels=sorted(self._gateways))
        async with asyncio.TaskGroup() as loops:
            loops.create_task(self._loop(self._beat, BEAT_SECONDS, asyncio.Event()))
            loops.create_task(self._loop(self._tick, TICK_SECONDS, self._bells["tick"]))
            loops.create_task(self._loop(self._export, EXPORT_SECONDS, asyncio.Event()))
            loops.create_task(self._loop(self._deliver, DELIVERY_SECONDS, self._bells["deliver"]))
            loops.create_task(self._listen())
        for gateway in set(self._gateways.values()):
            await gateway.close()
        log.info("worker.stopped", worker=self.name)

    async def _beat(self) -> None:
        async with self._runtime.uow(system(self._runtime.clock.now())) as tx:
            await beat(tx, self.name)

    async def _tick(self) -> None:
        counts = await tick(self._runtime)
        if counts:
            log.info("worker.tick", **counts)

    async def _export(self) -> None:
        await heads.export(self._runtime)

    async def _deliver(self) -> None:
        counts = await self._delivery.drain()
        if counts:
            log.info("worker.delivered", **counts)

    async def _loop(self, step: Callable[[], Awaitable[None]], seconds: float, bell: asyncio.Event) -> None:
        """Do `step` at once, whenever the bell rings, and every `seconds`; a fault is logged and tried again sooner."""
        back_off = 0.5
        while not self._stopping.is_set():
            bell.clear()
            try:
                await step()
                pause, back_off = seconds, 0.5
            except Exception:
                log.exception("worker.fault", step=step.__name__)
                pause, back_off = back_off, min(back_off * 2, _LONGEST_BACK_OFF)
            await self._pause(pause, bell)

    async def _pause(self, seconds: float, bell: asyncio.Event) -> None:
        waits = [asyncio.create_task(bell.wait()), asyncio.create_task(self._stopping.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _listen(self) -> None:
        """Hear the bell: an arq worker, made anew whenever Redis went away (arq itself exits when it does)."""
        if self._runtime.settings.redis_url is None:
            return
        back_off = 0.2
        while not self._stopping.is_set():
            hearing = asyncio.Event()
            worker = self._arq(hearing)
            running = asyncio.create_task(worker.async_run())
            await self._pause_until(running)
            worker.allow_pick_jobs = False
            await asyncio.gather(*worker.tasks.values(), return_exceptions=True)  # each only sets an event
            running.cancel()
            results = await asyncio.gather(running, return_exceptions=True)
            # One that was being picked meanwhile would open a connection again after it is closed.
            await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
            with contextlib.suppress(RedisError, OSError):
                if "redis" in worker.ctx:
                    await worker.ctx["redis"].aclose(close_connection_pool=True)
            if self._stopping.is_set():
                return
            back_off = 0.2 if hearing.is_set() else min(back_off * 2, _LONGEST_BACK_OFF)
            log.warning("worker.deaf", error=type(results[0]).__name__, again_in=back_off)
            await self._pause(back_off, asyncio.Event())

    async def _pause_until(self, running: asyncio.Task[None]) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()

    def _arq(self, hearing: asyncio.Event) -> Worker:
        async def deliver(_: dict[str, Any]) -> None:
            self._bells["deliver"].set()

        async def ask(_: dict[str, Any]) -> None:
            self._bells["tick"].set()

        async def started(_: dict[str, Any]) -> None:
            hearing.set()
            for bell in self._bells.values():  # what was rung while we were deaf
                bell.set()

        assert self._runtime.settings.redis_url is not None
        return Worker(
            functions=[func(cast("Any", deliver), name="deliver"), func(cast("Any", ask), name="tick")],
            redis_settings=redis_settings(self._runtime.settings.redis_url),
            job_serializer=dumps,
            job_deserializer=loads,
            on_startup=cast("Any", started),
            handle_signals=False,
            keep_result=0,
            max_jobs=50,
            job_timeout=10,
            poll_delay=0.2,
            log_results=False,
        )


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; a second signal ends the process at once."""
    runtime = runtimes.build(settings, calendar=calendars.load(settings.policies_dir), reactions=REACTIONS)
    guard.load(settings.policies_dir)
    bindings.bind()
    work, loop = Work(runtime), asyncio.get_running_loop()

    def stop() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        work.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await work.run()
    finally:
        await runtime.close()


def main() -> None:
    """`mediation work`."""
    logs.configure()
    memory.settle()
    try:
        import uvloop
    except ImportError:
        asyncio.run(run(get_settings()))
    else:
        uvloop.run(run(get_settings()))
