"""Who is told what: workers of their own amounts, the employer of sums, all of a refusal; no names anywhere."""

from sqlmodel import col
from tests.agreement.test_money import MONDAY_24, advance, contact, default, pay

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.agreement import paying, signing
from mediation.agreement.hands import Signatory
from mediation.agreement.standing import Pay
from mediation.agreement.terms import Instalments, Part
from mediation.case.models import Party
from mediation.infra.clock import SHANGHAI
from mediation.notice.models import Notice
from mediation.person.models import Person


async def notices(table, template):
    """Every notice of a template."""
    return await table.rows(Notice, col(Notice.template) == template)


async def test_each_worker_who_signed_is_told_of_their_own_amounts_and_the_day(table):
    await table.effective(absent=1)

    told = await notices(table, "agreement.took_effect")
    own = {}
    for one in await table.commitments():
        own.setdefault(one.party_id, {})[f"{one.group_}_fen"] = one.amount_fen
    assert {
        note.recipient_id: {k: note.parameters[k] for k in ("wages_fen", "social_insurance_fen")} for note in told
    } == own
    assert {note.parameters["due_at"] for note in told} == {"2026-11-23T16:00:00+00:00"}
    assert {note.channel for note in told} == {"sms"}


async def test_of_instalments_the_worker_is_told_the_sum_and_the_first_day(table):
    from datetime import date

    await table.effective(term=Instalments((Part(date(2026, 11, 30), 1), Part(date(2026, 12, 31), 1))))

    told = await notices(table, "agreement.took_effect_instalments")
    assert len(told) == 3
    assert {note.parameters["instalments"] for note in told} == {2}
    assert sum(note.parameters["wages_fen"] for note in told) == 19_840_000


async def test_the_employer_is_told_at_signing_what_is_owed_and_when(set_table):
    table = await set_table(workers=34)
    await table.effective(absent=2)

    (note,) = await notices(table, "commitment.signing")

    assert (note.recipient_kind, note.recipient_id) == ("employer", table.case.employer_id)
    assert note.parameters["workers"] == 32
    assert note.parameters["wages_fen"] == sum(
        one.amount_fen for one in await table.commitments() if one.group_ == "wages"
    )
    assert note.next_try_at.astimezone(SHANGHAI).isoformat() == "2026-11-21T08:00:00+08:00"


async def test_a_refusal_is_told_to_all_with_its_reason(table):
    agreement = await table.finalised()

    await table.decline(agreement, table.workers[1], reason="金额不对")

    told = await notices(table, "agreement.declined")
    assert {(note.recipient_kind, note.recipient_id) for note in told} == {
        ("employer", table.case.employer_id),
        ("staff", table.mediator.id),
        *(("claimant", worker.id) for worker in table.workers),
    }
    assert {note.parameters["reason"] for note in told} == {"金额不对"}
    assert {note.parameters["who"]["zh"] for note in told} == {"1名劳动者"}


async def test_a_refusal_is_told_to_the_lawyer_and_to_every_agency_at_the_table(table, make):
    court = await make.agency(kind=AgencyKind.COURT)
    await make.tie(table.case, Tie.SEAT, court.id)
    _, lawyer = await make.assigned_lawyer(table.case, agency=table.agency)
    agreement = await table.finalised()

    await table.decline(agreement, table.workers[1], reason="金额不对")

    told = await notices(table, "agreement.declined")
    inside = {
        (note.recipient_kind, note.recipient_id, note.channel) for note in told if note.recipient_kind != "claimant"
    }
    assert inside == {
        ("employer", table.case.employer_id, "sms"),
        ("staff", table.mediator.id, "inbox"),
        ("staff", lawyer.id, "inbox"),
        ("agency", court.id, "inbox"),
    }


async def test_two_refusals_are_told_twice(table, clock):
    agreement = await table.finalised()

    await table.decline(agreement, table.workers[1])
    clock.advance(minutes=5)
    async with table.tx() as tx:
        await signing.decline(tx, agreement.id, signatory=Signatory.EMPLOYER, workers=[], reason="须请示")

    told = await notices(table, "agreement.declined")
    assert len(told) == 2 * 5


async def test_a_payment_is_told_to_its_workers_once_for_both_groups(table):
    await table.effective()
    mine = [one for one in await table.commitments() if one.party_id == table.workers[0].id]

    await pay(table, *[Pay(one.id, one.amount_fen) for one in mine])

    (note,) = await notices(table, "commitment.paid")
    assert note.recipient_id == table.workers[0].id
    assert note.parameters["wages_fen"] + note.parameters["social_insurance_fen"] == sum(one.amount_fen for one in mine)


async def test_a_reversal_is_told_to_its_worker(table):
    await table.effective()
    first = (await table.commitments())[0]
    await pay(table, Pay(first.id, 1_000))
    (row,) = await table.payments()

    async with table.tx() as tx:
        await paying.reverse(tx, row.id, reason="退汇")

    (note,) = await notices(table, "commitment.reversed")
    assert note.recipient_id == first.party_id
    assert note.parameters["wages_fen"] + note.parameters["social_insurance_fen"] == 1_000


async def test_an_advance_is_told_to_the_workers_and_the_debt_to_the_employer(table):
    await table.effective()

    await advance(table)

    workers = await notices(table, "commitment.advanced")
    (employer,) = await notices(table, "commitment.recourse")
    assert {note.recipient_id for note in workers} == {worker.id for worker in table.workers}
    assert {note.parameters["payer"]["zh"] for note in workers} == {"二房东（出租方）"}
    assert employer.parameters["wages_fen"] == 19_840_000
    assert employer.parameters["social_insurance_fen"] == 1_800_000


async def test_the_employer_repaying_the_payer_is_no_news_for_the_workers(table):
    await table.effective()
    await advance(table)
    recourse = [one for one in await table.commitments() if one.kind == "recourse"]

    await pay(table, *[Pay(one.id, one.amount_fen) for one in recourse])

    assert await notices(table, "commitment.paid") == []


async def test_a_default_is_told_to_workers_employer_and_agencies(table, clock):
    await table.effective()
    clock.set(MONDAY_24)
    clock.advance(hours=10)
    await contact(table, clock.now())

    await default(table)

    workers = await notices(table, "commitment.defaulted")
    (employer,) = await notices(table, "commitment.defaulted_employer")
    (board,) = await notices(table, "commitment.defaulted_agency")
    assert len(workers) == 3
    assert (employer.parameters["workers"], employer.parameters["wages_fen"]) == (3, 19_840_000)
    assert (board.recipient_id, board.channel) == (table.agency.id, "inbox")


async def test_no_notice_names_anybody(table, clock):
    agreement = await table.effective(absent=1)
    await advance(table)
    assert agreement.state == "effective"

    names = [person.name for person in await table.rows(Person)]
    parties = await table.rows(Party, col(Party.case_id) == table.case.id)
    written = " ".join(str(note.parameters) for note in await table.rows(Notice))

    assert len(parties) == 4
    assert not [name for name in [*names, "二房东陈某"] if name in written]
