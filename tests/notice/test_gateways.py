"""The doors: a real mail server, a real chat webhook, and what each says when something goes wrong."""

import asyncio
import json
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import httpx2
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from mediation.infra.clock import SHANGHAI
from mediation.notice.drafts import ChannelKind, RecipientKind
from mediation.notice.gateways import (
    Accepted,
    ChatGateway,
    Failed,
    HttpGateway,
    Message,
    Refused,
    SmtpGateway,
    Unclear,
    from_settings,
)
from tests.notice.test_delivery import _interrupt

KEY = UUID("018f0000-0000-7000-8000-000000000001")


def _message(channel: str = "email", to: str = "zhang@example.org") -> Message:
    at = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
    return Message(KEY, channel, to, "期限提醒", "调解期限将于12月5日届满。", "zh-CN", at)


class _Mailbox:
    """Keeps what it is given; answers as told."""

    def __init__(self, answer: str = "250 OK queued as 7", *, recipient: str = "250 OK") -> None:
        self.answer, self.recipient = answer, recipient
        self.kept: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.kept.append(envelope.content)
        if self.answer == "hang up":
            server.transport.abort()
        return self.answer


@pytest.fixture
async def mail_server():
    """A real SMTP server on a free port; `serve(mailbox)` starts one and answers its URL."""
    servers = []

    async def serve(mailbox: _Mailbox, **more) -> str:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(mailbox, loop=loop, **more), "127.0.0.1", 0)
        servers.append(server)
        return f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield serve
    for server in servers:
        server.close()


async def test_a_mail_carries_the_notice_as_its_message_id(mail_server):
    mailbox = _Mailbox()
    gateway = SmtpGateway(await mail_server(mailbox), "studio@mediation.example")

    outcome = await gateway.send(_message())

    (mail,) = mailbox.kept
    assert isinstance(outcome, Accepted)
    assert f"Message-ID: <{KEY}@mediation.example>".encode() in mail
    assert b"Subject: =?utf-8?" in mail


async def test_a_mailbox_that_does_not_exist_is_refused_and_a_busy_server_is_tried_again(mail_server):
    unknown = SmtpGateway(await mail_server(_Mailbox(recipient="550 no such user")), "studio@mediation.example")
    busy = SmtpGateway(await mail_server(_Mailbox(answer="451 try later")), "studio@mediation.example")
    closed = SmtpGateway("smtp://127.0.0.1:9", "studio@mediation.example")

    assert await unknown.send(_message()) == Refused()
    assert await busy.send(_message()) == Failed("smtp 451")
    assert isinstance(await closed.send(_message()), Failed)


def _knows(_server, _session, _envelope, _mechanism, given: LoginPassword) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (b"studio", "p@ss/字".encode()), handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
async def test_a_mail_server_that_wants_a_password_gets_the_one_of_the_settings(mail_server):
    mailbox = _Mailbox()
    url = await mail_server(mailbox, authenticator=_knows, auth_required=True, auth_require_tls=False)
    place = url.removeprefix("smtp://")
    right = SmtpGateway(f"smtp://studio:{quote('p@ss/字', safe='')}@{place}", "studio@mediation.example")
    wrong = SmtpGateway(f"smtp://studio:no@{place}", "studio@mediation.example")

    assert isinstance(await right.send(_message()), Accepted)
    assert await wrong.send(_message()) == Failed("smtp 535"), "our own fault: nobody's mailbox was refused"
    assert len(mailbox.kept) == 1


async def test_where_starttls_is_wanted_nothing_goes_out_without_it(mail_server):
    mailbox = _Mailbox()
    url = (await mail_server(mailbox)).replace("smtp://", "smtp+starttls://")

    outcome = await SmtpGateway(url, "studio@mediation.example").send(_message())

    assert isinstance(outcome, Failed)
    assert mailbox.kept == []


async def test_a_header_cannot_be_smuggled_through_an_address(mail_server):
    mailbox = _Mailbox()
    gateway = SmtpGateway(await mail_server(mailbox), "studio@mediation.example")

    with pytest.raises(ValueError, match="linefeed"):
        await gateway.send(_message(to="a@example.org\r\nBcc: b@example.org"))
    assert mailbox.kept == []


async def test_a_mail_server_that_hangs_up_after_the_text_leaves_it_unclear(mail_server):
    mailbox = _Mailbox(answer="hang up")
    gateway = SmtpGateway(await mail_server(mailbox), "studio@mediation.example")

    assert await gateway.send(_message()) == Unclear()
    assert len(mailbox.kept) == 1


async def test_an_interrupted_mail_is_shown_to_a_person_and_not_sent_again(
    mail_server, outbound, draft, house, runtime, make
):
    mailbox = _Mailbox()
    outbound.gateways["email"] = SmtpGateway(await mail_server(mailbox), "studio@mediation.example")
    staff = await make.staff(agency=house.agency)
    to = {"recipient_kind": RecipientKind.STAFF, "recipient_id": staff.id, "channels": (ChannelKind.EMAIL,)}
    await outbound.post(draft(**to))
    await _interrupt(runtime, lease_seconds=-1)

    reached = await outbound.drain()

    row = await outbound.row()
    assert reached == {"unknown": 1}
    assert (row.last_error, mailbox.kept) == ("interrupted", [])


class _Answers(httpx2.AsyncBaseTransport):
    """A provider with one answer."""

    def __init__(self, status: int, content: bytes = b"") -> None:
        self._status, self._content = status, content

    async def handle_async_request(self, request):
        return httpx2.Response(self._status, content=self._content)


@pytest.mark.parametrize(
    ("status", "content", "sent", "asked"),
    [
        (201, b'{"id": "77"}', Accepted("77"), Accepted("77")),
        (200, b"not json", Accepted(""), Accepted("")),
        (200, b'["77"]', Accepted(""), Accepted("")),
        (422, b"", Refused(), Failed("http 422")),
        (400, b"", Refused(), Failed("http 400")),
        (404, b"", Failed("http 404"), None),
        (401, b"", Failed("http 401"), Failed("http 401")),
        (429, b"", Failed("http 429"), Failed("http 429")),
        (302, b"", Failed("http 302"), Failed("http 302")),
        (500, b"", Failed("http 500"), Failed("http 500")),
    ],
)
async def test_what_a_provider_answers_is_understood(status, content, sent, asked):
    gateway = HttpGateway("http://provider", "token", transport=_Answers(status, content))

    assert await gateway.send(_message("sms", "13800138000")) == sent
    assert await gateway.ask(KEY) == asked
    await gateway.close()


async def test_the_request_to_a_provider_has_the_documented_shape():
    seen = []

    class _Keeps(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request):
            seen.append((request.method, request.url.path, dict(request.headers), await request.aread()))
            return httpx2.Response(201, json={"id": "1"})

    gateway = HttpGateway("http://provider/v1/", "token", transport=_Keeps())
    await gateway.send(_message("sms", "13800138000"))
    await gateway.ask(KEY)
    await gateway.close()

    (post, get) = seen
    assert post[:2] == ("POST", "/v1/messages")
    assert (post[2]["idempotency-key"], post[2]["authorization"]) == (str(KEY), "Bearer token")
    assert json.loads(post[3]) == {
        "channel": "sms",
        "to": "13800138000",
        "subject": "期限提醒",
        "text": "调解期限将于12月5日届满。",
        "locale": "zh-CN",
    }
    assert get[:2] == ("GET", f"/v1/messages/{KEY}")


@pytest.fixture
async def webhook():
    """A real HTTP server that keeps what is posted to it."""
    kept: list[bytes] = []

    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        kept.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], kept
    server.close()


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # apprise, on loading its mail plugin
async def test_a_chat_channel_gets_the_text_and_a_missing_one_is_tried_again(webhook):
    port, kept = webhook

    outcome = await ChatGateway((f"json://127.0.0.1:{port}",)).send(_message("chat", ""))
    away = await ChatGateway(("json://127.0.0.1:9",)).send(_message("chat", ""))

    assert outcome == Accepted()
    assert json.loads(kept[0])["message"] == "调解期限将于12月5日届满。"
    assert away == Failed("chat")


async def test_in_a_demonstration_every_channel_has_a_way_out_and_in_production_only_the_configured_ones(runtime):
    demonstration = from_settings(runtime.settings)
    production = from_settings(runtime.settings.model_copy(update={"demonstration": False}))

    assert sorted(demonstration) == ["chat", "email", "sms"]
    assert dict(production) == {}
