"""One operation run both ways, and what the two say in a shape that can be compared.

Which of several errors below a null is told depends on the order in which fields are run, and the specification leaves
that open. So errors that stand at their own null must be equal, each null that came from below must have an error in
both, and every error that is told must be one that graphql-core tells when nulls do not travel.
"""

from inspect import isawaitable
from typing import Any, Final

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    NoUnusedVariablesRule,
    execute,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.executor import Executor

from mediation.breadth import BreadthFirst

_RULES: Final = [rule for rule in specified_rules if rule is not NoUnusedVariablesRule]

Error = tuple[tuple[str | int, ...], str, tuple[tuple[int, int], ...]]


class Still(Executor[Any]):
    """graphql-core's, with nulls that stay where they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_propagation = False


async def run(schema: GraphQLSchema, document: DocumentNode, executor: type, **how: Any) -> ExecutionResult:
    """The response of one executor."""
    found = execute(schema, document, executor_class=executor, **how)
    response: ExecutionResult = await found if isawaitable(found) else found
    return response


def parsed(schema: GraphQLSchema, text: str) -> DocumentNode:
    """The document, which has to be valid."""
    document = parse(text)
    wrong = validate(schema, document, _RULES)
    assert not wrong, (text, wrong)
    return document


def errors_of(response: ExecutionResult) -> list[Error]:
    """Path, message and places of each."""
    return sorted(
        (
            (tuple(error.path or ()), error.message, tuple(map(tuple, error.locations or ())))  # type: ignore[misc]
            for error in response.errors or ()
        ),
        key=repr,
    )


def split(response: ExecutionResult) -> tuple[list[Error], set[tuple[str | int, ...]]]:
    """Errors that stand at their own null, and the nulls that came from below."""
    own, fallen = [], set()
    for error in errors_of(response):
        value: Any = response.data
        at: tuple[str | int, ...] = ()
        for step in error[0]:
            if value is None:
                break
            value, at = value[step], (*at, step)
        assert value is None, f"an error at {error[0]}, where no null is"
        if at == error[0]:
            own.append(error)
        else:
            fallen.add(at)
    return own, fallen


async def assert_equal(
    schema: GraphQLSchema, text: str, make: Any = lambda: None, *, executor: type = BreadthFirst, **how: Any
) -> ExecutionResult:
    """Raises AssertionError unless both say the same. `make()` is the context of a run; `how` goes to graphql-core.

    Returns what the breadth-first executor answered.
    """
    document = parsed(schema, text)
    ours = await run(schema, document, executor, context_value=make(), **how)
    theirs = await run(schema, document, Executor, context_value=make(), **how)
    assert ours.data == theirs.data, text
    assert _order(ours.data) == _order(theirs.data), text
    assert split(ours) == split(theirs), text
    if ours.errors:
        still = await run(schema, document, Still, context_value=make(), **how)
        assert set(errors_of(ours)) <= set(errors_of(still)), text
        assert len(errors_of(ours)) == len(set(errors_of(ours))), text
    return ours


def _order(data: Any) -> Any:
    """The names in their order, which comparing dictionaries does not look at."""
    if isinstance(data, dict):
        return [(name, _order(value)) for name, value in data.items()]
    return [_order(item) for item in data] if isinstance(data, list) else None
