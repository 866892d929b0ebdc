"""Opening a page of the table, and looking at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page as Tab
from playwright.async_api import Response

from tests.browser import look
from tests.browser.people import DESK, PHONE, People
from tests.browser.studio import Studio
from tests.browser.table import Page, Scene

NARROWEST = (320, 640)


@asynccontextmanager
async def opened(page: Page, locale: str, *, studio: Studio, people: People) -> AsyncIterator[tuple[Tab, Response]]:
    """A tab that shows `page` in its state to a person of its own, and the first answer."""
    agency, name = await studio.agency(), f"{page.role or '来访者'} {locale}"
    staff = await people.account(name, page.role, agency=agency, locale=locale) if page.role else None
    scene = Scene(studio, agency, staff)
    holds = await page.arrange(scene) if page.arrange else {}
    async with people(name, locale=locale, size=DESK) as tab:
        studio.asked.clear()
        answer = await tab.goto(page.path.format(**holds))
        assert answer is not None
        if page.act:
            await page.act(tab)
            await tab.wait_for_load_state()
        yield tab, answer


async def looked_at(page: Page, tab: Tab) -> list[str]:
    """Everything that is wrong with what the tab shows: at the desk, on a telephone, on the narrowest one."""
    wrong = {"structure": await look.structure(tab), "1280 px, axe": await look.axe(tab)}
    wrong["1280 px, keyboard"] = await look.focus(tab)
    wrong["1280 px, text at 200 %"] = await look.text_at_200(tab)
    for size in (PHONE, NARROWEST):
        await tab.set_viewport_size({"width": size[0], "height": size[1]})
        wrong[f"{size[0]} px, too wide"] = await look.sideways_scroll(tab)
        wrong[f"{size[0]} px, cut off"] = await look.clipped(tab)
    wrong["320 px, axe"] = await look.axe(tab)
    if page.is_for_workers:
        wrong |= await _for_a_phone(tab)
    return [f"{where}: {line}" for where, lines in wrong.items() for line in lines]


async def _for_a_phone(tab: Tab) -> dict[str, list[str]]:
    controls = "a[href], button, input:not([type=hidden]):not([type=radio]), label.choice, textarea"
    main = "a.call, button, input[type=text], input[type=tel], label.choice"
    await tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return {
        "languages": await look.unmarked_languages(tab),
        "small text": await look.small_text(tab, least=18),
        "controls under 44 px": await look.small_targets(tab, controls, least=44),
        "main controls under 60 px": await look.small_targets(tab, main, least=60),
        "360 px, text at 200 %": await look.text_at_200(tab),
    }
