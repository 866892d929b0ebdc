"""The schema: every feature's Query, Mutation and Subscription merged, with the limits and the words of errors."""

from functools import lru_cache
from typing import Any

import strawberry
from strawberry.tools import merge_types

from mediation.agency import graphql as agency
from mediation.agency import graphql_mutations as agency_mutations
from mediation.agency import graphql_profile as agency_profile
from mediation.agency import graphql_roles as agency_roles
from mediation.agency import graphql_sessions as agency_sessions
from mediation.agreement import graphql as agreement
from mediation.agreement.graphql import board as agreement_board
from mediation.case import graphql as case
from mediation.case.graphql import amounts as case_amounts
from mediation.case.graphql import history as case_history
from mediation.case.graphql import live as case_live
from mediation.case.graphql import roster as case_roster
from mediation.case.graphql import roster_verbs as case_roster_verbs
from mediation.case.graphql import similar as case_similar
from mediation.case.graphql import work as case_work
from mediation.deadline import graphql as deadline
from mediation.deadline.graphql import law as deadline_law
from mediation.desk.graphql import drafts as desk_drafts
from mediation.desk.graphql import filters as desk_filters
from mediation.desk.graphql import news as desk_news
from mediation.document import graphql as document
from mediation.door import graphql as door
from mediation.evidence import graphql as evidence
from mediation.gql.arguments import explain
from mediation.gql.context import Context, Info
from mediation.gql.endpoint import Schema, Words
from mediation.gql.refusals import Refusals
from mediation.gql.relay import Node, load_node
from mediation.gql.scalars import schema_config
from mediation.holiday import graphql as holiday
from mediation.journal import graphql as journal
from mediation.lawyer import graphql as lawyer
from mediation.limits import limit_extensions
from mediation.notice import graphql as notice
from mediation.order import graphql as order
from mediation.referral import graphql as referral
from mediation.room import graphql as room
from mediation.statistics import graphql as statistics
from mediation.status import graphql as status

FEATURES: tuple[Any, ...] = (
    agency,
    agency_mutations,
    agency_sessions,
    agency_profile,
    agency_roles,
    agreement,
    agreement_board,
    case,
    case_amounts,
    case_roster,
    case_roster_verbs,
    case_similar,
    case_work,
    case_live,
    case_history,
    journal,
    deadline,
    deadline_law,
    holiday,
    desk_drafts,
    desk_filters,
    desk_news,
    document,
    door,
    evidence,
    lawyer,
    notice,
    order,
    referral,
    room,
    statistics,
    status,
)


@strawberry.type
class NodeQuery:
    """Reading anything again by its id."""

    @strawberry.field(description="The object with this id, or null when it does not exist or you may not see it.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:  # noqa: A002 - the argument's name in Relay
        """Relay's root field."""
        found: Node | None = await load_node(info.context, id)
        return found


_ABOUT = {
    "Query": "What can be read. Everything is read under the caller's own permissions; lists and totals too.",
    "Mutation": "What can be done, one verb each. Answers are unions of the result and the problems it can meet.",
    "Subscription": "What can be waited for. Only ids arrive: what changed is read again under the reader's permissions.",
}


def _root(name: str, *more: type) -> Any:
    parts = (*more, *(getattr(feature, name) for feature in FEATURES if hasattr(feature, name)))
    if not parts:
        return None
    merged: Any = merge_types(name, parts)
    merged.__strawberry_definition__.description = _ABOUT[name]
    return merged


@lru_cache(maxsize=2)
def build(*, introspection: bool) -> Schema:
    """The executable schema."""
    types = tuple(type_ for feature in FEATURES for type_ in getattr(feature, "TYPES", ()))
    schema = Schema(
        query=_root("Query", NodeQuery),
        mutation=_root("Mutation"),
        subscription=_root("Subscription"),
        types=types,
        config=schema_config(),
        extensions=[*limit_extensions(introspection), Words, Refusals],
    )
    explain(schema)
    return schema


def sdl() -> str:
    """The schema as text, as committed in schema.graphql."""
    return build(introspection=True).as_str().rstrip() + "\n"


__all__ = ["Context", "build", "sdl"]
