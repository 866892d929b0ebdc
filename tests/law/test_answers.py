"""What events do to periods: every id is a rule, every barring says why, every choice is between rules of that event."""

from mediation.law.answers import CHOICES, EFFECTS, EXCLUDED, OF_ONE_SIDE, ONLY_FOR
from mediation.law.deadlines import ROWS


def test_what_is_answered_or_barred_is_a_rule_of_the_table_and_barring_says_why():
    for effect in (*EFFECTS.values(), *EXCLUDED.values()):
        assert set(effect.answers) | set(effect.bars) <= set(ROWS)
        assert not set(effect.answers) & set(effect.bars)
        assert bool(effect.bars) == (effect.why is not None)


def test_no_event_answers_what_it_starts():
    for trigger, effect in EFFECTS.items():
        assert [rule for rule in (*effect.answers, *effect.bars) if ROWS[rule].trigger is trigger] == []


def test_a_choice_is_between_rules_that_the_event_starts():
    for trigger, rules in CHOICES.items():
        assert len(rules) > 1
        assert {ROWS[rule].trigger for rule in rules} == {trigger}
    assert set(ONLY_FOR) | set(OF_ONE_SIDE) <= set(ROWS)
