"""How a verb becomes a mutation: one transaction, one result or one typed problem, safe to repeat under a key."""

import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case

from mediation.access.verbs import verb_of
from mediation.gql.context import Context, Info
from mediation.gql.problems import PROBLEM_TYPES, as_type
from mediation.gql.relay import Reread, load_node
from mediation.infra import idempotency
from mediation.infra.uow import Refusal, Tx
from mediation.kit.ids import decode_global_id
from mediation.kit.problems import Forbidden, NotFound, Problem

Resolver = Callable[..., Awaitable[Any]]


def mutation(description: str, *, secret: bool = False, keyed: bool = True) -> Callable[[Resolver], Any]:
    """Turn `async def sign_agreement(self, info, tx, input) -> Agreement` into a mutation field.

    The function runs inside one transaction (`tx`). Its answer's type becomes the union `SignAgreementResult` of that
    type (of either, for `-> SignedIn | SecondStep`) and the problems. A Problem raised anywhere rolls back and is
    answered as its type; a refusal is handed to `Reactions.refused`. With an `Idempotency-Key` the key is claimed in the
    same transaction; a repeat answers the same result without doing it again. A function that returns `reread(...)` has
    its result read after the commit, as the reactions left it.

    Args:
        secret: the answer holds something that may not be kept; a repeat reads the result again instead.
        keyed: False for what is safe to repeat as it is; the key is then ignored.
    """

    def decorate(function: Resolver) -> Any:
        async def resolve(self: Any, info: Info, **arguments: Any) -> Any:
            key = info.context.origin.idempotency_key if keyed else None
            info.context.may_keep_answer = keyed and not secret
            return await _apply(function, self, info, arguments, key=key)

        return strawberry.mutation(resolver=cast("Any", _signed(resolve, function)), description=description)

    return decorate


async def _apply(function: Resolver, self: Any, info: Info, arguments: dict[str, Any], *, key: str | None) -> Any:
    context = info.context
    tx: Tx | None = None
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
        private = tx is not None and tx.private
        await _log_refusal(context, problem, function.__name__, arguments, private=private)
        return as_type(problem, context.locale)
    context.forget()
    if isinstance(result, Reread):
        result = await load_node(context, result.id) or as_type(NotFound(), context.locale)
    return result


def _signed(resolve: Any, function: Resolver) -> Any:
    """`resolve` as Strawberry is to see it: the signature of `function` without `tx`, and the union as its answer."""
    signature = inspect.signature(function)
    name = to_camel_case(function.__name__)
    union = strawberry.union(
        f"{name[0].upper()}{name[1:]}Result", description=f"What `{name}` answers: the result, or why not."
    )
    members = (*_results(signature.return_annotation), *PROBLEM_TYPES)
    answer_type: Any = Annotated[Union[members], union]  # noqa: UP007 - built from a tuple
    parameters = [_explained(p) for p in signature.parameters.values() if p.name != "tx"]
    resolve.__signature__ = signature.replace(parameters=parameters, return_annotation=answer_type)
    resolve.__annotations__ = {
        **{p.name: p.annotation for p in parameters if p.annotation is not inspect.Parameter.empty},
        "return": answer_type,
    }
    resolve.__name__, resolve.__doc__, resolve.__module__ = function.__name__, function.__doc__, function.__module__
    return resolve


def _results(annotation: Any) -> tuple[Any, ...]:
    """What the function answers: one type, or (`A | B`) one of several."""
    return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)


def _explained(parameter: inspect.Parameter) -> inspect.Parameter:
    """`input` described in the schema; what is in it is described field by field."""
    if parameter.name != "input":
        return parameter
    about = strawberry.argument(description="What is to be done, and to what.")
    return parameter.replace(annotation=Annotated[parameter.annotation, about])


async def _log_refusal(
    context: Context, problem: Problem, name: str, arguments: dict[str, Any], *, private: bool
) -> None:
    """Tell the access log, once, of whoever is known and tried what they may not, or what is not there for them."""
    heard = context.runtime.reactions.refused
    if heard is None or context.actor.id is None or not isinstance(problem, Forbidden | NotFound):
        return
    subject, subject_id = _subject(arguments)
    refusal = Refusal(
        verb=str(problem.verb or verb_of(name) or name),
        subject=subject,
        subject_id=subject_id,
        case_id=problem.case_id,
        private=private,
    )
    await heard(context.runtime, context.actor, refusal)


def _subject(arguments: dict[str, Any]) -> tuple[str, UUID | None]:
    """Type and row of the first global id among the arguments and the fields of the inputs."""
    for argument in arguments.values():
        values = [getattr(argument, f.name) for f in fields(argument)] if is_dataclass(argument) else [argument]
        for value in values:
            if isinstance(value, str):
                with suppress(ValueError):
                    return decode_global_id(value)
    return "", None


__all__ = ["Tx", "mutation"]
