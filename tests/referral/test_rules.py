"""The table of moves and what may be written, without a database."""

import pytest

from mediation.case.models import CaseState
from mediation.kit.machine import advance
from mediation.kit.problems import IllegalMove, Invalid
from mediation.referral import rules
from mediation.referral.models import ReferralState

VERBS = ("referral:accept", "referral:decline", "referral:take_back", "referral:close")
LEADS = {
    (ReferralState.OFFERED, "referral:accept"): ReferralState.ACCEPTED,
    (ReferralState.OFFERED, "referral:decline"): ReferralState.DECLINED,
    (ReferralState.OFFERED, "referral:take_back"): ReferralState.TAKEN_BACK,
    (ReferralState.ACCEPTED, "referral:close"): ReferralState.CLOSED,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", list(ReferralState))
def test_every_verb_in_every_state_leads_where_the_table_says_or_nowhere(state, verb):
    if (state, verb) in LEADS:
        assert advance(rules.MOVES, state, verb) is LEADS[state, verb]
    else:
        with pytest.raises(IllegalMove):
            advance(rules.MOVES, state, verb)


def test_prose_is_cleaned_and_kept():
    assert rules.prose("request", "  请协助查询用人单位\r\n社保缴纳情况。 ", max_chars=50) == (
        "请协助查询用人单位\n社保缴纳情况。"
    )


@pytest.mark.parametrize(
    ("typed", "code"), [("", "empty"), ("  \n ", "empty"), ("甲" * 51, "too_long"), ("甲\x00", "nul")]
)
def test_prose_that_cannot_be_kept_names_its_field(typed, code):
    with pytest.raises(Invalid) as refused:
        rules.prose("legalBasis", typed, max_chars=50)

    assert [(one.path, one.code) for one in refused.value.fields] == [("legalBasis", code)]


@pytest.mark.parametrize("state", list(CaseState))
def test_a_case_that_has_ended_is_not_opened_to_another_agency(state):
    if state in (CaseState.CLOSED, CaseState.REFUSED):
        with pytest.raises(IllegalMove) as refused:
            rules.require_open("referral:accept", state)
        assert (refused.value.verb, refused.value.state) == ("referral:accept", state)
    else:
        rules.require_open("referral:accept", state)
