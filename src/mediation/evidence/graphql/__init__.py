"""Evidence in the API: types and fields on other types (`types.py`), lists (`reading.py`), verbs (`doing.py`)."""

from mediation.evidence.graphql.doing import Mutation
from mediation.evidence.graphql.reading import Query

__all__ = ["Mutation", "Query"]
