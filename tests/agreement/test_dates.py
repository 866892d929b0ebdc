"""The agreed date of payment as a deadline of the case: met by money, open again after a reversal."""

from datetime import date

from sqlmodel import col
from tests.agreement.test_money import Pay, pay

from mediation.agreement import paying
from mediation.case.models import Case
from mediation.deadline.models import Deadline


async def _dates(table):
    rows = await table.rows(Deadline, col(Deadline.case_id) == table.case.id, col(Deadline.rule) == "AGREED")
    return [(row.due_on, row.met_at is not None) for row in rows]


async def test_the_agreed_date_is_met_by_the_last_fen_and_open_again_after_a_reversal(table):
    await table.effective()
    first, *rest = await table.commitments()
    (case,) = await table.rows(Case, col(Case.id) == table.case.id)
    stands = [await _dates(table)]

    await pay(table, *[Pay(one.id, one.amount_fen) for one in rest], Pay(first.id, first.amount_fen - 1))
    stands.append(await _dates(table))
    await pay(table, Pay(first.id, 1))
    stands.append(await _dates(table))
    async with table.tx() as tx:
        await paying.reverse(tx, (await table.payments())[-1].id, reason="重复登记")
    stands.append(await _dates(table))

    monday = date(2026, 11, 23)
    assert case.next_due_at.isoformat() == "2026-11-23T16:00:00+00:00"
    assert stands == [[(monday, False)], [(monday, False)], [(monday, True)], [(monday, False)]]
