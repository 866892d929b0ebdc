"""What follows when nothing came: facts, an advance, the ways the law leaves, papers, and the word of a person. S8.

The steps keep what was chosen as a draft of the reader's own; leaving is safe, and going back loses nothing.
"""

import json
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import SHANGHAI
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page

SAID: Final = {
    "contact-kept": Text("联系结果已登记。", "The contact was written down."),
    "default-called": Text("已标记违约，劳动者会收到通知。", "The default was recorded; the workers are told."),
}

STEPS: Final = (
    ("facts", Text("事实", "Facts")),
    ("advance", Text("有人先垫付吗", "Advance first?")),
    ("ways", Text("途径", "Ways")),
    ("papers", Text("文书", "Papers")),
    ("confirm", Text("确认", "Confirm")),
)

DOOR_TONES: Final = {"OPEN": "normal", "LATER": "soon", "CLOSED": "none", "UNKNOWN": "today"}

PAPERS: Final = {
    "PAYMENT_ORDER_ON_AGREEMENT": ("PAYMENT_ORDER", "EVIDENCE_LIST", "SERVICE_ADDRESS"),
    "PAYMENT_ORDER_ON_ARREARS": ("PAYMENT_ORDER", "EVIDENCE_LIST", "SERVICE_ADDRESS"),
    "ARBITRATION": ("ARBITRATION_APPLICATION", "EVIDENCE_LIST", "SERVICE_ADDRESS"),
    "ARBITRATION_REVIEW": ("ARBITRATION_REVIEW",),
    "JUDICIAL_CONFIRMATION": ("CONFIRMATION_APPLICATION",),
    "LABOUR_INSPECTION": ("SUPERVISION_OPINION",),
    "LEGAL_AID": ("AID_APPLICATION",),
}
"""which papers each way needs"""

REFERRED: Final = ("LABOUR_INSPECTION", "SOCIAL_INSURANCE_COLLECTION")
"""the ways that another agency takes: it is asked by a referral"""


def routes(client: Client) -> list[BaseRoute]:
    """The steps, the contact with the employer, and the last word."""
    return [
        client.get("/cases/{id}/default", show),
        client.post("/cases/{id}/default", keep),
        client.post("/cases/{id}/default/contact", contact),
        client.post("/cases/{id}/default/confirm", confirm),
    ]


async def show(page: Page) -> Response:
    """One step."""
    data = await page.query("DefaultOfCase", {"case": page.path("id")})
    case = page.found(data["case"])
    kept = json.loads(data["draft"]["body"]) if data["draft"] and data["draft"]["body"] else {}
    names = [name for name, _ in STEPS]
    step = page.asked("step") if page.asked("step") in names else str(kept.get("step", names[0]))
    doors = data["openDoors"]
    chosen = set(kept.get("ways", ()))
    if step == "facts" and not page.form.values:
        now = page.now.astimezone(SHANGHAI)
        page.form = Form.of({"contactedOn": f"{now:%Y-%m-%d}", "contactedClock": f"{now:%H:%M}"}, page.locale)
    ways = doors["doors"] if doors else []
    return await page.render(
        f"default/{step}.html",
        case=case,
        step=step,
        steps=STEPS,
        doors=doors,
        tones=DOOR_TONES,
        chosen=chosen,
        referred=REFERRED if "referral:offer" in case["access"]["possible"] else (),
        by_group={group: [one for one in ways if _gives(one, group)] for group in ("WAGES", "SOCIAL_INSURANCE")},
        papers=sorted({paper for way in chosen for paper in PAPERS.get(way, ())}),
        paper_names={one["kind"]: one["title"] for one in data["documentKinds"]},
        chosen_ways=[one for one in ways if one["which"] in chosen],
        version=data["draft"]["version"] if data["draft"] else 0,
    )


def _gives(door: dict[str, Any], group: str) -> bool:
    return any(share["group"] == group and share["how"] != "ELSEWHERE" for share in door["shares"])


async def keep(page: Page) -> Response:
    """Keep the chosen ways and go on."""
    form = page.form
    body = {"step": form.text("to"), "ways": form.many("ways") if form.flag("choosing") else form.many("kept")}
    given = {
        "kind": "DEFAULT_WIZARD",
        "about": page.path("id"),
        "body": json.dumps(body, ensure_ascii=False),
        "version": form.number("version") or 0,
    }
    if not (await page.do("KeepWizard", {"input": given})).ok:
        return await show(page)
    return page.go(f"/cases/{page.path('id')}/default?step={form.text('to')}")


async def contact(page: Page) -> Response:
    """Write down what the employer said; it is a fact of the case at once, not a part of the draft."""
    form = page.form
    given = {
        "case": page.path("id"),
        "contactedAt": f"{form.text('contactedOn')}T{form.text('contactedClock')}:00+08:00",
        "manner": form.text("manner"),
        "outcome": form.text("outcome"),
        "note": form.text("note"),
    }
    for name, text in (("manner", _HOW), ("outcome", _WHAT), ("contactedOn", _WHEN), ("contactedClock", _WHEN)):
        if not form.text(name):
            form.refuse(name, text)
    if form.wrong or not (await page.do("ContactDebtor", {"input": given})).ok:
        return await show(page)
    return page.go(f"/cases/{page.path('id')}/default?step=facts", said="contact-kept")


_HOW: Final = Text("请选择联系方式。", "Choose how.")
_WHAT: Final = Text("请选择联系结果。", "Choose what came of it.")
_WHEN: Final = Text("请填写联系的日期和时间。", "Enter the day and the time.")


async def confirm(page: Page) -> Response:
    """Call it a default."""
    if not (await page.do("DefaultCommitments", {"input": {"case": page.path("id")}})).ok:
        return await show(page)
    return page.go(f"/cases/{page.path('id')}", said="default-called")
