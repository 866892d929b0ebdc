"""State machines as tables of moves: one table is read by the rule, the guard, the screen's buttons and the diagram.

Holds the reading of a table. Refuses to hold any table (each feature's `rules.py`) and who may move (`access/`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mediation.kit.problems import IllegalMove

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """`verb` takes a thing from `source` to `target`."""

    verb: str
    source: S
    target: S


def advance(moves: Sequence[Move[S]], state: S, verb: str, *, to: S | None = None) -> S:
    """Return the state that `verb` leads to; `to` says which, where the table has several and a rule has chosen.

    Raises:
        IllegalMove: no move of that verb leaves `state` (for `to`); it names the verbs that do.
        ValueError: the table sends one verb from one state to two targets, and none was chosen.
    """
    targets = {
        move.target for move in moves if move.source == state and move.verb == verb and to in (None, move.target)
    }
    if not targets:
        raise IllegalMove(verb, state, allowed(moves, state))
    if len(targets) > 1:
        raise ValueError(f"{verb} leads from {state} to more than one state")
    return targets.pop()


def allowed(moves: Iterable[Move[S]], state: S) -> tuple[str, ...]:
    """Return the verbs possible in `state`, each once, in the order of the table."""
    return tuple(dict.fromkeys(move.verb for move in moves if move.source == state))


def diagram(moves: Sequence[Move[S]]) -> str:
    """Return the table as a Mermaid state diagram; the first source is the start, states never left are ends."""
    sources = {move.source for move in moves}
    ends = dict.fromkeys(move.target for move in moves if move.target not in sources)
    lines = ["stateDiagram-v2"]
    if moves:
        lines.append(f"    [*] --> {_node(moves[0].source)}")
    # Mermaid ends the target at the first colon, so a verb's own colon is safe only after it.
    lines += [f"    {_node(move.source)} --> {_node(move.target)}: {move.verb}" for move in moves]
    lines += [f"    {_node(state)} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"


def _node(state: StrEnum) -> str:
    # Mermaid ids take neither hyphens nor the word "end".
    name = state.value.replace("-", "_").replace(" ", "_")
    return f"{name}_" if name == "end" else name
