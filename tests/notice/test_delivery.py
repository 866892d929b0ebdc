"""From a draft to a message that has left: once, by day, to whom is still there, and loudly when it cannot."""

from datetime import datetime, timedelta

import httpx2
import pytest
from sqlalchemy import text, update
from sqlmodel import col

from mediation.agency.models import Staff
from mediation.case.models import Party
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import system
from mediation.notice import service
from mediation.notice.drafts import ChannelKind, RecipientKind
from mediation.notice.gateways import HttpGateway
from mediation.notice.templates import TemplateError


async def _change(runtime, statement):
    async with runtime.uow(system(runtime.clock.now())) as tx:
        await tx.session.execute(statement)


async def test_a_text_message_goes_out_once_however_often_it_is_posted_and_delivered(outbound, draft):
    posted = [await outbound.post(draft()) for _ in range(3)]

    reached = [await outbound.drain() for _ in range(3)]

    (record,) = await outbound.accepted()
    row = await outbound.row()
    assert posted == [1, 0, 0]
    assert reached == [{"sent": 1}, {}, {}]
    assert (record.to, record.channel, record.times) == ("13800138000", "sms", 1)
    assert record.text == (
        "您的案件闵工调〔2026〕1号：调解期限，截止2026年12月5日24:00。如有疑问请致电调解工作室021-5555 0000或12351。"
    )
    assert (record.idempotency_key, row.provider_ref) == (str(row.id), str(record.id))
    assert (row.state, row.sent_at, row.attempts) == ("sent", outbound.runtime.clock.now(), 0)


async def test_at_nine_in_the_evening_a_claimant_is_written_to_at_eight(outbound, draft, clock):
    clock.set(datetime(2026, 11, 20, 21, 10, tzinfo=SHANGHAI))
    await outbound.post(draft())

    at_night = await outbound.drain()
    clock.set(datetime(2026, 11, 21, 7, 59, 59, tzinfo=SHANGHAI))
    before_eight = await outbound.drain()
    clock.set(datetime(2026, 11, 21, 8, 0, tzinfo=SHANGHAI))
    at_eight = await outbound.drain()

    assert (at_night, before_eight, at_eight) == ({}, {}, {"sent": 1})


async def test_what_is_due_before_nine_but_late_in_the_queue_waits_for_the_morning_too(outbound, draft, clock):
    clock.set(datetime(2026, 11, 20, 20, 59, 59, tzinfo=SHANGHAI))
    await outbound.post(draft())

    clock.set(datetime(2026, 11, 20, 21, 0, 3, tzinfo=SHANGHAI))
    at_night = await outbound.drain()

    assert at_night == {}
    assert (await outbound.row()).next_try_at == datetime(2026, 11, 21, 8, 0, tzinfo=SHANGHAI)


async def test_an_urgent_code_goes_out_at_night_and_is_wiped_from_the_row(outbound, draft, clock, runtime):
    clock.set(datetime(2026, 11, 20, 22, 0, tzinfo=SHANGHAI))
    code = {"phone": "021-5555 0000-987654"}
    parameters = {name: value for name, value in draft().parameters.items() if name != "phone"}
    await outbound.post(draft(urgent=True, secrets=code, parameters=parameters))
    sealed = (await outbound.row()).secrets

    reached = await outbound.drain()

    (record,) = await outbound.accepted()
    assert sealed is not None
    assert b"987654" not in sealed
    assert reached == {"sent": 1}
    assert "021-5555 0000-987654" in record.text
    assert (await outbound.row()).secrets is None


async def test_staff_are_told_at_night_in_their_own_language(outbound, draft, clock, house, runtime):
    clock.set(datetime(2026, 11, 20, 23, 0, tzinfo=SHANGHAI))
    sealed = runtime.vault.seal("13900139000", context=f"staff.phone:{house.mediator.id}")
    await _change(
        runtime, update(Staff).where(col(Staff.id) == house.mediator.id).values(locale="en", phone_cipher=sealed)
    )

    await outbound.post(draft(recipient_kind=RecipientKind.STAFF, recipient_id=house.mediator.id))
    await outbound.drain()

    (record,) = await outbound.accepted()
    assert record.to == "13900139000"
    assert record.text.startswith("Your case 闵工调〔2026〕1号: end of mediation, due 24:00 on 5 Dec 2026.")


async def test_who_has_left_is_told_nothing(outbound, draft, house, runtime, clock, recuse, make):
    disabled = await make.staff(agency=house.agency)
    await outbound.post(
        draft(dedupe_key="a"),
        draft(dedupe_key="b", recipient_kind=RecipientKind.STAFF, recipient_id=house.mediator.id),
        draft(dedupe_key="c", recipient_kind=RecipientKind.STAFF, recipient_id=disabled.id),
    )
    await _change(runtime, update(Party).where(col(Party.id) == house.claimant.id).values(withdrawn_at=clock.now()))
    await _change(runtime, update(Staff).where(col(Staff.id) == disabled.id).values(disabled_at=clock.now()))
    await recuse(house.mediator, house.case)

    reached = await outbound.drain()

    assert reached == {"expired": 3}
    assert {(row.state, row.last_error) for row in await outbound.rows()} == {("expired", "recipient_gone")}
    assert await outbound.accepted() == []


async def test_without_a_number_it_is_given_up_loudly_at_once(outbound, draft, make, house):
    silent = await make.claimant(house.case, phone=None)
    await outbound.post(draft(recipient_id=silent.id))

    reached = await outbound.drain()

    assert reached == {"undeliverable": 1}
    assert (await outbound.row()).last_error == "no_address"


async def test_after_its_last_moment_it_is_not_sent(outbound, draft, clock):
    clock.set(datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    await outbound.post(draft(not_after=clock.now() + timedelta(minutes=1)))
    await outbound.post(draft(dedupe_key="late", not_after=clock.now() - timedelta(minutes=1)))
    clock.advance(minutes=2)

    reached = await outbound.drain()

    assert reached == {"expired": 1}
    assert {(row.state, row.last_error) for row in await outbound.rows()} == {("expired", "too_late")}


async def test_what_was_settled_in_the_meantime_is_recalled(outbound, draft, clock, runtime):
    clock.set(datetime(2026, 11, 20, 21, 30, tzinfo=SHANGHAI))
    await outbound.post(draft(dedupe_key="commitment/81/overdue"), draft(dedupe_key="commitment/811/overdue"))

    async with runtime.uow(system(clock.now())) as tx:
        await service.recall(tx, "commitment/81/")
    clock.set(datetime(2026, 11, 21, 8, 0, tzinfo=SHANGHAI))
    await outbound.drain()

    states = {row.dedupe_key: row.state for row in await outbound.rows()}
    assert states == {"commitment/81/overdue/sms": "expired", "commitment/811/overdue/sms": "sent"}


async def test_what_begins_alike_is_found_byte_by_byte_whatever_the_databases_language(runtime):
    """In a database of a language "/" weighs nothing: a recall there would take back what is not meant, or nothing."""
    collation = text(
        "SELECT collname FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation "
        "WHERE attrelid = CAST('notice' AS regclass) AND attname = 'dedupe_key'"
    )

    async with runtime.read() as connection:
        found = (await connection.execute(collation)).scalar_one()

    assert found == "C"


class _Away(httpx2.AsyncBaseTransport):
    """A provider that cannot be reached."""

    async def handle_async_request(self, request):
        raise httpx2.ConnectError("refused")


async def test_a_provider_that_stays_away_is_tried_six_times_and_then_a_person_must_phone(outbound, draft, clock):
    clock.set(datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    outbound.gateways["sms"] = HttpGateway("http://away", None, transport=_Away())
    await outbound.post(draft())

    tried = []
    for minutes in (0, 1, 5, 15, 60, 240, 600):
        clock.advance(minutes=minutes)
        tried.append(await outbound.drain())

    row = await outbound.row()
    assert tried == [{"queued": 1}] * 5 + [{"undeliverable": 1}, {}]
    assert (row.state, row.attempts, row.last_error) == ("undeliverable", 6, "unreachable")


class _LosesAnswers(httpx2.AsyncBaseTransport):
    """Passes the request on, and loses the answer to the first POST: accepted, but the sender does not know."""

    def __init__(self, app) -> None:
        self._inner = httpx2.ASGITransport(app=app)
        self.posts = 0

    async def handle_async_request(self, request):
        answer = await self._inner.handle_async_request(request)
        if request.method == "POST":
            self.posts += 1
            if self.posts == 1:
                raise httpx2.ReadTimeout("lost")
        return answer


async def test_when_the_answer_was_lost_the_provider_is_asked_before_anything_is_sent_again(
    outbound, draft, api, clock
):
    transport = _LosesAnswers(api.app)
    outbound.gateways["sms"] = HttpGateway("http://test/dev/gateway", None, transport=transport)
    await outbound.post(draft())

    first = await outbound.drain()
    clock.advance(minutes=1)
    second = await outbound.drain()

    (record,) = await outbound.accepted()
    assert (first, second) == ({"queued": 1}, {"sent": 1})
    assert (transport.posts, record.times) == (1, 1)


async def _interrupt(runtime, *, lease_seconds: int) -> None:
    await _change(
        runtime,
        text(
            "UPDATE notice SET state = 'sending', worker = 'dead/1', "
            f"lease_until = clock_timestamp() + {lease_seconds} * interval '1 second'"
        ),
    )


async def test_a_claim_is_left_alone_while_its_lease_lasts_and_asked_about_after(outbound, draft, runtime):
    await outbound.post(draft())
    key = (await outbound.row()).id
    await outbound.gateway.send(_message(key))
    await _interrupt(runtime, lease_seconds=60)
    meanwhile = await outbound.drain()
    await _interrupt(runtime, lease_seconds=-1)

    after = await outbound.drain()

    (record,) = await outbound.accepted()
    assert (meanwhile, after) == ({}, {"sent": 1})
    assert record.times == 1


def _message(key):
    from mediation.notice.gateways import Message

    at = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
    return Message(key, "sms", "13800138000", "", "已经发出", "zh-CN", at)


async def test_an_interrupted_claim_that_never_reached_the_provider_is_sent(outbound, draft, runtime):
    await outbound.post(draft())
    await _interrupt(runtime, lease_seconds=-1)

    assert await outbound.drain() == {"sent": 1}
    assert len(await outbound.accepted()) == 1


async def test_a_worker_whose_lease_was_taken_writes_nothing(outbound, draft, runtime):
    await outbound.post(draft())
    slow = outbound.worker("slow")
    (claim,) = await slow._claim("sms", 1)
    await _interrupt(runtime, lease_seconds=60)

    written = await slow._settle([await slow._deliver(claim)])

    assert dict(written) == {}
    assert (await outbound.row()).worker == "dead/1"


async def test_two_workers_share_a_hundred_rows_without_meeting(outbound, draft):
    import asyncio

    await outbound.post(*[draft(dedupe_key=f"d/{n}") for n in range(100)])

    one, two = await asyncio.gather(outbound.worker("one").drain(), outbound.worker("two").drain())

    records = await outbound.accepted()
    assert one["sent"] + two["sent"] == 100
    assert len(records) == 100
    assert {record.times for record in records} == {1}


async def test_an_inbox_notice_is_delivered_by_being_posted_and_a_later_one_when_its_time_comes(
    outbound, draft, clock, house
):
    to = {"recipient_kind": RecipientKind.STAFF, "recipient_id": house.mediator.id, "channels": (ChannelKind.INBOX,)}
    await outbound.post(draft(dedupe_key="a", **to))
    await outbound.post(draft(dedupe_key="b", not_before=clock.now() + timedelta(hours=1), **to))
    now = [row.state for row in await outbound.rows()]

    clock.advance(hours=1)
    reached = await outbound.drain()

    assert now == ["delivered", "queued"]
    assert reached == {"delivered": 1}


async def test_a_fault_of_the_program_is_found_when_it_is_posted(outbound, draft):
    with pytest.raises(TemplateError, match="there is no template"):
        await outbound.post(draft(template="nothing.here"))
    with pytest.raises(TemplateError, match="is not given"):
        await outbound.post(draft(parameters={}))
    with pytest.raises(ValueError, match="secret"):
        await outbound.post(draft(channels=(ChannelKind.INBOX,), secrets={"phone": "1"}))
    with pytest.raises(ValueError, match="private"):
        await outbound.post(draft(channels=(ChannelKind.CHAT,), private=True))

    assert await outbound.rows() == []


async def test_ten_thousand_reminders_reach_the_inbox_in_seconds(outbound, draft, house, runtime):
    import time

    to = {"recipient_kind": RecipientKind.STAFF, "recipient_id": house.mediator.id, "channels": (ChannelKind.INBOX,)}
    drafts = [draft(dedupe_key=f"d/{n}", **to) for n in range(10_000)]

    begun = time.perf_counter()
    posted = await outbound.post(*drafts)
    took = time.perf_counter() - begun

    print(f"10,000 inbox notices posted in {took:.2f} s")
    assert posted == 10_000
    assert took < 10


async def test_the_gateway_keeps_a_repeated_key_once_and_says_how_often_it_came(outbound, draft, runtime):
    await outbound.post(draft())
    message = _message((await outbound.row()).id)

    answers = [await outbound.gateway.send(message) for _ in range(3)]

    (record,) = await outbound.accepted()
    assert len(set(answers)) == 1
    assert record.times == 3
    assert await outbound.gateway.ask(message.key) == answers[0]
