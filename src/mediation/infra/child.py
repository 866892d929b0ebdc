"""A child process that ends with us: start, wait until ready, stop. Knows nothing of what the child does."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediation.kit.refusal import RefusedError

_SPAWN = Path(__file__).with_name("spawn.py")
_LOG_TAIL_BYTES = 2_000


class ChildError(RefusedError):
    """The child ended, or was not ready in time. Carries the end of its log."""


@dataclass
class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches us alone and we keep the order.

    `is_ready` is asked until it says yes; `stop_signal` is the polite one, also sent by the kernel should we be killed.
    """

    name: str
    command: Sequence[str]
    folder: Path
    log: Path | None = None
    identity: str = "same"
    environment: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 30.0
    poll_seconds: float = 0.01
    is_ready: Callable[[], bool] = lambda: True
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def is_alive(self) -> bool:
        """Started and not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id. Raises ChildError when it was never started."""
        if self.process is None:
            raise ChildError(f"{self.name} was not started")
        return self.process.pid

    def start(self) -> None:
        """Start the process and return at once.

        Raises:
            ChildError: called outside the main thread: Linux would end the child together with the calling thread.
        """
        if threading.current_thread() is not threading.main_thread():
            raise ChildError(f"{self.name} must be started from the main thread")
        self.process = run_spawned(
            self.command,
            identity=self.identity,
            death_signal=self.stop_signal,
            folder=self.folder,
            log=self.log,
            environment=self.environment,
            pass_fds=self.pass_fds,
        )

    def wait_until_ready(self, *, seconds: float) -> None:
        """Return when `is_ready` says so. Raises ChildError when the process ends first or the time runs out."""
        assert self.process is not None
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            try:
                code = self.process.wait(self.poll_seconds)
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    raise ChildError(f"{self.name} was not ready within {seconds:g} s.{self._tail()}") from None
            else:
                raise ChildError(f"{self.name} ended with code {code}.{self._tail()}")

    def run(self, *, seconds: float) -> None:
        """Start it and wait for its end. Raises ChildError when it fails or takes longer."""
        self.start()
        assert self.process is not None
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise ChildError(f"{self.name} took more than {seconds:g} s.{self._tail()}") from None
        if code != 0:
            raise ChildError(f"{self.name} ended with code {code}.{self._tail()}")

    def stop(self) -> None:
        """End it politely, then not. Does nothing when it is not running."""
        if self.process is None:
            return
        for how, seconds in ((self.stop_signal, self.stop_seconds), (signal.SIGKILL, 10.0)):
            if self.process.poll() is None:
                self.process.send_signal(how)
                try:
                    self.process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
            return

    def _tail(self) -> str:
        if self.log is None:
            return ""
        with self.log.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _LOG_TAIL_BYTES, 0))
            text = file.read().decode(errors="replace").strip()
        return f" The end of {self.log}:\n{text}"


def run_spawned(
    command: Sequence[str],
    *,
    identity: str = "same",
    death_signal: int = signal.SIGKILL,
    folder: Path | None = None,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` through spawn.py under `identity`; output goes to `log` or to where ours goes."""
    arguments = [str(os.getpid()), str(int(death_signal)), identity, *command]
    with open(log, "ab") if log else open(os.devnull, "rb") as output:  # noqa: PTH123 - one line for both cases
        return subprocess.Popen(  # noqa: S603 - the command is ours
            [sys.executable, "-I", "-S", str(_SPAWN), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output if log else None,
            stderr=subprocess.STDOUT if log else None,
            cwd=folder,
            env=environment,
            pass_fds=pass_fds,
            start_new_session=True,
        )
