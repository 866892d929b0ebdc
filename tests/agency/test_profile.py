"""What is somebody's own: how long their session lives, and how they want to be shown and told things."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.notice.rules import quiet_until

LIFE = "{ me { session { endsAt idleEndsAt secondsLeft } } }"
EXTEND = "mutation { extendSession { __typename ... on SessionLife { idleEndsAt endsAt } ... on NotFound { code } } }"
PROFILE = "locale textSize shortcuts quietHours { fromHour toHour } phone email"
REVISE = f"""mutation($i: ReviseProfileInput!) {{ reviseProfile(input: $i) {{ __typename
  ... on Profile {{ {PROFILE} }} ... on Invalid {{ fields {{ path code }} }} }} }}"""
MINE = f"{{ me {{ locale profile {{ {PROFILE} }} }} }}"
WISHES = {"locale": None, "textSize": 16, "shortcuts": True, "quietHours": None}


@pytest.fixture
async def token(make):
    """A session of a mediator, opened at noon in Shanghai."""
    return await make.token(await make.staff(Role.MEDIATOR))


async def _life(api, token, **headers):
    return (await api.data(LIFE, token=token, **headers))["me"]["session"]


async def test_a_session_says_when_it_ends_and_work_or_a_word_puts_that_off(api, runtime, clock, token):
    start = await _life(api, token)
    clock.advance(minutes=20)
    waiting = await _life(api, token, x_waiting="1")
    await runtime.background.settle()
    extended = await api.do(EXTEND, token=token)
    clock.advance(minutes=20)
    working = await _life(api, token)
    await runtime.background.settle()
    clock.advance(minutes=30, seconds=1)

    assert start["idleEndsAt"] == "2026-11-20T04:30:00.000Z"
    assert start["secondsLeft"] == 1800
    assert (waiting["idleEndsAt"], waiting["secondsLeft"]) == (start["idleEndsAt"], 600)
    assert extended["idleEndsAt"] == "2026-11-20T04:50:00.000Z"
    assert working["idleEndsAt"] == "2026-11-20T05:10:00.000Z"
    assert extended["endsAt"] == working["endsAt"] == start["endsAt"]
    assert (await api.do(EXTEND, token=token)) == {"__typename": "NotFound", "code": "NOT_FOUND"}


async def test_a_page_that_polls_keeps_no_session_open(api, runtime, clock, token):
    for _ in range(3):
        clock.advance(minutes=10)
        assert (await _life(api, token, x_waiting="1")) is not None
        await runtime.background.settle()
    clock.advance(seconds=1)

    assert (await api.data(LIFE, token=token, x_waiting="1"))["me"] is None


async def test_a_profile_is_kept_and_the_language_follows_it_and_else_the_browser(api, runtime, token):
    before = [(await api.data(MINE, token=token, accept_language=it))["me"] for it in ("en-GB", "zh-CN")]
    wanted = {
        "locale": "en",
        "textSize": 18,
        "shortcuts": False,
        "quietHours": {"fromHour": 22, "toHour": 7},
        "phone": "138-1234-1402",
        "email": "zhang@example.cn",
    }
    await api.do(REVISE, {"i": wanted}, token=token)
    after = (await api.data(MINE, token=token, accept_language="zh-CN"))["me"]
    await api.do(REVISE, {"i": {**WISHES, "phone": ""}}, token=token)
    bare = (await api.data(MINE, token=token))["me"]["profile"]

    assert [one["locale"] for one in before] == ["en", "zh-CN"]
    assert before[0]["profile"] == {**WISHES, "phone": None, "email": None}
    assert after == {"locale": "en", "profile": {**wanted, "phone": "138****1402"}}
    assert bare == {**WISHES, "phone": None, "email": "zhang@example.cn"}
    async with runtime.read() as connection:
        told = await connection.execute(
            select(col(JournalEntry.particulars))
            .where(col(JournalEntry.verb) == "profile:revise")
            .order_by(col(JournalEntry.seq))
        )
        first, second = told.scalars()
    assert first == {"changed": ["email", "locale", "phone", "quiet_hours", "shortcuts", "text_size"]}
    assert second == {"changed": ["locale", "phone", "quiet_hours", "shortcuts", "text_size"]}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"locale": "fr"}, "locale"),
        ({"textSize": 15}, "textSize"),
        ({"quietHours": {"fromHour": 7, "toHour": 7}}, "quietHours"),
        ({"quietHours": {"fromHour": -1, "toHour": 24}}, "quietHours"),
        ({"phone": "12345"}, "phone"),
        ({"email": "nobody"}, "email"),
    ],
)
async def test_what_a_profile_cannot_be_is_said_with_its_field(api, token, changed, where):
    answer = await api.do(REVISE, {"i": {**WISHES, **changed}}, token=token)

    assert [one["path"] for one in answer["fields"]] == [where]
    assert (await api.data(MINE, token=token))["me"]["profile"] == {**WISHES, "phone": None, "email": None}


def test_quiet_hours_end_where_they_say_over_midnight_and_not():
    def until(hour: int, hours: tuple[int, int] | None) -> str | None:
        found = quiet_until(datetime(2026, 11, 20, hour - 8 if hour >= 8 else hour + 16, 30, tzinfo=UTC), hours)
        return found.isoformat() if found else None

    assert until(22, None) is None
    assert until(22, (22, 7)) == "2026-11-21T07:00:00+08:00"
    assert until(6, (22, 7)) == "2026-11-21T07:00:00+08:00"  # 06:30 in Shanghai on the 21st
    assert until(21, (22, 7)) is None
    assert until(12, (12, 14)) == "2026-11-20T14:00:00+08:00"
    assert until(14, (12, 14)) is None
