"""Somebody without a mouse: goes by Tab to what they read, presses it, and hears no pointer in the page."""

from dataclasses import dataclass, field
from datetime import date

from playwright.async_api import Page

_CALLED = """(what) => {
  const e = document.activeElement;
  if (!e || e === document.body) return false;
  const plain = (words) => (words || '').replace(/\\s+/g, ' ').trim();
  const own = ['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName) ? [] : [plain(e.textContent)];
  const words = [e.name, e.getAttribute('aria-label'), ...own, ...[...(e.labels || [])].map(l => plain(l.textContent))];
  return words.some(one => one && (one === what || one.startsWith(what)));
}"""
_WAYS = """(what) => {
  const plain = (words) => (words || '').replace(/\\s+/g, ' ').trim();
  const here = document.activeElement;
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.checkVisibility() && (e.type !== 'radio' || e.checked));
  const isBefore = (e) => here !== document.body && !(here.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
  const after = stops.filter(e => !isBefore(e));
  const isIt = (e) => [e.name, plain(e.textContent), ...[...(e.labels || [])].map(l => plain(l.textContent))]
    .some(one => one && one.startsWith(what));
  const at = after.findIndex(isIt);
  const alone = stops.filter(isIt).length === 1 && after[at]?.type !== 'date';
  return [Math.max(at, 0), alone ? stops.filter(isBefore).length + after.length - at : 9999];
}"""
_LISTEN = """(() => {
  const kinds = ['mousedown', 'mouseup', 'mousemove', 'dblclick', 'contextmenu', 'wheel', 'touchstart',
                 'pointerdown', 'pointerup', 'pointermove'];
  for (const kind of kinds) addEventListener(kind, () => window.pointed(kind), true);
  addEventListener('click', (e) => { if (e.detail > 0 || e.pointerType) window.pointed('click'); }, true);
})()"""


@dataclass
class Keys:
    """Hands on a keyboard; `pointed` has every event of a pointer that a page heard since `listen`."""

    tab: Page
    pointed: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        """From the next page on, every event of a pointer is written down."""
        await self.tab.expose_function("pointed", lambda kind: self.pointed.append(kind))
        await self.tab.add_init_script(_LISTEN)

    async def to(self, what: str, *, most: int = 300) -> None:
        """Press Tab until the focus is on what is called `what`: the beginning of its words or label, or its name."""
        ahead, behind = await self.tab.evaluate(_WAYS, what)
        key, sure = ("Tab", ahead) if ahead <= behind else ("Shift+Tab", behind - 3)
        for _ in range(sure):  # before so many stops it cannot come: only then is it looked for at each
            await self.tab.keyboard.press(key)
        for _ in range(most):
            await self.tab.keyboard.press(key)
            if await self.tab.evaluate(_CALLED, what):
                return
        raise AssertionError(f"{self.tab.url}: {most} stops, none is called {what}")

    async def fill(self, name: str, typed: str) -> None:
        """Go to a field and type."""
        await self.to(name)
        await self.tab.keyboard.insert_text(typed)

    async def date(self, name: str, day: date) -> None:
        """Go to a field for a date and type it, in the order in which this browser's own language asks for its parts."""
        await self.to(name)
        for typed in (f"{day:%m%d%Y}", f"{day:%Y}\t{day:%m%d}", f"{day:%d%m%Y}"):
            await self.tab.keyboard.type(typed)
            if await self.tab.input_value(f"[name='{name}']") == day.isoformat():
                return
            while await self.tab.evaluate(_CALLED, name):  # back before its first part
                await self.tab.keyboard.press("Shift+Tab")
            await self.to(name)
        raise AssertionError(f"{self.tab.url}: {name} takes no date")

    async def tick(self, name: str, *, times: int = 1) -> None:
        """Tick the next boxes of this name, or choose the first of its choices."""
        for _ in range(times):
            await self.to(name)
            await self.tab.keyboard.press("Space")

    async def press(self, what: str, key: str = "Enter") -> None:
        """Go to a button or link, press it, and wait for the page it leads to."""
        await self.to(what)
        async with self.tab.expect_navigation():
            await self.tab.keyboard.press(key)
