"""`make screens`: every page of the table, photographed at both widths in both languages, under `var/screens/`."""

from pathlib import Path

import pytest

from tests.browser.pages import PAGES, Page
from tests.browser.people import DESK, PHONE
from tests.browser.visit import opened

FOLDER = Path(__file__).parents[2] / "var" / "screens"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
async def test_a_page_is_photographed(studio, people, page: Page):
    for locale in page.locales:
        async with opened(page, locale, studio=studio, people=people) as (tab, _):
            for width, height in (DESK, PHONE):
                await tab.set_viewport_size({"width": width, "height": height})
                path = FOLDER / locale / f"{width}" / f"{page.name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                await tab.screenshot(path=path, full_page=True)
