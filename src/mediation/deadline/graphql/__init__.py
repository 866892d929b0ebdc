"""Deadlines in the API: read (`types.py`, `reading.py`, the table of law in `law.py`) and done (`doing.py`)."""

from mediation.deadline.graphql import law  # isort: skip - describes the enums of the law before anything uses them
from mediation.deadline.graphql import words  # isort: skip - as above
from mediation.deadline.graphql.doing import Mutation
from mediation.deadline.graphql.reading import Query
from mediation.deadline.graphql.types import Deadline, ProcedureEvent

TYPES = (Deadline, ProcedureEvent)

__all__ = ["TYPES", "Deadline", "Mutation", "ProcedureEvent", "Query", "law", "words"]
