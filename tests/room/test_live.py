"""Live rooms, cases and work over a real WebSocket: who is rung, who is not, and when the ringing ends."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from sqlalchemy import update
from sqlmodel import col
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from mediation.access.scopes import Tie
from mediation.agency.models import Session, Staff
from mediation.gql.context import Context, Reader
from mediation.gql.live import listening
from mediation.kit.actor import ANONYMOUS
from mediation.kit.problems import NotFound
from tests.room.conftest import Table

ROOM = "subscription($id: ID!) { roomChanged(id: $id) { roomId sequence } }"
CASE = "subscription($id: ID!) { caseChanged(id: $id) { caseId sequence } }"
WORK = "subscription { myWorkChanged { sequence } }"


@dataclass
class Line:
    """One signed-in WebSocket; answers are kept per operation."""

    socket: ClientConnection
    ids: itertools.count = field(default_factory=lambda: itertools.count(1))

    async def subscribe(self, query: str, **variables: str) -> str:
        key = str(next(self.ids))
        payload = {"query": query, "variables": variables}
        await self.socket.send(json.dumps({"id": key, "type": "subscribe", "payload": payload}))
        return key

    async def hear(self) -> dict:
        async with asyncio.timeout(20):
            return json.loads(await self.socket.recv())

    async def sequence(self) -> int:
        """The number of the next ring."""
        heard = await self.hear()
        assert heard["type"] == "next", heard
        ((_, change),) = heard["payload"]["data"].items()
        return change["sequence"]

    async def ended(self) -> bool:
        return (await self.hear())["type"] == "complete"


@pytest.fixture
async def port(table: Table) -> AsyncIterator[int]:
    """The application on a loopback port, in this loop and on this test's runtime."""
    config = uvicorn.Config(table.api.app, host="127.0.0.1", port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            assert not task.done()
            await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await task


@pytest.fixture
def line(port: int, table: Table):
    """Opens a line for somebody."""

    @asynccontextmanager
    async def opened(who: str) -> AsyncIterator[Line]:
        async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=["graphql-transport-ws"]) as socket:
            payload = {"authorization": f"Bearer {table.tokens[who]}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
            made = Line(socket)
            assert (await made.hear())["type"] == "connection_ack"
            yield made

    return opened


async def test_everyone_in_the_room_is_rung_by_what_everyone_may_hear(table: Table, line) -> None:
    async with line("employer") as employer, line("clerk") as clerk:
        for one in (employer, clerk):
            await one.subscribe(ROOM, id=table.room_id)
            assert await one.sequence() == 0

        await table.say("worker", "我们只要工资")

        assert (await employer.sequence(), await clerk.sequence()) == (1, 1)
        await table.offer("worker", "WORKERS", 1_000)
        assert (await employer.sequence(), await clerk.sequence()) == (2, 2)


async def test_what_happens_in_private_rings_for_its_side_and_the_mediators_only(table: Table, line) -> None:
    async with (
        line("mediator") as mediator,
        line("lawyer") as lawyer,
        line("employer") as employer,
        line("clerk") as clerk,
    ):
        lines = (mediator, lawyer, employer, clerk)
        for one in lines:
            await one.subscribe(ROOM, id=table.room_id)
            assert await one.sequence() == 0

        async def both_heard(number: int) -> None:
            assert (await mediator.sequence(), await lawyer.sequence()) == (number, number)

        caucus = await table.caucus("WORKERS")
        await both_heard(1)
        await table.whisper("worker", caucus, "底线九成")
        await both_heard(2)
        private = await table.offer("worker", "WORKERS", 1_000, caucus=caucus)
        await both_heard(3)
        await table.do("mediator", "closeCaucus", caucus=caucus)
        await both_heard(4)
        await table.say("worker", "只对自己人说", audience="WORKERS")
        await both_heard(5)
        await table.say("mediator", "内部讨论", audience="NOTE")
        assert await mediator.sequence() == 6
        await table.do("mediator", "releaseOffer", offer=private["id"], words="可以转达")

        assert [await one.sequence() for one in (employer, clerk)] == [1, 1]


async def test_a_room_that_is_not_there_for_somebody_does_not_ring(table: Table, line) -> None:
    async with line("supervisor") as supervisor, line("stranger") as stranger, line("recused") as recused:
        for one in (supervisor, stranger, recused):
            await one.subscribe(ROOM, id=table.room_id)
            refused = await one.hear()
            (error,) = refused["payload"]["errors"] if refused["type"] == "next" else refused["payload"]
            assert error["extensions"]["code"] == "NOT_FOUND"


async def test_whoever_is_taken_out_stops_hearing_at_once(table: Table, line) -> None:
    async with line("employer") as employer, line("clerk") as clerk, line("lawyer") as lawyer:
        lines = {"employer": employer, "clerk": clerk, "lawyer": lawyer}
        for one in lines.values():
            await one.subscribe(ROOM, id=table.room_id)
            assert await one.sequence() == 0

        await table.do("mediator", "removeFromRoom", participant=table.seats["employer"], reason="扰乱秩序")
        assert await employer.ended()
        assert (await clerk.sequence(), await lawyer.sequence()) == (1, 1)
        await table.do("mediator", "removeFromRoom", participant=table.seats["clerk"], reason="换人")
        assert await clerk.ended()
        assert await lawyer.sequence() == 2
        staff_id = (await _reader(table, "lawyer")).actor.id
        await table.make.tie(table.case, Tie.RECUSED, staff_id)
        await table.say("worker", "律师回避了")
        assert await lawyer.ended()


async def test_a_closed_session_and_a_disabled_account_end_the_stream_at_the_next_ring(table: Table, line) -> None:
    async with line("colleague") as colleague, line("mediator") as mediator:
        for one in (colleague, mediator):
            await one.subscribe(ROOM, id=table.room_id)
            assert await one.sequence() == 0
        colleague_id = (await _reader(table, "colleague")).actor.id
        mediator_id = (await _reader(table, "mediator")).actor.id
        now = table.make.runtime.clock.now()
        async with table.make.runtime.db.session() as session:
            await session.execute(update(Session).where(col(Session.staff_id) == colleague_id).values(closed_at=now))
            await session.execute(update(Staff).where(col(Staff.id) == mediator_id).values(disabled_at=now))
            await session.commit()

        await table.say("worker", "还有人吗")

        assert await colleague.ended()
        assert await mediator.ended()


async def test_a_socket_is_of_no_use_once_its_session_is_closed(table: Table, line) -> None:
    async with line("mediator") as mediator:
        query = "query($id: ID!) { room(id: $id) { caseNumber } }"
        await mediator.subscribe(query, id=table.room_id)
        assert (await mediator.hear())["payload"]["data"]["room"]["caseNumber"] == table.case.number
        assert (await mediator.hear())["type"] == "complete"
        mediator_id = (await _reader(table, "mediator")).actor.id
        async with table.make.runtime.db.session() as session:
            closed = {"closed_at": table.make.runtime.clock.now()}
            await session.execute(update(Session).where(col(Session.staff_id) == mediator_id).values(**closed))
            await session.commit()

        await mediator.subscribe(query, id=table.room_id)

        with pytest.raises(ConnectionClosed) as closed_by:
            await mediator.hear()
        assert closed_by.value.rcvd is not None
        assert closed_by.value.rcvd.code == 4403


async def test_waiting_holds_no_connection_to_the_database(table: Table, line) -> None:
    async with line("mediator") as mediator:
        for _ in range(5):
            await mediator.subscribe(ROOM, id=table.room_id)
            assert await mediator.sequence() == 0

        assert table.make.runtime.db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_cases_and_work_ring_for_those_who_see_them_and_not_for_what_is_private(table: Table, line) -> None:
    async with line("clerk") as clerk, line("mediator") as mediator, line("employer") as employer:
        await clerk.subscribe(CASE, id=table.case_id)
        await mediator.subscribe(WORK)
        assert (await clerk.sequence(), await mediator.sequence()) == (0, 0)
        await employer.subscribe(CASE, id=table.case_id)
        assert "NOT_FOUND" in json.dumps(await employer.hear())

        caucus = await table.caucus("EMPLOYER")
        await table.whisper("employer", caucus, "底线八成")
        await table.do("mediator", "closeRoom", room=table.room_id, version=1)
        assert (await clerk.sequence(), await mediator.sequence()) == (1, 1)
        reopened = await table.do("mediator", "openRoom", "id", case=table.case_id)

        assert reopened["__typename"] == "Room"
        assert (await clerk.sequence(), await mediator.sequence()) == (2, 2)


async def _reader(table: Table, who: str) -> Reader:
    from mediation.agency import sessions

    runtime = table.make.runtime
    actor = await sessions.actor_of(runtime, table.tokens[who], runtime.clock.now())
    assert actor is not None
    return Reader(runtime, actor)


async def test_without_a_ring_it_is_asked_again_after_a_while_and_says_nothing(runtime) -> None:
    await runtime.wire.start()
    answers = iter([("room:1",), ("room:1",), ("room:1",), ("room:1",), None])

    async def listen(_reader: Reader) -> tuple[str, ...] | None:
        return next(answers)

    heard = [n async for n in listening(Context(runtime, ANONYMOUS), listen, recheck_seconds=0.01)]

    assert heard == [0]
    assert next(answers, "all asked") == "all asked"


async def test_topics_that_change_are_listened_to_from_then_on(runtime) -> None:
    await runtime.wire.start()
    answers = iter([("a",), ("a",), ("a", "b"), ("a", "b"), None])

    async def listen(_reader: Reader) -> tuple[str, ...] | None:
        return next(answers)

    assert [n async for n in listening(Context(runtime, ANONYMOUS), listen, recheck_seconds=0.01)] == [0, 1]


async def test_whoever_may_not_listen_from_the_start_finds_nothing(runtime) -> None:
    async def listen(_reader: Reader) -> tuple[str, ...] | None:
        return None

    with pytest.raises(NotFound):
        await anext(listening(Context(runtime, ANONYMOUS), listen))
