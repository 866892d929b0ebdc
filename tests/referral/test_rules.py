"""The table of moves and what may be written, without a database."""

import pytest

from mediation.case.models import CaseState
from mediation.kit.machine import advance
from mediation.kit.problems import IllegalMove
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


@pytest.mark.parametrize("state", list(CaseState))
def test_a_case_that_has_ended_is_not_opened_to_another_agency(state):
    if state in (CaseState.CLOSED, CaseState.REFUSED):
        with pytest.raises(IllegalMove) as refused:
            rules.require_open("referral:accept", state)
        assert (refused.value.verb, refused.value.state) == ("referral:accept", state)
    else:
        rules.require_open("referral:accept", state)
