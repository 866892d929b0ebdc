"""How the operations of our schema are run: queries level by level (mediation.breadth), the rest field by field (plain.py).

Whatever the first does not take, the second runs, and both answer the same; nothing depends on this but time.
"""

from typing import Any

import strawberry

from mediation.breadth import BreadthFirst, Plans
from mediation.breadth.strawberry_fields import StrawberryReading
from mediation.gql import plain
from mediation.gql.context import Context


def executor_of(schema: strawberry.Schema) -> type[plain.Executor]:
    """The executor of `schema`, with the plans of its operations."""

    class Executor(BreadthFirst, plain.Executor):
        """See the module."""

        plans = Plans(StrawberryReading(schema))

        def execute_operation(self, serially: bool | None = None) -> Any:
            """One operation after another may have the same context."""
            self._tell(by_level=False)
            return super().execute_operation(serially)

        def begin(self) -> None:
            """From here on nothing has to be loaded ahead."""
            self._tell(by_level=True)

        def _tell(self, *, by_level: bool) -> None:
            if isinstance(self.context_value, Context):
                self.context_value.by_level = by_level

    return Executor
