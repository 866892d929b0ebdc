"""Payments, counter-entries, advances, recourse and default: nobody is owed twice, nothing is paid twice."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from mediation.agreement import advancing, defaulting, paying
from mediation.agreement.advancing import Terms
from mediation.agreement.defaulting import ContactDraft, ContactManner, ContactOutcome
from mediation.agreement.models import Advance
from mediation.agreement.paying import Slip
from mediation.agreement.standing import Pay, PayerKind
from mediation.agreement.terms import Instalments, Part
from mediation.case.models import CaseState
from mediation.infra.clock import SHANGHAI
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound, Problem

FRIDAY = date(2026, 11, 20)
MONDAY_24 = datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)


def slip(payer: PayerKind = PayerKind.EMPLOYER, **more) -> Slip:
    """A bank slip."""
    return Slip(
        **{"payer_kind": payer, "payer_name": "某餐饮公司", "paid_on": FRIDAY, "proof": "回单 20261120-1", **more}
    )


async def pay(table, *pays: Pay, **how):
    """The employer pays."""
    async with table.tx() as tx:
        return await paying.record(tx, table.case.id, pays, how.pop("slip", slip()), **how)


async def advance(table, pays=None, *, payer=PayerKind.SUB_LANDLORD, total_fen=None, **how):
    """The sub-landlord pays."""
    async with table.tx() as tx:
        paper = slip(payer, payer_name="二房东陈某", **how)
        return await advancing.book(tx, table.case.id, pays, paper, Terms(recourse_agreed=True), total_fen=total_fen)


async def contact(table, at):
    """Somebody phones the owner."""
    async with table.tx() as tx:
        typed = ContactDraft(
            contacted_at=at, manner=ContactManner.PHONE, outcome=ContactOutcome.ADMITS_CANNOT_PAY, note="承认无力支付"
        )
        return await defaulting.contact(tx, table.case.id, typed)


async def default(table):
    """The mediator calls it a default."""
    async with table.tx() as tx:
        return await defaulting.default(tx, table.case.id)


async def test_a_partial_payment_leaves_the_shortfall_and_the_rest_settles_it(table):
    await table.effective()
    first = (await table.commitments())[0]

    await pay(table, Pay(first.id, first.amount_fen - 1))
    partly = await table.now(first)
    await pay(table, Pay(first.id, 1))
    settled = await table.now(first)

    assert partly.settled_at is None
    assert settled.settled_at == table.runtime.clock.now()
    assert settled.version == 3


async def test_more_than_is_owed_is_refused_and_nothing_is_kept(table):
    await table.effective()
    first, second, *_ = await table.commitments()

    with pytest.raises(Invalid) as refused:
        await pay(table, Pay(first.id, first.amount_fen), Pay(second.id, second.amount_fen + 1))

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [("items.1.amountFen", "more_than_owed")]
    assert await table.payments() == []


async def test_everything_as_in_the_annex_is_one_entry_of_the_journal(table):
    await table.effective()
    commitments = await table.commitments()

    await pay(table, *[Pay(one.id, one.amount_fen) for one in commitments])

    (entry,) = await table.rows(JournalEntry, col(JournalEntry.verb) == "payment:record")
    assert all(one.settled_at for one in await table.commitments())
    assert entry.particulars["wages_fen"] == 19_840_000
    assert entry.particulars["social_insurance_fen"] == 1_800_000
    assert len(entry.particulars["payment_ids"]) == 6


async def test_a_payment_of_another_case_is_not_found_in_this_one(set_table):
    here, there = await set_table(), await set_table()
    await here.effective()
    await there.effective()
    (foreign, *_) = await there.commitments()

    with pytest.raises(Invalid) as refused:
        await pay(here, Pay(foreign.id, 1))

    assert refused.value.fields[0].code == "not_found"


async def test_the_version_that_was_seen_is_checked_when_it_is_given(table):
    await table.effective()
    first = (await table.commitments())[0]
    await pay(table, Pay(first.id, 1), versions=[1])

    with pytest.raises(Conflict) as refused:
        await pay(table, Pay(first.id, 1), versions=[1])

    assert refused.value.current_version == 2
    assert len(await table.payments()) == 1


async def test_ten_payments_at_once_never_pay_more_than_is_owed(table):
    await table.effective()
    first = (await table.commitments())[0]
    part = first.amount_fen // 4

    async def try_one():
        try:
            return await pay(table, Pay(first.id, part))
        except Invalid as refused:
            return refused

    answers = await asyncio.gather(*[try_one() for _ in range(10)])

    paid = sum(one.amount_fen for one in await table.payments())
    refused = [answer for answer in answers if isinstance(answer, Invalid)]
    assert paid == 4 * part
    assert len(refused) == 6
    assert (await table.now(first)).settled_at is None or paid == first.amount_fen


async def test_payments_advances_and_reversals_at_once_do_not_deadlock(table):
    await table.effective()
    commitments = await table.commitments()
    await pay(table, *[Pay(one.id, 1_000) for one in commitments])
    recorded = await table.payments()

    async def reverse(row):
        async with table.tx() as tx:
            await paying.reverse(tx, row.id, reason="录错")

    work = [
        *[reverse(row) for row in recorded],
        *[pay(table, *[Pay(one.id, 7) for one in commitments[::-1]]) for _ in range(4)],
        *[advance(table, [Pay(one.id, 11) for one in commitments]) for _ in range(4)],
    ]
    await asyncio.wait_for(asyncio.gather(*work), timeout=60)

    for one in commitments:
        assert sum(row.amount_fen for row in await table.payments() if row.commitment_id == one.id) == 4 * 7 + 4 * 11


async def test_a_payment_is_reversed_once_and_is_owed_again(table):
    await table.effective()
    first = (await table.commitments())[0]
    await pay(table, Pay(first.id, first.amount_fen))
    (row,) = await table.payments()

    async with table.tx() as tx:
        counter = await paying.reverse(tx, row.id, reason="重复登记")
    for target in (row, counter):
        with pytest.raises(Conflict):
            async with table.tx() as tx:
                await paying.reverse(tx, target.id, reason="再来一次")

    assert (counter.amount_fen, counter.reverses_id, counter.reason) == (-first.amount_fen, row.id, "重复登记")
    assert (await table.now(first)).settled_at is None
    assert len(await table.payments()) == 2


async def test_a_reversal_needs_a_reason(table):
    await table.effective()
    first = (await table.commitments())[0]
    await pay(table, Pay(first.id, 1))
    (row,) = await table.payments()

    with pytest.raises(Invalid):
        async with table.tx() as tx:
            await paying.reverse(tx, row.id, reason=" ")


async def test_a_payment_is_confirmed_once_and_not_after_a_reversal(table):
    await table.effective()
    first, second, *_ = await table.commitments()
    await pay(table, Pay(first.id, 1), Pay(second.id, 2))
    one, two = await table.payments()

    async with table.tx() as tx:
        confirmed = await paying.confirm(tx, one.id)
    async with table.tx() as tx:
        await paying.reverse(tx, two.id, reason="退汇")
    for row in (one, two):
        with pytest.raises(Conflict):
            async with table.tx() as tx:
                await paying.confirm(tx, row.id)

    assert (confirmed.confirmed_by, confirmed.confirmed_at) == (table.mediator.id, table.runtime.clock.now())


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"paid_on": date(2026, 11, 21)}, "paidOn"),
        ({"payer_name": ""}, "payerName"),
        ({"proof": " "}, "proof"),
        ({"proof": "x" * 201}, "proof"),
        ({"payer_kind": PayerKind.SUB_LANDLORD}, "payerKind"),
    ],
)
async def test_a_slip_that_is_wrong_names_the_field(table, changes, path):
    await table.effective()
    first = (await table.commitments())[0]

    with pytest.raises(Invalid) as refused:
        await pay(table, Pay(first.id, 1), slip=slip(**changes))

    assert refused.value.fields[0].path == path


async def test_an_advance_settles_the_workers_and_makes_the_employers_debt_wages_and_insurance_apart(table):
    await table.effective()

    booked = await advance(table)

    workers = [one for one in await table.commitments() if one.kind == "worker"]
    recourse = {one.group_: one for one in await table.commitments() if one.kind == "recourse"}
    assert booked.amount_fen == 21_640_000
    assert all(one.settled_at for one in workers)
    assert {group: one.amount_fen for group, one in recourse.items()} == {
        "wages": 19_840_000,
        "social_insurance": 1_800_000,
    }
    assert all(one.party_id is None and one.due_at is None and one.settled_at is None for one in recourse.values())
    assert {row.payer_kind for row in await table.payments()} == {"sub_landlord"}


async def test_an_advance_of_a_part_is_spread_to_the_fen(table):
    await table.effective()
    await pay(table, Pay((await table.commitments())[0].id, 333))

    booked = await advance(table, total_fen=10_000_001)

    paid = sum(row.amount_fen for row in await table.payments() if row.advance_id == booked.id)
    owed = sum(one.amount_fen for one in await table.commitments() if one.kind == "recourse")
    assert paid == owed == booked.amount_fen == 10_000_001


async def test_an_advance_for_named_workers_leaves_the_others_open(table):
    await table.effective()
    mine = [one for one in await table.commitments() if one.party_id == table.workers[0].id]

    await advance(table, [Pay(one.id, one.amount_fen) for one in mine])

    settled = {one.party_id for one in await table.commitments() if one.settled_at}
    assert settled == {table.workers[0].id}


async def test_what_is_owed_to_the_payer_cannot_be_advanced_again(table):
    await table.effective()
    await advance(table)
    recourse = [one for one in await table.commitments() if one.kind == "recourse"]

    with pytest.raises(Invalid):
        await advance(table)
    with pytest.raises(Invalid):
        await advance(table, [Pay(recourse[0].id, 1)])


async def test_the_employer_repays_the_payer(table):
    await table.effective()
    await advance(table)
    recourse = [one for one in await table.commitments() if one.kind == "recourse"]

    await pay(table, *[Pay(one.id, one.amount_fen) for one in recourse])

    assert all(one.settled_at for one in await table.commitments())


async def test_taking_back_a_part_of_an_advance_takes_it_off_the_debt(table):
    await table.effective()
    booked = await advance(table)
    row = next(row for row in await table.payments() if row.amount_fen > 0)
    group = (await table.rows_by_id())[row.commitment_id].group_

    async with table.tx() as tx:
        await paying.reverse(tx, row.id, reason="退汇")

    recourse = next(one for one in await table.commitments() if one.kind == "recourse" and one.group_ == group)
    worker = (await table.rows_by_id())[row.commitment_id]
    assert recourse.released_fen == row.amount_fen
    assert worker.settled_at is None
    assert (await table.now(booked)).amount_fen == booked.amount_fen


async def test_an_advance_that_was_repaid_is_not_taken_back_before_the_repayment(table):
    await table.effective()
    await advance(table)
    recourse = [one for one in await table.commitments() if one.kind == "recourse"]
    await pay(table, *[Pay(one.id, one.amount_fen) for one in recourse])
    row = next(row for row in await table.payments() if row.advance_id)

    with pytest.raises(Conflict):
        async with table.tx() as tx:
            await paying.reverse(tx, row.id, reason="退汇")


async def test_the_employer_cannot_advance(table):
    await table.effective()

    with pytest.raises(Invalid) as refused:
        await advance(table, payer=PayerKind.EMPLOYER)

    assert refused.value.fields[0].code == "not_a_third_party"
    assert await table.rows(Advance) == []


steps = st.lists(
    st.tuples(
        st.sampled_from(["pay", "advance", "advance_all", "reverse", "repay"]),
        st.integers(0, 99),
        st.integers(1, 10**7),
    ),
    max_size=14,
)


@given(steps=steps)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_paid_plus_advanced_is_credited_and_nobody_is_owed_twice(set_table, steps):
    table = await set_table(workers=2)
    await table.effective()

    for kind, which, fen in steps:
        try:
            await _step(table, kind, which, fen)
        except Problem:
            continue

    await _books_balance(table)


async def _step(table, kind, which, fen):
    workers = [one for one in await table.commitments() if one.kind == "worker"]
    recourse = [one for one in await table.commitments() if one.kind == "recourse"]
    match kind:
        case "pay":
            await pay(table, Pay(workers[which % len(workers)].id, fen))
        case "advance":
            await advance(table, [Pay(workers[which % len(workers)].id, fen)])
        case "advance_all":
            await advance(table, total_fen=fen if which % 2 else None)
        case "repay" if recourse:
            await pay(table, Pay(recourse[which % len(recourse)].id, fen))
        case "reverse" if rows := await table.payments():
            async with table.tx() as tx:
                await paying.reverse(tx, rows[which % len(rows)].id, reason="冲销")


async def _books_balance(table):
    commitments, payments = await table.commitments(), await table.payments()
    by_id = {one.id: one for one in commitments}
    credited = dict.fromkeys(by_id, 0)
    for row in payments:
        credited[row.commitment_id] += row.amount_fen
    for one in commitments:
        owed = one.amount_fen - one.released_fen
        assert 0 <= credited[one.id] <= owed
        assert (one.settled_at is not None) == (credited[one.id] == owed)
    to_workers = [row for row in payments if by_id[row.commitment_id].kind == "worker"]
    paid = sum(row.amount_fen for row in to_workers if row.advance_id is None)
    advanced = sum(row.amount_fen for row in to_workers if row.advance_id is not None)
    assert paid + advanced == sum(credited[one.id] for one in commitments if one.kind == "worker")
    assert advanced == sum(one.amount_fen - one.released_fen for one in commitments if one.kind == "recourse")
    assert all(
        by_id[row.commitment_id].kind == "recourse" or row.payer_kind == "employer" or row.advance_id
        for row in payments
    )


async def test_a_default_is_called_by_a_person_after_the_moment_and_a_contact(table, clock):
    await table.effective()

    with pytest.raises(Invalid) as early:
        await default(table)
    clock.set(MONDAY_24)
    with pytest.raises(Invalid) as silent:
        await default(table)
    clock.advance(hours=9)
    await contact(table, clock.now())
    await default(table)

    commitments = await table.commitments()
    assert early.value.fields[0].code == "not_overdue"
    assert silent.value.fields[0].code == "no_contact"
    assert {one.defaulted_at for one in commitments} == {clock.now()}
    assert {one.defaulted_by for one in commitments} == {table.mediator.id}
    assert (await table.now(table.case)).state == CaseState.DEFAULTED


async def test_a_contact_before_the_moment_is_no_ground_for_a_default(table, clock):
    await table.effective()
    clock.set(MONDAY_24 + timedelta(hours=10))
    await contact(table, MONDAY_24 - timedelta(seconds=1))

    with pytest.raises(Invalid) as refused:
        await default(table)

    assert refused.value.fields[0].code == "no_contact"


async def test_what_is_paid_is_not_defaulted(table, clock):
    await table.effective()
    first, *others = await table.commitments()
    await pay(table, Pay(first.id, first.amount_fen))
    clock.set(MONDAY_24 + timedelta(hours=10))
    await contact(table, clock.now())

    await default(table)

    assert (await table.now(first)).defaulted_at is None
    assert all([(await table.now(one)).defaulted_at for one in others])


async def test_each_instalment_is_defaulted_for_itself(table, clock):
    parts = (Part(date(2026, 11, 30), 1), Part(date(2026, 12, 31), 1))
    await table.effective(term=Instalments(parts))
    clock.set(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI))
    await contact(table, clock.now())
    await default(table)
    first = {one.instalment for one in await table.commitments() if one.defaulted_at}
    clock.set(datetime(2026, 12, 31, 20, 0, tzinfo=SHANGHAI))

    with pytest.raises(Invalid):
        await default(table)
    clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI))
    await contact(table, clock.now())
    await default(table)

    assert first == {1}
    assert all(one.defaulted_at for one in await table.commitments())


async def test_a_contact_is_not_in_the_future_and_not_about_a_case_without_promises(table, clock):
    with pytest.raises(Invalid) as early:
        await contact(table, clock.now())
    await table.effective()
    with pytest.raises(Invalid) as future:
        await contact(table, clock.now() + timedelta(minutes=1))

    assert (early.value.fields[0].path, future.value.fields[0].path) == ("case", "contactedAt")


async def test_a_closed_case_is_not_defaulted(table, clock):
    await table.effective()
    clock.set(MONDAY_24 + timedelta(hours=10))
    await contact(table, clock.now())
    case = await table.now(table.case)
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, "failed", clock.now()
    await table.make.save(case)

    with pytest.raises(IllegalMove):
        await default(table)


async def test_only_the_studios_mediators_touch_money(table, make):
    await table.effective()
    first = (await table.commitments())[0]
    supervisor = await make.actor(Role.SUPERVISOR, agency=table.agency)
    stranger = await make.actor(Role.MEDIATOR)
    clerk = await make.actor(Role.INTAKE_CLERK, agency=table.agency)
    verbs = [
        lambda tx: paying.record(tx, table.case.id, [Pay(first.id, 1)], slip()),
        lambda tx: advancing.book(tx, table.case.id, None, slip(PayerKind.UNION_FUND), Terms(recourse_agreed=False)),
        lambda tx: defaulting.default(tx, table.case.id),
        lambda tx: defaulting.contact(
            tx,
            table.case.id,
            ContactDraft(contacted_at=datetime(2026, 11, 20, tzinfo=UTC), manner="phone", outcome="refuses"),
        ),
    ]

    for verb in verbs:
        for actor, problem in ((supervisor, Forbidden), (stranger, NotFound), (clerk, NotFound)):
            with pytest.raises(problem):
                async with table.tx(actor) as tx:
                    await verb(tx)

    assert await table.payments() == []
