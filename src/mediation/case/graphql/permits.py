"""What the caller may do to a case that was read under `case:view`, decided in memory and, only where ties count, with
one batched query."""

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
    actor = context.actor
    facts = Facts(city=row.city_id, district=row.district_id, agency=row.agency_id, owner=actor.id)
    if guard.may(actor, verb, facts):
        return True
    if _BY_TIE.isdisjoint(guard.scopes(actor, verb)):
        return False
    ties = await context.load(queries.ties_of_cases, row.id)
    tied = Facts(city=facts.city, district=facts.district, agency=facts.agency, owner=actor.id, tied=tied_values(ties))
    return guard.may(actor, verb, tied)
