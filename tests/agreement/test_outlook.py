"""What agreements tell the case: who has not signed, how the money stands, and what a case may be closed by."""

from datetime import timedelta

import pytest
from tests.agreement.test_money import MONDAY_24, advance, pay
from tests.counting import statements

from mediation.agreement.hands import Signatory
from mediation.agreement.outlook import closing_facts
from mediation.agreement.standing import Pay
from mediation.bindings import bind
from mediation.case import waiting
from mediation.case.rules import ClosingFacts
from mediation.case.turns import AgreementStanding, Hints, Money
from mediation.gql.context import Reader
from mediation.kit.actor import Side


@pytest.fixture(autouse=True)
def _bound():
    bind()


async def _hints(table) -> Hints:
    reader = Reader(table.runtime, table.mediator.as_of(table.runtime.clock.now()))
    [found] = await waiting.hints_of_cases(reader, [table.case.id])
    return found


async def _facts(table) -> ClosingFacts:
    async with table.tx() as tx:
        return await closing_facts(tx, table.case)


async def test_without_an_agreement_nothing_is_told(table):
    assert await _hints(table) == Hints(offer_accepted=True)
    assert await _facts(table) == ClosingFacts(agreed=False, settled=True)


async def test_a_draft_waits_for_everybody(table):
    await table.draft()

    assert await _hints(table) == Hints(
        offer_accepted=True,
        agreement=AgreementStanding.DRAFT,
        workers_unsigned=3,
        employer_unsigned=True,
        mediator_unsigned=True,
        seal_missing=True,
    )


async def test_who_signed_or_declined_is_not_waited_for(table):
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.WORKER, table.workers[0])
    await table.decline(agreement, table.workers[1])
    await table.sign(agreement, Signatory.MEDIATOR)

    assert await _hints(table) == Hints(
        offer_accepted=True,
        agreement=AgreementStanding.SIGNING,
        workers_unsigned=1,
        employer_unsigned=True,
        mediator_unsigned=False,
        seal_missing=True,
    )


async def test_a_side_that_will_not_sign_is_named(table):
    agreement = await table.finalised()

    await table.decline(agreement, *table.workers)

    told = await _hints(table)
    assert (told.declined_by, told.workers_unsigned) == (Side.WORKERS, 0)


async def test_money_is_open_until_the_due_moment_then_overdue_until_it_is_paid(table, clock):
    await table.effective(absent=1)
    before = await _hints(table)
    clock.set(MONDAY_24 - timedelta(milliseconds=1))
    last = await _hints(table)
    clock.set(MONDAY_24)
    after = await _hints(table)
    await pay(table, *[Pay(row.id, row.amount_fen) for row in await table.commitments()])
    paid = await _hints(table)

    assert [before, last, after, paid] == [
        Hints(money=Money.OPEN, offer_accepted=True, just_effective=True),
        *[Hints(money=money, offer_accepted=True) for money in (Money.NEAR, Money.OVERDUE, Money.SETTLED)],
    ]
    assert await _facts(table) == ClosingFacts(agreed=True, settled=True)


async def test_money_of_a_third_party_settles_and_is_told_apart(table, clock):
    await table.effective()
    promised = sum(row.amount_fen for row in await table.commitments())
    unpaid = await _facts(table)
    clock.set(MONDAY_24)

    await advance(table)

    assert unpaid == ClosingFacts(agreed=True, open_fen=promised)
    assert await _facts(table) == ClosingFacts(agreed=True, settled=True, by_third_party=True)
    assert (await _hints(table)).money is Money.SETTLED


async def test_whose_turn_it_is_costs_one_statement_for_any_number_of_cases(table, make):
    await table.effective()
    other = await make.case(agency=table.agency)
    reader = Reader(table.runtime, table.mediator)

    with statements(table.runtime) as sent:
        told = await waiting.hints_of_cases(reader, [other.id, table.case.id])

    assert told == [Hints(), Hints(money=Money.OPEN, offer_accepted=True, just_effective=True)]
    assert len(sent) == 1
