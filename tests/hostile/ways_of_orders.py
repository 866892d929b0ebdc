"""Valid calls about service orders."""

from typing import Any

from mediation.gql.relay import gid
from tests.hostile.world import PHONE, WHY, World, way


@way("registerOrder")
async def register_order(w: World) -> Any:
    given = {"channel": "HOTLINE", "content": "春节代购火车票", "requesterName": "王小明", "phone": PHONE}
    return w.tokens["mediator"], given


async def _taken(w: World, level: str) -> dict[str, Any]:
    made = await w.do("mediator", "registerOrder", channel="VISIT", content="工地体检车", phone=PHONE)
    seen = {"id": made["id"], "version": 1}
    await w.do("mediator", "takeOrder", **seen, opinion="予以受理", level=level)
    return {**seen, "version": 2}


async def _rating(w: World) -> dict[str, Any]:
    order = await _taken(w, "AT_ONCE")
    await w.do("mediator", "handleOrder", **order, result="设置便民服务点")
    return {**order, "version": 3}


@way("takeOrder")
async def take_order(w: World) -> Any:
    made = await w.do("mediator", "registerOrder", channel="EMAIL", content="夜间公交不便")
    given = {"opinion": "予以受理", "level": "DISTRICT", "dueOn": "2026-11-27"}
    return w.tokens["mediator"], {"id": made["id"], "version": 1, **given}


@way("dispatchOrder")
async def dispatch_order(w: World) -> Any:
    whom = {"agency": gid("Agency", w.union.id), "staff": gid("Staff", w.people["mediator"].id)}
    return w.tokens["mediator"], {**await _taken(w, "STREET"), **whom, "dueOn": "2026-11-27"}


@way("escalateOrder")
async def escalate_order(w: World) -> Any:
    return w.tokens["mediator"], {**await _taken(w, "STREET"), "reason": WHY}


@way("handleOrder")
async def handle_order(w: World) -> Any:
    return w.tokens["mediator"], {**await _taken(w, "AT_ONCE"), "result": "设置便民服务点"}


@way("rateOrder")
async def rate_order(w: World) -> Any:
    return w.tokens["mediator"], {**await _rating(w), "mark": "DISSATISFIED", "comment": "排队仍久"}


@way("closeOrder")
async def close_order(w: World) -> Any:
    return w.tokens["mediator"], {**await _rating(w), "reason": WHY}


@way("revealOrder")
async def reveal_order(w: World) -> Any:
    order = await _taken(w, "STREET")
    return w.tokens["mediator"], {"id": order["id"], "reason": WHY}
