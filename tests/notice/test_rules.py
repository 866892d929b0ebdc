"""Quiet hours, back-off and giving up: plain values in, plain values out."""

from datetime import datetime, timedelta

import pytest

from mediation.infra.clock import SHANGHAI
from mediation.notice import rules


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (_at(20, 20, 59), _at(20, 20, 59)),
        (_at(20, 21, 0), _at(21, 8, 0)),
        (_at(20, 23, 59), _at(21, 8, 0)),
        (_at(21, 0, 0), _at(21, 8, 0)),
        (_at(21, 7, 59), _at(21, 8, 0)),
        (_at(21, 8, 0), _at(21, 8, 0)),
    ],
)
def test_a_claimant_is_not_disturbed_between_nine_and_eight(asked, sent):
    assert rules.sends_at(asked, recipient_kind="claimant", channel="sms", urgent=False) == sent


def test_staff_inboxes_and_urgent_messages_know_no_night():
    night = _at(20, 23)

    assert rules.sends_at(night, recipient_kind="staff", channel="sms", urgent=False) == night
    assert rules.sends_at(night, recipient_kind="employer", channel="inbox", urgent=False) == night
    assert rules.sends_at(night, recipient_kind="participant", channel="sms", urgent=True) == night
    assert rules.sends_at(night, recipient_kind="participant", channel="sms", urgent=False) == _at(21, 8)


def test_tries_are_spread_over_five_hours_and_then_end():
    now = _at(20, 12)

    waits = [rules.next_try(now, attempts) for attempts in range(1, 7)]

    assert waits == [
        now + timedelta(minutes=1),
        now + timedelta(minutes=5),
        now + timedelta(minutes=15),
        now + timedelta(hours=1),
        now + timedelta(hours=4),
        None,
    ]
