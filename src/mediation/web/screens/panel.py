"""The panel of aid lawyers, for its keeper: who joins, what they can take, when they leave, for whom they acted before."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page
from mediation.web.screens.lawyers import SPECIALTIES

SAID: Final = {
    "lawyer-enrolled": Text("律师已加入名册。", "The lawyer joined the panel."),
    "lawyer-revised": Text("律师资料已修改。", "The lawyer's entry was changed."),
}
_ROWS: Final = 3


def routes(client: Client) -> list[BaseRoute]:
    """The list and its two forms."""
    return [
        client.get("/settings/panel", panel),
        client.get("/settings/panel/new", new),
        client.post("/settings/panel/new", enroll),
        client.get("/settings/panel/{id}", one),
        client.post("/settings/panel/{id}", revise),
    ]


async def panel(page: Page) -> Response:
    """Everybody on it, those who left too."""
    data = await page.query("Panel", {"after": page.asked("after") or None})
    return await page.render("settings/panel.html", lawyers=data["lawyers"], specialties=SPECIALTIES)


async def new(page: Page) -> Response:
    """The form; accounts with the role of a lawyer can be chosen."""
    staff = (await page.query("Colleagues"))["staff"]["edges"]
    accounts = [(edge["node"]["id"], edge["node"]["name"]) for edge in staff if "LAWYER" in edge["node"]["roles"]]
    if not page.form.values:
        page.form.values = Form.of({"capacity": 10}).values
    return await page.render("settings/panel_new.html", accounts=accounts, specialties=SPECIALTIES, rows=_ROWS)


def _past_work(form: Form) -> list[dict[str, Any]]:
    """What was typed of earlier clients and opponents; empty rows count for nothing."""
    found = []
    for n in range(_ROWS):
        row = form.below(f"pastWork.{n}")
        if row.get("name"):
            acted_for = row.pop("actedFor", "for") == "for"
            found.append({**row, "actedFor": acted_for})
    return found


def _common(form: Form) -> dict[str, Any]:
    return {
        "specialties": [one for one in SPECIALTIES if one in form.many("specialties")],
        "capacity": form.number("capacity") or 0,
        "pastWork": _past_work(form),
    }


async def enroll(page: Page) -> Response:
    """Let somebody join."""
    form = page.form
    given = _common(form) | {name: form.text(name) for name in ("staff", "firm", "licence")}
    if not given["staff"]:
        form.refuse("staff", Text("请选择账号。", "Choose an account."))
    if form.wrong or not (await page.do("EnrollLawyer", {"input": given})).ok:
        return await new(page)
    return page.go("/settings/panel", said="lawyer-enrolled")


async def one(page: Page) -> Response:
    """One entry, to be changed."""
    found = page.found((await page.query("PanelEntry", {"id": page.path("id")}))["node"] or None)
    if not page.form.values:
        begin = {name: found[name] for name in ("specialties", "capacity", "leftOn")}
        page.form.values = Form.of(begin).values
    return await page.render("settings/panel_one.html", lawyer=found, specialties=SPECIALTIES, rows=_ROWS)


async def revise(page: Page) -> Response:
    """Change it."""
    form = page.form
    given = _common(form) | {"lawyer": page.path("id"), "version": form.number("version") or 0}
    if form.text("leftOn"):
        given["leftOn"] = form.text("leftOn")
    if form.wrong or not (await page.do("ReviseLawyer", {"input": given})).ok:
        return await one(page)
    return page.go("/settings/panel", said="lawyer-revised")
