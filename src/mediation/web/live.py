"""Pokes for pages that wait: a subscription of ours, asked here as a partner would ask it, told on as server-sent events.

A poke holds a number and nothing else; the page then reads again under its own permission. Refuses to hold what a
subscription is about, and who may listen: gql/live.py asks that again at every ring.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from mediation.gql.context import Context
from mediation.gql.endpoint import origin_of
from mediation.web import operations
from mediation.web.page import HEADERS, MissingError, Page

HEARTBEAT_SECONDS: Final = 15.0
"""between signs of life on a silent stream: so that proxies keep it, and so that we notice who left"""

_HEADERS: Final = {**HEADERS, "x-accel-buffering": "no"}
_HEARTBEAT: Final = b": \n\n"


async def pokes(page: Page, operation: str, variables: dict[str, Any]) -> Response:
    """A stream of pokes: the first as soon as somebody listens, then one for each ring; ended when the caller loses it.

    Raises:
        MissingError: what it is about is not there for the caller.
    """
    runtime, client = page.client.runtime, page.client
    document = operations.document(operation)
    body = {"query": document, "variables": variables, "operationName": operation}
    context = Context(runtime, page.actor, origin=origin_of(page.request, body, page.actor, None))
    context.again = lambda: client.identify(page.request)
    rings = await client.endpoint.schema.subscribe(
        document, variable_values=variables, context_value=context, operation_name=operation
    )
    if not isinstance(rings, AsyncGenerator):
        raise MissingError
    first = await anext(rings, None)
    if first is None or first.errors:
        await rings.aclose()
        raise MissingError
    leaving: asyncio.Event = page.request.app.state.leaving
    return StreamingResponse(_told(rings, leaving), media_type="text/event-stream", headers=_HEADERS)


async def _told(rings: AsyncGenerator[Any, None], leaving: asyncio.Event) -> AsyncIterator[bytes]:
    """`rings` as events, numbered from 0, with heartbeats between."""
    number = 0
    yield _event(number)
    left = asyncio.ensure_future(leaving.wait())
    coming = asyncio.ensure_future(anext(rings, None))
    try:
        while True:
            done, _ = await asyncio.wait({coming, left}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if left in done:
                return
            if not done:
                yield _HEARTBEAT
                continue
            rung = coming.result()
            if rung is None or rung.errors:
                return
            number += 1
            yield _event(number)
            coming = asyncio.ensure_future(anext(rings, None))
    finally:
        for task in (coming, left):
            task.cancel()
        await asyncio.gather(coming, left, return_exceptions=True)
        with contextlib.suppress(RuntimeError):
            await rings.aclose()


def _event(number: int) -> bytes:
    return b'data: {"seq": %d}\n\n' % number
