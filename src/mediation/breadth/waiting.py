"""What has to be waited for: found by the types of a column, and awaited together."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterable
from itertools import chain
from types import CoroutineType, GeneratorType
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

Slot = tuple[list[Any], int, Awaitable[Any]]
"""where the awaited value, or the exception in its place, is put: a list and an index, and what is awaited"""

_settled: Final[set[type]] = {str, int, float, bool, type(None), list, dict, tuple}
"""classes whose objects are known not to be awaitable, nor asynchronous iterables"""
_SETTLED_MAX: Final = 4096
_LISTS: Final = (list, tuple)


class Later(Generic[T]):
    """`make` of what `future` brings: what a resolver answers whose value a loader is fetching.

    Everybody may await it. Whoever waits for many of them needs no task for each: the futures of one batch are done
    together.
    """

    __slots__ = ("future", "make")

    def __init__(self, future: "asyncio.Future[Any]", make: Callable[[Any], T]) -> None:
        self.future = future
        self.make = make

    def __await__(self) -> Generator[Any, None, T]:
        return self.make((yield from self.future.__await__()))


def _may_wait(kinds: set[type]) -> bool:
    """Whether objects of one of these classes can be awaited or iterated asynchronously."""
    for kind in kinds - _settled:
        if issubclass(kind, CoroutineType | GeneratorType) or hasattr(kind, "__await__") or hasattr(kind, "__aiter__"):
            return True
        if len(_settled) < _SETTLED_MAX:
            _settled.add(kind)
    return False


def slots_of(
    column: list[Any],
    depth: int,
    is_awaitable: Callable[[Any], bool],
    is_async_iterable: Callable[[Any], bool],
) -> list[Slot]:
    """What in `column` has to be waited for, also in its lists, as deep as the type of the field has lists."""
    kinds = set(map(type, column))
    found: list[Slot] = []
    if not kinds <= _settled and _may_wait(kinds):
        for at, value in enumerate(column):
            if is_awaitable(value):
                found.append((column, at, value))
            elif depth and is_async_iterable(value):
                found.append((column, at, _listed(value)))
    if depth and _hold_promises((value for value in column if value.__class__ in _LISTS), depth - 1):
        for at, value in enumerate(column):
            if value.__class__ in _LISTS:
                column[at] = copied = list(value)
                found += slots_of(copied, depth - 1, is_awaitable, is_async_iterable)
    return found


def _hold_promises(lists: Iterable[Any], depth: int) -> bool:
    items = list(chain.from_iterable(lists))
    kinds = set(map(type, items))
    if not kinds <= _settled and _may_wait(kinds):
        return True
    return depth > 0 and _hold_promises((item for item in items if item.__class__ in _LISTS), depth - 1)


async def _listed(items: Any) -> list[Any]:
    return [item async for item in items]


async def settle(waiting: list[Slot]) -> None:
    """Await everything at once and put each value, or the exception instead, into its place."""
    loaded = [slot for slot in waiting if slot[2].__class__ is Later]
    others = [slot for slot in waiting if slot[2].__class__ is not Later] if len(loaded) < len(waiting) else []
    if len(waiting) == 1 and others:
        column, at, awaitable = others[0]
        try:
            column[at] = await awaitable
        except Exception as error:  # noqa: BLE001 - it is the field's
            column[at] = error
        return
    tasks = [asyncio.ensure_future(awaitable) for _, _, awaitable in others]
    try:
        await _load(loaded)
        found = await asyncio.gather(*tasks, return_exceptions=True) if tasks else []
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
    for (column, at, _), value in zip(others, found, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        column[at] = value


async def _load(loaded: list[Slot]) -> None:
    for column, at, awaitable in loaded:
        later: Any = awaitable
        future = later.future
        try:
            column[at] = later.make(future.result() if future.done() else await future)
        except Exception as error:  # noqa: BLE001 - it is the field's
            column[at] = error
