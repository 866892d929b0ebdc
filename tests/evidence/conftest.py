"""A case at the table: two workers, the employer, the mediator, an aid lawyer, a court, and a studio that is not theirs."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import AgencyKind
from mediation.case.models import Case, CaseState, Party, PartySide
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.evidence.desk import Desk


@dataclass
class Table:
    """Who sits where; `tokens` by a plain word."""

    case: Case
    desk: Desk
    room: Any
    workers: list[str]
    parties: list[Party]
    tokens: dict[str, str]


@pytest.fixture
async def table(api, make, runtime) -> Table:
    """Everybody with a token."""
    district = await make.district()
    union, court = await make.agency(district=district), await make.agency(kind=AgencyKind.COURT, district=district)
    mediator = await make.staff(Role.MEDIATOR, agency=union)
    case = await make.case(agency=union, state=CaseState.MEDIATING, mediator_id=mediator.id)
    workers = [await make.claimant(case, name=name) for name in ("王小明", "𠮷田𡚸")]
    room = await make.room(case, opened_by=mediator)
    _, counsel = await make.assigned_lawyer(case, agency=await make.agency(kind=AgencyKind.JUSTICE, district=district))
    await make.seat(room, kind="lawyer", side="workers", staff_id=counsel.id, agency_id=counsel.agency_id)
    await make.tie(case, "seat", court.id)
    async with runtime.db.session() as session:
        its = select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)
        respondent = (await session.execute(its)).scalar_one()
    tokens = {
        "mediator": await make.token(mediator),
        "counter": await make.token(await make.staff(Role.INTAKE_CLERK, agency=union)),
        "supervisor": await make.token(await make.staff(Role.SUPERVISOR, agency=union)),
        "lawyer": await make.token(counsel),
        "court": await make.token(await make.staff(Role.CLERK, agency=court)),
        "stranger": await make.token(await make.staff(Role.MEDIATOR, agency=await make.agency())),
    }
    for name, party, side in (
        ("first", workers[0], "workers"),
        ("second", workers[1], "workers"),
        ("employer", respondent, "employer"),
    ):
        _, tokens[name] = await make.entry(room, party, side=side, name=name)
    return Table(case, Desk(api, case), room, [gid("Party", one.id) for one in workers], workers, tokens)
