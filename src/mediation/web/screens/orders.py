"""Service orders: requested, dispatched, handled, rated, closed out; each with its card of four fields. S11."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.page import Page

SAID: Final = {
    "order-registered": Text("订单已登记。", "The order was taken down."),
    "order-done": Text("已办理这一步。", "This step is done."),
}

STEPS: Final = ("REQUESTED", "DISPATCHING", "HANDLING", "RATING", "CLOSED")

_EMPTY: Final = {
    "": Text("还没有服务订单。", "There are no service orders yet."),
    "REQUESTED": Text("没有等待受理的订单。", "No order waits to be taken on."),
    "DISPATCHING": Text("没有等待派单的订单。", "No order waits to be dispatched."),
    "HANDLING": Text("没有正在办理的订单。", "No order is being handled."),
    "RATING": Text("没有等待评价的订单。", "No order waits to be rated."),
    "CLOSED": Text("还没有销号的订单。", "No order has been closed out yet."),
}
_ACTS: Final = {
    "take": ("TakeOrder", ("opinion", "level")),
    "dispatch": ("DispatchOrder", ("agency",)),
    "escalate": ("EscalateOrder", ("reason",)),
    "handle": ("HandleOrder", ("result",)),
    "rate": ("RateOrder", ("mark", "comment")),
    "close": ("CloseOrder", ("reason",)),
}


def routes(client: Client) -> list[BaseRoute]:
    """The list, taking one down, and what is done with one."""
    return [
        client.get("/orders", listed),
        client.get("/orders/new", blank),
        client.post("/orders", register),
        client.get("/orders/{id}", one),
        client.post("/orders/{id}/{act}", act),
    ]


async def listed(page: Page) -> Response:
    """The orders of a step, with the count of each; a month is the monthly package."""
    step = page.asked("step") if page.asked("step") in STEPS else ""
    month = page.asked("month")
    narrowed: dict[str, Any] = {"month": month} if month else {}
    asked = {**narrowed, "step": [step]} if step else narrowed
    data = await page.query("Orders", {"filter": asked, "counted": narrowed, "after": page.asked("after") or None})
    today = legal_day(page.now)
    months = [f"{today.year - (today.month <= n)}-{(today.month - n - 1) % 12 + 1:02}" for n in range(12)]
    counts = {entry["step"]: entry["count"] for entry in data["serviceOrderCounts"]}
    return await page.render(
        "orders/list.html",
        orders=data["serviceOrders"],
        steps=[(name, counts.get(name, 0)) for name in STEPS],
        step=step,
        month=month,
        empty=_EMPTY[step],
        months=months,
        may_register="order:register" in data["me"]["access"]["verbs"],
    )


async def blank(page: Page) -> Response:
    """The form for a new one; name and phone may stay empty."""
    return await page.render("orders/new.html")


async def register(page: Page) -> Response:
    """Take one down."""
    form = page.form
    given = {"channel": form.text("channel"), "content": form.text("content")}
    given |= {name: form.text(name) for name in ("requesterName", "phone") if form.text(name)}
    if not given["channel"]:
        form.refuse("channel", Text("请选择来源。", "Choose how it became known."))
        return await blank(page)
    outcome = await page.do("RegisterOrder", {"input": given})
    if not outcome.ok:
        return await blank(page)
    return page.go(f"/orders/{outcome.data['id']}", said="order-registered")


async def one(page: Page) -> Response:
    """The card, the steps so far, and what may be done now."""
    data = await page.query("OneOrder", {"id": page.path("id")})
    return await page.render(
        "orders/one.html",
        order=page.found(data["node"] or None),
        steps=STEPS,
        agencies=[edge["node"] for edge in data["agencies"]["edges"]],
    )


async def act(page: Page) -> Response:
    """Do one step."""
    form = page.form
    operation, names = page.found(_ACTS.get(page.path("act")))  # type: ignore[arg-type]
    given: dict[str, Any] = {"id": page.path("id"), "version": form.number("version") or 0}
    given |= {name: form.text(name) for name in names}
    for name in ("level", "mark", "agency"):
        if name in given and not given[name]:
            form.refuse(name, Text("请选择。", "Choose one."))
    if form.wrong or not (await page.do(operation, {"input": given})).ok:
        return await one(page)
    return page.go(f"/orders/{page.path('id')}", said="order-done")
