"""What follows for a room when its case ends, or somebody's part in the case does."""

from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.agency import sessions
from mediation.case import charge, election, ending, membership
from mediation.case.models import Case
from mediation.lawyer import assignments
from mediation.lawyer.models import Assignment
from tests.room.conftest import Table
from tests.room.test_api import seen


@asynccontextmanager
async def acting(table: Table, who: str):
    runtime = table.make.runtime
    actor = await sessions.actor_of(runtime, table.tokens[who], runtime.clock.now())
    async with runtime.uow(actor) as tx:
        yield tx


async def version(table: Table) -> int:
    async with table.make.runtime.read() as connection:
        return (await connection.execute(select(col(Case.version)).where(col(Case.id) == table.case.id))).scalar_one()


async def test_the_room_closes_with_its_case_and_parties_are_out(table: Table) -> None:
    async with acting(table, "mediator") as tx:
        await ending.withdraw(tx, table.case.id, version=await version(table), reason="双方自行和解")

    assert await seen(table, "employer") is None
    assert (await seen(table, "mediator"))["state"] == "CLOSED"


async def test_whoever_is_recused_stands_up(table: Table) -> None:
    async with acting(table, "mediator") as tx:
        mediator_id = tx.actor.id
        await charge.recuse(tx, table.case.id, mediator_id, reason="与公司负责人是亲属")

    assert await seen(table, "mediator") is None
    assert "张调解" not in {seat["name"] for seat in (await seen(table, "employer"))["participants"]}


async def test_a_lawyer_who_hands_the_case_back_stands_up(table: Table) -> None:
    caucus = await table.caucus("WORKERS")
    async with acting(table, "lawyer") as tx:
        own = (await tx.session.execute(select(Assignment))).scalar_one()
        await assignments.hand_back(tx, own.id, "发现利益冲突", seen=own.version)

    assert await seen(table, "lawyer") is None
    assert (await table.whisper("lawyer", caucus, "还能听见吗"))["__typename"] == "NotFound"
    assert "陈律师" not in {seat["name"] for seat in (await seen(table, "employer"))["participants"]}


async def test_who_came_for_a_party_that_left_stands_up(table: Table) -> None:
    for name in ("李四", "赵六"):
        await table.make.claimant(table.case, name=name)
    async with acting(table, "mediator") as tx:
        await membership.withdraw(tx, table.worker_party.id, version=await version(table), reason="另行起诉")

    assert await seen(table, "worker") is None


@pytest.mark.parametrize("stays", [True, False])
async def test_in_a_collective_case_who_is_not_elected_any_more_stands_up(table: Table, stays: bool) -> None:
    others = [await table.make.claimant(table.case, name=name) for name in ("李四", "赵六", "孙七", "周八")]
    elected = [*others[:3], *([table.worker_party] if stays else [])]
    chosen = {party.id: election.Elected(special=party is table.worker_party) for party in elected}
    async with acting(table, "mediator") as tx:
        await election.elect(
            tx, table.case.id, chosen, elected_on=tx.today, document="推举书", version=await version(table)
        )

    assert (await seen(table, "worker") is not None) is stays
    assert await seen(table, "employer") is not None
