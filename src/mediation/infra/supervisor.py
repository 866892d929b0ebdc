"""Keeps children running: starts again what has ended, with growing pauses, until it is told to stop.

Knows nothing of what the children do.
"""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from mediation.infra.child import Child

_TICK_SECONDS = 0.2
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0


class StopRequested(BaseException):
    """Somebody asked the process to end: Ctrl-C, SIGTERM or a closed terminal."""


def stop_on_signals() -> None:
    """From now on the main thread raises StopRequested on SIGINT, SIGTERM and SIGHUP.

    SIGINT is set as well: a shell without job control starts background processes with it ignored.
    """
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _stop)


def ignore_further_signals() -> None:
    """While stopping: every stop has its own time limit, and a half-stopped instance helps nobody."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)


def _stop(number: int, _: FrameType | None) -> None:
    raise StopRequested(signal.Signals(number).name)


@dataclass
class _Watch:
    child: Child
    pause_seconds: float = _FIRST_PAUSE_SECONDS
    started_at: float = field(default_factory=time.monotonic)
    due_at: float | None = None


class Supervisor:
    """Watches `children`, which are already started, and tells `say` what it does about them."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None]) -> None:
        self._watches = [_Watch(child) for child in children]
        self._say = say

    def run(self) -> None:
        """Watch until StopRequested is raised in this thread."""
        while True:
            for watch in self._watches:
                self._look_at(watch, time.monotonic())
            time.sleep(_TICK_SECONDS)

    def _look_at(self, watch: _Watch, now: float) -> None:
        child = watch.child
        if child.is_alive:
            if now - watch.started_at > _STEADY_SECONDS:
                watch.pause_seconds = _FIRST_PAUSE_SECONDS
            return
        if watch.due_at is None:
            watch.due_at = now + watch.pause_seconds
            watch.pause_seconds = min(watch.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)
            code = child.process.returncode if child.process else None
            self._say(f"{child.name} ended with code {code}; starting it again in {watch.due_at - now:g} s")
        elif now >= watch.due_at:
            child.start()
            watch.started_at, watch.due_at = now, None
