"""Agreements and money in the API: read (`types.py`, `money.py`, `of_case.py`, `reading.py`) and done (`inputs.py`, `doing.py`)."""

from mediation.agreement.graphql import words  # isort: skip - describes the enums before anything uses them
from mediation.agreement.graphql import of_case
from mediation.agreement.graphql.doing import Mutation
from mediation.agreement.graphql.money import Advance, Commitment, DebtorContact, Payment
from mediation.agreement.graphql.reading import Query
from mediation.agreement.graphql.types import Agreement

TYPES = (Advance, Agreement, Commitment, DebtorContact, Payment)

__all__ = [
    "TYPES",
    "Advance",
    "Agreement",
    "Commitment",
    "DebtorContact",
    "Mutation",
    "Payment",
    "Query",
    "of_case",
    "words",
]
