"""More time by both sides' consent: how much, by whom, until when it can be given, and where the new end lies."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.case.models import Representative
from mediation.deadline import clocks
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role, system
from tests.deadline.test_follow import happen

EXTEND = """mutation($i: ExtendDeadlineInput!) { extendDeadline(input: $i) { __typename
  ... on Deadline { dueOn naturalOn extendedDays standing nextReminderAt note case { version nextDueAt } access { canExtend } }
  ... on Invalid { fields { path code } } ... on IllegalMove { was: currentState } } }"""
SHOWN = "query($id: ID!) { case(id: $id) { version deadlines { id rule extendableBy access { canExtend } } } }"


@pytest.fixture
async def talks(api, make, runtime):
    """A case with two workers, accepted on Friday 20 November 2026: until Monday 7 December."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state="accepted", mediator_id=mediator.id)
    workers = [await make.claimant(case), await make.claimant(case)]
    await happen(runtime, case, "case:register")
    await happen(runtime, case, "case:accept", accepted_on=date(2026, 11, 20))
    return Talks(api, make, runtime, mediator, case, workers)


class Talks:
    """The mediator, who writes consents down."""

    def __init__(self, api, make, runtime, mediator, case, workers) -> None:
        self.api, self.make, self.runtime = api, make, runtime
        self.mediator, self.case, self.workers = mediator, case, workers

    async def rows(self):
        asked = {"id": gid("Case", self.case.id)}
        found = (await self.api.data(SHOWN, asked, token=await self.make.token(self.mediator)))["case"]
        return found["version"], {one["rule"]: one for one in found["deadlines"]}

    async def employer(self):
        query = "query($id: ID!) { case(id: $id) { respondent { id } } }"
        asked = {"id": gid("Case", self.case.id)}
        found = await self.api.data(query, asked, token=await self.make.token(self.mediator))
        return found["case"]["respondent"]["id"]

    async def extend(self, days=10, *, rule="M-4", on="2026-11-20", workers=None, employer=True):
        version, rows = await self.rows()
        who = [gid("Party", one.id) for one in (self.workers if workers is None else workers)]
        who += [await self.employer()] if employer else []
        consents = [{"party": party, "manner": "WRITTEN", "consentedOn": on} for party in who]
        given = {"id": rows[rule]["id"], "version": version, "days": days, "consents": consents, "note": "补充考勤记录"}
        return await self.api.do(EXTEND, {"i": given}, token=await self.make.token(self.mediator))


async def test_ten_more_days_end_where_the_calendar_says_and_reminders_follow(talks):
    _, before = await talks.rows()

    made = await talks.extend(10)

    assert (before["M-4"]["extendableBy"], before["M-4"]["access"]) == ("BOTH_PARTIES", {"canExtend": True})
    assert (made["naturalOn"], made["dueOn"], made["extendedDays"]) == ("2026-12-15", "2026-12-15", 10)
    assert (made["standing"], made["note"]) == ("OPEN", "补充考勤记录")
    assert made["nextReminderAt"] == "2026-12-10T01:00:00.000Z"
    assert made["case"]["version"] == 2


async def test_a_second_extension_adds_to_the_first_and_an_end_on_a_rest_day_moves(talks):
    await talks.extend(10)

    made = await talks.extend(4)

    assert (made["naturalOn"], made["dueOn"], made["extendedDays"]) == ("2026-12-19", "2026-12-21", 14)


async def test_both_sides_must_consent_every_worker_or_a_representative(talks, make):
    nobody = await talks.extend(workers=[])
    one = await talks.extend(workers=talks.workers[:1])
    without_employer = await talks.extend(employer=False)
    case, first = talks.case, talks.workers[0]
    elected = {"case_id": case.id, "district_id": case.district_id, "party_id": first.id}
    await make.save(Representative(**elected, elected_on=date(2026, 11, 20)))
    represented = await talks.extend(workers=talks.workers[:1])

    assert nobody["fields"] == one["fields"] == [{"path": "consents", "code": "workers_missing"}]
    assert without_employer["fields"] == [{"path": "consents", "code": "employer_missing"}]
    assert represented["__typename"] == "Deadline"


async def test_consent_after_the_last_day_extends_nothing_but_earlier_consent_may_be_written_down_later(talks, clock):
    clock.set(datetime(2026, 12, 9, 10, tzinfo=SHANGHAI))

    late = await talks.extend(on="2026-12-08")
    in_time = await talks.extend(on="2026-12-07")

    assert late["fields"][0] == {"path": "consents.0.consentedOn", "code": "after_the_end"}
    assert (in_time["dueOn"], in_time["standing"]) == ("2026-12-15", "OPEN")


@pytest.mark.parametrize("days", [0, -1, 366, 2**31 - 1])
async def test_days_beyond_reason_are_refused(talks, days):
    assert (await talks.extend(days))["fields"] == [{"path": "days", "code": "out_of_range"}]


async def test_what_the_parties_cannot_extend_is_not_extended(talks):
    assert await talks.extend(rule="M-3") == {"__typename": "IllegalMove", "was": "open"}


async def test_an_extension_survives_being_made_anew_and_a_party_of_another_case_consents_to_nothing(
    talks, make, runtime
):
    await talks.extend(10)
    stranger = await make.claimant(await make.case())

    refused = await talks.extend(5, workers=[*talks.workers, stranger])
    async with runtime.uow(system(runtime.clock.now())) as tx:
        assert await clocks.recompute(tx, talks.case.id) == []

    assert refused["fields"] == [{"path": "consents.2.party", "code": "not_of_case"}]
    async with runtime.db.session() as session:
        found = await session.execute(select(Deadline).where(col(Deadline.rule) == "M-4"))
        assert found.scalar_one().due_on == date(2026, 12, 15)
