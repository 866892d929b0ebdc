"""Keys that are asked for in one turn of the event loop are loaded together, and once for an operation."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any


class Loader:
    """One batch with its parameters, for one operation."""

    __slots__ = ("_ask", "_known", "_next", "_running")

    def __init__(self, ask: Callable[[list[Any]], Awaitable[Sequence[Any]]]) -> None:
        self._ask = ask
        """`await ask(keys)`: one answer per key, in their order; an answer may be an exception"""
        self._known: dict[Any, asyncio.Future[Any]] = {}
        self._next: list[Any] = []
        self._running: set[asyncio.Task[None]] = set()

    def load(self, key: Any) -> asyncio.Future[Any]:
        """What the batch answers for `key`."""
        found = self._known.get(key)
        if found is None or found.cancelled():
            loop = asyncio.get_running_loop()
            found = self._known[key] = loop.create_future()
            if not self._next:
                loop.call_soon(self._start)
            self._next.append(key)
        return found

    def _start(self) -> None:
        keys = [key for key in self._next if not self._known[key].cancelled()]
        self._next = []
        if keys:
            task = asyncio.get_running_loop().create_task(self._run(keys))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(self, keys: list[Any]) -> None:
        try:
            answers = await self._ask(keys)
        except Exception as error:  # noqa: BLE001 - it is told to everybody who asked
            answers = [error] * len(keys)
        if len(answers) != len(keys):
            answers = [TypeError(f"a batch was asked for {len(keys)} keys and answered {len(answers)}")] * len(keys)
        for key, answer in zip(keys, answers, strict=True):
            waiting = self._known[key]
            if waiting.done():
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)
