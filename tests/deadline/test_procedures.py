"""What happens outside the house: recorded with its day, taken back by a counter-entry, and what the clocks make of it."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from mediation.deadline import clocks
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role, system
from tests.deadline.test_follow import happen

RECORD = """mutation($i: RecordProcedureInput!) { recordProcedure(input: $i) { __typename
  ... on ProcedureEvent { id trigger title happenedOn reference reason takenBackBy { id } case { version } }
  ... on Invalid { fields { path code } } ... on IllegalMove { was: currentState } ... on Conflict { currentVersion } } }"""
CORRECT = """mutation($i: CorrectProcedureInput!) { correctProcedure(input: $i) { __typename
  ... on ProcedureEvent { id reason takesBack { id takenBackBy { id } } case { version } }
  ... on IllegalMove { was: currentState } ... on Conflict { currentVersion } } }"""
SHOWN = """query($id: ID!) { case(id: $id) { version canRecordProcedure procedure { id trigger }
  deadlines { rule standing daysLate metOn dueOn whyVoid voidBecause runsFrom steps whyNot event { id happenedOn } } } }"""


@pytest.fixture
async def desk(api, make, runtime):
    """A case whose agreement took effect on Friday 20 November 2026, and who asks."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state="performing", mediator_id=mediator.id)
    worker = await make.claimant(case)
    agreement = await make.agreement(case, worker, state="effective")
    effective = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
    await happen(runtime, case, "agreement:take_effect", subject_id=agreement.id, effective_at=effective)
    return Desk(api, make, runtime, SimpleNamespace(agency=agency, mediator=mediator, case=case, worker=worker))


class Desk:
    """The mediator at work on the case."""

    def __init__(self, api, make, runtime, of) -> None:
        self.api, self.make, self.runtime, self.of = api, make, runtime, of
        self.id = gid("Case", of.case.id)

    async def token(self) -> str:
        return await self.make.token(self.of.mediator)

    async def shown(self):
        return (await self.api.data(SHOWN, {"id": self.id}, token=await self.token()))["case"]

    async def record(self, trigger: str, on: str, **more):
        given = {"case": self.id, "version": (await self.shown())["version"], "trigger": trigger, "happenedOn": on}
        return await self.api.do(RECORD, {"i": {**given, **more}}, token=await self.token())

    async def correct(self, event: str, **more):
        given = {"id": event, "version": (await self.shown())["version"], "reason": "日期记错了"}
        return await self.api.do(CORRECT, {"i": {**given, **more}}, token=await self.token())

    async def deadlines(self):
        return {one["rule"]: one for one in (await self.shown())["deadlines"]}


async def test_an_application_for_confirmation_answers_the_joint_right_and_a_confirmation_bars_review(desk, clock):
    clock.set(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI))

    made = await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-11-30", reference="（2026）沪0112民特1号")
    applied = await desk.deadlines()
    await desk.record("CONFIRMATION_GRANTED", "2026-12-01")

    rows = await desk.deadlines()
    assert (made["title"], made["happenedOn"], made["reference"]) == (
        "法院收到司法确认申请之日",
        "2026-11-30",
        "(2026)沪0112民特1号",
    )
    assert made["case"]["version"] == 2
    assert (rows["G-3"]["standing"], rows["G-3"]["metOn"], rows["G-3"]["daysLate"]) == ("MET", "2026-11-30", 0)
    assert (applied["G-2"]["standing"], rows["G-2"]["standing"], rows["G-2"]["whyVoid"]) == ("OPEN", "VOID", "BARRED")
    assert rows["G-2"]["voidBecause"].startswith("调解协议已经人民法院司法确认")
    assert rows["G-3a"]["standing"] == "MET"


async def test_what_was_done_after_the_last_day_shows_as_late_and_by_how_many_days(desk, clock):
    clock.set(datetime(2026, 12, 24, 10, tzinfo=SHANGHAI))

    await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-12-23")

    row = (await desk.deadlines())["G-3"]
    assert (row["dueOn"], row["standing"], row["metOn"], row["daysLate"]) == ("2026-12-21", "MET_LATE", "2026-12-23", 2)


async def test_what_was_done_in_time_and_written_down_too_late_counts_as_in_time(desk, clock):
    clock.set(datetime(2026, 12, 24, 10, tzinfo=SHANGHAI))
    before = (await desk.deadlines())["G-3"]["standing"]

    await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-12-21")

    row = (await desk.deadlines())["G-3"]
    assert (before, row["standing"], row["daysLate"]) == ("LAPSED", "MET", 0)


async def test_a_mistaken_entry_is_taken_back_and_everything_stands_as_if_it_had_not_been(desk, clock):
    clock.set(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI))
    before = await desk.deadlines()
    made = await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-11-30")

    taken = await desk.correct(made["id"])
    again = await desk.correct(made["id"])
    of_the_correction = await desk.correct(taken["id"])

    assert await desk.deadlines() | before == await desk.deadlines()
    assert (taken["reason"], taken["takesBack"]) == (
        "日期记错了",
        {"id": made["id"], "takenBackBy": {"id": taken["id"]}},
    )
    assert again == {"__typename": "IllegalMove", "was": "taken_back"}
    assert of_the_correction == {"__typename": "IllegalMove", "was": "correction"}
    assert {one["id"] for one in (await desk.shown())["procedure"]} == {made["id"], taken["id"]}


async def test_both_are_in_the_journal_and_the_rows_are_never_changed(desk, runtime):
    made = await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-11-20", reference="收据1")
    await desk.correct(made["id"])

    async with runtime.db.session() as session:
        found = await session.execute(select(JournalEntry).order_by(col(JournalEntry.seq)))
        recorded, corrected = found.scalars().all()[-2:]
        assert (recorded.verb, corrected.verb) == ("procedure:record", "procedure:correct")
        assert recorded.particulars == {
            "trigger": "confirmation_application_received",
            "happened_on": "2026-11-20",
            "until_on": None,
            "rule": None,
            "party_id": None,
            "side": None,
            "reference": "收据1",
        }
        with pytest.raises(DBAPIError, match="procedure_event is append-only"):
            await session.execute(text("UPDATE procedure_event SET note = 'x'"))


async def test_rows_made_anew_from_the_journal_are_the_same_rows(desk, clock, runtime):
    clock.set(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI))
    made = await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-11-30")
    await desk.correct(made["id"])
    await desk.record("CONFIRMATION_APPLICATION_RECEIVED", "2026-12-01")
    before = await _rows(runtime)

    async with runtime.uow(system(clock.now())) as tx:
        await tx.session.execute(text("DELETE FROM deadline"))
        await clocks.recompute(tx, desk.of.case.id)

    # When somebody is told next depends on what was told already, and is no part of the projection.
    assert len(before) == 4
    assert _but_reminders(await _rows(runtime)) == _but_reminders(before)


def _but_reminders(rows):
    return [{name: value for name, value in row.items() if name != "next_reminder_at"} for row in rows]


async def _rows(runtime):
    async with runtime.db.session() as session:
        found = await session.execute(select(Deadline).order_by(col(Deadline.id)))
        return [row.model_dump() for row in found.scalars()]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"trigger": "APPLICATION_RECEIVED"}, {"path": "trigger", "code": "by_the_house"}),
        ({"happenedOn": "2026-11-21"}, {"path": "happenedOn", "code": "in_future"}),
        ({"happenedOn": "1950-01-01"}, {"path": "happenedOn", "code": "out_of_range"}),
        ({"rule": "M-8"}, {"path": "rule", "code": "not_needed"}),
        ({"trigger": "COURT_FILE_SIGNED_FOR"}, {"path": "rule", "code": "needed"}),
        ({"trigger": "COURT_FILE_SIGNED_FOR", "rule": "M-4"}, {"path": "rule", "code": "needed"}),
        ({"untilOn": "2026-11-20"}, {"path": "untilOn", "code": "not_needed"}),
        ({"trigger": "LIMITATION_OBSTACLE", "untilOn": "2026-11-21"}, {"path": "untilOn", "code": "out_of_range"}),
        ({"reference": "长" * 101}, {"path": "reference", "code": "too_long"}),
        ({"note": "核\x00查"}, {"path": "note", "code": "nul"}),
    ],
)
async def test_bad_input_is_named_and_nothing_is_kept(desk, given, problem):
    trigger = given.pop("trigger", "ARBITRATION_APPLICATION_RECEIVED")

    answer = await desk.record(trigger, given.pop("happenedOn", "2026-11-20"), **given)

    assert answer == {"__typename": "Invalid", "fields": [problem]}
    shown = await desk.shown()
    assert (shown["procedure"], shown["version"]) == ([], 1)


async def test_the_same_event_of_the_same_day_is_recorded_once_unless_it_was_taken_back(desk):
    first = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20")
    second = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20")
    await desk.correct(first["id"])
    third = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20")

    assert second["fields"] == [{"path": "happenedOn", "code": "already_recorded"}]
    assert third["__typename"] == "ProcedureEvent"


async def test_a_party_of_another_case_is_refused(desk, make):
    other = await make.claimant(await make.case(agency=desk.of.agency))

    answer = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20", party=gid("Party", other.id))

    assert answer["fields"] == [{"path": "party", "code": "not_of_case"}]


async def test_who_has_not_seen_the_last_change_is_told_and_a_closed_case_takes_no_entry(desk, make):
    stale = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20", version=7)
    case = await make.case(agency=desk.of.agency, state="closed", outcome="failed", closed_at=desk.runtime.clock.now())
    closed = await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-20", case=gid("Case", case.id))

    assert stale == {"__typename": "Conflict", "currentVersion": 1}
    assert closed == {"__typename": "IllegalMove", "was": "closed"}


async def test_one_of_several_periods_runs_and_whoever_records_says_which(desk):
    await desk.record("COURT_FILE_SIGNED_FOR", "2026-11-20", rule="M-8.2")

    rows = await desk.deadlines()
    assert "M-8.2" in rows
    assert {"M-7", "M-8"} & set(rows) == set()


async def test_an_award_that_one_side_received_runs_for_that_side_alone(desk):
    await desk.record("FINAL_AWARD_RECEIVED", "2026-11-20", party=gid("Party", desk.of.worker.id))

    rows = await desk.deadlines()
    assert (rows["A-18"]["dueOn"], "A-19" in rows) == ("2026-12-07", False)


async def test_what_is_recorded_in_the_wrong_order_answers_all_the_same(desk):
    await desk.record("ARBITRATION_ACCEPTED", "2026-11-13")

    await desk.record("ARBITRATION_APPLICATION_RECEIVED", "2026-11-10")

    rows = await desk.deadlines()
    assert (rows["A-6"]["standing"], rows["A-6"]["metOn"]) == ("MET", "2026-11-13")
    assert (rows["A-13"]["dueOn"], "A-15" in rows) == ("2026-12-28", False)


async def test_the_working_time_of_a_court_is_shown_and_passes_without_anybody_being_late(desk, clock, runtime):
    await desk.record("PAYMENT_ORDER_APPLICATION_RECEIVED", "2026-11-20")
    clock.set(datetime(2026, 11, 30, 10, tzinfo=SHANGHAI))

    row = (await desk.deadlines())["O-1"]

    (stored,) = [one for one in await _rows(runtime) if one["rule"] == "O-1"]
    assert (row["dueOn"], row["standing"]) == ("2026-11-25", "PASSED")
    assert (stored["shown_only"], stored["next_reminder_at"]) == (True, None)


async def test_the_year_of_limitation_starts_again_and_stands_still_by_what_is_recorded(desk):
    await desk.record("INFRINGEMENT_KNOWN", "2025-06-10")
    plain = (await desk.deadlines())["A-1"]
    await desk.record("LIMITATION_INTERRUPTED", "2025-09-01", reference="催款短信")
    again = (await desk.deadlines())["A-1"]
    await desk.record("LIMITATION_OBSTACLE", "2025-10-01", untilOn="2025-10-31")
    stood = (await desk.deadlines())["A-1"]

    assert "A-3" not in await desk.deadlines()
    # The agreement of 20 November 2026 came after the first year was over, within neither of the other two: 1 September 2026
    # and thirty-one days more had passed as well.
    assert [one["dueOn"] for one in (plain, again, stood)] == ["2026-06-10", "2026-09-01", "2026-10-08"]
    assert any("时效中断" in step for step in again["steps"])


async def test_while_an_obstacle_lasts_the_year_has_no_end(desk):
    await desk.record("INFRINGEMENT_KNOWN", "2026-01-10")

    await desk.record("LIMITATION_OBSTACLE", "2026-10-01")

    row = (await desk.deadlines())["A-1"]
    assert (row["dueOn"], row["whyNot"]) == (None, None)
