"""Cases whose deadlines end before, on and after the turn of the year, and a look at the whole database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from mediation.case.models import Case
from mediation.deadline.models import Deadline
from mediation.holiday import service
from mediation.infra.clock import SHANGHAI
from mediation.infra.db import metadata
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role, system
from mediation.notice.models import Notice
from tests.agreement.conftest import set_table  # noqa: F401 - a fixture
from tests.deadline.test_follow import happen
from tests.notices import notice_2027


def at(month: int, day: int, hour: int = 10, *, year: int = 2026) -> datetime:
    """An hour in Shanghai."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@dataclass
class Office:
    """A studio and what can be asked of it."""

    runtime: Any
    make: Any
    clock: Any
    agency: Any
    mediator: Any

    async def case(self, received_on: date, *, workers: int = 0) -> Case:
        """A case that was received on a day; M-2 and M-3 run from it."""
        case = await self.make.case(agency=self.agency, mediator_id=self.mediator.id, received_on=received_on)
        for n in range(workers):
            await self.make.claimant(case, phone=f"1380013800{n}")
        await happen(self.runtime, case, "case:register", received_on=received_on)
        return case

    async def load(self, actor: Any = None, **changes: object) -> Any:
        """Load the notice of 2027, as an administrator would."""
        async with self.runtime.uow(actor or system(self.clock.now())) as tx:
            return await service.load(tx, service.read(notice_2027(**changes)))

    async def ends(self, case: Case) -> dict[str, date | None]:
        """The last days of the case's clocks."""
        found = await self.rows(Deadline, col(Deadline.case_id) == case.id)
        return {row.rule: row.due_on for row in found}

    async def rows(self, table: Any, *where: Any) -> list[Any]:
        """Rows as they stand now."""
        async with self.runtime.db.session() as session:
            return list((await session.execute(select(table).where(*where).order_by(col(table.id)))).scalars())

    async def told(self, template: str) -> list[tuple[str, Any, str]]:
        """Who was told with a template: kind, id, channel."""
        found = await self.rows(Notice, col(Notice.template) == template)
        return [(row.recipient_kind, row.recipient_id, row.channel) for row in found]

    async def journal(self, verb: str) -> list[tuple[Any, dict[str, Any]]]:
        """The entries of a verb: case and particulars."""
        found = await self.rows(JournalEntry, col(JournalEntry.verb) == verb)
        return [(row.case_id, row.particulars) for row in found]

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        async with self.runtime.read() as connection:
            found = {}
            for table in metadata.sorted_tables:
                rows = await connection.execute(text(f'SELECT t::text FROM "{table.name}" AS t ORDER BY id'))
                found[table.name] = [tuple(row) for row in rows]
            return found


@pytest.fixture
async def office(runtime, make, clock) -> Office:
    """A studio with a mediator, on Thursday 17 December 2026."""
    clock.set(at(12, 17))
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    return Office(runtime, make, clock, agency, mediator)


Loading = Callable[..., Awaitable[Any]]
