"""Tables of moves."""

from enum import StrEnum

import pytest

from mediation.kit.machine import Move, advance, allowed, diagram
from mediation.kit.problems import IllegalMove


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    WALLED_UP = "walled-up"


MOVES = (
    Move("door:open", Door.SHUT, Door.OPEN),
    Move("door:shut", Door.OPEN, Door.SHUT),
    Move("door:knock", Door.SHUT, Door.SHUT),
    Move("door:wall_up", Door.SHUT, Door.WALLED_UP),
    Move("door:wall_up", Door.OPEN, Door.WALLED_UP),
)


def test_every_state_and_verb_moves_as_the_table_says_or_is_refused() -> None:
    table = {(move.source, move.verb): move.target for move in MOVES}

    for state in Door:
        for verb in ("door:open", "door:shut", "door:knock", "door:wall_up", "door:paint"):
            if (state, verb) in table:
                assert advance(MOVES, state, verb) is table[state, verb]
            else:
                with pytest.raises(IllegalMove) as refusal:
                    advance(MOVES, state, verb)
                assert (refusal.value.verb, refusal.value.state) == (verb, state)
                assert refusal.value.allowed == allowed(MOVES, state)


def test_what_is_possible_is_listed_once_in_the_order_of_the_table() -> None:
    assert allowed((*MOVES, MOVES[0]), Door.SHUT) == ("door:open", "door:knock", "door:wall_up")
    assert allowed(MOVES, Door.WALLED_UP) == ()


def test_a_table_with_two_targets_for_one_verb_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="more than one state"):
        advance((*MOVES, Move("door:open", Door.SHUT, Door.WALLED_UP)), Door.SHUT, "door:open")


def test_the_diagram_shows_start_moves_and_ends() -> None:
    assert diagram(MOVES) == (
        "stateDiagram-v2\n"
        "    [*] --> shut\n"
        "    shut --> open: door:open\n"
        "    open --> shut: door:shut\n"
        "    shut --> shut: door:knock\n"
        "    shut --> walled_up: door:wall_up\n"
        "    open --> walled_up: door:wall_up\n"
        "    walled_up --> [*]\n"
    )


def test_an_empty_table_has_an_empty_diagram() -> None:
    assert diagram(()) == "stateDiagram-v2\n"
