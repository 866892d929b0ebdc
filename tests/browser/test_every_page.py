"""Every page of the table, in both languages and at three widths: nothing wrong for readers by eye, ear, keyboard and thumb."""

import pytest

from tests.browser import look
from tests.browser.pages import PAGES
from tests.browser.table import Page
from tests.browser.visit import looked_at, opened


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
async def test_a_page_is_as_every_page_ought_to_be(studio, people, page: Page):
    found = []
    for locale in page.locales:
        async with opened(page, locale, studio=studio, people=people) as (tab, answer):
            assert answer.status == page.status
            wrong = [*look.headers(await answer.all_headers()), *await looked_at(page, tab)]
            if page.is_for_workers:
                wrong += look.weight(studio.asked)
            found += [f"{locale}, {line}" for line in wrong]

    assert not found, "\n" + "\n".join(found)


def test_a_page_of_the_table_has_a_name_of_its_own():
    assert len({page.name for page in PAGES}) == len(PAGES)
