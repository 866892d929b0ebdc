"""Service orders in the API: lists and counts, and the verbs. Their types are in graphql_types.py."""

from datetime import date, datetime
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import After, Connection, First, Key, connect, gid, node_loader, row_id
from mediation.infra.uow import Tx
from mediation.order import queries, service
from mediation.order.graphql_types import ServiceOrder
from mediation.order.models import OrderChannel, OrderLevel, OrderMark, OrderStep
from mediation.order.models import ServiceOrder as Row


@node_loader("ServiceOrder")
async def _order(context: Context, key: UUID) -> ServiceOrder | None:
    row = await context.reader.first(queries.shown(context.actor).where(col(Row.id) == key))
    return ServiceOrder.of(row) if row else None


@strawberry.input(description="What a list of service orders is narrowed to. Everything given must hold.")
class OrderFilter:
    """See order.queries.OrderFilter."""

    step: list[OrderStep] | None = strawberry.field(default=None, description="One of these steps.")
    level: OrderLevel | None = strawberry.field(default=None, description="At this level.")
    month: str | None = strawberry.field(
        default=None, description="Taken down in this month, as 2026-11: the monthly package."
    )
    owner: strawberry.ID | None = strawberry.field(default=None, description="Whose present step it is: Staff.")
    handler: strawberry.ID | None = strawberry.field(default=None, description="Where it was dispatched to: Agency.")
    overdue: bool | None = strawberry.field(default=None, description="Whether its last day has passed.")

    def plain(self) -> queries.OrderFilter:
        """The filter with row ids."""
        return queries.OrderFilter(
            steps=self.step,
            level=self.level,
            month=self.month,
            owner_id=row_id("Staff", self.owner, "filter.owner") if self.owner else None,
            handler_id=row_id("Agency", self.handler, "filter.handler") if self.handler else None,
            overdue=self.overdue,
        )


@strawberry.type(description="How many orders stand in a step.")
class OrderStepCount:
    """One step of the progress tracker."""

    step: OrderStep = strawberry.field(description="Which.")
    count: int = strawberry.field(description="How many that the caller may see.")


_NEWEST_FIRST: tuple[Key, ...] = (
    (col(Row.registered_at), datetime.fromisoformat, datetime.isoformat),
    (col(Row.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="The service orders the caller may see, newest first.")
    async def service_orders(
        self, info: Info, first: First, after: After = None, filter: OrderFilter | None = None
    ) -> Connection[ServiceOrder]:
        """Narrowed under the caller's own permissions."""
        guard.require_somewhere(info.context.actor, Verb.ORDER_VIEW)
        reader, wanted = info.context.reader, filter.plain() if filter else queries.OrderFilter()
        statement = queries.shown(info.context.actor).where(*queries.narrowed(reader, wanted))
        return await connect(
            reader, statement, keys=_NEWEST_FIRST, first=first, after=after, node=ServiceOrder.of, descending=True
        )

    @strawberry.field(
        description="How many service orders stand in each step, in the order 点单, 派单, 办单, 评单, 已销号."
    )
    async def service_order_counts(self, info: Info, filter: OrderFilter | None = None) -> list[OrderStepCount]:
        """Of those the caller may see, narrowed as the list is."""
        guard.require_somewhere(info.context.actor, Verb.ORDER_VIEW)
        wanted = filter.plain() if filter else queries.OrderFilter()
        counted = await queries.counted(info.context.reader, wanted)
        order = (OrderStep.REQUESTED, OrderStep.DISPATCHING, OrderStep.HANDLING, OrderStep.RATING, OrderStep.CLOSED)
        return [OrderStepCount(step=step, count=counted[step]) for step in order]


@strawberry.input(description="A need as it is taken down. Without name and phone the applicant is anonymous.")
class RegisterOrderInput:
    """Input of registerOrder."""

    channel: OrderChannel = strawberry.field(description="How it became known.")
    content: str = strawberry.field(description="订单内容, 2 to 1,000 characters.")
    requester_name: str | None = strawberry.field(default=None, description="The applicant's name.")
    phone: str | None = strawberry.field(default=None, description="The applicant's mobile number, as typed.")


@strawberry.input(description="An order that is taken on.")
class TakeOrderInput:
    """Input of takeOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    opinion: str = strawberry.field(description="接单人受理意见, up to 1,000 characters.")
    level: OrderLevel = strawberry.field(description="Who settles it.")
    due_on: date | None = strawberry.field(default=None, description="Last day of the next step; else by the rules.")


@strawberry.input(description="An order that is dispatched.")
class DispatchOrderInput:
    """Input of dispatchOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    agency: strawberry.ID = strawberry.field(description="Which agency of the city is to see to it.")
    staff: strawberry.ID | None = strawberry.field(default=None, description="Who there, where known.")
    due_on: date | None = strawberry.field(default=None, description="By when; else five working days.")


@strawberry.input(description="An order that goes one level up.")
class EscalateOrderInput:
    """Input of escalateOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="What came of an order.")
class HandleOrderInput:
    """Input of handleOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    result: str = strawberry.field(description="办理结果, up to 1,000 characters.")


@strawberry.input(description="What the applicant says of an order.")
class RateOrderInput:
    """Input of rateOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    mark: OrderMark = strawberry.field(description="申请人满意度评价.")
    comment: str = strawberry.field(default="", description="What they say besides, up to 500 characters.")


@strawberry.input(description="An order that is done with.")
class CloseOrderInput:
    """Input of closeOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    version: int = strawberry.field(description="The version that was seen.")
    reason: str = strawberry.field(default="", description="Why, where nobody has rated it; up to 500 characters.")


@strawberry.input(description="Whose phone is to be shown whole, and why.")
class RevealOrderInput:
    """Input of revealOrder."""

    id: strawberry.ID = strawberry.field(description="The order's id.")
    reason: str = strawberry.field(description="Why, 2 to 500 characters; kept in the access log.")


@strawberry.type(description="The applicant's phone, whole.")
class RevealedOrder:
    """Shown once, and written down."""

    order: strawberry.ID = strawberry.field(description="The order's id.")
    phone: str = strawberry.field(description="The mobile number.")


def _key(given: str) -> UUID:
    return row_id("ServiceOrder", given)


@strawberry.type
class Mutation:
    """Verbs of service orders."""

    @mutation("Take a need down (点单).")
    async def register_order(self, info: Info, tx: Tx, input: RegisterOrderInput) -> ServiceOrder:
        """order:register"""
        typed = service.Typed(
            channel=input.channel, content=input.content, requester_name=input.requester_name, phone=input.phone
        )
        return ServiceOrder.of(await service.register(tx, typed))

    @mutation("Take an order on, with an opinion: 即接即办, or to be dispatched.")
    async def take_order(self, info: Info, tx: Tx, input: TakeOrderInput) -> ServiceOrder:
        """order:take"""
        made = await service.take(
            tx,
            _key(input.id),
            version=input.version,
            opinion=input.opinion,
            level=input.level,
            due_on=input.due_on,
        )
        return ServiceOrder.of(made)

    @mutation("Dispatch an order (派单), or dispatch it to somebody else.")
    async def dispatch_order(self, info: Info, tx: Tx, input: DispatchOrderInput) -> ServiceOrder:
        """order:dispatch"""
        made = await service.dispatch(
            tx,
            _key(input.id),
            version=input.version,
            agency_id=row_id("Agency", input.agency, "agency"),
            staff_id=row_id("Staff", input.staff, "staff") if input.staff is not None else None,
            due_on=input.due_on,
        )
        return ServiceOrder.of(made)

    @mutation("Send an order one level up: to the street, then to the district.")
    async def escalate_order(self, info: Info, tx: Tx, input: EscalateOrderInput) -> ServiceOrder:
        """order:escalate"""
        return ServiceOrder.of(await service.escalate(tx, _key(input.id), version=input.version, reason=input.reason))

    @mutation("Write down what came of an order (办单).")
    async def handle_order(self, info: Info, tx: Tx, input: HandleOrderInput) -> ServiceOrder:
        """order:handle"""
        return ServiceOrder.of(await service.handle(tx, _key(input.id), version=input.version, result=input.result))

    @mutation("Write down what the applicant says of it (评单); 不满意 reopens it with a day to call back.")
    async def rate_order(self, info: Info, tx: Tx, input: RateOrderInput) -> ServiceOrder:
        """order:rate"""
        made = await service.rate(tx, _key(input.id), version=input.version, mark=input.mark, comment=input.comment)
        return ServiceOrder.of(made)

    @mutation("Strike an order off the list (销号).")
    async def close_order(self, info: Info, tx: Tx, input: CloseOrderInput) -> ServiceOrder:
        """order:close"""
        return ServiceOrder.of(await service.close(tx, _key(input.id), version=input.version, reason=input.reason))

    @mutation("Show the applicant's whole phone for a written reason; written to the access log.", keyed=False)
    async def reveal_order(self, info: Info, tx: Tx, input: RevealOrderInput) -> RevealedOrder:
        """order:reveal"""
        order, phone = await service.reveal(tx, _key(input.id), reason=input.reason)
        return RevealedOrder(order=gid("ServiceOrder", order.id), phone=phone)
