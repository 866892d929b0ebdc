"""What follows for deadlines from the life of a case, and what is said about them as days go by."""

from dataclasses import make_dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, Staff
from mediation.case.models import Case, Party
from mediation.deadline import clocks, dates, follow, reminders, sweeps
from mediation.deadline.facts import AgreedDate
from mediation.deadline.models import Deadline
from mediation.infra.clock import SHANGHAI
from mediation.infra.db import NEVER
from mediation.journal import service as journal
from mediation.kit.actor import Role, system
from mediation.kit.events import Event
from mediation.notice.models import Notice
from mediation.notice.service import post


def _at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def happen(runtime, case, verb: str, *, subject_id=None, **particulars) -> None:
    async with runtime.uow(system(runtime.clock.now())) as tx:
        said = make_dataclass(
            "Said", [], bases=(Event,), kw_only=True, frozen=True, namespace={"verb": verb, "subject": "Case"}
        )
        event = said(subject_id=subject_id or case.id, case_id=case.id, district_id=case.district_id)
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in particulars.items()}
        object.__setattr__(event, "particulars", lambda: plain)
        await journal.write(tx, event)
        await follow.happened(tx, event)


class Life:
    """One case: things happen to it, days go by, somebody looks."""

    def __init__(self, runtime, case, workers) -> None:
        self.runtime = runtime
        self.case = case
        self.workers = workers

    async def happens(self, verb: str, *, subject_id=None, **particulars) -> None:
        """An entry of the journal, and what follows from it for deadlines."""
        await happen(self.runtime, self.case, verb, subject_id=subject_id, **particulars)

    async def recompute(self):
        async with self.runtime.uow(system(self.runtime.clock.now())) as tx:
            return await clocks.recompute(tx, self.case.id)

    async def change(self, **values) -> None:
        async with self.runtime.uow(system(self.runtime.clock.now())) as tx:
            await tx.session.execute(update(Case).where(col(Case.id) == self.case.id).values(**values))

    async def tick(self, until: datetime | None = None) -> int:
        """Ask everything as the worker does."""
        if until is not None:
            self.runtime.clock.set(until)
        said = 0
        for _ in range(20):
            async with self.runtime.uow(system(self.runtime.clock.now())) as tx:
                drafts = await reminders.due(tx, limit=100)
                said += await post(tx, *drafts)
            if not drafts:
                break
        for sweep in (sweeps.lapse, sweeps.fall_due, sweeps.compute_missing):
            async with self.runtime.uow(system(self.runtime.clock.now())) as tx:
                await sweep(tx, limit=100)
        return said

    async def rows(self) -> dict[str, Deadline]:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(Deadline).where(col(Deadline.case_id) == self.case.id))
            return {row.rule: row for row in found.scalars()}

    async def next_due(self) -> datetime:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(col(Case.next_due_at)).where(col(Case.id) == self.case.id))
            return found.scalar_one()

    async def notices(self) -> list[tuple[str, str, str]]:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(Notice).order_by(col(Notice.id)))
            return [(row.template, row.recipient_kind, row.state) for row in found.scalars()]

    async def recipients(self) -> list[tuple[str, UUID]]:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(Notice).order_by(col(Notice.id)))
            return [(row.recipient_kind, row.recipient_id) for row in found.scalars()]


@pytest.fixture
async def life(runtime, make):
    """A case received on Friday 20 November 2026, with a mediator, a supervisor and two workers."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    await make.staff(Role.SUPERVISOR, agency=agency)
    case = await make.case(agency=agency, mediator_id=mediator.id)
    workers = [await make.claimant(case, phone=phone) for phone in ("13800138000", "13800138001")]
    return Life(runtime, case, workers)


async def _accepted(life, on: date) -> None:
    await life.change(state="accepted", accepted_on=on)
    await life.happens("case:accept", accepted_on=on)


async def test_a_registered_case_has_three_working_days_to_be_accepted_and_fifteen_to_the_right_to_arbitrate(life):
    await life.happens("case:register")
    await life.happens("case:register")

    rows = await life.rows()
    assert {rule: row.due_on for rule, row in rows.items()} == {"M-2": date(2026, 11, 25), "M-3": date(2026, 12, 7)}
    assert await life.next_due() == _at(11, 26, 0)


async def test_acceptance_meets_the_first_and_starts_the_fifteen_days_of_the_studio(life, clock):
    await life.happens("case:register")
    clock.set(_at(11, 23, 10))

    await _accepted(life, date(2026, 11, 23))

    rows = await life.rows()
    assert rows["M-2"].met_at == clock.now()
    assert rows["M-2"].next_reminder_at is None
    assert rows["M-4"].due_on == date(2026, 12, 8)
    assert await life.next_due() == _at(12, 8, 0)


async def test_an_agreement_in_effect_ends_the_talks_and_opens_the_two_joint_applications(life, clock):
    await life.happens("case:register")
    await _accepted(life, date(2026, 11, 20))
    clock.set(_at(11, 20, 21, 10))

    await life.happens("agreement:take_effect", subject_id=uuid4(), effective_at=clock.now())

    rows = await life.rows()
    assert (rows["M-3"].met_at, rows["M-4"].met_at) == (clock.now(), clock.now())
    assert (rows["G-2"].due_on, rows["G-3"].due_on) == (date(2026, 12, 7), date(2026, 12, 21))
    assert await life.next_due() == _at(12, 8, 0)


async def test_an_agreed_date_is_met_when_nothing_is_open_and_open_again_after_a_reversal(life, clock, monkeypatch):
    agreement = uuid4()

    async def stand(settled_at):
        one = AgreedDate(agreement, date(2026, 11, 20), date(2026, 11, 23), _at(11, 24, 0), settled_at)

        async def dates_of(_tx, _ids):
            return {life.case.id: [one]}

        monkeypatch.setattr(dates, "_PROVIDERS", [dates_of])
        await life.recompute()
        return await life.next_due()

    ends = [await stand(None), await stand(clock.now()), await stand(None)]

    row = (await life.rows())["AGREED"]
    assert ends == [_at(11, 24, 0), NEVER, _at(11, 24, 0)]
    assert (row.kind, row.duty_of, row.met_at, row.next_reminder_at) == ("agreed", "employer", None, None)


async def test_three_days_to_assign_a_lawyer_met_and_started_again_when_the_case_is_handed_back(life, clock):
    await life.happens("assignment:offer")
    clock.set(_at(11, 21))
    await life.happens("assignment:offer")
    first = (await life.rows())["L-2"].due_on
    await life.happens("assignment:accept")
    met = (await life.rows())["L-2"].met_at
    clock.set(_at(11, 25))

    await life.happens("assignment:hand_back")

    row = (await life.rows())["L-2"]
    assert (first, met) == (date(2026, 11, 23), _at(11, 21))
    assert (row.due_on, row.met_at) == (date(2026, 11, 30), None)


async def test_when_a_case_ends_no_clock_runs_and_nothing_more_is_said(life, clock):
    await life.happens("case:register")
    clock.set(_at(11, 24))
    await life.tick()
    await life.change(state="closed", outcome="withdrawn", closed_at=clock.now())

    await life.happens("case:close")
    said = await life.tick(_at(12, 30))

    rows = await life.rows()
    assert {row.void_at for row in rows.values()} == {_at(11, 24)}
    assert (await life.next_due(), said) == (NEVER, 0)


async def test_a_reopened_case_has_fifteen_days_again(life, clock):
    await life.happens("case:register")
    await _accepted(life, date(2026, 11, 20))
    await life.happens("case:close")
    clock.set(_at(12, 1))

    await life.happens("case:reopen", state="accepted")

    rows = await life.rows()
    assert (rows["M-4"].due_on, rows["M-4"].void_at) == (date(2026, 12, 16), None)
    assert (rows["M-3"].due_on, rows["M-3"].void_at) == (date(2026, 12, 7), None)


async def test_a_corrected_day_of_receipt_moves_what_runs_from_it(life):
    await life.happens("case:register", received_on=date(2026, 11, 20))

    await life.happens("case:edit", changed=["summary"], received_on=date(2026, 11, 20))
    unmoved = (await life.rows())["M-3"].due_on
    await life.happens("case:edit", changed=["received_on"], received_on=date(2026, 11, 18))

    rows = await life.rows()
    assert unmoved == date(2026, 12, 7)
    assert (rows["M-2"].due_on, rows["M-3"].due_on) == (date(2026, 11, 23), date(2026, 12, 3))


async def test_each_rung_of_a_duty_is_said_once_to_the_mediator_and_then_to_the_supervisor(life):
    await life.happens("case:register")

    said = {
        moment: await life.tick(moment)
        for moment in (
            _at(11, 24, 8, 59),
            _at(11, 24),
            _at(11, 24, 12),
            _at(11, 25),
            _at(11, 26),
            _at(11, 27),
            _at(11, 28),
        )
    }

    assert list(said.values()) == [0, 1, 0, 1, 2, 1, 1]
    assert await life.notices() == [
        ("deadline.before", "staff", "delivered"),
        ("deadline.at", "staff", "delivered"),
        ("deadline.after", "staff", "delivered"),
        ("deadline.after", "staff", "delivered"),
        ("deadline.after", "staff", "delivered"),
        ("deadline.after", "staff", "delivered"),
    ]
    assert await life.next_due() == _at(11, 26, 0)


async def test_when_fifteen_days_pass_the_workers_learn_that_arbitration_is_open_to_them(life):
    await life.happens("case:register")
    await _accepted(life, date(2026, 12, 4))

    before = await life.tick(_at(12, 5))
    at_midnight = await life.tick(_at(12, 8, 0))
    lapsed = (await life.rows())["M-3"].lapsed_at
    after = await life.tick(_at(12, 8))

    assert (before, at_midnight, after) == (1, 0, 3)
    assert lapsed == _at(12, 8, 0)
    assert await life.next_due() == _at(12, 22, 0)
    assert await life.notices() == [
        ("deadline.opening", "staff", "delivered"),
        ("deadline.opened", "staff", "delivered"),
        ("deadline.opened", "claimant", "queued"),
        ("deadline.opened", "claimant", "queued"),
    ]


@pytest.fixture
async def bound(life, make):
    """The first of the two workers, whom alone an agreement binds, and its id."""
    signed, _ = life.workers
    agreement = await make.agreement(life.case, *life.workers, state="effective")
    await make.commitment(agreement, signed)
    return SimpleNamespace(worker=signed, agreement_id=agreement.id)


async def test_a_joint_right_is_told_to_both_sides_before_it_is_lost_and_to_nobody_who_is_not_bound(life, clock, bound):
    await life.happens("agreement:take_effect", subject_id=bound.agreement_id, effective_at=clock.now())

    said = await life.tick(_at(11, 30))

    told = dict(await life.recipients())
    assert said == 3
    assert told == {
        "claimant": bound.worker.id,
        "employer": life.case.employer_id,
        "staff": life.case.mediator_id,
    }


async def test_a_mediator_whose_account_is_closed_is_not_told_but_the_studios_board_is(life, clock):
    await life.happens("case:register")
    async with life.runtime.uow(system(clock.now())) as tx:
        (await tx.session.get_one(Staff, life.case.mediator_id)).disabled_at = clock.now()

    await life.tick(_at(11, 24))

    assert await life.recipients() == [("agency", life.case.agency_id)]


async def test_what_was_queued_for_the_morning_is_taken_back_when_the_matter_is_settled(life, clock, bound):
    await life.happens("agreement:take_effect", subject_id=bound.agreement_id, effective_at=clock.now())
    await life.tick(_at(11, 30))

    await life.happens("case:close")

    assert [state for _, kind, state in await life.notices() if kind != "staff"] == ["expired"] * 2


async def test_after_a_day_without_a_worker_every_rung_is_said(life):
    await life.happens("case:register")

    said = await life.tick(_at(11, 25, 11))

    assert said == 2
    assert [template for template, _, _ in await life.notices()] == ["deadline.before", "deadline.at"]


async def test_a_missing_holiday_notice_is_said_at_once_and_the_deadline_computed_when_it_arrives(life, clock):
    clock.set(_at(12, 25))
    await _accepted(life, date(2026, 12, 25))
    said = await life.tick()
    uncomputed = (await life.rows())["M-4"]
    none_due = await life.next_due()

    days = life.runtime.days  # as if the product had been started anew with one year more
    days.calendar = days.started_with = days.started_with.with_notices([_next_year(days.started_with.years[2026])])
    await life.tick()

    row = (await life.rows())["M-4"]
    assert (uncomputed.due_at, uncomputed.why_not, said, none_due) == (None, "2027", 1, NEVER)
    assert (row.due_on, row.why_not) == (date(2027, 1, 11), None)
    assert await life.next_due() == datetime(2027, 1, 12, tzinfo=SHANGHAI)


def _next_year(known):
    from dataclasses import replace

    return replace(
        known,
        year=2027,
        off_days=frozenset({date(2027, 1, 1)}),
        make_up_days=frozenset(),
        statutory_days=frozenset({date(2027, 1, 1)}),
    )


async def test_recomputing_changes_nothing_that_is_right(life):
    await life.happens("case:register")
    before = {rule: row.model_dump() for rule, row in (await life.rows()).items()}

    moved = await life.recompute()

    assert moved == []
    assert {rule: row.model_dump() for rule, row in (await life.rows()).items()} == before


async def test_a_withdrawn_worker_is_not_told(life, clock, runtime):
    stays, leaves = life.workers
    async with runtime.uow(system(clock.now())) as tx:
        gone = update(Party).where(col(Party.id) == leaves.id)
        await tx.session.execute(gone.values(withdrawn_at=clock.now() - timedelta(days=1)))
    await life.happens("case:register")
    await _accepted(life, date(2026, 12, 4))

    await life.tick(_at(12, 8))

    assert [recipient for kind, recipient in await life.recipients() if kind == "claimant"] == [stays.id]


async def test_what_runs_for_one_party_is_told_to_that_party_and_the_mediator(life):
    first, _ = life.workers
    award = {"trigger": "non_final_award_received", "happened_on": date(2026, 11, 20), "side": "claimant"}
    await life.happens("procedure:record", party_id=str(first.id), **award)

    await life.tick(_at(12, 2))

    assert (await life.rows())["A-21"].due_on == date(2026, 12, 7)
    assert sorted(await life.recipients()) == [("claimant", first.id), ("staff", life.case.mediator_id)]


async def test_the_aid_lawyer_is_told_of_the_lawyers_duty_and_the_supervisor_when_it_was_missed(life, make):
    lawyer = await make.staff(Role.LAWYER)
    await make.tie(life.case, Tie.ASSIGNED, lawyer.id)
    await life.happens("assignment:accept")

    ahead = await life.tick(_at(11, 24))
    told = await life.recipients()
    later = [await life.tick(_at(11, day)) for day in (25, 26, 27)]

    assert (ahead, told, later) == (1, [("staff", lawyer.id)], [1, 1, 1])
    assert [template for template, _, _ in await life.notices()][-1] == "deadline.escalated"
    assert (await life.recipients())[-1] not in told


async def test_the_aid_body_is_told_of_its_duty_where_the_case_was_referred_to_it(life, make):
    bodies = [await make.agency(kind=AgencyKind.JUSTICE) for _ in range(2)]
    await make.tie(life.case, Tie.REFERRED, bodies[0].id)
    await life.happens("assignment:offer")

    await life.tick(_at(11, 22))

    assert sorted(await life.recipients()) == [("agency", bodies[0].id), ("staff", life.case.mediator_id)]


async def test_an_agreement_that_confirms_a_labour_relation_is_never_reviewed_as_long_as_it_is_known_to(life, clock):
    await life.happens("circumstances:record", holds=["establishes_labour_relation"])
    await life.happens("agreement:take_effect", subject_id=uuid4(), effective_at=clock.now())
    excluded = (await life.rows())["G-2"]
    await life.happens("circumstances:record", holds_not=["establishes_labour_relation"], holds=["employer_missing"])

    assert (excluded.void_why, excluded.next_reminder_at) == ("excluded", None)
    assert (await life.rows())["G-2"].void_at is None
    assert (await life.rows())["G-3"].void_at is None
