"""The examples in the docstrings of the pure modules are true."""

import doctest
from importlib import import_module

import pytest

from mediation.kit.workdays import built_in

MODULES = [f"kit.{name}" for name in ("identifiers", "ids", "machine", "money", "names", "workdays")] + ["law.periods"]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_run(module: str) -> None:
    found = doctest.testmod(import_module(f"mediation.{module}"), extraglobs={"known": built_in()})

    assert found.failed == 0
