"""The worker's stage and progress, over plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.status.rules import Money, Stage, StatusFacts, is_alive, may_change_rating, progress, stage

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


def _facts(**more):
    values = {
        "case_state": "registered",
        "outcome": None,
        "closed_at": None,
        "registered_at": NOW,
        "agreement_state": None,
        "effective_at": None,
        "due_at": None,
        "has_own_commitments": False,
        "all_paid": False,
        "by_third_party": False,
        "wages": Money(),
        "social_insurance": Money(),
    }
    return StatusFacts(**{**values, **more})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, Stage.REGISTERED),
        ({"case_state": "refused"}, Stage.REFUSED),
        ({"case_state": "accepted"}, Stage.MEETING),
        ({"case_state": "mediating"}, Stage.TALKING),
        ({"case_state": "mediating", "agreement_state": "signing"}, Stage.SIGNING),
        ({"case_state": "performing"}, Stage.NOT_SIGNED),
        ({"case_state": "performing", "has_own_commitments": True, "due_at": NOW + timedelta(days=3)}, Stage.PAYING),
        ({"case_state": "performing", "has_own_commitments": True, "due_at": NOW}, Stage.OVERDUE),
        ({"case_state": "defaulted", "has_own_commitments": True, "due_at": NOW}, Stage.OVERDUE),
        (
            {"case_state": "defaulted", "has_own_commitments": True, "all_paid": True, "by_third_party": True},
            Stage.ADVANCED,
        ),
        ({"case_state": "performing", "has_own_commitments": True, "all_paid": True}, Stage.PAID),
        ({"case_state": "closed", "outcome": "failed"}, Stage.FAILED),
        ({"case_state": "closed", "outcome": "withdrawn"}, Stage.CLOSED),
    ],
)
def test_the_stage_follows_from_the_worker_s_own_matter(more, expected):
    assert stage(_facts(**more), NOW) is expected


def test_money_owed_is_never_negative():
    assert Money(agreed_fen=100, paid_fen=30).left_fen == 70
    assert Money(agreed_fen=100, paid_fen=130).left_fen == 0


def test_a_link_lives_until_ninety_days_after_the_case_closed():
    assert is_alive(None, NOW)
    assert is_alive(NOW - timedelta(days=89, hours=23), NOW)
    assert not is_alive(NOW - timedelta(days=90), NOW)


def test_a_rating_can_be_changed_for_seven_days():
    assert may_change_rating(None, NOW)
    assert may_change_rating(NOW - timedelta(days=6), NOW)
    assert not may_change_rating(NOW - timedelta(days=7), NOW)


def test_progress_marks_what_is_done_now_and_later():
    assert [how for _, how in progress(Stage.PAYING)] == ["done", "done", "done", "now", "later"]
    assert [how for _, how in progress(Stage.PAID)] == ["done"] * 5
