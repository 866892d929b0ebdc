"""The waiting of a subscription: who may still listen is asked again at every ring and at least every 30 seconds.

What is sent is a running number and nothing else; the page then reads again under its own permission. No connection to
the database is held while waiting. Refuses to know any topic: features say which ones a caller may listen to.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from mediation.gql.context import Context, Reader
from mediation.kit.problems import NotFound

RECHECK_SECONDS = 30.0

Listen = Callable[[Reader], Awaitable[tuple[str, ...] | None]]
"""The topics that the caller may listen to now, in a fixed order; None when they may not listen at all."""


async def listening(
    context: Context, listen: Listen, *, recheck_seconds: float = RECHECK_SECONDS
) -> AsyncIterator[int]:
    """0 as soon as somebody listens, then 1, 2, … at each ring. Ends when the caller may not listen any more.

    The caller is identified anew each time: a closed session, a lost role, a seat taken away, a recusal all end it.
    Raises NotFound when the caller may not listen from the start.
    """
    topics = await _topics(context, listen)
    if topics is None:
        raise NotFound
    number = 0
    while topics is not None:
        async with context.runtime.wire.waiting(*topics) as bell:
            heard, again = True, await _topics(context, listen)  # what rang before the waiting began is not missed
            while again == topics:
                if heard:
                    yield number
                    number += 1
                heard = await _rings(bell, recheck_seconds)
                again = await _topics(context, listen)
        topics = again


async def _rings(bell: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return False
    bell.clear()
    return True


async def _topics(context: Context, listen: Listen) -> tuple[str, ...] | None:
    actor = await context.identify_again()
    return await listen(Reader(context.runtime, actor))
