"""What one test leaves in the database is not there for the next."""

import asyncio

import asyncpg
import pytest
from tests.journal import chains
from tests.kept import nothing_left_running

from mediation.agency.models import City
from mediation.infra.db import metadata
from mediation.kit.actor import Role

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


async def _rows(connection: asyncpg.Connection) -> dict[str, list[str]]:
    """Every row of every table there is."""
    return {
        name: [row for (row,) in await connection.fetch(f'SELECT t::text FROM "{name}" AS t')]
        for (name,) in await connection.fetch(TABLES)
    }


@pytest.fixture
async def looking(database_url):
    """A connection of nobody else's."""
    connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    yield connection
    await connection.close()


@pytest.fixture
async def fresh(servers, template):
    """Every row of a database that nobody has used."""
    connection = await asyncpg.connect(host=servers.pg_socket_dir, user="postgres", database=template)
    yield await _rows(connection)
    await connection.close()


async def test_every_table_has_the_rows_it_was_born_with_and_no_other(fresh, runtime, make, database, looking):
    case = await make.case(agency=await make.agency())
    await make.claimant(case)
    await chains.write(runtime, await make.actor(Role.MEDIATOR), case.id)
    await make.save(*(City(code=f"{n}", name_zh="城" * 20, name_en="City") for n in range(1_500)))
    await looking.execute("SET session_replication_role = replica; DELETE FROM holiday_head")
    used = await _rows(looking)
    assert len(used["city"]) > 1_500
    assert len([name for name in used if used[name] != fresh[name]]) > 10

    await database.forget()

    assert await _rows(looking) == fresh
    assert set(fresh) == set(metadata.tables)
    source = await looking.fetchval("SELECT prosrc FROM pg_proc WHERE proname = 'forget'")
    assert [name for name in fresh if f'FROM "{name}";' not in source] == []
    assert await looking.fetchval("SELECT pg_table_size('city')") < 65_536


async def test_a_table_is_not_changed_here_but_in_a_database_of_ones_own(looking):
    with pytest.raises(asyncpg.RaiseError, match="own_database"):
        await looking.execute("ALTER TABLE cases ADD COLUMN note text")


async def test_a_transaction_that_was_left_open_does_not_hold_the_next_test_up(make, database, looking):
    await make.city()
    await looking.execute("BEGIN; LOCK TABLE city IN ACCESS EXCLUSIVE MODE")

    await database.forget()

    assert await make.city()


async def test_a_task_that_was_left_ends_with_its_test_and_what_ran_before_goes_on():
    before = asyncio.create_task(asyncio.sleep(3_600))

    async with nothing_left_running():
        left = asyncio.create_task(asyncio.sleep(3_600))

    assert left.cancelled()
    assert not before.done()
    before.cancel()
