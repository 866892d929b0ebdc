"""Signing by a code on one's own phone: whom it is for, for which text, how long, how often, and that it works once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col

from mediation.agreement import codes, drafting, signing
from mediation.agreement.drafting import Wording
from mediation.agreement.hands import Signatory
from mediation.agreement.models import SigningCode
from mediation.journal.models import AccessEntry
from mediation.kit.actor import Role, Side
from mediation.kit.problems import Conflict, Forbidden, Invalid, NotFound, TooMany
from mediation.notice.models import Notice
from mediation.notice.service import open_secrets

PHONE = "13655550001"


@pytest.fixture
async def final(table):
    """The agreement that all may sign."""
    return await table.finalised()


@pytest.fixture
async def boss(table, make):
    """The employer's person in the room, with a phone."""
    actor = await make.party_actor(table.case, Side.EMPLOYER)
    await make.seat_phone(actor.id, PHONE)
    return actor


async def _send(table, agreement, actor):
    async with table.tx(actor) as tx:
        await codes.send(tx, agreement.id, text_hash=agreement.text_hash)
    return (await _sent(table))[-1]


async def _sent(table):
    """The codes that went out, the newest last."""
    rows = [row for row in await table.rows(Notice) if row.template == "agreement.signing_code"]
    rows.sort(key=lambda row: row.posted_at)
    return [open_secrets(table.runtime.vault, row.id, row.secrets)["code"] for row in rows]


async def _refused(table, agreement, actor, code):
    """The path and code of what is said to the signature; nothing was signed."""
    before = len(await table.signatures())
    with pytest.raises(Invalid) as refused:
        await table.sign(agreement, Signatory.EMPLOYER, actor=actor, code=code)
    assert len(await table.signatures()) == before
    (fault,) = refused.value.fields
    return fault.path, fault.code


WRONG = ("code", "wrong_code")


def _other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_who_has_a_phone_signs_by_the_code_sent_to_it_and_only_once(table, final, boss):
    unasked = await _refused(table, final, boss, None)
    code = await _send(table, final, boss)
    wrong = [await _refused(table, final, boss, typed) for typed in (None, "", "12345", "ABCDEF", _other(code))]
    spaced = f"{code[:3]} {code[3:]}"
    await table.sign(final, Signatory.EMPLOYER, actor=boss, code=spaced)

    (signature,) = await table.signatures()
    (row,) = await table.rows(SigningCode)
    (notice,) = await table.rows(Notice, col(Notice.recipient_id) == boss.id)
    noted = await table.rows(AccessEntry, col(AccessEntry.reason) == "wrong_code")
    assert [unasked, *wrong] == [WRONG] * 6
    assert (signature.method, signature.recorded_by, signature.text_hash) == ("code", boss.id, final.text_hash)
    assert (row.tries, row.used_at is not None, row.expires_at - row.sent_at) == (2, True, timedelta(minutes=10))
    assert code.encode() not in row.code_hash
    assert notice.channel == "sms"
    assert len(noted) == 1
    async with table.tx(boss) as tx:
        await signing.decline(tx, final.id, signatory=Signatory.EMPLOYER, workers=[], reason="再看看")
    assert await _refused(table, final, boss, code) == WRONG


async def test_a_code_lives_ten_minutes_and_takes_five_tries(table, clock, final, boss):
    late = await _send(table, final, boss)
    clock.advance(minutes=10)
    too_late = await _refused(table, final, boss, late)
    code = await _send(table, final, boss)
    wrong = [await _refused(table, final, boss, _other(code)) for _ in range(5)]
    used_up = await _refused(table, final, boss, code)

    assert [too_late, *wrong, used_up] == [WRONG] * 7


async def test_another_code_comes_after_a_minute_ten_in_an_hour_and_ends_the_one_before(table, clock, final, boss):
    first = await _send(table, final, boss)
    with pytest.raises(TooMany) as soon:
        await _send(table, final, boss)
    for _ in range(9):
        clock.advance(seconds=61)
        newest = await _send(table, final, boss)
    clock.advance(seconds=61)
    with pytest.raises(TooMany) as often:
        await _send(table, final, boss)
    old = None if first == newest else await _refused(table, final, boss, first)
    await table.sign(final, Signatory.EMPLOYER, actor=boss, code=newest)

    assert soon.value.retry_after_seconds == 60
    assert often.value.retry_after_seconds == 3600 - 10 * 61
    assert old in (None, WRONG)
    assert len(await _sent(table)) == 10


async def test_a_code_is_for_one_person_and_one_text(table, make, final, boss):
    other = await make.party_actor(table.case, Side.EMPLOYER)
    await make.seat_phone(other.id, "13655550002")
    code = await _send(table, final, boss)
    foreign = await _refused(table, final, other, code)
    async with table.tx() as tx:
        changed = await drafting.revise(
            tx, final.id, Wording(manner="现金"), version=final.version, confirm_voiding=True, reason="改"
        )
    async with table.tx() as tx:
        changed = await drafting.finalise(tx, changed.id, version=changed.version)
    other_text = await _refused(table, changed, boss, code)
    with pytest.raises(Conflict):
        await _send(table, final, boss)

    assert [foreign, other_text] == [WRONG, WRONG]


async def test_two_at_once_with_the_right_code_are_one_signature(table, final, boss):
    code = await _send(table, final, boss)

    answers = await asyncio.gather(
        *(table.sign(final, Signatory.EMPLOYER, actor=boss, code=code) for _ in range(3)), return_exceptions=True
    )

    assert sorted(isinstance(one, Invalid) for one in answers) == [False, True, True]
    assert len(await table.signatures()) == 1


async def test_nobody_else_is_sent_a_code_and_without_a_phone_none_is_needed(table, make, final, boss):
    phoneless = await make.party_actor(table.case, Side.WORKERS, party=table.workers[0])
    elsewhere = await make.party_actor(await make.case(agency=table.agency), Side.EMPLOYER)
    third = await make.party_actor(table.case, None)
    await make.seat_phone(third.id, "13655550003")

    with pytest.raises(Invalid) as none:
        await _send(table, final, phoneless)
    for unseeing in (elsewhere, third):
        with pytest.raises(NotFound):
            await _send(table, final, unseeing)
    for staff in (table.mediator, await make.actor(Role.SUPERVISOR, agency=table.agency)):
        with pytest.raises(Forbidden):
            await _send(table, final, staff)
    assert await _refused(table, final, None, "123456") == ("code", "not_wanted")
    await table.sign(final, Signatory.WORKER, table.workers[0], actor=phoneless)
    await table.sign(final, Signatory.EMPLOYER)

    assert [(one.path, one.code) for one in none.value.fields] == [("agreement", "no_phone")]
    assert [one.method for one in await table.signatures()] == ["entry", "seal_page"]
    assert await _sent(table) == []
