"""Receipts of the provider: signed, fresh, and harmless when they come twice, early, or for nobody."""

from datetime import timedelta
from uuid import uuid4

import httpx2
import orjson
import pytest

from mediation.app import create_app
from mediation.notice.receipts import signature

TOKEN = "gateway-token"


@pytest.fixture
async def provider(runtime, outbound):
    """POSTs receipts to an application whose gateway has a token."""
    runtime.settings = runtime.settings.model_copy(update={"sms_gateway_token": TOKEN})
    app = create_app(runtime=runtime)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:

        async def report(key, state, *, at=None, token=TOKEN, body=None, header=None):
            content = orjson.dumps({"key": str(key), "state": state}) if body is None else body
            signed = signature(token, at or runtime.clock.now(), content) if header is None else header
            answer = await client.post("/gateway/receipts", content=content, headers={"mediation-signature": signed})
            return answer.status_code

        yield report


async def test_a_receipt_makes_a_sent_notice_delivered_or_undeliverable(outbound, draft, provider, clock):
    await outbound.post(draft(dedupe_key="a"), draft(dedupe_key="b"))
    await outbound.drain()
    arrived, lost = await outbound.rows()
    clock.advance(minutes=3)

    answers = [await provider(arrived.id, "delivered"), await provider(lost.id, "failed")]
    again = [await provider(arrived.id, "delivered"), await provider(arrived.id, "failed")]

    arrived, lost = await outbound.rows()
    assert answers + again == [204] * 4
    assert (arrived.state, arrived.delivered_at) == ("delivered", clock.now())
    assert (lost.state, lost.last_error) == ("undeliverable", "receipt_failed")


async def test_a_receipt_that_overtakes_the_answer_counts(outbound, draft, provider):
    await outbound.post(draft())
    worker = outbound.worker()
    (claim,) = await worker._claim("sms", 1)

    status = await provider(claim.row.id, "delivered")
    written = await worker._settle([await worker._deliver(claim)])

    assert (status, dict(written)) == (204, {})
    assert (await outbound.row()).state == "delivered"


async def test_an_unsigned_stale_or_garbled_receipt_changes_nothing(outbound, draft, provider, clock):
    await outbound.post(draft())
    await outbound.drain()
    key = (await outbound.row()).id
    good = orjson.dumps({"key": str(key), "state": "delivered"})

    answers = [
        await provider(key, "delivered", header=""),
        await provider(key, "delivered", header="t=1,v1=" + "0" * 64),
        await provider(key, "delivered", token="another"),
        await provider(key, "delivered", at=clock.now() - timedelta(minutes=6)),
        await provider(key, "delivered", at=clock.now() + timedelta(minutes=6)),
        await provider(key, "delivered", header=signature(TOKEN, clock.now(), good + b" ")),
        await provider(key, "arrived"),
        await provider("nobody", "delivered"),
        await provider(key, "", body=b"[]"),
        await provider(key, "", body=b"\xff"),
    ]

    assert answers == [400] * 10
    assert (await outbound.row()).state == "sent"


async def test_a_receipt_for_nobody_is_accepted_and_does_nothing(provider):
    assert await provider(uuid4(), "delivered") == 204


async def test_without_a_token_there_is_no_such_door(api):
    assert (await api.client.post("/gateway/receipts", content=b"{}")).status_code == 404
