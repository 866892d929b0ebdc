"""What a case takes from its agreement: where it goes on when it is reopened, who signed, whose turn it is."""

from datetime import date, datetime

import pytest
from sqlmodel import col
from tests.agreement.test_money import MONDAY_24, advance, contact, default, slip

from mediation.agency.models import Staff
from mediation.agreement import drafting, paying, signing
from mediation.agreement.hands import Signatory
from mediation.agreement.models import Agreement
from mediation.agreement.standing import Pay
from mediation.agreement.terms import OnDate
from mediation.bindings import bind
from mediation.case import ending, membership
from mediation.case.models import CaseState, Outcome
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI


@pytest.fixture(autouse=True)
def _bound():
    bind()


async def _close(table, outcome: Outcome):
    case = await table.now(table.case)
    async with table.tx() as tx:
        await ending.close(tx, case.id, version=case.version, outcome=outcome, reason="单位无力支付。")


async def _reopen(table):
    case = await table.now(table.case)
    async with table.tx() as tx:
        await ending.reopen(tx, case.id, version=case.version, reason="单位愿意继续支付。")
    return await table.now(table.case)


async def _clocks(table) -> dict[str, Deadline]:
    return {row.rule: row for row in await table.rows(Deadline, col(Deadline.case_id) == table.case.id)}


async def test_a_default_that_was_given_up_is_a_default_again_when_the_case_is_taken_up(table, clock):
    await table.effective()
    clock.set(MONDAY_24)
    await contact(table, clock.now())
    await default(table)
    await _close(table, Outcome.FAILED)
    closed = await _clocks(table)

    case = await _reopen(table)

    clocks = await _clocks(table)
    running = ("AGREED", "G-2", "G-3", "G-4", "G-6")
    assert {rule: row.void_at for rule, row in closed.items()} == dict.fromkeys(running, clock.now())
    assert {rule: row.void_at for rule, row in clocks.items()} == dict.fromkeys(running)
    assert (case.state, case.outcome) == (CaseState.DEFAULTED, None)
    assert case.next_due_at == MONDAY_24


async def test_money_that_never_came_is_found_after_closing_and_can_be_called_a_default(table, clock):
    await table.effective()
    booked = await advance(table)
    await _close(table, Outcome.ADVANCED)
    first = next(row for row in await table.payments() if row.advance_id == booked.id)
    async with table.tx() as tx:
        await paying.reverse(tx, first.id, reason="银行退汇。")

    case = await _reopen(table)
    clock.set(MONDAY_24)
    await contact(table, clock.now())
    await default(table)

    assert case.state == CaseState.PERFORMING
    assert (await table.now(table.case)).state == CaseState.DEFAULTED


async def test_money_that_turns_out_not_to_have_come_once_the_case_is_open_again_is_owed_and_dated(table):
    await table.effective()
    booked = await advance(table)
    await _close(table, Outcome.ADVANCED)
    paid_in_full = await _reopen(table)
    first = next(row for row in await table.payments() if row.advance_id == booked.id)

    async with table.tx() as tx:
        await paying.reverse(tx, first.id, reason="银行退汇。")

    case = await table.now(table.case)
    assert (paid_in_full.state, case.state) == (CaseState.ACCEPTED, CaseState.PERFORMING)
    assert case.next_due_at == MONDAY_24


async def test_a_case_without_an_agreement_is_mediated_anew(table):
    await _close(table, Outcome.FAILED)

    case = await _reopen(table)

    assert (case.state, case.next_due_at) == (CaseState.ACCEPTED, datetime(2026, 11, 26, 0, 0, tzinfo=SHANGHAI))


async def _turn(table, api, make) -> tuple[str, str]:
    (staff,) = await table.rows(Staff, col(Staff.id) == table.mediator.id)
    query = "query($id: ID!) { case(id: $id) { nextStep { who text } } }"
    data = await api.data(query, {"id": gid("Case", table.case.id)}, token=await make.token(staff))
    return data["case"]["nextStep"]["who"], data["case"]["nextStep"]["text"]


async def test_whose_turn_it_is_follows_the_signatures_to_the_money(table, api, make, clock):
    agreement = await table.finalised()
    turns = [await _turn(table, api, make)]
    await table.sign(agreement, Signatory.WORKER, *table.workers)
    turns.append(await _turn(table, api, make))
    await table.sign(agreement, Signatory.EMPLOYER)
    turns.append(await _turn(table, api, make))
    await table.sign(agreement, Signatory.MEDIATOR)
    turns.append(await _turn(table, api, make))
    await table.seal(agreement)
    turns.append(await _turn(table, api, make))
    clock.set(MONDAY_24)
    turns.append(await _turn(table, api, make))
    await advance(table)
    turns.append(await _turn(table, api, make))

    assert turns == [
        ("WORKERS", "签署协议：还差3名劳动者"),
        ("EMPLOYER", "签署协议：还差用人单位"),
        ("MEDIATOR", "签署协议：还差调解员"),
        ("AGENCY", "签署协议：还差工作室盖章"),
        ("MEDIATOR", "当场签署司法确认共同申请"),
        ("MEDIATOR", "已逾期：联系用人单位并登记结果"),
        ("MEDIATOR", "款项已结清：结案"),
    ]


async def test_after_an_employer_who_will_not_sign_it_is_the_mediators_turn(table, api, make):
    agreement = await table.finalised()
    async with table.tx() as tx:
        await signing.decline(tx, agreement.id, signatory=Signatory.EMPLOYER, workers=(), reason="金额有误。")
    refused = await _turn(table, api, make)
    await table.sign(agreement, Signatory.EMPLOYER)
    signed = await _turn(table, api, make)
    await table.decline(agreement, *table.workers)

    assert refused == ("MEDIATOR", "用人单位不签署协议：修改协议、继续调解或者结案")
    assert signed == ("WORKERS", "签署协议：还差3名劳动者")
    assert await _turn(table, api, make) == ("MEDIATOR", "劳动者一方不签署协议：修改协议、继续调解或者结案")


async def test_a_second_agreement_after_a_settled_one_is_what_the_case_waits_for(table, api, make):
    await table.effective()
    await advance(table)
    await _close(table, Outcome.ADVANCED)
    case = await _reopen(table)
    case.state = CaseState.MEDIATING
    await table.make.save(case)
    await table.finalised()

    assert await _turn(table, api, make) == ("WORKERS", "签署协议：还差3名劳动者")


async def test_who_signed_is_counted_as_the_pen_moves_and_not_after_the_text_changed(table):
    agreement = await table.finalised()
    counts = []
    for worker in table.workers[:2]:
        await table.sign(agreement, Signatory.WORKER, worker)
        counts.append((await table.now(table.case)).signed_count)
    await table.decline(agreement, table.workers[1])
    counts.append((await table.now(table.case)).signed_count)

    async with table.tx() as tx:
        stands = await tx.session.get_one(Agreement, agreement.id)
        await drafting.revise(
            tx,
            agreement.id,
            drafting.Wording(manner="现金支付"),
            version=stands.version,
            confirm_voiding=True,
            reason="改为现金",
        )
    counts.append((await table.now(table.case)).signed_count)

    assert counts == [1, 2, 1, 0]


@pytest.mark.parametrize("how", ["withdraws", "takes no part"])
async def test_when_the_last_one_missing_leaves_the_case_the_agreement_takes_effect(table, how):
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.WORKER, *table.workers[:2])
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)
    waiting = await table.now(agreement)
    case, last = await table.now(table.case), table.workers[2]

    async with table.tx() as tx:
        if how == "withdraws":
            await membership.withdraw(tx, last.id, version=case.version, reason="已与单位自行和解。")
        else:
            await membership.revise_party(
                tx, last.id, membership.Revision(name="王明", taking_part=False), version=case.version
            )

    took = await table.now(agreement)
    case = await table.now(table.case)
    assert (waiting.state, took.state, took.version) == ("signing", "effective", waiting.version + 1)
    assert (case.state, case.signed_count) == (CaseState.PERFORMING, 2)
    assert {one.party_id for one in await table.commitments()} == {worker.id for worker in table.workers[:2]}


async def test_a_term_that_has_passed_keeps_nobody_in_the_case(table, clock):
    agreement = await table.finalised(term=OnDate(date(2026, 11, 21)))
    await table.sign(agreement, Signatory.WORKER, *table.workers[:2])
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)
    clock.set(datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI))
    case = await table.now(table.case)

    async with table.tx() as tx:
        await membership.withdraw(tx, table.workers[2].id, version=case.version, reason="已与单位自行和解。")

    assert (await table.now(agreement)).state == "signing"
    assert (await table.now(table.workers[2])).withdrawn_at == clock.now()


async def test_a_case_that_was_paid_in_full_is_mediated_anew(table):
    await table.effective()
    for one in await table.commitments():
        async with table.tx() as tx:
            await paying.record(tx, table.case.id, [Pay(one.id, one.amount_fen)], slip())
    await _close(table, Outcome.PERFORMED)

    assert (await _reopen(table)).state == CaseState.ACCEPTED
