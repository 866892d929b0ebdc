"""All open cases made anew from their journals: the same rows, whatever had been done to them; and each case's nearest one."""

from datetime import date, datetime

from sqlalchemy import select, text
from sqlmodel import col

from mediation.case.models import Case
from mediation.deadline import clocks, recompute, rules
from mediation.deadline.models import Deadline
from mediation.infra.clock import SHANGHAI
from mediation.infra.db import NEVER
from mediation.kit.actor import system
from tests.deadline.test_follow import happen


async def _rows(runtime):
    async with runtime.db.session() as session:
        found = await session.execute(select(Deadline).order_by(col(Deadline.id)))
        return [row.model_dump() for row in found.scalars()]


async def test_rows_that_were_tampered_with_or_deleted_are_found_and_made_the_same_again(make, runtime, monkeypatch):
    monkeypatch.setattr(clocks, "BATCH", 2)
    agency = await make.agency()
    for _ in range(5):
        case = await make.case(agency=agency, state="accepted")
        await happen(runtime, case, "case:register")
        await happen(runtime, case, "case:accept", accepted_on=date(2026, 11, 20))
    before = await _rows(runtime)
    async with runtime.uow(system(runtime.clock.now())) as tx:
        await tx.session.execute(text("DELETE FROM deadline WHERE rule = 'M-2'"))
        await tx.session.execute(text("UPDATE deadline SET due_on = '2030-01-01' WHERE rule = 'M-4'"))

    looked = await recompute.everything(runtime, check=True)
    still = await _rows(runtime)
    done = await recompute.everything(runtime)
    again = await recompute.everything(runtime, check=True)

    assert (looked.cases, looked.differing, len(still)) == (5, 10, 10)
    assert (done.differing, again.differing) == (10, 0)
    assert await _rows(runtime) == before


async def test_the_nearest_deadline_is_the_one_that_the_rules_say(make, runtime, clock):
    case = await make.case(state="performing", received_on=date(2026, 11, 2))
    nearest, expected = [], []
    await happen(runtime, case, "case:register", received_on=date(2026, 11, 2))
    steps = (
        ("procedure:record", {"trigger": "payment_order_application_received", "happened_on": date(2026, 11, 19)}),
        ("case:accept", {"accepted_on": date(2026, 11, 20)}),
        ("procedure:record", {"trigger": "employment_started", "happened_on": date(2025, 1, 6)}),
        ("procedure:record", {"trigger": "non_final_award_received", "happened_on": date(2026, 11, 20)}),
        ("case:close", {}),
    )
    for verb, particulars in steps:
        await happen(runtime, case, verb, **particulars)
        rows = [row for row in await _rows(runtime) if clocks.is_open(_Row(row))]
        expected.append(rules.next_due([(row["rule"], row["due_at"]) for row in rows], clock.now()) or NEVER)
        async with runtime.db.session() as session:
            nearest.append((await session.execute(select(col(Case.next_due_at)))).scalar_one())

    assert nearest == expected
    # The court's five days and the employer's old duties drive nothing; then the award: 5 December is a Saturday.
    assert nearest[1:] == [datetime(2026, 12, 8, tzinfo=SHANGHAI)] * 3 + [NEVER]


class _Row:
    def __init__(self, values) -> None:
        self.__dict__.update(values)
