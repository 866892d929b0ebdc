"""Signatures in any order; effect only when nothing is missing; those who do not sign are not bound."""

import asyncio
import itertools
from datetime import date

import pytest

from mediation.agency.models import AgencyKind, District
from mediation.agreement import drafting, signing
from mediation.agreement.hands import Signatory
from mediation.agreement.rules import AgreementState
from mediation.agreement.terms import OnDate, WithinDays
from mediation.case.models import CaseState, Representative
from mediation.kit.actor import Role, Side
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from mediation.room.models import Participant


async def _special(table, worker, *, granted=True):
    row = Representative(
        case_id=table.case.id,
        district_id=table.case.district_id,
        party_id=worker.id,
        special_authority=granted,
        authority_from=[one.id for one in table.workers] if granted else [],
        elected_on=date(2026, 11, 20),
    )
    await table.make.save(row)
    return row


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
async def test_signatures_come_in_any_order_and_the_last_one_brings_the_effect(table, order):
    agreement = await table.finalised()
    steps = [
        lambda: table.sign(agreement, Signatory.WORKER, *table.workers),
        lambda: table.sign(agreement, Signatory.EMPLOYER),
        lambda: table.sign(agreement, Signatory.MEDIATOR),
        lambda: table.seal(agreement),
    ]

    states = [(await steps[step]()).state for step in order]

    assert states == ["signing", "signing", "signing", "effective"]
    assert (await table.now(table.case)).state == CaseState.PERFORMING
    assert len(await table.commitments()) == 6


async def test_workers_sign_one_by_one(table):
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)

    states = [(await table.sign(agreement, Signatory.WORKER, worker)).state for worker in table.workers]

    assert states == ["signing", "signing", "effective"]


async def test_who_declines_is_not_bound_and_not_waited_for(table):
    agreement = await table.effective(absent=1)

    bound = {one.party_id for one in await table.commitments()}
    assert agreement.state == AgreementState.EFFECTIVE
    assert bound == {worker.id for worker in table.workers[:2]}
    assert (await table.now(table.case)).signed_count == 2


async def test_when_all_workers_decline_there_is_no_effect(table):
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)

    agreement = await table.decline(agreement, *table.workers, reason="不同意分期")

    assert agreement.state == AgreementState.SIGNING
    assert await table.commitments() == []


async def test_until_the_effect_the_latest_word_counts(table):
    agreement = await table.finalised()
    first, second, third = table.workers

    await table.decline(agreement, first)
    await table.sign(agreement, Signatory.WORKER, first)
    await table.sign(agreement, Signatory.WORKER, second)
    await table.decline(agreement, second, reason="改变主意")
    await table.sign(agreement, Signatory.WORKER, third)
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)

    assert {one.party_id for one in await table.commitments()} == {first.id, third.id}
    marks = [(one.party_id, one.declined, one.voided_at is None) for one in await table.signatures() if one.party_id]
    assert sorted(marks, key=str) == sorted(
        [
            (first.id, True, False),
            (first.id, False, True),
            (second.id, False, False),
            (second.id, True, True),
            (third.id, False, True),
        ],
        key=str,
    )


async def test_nobody_signs_twice(table):
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.WORKER, table.workers[0])
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.seal(agreement)

    for again in (
        lambda: table.sign(agreement, Signatory.WORKER, table.workers[0]),
        lambda: table.sign(agreement, Signatory.EMPLOYER),
        lambda: table.seal(agreement),
    ):
        with pytest.raises(Invalid):
            await again()
    assert len(await table.signatures()) == 3


async def test_the_employer_may_decline_and_still_sign(table):
    agreement = await table.finalised()
    async with table.tx() as tx:
        await signing.decline(tx, agreement.id, signatory=Signatory.EMPLOYER, workers=[], reason="须请示总公司")

    agreement = await table.sign(agreement, Signatory.EMPLOYER)

    declined, signed = await table.signatures()
    assert (declined.declined, declined.reason, declined.voided_at is not None) == (True, "须请示总公司", True)
    assert (signed.declined, signed.voided_at) == (False, None)


async def test_a_refusal_needs_a_reason_and_neither_mediator_nor_studio_declines(table):
    agreement = await table.finalised()

    with pytest.raises(Invalid) as wordless:
        await table.decline(agreement, table.workers[0], reason=" ")
    for signatory in (Signatory.MEDIATOR, Signatory.STUDIO):
        with pytest.raises(Invalid):
            async with table.tx() as tx:
                await signing.decline(tx, agreement.id, signatory=signatory, workers=[], reason="不行")

    assert wordless.value.fields[0].path == "reason"


async def test_parties_in_the_room_sign_for_themselves(table, make):
    agreement = await table.finalised()
    worker = await make.party_actor(table.case, Side.WORKERS, party=table.workers[0])
    employer = await make.party_actor(table.case, Side.EMPLOYER)

    await table.sign(agreement, Signatory.WORKER, table.workers[0], actor=worker)
    await table.sign(agreement, Signatory.EMPLOYER, actor=employer)

    own, boss = await table.signatures()
    assert (own.method, own.recorded_by, own.party_id) == ("entry", worker.id, table.workers[0].id)
    assert (boss.method, boss.recorded_by) == ("entry", employer.id)
    with pytest.raises(Forbidden):
        await table.sign(agreement, Signatory.WORKER, table.workers[1], actor=worker)
    with pytest.raises(Forbidden):
        await table.sign(agreement, Signatory.MEDIATOR, actor=employer)
    with pytest.raises(Forbidden):
        await table.seal(agreement, actor=employer)


async def test_a_party_of_another_room_or_taken_out_of_this_one_does_not_see_the_agreement(table, make):
    agreement = await table.finalised()
    other_case = await make.case(agency=table.agency, state=CaseState.MEDIATING)
    elsewhere = await make.party_actor(other_case, Side.EMPLOYER)
    removed = await make.party_actor(table.case, Side.EMPLOYER)
    async with table.runtime.db.session() as session:
        seat = await session.get_one(Participant, removed.id)
        seat.removed_at = table.runtime.clock.now()
        session.add(seat)
        await session.commit()

    for actor in (elsewhere, removed):
        with pytest.raises(NotFound):
            await table.sign(agreement, Signatory.EMPLOYER, actor=actor)


async def test_a_representative_with_special_authority_signs_for_named_workers(table, make):
    agreement = await table.finalised()
    speaker = table.workers[0]
    await _special(table, speaker)
    actor = await make.party_actor(table.case, Side.WORKERS, party=speaker)

    await table.sign(agreement, Signatory.WORKER, *table.workers, actor=actor)

    marks = {one.party_id: one.represented_by for one in await table.signatures()}
    assert marks == {speaker.id: None, table.workers[1].id: speaker.id, table.workers[2].id: speaker.id}


async def test_without_special_authority_a_representative_signs_for_nobody_else(table, make):
    agreement = await table.finalised()
    speaker = table.workers[0]
    await _special(table, speaker, granted=False)
    actor = await make.party_actor(table.case, Side.WORKERS, party=speaker)

    with pytest.raises(Forbidden):
        await table.sign(agreement, Signatory.WORKER, *table.workers, actor=actor)
    with pytest.raises(Invalid) as recorded:
        await table.sign(agreement, Signatory.WORKER, table.workers[1], representative=speaker.id)
    with pytest.raises(Invalid) as unelected:
        await table.sign(agreement, Signatory.WORKER, table.workers[1], representative=table.workers[2].id)

    assert recorded.value.fields[0].code == "no_special_authority"
    assert unelected.value.fields[0].code == "not_elected"
    assert await table.signatures() == []


async def test_who_joined_after_the_election_has_given_no_authority(table, make):
    early, late = table.workers[:2], table.workers[2]
    row = await _special(table, early[0])
    row.authority_from = [one.id for one in early]
    await table.make.save(row)
    agreement = await table.finalised()
    actor = await make.party_actor(table.case, Side.WORKERS, party=early[0])

    with pytest.raises(Forbidden):
        await table.sign(agreement, Signatory.WORKER, *early, late, actor=actor)
    with pytest.raises(Invalid) as recorded:
        await table.sign(agreement, Signatory.WORKER, *early, late, representative=early[0].id)
    await table.sign(agreement, Signatory.WORKER, *early, actor=actor)

    assert [(one.path, one.code) for one in recorded.value.fields] == [("workers.2", "no_special_authority")]
    assert {one.party_id for one in await table.signatures()} == {one.id for one in early}


async def test_the_mediator_records_a_representative_with_special_authority(table):
    agreement = await table.finalised()
    await _special(table, table.workers[0])

    await table.sign(agreement, Signatory.WORKER, *table.workers[1:], representative=table.workers[0].id)

    assert {one.represented_by for one in await table.signatures()} == {table.workers[0].id}


async def test_the_studios_supervisor_seals_and_another_agencys_does_not(table, make):
    agreement = await table.finalised()
    own = await make.actor(Role.SUPERVISOR, agency=table.agency)
    async with table.runtime.db.session() as session:
        district = await session.get_one(District, table.agency.district_id)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    other = await make.actor(Role.SUPERVISOR, agency=court)

    with pytest.raises(Forbidden):
        await table.seal(agreement, actor=other)
    sealed = await table.seal(agreement, actor=own)

    assert sealed.version == agreement.version + 1
    assert [one.signatory for one in await table.signatures()] == ["studio"]


async def test_nothing_is_signed_before_the_text_is_final_or_after_the_effect(table):
    drafted = await table.draft()

    with pytest.raises(IllegalMove) as early:
        await table.sign(drafted, Signatory.EMPLOYER)
    async with table.tx() as tx:
        final = await drafting.finalise(tx, drafted.id, version=drafted.version)
    await table.sign(final, Signatory.WORKER, *table.workers)
    await table.sign(final, Signatory.EMPLOYER)
    await table.sign(final, Signatory.MEDIATOR)
    await table.seal(final)
    with pytest.raises(IllegalMove):
        await table.decline(final, table.workers[0])
    with pytest.raises(IllegalMove):
        await table.sign(final, Signatory.WORKER, table.workers[0])

    assert early.value.allowed == ("agreement:revise", "agreement:finalise", "agreement:abandon")


async def test_a_due_day_that_cannot_be_computed_stops_the_last_signature_only(table, clock):
    agreement = await table.finalised(term=WithinDays(30))
    await table.sign(agreement, Signatory.WORKER, *table.workers)
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    clock.advance(days=20)

    with pytest.raises(Invalid) as refused:
        await table.seal(agreement)

    assert refused.value.fields[0].code == "calendar_unknown"
    assert (await table.now(agreement)).state == AgreementState.SIGNING
    assert len(await table.signatures()) == 5
    assert await table.commitments() == []


async def test_a_named_day_that_passed_meanwhile_stops_the_last_signature(table, clock):
    agreement = await table.finalised(term=OnDate(date(2026, 11, 21)))
    await table.sign(agreement, Signatory.WORKER, *table.workers)
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    clock.advance(days=3)

    with pytest.raises(Invalid) as refused:
        await table.seal(agreement)

    assert refused.value.fields[0].code == "in_past"


async def test_a_closed_case_is_signed_no_more(table):
    agreement = await table.finalised()
    table.case.state, table.case.outcome = CaseState.CLOSED, "failed"
    table.case.closed_at = table.runtime.clock.now()
    await table.make.save(table.case)

    with pytest.raises(IllegalMove) as refused:
        await table.sign(agreement, Signatory.EMPLOYER)

    assert refused.value.state == "closed"


async def test_a_hash_nobody_was_shown_is_a_conflict(table):
    agreement = await table.finalised()
    agreement.text_hash = b"x" * 32

    with pytest.raises(Conflict):
        await table.seal(agreement)


async def test_ten_workers_signing_at_once_all_stand_and_the_effect_comes_once(set_table):
    table = await set_table(workers=10)
    agreement = await table.finalised()
    await table.sign(agreement, Signatory.EMPLOYER)
    await table.sign(agreement, Signatory.MEDIATOR)
    await table.seal(agreement)

    done = await asyncio.gather(*[table.sign(agreement, Signatory.WORKER, worker) for worker in table.workers])

    assert sorted(one.state for one in done) == ["effective"] + ["signing"] * 9
    assert len(await table.commitments()) == 20
    assert (await table.now(table.case)).signed_count == 10
