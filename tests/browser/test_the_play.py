"""The article's case in browsers: five at desks and two on telephones, only by clicking and typing, from intake to closed.

`PLAY_LOCALE=en` plays it with the staff in English; `PLAY_PHOTOGRAPHS=1` keeps a photograph of each step in var/play.
"""

import os

import pytest

from tests.browser.play import evening, morning, promise, signing
from tests.browser.play.cast import Play

DESKS = ("刘芳", "张敏", "陈晨", "李伟", "吴静")


@pytest.mark.timeout(400)
@pytest.mark.xdist_group("stage")
async def test_thirty_four_workers_are_helped_within_three_days_by_people_who_only_click_and_type(stage, browser):
    locale = os.environ.get("PLAY_LOCALE", "zh-CN")
    play = Play(stage, browser, locale=locale, photographs="PLAY_PHOTOGRAPHS" in os.environ)
    try:
        for name in DESKS:
            await play.enters(name)
        await play.enters(morning.FIRST.name, phone=morning.FIRST.phone)
        await play.enters(evening.OWNER, phone="13655550001")
        for part in (morning, evening, signing, promise):
            await part.play(play)
    finally:
        await play.leave()
    play.check()
