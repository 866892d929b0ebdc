"""graphql-core leaves coroutines behind when a null travels past them. Here that is known, and not an error of ours."""

import gc
import sys
import warnings
from collections.abc import Iterator
from inspect import iscoroutine
from typing import Any

import pytest


@pytest.fixture
def core_may_leave_coroutines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was left is found, and forgiven, before the next test."""
    before = sys.unraisablehook

    def hook(unraisable: Any) -> None:
        if not iscoroutine(unraisable.object):
            before(unraisable)

    monkeypatch.setattr(sys, "unraisablehook", hook)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="coroutine .* was never awaited", category=RuntimeWarning)
        yield
        gc.collect()


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The coroutines that nobody awaited. Ask after collecting garbage."""
    found: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: found.append(repr(unraisable.object)))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield found
