"""The worker's page over HTTP: what a bare link shows, what the phone's digits open, and that GET changes nothing."""

from sqlalchemy import func, select
from sqlmodel import col

from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.status import service
from mediation.status.models import Rating, Receipt, StatusLink

PHONE = "13812341402"


async def _link(runtime, make, *, case=None, agency=None, **claimant):
    agency = agency or await make.agency()
    case = case or await make.case(agency=agency)
    party = await make.claimant(case, phone=PHONE, **claimant)
    actor = await make.actor(Role.MEDIATOR, agency=agency)
    async with runtime.uow(actor) as tx:
        link = await service.issue(tx, party.id)
    return case, party, link, service.token_of(runtime, link)


async def _count(runtime, table) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar()


async def test_a_bare_link_shows_stage_and_phone_but_neither_name_nor_money(runtime, make, api):
    case, _, _, token = await _link(runtime, make, name="王小明", wages_fen=648_000)

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
    case, _, _, token = await _link(runtime, make, name="王小明", wages_fen=648_000)
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


async def test_five_wrong_answers_an_hour_close_the_question(runtime, make, api, clock):
    _, _, _, token = await _link(runtime, make)

    wrong = [(await api.client.post(f"/s/{token}/prove", data={"digits": "0000"})).status_code for _ in range(5)]
    right = await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    clock.advance(minutes=61)
    later = await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})

    assert wrong == [422] * 5
    assert right.status_code == 429
    assert later.status_code == 303


async def test_unknown_and_malformed_links_answer_the_same_404(runtime, make, api):
    _, _, _, token = await _link(runtime, make)
    other = ("0" if token[0] != "0" else "1") + token[1:]

    unknown = await api.client.get(f"/s/{other}")
    malformed = await api.client.get("/s/x")

    assert unknown.status_code == malformed.status_code == 404
    assert unknown.content == malformed.content
    assert "12351" in unknown.text


async def test_revoked_and_expired_links_are_gone(runtime, make, api, clock):
    agency = await make.agency()
    case, _, link, token = await _link(runtime, make, agency=agency)
    _, _, _, living = await _link(runtime, make, agency=agency, case=case)
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


async def test_get_changes_nothing_but_the_access_log(runtime, make, api):
    _, _, _, token = await _link(runtime, make)
    await api.client.post(f"/s/{token}/prove", data={"digits": "1402"})
    before = await _count(runtime, JournalEntry)

    for path in ("", "/received?answer=yes", "/rating?mark=satisfied"):
        for _ in range(2):
            assert (await api.client.get(f"/s/{token}{path}")).status_code == 200

    assert await _count(runtime, JournalEntry) == before
    assert await _count(runtime, Receipt) == await _count(runtime, Rating) == 0
    assert await _count(runtime, AccessEntry) == 2


async def test_a_receipt_and_a_rating_are_kept_after_the_confirm_page(runtime, make, api, clock):
    _, party, _, token = await _link(runtime, make)
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


async def test_guessing_links_is_slowed_down_and_a_holder_is_still_served(runtime, make, api):
    _, _, _, token = await _link(runtime, make)

    answers = [(await api.client.get(f"/s/{n:032d}")).status_code for n in range(12)]
    holder = await api.client.get(f"/s/{token}")

    assert answers == [404] * 10 + [429] * 2
    assert holder.status_code == 200


async def test_a_new_link_goes_to_the_registered_phone_and_the_answer_tells_nothing(runtime, make, api, clock):
    _, party, _, token = await _link(runtime, make)
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


async def test_tokens_are_stored_as_keyed_hashes_only(runtime, make):
    _, _, link, token = await _link(runtime, make)

    async with runtime.read() as connection:
        row = (await connection.execute(select(StatusLink.__table__).where(col(StatusLink.id) == link.id))).one()

    assert len(token) == 32
    assert token.encode() not in b"".join(value for value in row if isinstance(value, bytes))
