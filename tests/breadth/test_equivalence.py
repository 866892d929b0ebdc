"""Whatever is asked, and whatever goes wrong, both executors say the same."""

import gc
import os
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mediation.breadth import BreadthFirst
from tests.breadth.both import assert_equal, parsed, run
from tests.breadth.documents import Documents
from tests.breadth.schema import SCHEMA, Seen, Thing

EXAMPLES = int(os.environ.get("BREADTH_EXAMPLES", "120"))
"""`BREADTH_EXAMPLES=10000 pytest tests/breadth/test_equivalence.py --timeout 0` for a thorough look"""


@pytest.mark.usefixtures("core_may_leave_coroutines")
@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from((0, 2, 8, 25)), st.integers(1, 4))
async def test_operations_by_chance_are_answered_alike(seed: int, mishaps: int, depth: int) -> None:
    text, variables = Documents(SCHEMA, Random(seed), depth).operation()
    root = Thing("Query", "q", Seen(seed, mishaps))

    await assert_equal(SCHEMA, text, lambda: Seen(seed, mishaps), root_value=root, variable_values=variables)


async def test_a_batch_function_is_asked_once_for_all_objects_of_a_level() -> None:
    seen = Seen(3, 0)
    text = "{ all { batchedMany { batched { batchedMust { size } batchedText } } } }"

    found = await assert_equal(SCHEMA, text, lambda: seen, root_value=Thing("Query", "q", seen))

    many = sum(len(one["batchedMany"]) for one in (found.data or {})["all"])
    assert many > 3
    once = {("batchedMany", 2), ("batched", many), ("batchedMust", many), ("batchedText", many)}
    assert set(seen.batches[:4]) == once


async def test_no_coroutine_is_left_behind(left: list[str]) -> None:
    for seed in range(60):
        text, variables = Documents(SCHEMA, Random(seed), 4).operation()
        seen = Seen(seed, 10)
        root = Thing("Query", "q", seen)
        await run(
            SCHEMA, parsed(SCHEMA, text), BreadthFirst, context_value=seen, root_value=root, variable_values=variables
        )
    gc.collect()

    assert left == []
