"""The whole matrix over HTTP: every mutation and every way to look, tried by everybody in every standing.

What is expected stands in expected.csv. What is denied is really tried: an object the caller may not know of answers as
one that never was, to the byte; nothing is written but the access log, and nothing is sent. What is allowed is really
done, with everything that is written for it, and then taken back (conftest.undo).
"""

from collections import Counter
from typing import Any

import orjson
import pytest

from mediation.infra.runtime import Runtime
from tests.access import cast, reads, table
from tests.access.attempt import Attempt, sdl
from tests.access.attempts import ATTEMPTS, OPEN_TO_ALL
from tests.access.cast import Caller
from tests.access.cells import MORE_ROWS
from tests.access.conftest import DONE
from tests.access.digest import digest, refusals
from tests.access.known import World
from tests.access.reads import LOOKS, Look
from tests.access.table import allowed
from tests.api import Api

pytestmark = pytest.mark.timeout(300)

GROUPS = (*cast.ROLES, "others")
"""One test each, so that they can run beside each other."""

SAID_OTHERWISE = {
    ("acceptOffer that is private", "mediator/home"): "IllegalMove",  # nobody answers it before its release
    ("breakGlassCase", "mediator/home"): "Invalid",  # needs no glass: sees the parties anyway
    ("changePassword", "*"): "Invalid",  # the cast have no passwords: the current one is wrong
    ("confirmFactor", "*"): "IllegalMove",  # nobody has begun to set one up
    ("enrollFactor", "*"): "Invalid",  # as above: no password is right
    ("removeFactor", "*"): "Invalid",
    ("discardDraft", "*"): "DiscardedDraft",  # of a draft nothing is journaled
    ("discardDraft of a mediator", "*"): "NotFound",  # was discarded a moment ago: it is their own
    ("enterRoom", "*"): "RoomEntry",  # sit there already: there is nothing to record
    ("markCaseSeen", "*"): "Case",  # one's own, and no event: nothing happened
    ("restoreFilter", "*"): "SavedFilter",  # was never deleted: nothing happened
    ("restoreFilter that is shared", "*"): "SavedFilter",
    ("saveDraft", "*"): "Draft",
    ("sendSigningCode", "*"): "Invalid",  # the parties have no phones: they sign without
    ("touchRoom", "*"): "Participant",  # a sign of life is no verb and leaves no record
}
"""What an allowed try answers where it is not simply done."""

ASKED_BY_ROLE = frozenset({"breakGlassCase", "recuseCase", "recuseCase of a colleague", "resetStaff"})
"""Whoever can do this to nothing at all is told so, whatever they name: it says nothing of what is there."""

ABOUT_ONESELF = frozenset(
    {
        "changePassword",
        "confirmFactor",
        "enrollFactor",
        "extendSession",
        "removeFactor",
        "reviseProfile",
        "signOut",
        "signOutEverywhere",
    }
)
"""Who has no session has none to close."""


def _group(world: World, group: str) -> list[Caller]:
    return [who for who in world.callers.values() if (who.role if who.role in cast.ROLES else "others") == group]


async def _try(door: Api, attempt: Attempt, world: World, caller: Caller, *, ghost: bool = False) -> tuple[str, bytes]:
    """The type of the answer (`done` when all was done) and its bytes."""
    given = attempt.input(world, caller, ghost=ghost)
    variables = {"i": given} if "$i" in attempt.document else {}
    response = await door.send(attempt.document, variables, token=caller.token)
    body = orjson.loads(response.content)
    assert "errors" not in body, (attempt.row, caller.name, body)
    answer = body["data"]["answer"]
    done = answer["__typename"] == "TooMany" and answer["retryAfterSeconds"] == DONE
    return ("done" if done else str(answer["__typename"])), response.content


def _right(attempt: Attempt, caller: Caller, answer: str) -> bool:
    """Whether the type of the answer is the one the table wants."""
    if allowed(attempt.row, caller, attempt.case):
        row = attempt.row
        other = SAID_OTHERWISE.get((row, caller.name)) or SAID_OTHERWISE.get((row, "*"))
        return answer == "done" or answer == other
    if attempt.row in ABOUT_ONESELF:
        return answer == "NotFound"
    if attempt.target is None or allowed(attempt.seen, caller, attempt.case):
        return answer == "Forbidden"
    return answer == "NotFound" or (answer == "Forbidden" and attempt.row in ASKED_BY_ROLE)


def _hidden(attempt: Attempt, caller: Caller) -> bool:
    """Whether the caller may not know that the object is there."""
    if attempt.target is None or allowed(attempt.row, caller, attempt.case):
        return False
    return not allowed(attempt.seen, caller, attempt.case)


@pytest.mark.parametrize("group", GROUPS)
async def test_every_verb_by_everybody(group: str, world: World, door: Api, in_world: Runtime) -> None:
    wrong: list[tuple[str, str, str]] = []
    count: Counter[str] = Counter()
    ghosts: dict[tuple[str, str], bytes] = {}
    for caller in _group(world, group):
        before, logged, refused = await digest(in_world), await refusals(in_world), 0
        late = []
        for attempt in ATTEMPTS:
            if allowed(attempt.row, caller, attempt.case):
                late.append(attempt)
                continue
            answer, said = await _try(door, attempt, world, caller)
            refused += 1
            if not _right(attempt, caller, answer):
                wrong.append((attempt.row, caller.name, answer))
            if _hidden(attempt, caller):
                key = attempt.row, caller.role if caller.role in cast.ROLES else caller.name
                if key not in ghosts:
                    ghosts[key] = (await _try(door, attempt, world, caller, ghost=True))[1]
                    refused += 1
                if said != ghosts[key]:
                    wrong.append((attempt.row, caller.name, "another answer than for what never was"))
            count["denied"] += 1
        assert await digest(in_world) == before, caller.name
        assert await refusals(in_world) - logged == (0 if caller.id is None and caller.name != "newcomer" else refused)
        for attempt in late:
            answer, _ = await _try(door, attempt, world, caller)
            if not _right(attempt, caller, answer):
                wrong.append((attempt.row, caller.name, answer))
            count["allowed"] += 1

    assert wrong == []
    assert (count["denied"], count["allowed"]) == VERB_CELLS[group]


VERB_CELLS: dict[str, tuple[int, int]] = {
    "administrator": (1462, 163),
    "auditor": (1511, 114),
    "clerk": (1429, 196),
    "intake_clerk": (1394, 231),
    "lawyer": (1427, 198),
    "mediator": (1329, 296),
    "partner": (1437, 188),
    "supervisor": (1362, 263),
    "others": (1456, 44),
}
"""Cells denied and allowed in each group: a number that changes says that somebody can do more, or less, than before."""

_NULLABLE = ("case(", "me ", "myRoomAgreement", "node(", "room(")


def _bundles() -> list[tuple[Look, ...]]:
    """Looks that can be sent together: a root field that must not be null takes its whole answer with it."""
    alone = [(look,) for look in LOOKS if not look.field.startswith(_NULLABLE)]
    rest = [look for look in LOOKS if look.field.startswith(_NULLABLE)]
    return [*alone, *(tuple(rest[i : i + 5]) for i in range(0, len(rest), 5))]


async def _look(door: Api, bundle: tuple[Look, ...], world: World, caller: Caller, *, ghost: bool) -> list[Any]:
    """What each look of the bundle found: its part of the answer, with its errors."""
    asked = " ".join(f"r{n}: {look.text(world, caller, ghost=ghost)}" for n, look in enumerate(bundle))
    body = (await door.send(f"query {{ {asked} }}", token=caller.token)).json()
    errors = body.get("errors", [])
    known = {"FORBIDDEN", "NOT_FOUND"}
    assert all(error.get("extensions", {}).get("code") in known for error in errors), (bundle, body)
    data = body["data"] or {}
    return [(data.get(f"r{n}"), [e for e in errors if e["path"][0] == f"r{n}"]) for n in range(len(bundle))]


@pytest.mark.parametrize("group", GROUPS)
async def test_every_look_by_everybody(group: str, world: World, door: Api, in_world: Runtime) -> None:
    wrong: list[tuple[str, str, str, str]] = []
    count: Counter[str] = Counter()
    ghosts: dict[tuple[Any, str], list[Any]] = {}
    before = await digest(in_world)
    for caller in _group(world, group):
        for bundle in _bundles():
            found = await _look(door, bundle, world, caller, ghost=False)
            key = bundle, caller.role if caller.role in cast.ROLES else caller.name
            for n, look in enumerate(bundle):
                may = allowed(look.row, caller, look.case)
                shown = look.shows(found[n][0], world, caller)
                count["allowed" if may else "denied"] += 1
                if shown is not may:
                    wrong.append((look.row, look.field, caller.name, "shown" if shown else "not shown"))
                if may or not look.is_about_one or _sees_some(look, caller):
                    continue
                if key not in ghosts:
                    ghosts[key] = await _look(door, bundle, world, caller, ghost=True)
                if orjson.dumps(found[n]) != orjson.dumps(ghosts[key][n]):
                    wrong.append((look.row, look.field, caller.name, "another answer than for what never was"))

    assert wrong == []
    assert await digest(in_world) == before
    assert (count["denied"], count["allowed"]) == LOOK_CELLS[group]


LOOK_CELLS: dict[str, tuple[int, int]] = {
    "administrator": (1694, 191),
    "auditor": (1661, 224),
    "clerk": (1529, 356),
    "intake_clerk": (1599, 286),
    "lawyer": (1598, 287),
    "mediator": (1486, 399),
    "partner": (1622, 263),
    "supervisor": (1336, 549),
    "others": (1623, 117),
}
"""As above, of the ways to look."""


def _sees_some(look: Look, caller: Caller) -> bool:
    """Whether the caller sees the object that was asked for, only not this part of it."""
    return bool(look.within) and allowed(look.within, caller, look.case)


def test_every_mutation_and_every_root_field_is_tried() -> None:
    schema = sdl()
    assert schema.mutation_type is not None
    assert schema.query_type is not None

    assert {attempt.mutation for attempt in ATTEMPTS} | OPEN_TO_ALL == set(schema.mutation_type.fields)
    assert set(reads.FIELDS) == set(schema.query_type.fields)
    assert len({attempt.row for attempt in ATTEMPTS}) == len(ATTEMPTS)


def test_every_row_of_the_table_is_asked_for() -> None:
    asked = {attempt.row for attempt in ATTEMPTS} | {attempt.seen for attempt in ATTEMPTS}
    asked |= {look.row for look in LOOKS} | set(MORE_ROWS)
    standings = {*cast.STANDINGS, *cast.SEATS, "stranger", "own", "itself"}

    assert table.rows() <= asked
    assert all(known <= standings for known in table.table().values())
