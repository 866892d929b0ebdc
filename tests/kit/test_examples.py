"""The examples in the docstrings of the pure modules are true."""

import doctest
from importlib import import_module

import pytest

MODULES = [f"kit.{name}" for name in ("identifiers", "ids", "machine", "money", "names", "workdays")] + ["law.periods"]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_run(module: str) -> None:
    assert doctest.testmod(import_module(f"mediation.{module}")).failed == 0
