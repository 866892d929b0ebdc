"""Pages are timed as people ask for them: signed in, over a filled database, and what cannot be asked is named."""

import pytest
from bench.data import fill, hand_out
from bench.lists import LISTS

from bench import pages
from mediation.kit.actor import Role
from mediation.web.navigation import PLACES
from tests.browser.pages import PAGES
from tests.browser.table import Page


@pytest.fixture
async def keys(database_url, runtime):
    """A small database and what callers come with."""
    await fill(database_url, 500)
    return await hand_out(database_url, secret=runtime.settings.secret_key_bytes, at=runtime.clock.now())


async def test_every_page_is_timed_or_named(database_url, runtime, keys):
    invented = (
        Page("bar", "/bar", role=Role.SUPERVISOR),
        Page("seat", "/rooms/{seat}"),
        Page("acted", "/s/{link}", act=pages.measure),
    )

    timed, left = await pages.measure(runtime, database_url, keys, pages=(*PAGES, *invented), asked=2)

    names = [one.name for one in timed]
    assert {"status", "bar"} <= set(names)
    assert "seat" in left
    assert len(names) == len(set(names))
    assert "status-wrong" not in names
    assert {one.asked for one in timed} == {2}
    for one in timed:
        assert 0 < one.median_ms <= one.p95_ms <= one.worst_ms
    assert not set(names) & set(left)


async def test_a_page_that_does_not_answer_is_no_quick_page(database_url, runtime, keys):
    with pytest.raises(RuntimeError, match="gone: /s/x answers 404"):
        await pages.measure(runtime, database_url, keys, pages=[Page("gone", "/s/x")], asked=3)


def test_every_place_that_has_a_list_is_measured():
    measured = {page.path.partition("?")[0] for page in LISTS}

    assert {place.path for place in PLACES} - measured == {"/settings"}
    assert {"/search", "/inbox", "/inbox/undeliverable", "/settings/journal", "/settings/access"} <= measured


def test_a_list_is_measured_once_for_each_role():
    asked = [(page.path, page.role) for page in LISTS]

    assert len(asked) == len(set(asked))
