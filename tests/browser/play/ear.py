"""Everything that comes to a browser: the bodies of answers, and what event streams say, byte for byte, each with its moment."""

import asyncio
import base64
import time
from dataclasses import dataclass, field
from typing import Any, Self

from playwright.async_api import CDPSession, Page

STREAM = "text/event-stream"
HEARTBEAT = b": \n\n"


@dataclass(frozen=True)
class Heard:
    """Something that came: of a stream what came at once, of another answer its whole body."""

    at: float
    """seconds on this machine's monotonic clock"""
    url: str
    body: bytes
    of_stream: bool = False


@dataclass
class Ear:
    """See the module. What a page had open before somebody listened is not heard: listen first."""

    cdp: CDPSession
    heard: list[Heard] = field(default_factory=list)
    missed: list[tuple[float, str]] = field(default_factory=list)
    _urls: dict[str, str] = field(default_factory=dict)
    _streams: set[str] = field(default_factory=set)
    _something: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: set["asyncio.Task[None]"] = field(default_factory=set)

    @classmethod
    async def at(cls, page: Page) -> Self:
        """Listen to whatever comes to `page` from now on."""
        ear = cls(await page.context.new_cdp_session(page))
        ear.cdp.on("Network.responseReceived", ear._answered)
        ear.cdp.on("Network.dataReceived", ear._came)
        ear.cdp.on("Network.loadingFinished", ear._finished)
        await ear.cdp.send("Network.enable")
        return ear

    def since(self, moment: float) -> list[Heard]:
        """What came after `moment`."""
        return [one for one in self.heard if one.at > moment]

    def pokes(self, moment: float) -> list[Heard]:
        """What streams said after `moment`, without their signs of life."""
        return [one for one in self.since(moment) if one.of_stream and one.body.replace(HEARTBEAT, b"")]

    async def settled(self) -> None:
        """Every body is read whose answer has come."""
        while self._reading:
            await asyncio.gather(*self._reading)

    async def quiet(self, seconds: float) -> None:
        """Nothing has come for so long: what was on its way is there."""
        while True:
            left = self.heard[-1].at + seconds - time.monotonic() if self.heard else 0.0
            if left <= 0:
                break
            await asyncio.sleep(left)
        await self.settled()

    async def life(self, moment: float) -> None:
        """A stream has given a sign of life after `moment`."""
        async with asyncio.timeout(30):
            while not any(one.of_stream and one.body == HEARTBEAT for one in self.since(moment)):
                await self._something.wait()
                self._something.clear()

    def _answered(self, told: dict[str, Any]) -> None:
        request, response = told["requestId"], told["response"]
        if response["status"] in (204, 304):
            self.heard.append(Heard(time.monotonic(), response["url"], b""))
            return
        self._urls[request] = response["url"]
        if response["mimeType"] == STREAM:
            self._streams.add(request)
            self._begin(self._listen(request))

    def _came(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self._streams and told.get("data"):
            self._hear(told["requestId"], base64.b64decode(told["data"]))

    def _finished(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self._urls and told["requestId"] not in self._streams:
            self._begin(self._read(told["requestId"]))

    def _begin(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _listen(self, request: str) -> None:
        try:
            answer = await self.cdp.send("Network.streamResourceContent", {"requestId": request})
        except Exception as error:
            self._miss(request, error)
            return
        if answer["bufferedData"]:
            self._hear(request, base64.b64decode(answer["bufferedData"]))

    async def _read(self, request: str) -> None:
        at = time.monotonic()
        try:
            answer = await self.cdp.send("Network.getResponseBody", {"requestId": request})
        except Exception as error:
            self._miss(request, error)
            return
        body = base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
        self.heard.append(Heard(at, self._urls[request], body))

    def _miss(self, request: str, error: Exception) -> None:
        """The page was left before its answer could be read: told, never forgotten."""
        self.missed.append((time.monotonic(), f"{self._urls[request]}: {error}"))

    def _hear(self, request: str, body: bytes) -> None:
        self.heard.append(Heard(time.monotonic(), self._urls[request], body, of_stream=True))
        self._something.set()
