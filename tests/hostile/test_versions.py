"""A version that is not the one that stands: a conflict that names the right one, and nothing is written."""

from tests.hostile.doors import arguments, holds, mutations, put
from tests.hostile.world import World

WORDS = ("version", "revision")


async def test_every_mutation_that_takes_a_version_refuses_another_one(w: World):
    tried = 0
    for mutation in mutations():
        for path in [path for path in arguments(mutation, "Int") if path[-1] in WORDS]:
            call = next(one for one in await w.calls(mutation) if holds(one.given, path))
            before, seen = await w.books(), _at(call.given, path)
            for stale in (seen + 1, seen - 1, 0 if seen else 5, -1, 2**31 - 1, -(2**31)):
                answer = await w.send(call, put(call.given, mutation, path, stale))
                assert answer["__typename"] == "Conflict", (mutation, path, stale, answer)
                assert answer["currentVersion"] == seen
                assert answer["message"] == "内容已被他人更改，请刷新后再试。"
                tried += 1
            assert await w.books() == before, mutation

    assert tried > 150


def _at(given, path):
    for step in path:
        given = given[0] if step == "[]" else given[step]
    return given
