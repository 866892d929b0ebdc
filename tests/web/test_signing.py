"""Signing on one's own telephone, in the room: one's own name, and by special authority those of others who are ticked."""

import re
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mediation.case.models import Representative
from mediation.gql.relay import gid
from mediation.kit.ids import decode_global_id
from mediation.notice.models import Notice
from mediation.notice.service import open_secrets
from tests.room.conftest import table as table
from tests.web.test_rooms import seats as seats

TICKS = {"read": "on", "account": "on"}


@pytest.fixture
async def colleagues(table, make, runtime):
    """Two workers who gave the representative special authority, and an agreement that all may sign now."""
    others = [await make.claimant(table.case, name=name) for name in ("李建国", "张丽")]
    special = {"special_authority": True, "authority_from": [table.worker_party.id, *(one.id for one in others)]}
    async with runtime.db.session() as session:
        where = col(Representative.case_id) == table.case.id
        await session.execute(update(Representative).where(where).values(**special, elected_on=date(2026, 11, 20)))
        await session.commit()
    await make.agreement(table.case, table.worker_party, *others)
    return others


async def _form(seats, who):
    page = (await seats.get(who, "/sign")).text
    return page, {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("agreement", "textHash")}


async def test_a_representative_signs_for_themselves_and_for_others_only_when_ticked(seats, colleagues):
    room = (await seats.get("worker")).text
    page, seen = await _form(seats, "worker")
    without = await seats.post("worker", "/sign", seen, on="/sign")
    signed = await seats.post("worker", "/sign", seen | TICKS, on="/sign")
    after, _ = await _form(seats, "worker")
    one = {"workers": gid("Party", colleagues[0].id)}
    for_one = await seats.post("worker", "/sign", seen | TICKS | one, on="/sign")
    rest = (await seats.get("worker", "/sign")).text
    for_all = await seats.post("worker", "/sign", seen | TICKS | {"everybody": "on"}, on="/sign")
    done = (await seats.get("worker", "/sign")).text

    assert f'href="{seats.room}/sign">签署协议' in room
    assert "5,000.00" in page
    assert "有 2 人给了您特别授权" in page
    assert without.status_code == 422
    assert 'href="#f-read"' in without.text
    assert [one.status_code for one in (signed, for_one, for_all)] == [303, 303, 303]
    assert "您已签署" in after
    assert "李建国" in after
    assert "李建国" not in rest.partition("代别人签署")[2]
    assert "张丽" in rest.partition("代别人签署")[2]
    assert "代别人签署" not in done
    assert "签署协议" not in (await seats.get("worker")).text


async def test_the_employer_signs_after_saying_no_and_nobody_of_the_staff_has_this_page(seats, colleagues):
    page, seen = await _form(seats, "employer")
    silent = await seats.post("employer", "/sign", seen | {"decline": "on"}, on="/sign")
    no = await seats.post("employer", "/sign", seen | {"decline": "on", "reason": "再看看"}, on="/sign")
    said_no = (await seats.get("employer", "/sign")).text
    unsure = await seats.post("employer", "/sign", seen | {"read": "on"}, on="/sign")
    yes = await seats.post("employer", "/sign", seen | TICKS, on="/sign")
    said_yes = (await seats.get("employer", "/sign")).text

    assert "15,000.00" in page
    assert "特别授权" not in page
    assert silent.status_code == 422
    assert (unsure.status_code, "我确认上面的金额和付款时间" in unsure.text) == (422, True)
    assert (no.status_code, yes.status_code) == (303, 303)
    assert "您已表示不签署" in said_no
    assert "还要等其他人签署和盖章" in said_yes
    assert "王小明" in said_yes
    assert colleagues
    for who in ("mediator", "clerk", "lawyer", "stranger"):
        assert (await seats.get(who, "/sign")).status_code == 404, who


async def _codes(runtime):
    """What was sent for signing, the newest last."""
    async with runtime.read() as connection:
        wanted = select(Notice.__table__).where(col(Notice.template) == "agreement.signing_code")
        rows = (await connection.execute(wanted.order_by(col(Notice.posted_at)))).all()
    return [open_secrets(runtime.vault, row.id, row.secrets)["code"] for row in rows]


async def test_who_has_a_phone_asks_for_a_code_first_and_signs_with_it(seats, table, colleagues, make, runtime, clock):
    await make.seat_phone(decode_global_id(table.seats["worker"])[1], "13812341402")
    page, seen = await _form(seats, "worker")
    uncoded = await seats.post("worker", "/sign", seen | TICKS, on="/sign")
    sent = await seats.post("worker", "/sign/code", seen, on="/sign")
    coded = (await seats.get("worker", "/sign")).text
    soon = await seats.post("worker", "/sign/code", seen, on="/sign")
    (code,) = await _codes(runtime)
    wrong = await seats.post("worker", "/sign", seen | TICKS | {"code": f"{(int(code) + 1) % 10**6:06d}"}, on="/sign")
    unticked = await seats.post("worker", "/sign", seen | {"code": code}, on="/sign")
    signed = await seats.post("worker", "/sign", seen | TICKS | {"code": code}, on="/sign")
    after, _ = await _form(seats, "worker")
    clock.advance(seconds=61)
    await seats.post("worker", "/sign/code", seen, on="/sign")
    new = {"everybody": "on", "code": (await _codes(runtime))[-1]}
    for_all = await seats.post("worker", "/sign", seen | TICKS | new, on="/sign")

    assert "验证码将发送到 138****1402" in page
    assert 'name="read"' not in page
    assert 'name="decline"' in page
    assert (uncoded.status_code, 'href="#f-code"' in uncoded.text) == (422, True)
    assert sent.status_code == 303
    assert "验证码已发送到 138****1402" in coded
    assert re.search(r'name="code"[^>]* value=""[^>]* autocomplete="one-time-code" inputmode="numeric"', coded)
    assert (soon.status_code, "尝试次数过多" in soon.text) == (422, True)
    assert (wrong.status_code, unticked.status_code) == (422, 422)
    assert 'href="#f-code">' in wrong.text
    assert f'value="{code}"' not in unticked.text
    assert (signed.status_code, for_all.status_code) == (303, 303)
    assert "您已签署" in after
    assert "代别人签署" in after
    assert colleagues
