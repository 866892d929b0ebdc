"""Service orders in the API as they are read: the card of four fields and the steps."""

from datetime import date, datetime, time, timedelta
from typing import Any

import strawberry

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency.graphql import Agency
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.gql.context import Info
from mediation.gql.enums import described
from mediation.gql.relay import Node, gid
from mediation.infra.clock import SHANGHAI, legal_day
from mediation.kit.machine import allowed
from mediation.kit.names import mask_name, mask_phone
from mediation.order import queries, rules, service
from mediation.order.models import OrderChannel, OrderLevel, OrderMark, OrderStep

described(
    OrderStep,
    "What a service order waits for.",
    {
        OrderStep.CLOSED: "已销号: done with.",
        OrderStep.DISPATCHING: "派单: to be dispatched.",
        OrderStep.HANDLING: "办单: to be seen to.",
        OrderStep.RATING: "评单: to be rated by the applicant, then closed.",
        OrderStep.REQUESTED: "点单: to be taken on.",
    },
)
described(
    OrderLevel,
    "Who settles a service order.",
    {
        OrderLevel.AT_ONCE: "即接即办: whoever takes it, at once.",
        OrderLevel.DISTRICT: "区联合会协调: the district's joint meeting.",
        OrderLevel.STREET: "街道派单到科室、社区: an office or community of the street.",
    },
)
described(
    OrderChannel,
    "How a need became known.",
    {
        OrderChannel.EMAIL: "邮箱: e-mail.",
        OrderChannel.HOTLINE: "热线: the hotline.",
        OrderChannel.MAILBOX: "信箱: the letter box.",
        OrderChannel.VISIT: "来访: somebody came.",
        OrderChannel.WECHAT: "公众号: the official account.",
    },
)
described(
    OrderMark,
    "How satisfied the applicant is (申请人满意度评价).",
    {
        OrderMark.DISSATISFIED: "不满意: not satisfied; the order is handled again and the applicant called back.",
        OrderMark.FAIRLY: "基本满意: fairly satisfied.",
        OrderMark.SATISFIED: "满意: satisfied.",
    },
)


def _due_at(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI) if day else None


@strawberry.type(description="The order card: exactly these four fields.")
class OrderCard:
    """What is read out and printed."""

    content: str = strawberry.field(description="订单内容: what is needed.")
    opinion: str = strawberry.field(description="接单人受理意见: what whoever took it said; empty before.")
    result: str = strawberry.field(description="办理结果: what came of it; empty before.")
    mark: OrderMark | None = strawberry.field(description="申请人满意度评价: how satisfied the applicant is.")


@strawberry.type(description="One step of an order; a step that comes again stands there again.")
class OrderStepEntry:
    """A step with its owner and its time."""

    step: OrderStep = strawberry.field(description="Which.")
    level: OrderLevel | None = strawberry.field(description="At which level; null before it was taken on.")
    began_at: datetime = strawberry.field(description="Since when.")
    due_on: date | None = strawberry.field(description="Its last day.")
    due_at: datetime | None = strawberry.field(description="The end of that day (民法典 203).")
    done_at: datetime | None = strawberry.field(description="When it was done; null for the present one.")
    note: str = strawberry.field(description="Why it went up, or was closed unrated.")
    row: strawberry.Private[Any]

    @strawberry.field(description="Whose step it is.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="Who sees to it; null for whoever of the agency comes first.")
    async def owner(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.owner_id)

    @strawberry.field(description="Who did it.")
    async def done_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.done_by)


@strawberry.type(description="A need that was ordered, and what is done about it (服务订单).")
class ServiceOrder(Node):
    """A service order."""

    number: str = strawberry.field(description="Number within its district and year, without gaps: D-77.")
    year: int = strawberry.field(description="Year of the number.")
    channel: OrderChannel = strawberry.field(description="How it became known.")
    anonymous: bool = strawberry.field(description="Whether neither name nor phone was given.")
    requester_name: str = strawberry.field(description="The applicant's name, masked; empty when not given.")
    card: OrderCard = strawberry.field(description="The card of four fields.")
    comment: str = strawberry.field(description="What the applicant says besides the mark.")
    level: OrderLevel | None = strawberry.field(description="Who settles it; null before it was taken on.")
    step: OrderStep = strawberry.field(description="What it waits for.")
    call_back: bool = strawberry.field(description="Whether the applicant was not satisfied and is to be called back.")
    registered_at: datetime = strawberry.field(description="When it was taken down.")
    due_on: date | None = strawberry.field(description="Last day of the present step; null once closed.")
    due_at: datetime | None = strawberry.field(description="The end of that day (民法典 203).")
    closed_at: datetime | None = strawberry.field(description="When it was struck off the list.")
    version: int = strawberry.field(description="Send it with what you do.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The applicant's phone, masked. `revealOrder` shows it whole, for a reason.")
    def phone(self, info: Info) -> str | None:
        """Opened and masked on the way out."""
        cipher, vault = self.row.phone_cipher, info.context.runtime.vault
        return mask_phone(vault.open(cipher, context=f"service_order.phone:{self.row.id}")) if cipher else None

    @strawberry.field(description="Whether the last day of the present step has passed.")
    def overdue(self, info: Info) -> bool:
        """By the legal day."""
        return self.due_on is not None and self.due_on < legal_day(info.context.actor.at)

    @strawberry.field(description="The agency that took it down and answers for it.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="Where it was dispatched to.")
    async def handler(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(agencies.agencies_by_id, self.row.handler_agency_id)
        return Agency.of(row) if row else None

    @strawberry.field(description="Who sees to the present step; null for whoever of the agency comes first.")
    async def owner(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.owner_id)

    @strawberry.field(description="Every step so far with its owner, due date and time, in order.")
    async def steps(self, info: Info) -> list[OrderStepEntry]:
        """Loaded with the others of its level."""
        rows = await info.context.load(queries.steps_of_orders, self.row.id)
        return [
            OrderStepEntry(
                step=OrderStep(row.step),
                level=OrderLevel(row.level) if row.level else None,
                began_at=row.began_at,
                due_on=row.due_on,
                due_at=_due_at(row.due_on),
                done_at=row.done_at,
                note=row.note,
                row=row,
            )
            for row in rows
        ]

    @strawberry.field(description="Every verb that the caller may apply to the order now, as `order:take`.")
    def possible(self, info: Info) -> list[str]:
        """Permission and step together."""
        facts = queries.facts_of(self.row)
        verbs = allowed(rules.MOVES, self.step)
        return [verb for verb in verbs if guard.may(info.context.actor, Verb(verb), facts)]

    @classmethod
    def of(cls, row: Any) -> "ServiceOrder":
        """From a row or an entity."""
        mark = OrderMark(row.mark) if row.mark else None
        return cls(
            id=gid("ServiceOrder", row.id),
            number=service.number_of(row.serial),
            year=row.year,
            channel=OrderChannel(row.channel),
            anonymous=not (row.requester_name or row.phone_cipher),
            requester_name=mask_name(row.requester_name) if row.requester_name else "",
            card=OrderCard(content=row.content, opinion=row.opinion, result=row.result, mark=mark),
            comment=row.comment,
            level=OrderLevel(row.level) if row.level else None,
            step=OrderStep(row.step),
            call_back=row.call_back,
            registered_at=row.registered_at,
            due_on=row.due_on,
            due_at=_due_at(row.due_on),
            closed_at=row.closed_at,
            version=row.version,
            row=row,
        )
