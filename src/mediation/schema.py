"""The schema: every feature's Query, Mutation and Subscription merged, with the limits and the words of errors."""

from functools import lru_cache
from typing import Any

import strawberry
from strawberry.tools import merge_types

from mediation.agency import graphql as agency
from mediation.agency import graphql_mutations as agency_mutations
from mediation.case import graphql as case
from mediation.case.graphql import history as case_history
from mediation.case.graphql import roster as case_roster
from mediation.deadline import graphql as deadline
from mediation.gql.context import Context, Info
from mediation.gql.endpoint import Schema, Words
from mediation.gql.relay import Node, load_node
from mediation.gql.scalars import schema_config
from mediation.journal import graphql as journal
from mediation.lawyer import graphql as lawyer
from mediation.limits import limit_extensions
from mediation.notice import graphql as notice
from mediation.referral import graphql as referral
from mediation.room import graphql as room
from mediation.status import graphql as status

FEATURES: tuple[Any, ...] = (
    agency,
    agency_mutations,
    case,
    case_roster,
    case_history,
    journal,
    deadline,
    lawyer,
    notice,
    referral,
    room,
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


def _roots(name: str) -> tuple[type, ...]:
    return tuple(getattr(feature, name) for feature in FEATURES if hasattr(feature, name))


@lru_cache(maxsize=2)
def build(*, introspection: bool) -> Schema:
    """The executable schema."""
    mutations, subscriptions = _roots("Mutation"), _roots("Subscription")
    types = tuple(type_ for feature in FEATURES for type_ in getattr(feature, "TYPES", ()))
    return Schema(
        query=merge_types("Query", (NodeQuery, *_roots("Query"))),
        mutation=merge_types("Mutation", mutations) if mutations else None,
        subscription=merge_types("Subscription", subscriptions) if subscriptions else None,
        types=types,
        config=schema_config(),
        extensions=[*limit_extensions(introspection), Words],
    )


def sdl() -> str:
    """The schema as text, as committed in schema.graphql."""
    return build(introspection=True).as_str().rstrip() + "\n"


__all__ = ["Context", "build", "sdl"]
