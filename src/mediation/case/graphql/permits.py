"""What the caller may do to a case that was read under `case:view`, decided in memory and, only where ties count, with
one batched query."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Scope, tied_values
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.gql.context import Context

_BY_TIE = frozenset({Scope.ASSIGNED, Scope.GLASS, Scope.REFERRED, Scope.SEAT})


async def may(context: Context, row: Any, verb: Verb) -> bool:
    """Whether the caller may do `verb` to the case in `row`.

    A row that was read is of a case the caller is not recused from (recusal beats `case:view` too), so ties are asked
    for only when nothing broader allows the verb.
    """
    known = without_ties(context, row, verb)
    if known is not None:
        return known
    actor, facts = context.actor, _facts(context, row)
    ties = await context.load(queries.ties_of_cases, row.id)
    tied = Facts(city=facts.city, district=facts.district, agency=facts.agency, owner=actor.id, tied=tied_values(ties))
    return guard.may(actor, verb, tied)


def without_ties(context: Context, row: Any, verb: Verb) -> bool | None:
    """The answer of `may` where ties do not count, and None where they do. Decided once for all rows of one place."""
    place = (verb, row.city_id, row.district_id, row.agency_id)
    if place not in context.decided:
        known = guard.may(context.actor, verb, _facts(context, row))
        context.decided[place] = known or (False if _BY_TIE.isdisjoint(guard.scopes(context.actor, verb)) else None)
    return context.decided[place]


def _facts(context: Context, row: Any) -> Facts:
    return Facts(city=row.city_id, district=row.district_id, agency=row.agency_id, owner=context.actor.id)


def where_may(context: Context, row: Any, verb: Verb, read: Callable[[], Any]) -> Any:
    """`read()` where the caller may do `verb` to the case in `row`, else None; a promise when either has to wait."""
    known = without_ties(context, row, verb)
    if known is None:
        return _where_may(context, row, verb, read)
    return read() if known else None


async def _where_may(context: Context, row: Any, verb: Verb, read: Callable[[], Any]) -> Any:
    if not await may(context, row, verb):
        return None
    found = read()
    return await found if isawaitable(found) else found
