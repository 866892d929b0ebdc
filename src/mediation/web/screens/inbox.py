"""Notices: the reader's own and those on the board of their agency; and what could not be delivered."""

from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.page import Page

SAID: Final = {
    "notice-read": Text("已标为已读。", "Marked as read."),
    "notice-handled": Text("已登记处理结果，通知离开清单。", "What was done is recorded; the notice left the list."),
}
SIZE: Final = 25
LEADS: Final = {
    "lawyer.offered": ("/assignments", Text("查看并答复", "Look and answer")),
    "lawyer.resumed": ("/assignments", Text("查看并答复", "Look and answer")),
    "order.dispatched": ("/orders", Text("打开服务订单", "Open the service orders")),
    "order.overdue": ("/orders", Text("打开服务订单", "Open the service orders")),
    "referral.offered": ("/referrals", Text("打开转办", "Open the referrals")),
    "referral.taken_back": ("/referrals", Text("打开转办", "Open the referrals")),
    "room.seat": ("/rooms", Text("打开今日调解", "Open the rooms of today")),
}
"""Where a notice leads beside the case, or before its reader may open the case."""


def routes(client: Client) -> list[BaseRoute]:
    """Two lists and what is done with their lines."""
    return [
        client.get("/inbox", show),
        client.post("/inbox/read", read),
        client.get("/inbox/undeliverable", undeliverable),
        client.get("/inbox/undeliverable/{id:gid}", handle_form),
        client.post("/inbox/undeliverable/{id:gid}", handle),
    ]


async def show(page: Page) -> Response:
    """The unread ones first, then the others, each the newest first."""
    after = page.asked("after")
    data = await page.query("Inbox", {"first": SIZE, "after": after or None})
    verbs = data["me"]["access"]["verbs"]
    return await page.render(
        "inbox/show.html",
        unread=[edge["node"] for edge in data["unread"]["edges"]] if not after else [],
        count=data["unread"]["totalCount"],
        others=[edge["node"] for edge in data["inbox"]["edges"] if edge["node"]["readAt"]],
        page_info=data["inbox"]["pageInfo"],
        after=after,
        leads=LEADS,
        sees_undeliverable="notice:handle" in verbs or "notice:view" in verbs,
    )


async def read(page: Page) -> Response:
    """Mark the given ones as read."""
    for notice in page.form.many("notice")[:SIZE]:
        await page.do("ReadNotice", {"input": {"id": notice}})
    return page.go("/inbox", said="notice-read")


async def undeliverable(page: Page) -> Response:
    """What a person must see to, the newest first."""
    after = page.asked("after")
    data = await page.query("Undeliverable", {"first": SIZE, "after": after or None})
    return await page.render("inbox/undeliverable.html", notices=data["undeliverableNotices"], after=after)


async def handle_form(page: Page) -> Response:
    """One of them, and what was done instead."""
    one = page.found((await page.query("UndeliverableOne", {"id": page.path("id")}))["node"] or None)
    return await page.render("inbox/handle.html", one=one)


async def handle(page: Page) -> Response:
    """Write down what was done instead."""
    given = {"id": page.path("id"), "note": page.form.text("note")}
    if not (await page.do("HandleNotice", {"input": given})).ok:
        return await handle_form(page)
    return page.go("/inbox/undeliverable", said="notice-handled")
