"""One query of ours run level by level and field by field, and what the two say in a shape that can be compared."""

from copy import copy
from inspect import isawaitable
from typing import Any

import orjson
from graphql import DocumentNode, execute
from tests.breadth.both import split

from mediation.gql.context import Context, Reader


def fresh(context: Context) -> Context:
    """The same caller, with nothing loaded yet."""
    made = copy(context)
    made.reader = Reader(context.runtime, context.actor)
    made.decided, made._loaders, made.by_level = {}, {}, False
    return made


def told(response: Any) -> str:
    """Data and errors in one text. Of errors below one null that came from there, that there is one; see both.py."""
    own, fallen = split(response)
    kinds = sorted([str(error.path), type(error.original_error).__name__] for error in response.errors or ())
    said = {
        "data": response.data,
        "errors": [[str(path), message, str(places)] for path, message, places in own],
        "fallen": sorted(map(str, fallen)),
        "kinds": [] if fallen else kinds,
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2).decode()


async def run(schema: Any, document: DocumentNode, executor: type, context: Context, variables: dict[str, Any]) -> Any:
    """The response of one executor, before errors are put into words."""
    found = execute(schema._schema, document, context_value=context, variable_values=variables, executor_class=executor)
    return await found if isawaitable(found) else found
