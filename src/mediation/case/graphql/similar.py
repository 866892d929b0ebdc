"""Before a case is taken down: whether it is there already."""

from typing import Annotated

import strawberry

from mediation.case.graphql.types import Case
from mediation.case.similar import Sought, similar
from mediation.gql.ahead import load_ahead
from mediation.gql.context import Info


@strawberry.type(description="A case that an intake may repeat, and in what it is the same.")
class SimilarCase:
    """A case the caller may see anyhow."""

    case: Case = strawberry.field(description="The case.")
    same_employer: bool = strawberry.field(
        description="Whether it is against the same employer, by name or credit code."
    )
    same_phone: bool = strawberry.field(description="Whether a claimant has the same phone.")
    same_id_number: bool = strawberry.field(description="Whether a claimant has the same identity number.")


@strawberry.type
class Query:
    """Root fields of this part."""

    @strawberry.field(
        description="Cases the caller may see with the same employer or worker, before one is registered; at most 20, "
        "those that match in both first."
    )
    async def similar_cases(
        self,
        info: Info,
        employer: Annotated[str, strawberry.argument(description="The employer's name as typed.")],
        credit_code: Annotated[str | None, strawberry.argument(description="Its credit code as typed.")] = None,
        phone: Annotated[str | None, strawberry.argument(description="The worker's mobile number as typed.")] = None,
        id_number: Annotated[str | None, strawberry.argument(description="The worker's identity number.")] = None,
    ) -> list[SimilarCase]:
        """Invalid for what is no phone or number."""
        sought = Sought(employer=employer, credit_code=credit_code, phone=phone, id_number=id_number)
        rows = await similar(info.context.reader, sought)
        await load_ahead(info, "Case", rows, "case")
        return [
            SimilarCase(
                case=Case.of(row),
                same_employer=row.same_employer,
                same_phone=row.same_phone,
                same_id_number=row.same_id_number,
            )
            for row in rows
        ]
