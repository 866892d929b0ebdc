"""A breadth-first executor for graphql-core: each field is resolved once for all objects of its selection.

Refuses to hold any word of what is asked: this package knows graphql-core, Strawberry and the standard library. See
README.md beside this file.
"""

from mediation.breadth.batches import BATCH, Asked, Batch, one_by_one
from mediation.breadth.executor import BreadthFirst
from mediation.breadth.planning import NotTakenError
from mediation.breadth.plans import Plans
from mediation.breadth.reading import Reading, checked_first
from mediation.breadth.waiting import Later

__all__ = [
    "BATCH",
    "Asked",
    "Batch",
    "BreadthFirst",
    "Later",
    "NotTakenError",
    "Plans",
    "Reading",
    "checked_first",
    "one_by_one",
]
