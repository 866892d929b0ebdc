"""Every SELECT on service orders. To authorization an order is its agency's, and referred to where it was dispatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, District, Staff
from mediation.gql.context import Reader
from mediation.infra.clock import SHANGHAI, legal_day
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor
from mediation.kit.problems import Invalid, NotFound
from mediation.order.models import OrderLevel, OrderStep, OrderStepTaken, ServiceOrder

Rows = Select[*tuple[Any, ...]]


def _tied_sql(kind: Tie, holders: tuple[UUID, ...], _at: datetime) -> Any:
    return col(ServiceOrder.handler_agency_id).in_(holders) if kind is Tie.REFERRED else False


COLUMNS: Final = Facts(
    city=col(ServiceOrder.city_id),
    district=col(ServiceOrder.district_id),
    agency=col(ServiceOrder.agency_id),
    tied=_tied_sql,
)
"""Facts of an order as columns."""


def facts_of(order: Any) -> Facts:
    """Facts of a loaded order, or of a row that was read."""

    def tied(kind: Tie, holders: tuple[UUID, ...], _at: datetime) -> bool:
        return kind is Tie.REFERRED and order.handler_agency_id in holders

    return Facts(city=order.city_id, district=order.district_id, agency=order.agency_id, tied=tied)


async def lock(tx: Tx, order_id: UUID) -> tuple[ServiceOrder, Facts]:
    """The order, locked for this transaction, with its facts. Raises NotFound."""
    order = await tx.session.get(ServiceOrder, order_id, with_for_update=True)
    if order is None:
        raise NotFound
    return order, facts_of(order)


async def standing_step(tx: Tx, order_id: UUID) -> OrderStepTaken:
    """The step that is not done yet, which is there while the order is open."""
    found = await tx.session.execute(
        select(OrderStepTaken).where(col(OrderStepTaken.order_id) == order_id, col(OrderStepTaken.done_at).is_(None))
    )
    return found.scalar_one()


async def is_of_city(tx: Tx, agency_id: UUID, city_id: UUID) -> bool:
    """Whether there is such an agency in the city."""
    found = await tx.session.execute(
        select(col(Agency.id))
        .join(District, col(District.id) == col(Agency.district_id))
        .where(col(Agency.id) == agency_id, col(District.city_id) == city_id)
    )
    return found.first() is not None


async def works_at(tx: Tx, staff_id: UUID, agency_id: UUID) -> bool:
    """Whether the member of staff works there now."""
    found = await tx.session.execute(
        select(col(Staff.id)).where(
            col(Staff.id) == staff_id, col(Staff.agency_id) == agency_id, col(Staff.disabled_at).is_(None)
        )
    )
    return found.first() is not None


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a list of orders is narrowed to. Everything given must hold."""

    steps: Sequence[OrderStep] | None = None
    level: OrderLevel | None = None
    month: str | None = None
    """of the registration: 2026-11"""
    owner_id: UUID | None = None
    handler_id: UUID | None = None
    overdue: bool | None = None


def shown(actor: Actor) -> Rows:
    """The orders that `actor` may see."""
    columns = ServiceOrder.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it
    return select(*columns).where(guard.visible(actor, Verb.ORDER_VIEW, COLUMNS))


def narrowed(reader: Reader, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """The clauses of a filter. Raises Invalid (filter.month)."""
    clauses: list[ColumnElement[bool]] = []
    if wanted.steps is not None:
        clauses.append(col(ServiceOrder.step).in_([step.value for step in wanted.steps]))
    if wanted.level is not None:
        clauses.append(col(ServiceOrder.level) == wanted.level.value)
    if wanted.owner_id is not None:
        clauses.append(col(ServiceOrder.owner_id) == wanted.owner_id)
    if wanted.handler_id is not None:
        clauses.append(col(ServiceOrder.handler_agency_id) == wanted.handler_id)
    if wanted.overdue is not None:
        late = col(ServiceOrder.due_on) < legal_day(reader.now)
        clauses.append(late.is_(True) if wanted.overdue else late.is_not(True))
    return clauses + _in_month(wanted.month)


def _in_month(month: str | None) -> list[ColumnElement[bool]]:
    if month is None:
        return []
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError:
        raise Invalid.field("filter.month", "not_a_month", "月份应如 2026-11", "A month looks like 2026-11.") from None
    return [
        col(ServiceOrder.registered_at) >= datetime.combine(first, time.min, SHANGHAI),
        col(ServiceOrder.registered_at) < datetime.combine(following, time.min, SHANGHAI),
    ]


async def counted(reader: Reader, wanted: OrderFilter) -> dict[OrderStep, int]:
    """How many orders the caller may see in each step, narrowed; every step is there."""
    statement = (
        select(col(ServiceOrder.step), func.count().label("many"))
        .where(guard.visible(reader.actor, Verb.ORDER_VIEW, COLUMNS), *narrowed(reader, wanted))
        .group_by(col(ServiceOrder.step))
    )
    found = {row.step: int(row.many) for row in await reader.rows(statement)}
    return {step: found.get(step.value, 0) for step in OrderStep}


async def steps_of_orders(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the steps of orders the caller may see, in their order."""
    columns = OrderStepTaken.__table__.columns  # type: ignore[attr-defined]
    rows = await reader.rows(
        select(*columns)
        .join(ServiceOrder, col(ServiceOrder.id) == col(OrderStepTaken.order_id))
        .where(col(OrderStepTaken.order_id).in_(keys), guard.visible(reader.actor, Verb.ORDER_VIEW, COLUMNS))
        .order_by(col(OrderStepTaken.began_at), col(OrderStepTaken.id))
    )
    found: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row.order_id].append(row)
    return [found[key] for key in keys]


async def overdue(tx: Tx, limit: int) -> Sequence[ServiceOrder]:
    """Open orders whose step should have been done by yesterday and of which nobody was told, locked."""
    found = await tx.session.execute(
        select(ServiceOrder)
        .where(
            col(ServiceOrder.step) != OrderStep.CLOSED.value,
            col(ServiceOrder.due_on) < tx.today,
            col(ServiceOrder.reminded_on).is_distinct_from(col(ServiceOrder.due_on)),
        )
        .order_by(col(ServiceOrder.due_on), col(ServiceOrder.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return found.scalars().all()
