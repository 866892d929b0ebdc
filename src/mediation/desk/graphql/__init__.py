"""The desk in the API."""

from mediation.desk.graphql.news import Mutation

TYPES = ()

__all__ = ["TYPES", "Mutation"]
