"""The links to the worker's page: unknown, revoked, guessed, lost and replaced ones."""

import asyncio
import os
from collections import Counter

from sqlalchemy import func, select
from sqlmodel import col
from tests.counting import statements
from tests.status.links import PHONE, count, link_of

from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.kit.ids import token_160
from mediation.notice.models import Notice
from mediation.status import service
from mediation.status.models import LinkMiss, StatusLink


async def test_unknown_and_malformed_links_answer_the_same_404(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)
    other = ("0" if token[0] != "0" else "1") + token[1:]

    unknown = await api.client.get(f"/s/{other}")
    shapes = ["/s/x", f"/s/{token}x", f"/s/{token}/x.css", f"/s/{token};a", f"/s/{token}/", "/s/", f"/s/{token}%2e"]
    malformed = [await api.client.get(shape) for shape in shapes]

    assert unknown.status_code == 404
    for answer in malformed:
        assert answer.status_code == 404
        assert answer.content == unknown.content
        assert {k: v for k, v in answer.headers.items() if k != "x-request-id"} == {
            k: v for k, v in unknown.headers.items() if k != "x-request-id"
        }
    assert "12351" in unknown.text
    assert "021-5555 0000" in unknown.text


async def test_unknown_and_malformed_links_ask_the_same_of_the_database(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)
    other = ("0" if token[0] != "0" else "1") + token[1:]

    asked = []
    for shape in (other, "x", "长" * 100):
        with statements(runtime) as sent:
            assert (await api.client.get(f"/s/{shape}")).status_code == 404
        asked.append(sent)

    assert asked[0] == asked[1] == asked[2]


async def test_revoked_and_expired_links_are_gone(runtime, make, api, clock):
    agency = await make.agency()
    case, _, link, token = await link_of(runtime, make, agency=agency)
    _, _, _, living = await link_of(runtime, make, agency=agency, case=case)
    actor = await make.actor(Role.MEDIATOR, agency=agency)

    async with runtime.uow(actor) as tx:
        await service.revoke(tx, link.id, "换了手机号")
    revoked = await api.client.get(f"/s/{token}")
    async with runtime.db.session() as session:
        row = await session.get(type(case), case.id)
        row.state, row.outcome, row.closed_at = "closed", "withdrawn", clock.now()
        await session.commit()
    clock.advance(days=89)
    still = await api.client.get(f"/s/{living}")
    clock.advance(days=1)
    expired = await api.client.get(f"/s/{living}")

    assert revoked.status_code == 410
    assert "链接已停用" in revoked.text
    assert still.status_code == 200
    assert expired.status_code == 410
    assert "链接已过期" in expired.text
    for page in (revoked, expired):
        assert "021-5555 0000" in page.text
        assert "12351" in page.text
        assert page.headers["cache-control"] == "private, no-store"


async def test_a_corrected_phone_gets_a_new_link_and_the_old_one_dies_at_once(runtime, make, api):
    agency = await make.agency()
    case, party, _, token = await link_of(runtime, make, agency=agency)
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=agency))
    revise = "mutation($i: RevisePartyInput!) { reviseParty(input: $i) { __typename } }"

    same = {"id": gid("Party", party.id), "version": case.version, "name": "王大明"}
    await api.do(revise, {"i": same}, token=clerk)
    kept = await api.client.get(f"/s/{token}")
    other = {"id": gid("Party", party.id), "version": case.version + 1, "phone": "13900001111"}
    done = await api.do(revise, {"i": other}, token=clerk)
    dead = await api.client.get(f"/s/{token}")

    assert done["__typename"] == "Party"
    assert [kept.status_code, dead.status_code] == [200, 410]
    async with runtime.read() as connection:
        sent = select(func.count()).where(col(Notice.template) == "status.link_again")
        assert (await connection.execute(sent)).scalar() == 1


async def test_guessing_links_is_slowed_down_and_a_holder_is_still_served(runtime, make, api):
    _, _, _, token = await link_of(runtime, make)

    answers = [(await api.client.get(f"/s/{n:032d}")).status_code for n in range(12)]
    holder = await api.client.get(f"/s/{token}")

    assert answers == [404] * 10 + [429] * 2
    assert holder.status_code == 200


async def test_a_new_link_goes_to_the_registered_phone_and_the_answer_tells_nothing(runtime, make, api, clock):
    _, party, _, token = await link_of(runtime, make)
    clock.advance(hours=2)

    known = await api.client.post("/s/again", data={"phone": "138 1234 1402"})
    unknown = await api.client.post("/s/again", data={"phone": "13900000000"})

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert (await api.client.get(f"/s/{token}")).status_code == 410
    async with runtime.read() as connection:
        open_links = select(func.count()).where(
            col(StatusLink.party_id) == party.id, col(StatusLink.revoked_at).is_(None)
        )
        assert (await connection.execute(open_links)).scalar() == 1


async def test_twenty_at_once_who_lost_the_link_get_one(runtime, make, api, clock):
    await link_of(runtime, make)
    clock.advance(hours=2)

    answers = await asyncio.gather(*[api.client.post("/s/again", data={"phone": PHONE}) for _ in range(20)])

    assert {answer.status_code for answer in answers} == {200}
    assert await count(runtime, StatusLink) == 2
    assert await count(runtime, LinkMiss) == 5


async def test_somebody_who_knows_the_number_turns_links_off_twice_a_day_at_most(runtime, make, api, clock):
    await link_of(runtime, make)

    for _ in range(5):
        clock.advance(hours=2)
        await api.client.post("/s/again", data={"phone": PHONE})
    today = await count(runtime, StatusLink)
    clock.advance(hours=20)
    await api.client.post("/s/again", data={"phone": PHONE})

    assert today == 3
    assert await count(runtime, StatusLink) == 4


async def test_tokens_are_stored_as_keyed_hashes_only(runtime, make):
    _, _, link, token = await link_of(runtime, make)

    async with runtime.read() as connection:
        row = (await connection.execute(select(StatusLink.__table__).where(col(StatusLink.id) == link.id))).one()

    assert len(token) == 32
    assert token.encode() not in b"".join(value for value in row if isinstance(value, bytes))


async def test_the_link_of_an_invitation_asks_for_the_code_and_says_nothing_about_itself(runtime, make, api):
    await make.agency()
    links = ("0123456789abcdefghjkmnpqrstvwxyz", "x", "0" * 32)

    pages = [await api.client.get(f"/r/{link}") for link in links]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert len({page.text.replace(f"/r/{link}", "") for link, page in zip(links, pages, strict=True)}) == 1
    assert "验证码" in pages[0].text
    assert "021-5555 0000" in pages[0].text
    assert pages[0].headers["referrer-policy"] == "no-referrer"
    assert (await api.client.post(f"/r/{links[0]}")).status_code in (400, 403)


async def test_ten_thousand_links_differ_and_lean_to_no_bit(runtime, make, monkeypatch):
    asked = []
    real = service.os.urandom
    monkeypatch.setattr(service.os, "urandom", lambda size: asked.append(size) or real(size))
    _, _, link, token = await link_of(runtime, make)
    monkeypatch.undo()

    made = [os.urandom(20) for _ in range(10_000)]
    tokens = {token_160(raw) for raw in made}
    ones = sum(int.from_bytes(raw).bit_count() for raw in made)
    by_letter = Counter(letter for token in tokens for letter in token)

    assert 20 in asked, "the product asks the system for all 160 bits of a link"
    assert len(token) * 5 == 160
    assert len(tokens) == 10_000
    assert abs(ones - 800_000) < 5 * (1_600_000 / 4) ** 0.5
    expected = 320_000 / 32
    assert sum((n - expected) ** 2 / expected for n in by_letter.values()) < 80, "31 degrees of freedom"
    assert len(by_letter) == 32
    assert link.revoked_at is None


async def test_every_link_opens_its_own_page_and_no_word_of_another_worker(runtime, make, api):
    agency = await make.agency()
    case = await make.case(agency=agency, state="performing")
    people = []
    for n in range(24):
        own = case if n % 2 else await make.case(agency=agency, state="performing")
        wages = 1_000_001 + n * 10_101
        _, party, _, token = await link_of(
            runtime, make, case=own, agency=agency, name=f"王甲{n:02}号", wages_fen=wages
        )
        people.append((token, f"{wages // 100:,}.{wages % 100:02}", own.number))
        assert party.case_id == own.id

    bare = {token: (await api.client.get(f"/s/{token}")).text for token, _, _ in people}
    whole = {}
    for token, _, _ in people:
        assert (await api.client.post(f"/s/{token}/prove", data={"digits": PHONE[-4:]})).status_code == 303
        whole[token] = (await api.client.get(f"/s/{token}")).text

    for token, mine, _ in people:
        assert mine in whole[token]
        for other, theirs, number in people:
            assert theirs not in bare[token]
            assert number not in bare[token] + whole[token]
            if other != token:
                assert other not in bare[token] + whole[token]
                assert theirs not in whole[token]
        for hidden in ("王甲", PHONE, "餐饮"):
            assert hidden not in bare[token] + whole[token]
