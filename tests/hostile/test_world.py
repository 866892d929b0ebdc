"""The ground these tests stand on: every mutation has a valid call, so a refusal is a refusal of what was tried."""

from tests.hostile.doors import PROBLEM_TYPES, mutations
from tests.hostile.world import WAYS, World


def test_every_mutation_of_the_schema_has_a_valid_call():
    assert sorted(WAYS) == sorted(mutations())


async def test_every_valid_call_is_done(w: World):
    refused = {}
    for mutation in mutations():
        for call in await w.calls(mutation):
            answer = await w.send(call)
            if answer["__typename"] in PROBLEM_TYPES:
                refused[mutation] = answer

    assert refused == {}
