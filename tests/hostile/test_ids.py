"""Ids that are none, of something else, or of nothing, in every ID argument of every mutation and query."""

import pytest

from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.kit.ids import decode_global_id
from tests.hostile.doors import NOWHERE, Path, arguments, dotted, mutations, put
from tests.hostile.world import Call, World

MALFORMED = [
    "",
    " ",
    "1",
    "null",
    "不是编号",
    "Q2FzZTo",
    "../../etc/passwd",
    "' OR 1=1 --",
    gid("Case", NOWHERE) + "=",
    gid("Case", NOWHERE).swapcase(),
    "Q" * 10_000,
]
TYPES = ["Case", "Staff", "Party", "Participant", "Offer", "Caucus", "Room", "Lawyer", "Agency", "Session", "Wrong"]


async def _refused(w: World, call: Call, path: Path, value: str) -> None:
    answer = await w.send(call, put(call.given, call.mutation, path, value))
    if answer["__typename"] == "Invalid":
        told = [one for one in answer["fields"] if dotted(path).startswith(one["path"]) or one["code"] == "one_of"]
        assert told, (call.mutation, path, value, answer)
    else:
        assert answer["__typename"] == "NotFound", (call.mutation, path, value, answer)


def _typed(call: Call, path: Path) -> list[str]:
    """The type of the id that stands there in the valid call, if any."""
    place = call.given
    for step in path:
        place = place[0] if step == "[]" and place else place.get(step) if isinstance(place, dict) else None
        if place is None:
            return []
    return [decode_global_id(place)[0]]


@pytest.mark.parametrize("part", range(3))
async def test_an_id_that_is_none_or_of_nothing_is_invalid_or_not_found_and_writes_nothing(w: World, part: int):
    tried = 0
    for mutation in mutations()[part::3]:
        call = await w.call(mutation)
        before = await w.books()
        for path in arguments(mutation, "ID"):
            for value in MALFORMED:
                await _refused(w, call, path, value)
            for type_ in dict.fromkeys([*_typed(call, path), *TYPES]):
                await _refused(w, call, path, gid(type_, new_id()))
                tried += 1
        assert await w.books() == before, mutation

    assert tried > 150
