"""How a verb becomes a mutation: one transaction, one result or one typed problem, safe to repeat under a key."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Union, cast

import strawberry
from strawberry.utils.str_converters import to_camel_case

from mediation.gql.context import Info
from mediation.gql.problems import PROBLEM_TYPES, as_type
from mediation.gql.relay import Reread, load_node
from mediation.infra import idempotency
from mediation.infra.uow import Tx
from mediation.kit.problems import NotFound, Problem

Resolver = Callable[..., Awaitable[Any]]


def mutation(description: str) -> Callable[[Resolver], Any]:
    """Turn `async def sign_agreement(self, info, tx, input) -> Agreement` into a mutation field.

    The function runs inside one transaction (`tx`). Its answer's type becomes the union `SignAgreementResult` of that
    type and the problems. A Problem raised anywhere rolls back and is answered as its type. With an `Idempotency-Key`
    the key is claimed in the same transaction; a repeat answers the same result without doing it again.
    A function that returns `reread(...)` has its result read after the commit, as the reactions left it.
    """

    def decorate(function: Resolver) -> Any:
        signature = inspect.signature(function)
        name = to_camel_case(function.__name__)
        union = strawberry.union(
            f"{name[0].upper()}{name[1:]}Result", description=f"What `{name}` answers: the result, or why not."
        )
        members = (signature.return_annotation, *PROBLEM_TYPES)
        answer_type: Any = Annotated[Union[members], union]  # type: ignore[valid-type] # noqa: UP007 - built from a tuple

        async def resolve(self: Any, info: Info, **arguments: Any) -> Any:
            context = info.context
            key = context.origin.idempotency_key
            try:
                async with context.uow() as tx:
                    row = await idempotency.claim(tx, key, context.origin.fingerprint) if key else None
                    result = await function(self, info, tx, **arguments)
                    if row is not None:
                        await idempotency.remember_result(tx, row, getattr(result, "id", None))
            except idempotency.AlreadyDone as done:
                again = await load_node(context, done.node_id) if done.node_id else None
                return again if again is not None else as_type(NotFound(), context.locale)
            except Problem as problem:
                return as_type(problem, context.locale)
            context.forget()
            if isinstance(result, Reread):
                result = await load_node(context, result.id) or as_type(NotFound(), context.locale)
            return result

        parameters = [p for p in signature.parameters.values() if p.name != "tx"]
        resolve.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=parameters, return_annotation=answer_type
        )
        resolve.__annotations__ = {
            **{p.name: p.annotation for p in parameters if p.annotation is not inspect.Parameter.empty},
            "return": answer_type,
        }
        resolve.__name__ = function.__name__
        resolve.__doc__ = function.__doc__
        resolve.__module__ = function.__module__
        return strawberry.mutation(resolver=cast("Any", resolve), description=description)

    return decorate


__all__ = ["Tx", "mutation"]
