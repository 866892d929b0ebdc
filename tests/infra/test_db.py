"""Connections that die in the pool are replaced, and live ones cost nothing to hand out."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select, text
from tests.counting import statements

from mediation.infra import db
from mediation.infra.statements import prepare

_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def database(own_database):
    """Its connections are counted and cut."""
    return own_database


async def _driver(connection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


async def _until_closed(*drivers) -> None:
    """The server's word that it has closed arrives a moment after it has."""
    for each in drivers:
        heard = asyncio.Event()
        each.add_termination_listener(lambda _, heard=heard: heard.set())
        async with asyncio.timeout(5):
            await (heard.wait() if not each.is_closed() else asyncio.sleep(0))


async def _pid(runtime) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()


async def test_connections_ended_by_the_server_are_replaced_at_the_next_read(runtime):
    async with runtime.read() as one, runtime.read() as two, runtime.read() as last:
        drivers = [await _driver(one), await _driver(two)]
        await last.execute(_END_OTHERS)
    await _until_closed(*drivers)

    answers = await asyncio.gather(*[_pid(runtime) for _ in range(6)])

    assert len(answers) == 6


async def test_a_write_after_the_server_ended_every_connection_succeeds(runtime, make):
    async with runtime.read() as one, runtime.read() as last:
        driver = await _driver(one)
        await last.execute(_END_OTHERS)
        dead = await _driver(last)
    dead.terminate()
    await _until_closed(driver, dead)

    agency = await make.agency()

    assert agency.number_prefix is not None


async def test_a_live_connection_is_handed_out_without_asking(runtime):
    first = await _pid(runtime)

    with statements(runtime) as sent:
        again = await _pid(runtime)

    assert again == first
    assert sent == ["SELECT pg_backend_pid()"]


async def test_a_connection_that_stood_idle_for_long_is_asked_first(runtime, monkeypatch):
    asked = []
    dialect = runtime.db.engine.dialect
    original = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda connection: asked.append(1) or original(connection))

    first = await _pid(runtime)
    monkeypatch.setattr(db, "_ASK_AFTER_SECONDS", -1.0)
    again = await _pid(runtime)

    assert again == first
    assert asked == [1]


async def _open(runtime) -> int:
    counted = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with runtime.db.engine.connect() as connection:
        return (await connection.execute(counted)).scalar_one()


async def _until_open(runtime, connections: int) -> None:
    for _ in range(500):
        if await _open(runtime) == connections:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(await _open(runtime))


async def test_a_read_that_ends_after_everything_was_closed_leaves_no_connection_open(runtime):
    slow = asyncio.create_task(runtime.fetch(prepare(select(func.pg_sleep(0.3).label("slept"))), {}))
    await _until_open(runtime, 1)

    await runtime.db.dispose()
    await slow

    await _until_open(runtime, 0)


async def test_a_read_that_is_stopped_while_it_connects_leaves_no_connection_open(runtime):
    for pause in (0.0, 0.001, 0.002, 0.004, 0.008):
        read = asyncio.create_task(runtime.fetch(prepare(select(func.pg_sleep(1).label("slept"))), {}))
        await asyncio.sleep(pause)
        read.cancel()
        await asyncio.gather(read, return_exceptions=True)

    await _until_open(runtime, 0)
