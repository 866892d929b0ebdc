"""The examples in the docstrings of the pure modules are true."""

import doctest
from importlib import import_module

import pytest

from mediation.kit.workdays import built_in

NAMES = (
    "kit.holiday_notice",
    "kit.identifiers",
    "kit.ids",
    "kit.machine",
    "kit.money",
    "kit.names",
    "kit.workdays",
    "law.amounts.double_wage",
    "law.amounts.employment",
    "law.amounts.leave",
    "law.amounts.result",
    "law.amounts.terms",
    "law.limitation",
    "law.periods",
)


@pytest.mark.parametrize("module", NAMES)
def test_the_examples_of_a_module_run(module: str) -> None:
    found = doctest.testmod(import_module(f"mediation.{module}"), extraglobs={"known": built_in()})

    assert found.failed == 0
