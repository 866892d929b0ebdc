"""The local gateway shows what would have gone out, and exists in demonstrations only."""

import httpx2

from mediation.app import create_app


async def test_the_page_shows_the_message_escaped_and_in_local_time(api, outbound, draft):
    await outbound.post(draft(parameters={**draft().parameters, "title": {"zh": "<b>调解</b>", "en": "x"}}))
    await outbound.drain()

    page = await api.client.get("/dev/gateway")
    listed = (await api.client.get("/dev/gateway/messages")).json()["messages"]

    assert page.status_code == 200
    assert ">2026-11-20 12:00:00</time>" in page.text
    assert '<a class="to" href="/dev/gateway?to=13800138000">13800138000</a>' in page.text
    assert "&lt;b&gt;调解&lt;/b&gt;" in page.text
    assert "<b>" not in page.text
    assert "style-src 'self'" in page.headers["content-security-policy"], "the page has its style sheet"
    assert (await api.client.get("/static/gateway.css")).status_code == 200
    assert [(one["to"], one["times"]) for one in listed] == [("13800138000", 1)]


async def test_a_link_in_a_message_can_be_followed_from_the_page(api):
    sent = {"channel": "sms", "to": "1", "text": "进度请看：http://test/s/0abc 请勿转发。<http://test/b>"}
    await api.client.post("/dev/gateway/messages", json=sent, headers={"idempotency-key": "k"})

    page = await api.client.get("/dev/gateway")

    assert '进度请看：<a href="http://test/s/0abc">http://test/s/0abc</a> 请勿转发。&lt;' in page.text


async def test_a_link_in_a_message_can_be_followed_and_the_page_narrowed_to_one_recipient(api):
    for key, to in (("a", "13800138000"), ("b", "13900139000")):
        body = {"channel": "sms", "to": to, "text": f"进度请看：http://test/s/{key} 只给您本人看。"}
        for _ in range(2):
            await api.client.post("/dev/gateway/messages", json=body, headers={"idempotency-key": key})

    page = await api.client.get("/dev/gateway?to=13900139000")

    assert '<a href="http://test/s/b">http://test/s/b</a> 只给您本人看' in page.text
    assert "http://test/s/a" not in page.text
    assert "收到 2 次，只算一次" in page.text


async def test_it_refuses_what_is_no_message(api):
    key = {"idempotency-key": "k"}
    good = {"channel": "sms", "to": "1", "text": "t"}

    answers = [
        await api.client.post("/dev/gateway/messages", json=good),
        await api.client.post("/dev/gateway/messages", content=b"\xff", headers=key),
        await api.client.post("/dev/gateway/messages", json=[], headers=key),
        await api.client.post("/dev/gateway/messages", json={**good, "text": ""}, headers=key),
        await api.client.post("/dev/gateway/messages", json={**good, "text": "x" * 10_001}, headers=key),
        await api.client.post("/dev/gateway/messages", json={**good, "to": 1}, headers=key),
    ]

    assert [answer.status_code for answer in answers] == [400] * 6
    assert (await api.client.get("/dev/gateway/messages/k")).status_code == 404


async def test_in_production_there_is_no_such_page(runtime):
    runtime.settings = runtime.settings.model_copy(update={"demonstration": False})
    transport = httpx2.ASGITransport(app=create_app(runtime=runtime))

    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answers = [
            await client.get("/dev/gateway"),
            await client.get("/dev/gateway/messages"),
            await client.post("/dev/gateway/messages", json={}),
        ]

    assert [answer.status_code for answer in answers] == [404] * 3
