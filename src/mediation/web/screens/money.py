"""The board of promised payments, and what was paid: entered per worker or all at once, confirmed, taken back. S7."""

from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page

SAID: Final = {
    "payment-recorded": Text("到账已登记，劳动者会收到通知。", "The payment was recorded; the workers are told."),
    "advance-booked": Text(
        "第三方垫付已登记，并产生对公司的追偿。", "The advance was booked, and the employer now owes it to who paid."
    ),
    "payment-confirmed": Text("到账已核实。", "The payment was verified."),
    "payments-confirmed": Text("全部到账已核实。", "All of these payments were verified."),
    "payment-reversed": Text("到账已用反向分录撤销。", "The payment was taken back by a counter-entry."),
}

VIEWS: Final = ("DUE_TODAY", "OVERDUE", "DEFAULTED", "ADVANCED", "WITHIN_SEVEN_DAYS", "PAID_THIS_MONTH")

_AT_ONCE: Final = 500
"""more than a page of payments holds"""

TONES: Final = {"OPEN": "normal", "PARTLY": "soon", "OVERDUE": "overdue", "DEFAULTED": "default", "SETTLED": "done"}

_EMPTY: Final = {
    "DUE_TODAY": Text("今天没有到期的付款。", "No payment is due today."),
    "OVERDUE": Text("没有逾期的付款。", "No payment is overdue."),
    "DEFAULTED": Text("没有已违约的付款。", "No payment is in default."),
    "ADVANCED": Text("没有第三方垫付待追偿的。", "No advance waits for recourse."),
    "WITHIN_SEVEN_DAYS": Text("7 天内没有到期的付款。", "No payment is due within seven days."),
    "PAID_THIS_MONTH": Text("本月还没有付清的。", "Nothing was paid in full this month yet."),
}


def routes(client: Client) -> list[BaseRoute]:
    """The board, and the payments of a case."""
    return [
        client.get("/commitments", board),
        client.get("/cases/{id}/payments", payments),
        client.post("/cases/{id}/payments", record),
        client.post("/cases/{id}/payments/confirm", confirm_all),
        client.post("/payments/{payment}/confirm", confirm),
        client.get("/payments/{payment}/reverse", ask_reverse),
        client.post("/payments/{payment}/reverse", reverse),
    ]


async def board(page: Page) -> Response:
    """What is due, late, in default, advanced or paid, each view with its count; it opens where there is something to do."""
    asked = page.asked("view") if page.asked("view") in VIEWS else None
    view = asked or VIEWS[0]
    data = await page.query("Board", {"view": view, "after": page.asked("after") or None})
    sizes = {one["view"]: one["rows"] for one in data["boardViews"]}
    if asked is None and (first := next((one for one in VIEWS[:-1] if sizes.get(one)), view)) != view:
        view = first
        data = await page.query("Board", {"view": view, "after": None})
    return await page.render(
        "money/board.html",
        view=view,
        views=[(one, sizes.get(one, 0)) for one in VIEWS],
        rows=data["promisedPayments"],
        empty=_EMPTY[view],
        tones=TONES,
    )


async def payments(page: Page) -> Response:
    """What each worker is owed and was paid; a form for what came."""
    data = await page.query("CasePayments", {"case": page.path("id"), "after": page.asked("after") or None})
    case = page.found(data["case"])
    if not page.form.values:
        page.form = Form.of({"paidOn": legal_day(page.now).isoformat(), "payerKind": "EMPLOYER"}, page.locale)
    nodes = [edge["node"] for edge in case["commitments"]["edges"]] if case["commitments"] else []
    return await page.render(
        "money/payments.html",
        case=case,
        promises=[one for one in nodes if one["kind"] == "WORKER"],
        recourse=[one for one in nodes if one["kind"] == "RECOURSE"],
        unverified=[paid["id"] for one in nodes for paid in one["payments"] or () if paid["access"]["canConfirm"]],
        more=case["commitments"]["pageInfo"] if case["commitments"] else {"hasNextPage": False},
        tones=TONES,
    )


async def record(page: Page) -> Response:
    """Record what came: everything at once, or the amounts typed; a third party's money is booked as an advance."""
    form = page.form
    items = await _everything_open(page) if form.flag("all") else _typed(form)
    if not items and not form.wrong:
        form.refuse("items", Text("请至少填写一名劳动者的金额。", "Enter an amount for one worker at least."))
    if form.wrong:
        return await payments(page)
    given: dict[str, Any] = {
        "case": page.path("id"),
        "items": items,
        "payerName": form.text("payerName") or await _employer(page),
        "payerKind": form.text("payerKind"),
        "paidOn": form.text("paidOn") or legal_day(page.now).isoformat(),
        "proof": form.text("proof"),
    }
    if given["payerKind"] == "EMPLOYER":
        outcome, said = await page.do("RecordPayment", {"input": given}), "payment-recorded"
    else:
        given |= {"recourseAgreed": form.flag("recourseAgreed"), "amountFen": sum(one["amountFen"] for one in items)}
        outcome, said = await page.do("BookAdvance", {"input": given}), "advance-booked"
    if not outcome.ok:
        return await payments(page)
    return page.go(f"/cases/{page.path('id')}/payments", said=said)


async def _employer(page: Page) -> str:
    """The employer's name, when it is the employer who paid."""
    if page.form.text("payerKind") != "EMPLOYER":
        return ""
    case = page.found((await page.query("CasePayments", {"case": page.path("id"), "after": None}))["case"])
    return (case["employer"] or {}).get("name") or ""


def _typed(form: Form) -> list[dict[str, Any]]:
    amounts = [(one, form.fen(f"items.{n}.amountFen")) for n, one in enumerate(form.many("commitment"))]
    return [{"commitment": one, "amountFen": amount} for one, amount in amounts if amount]


async def _everything_open(page: Page) -> list[dict[str, Any]]:
    """What is still owed to every worker of the case, on whichever page of the list it stands."""
    items: list[dict[str, Any]] = []
    after = None
    while True:
        data = await page.query("CasePayments", {"case": page.path("id"), "after": after})
        found = page.found(data["case"])["commitments"]
        if found is None:
            return items
        nodes = [edge["node"] for edge in found["edges"]]
        items += [
            {"commitment": one["id"], "amountFen": one["shortfallFen"]}
            for one in nodes
            if one["kind"] == "WORKER" and one["shortfallFen"]
        ]
        if not found["pageInfo"]["hasNextPage"]:
            return items
        after = found["pageInfo"]["endCursor"]


async def confirm(page: Page) -> Response:
    """Say that the money arrived."""
    outcome = await page.do("ConfirmPayment", {"input": {"payment": page.path("payment")}})
    to = _back(page)
    return page.go(to, said="payment-confirmed" if outcome.ok else None)


async def confirm_all(page: Page) -> Response:
    """Say that everything on the page arrived: one receipt of a third party covers every worker."""
    for payment in page.form.many("payment")[:_AT_ONCE]:
        if not (await page.do("ConfirmPayment", {"input": {"payment": payment}})).ok:
            return await payments(page)
    return page.go(f"/cases/{page.path('id')}/payments", said="payments-confirmed")


async def ask_reverse(page: Page) -> Response:
    """What taking it back means."""
    return await page.render("money/reverse.html", payment=page.path("payment"), back=page.asked("case"))


async def reverse(page: Page) -> Response:
    """Take it back by a counter-entry, with the reason."""
    given = {"payment": page.path("payment"), "reason": page.form.text("reason")}
    if not (await page.do("ReversePayment", {"input": given})).ok:
        return await page.render("money/reverse.html", payment=page.path("payment"), back=page.form.text("case"))
    return page.go(_back(page), said="payment-reversed")


def _back(page: Page) -> str:
    case = page.form.text("case")
    return f"/cases/{quote(case, safe='=')}/payments" if case else "/commitments"
