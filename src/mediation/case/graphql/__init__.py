"""Cases in the API: what can be read (`types.py`, `reading.py`) and what can be done (`inputs.py`, `doing.py`)."""

from mediation.case.graphql import words  # isort: skip - describes the enums before anything uses them
from mediation.case.graphql.doing import Mutation
from mediation.case.graphql.parties import Claim, Employer, Finding, Party
from mediation.case.graphql.reading import Query
from mediation.case.graphql.recusal import Recusal
from mediation.case.graphql.types import Case

TYPES = (Case, Claim, Employer, Finding, Party, Recusal)

__all__ = ["TYPES", "Case", "Claim", "Employer", "Finding", "Mutation", "Party", "Query", "Recusal", "words"]
