"""Root fields for reading cases. The work list is in work.py."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import lists, queries
from mediation.case import models as tables
from mediation.case.graphql.types import Case
from mediation.case.models import CaseKind, CaseState
from mediation.gql.ahead import load_ahead
from mediation.gql.context import Info
from mediation.gql.relay import After, Connection, First, Key, connect, row_id
from mediation.kit.problems import Invalid, NotFound

_NEWEST_FIRST: tuple[Key, ...] = (
    (col(tables.Case.registered_at), datetime.fromisoformat, datetime.isoformat),
    (col(tables.Case.id), UUID, str),
)


@strawberry.input(description="What a list of cases is narrowed to. Everything given must hold.")
class CaseFilter:
    """See case.lists.CaseFilter."""

    state: list[CaseState] | None = strawberry.field(default=None, description="One of these states.")
    kind: CaseKind | None = strawberry.field(default=None, description="Single or collective.")
    employer: strawberry.ID | None = strawberry.field(default=None, description="Global id of the employer.")
    mediator: strawberry.ID | None = strawberry.field(default=None, description="Global id of the mediator in charge.")
    mine: bool = strawberry.field(default=False, description="Only those the caller is in charge of.")
    urgent: bool | None = strawberry.field(default=None, description="Urgent or not.")
    registered_from: date | None = strawberry.field(default=None, description="Registered on this day or later.")
    registered_to: date | None = strawberry.field(default=None, description="Registered on this day or earlier.")
    search: str = strawberry.field(
        default="",
        description="Words of the number, the employer's name or a party's name; two characters are enough.",
    )

    def plain(self) -> lists.CaseFilter:
        """The filter with row ids."""
        return lists.CaseFilter(
            states=self.state,
            kind=self.kind,
            employer_id=_key("Employer", self.employer, "filter.employer"),
            mediator_id=_key("Staff", self.mediator, "filter.mediator"),
            mine=self.mine,
            urgent=self.urgent,
            registered_from=self.registered_from,
            registered_to=self.registered_to,
            search=self.search,
        )


def _key(type_name: str, value: strawberry.ID | None, path: str) -> UUID | None:
    try:
        return row_id(type_name, value, path) if value else None
    except NotFound:
        raise Invalid.field(
            path, "wrong_type", "编号不是这一类对象的。", f"This is not the id of a {type_name}."
        ) from None


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="One case, by its id or by its number as typed; null when it is not there for you.")
    async def case(
        self,
        info: Info,
        id: strawberry.ID | None = None,
        number: Annotated[str | None, strawberry.argument(description="The case number as typed.")] = None,
    ) -> Case | None:
        """Exactly one of both."""
        if (id is None) == (number is None):
            raise Invalid.field("id", "one_of", "请提供编号 id 或案号 number 其中之一。", "Give either id or number.")
        if number is not None:
            row = await queries.case_of_number(info.context.reader, number)
        else:
            try:
                row = await info.context.load(queries.cases_by_id, row_id("Case", id or ""))
            except NotFound:
                row = None
        if row is None:
            return None
        await load_ahead(info, "Case", [row])
        return Case.of(row)

    @strawberry.field(description="The cases the caller may see, newest first.")
    async def cases(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: CaseFilter | None = None,
    ) -> Connection[Case]:
        """Narrowed and searched under the caller's own permissions."""
        guard.require_somewhere(info.context.actor, Verb.CASE_VIEW)
        wanted = filter.plain() if filter else lists.CaseFilter()
        statement = await lists.listed(info.context.reader, wanted)
        return await connect(
            info.context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=Case.of,
            descending=True,
        )
