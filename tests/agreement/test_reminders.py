"""Reminders are questions asked of the books: once each, grouped per case and recipient, silenced by a payment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text
from sqlmodel import col
from tests.agreement.conftest import SIGNED_AT
from tests.agreement.test_money import advance, contact, default, pay

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, District, Staff
from mediation.agreement import reminders
from mediation.agreement.standing import Pay
from mediation.agreement.terms import Instalments, Part, WithinHours
from mediation.case.models import CaseState
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import system
from mediation.notice import service as notice
from mediation.notice.models import Notice


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour in November 2026, in China."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


async def ask(table, now, *, limit=1000):
    """What one tick would say at `now`, posted."""
    table.runtime.clock.set(now)
    async with table.runtime.uow(system(now)) as tx:
        drafts = await reminders.due(tx, limit=limit)
        await notice.post(tx, *drafts)
    return drafts


def said(drafts):
    """Template and recipient kind, in order."""
    return [(draft.template, draft.recipient_kind.value) for draft in drafts]


async def test_each_rung_is_said_once_to_its_people_over_the_storys_days(set_table):
    table = await set_table(workers=34)
    await table.effective(absent=2)

    heard = {}
    now = SIGNED_AT
    while now < at(27, 0):
        drafts = await ask(table, now)
        if drafts:
            heard[now] = said(drafts)
        assert await ask(table, now) == []
        now += timedelta(minutes=30)

    assert heard == {
        at(22, 20, 10): [("commitment.day_before", "employer")],
        at(23, 9, 10): [("commitment.due_morning", "employer"), ("commitment.due_morning", "staff")],
        at(24, 0, 10): [("commitment.due", "staff")],
        at(24, 9, 10): [
            ("commitment.day_after", "employer"),
            ("commitment.day_after", "staff"),
            ("commitment.day_after", "agency"),
        ],
        at(25, 9, 10): [("commitment.daily", "staff")],
        at(26, 9, 10): [("commitment.daily", "staff")],
    }


async def test_one_message_tells_the_employer_of_all_workers_and_what_is_left(set_table):
    table = await set_table(workers=34)
    await table.effective(absent=2)
    commitments = await table.commitments()
    wages = [one for one in commitments if one.group_ == "wages"]
    insurance = [one for one in commitments if one.group_ == "social_insurance"]
    await pay(table, Pay(wages[0].id, wages[0].amount_fen), Pay(wages[1].id, 1_000))

    (draft,) = await ask(table, at(23, 1))

    assert draft.parameters["workers"] == 32
    assert draft.parameters["wages_fen"] == sum(one.amount_fen for one in wages[1:]) - 1_000
    assert draft.parameters["social_insurance_fen"] == sum(one.amount_fen for one in insurance)
    assert draft.parameters["due_at"] == "2026-11-23T16:00:00+00:00"
    assert draft.not_after == at(24, 0)
    agreement_id = commitments[0].agreement_id
    assert draft.dedupe_key == f"commitment/{agreement_id}/2026-11-23/day_before/employer"


async def test_a_payment_means_that_the_question_is_not_asked_again(table):
    await table.effective()
    await pay(table, *[Pay(one.id, one.amount_fen) for one in await table.commitments()])

    assert await ask(table, at(23, 1)) == []
    assert await ask(table, at(24, 10)) == []


async def test_what_waits_for_the_morning_is_not_sent_when_the_money_has_come(table):
    await table.effective()
    await ask(table, at(23, 1))
    (waiting,) = await table.rows(Notice, col(Notice.template) == "commitment.day_before")

    await pay(table, *[Pay(one.id, one.amount_fen) for one in await table.commitments()])

    assert waiting.state == "queued"
    assert ((await table.now(waiting)).state, (await table.now(waiting)).last_error) == ("expired", "recalled")


async def test_an_advance_ends_the_reminders_of_the_workers_and_recourse_has_none(table):
    await table.effective()
    await advance(table)

    assert await ask(table, at(26, 10)) == []


async def test_a_default_ends_the_daily_reminder(table, clock):
    await table.effective()
    await ask(table, at(24, 10))
    await contact(table, clock.now())
    await default(table)

    assert await ask(table, at(25, 10)) == []


async def test_a_closed_case_is_reminded_of_no_more(table, clock):
    await table.effective()
    case = await table.now(table.case)
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, "failed", clock.now()
    await table.make.save(case)

    assert await ask(table, at(24, 10)) == []


async def test_after_days_without_a_worker_everything_that_is_still_true_is_said(table):
    await table.effective()

    drafts = await ask(table, at(26, 10))

    assert said(drafts) == [
        ("commitment.due", "staff"),
        ("commitment.day_after", "employer"),
        ("commitment.day_after", "staff"),
        ("commitment.day_after", "agency"),
        ("commitment.daily", "staff"),
    ]


async def test_every_agency_at_the_table_is_told_the_day_after(table, make):
    async with table.runtime.db.session() as session:
        district = await session.get_one(District, table.agency.district_id)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    bureau = await make.agency(kind=AgencyKind.HUMAN_RESOURCES, district=district)
    await make.agency(kind=AgencyKind.JUSTICE, district=district)
    await make.tie(table.case, Tie.SEAT, court.id)
    await make.tie(table.case, Tie.REFERRED, bureau.id)
    await table.effective()

    drafts = await ask(table, at(24, 10))

    boards = {draft.recipient_id for draft in drafts if draft.recipient_kind == "agency"}
    assert boards == {table.agency.id, court.id, bureau.id}


async def test_without_a_mediator_who_can_be_told_the_studios_board_is(table, make):
    await table.effective()
    mediator = (await table.rows(Staff, col(Staff.id) == table.mediator.id))[0]
    mediator.disabled_at = SIGNED_AT
    await make.save(mediator)

    (due,) = [draft for draft in await ask(table, at(24, 1)) if draft.template == "commitment.due"]

    assert (due.recipient_kind, due.recipient_id) == ("agency", table.agency.id)
    assert due.channels == ("inbox",)
    assert await ask(table, at(24, 1)) == []


async def test_a_recused_mediator_is_not_told(table, make):
    await table.effective()
    await make.tie(table.case, Tie.RECUSED, table.mediator.id)

    (due,) = [draft for draft in await ask(table, at(24, 1)) if draft.template == "commitment.due"]

    assert due.recipient_kind == "agency"


async def test_each_instalment_is_reminded_of_for_itself(table):
    await table.effective(term=Instalments((Part(at(25, 0).date(), 1), Part(at(30, 0).date(), 1))))

    first = await ask(table, at(25, 10))
    second = [draft for draft in await ask(table, at(30, 10)) if "/2026-11-30/d" in draft.dedupe_key]

    assert said(first) == [
        ("commitment.day_before", "employer"),
        ("commitment.due_morning", "employer"),
        ("commitment.due_morning", "staff"),
    ]
    assert said(second) == said(first)


async def test_a_term_in_hours_is_named_by_its_hour(table):
    agreement = await table.effective(term=WithinHours(72))

    (draft,) = await ask(table, at(23, 1))

    assert draft.dedupe_key == f"commitment/{agreement.id}/2026-11-23T2110/day_before/employer"
    assert said(await ask(table, at(23, 21, 10)))[-1] == ("commitment.due", "staff")


async def test_a_term_shorter_than_a_day_is_announced_at_signing_only(table):
    await table.effective(term=WithinHours(20))

    assert said(await ask(table, SIGNED_AT + timedelta(hours=1))) == []
    assert said(await ask(table, at(21, 9))) == [
        ("commitment.due_morning", "employer"),
        ("commitment.due_morning", "staff"),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_a_limit_divides_the_work_and_loses_nothing(set_table, limit):
    tables = [await set_table(workers=1) for _ in range(4)]
    for table in tables:
        await table.effective()

    drained = []
    for _ in range(200):
        drafts = await ask(tables[0], at(24, 10), limit=limit)
        assert len(drafts) <= limit
        if not drafts:
            break
        drained += drafts

    assert len(drained) == 4 * 4
    assert len({draft.dedupe_key for draft in drained}) == len(drained)


async def test_the_question_costs_the_same_number_of_statements_for_one_case_and_for_many(set_table, make):
    first = await set_table(workers=1)
    await first.effective()
    counts = []
    for more in (0, 6):
        for _ in range(more):
            await (await set_table(workers=2)).effective()
        seen = []
        engine = first.runtime.db.engine.sync_engine

        def note(*_args, seen=seen):
            seen.append(1)

        event.listen(engine, "before_cursor_execute", note)
        first.runtime.clock.set(at(24, 10))
        async with first.runtime.uow(system(at(24, 10))) as tx:
            await reminders.due(tx, limit=1000)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))

    assert counts[0] == counts[1]


async def test_the_open_promises_are_found_by_their_index(runtime, make):
    async with runtime.read() as connection:
        await connection.execute(text("SET enable_seqscan = off"))
        plan = await connection.execute(
            text(
                "EXPLAIN SELECT agreement_id, due_at FROM commitment WHERE kind = 'worker' AND settled_at IS NULL "
                "AND defaulted_at IS NULL AND due_at > now() AND due_at <= now() + interval '1 day' "
                "ORDER BY due_at, agreement_id"
            )
        )
        lines = "\n".join(plan.scalars())

    assert "ix_commitment_reminder" in lines
