"""Conflicts and the order of suggestions, over plain values."""

from uuid import UUID

import pytest

from mediation.kit.machine import advance
from mediation.kit.problems import IllegalMove
from mediation.lawyer.rules import MOVES, Acted, AssignmentState, Candidate, Named, conflicts, name_key, suggest

FIRM, OTHER = UUID(int=1), UUID(int=2)
LAWYER, COLLEAGUE = UUID(int=11), UUID(int=12)
EMPLOYER = Named("某餐饮管理有限公司", "91310112MA1GB5XQ3X", is_claimant=False)
WORKER = Named("王小明", None, is_claimant=True)


def _acted(name="某餐饮管理有限公司", *, code=None, firm=FIRM, lawyer=LAWYER, is_for=True):
    return Acted(firm, lawyer, name_key(name), code, is_for, "2025-033")


def _hits(*acted, lawyer=LAWYER):
    return conflicts([EMPLOYER, WORKER], acted, lawyer_id=lawyer, firm_id=FIRM)


def test_who_acted_for_the_employer_has_a_conflict_with_its_reason():
    (hit,) = _hits(_acted())

    assert hit.text.zh == "本人代理过 某餐饮管理有限公司 2025-033"
    assert hit.text.en == "The lawyer has acted for 某餐饮管理有限公司 2025-033"


def test_a_colleague_s_engagement_binds_the_whole_firm():
    (hit,) = _hits(_acted(lawyer=COLLEAGUE))

    assert hit.text.zh.startswith("所在律所")
    assert _hits(_acted(firm=OTHER)) == ()


def test_who_acted_against_the_employer_has_none_and_against_a_worker_has_one():
    assert _hits(_acted(is_for=False)) == ()
    assert len(_hits(_acted("王小明", is_for=False))) == 1
    assert _hits(_acted("王小明", is_for=True)) == ()


def test_names_are_compared_without_width_spaces_and_brackets_and_codes_first():
    assert len(_hits(_acted("某餐饮管理 有限公司"))) == 1
    assert len(_hits(_acted("旧名字公司", code="91310112MA1GB5XQ3X"))) == 1
    assert _hits(_acted(code="91310000000000000X")) == ()


def _candidate(n, **more):
    values = {
        "lawyer_id": UUID(int=100 + n),
        "staff_id": UUID(int=200 + n),
        "firm_id": UUID(int=300 + n),
        "name": f"律师{n}",
        "firm": f"律所{n}",
        "specialties": (),
        "capacity": 10,
        "open_cases": 0,
        "rota_position": None,
    }
    return Candidate(**{**values, **more})


def test_suggestions_go_by_conflict_then_room_then_rota_then_load():
    conflicted = _candidate(1, firm_id=FIRM, rota_position=1)
    full = _candidate(2, rota_position=2, open_cases=10)
    second = _candidate(3, rota_position=4)
    first = _candidate(4, rota_position=3, open_cases=9)
    busy = _candidate(5, open_cases=5)
    idle = _candidate(6, open_cases=1)
    acted = [_acted()]

    made = suggest([conflicted, full, second, first, busy, idle], [EMPLOYER, WORKER], acted, needed=frozenset())

    assert [one.candidate for one in made] == [first, second, idle, busy, full, conflicted]
    assert [one.is_possible for one in made] == [True] * 5 + [False]
    assert made[0].reasons[1].zh == "今天轮值第3位"


@pytest.mark.parametrize("state", list(AssignmentState))
@pytest.mark.parametrize("verb", sorted({move.verb for move in MOVES}))
def test_every_state_and_verb_is_either_in_the_table_or_refused(state, verb):
    if (state, verb) in {(move.source, move.verb) for move in MOVES}:
        assert advance(MOVES, state, verb) in AssignmentState
        return
    with pytest.raises(IllegalMove) as refused:
        advance(MOVES, state, verb)
    assert refused.value.state == state
