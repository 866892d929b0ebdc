"""The article's agreement: 36 registered, 34 take part, 32 sign, 198,400.00 and 18,000.00, due on Monday at 24:00."""

from datetime import UTC, date, datetime

from sqlmodel import col
from tests.agreement.conftest import INSURANCE_FEN, WAGES_FEN

from mediation.agreement.events import AgreementTookEffect
from mediation.agreement.models import AgreementLine
from mediation.case.models import CaseState
from mediation.journal.models import JournalEntry


async def test_thirty_two_of_thirty_four_sign_and_each_gets_two_dated_promises(set_table):
    table = await set_table(workers=36)
    for withdrawn in table.workers[34:]:
        withdrawn.taking_part = False
        await table.make.save(withdrawn)
    table.workers = table.workers[:34]

    agreement = await table.effective(absent=2)

    lines = await table.rows(AgreementLine, col(AgreementLine.agreement_id) == agreement.id)
    commitments = await table.commitments()
    case = await table.now(table.case)
    assert agreement.state == "effective"
    assert sum(line.amount_fen for line in lines if line.group_ == "wages") == WAGES_FEN
    assert sum(line.amount_fen for line in lines if line.group_ == "social_insurance") == INSURANCE_FEN
    assert len({line.party_id for line in lines}) == 34
    assert case.signed_count == 32
    assert case.state == CaseState.PERFORMING
    assert len(commitments) == 64
    assert {one.due_on for one in commitments} == {date(2026, 11, 23)}
    assert {one.due_at for one in commitments} == {datetime(2026, 11, 23, 16, tzinfo=UTC)}
    bound = {worker.id for worker in table.workers[:32]}
    promised = {(line.party_id, line.group_): line.amount_fen for line in lines if line.party_id in bound}
    assert {(one.party_id, one.group_): one.amount_fen for one in commitments} == promised


async def test_the_effect_is_one_entry_of_the_journal_beside_the_last_signature(table):
    agreement = await table.effective()

    entries = await table.rows(JournalEntry, col(JournalEntry.case_id) == table.case.id)
    (took,) = [entry for entry in entries if entry.verb == AgreementTookEffect.verb]
    assert took.subject_id == agreement.id
    assert took.at == agreement.effective_at
    assert took.particulars["wages_fen"] == WAGES_FEN
    assert took.particulars["due_ons"] == ["2026-11-23"]
    assert entries[-2].verb == "agreement:seal"
