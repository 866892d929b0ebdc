"""Verbs of the room and verbs of its case at the same moment: one waits for the other, never both."""

import asyncio

from sqlalchemy import select, text
from sqlmodel import col

from mediation.case import ending
from mediation.case.models import CaseState
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.room import session

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


async def _until_somebody_waits(runtime) -> None:
    async with asyncio.timeout(20):
        while True:
            async with runtime.read() as connection:
                if (await connection.execute(_WAITING)).scalar_one():
                    return


async def test_a_case_can_end_while_its_room_is_being_closed(make, runtime):
    agency = await make.agency()
    mediator = await make.actor(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state=CaseState.ACCEPTED)
    async with runtime.uow(mediator) as tx:
        room = await session.open_room(tx, case.id)

    async def end() -> None:
        async with runtime.uow(mediator) as tx:
            await ending.withdraw(tx, case.id, version=2, reason="撤回申请")

    async with runtime.uow(mediator) as tx:
        await session.close_room(tx, room.id, version=room.version, note="")
        ends = asyncio.create_task(end())
        await _until_somebody_waits(runtime)
    await ends

    async with runtime.read() as connection:
        verbs = await connection.execute(
            select(col(JournalEntry.verb)).where(col(JournalEntry.case_id) == case.id).order_by(col(JournalEntry.seq))
        )
    assert list(verbs.scalars()) == ["room:open", "room:close", "case:withdraw"]
