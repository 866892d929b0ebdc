"""The worker's stage and progress, over plain values."""

import doctest
from datetime import UTC, datetime, timedelta

import pytest

from mediation.status import rules
from mediation.status.rules import (
    Money,
    Stage,
    StatusFacts,
    is_alive,
    may_change_rating,
    may_rate,
    next_date,
    progress,
    stage,
    time_left,
)

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
        "answer_by": None,
        "mediate_by": None,
        "withdrawn": False,
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
        ({"case_state": "closed", "outcome": "failed", "has_own_commitments": True, "due_at": NOW}, Stage.UNPAID),
        ({"case_state": "closed", "outcome": "performed", "has_own_commitments": True, "all_paid": True}, Stage.PAID),
        ({"case_state": "closed", "outcome": "performed", "agreement_state": "effective"}, Stage.NOT_SIGNED),
        ({"case_state": "closed", "outcome": "failed", "agreement_state": "signing"}, Stage.FAILED),
        ({"case_state": "closed", "outcome": "failed"}, Stage.FAILED),
        ({"case_state": "closed", "outcome": "withdrawn"}, Stage.CLOSED),
        ({"case_state": "mediating", "withdrawn": True}, Stage.WITHDRAWN),
        ({"case_state": "performing", "withdrawn": True, "has_own_commitments": True, "due_at": NOW}, Stage.OVERDUE),
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


@pytest.mark.parametrize(
    ("ended", "steps"), [(Stage.REFUSED, 1), (Stage.FAILED, 2), (Stage.CLOSED, 2), (Stage.WITHDRAWN, 1)]
)
def test_of_a_matter_that_has_ended_no_further_step_is_held_out(ended, steps):
    assert [how for _, how in progress(ended)] == ["done"] * steps


def test_every_stage_has_words_a_next_step_and_its_place_in_the_progress():
    for one in Stage:
        assert rules.STAGES[one].zh, one
        assert rules.NEXT[one].en, one
        assert progress(one), one


def test_the_date_is_the_one_of_the_present_stage_and_a_missed_one_of_ours_is_not_promised():
    soon, past = NOW + timedelta(days=3), NOW

    assert next_date(_facts(answer_by=soon, mediate_by=past), NOW).at == soon
    assert next_date(_facts(answer_by=past), NOW) is None
    assert next_date(_facts(case_state="mediating", answer_by=past, mediate_by=soon), NOW).at == soon
    assert next_date(_facts(case_state="performing", has_own_commitments=True, due_at=past), NOW).at == past
    assert next_date(_facts(case_state="closed", due_at=soon, mediate_by=soon), NOW) is None


def test_time_left_is_said_in_both_languages_until_there_is_none():
    assert time_left(NOW + timedelta(days=1, hours=6, minutes=59), NOW).en == "1 day 6 hours left"
    assert time_left(NOW + timedelta(hours=1, minutes=1), NOW).zh == "还剩 1 小时 1 分钟"
    assert time_left(NOW, NOW) is None


def test_a_worker_can_say_how_it_was_once_there_is_something_to_judge():
    assert not may_rate(_facts(case_state="mediating"), None, NOW)
    assert may_rate(_facts(case_state="refused"), None, NOW)
    assert may_rate(_facts(case_state="performing", has_own_commitments=True, due_at=NOW), NOW, NOW)
    assert not may_rate(_facts(case_state="refused"), NOW - timedelta(days=7), NOW)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(rules).failed == 0
