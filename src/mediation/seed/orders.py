"""A few service orders in different steps, made by the same verbs as any other."""

from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import Agency, AgencyKind
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor
from mediation.order import service
from mediation.order.models import OrderChannel, OrderLevel, OrderMark, ServiceOrder


async def orders(runtime: Runtime, clerk: Actor) -> None:
    """One just taken down; one dispatched to another office of the district; one rated; one struck off the list."""
    await _ordered(runtime, clerk, OrderChannel.MAILBOX, "夜班下班后没有公交，想请有关单位协调加开班次。")
    check_up = await _ordered(
        runtime, clerk, OrderChannel.HOTLINE, "工地上想请流动体检车来一次。", "李雷", "13920003351"
    )
    check_up = await _taken(runtime, clerk, check_up, "联系社区卫生服务中心安排。", OrderLevel.STREET)
    async with runtime.uow(clerk) as tx:
        elsewhere = select(col(Agency.id)).where(
            col(Agency.district_id) == clerk.district_id, col(Agency.kind) == AgencyKind.HUMAN_RESOURCES.value
        )
        agency_id = (await tx.session.execute(elsewhere.limit(1))).scalar() or clerk.agency_id
        assert agency_id is not None
        await service.dispatch(
            tx, check_up.id, version=check_up.version, agency_id=agency_id, staff_id=None, due_on=None
        )
    await _done(runtime, clerk, "春节回家买票要排半天队，不会网上订票。", OrderMark.FAIRLY)
    closed = await _done(runtime, clerk, "宿舍楼下想装一处饮水点。", OrderMark.SATISFIED)
    async with runtime.uow(clerk) as tx:
        await service.close(tx, closed.id, version=closed.version, reason="")


async def _ordered(
    runtime: Runtime, clerk: Actor, channel: OrderChannel, content: str, name: str = "", phone: str = ""
) -> ServiceOrder:
    async with runtime.uow(clerk) as tx:
        typed = service.Typed(channel=channel, content=content, requester_name=name, phone=phone)
        return await service.register(tx, typed)


async def _taken(runtime: Runtime, clerk: Actor, order: ServiceOrder, opinion: str, level: OrderLevel) -> ServiceOrder:
    async with runtime.uow(clerk) as tx:
        return await service.take(tx, order.id, version=order.version, opinion=opinion, level=level, due_on=None)


async def _done(runtime: Runtime, clerk: Actor, content: str, mark: OrderMark) -> ServiceOrder:
    order = await _ordered(runtime, clerk, OrderChannel.WECHAT, content, "王小明", "13920002234")
    order = await _taken(runtime, clerk, order, "纳入本月便民服务。", OrderLevel.AT_ONCE)
    async with runtime.uow(clerk) as tx:
        order = await service.handle(tx, order.id, version=order.version, result="已设置便民服务点。")
    async with runtime.uow(clerk) as tx:
        return await service.rate(tx, order.id, version=order.version, mark=mark, comment="")
