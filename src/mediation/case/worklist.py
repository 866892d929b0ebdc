"""The work list (待办): what it may be narrowed to, its orders, and how many cases each tab has.

Its statements are kept (gql/plans.py), so a filter has two halves: `Shape`, which conditions there are, and the values
of their parameters. The guard's `visible` clause stands in every statement; everything here only narrows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    String,
    Uuid,
    any_,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Scope, Tie
from mediation.access.verbs import Verb
from mediation.agency.models import Staff, StaffRole
from mediation.case import lists
from mediation.case.models import Case, CaseKind, CaseState, CaseTie, Channel, ClaimGroup
from mediation.case.queries import CASE, COLUMNS, Rows
from mediation.gql.context import Reader
from mediation.gql.relay import Key, Listing
from mediation.infra.clock import legal_day
from mediation.infra.db import AnySelect
from mediation.infra.statements import late
from mediation.kit.actor import Actor, Role
from mediation.kit.problems import Invalid

COUNTED: Final = 999
"""a tab with more cases is said to have more than this"""
DAYS_MAX: Final = 365
_NOT_WORK: Final = (Scope.GLASS,)


class WorkTab(StrEnum):
    """A part of the caller's work."""

    AGENCY = "agency"
    MINE = "mine"
    OVERDUE = "overdue"
    TODAY = "today"
    UNCLAIMED = "unclaimed"


class WorkSort(StrEnum):
    """What the work list is ordered by."""

    AMOUNT = "amount"
    DEADLINE = "deadline"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class WorkFilter:
    """What the work list is narrowed to. Everything given must hold; of a list, one of its members."""

    tabs: frozenset[WorkTab] = frozenset()
    within_days: int | None = None
    """the next deadline ends on the legal day that many days from now, or earlier; 0 is today"""
    kind: CaseKind | None = None
    channels: frozenset[Channel] = frozenset()
    states: frozenset[CaseState] = frozenset()
    heads: frozenset[ClaimGroup] = frozenset()
    """something is claimed of one of these"""
    urgent: bool | None = None
    search: str = ""


@dataclass(frozen=True)
class Shape:
    """Which conditions a statement has; their values are parameters."""

    tabs: frozenset[WorkTab] = frozenset()
    within: bool = False
    kind: bool = False
    channels: bool = False
    states: bool = False
    heads: frozenset[ClaimGroup] = frozenset()
    urgent: bool | None = None
    words: int = 0
    held: bool = False
    """whether ties lead the caller to a case"""


def shape_of(wanted: WorkFilter) -> tuple[Shape, dict[str, Any]]:
    """The conditions of a filter and their values. Raises Invalid (filter.withinDays, filter.search)."""
    if wanted.within_days is not None and not 0 <= wanted.within_days <= DAYS_MAX:
        zh, en = f"天数须为 0 至 {DAYS_MAX}。", f"Between 0 and {DAYS_MAX} days."
        raise Invalid.field("filter.withinDays", "out_of_range", zh, en)
    words = lists.tokens_of(wanted.search)
    shape = Shape(
        tabs=wanted.tabs,
        within=wanted.within_days is not None,
        kind=wanted.kind is not None,
        channels=bool(wanted.channels),
        states=bool(wanted.states),
        heads=wanted.heads,
        urgent=wanted.urgent,
        words=len(words),
    )
    values: dict[str, Any] = {f"word_{i}": tokens for i, tokens in enumerate(words)}
    if wanted.kind is not None:
        values["kind"] = wanted.kind.value
    if wanted.channels:
        values["channels"] = sorted(one.value for one in wanted.channels)
    if wanted.states:
        values["states"] = sorted(one.value for one in wanted.states)
    return shape, values


def also(wanted: WorkFilter, tab: WorkTab) -> WorkFilter:
    """The same filter within one tab more."""
    return replace(wanted, tabs=wanted.tabs | {tab})


async def counted(reader: Reader, wanted: WorkFilter) -> Any:
    """A row with the number of cases of each tab by its name, COUNTED + 1 where there are more than COUNTED."""
    shape, values = await asked(reader, wanted)
    return (await reader.fetch(counts, shape, **{"today_ends": _end(reader.now, 0), **values}))[0]


async def asked(reader: Reader, wanted: WorkFilter) -> tuple[Shape, Mapping[str, Any]]:
    """The shape and the values of a filter for this caller at this moment."""
    shape, values = shape_of(wanted)
    if WorkTab.TODAY in shape.tabs:
        values["today_ends"] = _end(reader.now, 0)
    if wanted.within_days is not None:
        values["until_at"] = _end(reader.now, wanted.within_days)
    ids = await lists.held(reader, _NOT_WORK)
    if not ids:
        return shape, values
    return replace(shape, held=True), {**values, "held": ids}


def _end(now: datetime, days: int) -> datetime:
    """24:00 of the legal day `days` after today: the last moment at which what ends on that day can end."""
    return lists.midnight(legal_day(now) + timedelta(days=days + 1))


def work(actor: Actor, shape: Shape) -> Rows:
    """Build: the open cases that are the caller's to work on: of the own studio, referred, assigned; without an order."""
    return _narrowed(select(*CASE), actor, shape)


def counts(actor: Actor, shape: Shape) -> AnySelect:
    """Build: one row with a column for each tab: how many cases it has, counted up to one more than COUNTED."""
    return select(*[_counted(actor, replace(shape, tabs=shape.tabs | {tab})).label(tab.value) for tab in WorkTab])


def _counted(actor: Actor, shape: Shape) -> Any:
    found = _narrowed(select(literal(1).label("one")), actor, shape).limit(literal_column(str(COUNTED + 1)))
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def _narrowed(statement: AnySelect, actor: Actor, shape: Shape) -> AnySelect:
    return statement.select_from(Case).where(
        col(Case.closed_at).is_(None),
        guard.visible(actor, Verb.CASE_VIEW, COLUMNS),
        lists.within_reach(actor, _HELD if shape.held else None, without=_NOT_WORK),
        *[_of_tab(tab, actor, held=shape.held) for tab in WorkTab if tab in shape.tabs],
        *_conditions(actor, shape),
    )


_HELD: Final = late("held", ARRAY(Uuid))
_NEXT: Final = col(Case.next_due_at)


def _of_tab(tab: WorkTab, actor: Actor, *, held: bool) -> ColumnElement[bool]:
    match tab:
        case WorkTab.AGENCY:
            if Scope.DISTRICT in guard.scopes(actor, Verb.CASE_VIEW):
                return true()
            own = col(Case.agency_id) == actor.agency_id if actor.agency_id is not None else false()
            return or_(own, col(Case.id) == any_(_HELD)) if held else own
        case WorkTab.MINE:
            return _mine(actor)
        case WorkTab.OVERDUE:
            return actor.at >= _NEXT
        case WorkTab.TODAY:
            return (actor.at < _NEXT) & (late("today_ends", DateTime(timezone=True)) >= _NEXT)
        case WorkTab.UNCLAIMED:
            return col(Case.mediator_id).is_(None)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """In charge; or, of whoever sees cases by being assigned to them, assigned as their lawyer."""
    in_charge = lists.in_charge(actor)
    if actor.id is None or Scope.ASSIGNED not in guard.scopes(actor, Verb.CASE_VIEW):
        return in_charge
    return or_(in_charge, COLUMNS.tied(Tie.ASSIGNED, (actor.id,), actor.at))


def _conditions(actor: Actor, shape: Shape) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if shape.within:
        found.append(late("until_at", DateTime(timezone=True)) >= _NEXT)
    if shape.kind:
        found.append(col(Case.kind) == late("kind", String()))
    if shape.channels:
        found.append(col(Case.channel) == any_(late("channels", ARRAY(String))))
    if shape.states:
        found.append(col(Case.state) == any_(late("states", ARRAY(String))))
    if shape.heads:
        claimed = or_(*[_CLAIMED[head] > 0 for head in sorted(shape.heads)])
        found.append(claimed & guard.visible(actor, Verb.CLAIM_VIEW, COLUMNS))
    if shape.urgent is not None:
        found.append(col(Case.urgent).is_(shape.urgent))
    return found + lists.matching(actor, [late(f"word_{i}", ARRAY(String)) for i in range(shape.words)])


_CLAIMED: Final = {
    ClaimGroup.SOCIAL_INSURANCE: col(Case.social_insurance_claimed_fen),
    ClaimGroup.WAGES: col(Case.wages_claimed_fen),
}

_BY_ID: Final[Key] = (col(Case.id), UUID, str)
_BY_DEADLINE: Final[Key] = (_NEXT, datetime.fromisoformat, datetime.isoformat)
_BY_AMOUNT: Final[Key] = (-(col(Case.wages_claimed_fen) + col(Case.social_insurance_claimed_fen)), int, str)
"""the larger first, as the index has it"""
_BY_YEAR: Final[Key] = (col(Case.year), int, str)
_BY_SERIAL: Final[Key] = (col(Case.serial), int, str)
_KEYS: Final[Mapping[WorkSort, Sequence[Key]]] = {
    WorkSort.AMOUNT: (_BY_AMOUNT, _BY_DEADLINE, _BY_ID),
    WorkSort.DEADLINE: (_BY_DEADLINE, _BY_AMOUNT, _BY_ID),
    WorkSort.NUMBER: (_BY_YEAR, _BY_SERIAL, _BY_ID),
}
_LISTINGS: Final = {
    (sort, descending): Listing(work, type_name="Case", keys=keys, descending=descending)
    for sort, keys in _KEYS.items()
    for descending in (False, True)
}
_WITHOUT_AMOUNTS: Final = {
    descending: Listing(work, type_name="Case", keys=(_BY_DEADLINE, _BY_ID), descending=descending)
    for descending in (False, True)
}


def listing(actor: Actor, sort: WorkSort, *, descending: bool) -> Listing:
    """The list in this order. Raises Invalid (sort) for an order by amounts that the caller may not see everywhere.

    An order, and a cursor, would tell of the sums: so they count only for whoever sees the claims of every case they see.
    """
    if set(guard.scopes(actor, Verb.CASE_VIEW)) <= set(guard.scopes(actor, Verb.CLAIM_VIEW)):
        return _LISTINGS[sort, descending]
    if sort is WorkSort.AMOUNT:
        raise Invalid.field("sort", "not_seen", "您无权查看金额，不能按金额排序。", "You may not see the amounts.")
    return _LISTINGS[sort, descending] if sort is WorkSort.NUMBER else _WITHOUT_AMOUNTS[descending]


async def candidates(reader: Reader, case: Any) -> Sequence[Any]:
    """The mediators of a case's studio who are there and not recused from it: id, name, agency_id, open_cases.

    For whoever may allocate the case: the caller has asked the guard.
    """
    in_hand = select(func.count()).where(col(Case.mediator_id) == col(Staff.id), col(Case.closed_at).is_(None))
    open_cases = in_hand.correlate(Staff).scalar_subquery().label("open_cases")
    mediators = select(col(StaffRole.staff_id)).where(col(StaffRole.role) == Role.MEDIATOR.value)
    recused = select(col(CaseTie.holder_id)).where(
        col(CaseTie.case_id) == case.id, col(CaseTie.kind) == Tie.RECUSED.value, col(CaseTie.ended_at).is_(None)
    )
    return await reader.rows(
        select(col(Staff.id), col(Staff.name), col(Staff.agency_id), open_cases)
        .where(
            col(Staff.agency_id) == case.agency_id,
            col(Staff.disabled_at).is_(None),
            col(Staff.id).in_(mediators),
            col(Staff.id).not_in(recused),
        )
        .order_by(open_cases, col(Staff.name), col(Staff.id))
    )
