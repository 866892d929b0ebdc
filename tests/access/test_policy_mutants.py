"""Every line of the policy matters: without it, and with it drawn wider, some cell differs from what is expected."""

from collections.abc import Iterable, Sequence
from itertools import product

import pytest

from mediation.access.guard import Guard, Line, Policy, read_policy
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.infra.runtime import Runtime
from mediation.kit.actor import STAFF_ROLES, Role
from tests.access.cells import Cell, cells
from tests.access.known import World


@pytest.fixture
async def every(in_world: Runtime, world: World) -> list[Cell]:
    return await cells(in_world, world)


@pytest.fixture
def lines(in_world: Runtime) -> list[Line]:
    return read_policy(in_world.settings.policies_dir / "access")


def _guard(runtime: Runtime, lines: Iterable[Line]) -> Guard:
    made = Guard()
    made.use(Policy(runtime.settings.policies_dir / "access" / "model.conf", list(lines)))
    return made


def _of_verb(lines: Iterable[Line], verb: str) -> list[Line]:
    return [line for line in lines if line[1] == verb]


def _differs(guard: Guard, some: Sequence[Cell]) -> bool:
    return any(guard.may(cell.actor, cell.verb, cell.facts) is not cell.expected for cell in some)


def _touched(every: Sequence[Cell]) -> dict[tuple[str, str], list[Cell]]:
    """Cells by role and verb: what a line of that role and verb can change. A staff member has the role `staff` too."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in every:
        for role in cell.actor.roles:
            found.setdefault((role.value, cell.verb.value), []).append(cell)
    return found


async def test_the_guard_decides_every_cell_as_the_table_says(in_world, every, lines):
    # One guard per verb: lines of other verbs say nothing to it, and casbin reads every line for every answer.
    guards = {verb: _guard(in_world, _of_verb(lines, verb)) for verb in Verb}

    wrong = [
        (c.row, c.who, c.expected) for c in every if guards[c.verb].may(c.actor, c.verb, c.facts) is not c.expected
    ]

    assert wrong == []
    assert (len(every), sum(cell.expected for cell in every)) == GUARD_CELLS


GUARD_CELLS = (21_301, 2_860)
"""Cells in all, and allowed."""


async def test_deleting_any_line_of_the_policy_is_noticed(in_world, every, lines):
    touched = _touched(every)

    alive = []
    for line in lines:
        some = touched.get(line[:2], [])
        rest = [other for other in _of_verb(lines, line[1]) if other != line]
        if not _differs(_guard(in_world, rest), some):
            alive.append(line)

    assert alive == []
    assert len(lines) == LINES


LINES = 474

_LADDER = (Scope.AGENCY, Scope.DISTRICT, Scope.CITY, Scope.ANY)

OWN_BY_NATURE = frozenset(
    {
        "agency:establish",
        "case:register",
        "draft:save",
        "factor:confirm",
        "factor:enroll",
        "factor:remove",
        "filter:save",
        "order:register",
        "password:change",
        "profile:revise",
        "session:close",
        "session:close_all",
        "session:extend",
        "staff:create",
    }
)
"""What these are done to is the caller's own and nothing else can be named, so a wider scope reaches nothing more."""


def _wider(lines: Iterable[Line], role: str, verb: str) -> tuple[Scope, ...]:
    """The scopes of the ladder above the widest that the role has for the verb."""
    held = [_LADDER.index(Scope(line[2])) for line in lines if line[:2] == (role, verb) and line[2] in _LADDER]
    return _LADDER[max(held) + 1 :] if held else _LADDER


def _reaches_nothing(scope: Scope, some: Sequence[Cell]) -> bool:
    """Whether no caller has the attribute, or no object: then the scope can match nothing at all."""
    name = {Scope.AGENCY: "agency", Scope.DISTRICT: "district", Scope.CITY: "city"}.get(scope)
    if name is None:
        return False
    return all(getattr(c.actor, f"{name}_id") is None or getattr(c.facts, name) is None for c in some)


async def test_drawing_any_line_wider_is_noticed(in_world, every, lines):
    """The line stays, and one drawn to the agency, the district, the city or everything is added."""
    touched = _touched(every)
    mutants = {
        (role, verb, wider.value)
        for role, verb, _ in lines
        if verb not in OWN_BY_NATURE
        for wider in _wider(lines, role, verb)
        if not _reaches_nothing(wider, touched[role, verb])
    }

    alive = [
        line
        for line in sorted(mutants)
        if not _differs(_guard(in_world, [*_of_verb(lines, line[1]), line]), touched[line[:2]])
    ]

    assert alive == []
    assert len(mutants) == WIDER


WIDER = 1_008

NEVER_ASKED = frozenset(
    {
        "agreement:take_effect",
        "assignment:end",
        "assignment:resume",
        "case:mark_collective",
        "case:warn",
        "commitment:move",
        "deadline:move",
        "session:challenge",
        "session:complete",
        "session:open",
        "session:send_code",
    }
)
"""What follows from something else, or lets somebody in: the guard is not asked."""


async def test_giving_a_role_any_verb_it_does_not_have_is_noticed(in_world, every, lines):
    """Every role, every verb that it has in no scope, now in the one that reaches everything."""
    touched, has = _touched(every), {line[:2] for line in lines}
    mutants = [
        (role.value, verb.value, "any")
        for role, verb in product(Role, Verb)
        if (role.value, verb.value) not in has
        and verb not in NEVER_ASKED
        and not (role in STAFF_ROLES and ("staff", verb.value) in has)
    ]

    alive = [line for line in mutants if not _differs(_guard(in_world, [line]), touched.get(line[:2], []))]

    assert alive == []
    assert len(mutants) == GIVEN


GIVEN = 1_336
