"""What a room tells the case: which side has to answer, from nothing but what both sides know."""

import pytest

from mediation.bindings import bind
from mediation.case import waiting
from mediation.gql.context import Reader
from mediation.gql.relay import row_id
from mediation.kit.actor import Side, system


@pytest.fixture(autouse=True)
def _bound():
    bind()


async def _awaits(table) -> Side | None:
    runtime = table.make.runtime
    [found] = await waiting.hints_of_cases(Reader(runtime, system(runtime.clock.now())), [table.case.id])
    return found.offer_awaits


async def test_the_other_side_of_the_last_open_offer_has_to_answer(table):
    before = await _awaits(table)
    await table.offer("worker", "WORKERS", 900_000)
    asked = await _awaits(table)
    await table.offer("employer", "EMPLOYER", 500_000)
    countered = await _awaits(table)

    assert (before, asked, countered) == (None, Side.EMPLOYER, Side.WORKERS)


async def test_an_answer_ends_the_waiting(table):
    offer = await table.offer("employer", "EMPLOYER", 500_000)

    answered = await table.do("worker", "rejectOffer", "id", offer=offer["id"])

    assert answered["__typename"] == "Offer", answered
    assert await _awaits(table) is None


async def test_a_private_offer_is_told_of_from_the_moment_of_its_release(table):
    caucus = await table.caucus("EMPLOYER")
    offer = await table.offer("employer", "EMPLOYER", 500_000, caucus=caucus)
    private = await _awaits(table)

    released = await table.do("mediator", "releaseOffer", "id", offer=offer["id"], words="可以转达。")

    assert released["__typename"] == "Offer", released
    assert row_id("Offer", released["id"]) == row_id("Offer", offer["id"])
    assert (private, await _awaits(table)) == (None, Side.WORKERS)


async def test_a_closed_room_waits_for_nobody(table):
    await table.offer("employer", "EMPLOYER", 500_000)

    room = await table.ask(
        "mediator", "query($id: ID!) { node(id: $id) { ... on Room { version } } }", id=table.room_id
    )
    version = room["node"]["version"]
    closed = await table.do("mediator", "closeRoom", "id", room=table.room_id, version=version)

    assert closed["__typename"] == "Room", closed
    assert await _awaits(table) is None
