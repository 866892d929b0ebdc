"""Mutations on cases: each hands its input to the verb and answers the object as it stands after the commit."""

from typing import cast

import strawberry

from mediation.case import register
from mediation.case.graphql.inputs import RegisterCaseInput
from mediation.case.graphql.types import Case
from mediation.gql.context import Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import reread


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Register a case at the caller's studio, with its parties and claims.")
    async def register_case(self, info: Info, tx: Tx, input: RegisterCaseInput) -> Case:
        """case:register"""
        case = await register.register(tx, input.plain())
        return cast("Case", reread("Case", case.id))
