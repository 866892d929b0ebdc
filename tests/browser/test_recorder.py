"""The recorder notices what it is there for, and nothing else: without that, a green suite would mean nothing."""

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.browser import look
from tests.browser.people import People

STRICT = {"content-security-policy": "default-src 'self'"}


def _serve(door, body: str, *, policy: bool = False) -> None:
    page = f"<!doctype html><html lang='zh-CN'><title>示例页面</title><main><h1>示例</h1>{body}</main></html>"
    routes = [
        Route("/", lambda _: HTMLResponse(page, headers=STRICT if policy else None)),
        Route("/own.js", lambda _: Response("console.log('fine')", media_type="text/javascript")),
    ]
    door.app = Starlette(routes=routes)


FAULTS = {
    "console error": "<script>console.error('no')</script>",
    "console warning": "<script>console.warn('no')</script>",
    "exception": "<script>setTimeout(() => { throw new Error('no') })</script>",
    "elsewhere": "<img alt='' src='http://127.0.0.1:9/pixel.png'>",
    "answer 404": "<script src='/gone.js'></script>",
}


@pytest.mark.parametrize(("kind", "body"), FAULTS.items(), ids=FAULTS)
async def test_a_fault_of_a_page_is_noticed_and_fails_the_test(browser, runtime, make, door, kind, body):
    _serve(door, body)
    people = People(browser, runtime, make, door.origin)

    async with people("某人") as page:
        await page.goto("/")
        await page.wait_for_timeout(50)

    assert any(fault.startswith(f"某人: {kind}") for fault in people.faults), list(people.faults)
    with pytest.raises(AssertionError, match=kind):
        people.check()


async def test_what_the_policy_refuses_is_noticed(browser, runtime, make, door):
    _serve(door, "<p style='color: red'>x</p><script>document.title = 'ran'</script>", policy=True)
    people = People(browser, runtime, make, door.origin)

    async with people() as page:
        await page.goto("/")
        title = await page.title()

    assert title == "示例页面"
    assert len([fault for fault in people.faults if "policy" in fault]) == 2


async def test_a_page_in_order_and_an_expected_failure_are_not_held_against_anybody(browser, runtime, make, door):
    _serve(door, "<script src='/own.js'></script><script src='/gone.js'></script>", policy=True)
    people = People(browser, runtime, make, door.origin)

    async with people() as page:
        page.recorder.forgive("/gone.js")
        await page.goto("/")
        await page.goto("/nowhere")  # the answer of a page itself is the test's own business

    people.check()


BROKEN = """<style>
  .wide { width: 2000px } .low { color: #ccc; background: #fff } .cut { overflow: hidden; height: 1.2em; width: 10em; font-size: 1rem }
  a:focus { outline: none } .bar { position: fixed; top: 0; left: 0; right: 0; height: 300px; background: #fff }
  .tiny { font-size: 9px; height: 10px; display: inline-block }
</style>
<p class='wide'>wide</p><p class='low'>hardly seen</p><div class='cut'>长长长长长长长长长长长长长长长长长长长长长长</div>
<p id='twice'><a class='tiny' href='#a'>a</a></p><p id='twice'>b</p><h1>second</h1><input><div class='bar'>bar</div>"""


async def test_every_way_of_looking_finds_what_it_looks_for(browser, runtime, make, door):
    _serve(door, BROKEN)

    async with People(browser, runtime, make, door.origin)() as page:
        await page.goto("/")
        axe = " ".join(await look.axe(page))
        focus = " ".join(await look.focus(page))

        for rule in ("color-contrast", "label"):
            assert rule in axe
        assert "not shown: a" in focus
        assert "covered: a" in focus
        assert "wide" in " ".join(await look.sideways_scroll(page))
        assert "cut off" in " ".join(await look.text_at_200(page))
        assert len(await look.small_text(page, least=10)) == 1
        assert len(await look.small_targets(page, "a", least=44)) == 1
        assert len(await look.structure(page)) == 2
        assert any("wide" in line for line in await look.unmarked_languages(page))


def test_headers_that_are_missing_are_named():
    assert len(look.headers({})) == 6
    weak = {**look.HEADERS, "content-security-policy": "default-src 'self' *", "cache-control": "no-store"}
    assert look.headers(weak) == ["policy: default-src 'self' *"]
