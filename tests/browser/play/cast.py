"""People at their browsers: what each can do to a page with a mouse, a keyboard and eyes, in words; and the steps they take."""

import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from mediation.infra.clock import SHANGHAI
from mediation.seed import ACCOUNTS, PASSWORD
from mediation.story.stage import Stage
from tests.browser.people import DESK, PHONE, Recorder
from tests.browser.play.words import said

PHOTOGRAPHS = Path(__file__).parents[3] / "var" / "play"
PATIENCE_MS = 20_000
"""for what a process of its own does meanwhile: messages, clocks that run out; and for a machine that is busy"""
_LOGINS = {account.name: account.login for account in ACCOUNTS}


class Person:
    """Somebody with a browser of their own.

    Args:
        phone: their mobile number, for whoever gets messages; whoever has one sits before a telephone.
        locale: of the browser; of the profile once they have signed in.
    """

    def __init__(
        self, name: str, context: BrowserContext, page: Page, *, phone: str = "", locale: str = "zh-CN"
    ) -> None:
        self.name, self.context, self.page, self.phone, self.locale = name, context, page, phone, locale

    def word(self, sentence: str, **values: Any) -> re.Pattern[str]:
        """`sentence` in the language of this person."""
        return said(sentence, self.locale, **values)

    @property
    def main(self) -> Locator:
        """What the page says, without its bar."""
        return self.page.locator("main")

    # ---- going

    async def sign_in(self) -> None:
        """Type the account and the password; from wherever the page has led."""
        if "/login" not in self.page.url:
            await self.page.goto("/login")
        await self.fill("账号", _LOGINS[self.name])
        await self.fill("密码", PASSWORD)
        await self.press("登录")

    async def follow(self, sentence: str, *, within: Locator | None = None, **values: Any) -> None:
        """Click a link, and wait for the page behind it."""
        await self._through((within or self.page).get_by_role("link", name=self._named(sentence, values)).first)

    async def press(self, sentence: str, *, within: Locator | None = None, **values: Any) -> None:
        """Click a button that leads on."""
        await self._through((within or self.page).get_by_role("button", name=self._named(sentence, values)).first)

    async def _through(self, locator: Locator) -> None:
        await locator.wait_for()
        async with self.page.expect_navigation(wait_until="load"):
            await locator.click()

    async def click(self, sentence: str, *, within: Locator | None = None, **values: Any) -> None:
        """Click some words that lead nowhere: a summary, a button of a script."""
        await (within or self.page).get_by_text(self._named(sentence, values)).first.click()

    async def places(self, sentence: str) -> None:
        """Go to one of the main places in the bar."""
        await self.follow(sentence, within=self.page.get_by_role("navigation").first)

    async def back(self) -> None:
        """Go back to where the page says that it belongs."""
        await self._through(self.page.locator("p.back a"))

    async def part(self, sentence: str) -> None:
        """Go to a part of the case that is open."""
        await self.follow(sentence, within=self.page.locator("nav.tabs"))

    async def again(self) -> None:
        """Load the page again."""
        await self.page.reload()

    # ---- typing

    async def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Type into the field with this label."""
        await (within or self.page).get_by_label(self._named(label, {})).first.fill(text)

    async def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        field = self.page.get_by_label(self._named(label, {})).first
        words = [(await one.inner_text()).strip() for one in await field.locator("option").all()]
        await field.select_option(label=next(one for one in words if self.word(option).fullmatch(one)))

    async def tick(self, *sentences: str, within: Locator | None = None) -> None:
        """Tick boxes or choose among circles."""
        for sentence in sentences:
            await (within or self.page).get_by_label(self._named(sentence, {})).first.check()

    def _named(self, sentence: str, values: dict[str, Any]) -> re.Pattern[str]:
        """The words at the beginning of what something is called."""
        return re.compile(rf"^\s*(?:{self.word(sentence, **values).pattern})")

    # ---- reading

    async def reads(self, *sentences: str, where: str = "main", patient: bool = False, **values: Any) -> None:
        """See these words; `patient` where another process has to do something first, and only then loading again."""
        place = self.page.locator(where).first
        for sentence in sentences:
            wanted = self.word(sentence, **values)
            if patient:
                await self._until(place, wanted)
            await expect(place).to_be_visible(timeout=PATIENCE_MS)
            await expect(place).to_contain_text(wanted, use_inner_text=True, timeout=PATIENCE_MS)

    async def _until(self, place: Locator, wanted: re.Pattern[str]) -> None:
        for _ in range(PATIENCE_MS // 500):
            if wanted.search(await place.inner_text()):
                return
            await self.page.wait_for_timeout(500)
            await self.page.reload()

    async def reads_not(self, *sentences: str, where: str = "main", **values: Any) -> None:
        """See the page without these words."""
        for sentence in sentences:
            await expect(self.page.locator(where).first).not_to_contain_text(
                self.word(sentence, **values), use_inner_text=True
            )

    async def tab_count(self, sentence: str) -> int:
        """The number that stands at a tab."""
        tab = self.page.locator(".tabs a", has_text=self.word(sentence)).first
        return int(re.findall(r"\d+", await tab.inner_text())[-1])

    # ---- the telephone

    async def open_message(self, part: str) -> None:
        """Follow the link in the newest message that holds `part`, once it has come."""
        await self.page.goto(f"/dev/gateway?to={self.phone}")
        link = self.page.locator(f"li:has(.text a[href*='{part}']) .text a").first
        for _ in range(PATIENCE_MS // 500):
            if await link.count():
                break
            await self.page.wait_for_timeout(500)
            await self.page.reload()
        address = await link.get_attribute("href")
        assert address is not None
        await self._through(link)

    async def read_code(self) -> str:
        """Look at the newest message with a code while the page stays open, once it has come."""
        beside = await self.page.context.new_page()
        for _ in range(PATIENCE_MS // 500):
            await beside.goto(f"/dev/gateway?to={self.phone}")
            found = re.search(r"验证码(\d{6})", await beside.locator("body").inner_text())
            if found:
                break
            await beside.wait_for_timeout(500)
        await beside.close()
        assert found is not None, f"no code came to {self.phone}"
        return found[1]

    async def photograph(self, name: str) -> Path:
        """Keep what is seen."""
        path = PHOTOGRAPHS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path, full_page=True)
        return path


class StepFailedError(AssertionError):
    """A step of the play did not go as it is told: who, what, why, and where the photographs are."""


class Play:
    """Everybody, the clock, and the steps."""

    def __init__(self, stage: Stage, browser: Browser, *, locale: str = "zh-CN", photographs: bool = False) -> None:
        self.stage, self._browser, self._locale, self._photographs = stage, browser, locale, photographs
        self.origin = str(stage.http.base_url).rstrip("/")
        self.people: dict[str, Person] = {}
        self.recorders: list[Recorder] = []
        self.steps = 0
        self.told: dict[str, Any] = {}
        """what one step hands to a later one: what somebody read aloud or wrote down"""

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def enters(self, name: str, *, phone: str = "") -> Person:
        """Somebody opens a browser of their own; whoever is told `phone` does so on a telephone."""
        width, height = PHONE if phone else DESK
        locale = "zh-CN" if phone else self._locale
        context = await self._browser.new_context(
            base_url=self.origin,
            locale=locale,
            viewport={"width": width, "height": height},
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(PATIENCE_MS)
        self.recorders.append(Recorder(context, origin=self.origin, who=name))
        person = Person(name, context, await context.new_page(), phone=phone, locale=locale)
        self.people[name] = person
        return person

    @asynccontextmanager
    async def step(self, what: str, *who: Person) -> AsyncIterator[Self]:
        """One step, told in a sentence; `who` takes it. What fails names both, and leaves photographs of everybody."""
        self.steps += 1
        began = time.monotonic()
        try:
            yield self
        except Exception as error:
            kept = [await one.photograph(f"{self.steps:02}-failed-{one.name}") for one in who or self.people.values()]
            names = "、".join(one.name for one in who)
            where = "; ".join(f"{one.name} at {one.page.url}" for one in who)
            text = f"step {self.steps}, {names}: {what}\n{where}\n{error}\nphotographs: {', '.join(map(str, kept))}"
            raise StepFailedError(text) from error
        print(f"{self.steps:3} {time.monotonic() - began:5.1f} s  {what}")
        if self._photographs:
            for one in who:
                await one.photograph(f"{self.steps:02}-{one.name}")

    def clock(self, at: str) -> None:
        """Move the product's clock to `at`, in Shanghai."""
        self.stage.clock.set(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))

    async def leave(self) -> None:
        """Everybody closes their browser."""
        for person in self.people.values():
            await person.context.close()

    def check(self) -> None:
        """Fail when a browser noticed anything."""
        faults = [fault for recorder in self.recorders for fault in recorder.faults]
        assert not faults, "\n".join(["The browsers noticed:", *faults])


def money(*fen: int) -> Sequence[str]:
    """Amounts as they stand on pages: `216,400.00`."""
    return [f"{one / 100:,.2f}" for one in fen]
