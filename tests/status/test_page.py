"""The worker's page over HTTP: what a bare link shows, what the phone's digits open, and that GET changes nothing."""

import asyncio
import re

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from tests.status.links import PHONE, count, link_of

from mediation.journal.models import AccessEntry, JournalEntry
from mediation.notice.models import Notice
from mediation.status.models import Rating, Receipt


async def test_a_bare_link_shows_stage_and_phone_but_neither_name_nor_money(runtime, make, api):
    case, _, _, token = await link_of(runtime, make, name="王小明", wages_fen=648_000)

    page = await api.client.get(f"/s/{token}")

    assert page.status_code == 200
    for shown in ("已登记", "021-5555 0000", "12351", "Registered"):
        assert shown in page.text
    for hidden in ("王", "6,480", "1402", "餐饮", case.number):
        assert hidden not in page.text
    assert len(page.content) < 15_000
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"].startswith("noindex")


async def test_the_last_four_digits_open_own_money_on_this_device_only(runtime, make, api):
    case, _, _, token = await link_of(runtime, make, name="王小明", wages_fen=648_000)
    await make.claimant(case, name="李雷", wages_fen=777_700)

    proof = await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    mine = await api.client.get(f"/s/{token}")
    api.client.cookies.clear()
    other = await api.client.get(f"/s/{token}")

    assert proof.status_code == 303
    assert "6,480.00" in mine.text
    assert "900.00" in mine.text
    assert "王*明" in mine.text
    for hidden in ("王小明", "李雷", "7,777", PHONE):
        assert hidden not in mine.text
    assert "6,480.00" not in other.text


async def _promise(make, case, party, **more):
    """An agreement in effect with 5,000 yuan for the worker, due on Monday."""
    agreement = await make.agreement(case, party, state="effective")
    return await make.commitment(agreement, party, **more)


async def test_five_wrong_answers_an_hour_close_the_question(runtime, make, api, clock):
    _, _, _, token = await link_of(runtime, make)

    wrong = [(await api.client.post(f"/s/{token}/prove", data={"digits": "0000"})).status_code for _ in range(5)]
    right = await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    clock.advance(minutes=61)
    later = await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    assert wrong == [422] * 5
    assert right.status_code == 429
    assert right.headers["retry-after"] == "3600"
    assert later.status_code == 303


async def test_thirty_guesses_at_once_are_five_looks_and_each_stands_in_the_access_log(runtime, make, api):
    case, _, link, token = await link_of(runtime, make)

    answers = await asyncio.gather(
        *[api.client.post(f"/s/{token}/prove", data={"digits": f"{n:04d}"}) for n in range(30)]
    )

    assert sorted(answer.status_code for answer in answers) == [422] * 5 + [429] * 25
    refused = select(col(AccessEntry.verb), col(AccessEntry.subject_id), col(AccessEntry.case_id)).where(
        ~col(AccessEntry.allowed)
    )
    async with runtime.read() as connection:
        assert (await connection.execute(refused)).all() == [("link:prove", link.id, case.id)] * 5


async def test_a_wrong_answer_says_how_many_tries_are_left_and_loading_again_asks_anew(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)

    wrong = await api.client.post(f"/s/{token}/prove", data={"digits": "0000"})
    again = await api.client.get(f"/s/{token}/prove")
    wide = await api.client.post(f"/s/{token}/prove", data={"digits": "１４０２"})

    assert wrong.text.index("还可以试 4 次") < wrong.text.index("<h1>"), "at the top, where an old phone shows it"
    assert '/prove#money"' in wrong.text
    assert wrong.text.count('id="money"') == 1
    assert "<title>错误：" in wrong.text
    assert (again.status_code, again.headers["location"]) == (303, f"/s/{token}")
    assert wide.status_code == 303


async def test_somebody_with_two_cases_gives_the_digits_once_for_each_and_keeps_both(runtime, make, api):
    _, _, _, first = await link_of(runtime, make)
    _, _, _, second = await link_of(runtime, make)

    for token in (first, second):
        await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    for token in (first, second):
        assert "您的钱" in (await api.client.get(f"/s/{token}")).text


async def test_get_changes_nothing_but_the_access_log(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    before = await count(runtime, JournalEntry)

    for path in ("", "/received?answer=yes", "/rating?mark=satisfied"):
        for purpose in ({}, {"sec-purpose": "prefetch;prerender"}):
            assert (await api.client.get(f"/s/{token}{path}", headers=purpose)).status_code == 200
        assert (await api.client.head(f"/s/{token}{path}")).status_code == 200
    assert (await api.client.get(f"/s/{token}/prove?digits=1402")).status_code == 303

    assert await count(runtime, JournalEntry) == before
    assert await count(runtime, Receipt) == await count(runtime, Rating) == 0
    assert await count(runtime, AccessEntry) == 3  # the three looks at the page itself


async def test_a_receipt_and_a_rating_are_kept_after_the_confirm_page(runtime, make, api, clock):
    case, party, _, token = await link_of(runtime, make)
    await _promise(make, case, party)
    unproved = await api.client.post(f"/s/{token}/received", data={"answer": "yes"})
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    received = await api.client.post(f"/s/{token}/received", data={"answer": "yes"})
    rated = await api.client.post(f"/s/{token}/rating", data={"mark": "fairly", "comment": "谢谢"})
    changed = await api.client.post(f"/s/{token}/rating", data={"mark": "satisfied", "comment": ""})
    clock.advance(days=7)
    late = await api.client.post(f"/s/{token}/rating", data={"mark": "not_satisfied"})

    assert [unproved.status_code, received.status_code, rated.status_code, changed.status_code] == [303] * 4
    assert late.status_code == 422
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(Receipt.party_id), col(Receipt.received)))).all() == [
            (party.id, True)
        ]
        assert (await connection.execute(select(col(Rating.mark)))).scalars().all() == ["satisfied"]


async def test_larger_text_is_in_the_address_on_every_page_and_in_no_cookie(runtime, make, api):
    case, party, _, token = await link_of(runtime, make)
    await _promise(make, case, party)
    own = f"/s/{token}?size=large"

    first = await api.client.get(f"/s/{token}")
    wrong = await api.client.post(f"/s/{token}/prove?size=large", data={"digits": "0000"})
    proof = await api.client.post(f"/s/{token}/prove?size=large", data={"digits": "1402"})
    page = await api.client.get(own)
    asks = [
        await api.client.get(f"/s/{token}/{what}&size=large") for what in ("received?answer=no", "rating?mark=fairly")
    ]
    said = await api.client.post(f"/s/{token}/received?size=large", data={"answer": "no"})
    other = await api.client.get(f"/s/{token}?size=huge")

    assert f'href="{own}"' in first.text
    assert proof.headers["location"] == own
    assert said.headers["location"] == f"/s/{token}?done=1&size=large"
    for large in (wrong, page, *asks):
        assert '<html lang="zh-CN" class="large">' in large.text
        links = re.findall(rf'(?:href|action)="(/s/{token}[^"]*)"', large.text)
        assert [link for link in links if "size=large" not in link] in ([], [f"/s/{token}"]), (
            "the way back to normal text"
        )
    for small in (first, other):
        assert 'class="large"' not in small.text
    assert {cookie.name for cookie in api.client.cookies.jar} == {"device"}
    assert len(page.content) < 15_000


async def test_an_impatient_thumb_says_it_once_and_the_page_says_what_was_said(runtime, make, api, clock):
    case, party, _, token = await link_of(runtime, make)
    await _promise(make, case, party)
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    no = [api.client.post(f"/s/{token}/received", data={"answer": "no"}) for _ in range(5)]
    rates = [api.client.post(f"/s/{token}/rating", data={"mark": "not_satisfied"}) for _ in range(5)]
    answers = await asyncio.gather(*no, *rates)
    clock.advance(hours=25)
    await api.client.post(f"/s/{token}/received", data={"answer": "no"})
    await api.client.post(f"/s/{token}/received", data={"answer": "yes"})
    page = await api.client.get(f"/s/{token}?done=1")

    assert {answer.status_code for answer in answers} == {303}
    assert [await count(runtime, table) for table in (Receipt, Rating)] == [3, 1]
    async with runtime.read() as connection:
        told = (
            select(col(Notice.template), func.count()).where(col(Notice.channel) == "inbox").group_by(Notice.template)
        )
        assert dict((await connection.execute(told)).all()) == {"status.not_received": 2, "status.low_rating": 1}
    assert "11月21日（周六）13:00</time> 告诉我们：收到了" in page.text
    assert "您的回答已记下" in page.text


async def test_before_anything_is_promised_nothing_can_be_received_or_rated(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    received = await api.client.post(f"/s/{token}/received", data={"answer": "yes"})
    rated = await api.client.post(f"/s/{token}/rating", data={"mark": "satisfied"})

    assert [received.status_code, rated.status_code] == [422, 422]
    assert "还没有约定付款" in received.text
    assert "办完以后再请您评价" in rated.text
    assert await count(runtime, Receipt) == await count(runtime, Rating) == 0


@pytest.mark.parametrize("comment", ["长" * 1001, "坏\x00字", "x" * 9000])
async def test_a_comment_that_cannot_be_kept_is_said_so_and_not_lost(runtime, make, api, comment):
    case, party, _, token = await link_of(runtime, make)
    await _promise(make, case, party)
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    answer = await api.client.post(f"/s/{token}/rating", data={"mark": "fairly", "comment": comment})

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert comment[:4].replace("\x00", "")[:1] in answer.text
    assert "021-5555 0000" in answer.text
    assert await count(runtime, Rating) == 0


async def test_own_money_owed_and_the_last_moment_stand_at_the_top(runtime, make, api):
    case, party, _, token = await link_of(runtime, make)
    await _promise(make, case, party)

    bare = await api.client.get(f"/s/{token}")
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    mine = await api.client.get(f"/s/{token}")

    for page in (bare, mine):
        assert "11月23日（周一）24:00" in page.text
        assert "还剩 3 天 12 小时" in page.text
    assert "公司还欠您" not in bare.text
    assert '公司还欠您 <strong class="nowrap">5,000.00 元</strong>' in mine.text


async def test_when_the_database_is_away_the_page_still_says_whom_to_call(runtime, make, api, monkeypatch):
    _, _, _, token = await link_of(runtime, make)
    await api.client.get("/s/x")  # the studios were read once

    def away(*_) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(runtime, "read", away)
    monkeypatch.setattr(runtime, "fetch", away)
    page = await api.client.get(f"/s/{token}")

    assert page.status_code == 503
    assert page.headers["retry-after"] == "300"
    for shown in ("暂时打不开", "您的案件不受影响", "021-5555 0000", "12351"):
        assert shown in page.text
    assert "database" not in page.text


async def test_the_style_sheet_is_kept_by_the_phone_and_the_page_is_not(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)

    sheet, page = await api.client.get("/static/status.css"), await api.client.get(f"/s/{token}")

    assert sheet.headers["cache-control"] == "public, max-age=3600"
    assert page.headers["cache-control"] == "private, no-store"
