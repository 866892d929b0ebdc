"""Signing an agreement: at the table, by each on their own phone in the room, by seal page; what is still missing. S6."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web.client import SEATED, Client
from mediation.web.page import Page

SAID: Final = {
    "signed": Text("签署已登记。", "The signature was recorded."),
    "declined": Text("已登记不签署及其原因。", "It was recorded who does not sign, and why."),
    "effective": Text(
        "全部完成，协议已生效，兑付计划已生成。",
        "Everything is there: the agreement is in effect, and the payments are planned.",
    ),
    "you-signed": Text("您已签署。", "You have signed."),
    "you-declined": Text("已记录您不签署。", "It was recorded that you do not sign."),
}


def routes(client: Client) -> list[BaseRoute]:
    """The studio's table, and the page of a party at their own phone."""
    return [
        client.get("/cases/{id}/agreement/sign", table),
        client.post("/cases/{id}/agreement/sign", sign),
        client.post("/cases/{id}/agreement/decline", decline),
        client.post("/cases/{id}/agreement/seal", seal),
        client.get("/sign", own, to=SEATED),
        client.post("/sign", sign_own, to=SEATED),
    ]


async def table(page: Page) -> Response:
    """Who signed and who has not; ticks for those who sign at this table now."""
    data = await page.query("AgreementSigning", {"case": page.path("id"), "after": page.asked("after") or None})
    case = page.found(data["case"])
    found = page.found(case["agreement"])
    marks: dict[str, Any] = dict.fromkeys(("EMPLOYER", "MEDIATOR", "STUDIO"))
    for edge in (found["signatures"] or {"edges": []})["edges"]:
        marks[edge["node"]["signatory"]] = edge["node"]
    return await page.render(
        "agreement/sign.html",
        case=case,
        found=found,
        rows=[edge["node"] for edge in found["lines"]["edges"]] if found["lines"] else [],
        more=found["lines"]["pageInfo"] if found["lines"] else {"hasNextPage": False},
        marks=marks,
        all=bool(page.asked("all")),
        after=page.asked("after"),
        representatives=[one for one in case["representatives"] or () if one["specialAuthority"] and one["party"]],
    )


async def sign(page: Page) -> Response:
    """Record signatures: of the ticked workers, of the employer's seal page, or the mediator's own."""
    form = page.form
    given: dict[str, Any] = {
        "agreement": form.text("agreement"),
        "textHash": form.text("textHash"),
        "signatory": form.text("signatory"),
        "workers": form.many("workers"),
    }
    if form.text("representative"):
        given["representative"] = form.text("representative")
    outcome = await page.do("SignAgreement", {"input": given})
    return await _after(page, outcome.ok, outcome.data)


async def seal(page: Page) -> Response:
    """Put the seal of the mediation body."""
    given = {"agreement": page.form.text("agreement"), "textHash": page.form.text("textHash")}
    outcome = await page.do("SealAgreement", {"input": given})
    return await _after(page, outcome.ok, outcome.data)


async def _after(page: Page, ok: bool, result: dict[str, Any]) -> Response:
    if not ok:
        return await table(page)
    if result["state"] == "EFFECTIVE":
        return page.go(f"/cases/{page.path('id')}/agreement", said="effective")
    return page.go(f"/cases/{page.path('id')}/agreement/sign", said="signed")


async def decline(page: Page) -> Response:
    """Record who does not sign, and why; they are not bound."""
    form = page.form
    given = {
        "agreement": form.text("agreement"),
        "signatory": form.text("signatory") or "WORKER",
        "workers": form.many("workers"),
        "reason": form.text("reason"),
    }
    if not (await page.do("DeclineAgreement", {"input": given})).ok:
        return await table(page)
    return page.go(f"/cases/{page.path('id')}/agreement/sign", said="declined")


async def own(page: Page) -> Response:
    """The text for a party at their own phone, two statements to tick, and one button."""
    found = page.found((await page.query("OwnAgreement"))["myRoomAgreement"]) if _is_party(page) else page.found(None)
    rows = [edge["node"] for edge in found["lines"]["edges"]] if found["lines"] else []
    return page.fragment(
        "agreement/own.html", found=found, rows=rows, is_employer=not page.actor.party_id, done=page.asked("said")
    )


async def sign_own(page: Page) -> Response:
    """Sign, or say that one does not: both boxes must be ticked for signing."""
    form = page.form
    page.found({} if _is_party(page) else None)
    side = "EMPLOYER" if page.actor.side == "employer" else "WORKER"
    workers = form.many("workers") if side == "WORKER" else []
    base = {"agreement": form.text("agreement"), "signatory": side, "workers": workers}
    if form.flag("decline"):
        outcome = await page.do("DeclineAgreement", {"input": {**base, "reason": form.text("reason")}})
        return page.go("/sign", said="you-declined") if outcome.ok else await own(page)
    for name, text in (("read", _READ), ("account", _ACCOUNT)):
        if not form.flag(name) and (name == "read" or side == "WORKER"):
            form.refuse(name, text)
    if form.wrong:
        return await own(page)
    outcome = await page.do("SignAgreement", {"input": {**base, "textHash": form.text("textHash")}})
    return page.go("/sign", said="you-signed") if outcome.ok else await own(page)


_READ: Final = Text("请勾选“我已阅读并同意”。", "Tick that you have read it and agree.")
_ACCOUNT: Final = Text("请勾选“我确认收款方式”。", "Tick that you confirm how you are paid.")


def _is_party(page: Page) -> bool:
    return page.actor.kind is ActorKind.PARTY
