"""The measurement is right about what it measures: product and floor give the same answers over the same rows."""

import asyncpg
import httpx2
import pytest
from bench.data import connect, fill, hand_out

from bench import floor, operations
from mediation.app import create_app

CASES = 500


@pytest.fixture
def database(own_database):
    """It gets statistics."""
    return own_database


@pytest.fixture
async def keys(database_url, runtime):
    """A small database and what callers come with."""
    await fill(database_url, CASES)
    return await hand_out(database_url, secret=runtime.settings.secret_key_bytes, at=runtime.clock.now())


async def _figures(database_url: str) -> asyncpg.Record:
    connection = await connect(database_url)
    row = await connection.fetchrow(
        """
        SELECT count(*) AS cases, count(*) FILTER (WHERE closed_at IS NULL) AS open, sum(registered_count) AS workers,
          sum(wages_claimed_fen) AS wages, (SELECT count(*) FROM party WHERE side = 'claimant') AS parties,
          (SELECT sum(amount_fen) FROM claim WHERE group_ = 'wages') AS claimed,
          (SELECT count(*) FROM commitment WHERE settled_at IS NULL) AS promised FROM cases
        """
    )
    await connection.close()
    return row


async def _answers(monkeypatch, database_url: str, runtime, chosen):
    """What both say to every question of every operation, as bytes."""
    monkeypatch.setenv("MEDIATION_DATABASE_URL", database_url)
    plain = floor.create_app()
    product = httpx2.AsyncClient(transport=httpx2.ASGITransport(create_app(runtime=runtime)), base_url="http://test")
    beside = httpx2.AsyncClient(transport=httpx2.ASGITransport(plain), base_url="http://floor")
    async with plain.router.lifespan_context(plain), product, beside:
        for operation in chosen:
            for ours, theirs in zip(operation.product, operation.floor, strict=True):
                method = "POST" if ours.body else "GET"
                sent = await product.request(method, ours.path, content=ours.body, headers=dict(ours.headers))
                assert sent.status_code == 200, sent.text
                yield operation, sent.content, (await beside.get(theirs.path)).content


async def test_every_operation_answers_what_the_floor_answers(monkeypatch, database_url, runtime, keys):
    asked = dict.fromkeys(("work queue", "case detail", "status page"), 0)

    chosen = operations.all_of(keys, runtime.settings.secret_key_bytes)
    async for operation, ours, theirs in _answers(monkeypatch, database_url, runtime, chosen):
        assert operation.read_product(ours) == operation.read_floor(theirs)
        asked[operation.name] += 1

    assert asked == {"work queue": 16, "case detail": 16, "status page": 64}


async def test_the_rows_are_what_the_measurement_says_they_are(database_url, runtime, keys):
    row = await _figures(database_url)

    assert dict(row) == {
        "cases": 500,
        "open": 100,
        "workers": 495 * 3 + 5 * 30,
        "parties": 495 * 3 + 5 * 30,
        "wages": 640_000 * (495 * 3 + 5 * 30),
        "claimed": 640_000 * (495 * 3 + 5 * 30),
        # Of the open cases every other sixteen have an agreement; of the advances of twelve nothing was paid back.
        "promised": 48 * 3 + 3 * 30 + 12,
    }


async def test_the_case_in_detail_is_a_collective_one_and_whole(monkeypatch, database_url, runtime, keys):
    chosen = [operations.case_detail(keys)]

    cases = [
        operation.read_product(ours)
        async for operation, ours, _ in _answers(monkeypatch, database_url, runtime, chosen)
    ]

    assert len(cases[0]["claimants"]) == 30
    assert cases[0]["wages"] == 30 * 640_000
