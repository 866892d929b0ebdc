"""Drafting from an accepted offer, changing the text, finalising and giving up."""

import pytest
from sqlmodel import col
from tests.agreement.conftest import INSURANCE_FEN, WAGES_FEN

from mediation.agreement import drafting
from mediation.agreement.drafting import Wording
from mediation.agreement.hands import Signatory
from mediation.agreement.models import Agreement, AgreementLine
from mediation.agreement.rules import Clause, Line
from mediation.agreement.terms import OnDate, WithinDays
from mediation.case.models import CaseState
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role, Side
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound


async def test_a_draft_takes_lines_term_and_conditions_from_the_offer(set_table, make):
    table = await set_table(conditions="工资单另行补交")

    made = await table.draft()

    lines = await table.rows(AgreementLine, col(AgreementLine.agreement_id) == made.id)
    assert (made.state, made.revision, made.version) == ("draft", 1, 1)
    assert made.term == {"kind": "within_days", "days": 3}
    assert made.clauses == [{"title": "其他约定", "text": "工资单另行补交"}]
    assert len(lines) == 6
    assert sum(line.amount_fen for line in lines if line.group_ == "wages") == WAGES_FEN
    assert sum(line.amount_fen for line in lines if line.group_ == "social_insurance") == INSURANCE_FEN


async def test_lines_may_be_given_and_must_sum(table):
    given = [Line(worker.id, 0, 600_000) for worker in table.workers]
    given[0] = Line(table.workers[0].id, WAGES_FEN, 600_000)

    with pytest.raises(Invalid) as refused:
        await table.draft(lines=(*given[:2],))
    made = await table.draft(lines=tuple(given))

    assert {fault.code for fault in refused.value.fields} == {"worker_missing", "social_insurance_does_not_sum"}
    lines = await table.rows(AgreementLine, col(AgreementLine.agreement_id) == made.id)
    assert {line.amount_fen for line in lines if line.group_ == "wages"} == {0, WAGES_FEN}


async def test_an_offer_that_was_not_accepted_or_is_of_another_case_is_no_ground(table, make):
    pending = await make.offer(table.case, accepted=False)
    elsewhere = await make.offer(await make.case(agency=table.agency, state=CaseState.MEDIATING))

    with pytest.raises(Invalid) as refused:
        async with table.tx() as tx:
            await drafting.draft(tx, table.case.id, pending.id, Wording())
    with pytest.raises(NotFound):
        async with table.tx() as tx:
            await drafting.draft(tx, table.case.id, elsewhere.id, Wording())

    assert refused.value.fields[0].code == "not_accepted"


async def test_instalments_need_their_days(set_table):
    table = await set_table(term={"term_kind": "instalments"})

    with pytest.raises(Invalid) as refused:
        await table.draft()

    assert (refused.value.fields[0].path, refused.value.fields[0].code) == ("term", "required")


async def test_there_is_one_draft_at_a_time(table):
    first = await table.draft()

    with pytest.raises(Conflict):
        await table.draft()
    async with table.tx() as tx:
        await drafting.abandon(tx, first.id, version=first.version, reason="重新协商")
    second = await table.draft()

    assert second.id != first.id


async def test_a_case_that_is_not_in_mediation_has_no_agreement(set_table):
    table = await set_table()
    table.case.state = CaseState.ACCEPTED
    await table.make.save(table.case)

    with pytest.raises(IllegalMove) as refused:
        await table.draft()

    assert refused.value.state == "accepted"


async def test_a_change_of_the_draft_is_a_new_revision_with_another_hash(table):
    made = await table.draft()

    async with table.tx() as tx:
        revised = await drafting.revise(
            tx,
            made.id,
            Wording(term=WithinDays(5), manner="现金", clauses=(Clause("逾期", "按日加付"),)),
            version=made.version,
            confirm_voiding=False,
            reason="",
        )

    assert (revised.revision, revised.version, revised.state) == (2, 2, "draft")
    assert revised.text_hash != made.text_hash
    assert revised.term == {"kind": "within_days", "days": 5}
    assert len(await table.rows(AgreementLine)) == 6


async def test_a_change_after_the_first_signature_needs_a_confirmation_and_a_reason_and_voids_it(table):
    agreement = await table.finalised()
    agreement = await table.sign(agreement, Signatory.WORKER, *table.workers[:2])
    agreement = await table.decline(agreement, table.workers[2])

    async def revise(**how):
        async with table.tx() as tx:
            wording = Wording(term=WithinDays(4))
            return await drafting.revise(tx, agreement.id, wording, version=agreement.version, **how)

    with pytest.raises(Invalid) as unconfirmed:
        await revise(confirm_voiding=False, reason="期限改为四日")
    with pytest.raises(Invalid) as unexplained:
        await revise(confirm_voiding=True, reason="  ")
    revised = await revise(confirm_voiding=True, reason="期限改为四日")

    assert (unconfirmed.value.fields[0].path, unconfirmed.value.fields[0].code) == ("confirmVoiding", "would_void")
    assert "2" in unconfirmed.value.fields[0].text.zh
    assert (unexplained.value.fields[0].path, unexplained.value.fields[0].code) == ("reason", "empty")
    assert (revised.state, revised.revision) == ("draft", 2)
    assert all(one.voided_at is not None for one in await table.signatures())
    (entry,) = await table.rows(JournalEntry, col(JournalEntry.verb) == "agreement:revise")
    assert (entry.particulars["voided"], entry.particulars["reason"]) == (2, "期限改为四日")


async def test_a_signature_under_the_former_text_is_not_taken(table):
    seen = await table.finalised()
    async with table.tx() as tx:
        revised = await drafting.revise(
            tx, seen.id, Wording(term=WithinDays(4)), version=seen.version, confirm_voiding=False, reason=""
        )
    async with table.tx() as tx:
        await drafting.finalise(tx, revised.id, version=revised.version)

    with pytest.raises(Conflict):
        await table.sign(seen, Signatory.EMPLOYER)

    assert await table.signatures() == []


async def test_a_stale_version_changes_nothing(table):
    made = await table.draft()

    for verb in (
        lambda tx: drafting.revise(tx, made.id, Wording(), version=7, confirm_voiding=False, reason=""),
        lambda tx: drafting.finalise(tx, made.id, version=7),
        lambda tx: drafting.abandon(tx, made.id, version=7, reason="x"),
    ):
        with pytest.raises(Conflict) as refused:
            async with table.tx() as tx:
                await verb(tx)
        assert refused.value.current_version == 1


async def test_a_draft_without_a_manner_of_payment_is_not_final(table):
    made = await table.draft(manner="")

    with pytest.raises(Invalid) as refused:
        async with table.tx() as tx:
            await drafting.finalise(tx, made.id, version=made.version)

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [("manner", "performance_manner")]


async def test_a_draft_is_not_final_when_another_worker_has_joined(table, make):
    made = await table.draft()
    await make.claimant(table.case, name="李四")

    with pytest.raises(Invalid) as refused:
        async with table.tx() as tx:
            await drafting.finalise(tx, made.id, version=made.version)
    async with table.tx() as tx:
        again = await drafting.revise(
            tx, made.id, Wording(propose_lines=True), version=made.version, confirm_voiding=False, reason=""
        )
        await drafting.finalise(tx, made.id, version=again.version)

    assert [fault.code for fault in refused.value.fields] == ["worker_missing"]
    assert len(await table.rows(AgreementLine)) == 8


async def test_a_term_that_cannot_be_computed_is_refused_when_it_becomes_final(table):
    made = await table.draft(term=WithinDays(60))

    with pytest.raises(Invalid) as refused:
        async with table.tx() as tx:
            await drafting.finalise(tx, made.id, version=made.version)

    assert refused.value.fields[0].code == "calendar_unknown"


async def test_text_is_cleaned_before_it_is_kept(table):
    for wording, path in (
        ({"manner": "a\0b"}, "manner"),
        ({"manner": "长" * 501}, "manner"),
        ({"clauses": (Clause("", "x"),)}, "clauses.0.title"),
        ({"clauses": (Clause("x", "\ud800"),)}, "clauses.0.text"),
        ({"clauses": tuple(Clause("x", "y") for _ in range(51))}, "clauses"),
        ({"term": OnDate(table.offer.made_at.date().replace(year=2020))}, "term.on"),
    ):
        with pytest.raises(Invalid) as refused:
            await table.draft(**wording)
        assert refused.value.fields[0].path == path

    assert await table.rows(Agreement) == []


async def test_who_may_not_draft_learns_nothing_and_changes_nothing(table, make):
    stranger = await make.actor(Role.MEDIATOR)
    supervisor = await make.actor(Role.SUPERVISOR, agency=table.agency)
    employer = await make.party_actor(table.case, Side.EMPLOYER)

    for actor, problem in ((stranger, NotFound), (supervisor, Forbidden), (employer, Forbidden)):
        with pytest.raises(problem):
            async with table.tx(actor) as tx:
                await drafting.draft(tx, table.case.id, table.offer.id, Wording())

    assert await table.rows(Agreement) == []


async def test_a_draft_does_not_exist_for_the_parties_in_the_room(table, make):
    made = await table.draft()
    employer = await make.party_actor(table.case, Side.EMPLOYER)

    with pytest.raises(NotFound):
        await table.sign(made, Signatory.EMPLOYER, actor=employer)
