"""Root fields: the figures of a period, and the ledger behind them."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import strawberry

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency.graphql import District, MyAccess
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.relay import After, Connection, Edge, First, Key, gid, page, page_size, read_cursor, row_id
from mediation.kit.problems import Invalid, NotFound
from mediation.statistics import ledger, queries, rules
from mediation.statistics.graphql.entries import LedgerEntry
from mediation.statistics.graphql.making import statistics
from mediation.statistics.graphql.types import Statistics
from mediation.statistics.queries import Asked
from mediation.statistics.rules import CaseResult, LedgerList, PromiseState, Way

_CODE: Final = re.compile(r"[0-9A-Za-z]{1,12}", re.ASCII)
_PLACE: tuple[Key, ...] = (
    (None, datetime.fromisoformat, datetime.isoformat),
    (None, UUID, str),
    (None, int, str),
)
"""registration, case, and the number that the row has: the next page goes on counting"""


@strawberry.input(description="Legal days in Asia/Shanghai, both included; at most 366.")
class PeriodInput:
    """A period."""

    since: date = strawberry.field(name="from", description="First day.")
    until: date = strawberry.field(name="to", description="Last day.")

    def plain(self) -> rules.Period:
        """The period. Raises Invalid."""
        return rules.period(self.since, self.until)


@strawberry.input(description="What a ledger is narrowed to. Everything given must hold.")
class LedgerFilter:
    """See statistics.ledger.Wanted."""

    of: LedgerList = strawberry.field(name="list", default=LedgerList.CASES, description="Which cases of the period.")
    agency: strawberry.ID | None = strawberry.field(default=None, description="Global id of the studio's agency.")
    district: str | None = strawberry.field(default=None, description="GB/T 2260 code of the district.")
    result: list[CaseResult] | None = strawberry.field(default=None, description="With one of these results.")
    way: list[Way] | None = strawberry.field(default=None, description="In which one of these ways was taken.")
    promise: list[PromiseState] | None = strawberry.field(
        default=None, description="With a promise of the period in one of these states; beside what `list` says."
    )


def asked(agency: str | None, district: str | None, path: str = "") -> Asked:
    """Which part is wanted. Raises Invalid; an agency that nobody has is none of the caller's cases, and so are others'."""
    try:
        key = row_id("Agency", agency, f"{path}agency") if agency is not None else None
    except NotFound:
        said = "编号不是机构的。", "This is not the id of an agency."
        raise Invalid.field(f"{path}agency", "wrong_type", *said) from None
    if district is not None and not _CODE.fullmatch(district):
        raise Invalid.field(
            f"{path}district", "not_a_code", "不是行政区划代码。", "This is not the code of a district."
        )
    return Asked(key, district)


def wanted(period: PeriodInput, given: LedgerFilter | None) -> ledger.Wanted:
    """The ledger that is asked for. Raises Invalid."""
    if given is None:
        return ledger.Wanted(period.plain())
    return ledger.Wanted(
        period.plain(),
        asked(given.agency, given.district, "filter."),
        given.of,
        tuple(given.result) if given.result is not None else None,
        tuple(given.way) if given.way is not None else None,
        tuple(sorted(set(given.promise))) if given.promise is not None else None,
    )


@extend(MyAccess)
class Counted:
    """Between which parts a caller may choose."""

    @strawberry.field(
        description="The districts of which the caller may count cases, by name: none without `ledger:view`, all of the city "
        "for who reads the figures of a city. One district at a time is what our own pages ask for then."
    )
    async def ledger_districts(self: Any, info: Info) -> list[District]:
        """Under the guard, like what is counted."""
        rows = await agencies.districts(info.context.reader, Verb.LEDGER_VIEW)
        return [
            District(id=gid("District", row.id), code=row.code, name_zh=row.name_zh, name_en=row.name_en)
            for row in rows
        ]


Period = Annotated[PeriodInput, strawberry.argument(description="Of which days.")]


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(
        description="The figures of a period, counted now, with those of the period before. An agency or district of which "
        "the caller counts nothing answers zeros, like one that is not there."
    )
    async def statistics(
        self,
        info: Info,
        period: Period,
        agency: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only cases of this agency's studio.")
        ] = None,
        district: Annotated[
            str | None, strawberry.argument(description="Only cases of the district with this GB/T 2260 code.")
        ] = None,
    ) -> Statistics:
        """Every number of cases the caller may count."""
        guard.require_somewhere(info.context.actor, Verb.LEDGER_VIEW)
        days, part, reader = period.plain(), asked(agency, district), info.context.reader
        now, before = await queries.figures(reader, days, part)
        return statistics(days, now, before, reader.now)

    @strawberry.field(
        description="The ledger of a period, the earliest registered first: the list behind every figure."
    )
    async def ledger(
        self, info: Info, period: Period, first: First, after: After = None, filter: LedgerFilter | None = None
    ) -> Connection[LedgerEntry]:
        """Of the cases that the caller may count."""
        guard.require_somewhere(info.context.actor, Verb.LEDGER_VIEW)
        size, reader, which = page_size(first), info.context.reader, wanted(period, filter)
        at, key, passed = read_cursor(after, _PLACE) if after is not None else (None, None, 0)
        rows = await ledger.page(reader, which, size + 1, (at, key) if at and key else None)
        edges = [
            Edge(place=[row.registered_at.isoformat(), str(row.id), str(number)], node=LedgerEntry.of(row, number))
            for number, row in enumerate(rows[:size], start=passed + 1)
        ]

        async def count() -> int:
            return await ledger.count(reader, which)

        return page(edges, has_next=len(rows) > size, after=after, count=count)
