"""The press: beside the loop, with a time limit, without the product's environment, and it never outlives its master."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mediation.document import glyphs
from mediation.document.press import WAITING, Press
from mediation.infra.pipes import HEADER
from mediation.kit.problems import Conflict, TooMany
from tests.document.reading import text_of

_MASTER = """
import asyncio, time
from mediation.document import glyphs
from mediation.document.press import press
paper = dict(format='pdf', title='', author='', number='', version='', draft=False, blocks=[],
             font_paths=[*glyphs.font_folders(None)])
asyncio.run(press.set(paper))
print(press._process.pid, flush=True)
time.sleep(60)
"""


def _paper(**more):
    return {
        "format": "pdf",
        "title": "t",
        "author": "a",
        "number": "1",
        "version": "第1版",
        "draft": False,
        "blocks": [{"kind": "paragraph", "text": "正文"}],
        "font_paths": [*glyphs.font_folders(None)],
        **more,
    }


def _environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


@pytest.fixture
def press():
    made = Press()
    yield made
    made.stop()


async def test_the_loop_turns_while_a_paper_is_set(press):
    setting = asyncio.create_task(press.set(_paper()))
    turns = 0
    while not setting.done():
        turns += 1
        await asyncio.sleep(0.005)

    assert (await setting).startswith(b"%PDF-")
    assert turns > 5


async def test_a_press_that_takes_too_long_is_ended_and_the_next_paper_is_set_by_a_new_one(press):
    hasty = Press(seconds=0.3, module="tests.document.stuck")
    with pytest.raises(Conflict):
        await hasty.set(_paper())
    assert hasty._process is None

    assert (await press.set(_paper())).startswith(b"%PDF-")
    first = press._process
    first.kill()
    first.wait()
    assert (await press.set(_paper())).startswith(b"%PDF-")
    assert press._process.pid != first.pid
    with pytest.raises(Conflict):
        await press.set({**_paper(), "blocks": [{"kind": "table"}]})
    assert (await press.set(_paper())).startswith(b"%PDF-")


async def test_what_waits_at_the_press_is_limited(press):
    waiting = [asyncio.create_task(press.set(_paper())) for _ in range(WAITING)]
    await asyncio.sleep(0)

    with pytest.raises(TooMany):
        await press.set(_paper())
    assert all(one.startswith(b"%PDF-") for one in await asyncio.gather(*waiting))


async def test_the_press_knows_no_key_and_no_address_of_a_database(press, monkeypatch):
    monkeypatch.setenv("MEDIATION_SECRET_KEY", "geheim")
    await press.set(_paper())

    environment = _environment(press._process.pid)
    assert b"MEDIATION" not in environment
    assert b"PATH=" in environment


async def test_words_are_words_no_markup_and_no_way_to_a_file(press):
    said = '#read("/etc/passwd") #import "@preview/cetz:0.3.0" \\#x $a$ <b> {{ 7*7 }} {% raw %}'

    for made_as in ("pdf", "docx"):
        content = await press.set(_paper(format=made_as, blocks=[{"kind": "paragraph", "text": said}]))
        assert said.replace(" ", "") in text_of(content)


def test_a_press_without_its_master_ends():
    master = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _MASTER,
        ],
        stdout=subprocess.PIPE,
    )
    pid = int(master.stdout.readline())
    master.kill()
    master.communicate()
    until = time.monotonic() + 20

    alive = Path(f"/proc/{pid}/exe")
    while alive.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive.exists()


def test_a_message_is_a_header_and_its_bytes():
    assert HEADER.unpack(HEADER.pack(1, 70_000)) == (1, 70_000)
