"""What is looked at on any page. Each answers with readable lines: none when the page is as it ought to be."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser.door import Asked

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
_AXE = Axe()

_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const found = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 0.5);
  const inner = found.filter(e => ![...e.children].some(c => found.includes(c)));
  return inner.slice(0, 8).map(e => `${e.tagName.toLowerCase()}.${e.className} ends at `
    + `${Math.round(e.getBoundingClientRect().right)} of ${room}: ${e.textContent.trim().slice(0, 40)}`)
    .concat(inner.length ? [] : [`the page is ${document.scrollingElement.scrollWidth} wide, the window ${room}`]);
}"""
_CLIPPED = """() => [...document.body.querySelectorAll('*')].filter(e => {
    const style = getComputedStyle(e), hidden = v => v === 'hidden' || v === 'clip';
    const box = e.getBoundingClientRect();
    if (!e.textContent.trim() || box.width <= 1 || box.height <= 1) return false;  // for readers by ear only
    return (hidden(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
        || (hidden(style.overflowX) && e.scrollWidth > e.clientWidth + 1);
  }).map(e => `${e.tagName.toLowerCase()}.${e.className} is cut off: ${e.textContent.trim().slice(0, 40)}`)"""
_SMALL_TEXT = """(least) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), size = parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize);
    if (text && size < least) found.add(`${size}px: ${text.slice(0, 40)}`);
  }
  return [...found];
}"""
_UNMARKED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), lang = walker.currentNode.parentElement.closest('[lang]').lang;
    if ((/[A-Za-z]{2,}/.test(text) && lang !== 'en') || (/[\u3400-\u9fff]/.test(text) && lang === 'en')) found.push(text.slice(0, 40));
  }
  return found;
}"""
_TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)].map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 0 && box.height < least)
  .map(([e, box]) => `${Math.round(box.height)}px: ${(e.textContent || e.name).trim().slice(0, 40)}`)"""
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2));
  if (!window.__places) window.__places = new Map();
  if (!window.__places.has(e)) window.__places.set(e, window.__places.size);
  return {
    place: window.__places.get(e),
    name: `${e.tagName.toLowerCase()} ${(e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 40)}`,
    outlined: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none',
    covered: !(over && (e.contains(over) || over.contains(e) || (e.labels && [...e.labels].some(l => l.contains(over))))),
  };
}"""
_OUTLINE = """() => ({
  title: document.title, h1: [...document.querySelectorAll('h1')].map(e => e.textContent.trim()),
  main: document.querySelectorAll('main').length, lang: document.documentElement.lang,
  ids: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n),
})"""


async def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, place and what to do."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = await _AXE.run(page, options=options)
    return [
        f"{one['id']} ({one['impact']}) at {' '.join(map(str, node['target']))}: {_plain(node['failureSummary'])}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())


async def sideways_scroll(page: Page) -> list[str]:
    """The elements that make the page wider than its window."""
    return list(await page.evaluate(_WIDE))


async def clipped(page: Page) -> list[str]:
    """The elements whose text is cut off."""
    return list(await page.evaluate(_CLIPPED))


async def text_at_200(page: Page) -> list[str]:
    """What is cut off or makes the page too wide when the reader has set the text to twice its size."""
    root = "(size) => { document.documentElement.style.fontSize = size; }"
    await page.evaluate(root, "200%")
    found = [*await clipped(page), *await sideways_scroll(page)]
    await page.evaluate(root, "")
    return found


async def small_text(page: Page, *, least: float) -> list[str]:
    """The texts below `least` CSS pixels."""
    return list(await page.evaluate(_SMALL_TEXT, least))


async def unmarked_languages(page: Page) -> list[str]:
    """On a page in both languages: the texts that do not say in which they are."""
    return [f"not marked as its language: {text}" for text in await page.evaluate(_UNMARKED)]


async def small_targets(page: Page, selector: str, *, least: float) -> list[str]:
    """The controls lower than `least` CSS pixels."""
    return list(await page.evaluate(_TARGETS, [selector, least]))


async def structure(page: Page) -> list[str]:
    """What every page has: a title that names it, one h1, one main part, its language, ids that are unique."""
    told = await page.evaluate(_OUTLINE)
    wrong = [
        (len(told["title"]) < 4, f"the title is {told['title']!r}"),
        (len(told["h1"]) != 1 or not told["h1"][0], f"the h1 are {told['h1']}"),
        (told["main"] != 1, f"there are {told['main']} main parts"),
        (told["lang"] not in ("zh-CN", "en"), f"the language is {told['lang']!r}"),
        (bool(told["ids"]), f"ids that occur twice: {told['ids']}"),
    ]
    return [what for is_wrong, what in wrong if is_wrong]


@dataclass(frozen=True)
class Stop:
    """Where Tab stops."""

    name: str
    outlined: bool
    covered: bool


async def keyboard(page: Page, *, most: int = 150) -> list[Stop]:
    """Every place where Tab stops, from the top of the page until it comes round."""
    stops: list[Stop] = []
    seen: set[int] = set()
    for _ in range(most):
        await page.keyboard.press("Tab")
        told: dict[str, Any] | None = await page.evaluate(_FOCUSED)
        if told is None or told["place"] in seen:
            return stops
        seen.add(told["place"])
        stops.append(Stop(told["name"], told["outlined"], told["covered"]))
    raise AssertionError(f"Tab does not come round within {most} stops")


async def focus(page: Page) -> list[str]:
    """Where the focus cannot be seen, or is under something (WCAG 2.4.7, 2.4.11)."""
    stops = await keyboard(page)
    return [
        *(f"the focus is not shown: {stop.name}" for stop in stops if not stop.outlined),
        *(f"the focus is covered: {stop.name}" for stop in stops if stop.covered),
    ]


HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def headers(told: dict[str, str]) -> list[str]:
    """What is missing in the headers of a page."""
    wrong = [f"{name}: {told.get(name)}" for name, value in HEADERS.items() if told.get(name) != value]
    policy = told.get("content-security-policy", "")
    if "default-src 'none'" not in policy and "default-src 'self'" not in policy:
        wrong.append(f"policy: {policy}")
    if "unsafe" in policy or "*" in policy:
        wrong.append(f"policy: {policy}")
    if "no-store" not in told.get("cache-control", ""):
        wrong.append(f"cache-control: {told.get('cache-control')}")
    return wrong


LIGHT = 15_000
"""what a page for workers may weigh, in bytes: it is opened where a connection is slow"""


def weight(asked: list[Asked]) -> list[str]:
    """What is too much in the requests that a page for workers took: heavy pages, and parts beside the style sheet."""
    parts = [one for one in asked if not one.path.startswith(("/s/", "/r/"))]
    return [
        *(f"{one.body_bytes} bytes: {one.path}" for one in asked if one.body_bytes >= LIGHT),
        *(f"a part: {one.path}" for one in parts if one.path != "/static/status.css"),
    ]
