"""Where graphql-core hands over: an Executor that runs by a plan what can be planned, and the rest as it always did."""

from typing import Any, ClassVar

from graphql import OperationType
from graphql.execution.executor import Executor

from mediation.breadth.planning import NotTakenError
from mediation.breadth.plans import Plans
from mediation.breadth.reading import Reading
from mediation.breadth.run import Run


class BreadthFirst(Executor[Any]):
    """Pass it to graphql-core as `executor_class`, or put it before another subclass of graphql-core's Executor.

    Operation, fragments and variables are what graphql-core made of the request, and so is the response.
    """

    plans: ClassVar[Plans] = Plans(Reading())
    """a subclass with another reading has plans of its own"""

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The response, or an awaitable of it."""
        if serially or self.why_not() is not None:
            return super().execute_operation(serially)
        found = self.plans.plan_for(self)
        if isinstance(found, NotTakenError):
            return super().execute_operation(serially)
        self.begin()
        return Run(self, found).start()

    def begin(self) -> None:
        """Called when an operation is run by a plan, before anything else; for subclasses."""

    def why_not(self) -> str | None:
        """Why this request is left to graphql-core, whatever its document says."""
        if self.operation.operation is not OperationType.QUERY:
            return f"a {self.operation.operation.value}"
        if self.middleware_manager is not None and self.middleware_manager.middlewares:
            return "middleware stands around resolvers"
        if self.abort_signal is not None:
            return "it can be aborted"
        return None
