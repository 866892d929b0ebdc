"""graphql-core leaves coroutines behind when a null travels past them. Here that is known, and not an error of ours."""

import gc
import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture
def core_may_leave_coroutines() -> Iterator[None]:
    """What was left is found, and forgiven, before the next test."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="coroutine .* was never awaited", category=RuntimeWarning)
        yield
        gc.collect()
