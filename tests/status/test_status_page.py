"""The bare page is put together from a frame; it must be the page that rendering the template would give."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Text
from mediation.status.queries import Opened
from mediation.status.rules import Money, Stage, StatusFacts
from mediation.status.service import Visit
from mediation.web import status_page
from mediation.web.pages import moment_en, moment_zh
from mediation.web.status_page import Shape

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
ID = UUID(int=1)
TOKEN = "0123456789abcdefghjkmnpqrstvwxyz"
HOSTILE = '<b>"老\'板" & {{ 7 * 7 }}</b>'
WORDS = {
    "studio_zh": f"{HOSTILE} 工作室",
    "studio_en": f"{HOSTILE} studio",
    "phone": "021-5555 <0000>",
    "tel": "021-5555<0000>",
    "mediator": HOSTILE,
    "token": TOKEN,
    "date": "2026-11-23T16:00:00+00:00",
    "date_zh": "11月23日（周一）24:00",
    "date_en": "24:00 on Mon 23 Nov",
    "left_zh": "还剩 3 天 12 小时",
    "left_en": "3 days 12 hours left",
}
WITHOUT = [
    (),
    ("mediator",),
    ("phone", "tel"),
    ("left_zh", "left_en"),
    ("date", "date_zh", "date_en", "left_zh", "left_en"),
]


@pytest.fixture
def visit() -> Visit:
    facts = StatusFacts(
        case_state="registered",
        outcome=None,
        closed_at=None,
        registered_at=AT,
        agreement_state=None,
        effective_at=None,
        due_at=None,
        answer_by=AT + timedelta(days=3, hours=12),
        mediate_by=None,
        withdrawn=False,
        has_own_commitments=False,
        all_paid=False,
        by_third_party=False,
        wages=Money(648_000),
        social_insurance=Money(),
    )
    opened = Opened(
        link_id=ID,
        case_id=ID,
        district_id=ID,
        party_id=ID,
        revoked_at=None,
        closed_at=None,
        worker_name="王小明",
        phone_cipher=None,
        person_id=ID,
        studio_zh="一室",
        studio_en="Studio One",
        studio_phone="021-5555 0000",
        mediator="李雷",
        rating=None,
        rated_at=None,
        reported=None,
        reported_at=None,
        facts=facts,
    )
    return Visit(Actor(kind=ActorKind.LINK, id=ID, at=AT), opened, proved=False)


@pytest.mark.parametrize("unsaid", WITHOUT, ids=lambda names: "without_" + "_".join(names))
@pytest.mark.parametrize(("done", "large"), [(False, False), (True, False), (False, True)])
@pytest.mark.parametrize("stage", Stage)
def test_the_page_from_its_frame_is_the_page_rendered_whole(visit, stage, done, large, unsaid):
    words = WORDS | dict.fromkeys(unsaid)
    shape = Shape(stage, Text("约定最后时间", "Last moment agreed") if words["date"] else None, done, large)

    page = status_page.bare(shape, words)

    assert page == status_page.whole(visit, shape, words, None)
    assert "\0" not in page
    assert "<b>" not in page


def test_one_worker_is_told_nothing_of_another_with_the_same_frame(visit):
    other = replace(visit.opened, studio_zh="二室", studio_phone="021-6666 0000", mediator="韩梅梅")

    mine = status_page.text(visit, TOKEN)
    theirs = status_page.text(replace(visit, opened=other), TOKEN[::-1])

    for word in ("一室", "021-5555", "李雷", TOKEN):
        assert word in mine
        assert word not in theirs
    for word in ("二室", "021-6666", "韩梅梅", TOKEN[::-1]):
        assert word in theirs
        assert word not in mine


@pytest.mark.parametrize("mediator", ["", None])
def test_nobody_in_charge_yet_is_left_out(visit, mediator):
    assert "谁来办" not in status_page.text(replace(visit, opened=replace(visit.opened, mediator=mediator)), TOKEN)


def test_every_day_of_a_year_has_its_names_in_both_languages():
    noon = datetime(2026, 1, 1, 12, 5, tzinfo=SHANGHAI)
    for day in (noon + timedelta(days=n) for n in range(365)):
        assert moment_en(day.astimezone(UTC)) == f"12:05 on {day:%a} {day.day} {day:%b}"
        assert (
            moment_zh(day.astimezone(UTC)) == f"{day.month}月{day.day}日（周{'日一二三四五六'[int(f'{day:%w}')]}）12:05"
        )


def test_midnight_belongs_to_the_day_it_ends():
    end_of_the_year = datetime(2027, 1, 1, tzinfo=SHANGHAI)

    assert moment_en(end_of_the_year) == "24:00 on Thu 31 Dec"
    assert moment_zh(end_of_the_year) == "12月31日（周四）24:00"
