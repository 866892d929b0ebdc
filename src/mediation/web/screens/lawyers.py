"""Aid lawyers: the panel and its load, the rota, whom to ask for a case and why, and the lawyer's own answers. S9."""

from datetime import date, timedelta
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page

SAID: Final = {
    "rota-set": Text("轮值已安排。", "The rota was set."),
    "lawyer-asked": Text("已请律师回应，对方会收到通知。", "The lawyer was asked and gets a notice."),
    "assignment-accepted": Text("您已接受指派，本案在您的“待办”里。", "You took the case: it is among your work now."),
    "assignment-declined": Text("您已谢绝，将询问下一位律师。", "You declined; the next lawyer will be asked."),
    "assignment-returned": Text(
        "您已退回本案，工作室会另行指派。", "You gave the case back; the studio asks somebody else."
    ),
}

STATES: Final = {
    "offered": ("soon", Text("等待回应", "Waiting for an answer")),
    "accepted": ("normal", Text("已接受", "Accepted")),
    "declined": ("none", Text("已谢绝", "Declined")),
    "expired": ("none", Text("未按时回应", "No answer in time")),
    "handed_back": ("none", Text("已退回", "Handed back")),
    "replaced": ("none", Text("已更换", "Replaced")),
    "ended": ("done", Text("已办结", "Ended")),
}

SPECIALTIES: Final = {
    "wages": Text("工资", "wages"),
    "social_insurance": Text("社会保险", "social insurance"),
    "work_injury": Text("工伤", "work injury"),
    "overtime": Text("加班费", "overtime"),
    "wage_arrears": Text("拖欠工资", "wage arrears"),
    "compensation": Text("经济补偿", "severance"),
    "damages": Text("赔偿金", "damages"),
    "double_wage": Text("双倍工资", "double wage"),
    "leave_pay": Text("年休假工资", "leave pay"),
    "other": Text("其他", "other"),
}

_TURNS: Final = 3


def routes(client: Client) -> list[BaseRoute]:
    """Panel, rota, assigning and answering."""
    return [
        client.get("/lawyers", panel),
        client.get("/lawyers/rota/{day}", rota_day),
        client.post("/lawyers/rota/{day}", set_rota),
        client.get("/assignments", mine),
        client.get("/assignments/{id}", one),
        client.post("/assignments/{id}/{act}", answer),
        client.get("/cases/{id}/lawyer", choose),
        client.post("/cases/{id}/lawyer", ask),
    ]


async def panel(page: Page) -> Response:
    """The rota of a week, every day of it, and the lawyers with what they have on the desk."""
    monday = _monday(page)
    span = {"from": monday.isoformat(), "to": (monday + timedelta(days=6)).isoformat()}
    data = await page.query("Lawyers", {**span, "after": page.asked("after") or None})
    verbs = data["me"]["access"]["verbs"]
    return await page.render(
        "lawyers/panel.html",
        days=[
            (day, [entry for entry in data["rota"] if entry["onDay"] == day])
            for day in ((monday + timedelta(days=n)).isoformat() for n in range(7))
        ],
        today=legal_day(page.now).isoformat(),
        before=(monday - timedelta(days=7)).isoformat(),
        after=(monday + timedelta(days=7)).isoformat(),
        lawyers=data["lawyers"],
        may_set="rota:set" in verbs,
        is_lawyer="assignment:accept" in verbs,
        specialties=SPECIALTIES,
    )


async def rota_day(page: Page) -> Response:
    """Who is on duty on one day, in turn."""
    day = _day(page)
    data = await page.query("RotaDay", {"day": day})
    if not page.form.values:
        page.form = Form.of({f"lawyers.{entry['position'] - 1}": entry["lawyer"] for entry in data["rota"]})
    lawyers = [edge["node"] for edge in data["lawyers"]["edges"] if not edge["node"]["leftOn"]]
    turns = max(_TURNS, len(data["rota"]) + 1)
    return await page.render("lawyers/rota.html", day=day, lawyers=lawyers, turns=turns)


async def set_rota(page: Page) -> Response:
    """Set one day."""
    day = _day(page)
    district = (await page.query("RotaDay", {"day": day}))["me"]["district"]
    chosen = [page.form.text(name) for name in sorted(page.form.values) if name.startswith("lawyers.")]
    given = {"district": page.found(district)["id"], "onDay": day, "lawyers": [one for one in chosen if one]}
    if not (await page.do("SetRota", {"input": given})).ok:
        return await rota_day(page)
    return page.go(f"/lawyers?week={day}", said="rota-set")


async def mine(page: Page) -> Response:
    """A lawyer's own requests, newest first."""
    data = await page.query("MyAssignments", {"after": page.asked("after") or None})
    return await page.render("lawyers/mine.html", assignments=data["myAssignments"], states=STATES)


async def one(page: Page) -> Response:
    """One request: the names of the parties for the lawyer's own check, and the answer."""
    data = await page.query("OneAssignment", {"id": page.path("id")})
    return await page.render("lawyers/one.html", one=page.found(data["node"] or None), states=STATES)


_ACTS: Final = {
    "accept": ("AcceptAssignment", "assignment-accepted"),
    "decline": ("DeclineAssignment", "assignment-declined"),
    "return": ("HandBackAssignment", "assignment-returned"),
}


async def answer(page: Page) -> Response:
    """Accept, decline or give back."""
    operation, said = page.found(_ACTS.get(page.path("act")))  # type: ignore[arg-type]
    given: dict[str, Any] = {"assignment": page.path("id"), "version": page.form.number("version") or 0}
    if operation != "AcceptAssignment":
        given["reason"] = page.form.text("reason")
    if not (await page.do(operation, {"input": given})).ok:
        return await one(page)
    return page.go("/assignments", said=said)


async def choose(page: Page) -> Response:
    """Whom to ask for a case, in order, with the reasons; a conflict of interest stops."""
    data = await page.query("AssignLawyer", {"case": page.path("id")})
    case = page.found(data["case"])
    standing = next((one for one in case["assignments"] if one["state"] in ("offered", "accepted")), None)
    verbs = data["me"]["access"]["verbs"]
    return await page.render(
        "lawyers/choose.html",
        case=case,
        suggestions=data["lawyerSuggestions"],
        standing=standing,
        states=STATES,
        may_override="assignment:override" in verbs,
    )


async def ask(page: Page) -> Response:
    """Ask the chosen lawyer; in another's place with a reason; in spite of a conflict with a longer one."""
    form = page.form
    given: dict[str, Any] = {"lawyer": form.text("lawyer")}
    if form.text("replaces"):
        operation = "ReplaceAssignment"
        given |= {"assignment": form.text("replaces"), "version": form.number("version"), "reason": form.text("reason")}
    elif form.flag("override"):
        operation = "OverrideAssignment"
        given |= {"case": page.path("id"), "reason": form.text("reason")}
    else:
        operation, given = "OfferAssignment", given | {"case": page.path("id")}
    if not (await page.do(operation, {"input": given})).ok:
        return await choose(page)
    return page.go(f"/cases/{page.path('id')}", said="lawyer-asked")


def _monday(page: Page) -> date:
    asked = page.asked("week")
    try:
        day = date.fromisoformat(asked) if asked else legal_day(page.now)
    except ValueError:
        day = legal_day(page.now)
    day = min(max(day, date(2000, 1, 3)), date(2099, 12, 20))  # a calendar's first and last week have no neighbour
    return day - timedelta(days=day.weekday())


def _day(page: Page) -> str:
    try:
        return date.fromisoformat(page.path("day")).isoformat()
    except ValueError:
        page.found(None)
        raise
