"""The press: the process that sets papers, held by its two pipes. One per process of the product, started when first needed.

It gets no settings, no keys and no environment but a search path; it ends with the pipes, so that it cannot outlive us. A
paper that takes too long costs the press its life: it is ended and started anew. Refuses to queue without end.
"""

import asyncio
import atexit
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final

import structlog

from mediation.document.setting import HEADER
from mediation.kit.problems import Conflict, Text, TooMany

log = structlog.get_logger(__name__)

SECONDS: Final = 20.0
"""longer than any paper: thirty-six workers take a fraction of a second"""
WAITING: Final = 24
"""papers that may wait at once"""


class PressStopped(Exception):  # noqa: N818 - what happened
    """The press did not answer in time, or ended."""


class Press:
    """One process and the thread that speaks with it."""

    def __init__(self, *, seconds: float = SECONDS, module: str = "mediation.document.setting") -> None:
        self._seconds = seconds
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")
        self._waiting = 0

    async def set(self, paper: dict[str, Any]) -> bytes:
        """The bytes of `paper`.

        Raises TooMany when too many wait already, Conflict when it could not be set.
        """
        if self._waiting >= WAITING:
            raise TooMany(5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._set, paper)
        except PressStopped:
            raise Conflict(text=Text("文书排版失败，请稍后再试。", "The paper could not be set. Try again.")) from None
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """End the process, if one runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _set(self, paper: dict[str, Any]) -> bytes:
        process = self._running()
        watch = threading.Timer(self._seconds, process.kill)
        watch.start()
        try:
            return _exchange(process, json.dumps(paper, ensure_ascii=False).encode())
        except (OSError, EOFError):
            log.warning("press.stopped")
            self.stop()
            raise PressStopped from None
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            command = [sys.executable, "-m", self._module]
            # Not the environment of the product: keys and addresses of databases are none of the press's business.
            kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], asked: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(HEADER.pack(0, len(asked)) + asked)
    process.stdin.flush()
    failed, size = HEADER.unpack(_read(process.stdout, HEADER.size))
    answer = _read(process.stdout, size)
    if failed:
        # The text may quote the paper: only its kind goes into the log.
        log.error("press.failed", error=answer.partition(b":")[0].decode(errors="replace"))
        raise PressStopped
    return answer


def _read(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


press = Press()
"""The press of this process."""
atexit.register(press.stop)
