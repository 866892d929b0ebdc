"""The doors through which a notice leaves: text messages over HTTP, e-mail over SMTP, chat channels.

Each says what became of a message and nothing else: when to try again is decided in rules.py, what is written down in
delivery.py. A gateway never logs a message or an address.

The protocol of the HTTP gateway is written down in `docs/sms-gateway.md`, for whoever connects a provider.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import httpx2

from mediation.settings import Settings

SECONDS = 10.0
"""the longest a provider may take for one message"""
_FOR_GOOD = frozenset({400, 410, 413, 422})


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it leaves. `key` is the notice's id: the same key is the same message."""

    key: UUID
    channel: str
    to: str
    subject: str
    text: str
    locale: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it."""

    reference: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider will never take it."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not go out, or (on a channel that can be asked) nobody knows yet: try again later."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have gone out and nobody can be asked."""


Outcome = Accepted | Refused | Failed | Unclear


class Gateway(Protocol):
    """A way out."""

    can_be_asked: bool
    """whether `ask` can tell what became of a message"""

    async def send(self, message: Message) -> Outcome:
        """Hand the message to the provider."""
        ...

    async def ask(self, key: UUID) -> Accepted | Failed | None:
        """Whether the provider has accepted a message under `key`; None: it has not."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


class HttpGateway:
    """A provider behind the protocol above."""

    can_be_asked = True

    def __init__(self, url: str, token: str | None, *, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._client = httpx2.AsyncClient(
            base_url=url.rstrip("/"),
            headers={"authorization": f"Bearer {token}"} if token else {},
            timeout=SECONDS,
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    async def send(self, message: Message) -> Outcome:
        """POST it. A lost answer is Failed: the next try asks first, and the key makes even a blind repeat harmless."""
        body = {
            "channel": message.channel,
            "to": message.to,
            "subject": message.subject,
            "text": message.text,
            "locale": message.locale,
        }
        try:
            answer = await self._client.post("/messages", json=body, headers={"idempotency-key": str(message.key)})
        except httpx2.HTTPError as error:
            return Failed(type(error).__name__)
        if answer.is_success:
            return Accepted(_reference(answer))
        return Refused() if answer.status_code in _FOR_GOOD else Failed(f"http {answer.status_code}")

    async def ask(self, key: UUID) -> Accepted | Failed | None:
        """GET it."""
        try:
            answer = await self._client.get(f"/messages/{key}")
        except httpx2.HTTPError as error:
            return Failed(type(error).__name__)
        if answer.status_code == 404:
            return None
        return Accepted(_reference(answer)) if answer.is_success else Failed(f"http {answer.status_code}")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _reference(answer: httpx2.Response) -> str:
    try:
        content: Any = answer.json()
    except ValueError:
        return ""
    return str(content.get("id", ""))[:200] if isinstance(content, dict) else ""


class SmtpGateway:
    """A mail server: `smtp://user:password@host:port`, `smtps://…`, or `smtp+starttls://…`.

    A mail has a Message-ID made of the notice's id, so that a repeat can be recognised; but a server cannot be asked.
    """

    can_be_asked = False

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._connect: dict[str, Any] = {
            "hostname": parts.hostname or "localhost",
            "port": parts.port,
            "username": unquote(parts.username) if parts.username else None,
            "password": unquote(parts.password) if parts.password else None,
            "use_tls": parts.scheme == "smtps",
            "start_tls": True if parts.scheme == "smtp+starttls" else None,
            "timeout": SECONDS,
        }

    async def send(self, message: Message) -> Outcome:
        """Send it. What fails before the text is handed over has not gone out; after it, nobody knows."""
        client = aiosmtplib.SMTP(**self._connect)
        handing_over = False
        try:
            async with asyncio.timeout(2 * SECONDS):
                await client.connect()
                await client.mail(self._sender)
                await client.rcpt(message.to)
                handing_over = True
                answer = await client.data(self._mail(message).as_bytes())
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as error:
            return Refused() if error.code >= 500 else Failed(f"smtp {error.code}")
        except aiosmtplib.SMTPResponseException as error:  # our own account or address: not the recipient's fault
            return Failed(f"smtp {error.code}")
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return Unclear() if handing_over else Failed(type(error).__name__)
        finally:
            client.close()
        return Accepted(answer.message[:200])

    async def ask(self, key: UUID) -> Accepted | Failed | None:
        """Nobody can be asked."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is kept open."""

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = message.to
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(message.at)
        mail["Message-ID"] = f"<{message.key}@{self._sender.rpartition('@')[2] or 'localhost'}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail


class ChatGateway:
    """The agencies' chat channels (WeCom, DingTalk, Feishu, …), by apprise URLs. Cannot be asked."""

    can_be_asked = False

    def __init__(self, urls: tuple[str, ...]) -> None:
        import apprise  # a hundred plugins that most installations never load

        self._channels = apprise.Apprise()
        for url in urls:
            self._channels.add(url)

    async def send(self, message: Message) -> Outcome:
        """Post it to every channel. When only some took it, a repeat would say it twice: a person looks."""
        from apprise.result import AppriseResultStatus

        try:
            async with asyncio.timeout(3 * SECONDS):
                result = await self._channels.async_notify(body=message.text, title=message.subject)
        except TimeoutError:
            return Unclear()
        match result.status:
            case AppriseResultStatus.SUCCESS:
                return Accepted()
            case AppriseResultStatus.PARTIAL | AppriseResultStatus.TIMEOUT:
                return Unclear()
            case _:
                return Failed("chat")

    async def ask(self, key: UUID) -> Accepted | Failed | None:
        """Nobody can be asked."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is kept open."""


def from_settings(settings: Settings) -> Mapping[str, Gateway]:
    """The gateway of each channel that is configured. In a demonstration the rest goes to the local gateway's record."""
    gateways: dict[str, Gateway] = {}
    if settings.sms_gateway_url:
        gateways["sms"] = HttpGateway(settings.sms_gateway_url, settings.sms_gateway_token)
    if settings.smtp_url:
        gateways["email"] = SmtpGateway(settings.smtp_url, settings.mail_from)
    if settings.apprise_urls:
        gateways["chat"] = ChatGateway(settings.apprise_urls)
    if settings.demonstration:
        local = HttpGateway(f"{settings.base_url.rstrip('/')}/dev/gateway", settings.sms_gateway_token)
        for channel in ("sms", "email", "chat"):
            gateways.setdefault(channel, local)
    return gateways
