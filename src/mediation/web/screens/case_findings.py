"""What was found out: about the employer, and the circumstances that decide which legal ways are open."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.of_case import CASE, at, opened, sent, version
from mediation.web.page import Page

SAID = {
    "finding-recorded": Text("已添加记录。", "The record was added."),
    "circumstances-recorded": Text("已登记情况，可用的法律途径随之更新。", "It was recorded; the legal ways follow."),
}
_HOLDS = {"yes": True, "no": False, "unknown": None}


def routes(client: Client) -> list[BaseRoute]:
    """The list and its two forms."""
    return [
        client.get(f"{CASE}/findings", show),
        client.get(f"{CASE}/findings/add", add_form),
        client.post(f"{CASE}/findings/add", add),
        client.get(f"{CASE}/circumstances", known_form),
        client.post(f"{CASE}/circumstances", known),
    ]


async def show(page: Page) -> Response:
    """Both."""
    return await page.render("case/findings.html", case=(await opened(page, "CaseFindings"))["case"])


async def add_form(page: Page) -> Response:
    """What was found, how, and when."""
    return await page.render("case/finding.html", case=(await opened(page, "CaseOnly"))["case"])


async def add(page: Page) -> Response:
    """Take it down; it is never changed."""
    form = page.form
    given = {
        "case": page.path("id"),
        "kind": form.text("kind"),
        "statement": form.text("statement"),
        "source": form.text("source"),
        "foundOn": form.day("foundOn", needed=True),
    }
    if not given["kind"]:
        form.refuse("kind", Text("请选择类别。", "Choose what it is about."))
    return await sent(page, "RecordFinding", given, again=add_form, to=at(page, "/findings"), said="finding-recorded")


async def known_form(page: Page) -> Response:
    """Each circumstance: yes, no, or not looked into."""
    case = (await opened(page, "CaseFindings"))["case"]
    recorded = {one["which"]: one for one in (case["openDoors"] or {"circumstances": []})["circumstances"]}
    if not page.form.values:
        begin: dict[str, Any] = {}
        for which, one in recorded.items():
            begin |= {f"{which}.holds": "yes" if one["holds"] else "no", f"{which}.basis": one["basis"]}
        page.form = Form.of(begin, page.locale)
    return await page.render("case/circumstances.html", case=case, recorded=recorded)


async def known(page: Page) -> Response:
    """Only what says something else than before is recorded."""
    case, form = (await opened(page, "CaseFindings"))["case"], page.form
    before = {one["which"]: one for one in (case["openDoors"] or {"circumstances": []})["circumstances"]}
    changed = []
    for which in form.many("which"):
        holds, basis = _HOLDS.get(form.text(f"{which}.holds")), form.text(f"{which}.basis")
        earlier = before.get(which)
        if (holds, basis) != ((earlier["holds"], earlier["basis"]) if earlier else (None, "")):
            changed.append({"which": which, "holds": holds, "basis": basis if holds is not None else ""})
    if not changed:
        return page.go(at(page, "/findings"))
    given = {"case": page.path("id"), "version": version(page), "circumstances": changed}
    to = at(page, "/findings")
    return await sent(page, "RecordCircumstances", given, again=known_form, to=to, said="circumstances-recorded")
