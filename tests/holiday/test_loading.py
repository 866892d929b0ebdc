"""A notice of holidays is loaded: what moves, who is told, what every process computes by, and what a second time changes."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from mediation.agreement import drafting
from mediation.agreement.terms import OnDate
from mediation.case.models import Case
from mediation.deadline import clocks, recount
from mediation.deadline.models import Deadline
from mediation.holiday import current
from mediation.holiday.models import HolidayHead, HolidayNotice
from mediation.infra import runtime as runtimes
from mediation.journal import heads, verify
from mediation.kit.actor import Role, system
from mediation.kit.problems import Conflict, Forbidden, Invalid
from mediation.notice.models import Notice
from mediation.worker import tick
from tests.deadline.test_follow import happen
from tests.holiday.conftest import at

NEW_YEAR = date(2027, 1, 4)
"""The first day worked after the break that the made-up notice begins on 31 December."""


async def test_a_notice_moves_exactly_the_deadlines_that_hang_on_it(office):
    early = await office.case(date(2026, 12, 10))
    on_the_eve = await office.case(date(2026, 12, 16))
    beyond = await office.case(date(2026, 12, 17))
    before = {case.id: await office.ends(case) for case in (early, on_the_eve, beyond)}

    await office.load()

    assert before == {
        early.id: {"M-2": date(2026, 12, 15), "M-3": date(2026, 12, 25)},
        on_the_eve.id: {"M-2": date(2026, 12, 21), "M-3": date(2026, 12, 31)},
        beyond.id: {"M-2": date(2026, 12, 22), "M-3": None},
    }
    assert await office.ends(early) == before[early.id]
    assert await office.ends(on_the_eve) == {"M-2": date(2026, 12, 21), "M-3": NEW_YEAR}
    assert await office.ends(beyond) == {"M-2": date(2026, 12, 22), "M-3": NEW_YEAR}
    moved = {
        case_id: (said["rule"], said["was_on"], said["due_on"])
        for case_id, said in await office.journal("deadline:move")
    }
    assert moved == {
        on_the_eve.id: ("M-3", "2026-12-31", "2027-01-04"),
        beyond.id: ("M-3", None, "2027-01-04"),
    }


async def test_a_day_that_becomes_worked_brings_an_end_forward(office):
    """Received on the 11th: the fifteenth day is Saturday the 26th, rolled to Monday; the notice has Sunday worked."""
    case = await office.case(date(2026, 12, 11))
    before = await office.ends(case)

    await office.load()

    assert before["M-3"] == date(2026, 12, 28)
    assert (await office.ends(case))["M-3"] == date(2026, 12, 27)


async def test_exactly_those_whose_date_moved_are_told_and_not_at_night(office, clock):
    await office.case(date(2026, 12, 10), workers=2)
    on_the_eve = await office.case(date(2026, 12, 16), workers=2)
    await office.case(date(2026, 12, 17), workers=2)
    clock.set(at(12, 17, 23))
    workers = await office.rows(Deadline, col(Deadline.case_id) == on_the_eve.id)

    await office.load()

    told = await office.told("deadline.moved")
    assert len(workers) == 2
    assert sorted((kind, channel) for kind, _, channel in told) == [
        ("claimant", "sms"),
        ("claimant", "sms"),
        ("employer", "sms"),
        ("staff", "inbox"),
    ]
    assert {to for kind, to, _ in told if kind == "employer"} == {on_the_eve.employer_id}
    assert [(kind, to) for kind, to, _ in await office.told("deadline.computed")] == [("staff", office.mediator.id)]
    notices = await office.rows(Notice, col(Notice.template).in_(("deadline.moved", "deadline.computed")))
    assert {one.case_id for one in notices if one.template == "deadline.moved"} == {on_the_eve.id}
    waiting = [one for one in notices if one.channel == "sms"]
    assert all(one.state == "queued" and one.next_try_at >= at(12, 18, 7) for one in waiting)
    assert all(one.parameters["was_on"] == "2026-12-31" for one in notices if one.template == "deadline.moved")


async def test_loading_it_again_changes_no_row_of_the_whole_database(office):
    await office.case(date(2026, 12, 16), workers=2)
    await office.case(date(2026, 12, 17))
    await office.load()
    before = await office.everything()
    office.clock.set(at(12, 18))

    await office.load()

    assert await office.everything() == before


async def test_what_is_moved_or_found_is_in_the_work_queue_and_reminded_of_by_its_new_day(office):
    case = await office.case(date(2026, 12, 17))
    await office.load()

    (row,) = await office.rows(Deadline, col(Deadline.case_id) == case.id, col(Deadline.rule) == "M-3")
    (kept,) = await office.rows(Case, col(Case.id) == case.id)
    assert (row.why_not, row.natural_on, row.next_reminder_at > office.clock.now()) == (None, date(2027, 1, 1), True)
    assert kept.next_due_at == at(12, 23, 0)
    await tick(office.runtime)
    assert await office.told("deadline.not_computed") == []


async def test_what_is_met_or_void_is_left_alone(office):
    case = await office.case(date(2026, 12, 16))
    await happen(office.runtime, case, "case:close")
    before = await office.rows(Deadline)

    await office.load()

    assert await office.rows(Deadline) == before
    assert await office.journal("deadline:move") == []


async def test_a_date_of_payment_moves_with_the_holidays_and_everybody_it_concerns_is_told(set_table, office, clock):
    """Effective on Monday the 28th, payable within three days: Thursday the 31st, which the notice makes a day off."""
    table = await set_table(workers=2)
    clock.set(at(12, 28, 9))
    await table.effective()
    before = {one.due_on for one in await table.commitments()}

    await office.load()

    commitments = await table.commitments()
    assert before == {date(2026, 12, 31)}
    assert {(one.due_on, one.due_at) for one in commitments} == {(NEW_YEAR, at(1, 5, 0, year=2027))}
    (entry,) = await office.journal("commitment:move")
    assert entry[0] == table.case.id
    assert (entry[1]["was_on"], entry[1]["due_on"]) == ("2026-12-31", "2027-01-04")
    agreed = await office.rows(Deadline, col(Deadline.case_id) == table.case.id, col(Deadline.rule) == "AGREED")
    assert [one.due_on for one in agreed if one.void_at is None] == [NEW_YEAR]
    told = await office.told("commitment.moved")
    assert {to for _, to, _ in told} == {worker.id for worker in table.workers}
    assert len(told) == 2
    assert [to for _, to, _ in await office.told("commitment.moved_employer")] == [table.case.employer_id]
    assert [to for _, to, _ in await office.told("commitment.moved_studio")] == [table.mediator.id]
    everything = await office.everything()
    await office.load()
    assert await office.everything() == everything


async def test_a_day_that_the_parties_named_stays(set_table, office, clock):
    table = await set_table(workers=2)
    clock.set(at(12, 28, 9))
    await table.effective(term=OnDate(date(2026, 12, 31)))
    before = await table.rows_by_id()

    await office.load()

    assert await table.rows_by_id() == before
    assert await office.journal("commitment:move") == []


async def test_an_agreement_whose_term_could_not_be_computed_can_be_signed_once_the_year_is_known(
    set_table, office, clock
):
    table = await set_table(workers=1)
    clock.set(at(12, 30, 9))
    draft = await table.draft()
    async with table.tx() as tx:
        with pytest.raises(Invalid):
            await drafting.finalise(tx, draft.id, version=draft.version)

    await office.load()

    async with table.tx() as tx:
        final = await drafting.finalise(tx, draft.id, version=draft.version)
    assert final.state == "signing"


async def test_a_later_notice_of_the_year_takes_the_place_of_the_first(office):
    case = await office.case(date(2026, 12, 16))
    await office.load()
    off = [
        "2027-01-01",
        {"from": "2027-02-05", "to": "2027-02-11"},
        "2027-04-05",
        {"from": "2027-05-01", "to": "2027-05-05"},
    ]
    more = ["2027-06-09", "2027-09-15", {"from": "2027-10-01", "to": "2027-10-07"}]

    await office.load(off_days=[*off, *more], make_up_days=[])

    assert (await office.ends(case))["M-3"] == date(2026, 12, 31)
    assert [row.seq for row in await office.rows(HolidayNotice)] == [1, 2]
    moves = [(said["was_on"], said["due_on"]) for _, said in await office.journal("deadline:move")]
    assert moves == [("2026-12-31", "2027-01-04"), ("2027-01-04", "2026-12-31")]
    assert len(await office.told("deadline.moved")) == 4, "twice the employer, twice the mediator"


async def test_every_process_computes_by_it_from_then_on(office):
    other = runtimes.build(
        office.runtime.settings,
        calendar=office.runtime.days.started_with,
        reactions=office.runtime.reactions,
        clock=office.clock,
    )
    try:
        async with other.uow(system(office.clock.now())) as tx:
            assert 2027 not in (await current.calendar(tx)).years
        await office.load()

        assert 2027 in (await current.seen(other)).years
        case = await office.make.case(agency=office.agency, received_on=date(2026, 12, 17))
        await happen(other, case, "case:register", received_on=date(2026, 12, 17))
        assert (await office.ends(case))["M-3"] == NEW_YEAR
    finally:
        await other.close()


async def test_what_somebody_computes_by_the_old_days_meanwhile_is_computed_again(office):
    case = await office.make.case(agency=office.agency, received_on=date(2026, 12, 16))
    computed, go_on = asyncio.Event(), asyncio.Event()

    async def register() -> None:
        async with office.runtime.uow(system(office.clock.now())) as tx:
            await clocks.locked(tx, case.id)
            await current.calendar(tx)
            computed.set()
            await go_on.wait()
            tx.session.add(
                Deadline(
                    case_id=case.id,
                    district_id=case.district_id,
                    rule="M-3",
                    subject_id=case.id,
                    kind="statutory",
                    title_zh="",
                    title_en="",
                    citation="",
                    duty_of="either",
                    starts_on=date(2026, 12, 16),
                    due_on=date(2026, 12, 31),
                    due_at=at(1, 1, 0, year=2027),
                )
            )

    await happen_quietly(office, case)
    registering = asyncio.create_task(register())
    await computed.wait()
    loading = asyncio.create_task(office.load())
    await asyncio.sleep(0.3)
    assert not loading.done(), "nobody may still compute by the days before when it counts"
    go_on.set()
    await registering
    await loading

    assert (await office.ends(case))["M-3"] == NEW_YEAR


async def happen_quietly(office, case) -> None:
    """The journal knows of the registration; its clocks were not made yet."""
    await happen(office.runtime, case, "case:register", received_on=date(2026, 12, 16))
    async with office.runtime.uow(system(office.clock.now())) as tx:
        for row in (await tx.session.execute(select(Deadline).where(col(Deadline.case_id) == case.id))).scalars():
            await tx.session.delete(row)


async def test_a_case_that_is_held_when_the_notice_comes_to_count_stops_it_and_nothing_is_kept(office, monkeypatch):
    """A case that came into being while the first count was under way, and somebody is at work on it."""
    case = await office.case(date(2026, 12, 16))
    before = await office.everything()
    counted = recount._recount

    async def only_late(tx, event, *, nowait):
        if nowait:
            await counted(tx, event, nowait=nowait)

    monkeypatch.setattr(recount, "_recount", only_late)
    async with office.runtime.db.session() as session:
        await session.execute(select(Case).where(col(Case.id) == case.id).with_for_update())
        with pytest.raises(Conflict):
            await office.load()

    assert await office.everything() == before
    await office.load()
    assert (await office.ends(case))["M-3"] == NEW_YEAR


async def test_the_journal_is_whole_and_says_who_loaded_what(office, tmp_path):
    await office.case(date(2026, 12, 16))
    row = await office.load()
    office.clock.set(at(12, 18))

    (entry,) = await office.journal("calendar:load")
    assert (entry[0], entry[1]["year"], entry[1]["hash"]) == (None, 2027, row.hash.hex())
    assert (entry[1]["first_on"], entry[1]["last_on"]) == ("2026-12-27", "2027-12-31")
    await heads.export(office.runtime)
    settings = office.runtime.settings
    outside = heads.read(settings.journal_heads_dir, heads.Signer.of(settings))
    async with office.runtime.db.engine.connect() as connection:
        report = await verify.check(connection, outside, now=office.clock.now())
    assert report.faults == []


async def test_the_tables_refuse_to_forget(office):
    await office.load()
    for change in ("UPDATE holiday_notice SET year = 2028", "DELETE FROM holiday_notice", "DELETE FROM holiday_head"):
        async with office.runtime.uow(system(office.clock.now())) as tx:
            with pytest.raises(DBAPIError, match="append-only"):
                await tx.session.execute(text(change))
            await tx.session.rollback()
    assert [row.seq for row in await office.rows(HolidayHead)] == [1]


async def test_only_an_administrator_may_load(office, make):
    for role in (Role.MEDIATOR, Role.SUPERVISOR, Role.AUDITOR):
        with pytest.raises(Forbidden):
            await office.load(await make.actor(role, agency=office.agency))
    administrator = await make.actor(Role.ADMINISTRATOR, agency=office.agency)

    row = await office.load(administrator)

    assert (row.loaded_by, row.loaded_at) == (administrator.id, office.clock.now())


async def test_many_deadlines_move_in_one_transaction(office):
    for n in range(30):
        await office.case(date(2026, 12, 3) + timedelta(days=n % 15))

    await office.load()

    rows = await office.rows(Deadline, col(Deadline.rule) == "M-3")
    assert all(row.due_on is not None and row.why_not is None for row in rows)
    assert len({str(said) for said in await office.journal("calendar:load")}) == 1
