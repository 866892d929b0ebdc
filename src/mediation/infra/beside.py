"""A process of ours that does one kind of work beside us, held by its two pipes. Started when first needed.

It gets no settings, no keys and no environment but a search path; it ends with the pipes, so that it cannot outlive us.
Work that takes too long costs it its life: it is ended and started anew. Refuses to queue without end, and to know what
the work is.
"""

import asyncio
import atexit
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import IO

import structlog

from mediation.infra.pipes import HEADER
from mediation.kit.problems import TooMany

log = structlog.get_logger(__name__)


class Stopped(Exception):  # noqa: N818 - what happened
    """The process did not answer in time, ended, or failed at the work."""


class Beside:
    """One process and the thread that speaks with it.

    Args:
        name: for the log.
        module: what it runs (`python -m`); it speaks as `pipes.serve` does.
        seconds: after so long without an answer the process is ended.
        waiting: how many pieces of work may wait at once.
    """

    def __init__(self, name: str, *, module: str, seconds: float, waiting: int) -> None:
        self._name = name
        self._module = module
        self._seconds = seconds
        self._most = waiting
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting = 0
        atexit.register(self.stop)

    async def ask(self, asked: bytes) -> bytes:
        """The answer to `asked`. Raises TooMany when too many wait already, Stopped when there is none."""
        if self._waiting >= self._most:
            raise TooMany(5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, asked)
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """End the process, if one runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, asked: bytes) -> bytes:
        process = self._running()
        watch = threading.Timer(self._seconds, process.kill)
        watch.start()
        try:
            return self._exchange(process, asked)
        except (OSError, EOFError):
            log.warning(f"{self._name}.stopped")
            self.stop()
            raise Stopped from None
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            command = [sys.executable, "-m", self._module]
            # Not the environment of the product: keys and addresses of databases are none of this process's business.
            kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
            )
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], asked: bytes) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(HEADER.pack(0, len(asked)) + asked)
        process.stdin.flush()
        failed, size = HEADER.unpack(_read(process.stdout, HEADER.size))
        answer = _read(process.stdout, size)
        if failed:
            # The text may quote the work: only its kind goes into the log.
            log.error(f"{self._name}.failed", error=answer.partition(b":")[0].decode(errors="replace"))
            raise Stopped
        return answer


def _read(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found
