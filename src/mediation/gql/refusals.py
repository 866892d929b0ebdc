"""Questions that were refused are told to the access log. Mutations tell it themselves, with what they were about."""

from collections.abc import AsyncIterator
from typing import Any

from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from mediation.gql.context import Context
from mediation.infra.uow import Refusal
from mediation.kit.problems import Forbidden


class Refusals(SchemaExtension):
    """One line per verb that somebody known asked for in vain, however often the document asked."""

    async def on_execute(self) -> AsyncIterator[None]:
        """After the operation has run, before its errors are put into words."""
        yield
        execution = self.execution_context
        context: Context = execution.context
        heard = context.runtime.reactions.refused
        if heard is None or context.actor.id is None or execution.operation_type is not OperationType.QUERY:
            return
        for verb in sorted(_verbs(getattr(execution.result, "errors", None) or ())):
            await heard(context.runtime, context.actor, Refusal(verb=verb))


def _verbs(errors: Any) -> set[str]:
    found = (error.original_error for error in errors)
    return {str(problem.verb) for problem in found if isinstance(problem, Forbidden)}
