"""Statistics and ledger in the API: closed words (`words.py`), types (`types.py`, `entries.py`), questions (`reading.py`)."""

from mediation.statistics.graphql import words  # isort: skip - describes the enums before anything uses them
from mediation.statistics.graphql.reading import Query

__all__ = ["Query", "words"]
