"""Every query that is run level by level is run field by field as well, and the answers must be equal.

A plugin: `pytest -p tests.gql.both_ways tests/web`. It asks each query twice, so tests that count what was asked fail under
it, and those only; what it finds different is told at the end, and makes the run fail.
"""

from copy import copy
from inspect import isawaitable
from typing import Any

import pytest
from graphql.execution.executor import CollectedErrors
from tests.gql.twice import fresh, told

from mediation.breadth import BreadthFirst
from mediation.breadth.planning import Plan
from mediation.gql import levels

different: list[str] = []
asked = {"by level": 0, "by field": 0}
reasons: dict[str, int] = {}
_made = levels.executor_of


def executor_of(schema: Any) -> Any:
    """The executor of a schema that asks in both ways."""

    class Executor(_made(schema)):  # type: ignore[misc]  # a class made for each schema
        """Answers what was found level by level."""

        def execute_operation(self, serially: bool | None = None) -> Any:
            """Ours first, so that what is kept for the caller is ours."""
            why = self.why_not() if not serially else "serially"
            found = self.plans.plan_for(self) if why is None else why
            if not isinstance(found, Plan):
                asked["by field"] += 1
                reasons[str(found)] = reasons.get(str(found), 0) + 1
                return super().execute_operation(serially)
            asked["by level"] += 1
            return self._both(super().execute_operation(serially))

        async def _both(self, ours: Any) -> Any:
            mine = await ours if isawaitable(ours) else ours
            other = copy(self)
            other.collected_errors = CollectedErrors()
            other._plans, other._relevant_sub_fields = {}, {}
            other.context_value = fresh(self.context_value)
            theirs = super(BreadthFirst, other).execute_operation()
            theirs = await theirs if isawaitable(theirs) else theirs
            if told(mine) != told(theirs):
                different.append(f"{self.operation.loc.source.body[:600]}\n{told(mine)[:3000]}\n{told(theirs)[:3000]}")
            return mine

    return Executor


levels.executor_of = executor_of
from mediation.gql import endpoint  # noqa: E402 - it takes the name when it is loaded

endpoint.executor_of = executor_of


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was asked, and what was different."""
    say = terminalreporter.write_line
    say(f"queries asked both ways: {asked['by level']}; field by field only: {asked['by field']} {reasons}")
    for one in different[:5]:
        say(f"DIFFERENT {one}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run when something was different."""
    if different:
        session.exitstatus = 1
