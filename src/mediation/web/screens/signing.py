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
    "code-sent": Text("验证码已发送。", "The code was sent."),
    "you-declined": Text("已记录您不签署。", "It was recorded that you do not sign."),
}


def routes(client: Client) -> list[BaseRoute]:
    """The studio's table, and the page of a party at their own phone."""
    return [
        client.get("/cases/{id}/agreement/sign", table),
        client.post("/cases/{id}/agreement/sign", sign),
        client.post("/cases/{id}/agreement/decline", decline),
        client.post("/cases/{id}/agreement/seal", seal),
        client.get("/rooms/{room}/sign", own, to=SEATED),
        client.post("/rooms/{room}/sign", sign_own, to=SEATED),
        client.post("/rooms/{room}/sign/code", send_code, to=SEATED),
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
    """The text for a party at their own phone, what to tick, and one button; what they have signed already."""
    return await page.render("agreement/own.html", **await _own(page))


async def _own(page: Page) -> dict[str, Any]:
    """The agreement on the table and what of it is for the reader to sign: `own_waits`, and `others` who gave authority."""
    data = await page.query("OwnAgreement", {"room": page.path("room")})
    room = page.found(data["room"])
    found = page.found(data["myRoomAgreement"])
    seat = page.found(room["mySeat"])
    rows = [edge["node"] for edge in found["lines"]["edges"]] if found["lines"] else []
    is_employer = seat["side"] == "EMPLOYER"
    marks = [edge["node"] for edge in found["signatures"]["edges"]] if found["signatures"] else []
    own = [row for row in rows if row["party"] == seat["party"]]
    mark = next(
        (one for one in marks if is_employer and one["signatory"] == "EMPLOYER"), own[0]["signature"] if own else None
    )
    return {
        "room": room,
        "found": found,
        "rows": rows,
        "own_rows": own,
        "is_employer": is_employer,
        "mark": mark,
        "own_waits": (is_employer or bool(own)) and (mark is None or mark["declined"]),
        "others": [] if is_employer else [row for row in rows if row not in own and not row["signature"]],
        "is_party": page.actor.kind is ActorKind.PARTY,
    }


async def sign_own(page: Page) -> Response:
    """Sign, or say that one does not: both boxes must be ticked for signing. A representative signs for others, too, who
    gave them special authority."""
    form, shown = page.form, await _own(page)
    side = "EMPLOYER" if shown["is_employer"] else "WORKER"
    own = [row["party"] for row in shown["own_rows"]]
    base: dict[str, Any] = {"agreement": form.text("agreement"), "signatory": side}
    back = f"/rooms/{page.path('room')}/sign"
    if form.flag("decline"):
        refusal = {**base, "workers": own, "reason": form.text("reason")}
        done = (await page.do("DeclineAgreement", {"input": refusal})).ok
        return page.go(back, said="you-declined") if done else await own_again(page, shown)
    for name, text in (("read", _READ), ("account", _ACCOUNT if side == "WORKER" else _PAYING)):
        if not form.flag(name):
            form.refuse(name, text)
    everybody = [row["party"] for row in shown["others"]]
    others = everybody if form.flag("everybody") else form.many("workers")
    given: dict[str, Any] = {
        **base,
        "textHash": form.text("textHash"),
        "workers": [*(own if shown["own_waits"] else []), *others],
    }
    if others:
        given["representative"] = own[0] if own else None
    if shown["found"]["signingCode"]:
        given["code"] = form.text("code")
    if form.wrong or not (await page.do("SignAgreement", {"input": given})).ok:
        return await own_again(page, shown)
    return page.go(back, said="you-signed")


async def send_code(page: Page) -> Response:
    """Have a code sent to one's own telephone; one that is on its way counts no more."""
    shown = await _own(page)
    given = {"agreement": page.form.text("agreement"), "textHash": page.form.text("textHash")}
    if not (await page.do("SendSigningCode", {"input": given})).ok:
        return await own_again(page, shown)
    return page.go(f"/rooms/{page.path('room')}/sign", said="code-sent")


async def own_again(page: Page, shown: dict[str, Any]) -> Response:
    """The page with what is wrong, and what was ticked."""
    return await page.render("agreement/own.html", **shown)


_READ: Final = Text("请勾选“我已阅读并同意”。", "Tick that you have read it and agree.")
_ACCOUNT: Final = Text(
    "请勾选“我确认上面的金额和付款方式”。", "Tick that you confirm the amounts and how you are paid."
)
_PAYING: Final = Text(
    "请勾选“我确认上面的金额和付款时间”。", "Tick that you confirm the amounts and when they are to be paid."
)
