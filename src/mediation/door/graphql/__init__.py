"""Doors in the API: of a case, with everything a lawyer wants to know before choosing one."""

from mediation.door.graphql import words  # isort: skip - describes the enums before anything uses them
from mediation.door.graphql.reading import Query
from mediation.door.graphql.types import CaseDoors

TYPES = (CaseDoors,)

__all__ = ["TYPES", "CaseDoors", "Query", "words"]
