"""Rooms in the API: what can be read (`types.py`, `offers.py`, `reading.py`), done (`inputs.py`, `doing.py`) and heard live."""

from mediation.room.graphql import words  # isort: skip - describes the enums before anything uses them
from mediation.room.graphql.doing import Mutation
from mediation.room.graphql.live import Subscription
from mediation.room.graphql.offers import Offer
from mediation.room.graphql.reading import Query
from mediation.room.graphql.room import Room
from mediation.room.graphql.types import Caucus, Message, Minutes, Participant

TYPES = (Caucus, Message, Minutes, Offer, Participant, Room)

__all__ = [
    "TYPES",
    "Caucus",
    "Message",
    "Minutes",
    "Mutation",
    "Offer",
    "Participant",
    "Query",
    "Room",
    "Subscription",
    "words",
]
