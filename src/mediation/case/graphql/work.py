"""The work list (待办) in the API: its filter, its orders, and the figures on its tabs."""

from typing import Annotated

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries, worklist
from mediation.case.graphql.colleagues import Colleague
from mediation.case.graphql.types import Case
from mediation.case.models import Case as CaseRow
from mediation.case.models import CaseKind, CaseState, Channel, ClaimGroup
from mediation.case.worklist import COUNTED, WorkSort, WorkTab
from mediation.gql.context import Info
from mediation.gql.enums import described
from mediation.gql.relay import After, Connection, First, connect_kept, gid, row_id
from mediation.kit.problems import NotFound

described(
    WorkTab,
    "A part of the caller's work list.",
    {
        WorkTab.AGENCY: "本单位: of the caller's own agency: its studio's, those referred to it and those assigned; a supervisor's: "
        "of the district.",
        WorkTab.MINE: "我的: the caller is the mediator in charge, or the lawyer.",
        WorkTab.OVERDUE: "逾期: the next deadline has passed.",
        WorkTab.TODAY: "今天: the next deadline ends today, and has not passed.",
        WorkTab.UNCLAIMED: "待认领: no mediator is in charge.",
    },
)
described(
    WorkSort,
    "What the work list is ordered by. Where it is the same, the id decides.",
    {
        WorkSort.AMOUNT: "The sum of the claims, the largest first; then the next deadline.",
        WorkSort.DEADLINE: "The next deadline, the nearest first, none last; then the sum of the claims, the largest first.",
        WorkSort.NUMBER: "The year and the count in the case number, the oldest first.",
    },
)


@strawberry.input(
    description="What the work list is narrowed to. Everything given must hold; of `channel`, `state` and `heads` one "
    "member each."
)
class WorkFilter:
    """See case.worklist.WorkFilter."""

    tabs: list[WorkTab] | None = strawberry.field(default=None, description="In all of these parts.")
    within_days: int | None = strawberry.field(
        default=None,
        description="The next deadline ends within so many days, or has passed; 0: by the end of today. At most 365.",
    )
    kind: CaseKind | None = strawberry.field(default=None, description="Single or collective.")
    channel: list[Channel] | None = strawberry.field(default=None, description="Came in in one of these ways.")
    state: list[CaseState] | None = strawberry.field(default=None, description="One of these states.")
    heads: list[ClaimGroup] | None = strawberry.field(
        default=None, description="Something is claimed of wages, or of social insurance."
    )
    urgent: bool | None = strawberry.field(default=None, description="Urgent or not.")
    search: str = strawberry.field(default="", description="Words, as in `CaseFilter.search`.")

    def plain(self) -> worklist.WorkFilter:
        """The filter as plain values."""
        return worklist.WorkFilter(
            tabs=frozenset(self.tabs or ()),
            within_days=self.within_days,
            kind=self.kind,
            channels=frozenset(self.channel or ()),
            states=frozenset(self.state or ()),
            heads=frozenset(self.heads or ()),
            urgent=self.urgent,
            search=self.search,
        )


_EVERYTHING = worklist.WorkFilter()
_MINE = worklist.WorkFilter(tabs=frozenset({WorkTab.MINE}))


@strawberry.type(description="How many cases a tab of the work list has.")
class WorkCount:
    """Counted so far and no further."""

    tab: WorkTab = strawberry.field(description="Which tab.")
    count: int = strawberry.field(description=f"How many cases, at most {COUNTED}.")
    more: bool = strawberry.field(description=f"Whether there are more than {COUNTED}; they are not counted.")


@strawberry.type(description="A mediator of the case's studio who can be put in charge (`allocateCase`).")
class AllocationCandidate:
    """Not disabled, not recused from the case."""

    colleague: Colleague = strawberry.field(description="Who.")
    open_cases: int = strawberry.field(description="How many open cases they are in charge of.")
    in_charge: bool = strawberry.field(description="Whether they are in charge of this case now.")


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(
        description="Who can be put in charge of a case, whoever has the fewest open cases first; for whoever may allocate it."
    )
    async def allocation_candidates(self, info: Info, case: strawberry.ID) -> list[AllocationCandidate]:
        """case:allocate; not found for everybody else."""
        reader, key = info.context.reader, row_id("Case", case, "case")
        allocable = guard.visible(reader.actor, Verb.CASE_ALLOCATE, queries.COLUMNS)
        row = await reader.first(select(*queries.CASE).where(allocable, col(CaseRow.id) == key))
        if row is None:
            raise NotFound
        return [
            AllocationCandidate(
                colleague=Colleague(id=gid("Staff", one.id), name=one.name, agency_key=one.agency_id),
                open_cases=one.open_cases,
                in_charge=one.id == row.mediator_id,
            )
            for one in await worklist.candidates(reader, row)
        ]

    @strawberry.field(
        description="The caller's open cases: of the own studio, referred or assigned; for a supervisor those of the "
        "district. By next deadline unless another order is asked for."
    )
    async def my_work(
        self,
        info: Info,
        first: First,
        after: After = None,
        mine: Annotated[bool, strawberry.argument(description="Short for the tab MINE.")] = False,
        filter: WorkFilter | None = None,
        sort: Annotated[WorkSort, strawberry.argument(description="In which order.")] = WorkSort.DEADLINE,
        descending: Annotated[
            bool, strawberry.argument(description="The other way round. A cursor is of one order only.")
        ] = False,
    ) -> Connection[Case]:
        """The statement is kept for each form of caller, filter and order."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.CASE_VIEW)
        wanted = filter.plain() if filter else _EVERYTHING
        if mine:
            wanted = _MINE if filter is None else worklist.also(wanted, WorkTab.MINE)
        ordered = worklist.listing(context.actor, sort, descending=descending)
        shape, values = await worklist.asked(context.reader, wanted)
        return await connect_kept(info, ordered, shape, first=first, after=after, node=Case.of, values=values)

    @strawberry.field(
        description=f"How many cases each tab of the work list has, all in one statement, each counted to {COUNTED} and "
        "no further."
    )
    async def my_work_counts(
        self,
        info: Info,
        filter: Annotated[
            WorkFilter | None, strawberry.argument(description="Count only those that also fulfil this; null: all.")
        ] = None,
    ) -> list[WorkCount]:
        """In the order of the tabs on the screen."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.CASE_VIEW)
        row = await worklist.counted(context.reader, filter.plain() if filter else _EVERYTHING)
        found = [(tab, int(getattr(row, tab.value))) for tab in _ON_SCREEN]
        return [WorkCount(tab=tab, count=min(n, COUNTED), more=n > COUNTED) for tab, n in found]


_ON_SCREEN = (WorkTab.MINE, WorkTab.UNCLAIMED, WorkTab.AGENCY, WorkTab.OVERDUE, WorkTab.TODAY)
