"""The work list (待办), S2: tabs, filters that are kept, and what is done to a case from its row. Keys are in `queue.js`."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import Role
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.of_case import KINDS, LEADS
from mediation.web.page import MissingError, Page
from mediation.web.workview import DAYS, SIZES, STATES, TABS, View

SAID: Final = {
    "filter-saved": Text("筛选已保存，在“我的筛选”里。", "The filter was saved: see “My filters”."),
    "filter-restored": Text("筛选已恢复。", "The filter was restored."),
}

_FIRST_TAB: Final = ((Role.MEDIATOR, "MINE"), (Role.LAWYER, "MINE"), (Role.INTAKE_CLERK, "UNCLAIMED"))
_FLAGS: Final = {
    "case:accept": "canAccept",
    "case:allocate": "canAllocate",
    "case:close": "canClose",
    "roster:preview": "canImportRoster",
}


def routes(client: Client) -> list[BaseRoute]:
    """The list, its rows for htmx, and the acts of a row."""
    return [
        client.get("/work", show),
        client.get("/work/rows", rows),
        client.post("/work/filters", save),
        client.post("/work/filters/{id:gid}/delete", delete),
        client.post("/work/filters/{id:gid}/restore", restore),
        client.post("/work/{id:gid}/claim", claim),
        client.get("/work/{id:gid}/assign", assign_form),
        client.post("/work/{id:gid}/assign", assign),
    ]


async def show(page: Page) -> Response:
    """The list with everything around it."""
    asked = await _asked(page)
    view, data = await _read(page, _view(page), filters=True)
    kept = data.get("savedFilters") or {"edges": []}
    return await page.render(
        "work/show.html",
        **_rows_of(page, view, data),
        filters=[(one["node"], View.of_saved(one["node"]["filter"], tab=view.tab)) for one in kept["edges"]],
        deleted=page.asked("deleted"),
        done=await _done(page),
        was=page.asked("was"),
        days=DAYS,
        sizes=SIZES,
        states=STATES,
        shortcuts=data["me"]["profile"]["shortcuts"],
        may_register="case:register" in data["me"]["access"]["verbs"],
        asked=asked,
    )


async def _asked(page: Page) -> list[dict[str, Any]]:
    """What a lawyer was asked to take and has not answered: before that no row of the list tells of it."""
    if Role.LAWYER not in page.actor.roles:
        return []
    found = (await page.query("MyAssignments", {"after": None}))["myAssignments"]["edges"]
    return [edge["node"] for edge in found if edge["node"]["state"] == "offered"]


async def rows(page: Page) -> Response:
    """The rows as they are now, for a list that is open: asked for every minute."""
    view, data = await _read(page, _view(page), filters=False)
    return page.fragment("work/refresh.html", **_rows_of(page, view, data), me=data["me"])


async def _done(page: Page) -> dict[str, Any] | None:
    """The case that was claimed or assigned just now."""
    case: dict[str, Any] | None = None
    if page.asked("done"):
        case = (await page.query("WorkDone", {"case": page.asked("done")}))["case"]
    return case


def _view(page: Page) -> View:
    own = next((tab for role, tab in _FIRST_TAB if role in page.actor.roles), "AGENCY")
    return View.read(page.request.url.query, tab=own)


async def _read(page: Page, view: View, *, filters: bool) -> tuple[View, dict[str, Any]]:
    """The data, in the order that was asked for; in that of the deadlines where the sums are not for the reader."""
    asked = {"first": view.size, "after": view.after or None, "filter": view.wanted, "sort": view.sort}
    asked |= {"descending": view.descending, "narrowed": view.narrowed, "filters": filters}
    try:
        return view, await page.query("MyWork", asked)
    except MissingError:
        if view == (plain := View(tab=view.tab, conditions=view.conditions, size=view.size)):
            raise
        return plain, await page.query("MyWork", {**asked, "after": None, "sort": plain.sort, "descending": False})


def _rows_of(page: Page, view: View, data: dict[str, Any]) -> dict[str, Any]:
    """What the rows, and the figures on the tabs, are made of."""
    me, found = data["me"], data["myWork"]
    counts = {one["tab"]: one for one in data["myWorkCounts"]}
    total = found.get("totalCount", counts[view.tab]["count"])
    return {
        "view": view,
        "tabs": [(tab, counts[tab]) for tab in TABS],
        "total": total,
        "many": not view.narrowed and counts[view.tab]["more"],
        "page_info": found["pageInfo"],
        "cases": [edge["node"] for edge in found["edges"]],
        "claims": "MEDIATOR" in me["roles"],
        "selected": page.asked("row"),
        **row_words(me),
    }


def row_words(me: dict[str, Any]) -> dict[str, Any]:
    """What a row of cases needs beside the case itself."""
    verbs = frozenset(me["access"]["verbs"])
    return {"kinds": KINDS, "lead": lambda case: _lead(case, verbs), "own": (me["staff"] or {}).get("id")}


def _lead(case: dict[str, Any], verbs: frozenset[str]) -> str | None:
    """Where the next step of the case is done, when the reader may."""
    if case["nextStep"] is None:
        return None
    below, _, verb = LEADS[case["nextStep"]["kind"]]
    allowed = case["access"][_FLAGS[verb]] if verb in _FLAGS else not verb or verb in verbs
    return f"/cases/{case['id']}{below}" if allowed else None


def _back(page: Page, **more: str) -> str:
    """The list from which a form was sent, with the row after the one that it was about."""
    view = View.read(page.form.text("back"), tab=TABS[0])
    if following := page.form.text("next"):
        more["row"] = following
    return view.path(**more)


async def save(page: Page) -> Response:
    """Keep the filter of the list under a name."""
    form = page.form
    view = View.read(form.text("back"), tab=TABS[0])
    given = {"name": form.text("name"), "filter": view.wanted, "shared": form.flag("shared")}
    if (await page.do("SaveFilter", {"input": given})).ok:
        return page.go(view.path(), said="filter-saved")
    page.request.scope["query_string"] = view.query.encode()
    return await show(page)


async def delete(page: Page) -> Response:
    """Keep a filter no more; the next page offers to take that back."""
    await page.do("DeleteFilter", {"input": {"id": page.path("id")}})
    return page.go(_back(page, deleted=page.path("id")))


async def restore(page: Page) -> Response:
    """Keep a deleted filter again."""
    await page.do("RestoreFilter", {"input": {"id": page.path("id")}})
    return page.go(_back(page), said="filter-restored")


async def claim(page: Page) -> Response:
    """Take charge of a case that nobody has; who is slower is told by whom."""
    me = (await page.query("OwnId"))["me"]
    own = page.found(me["staff"])["id"]
    if (await _allocated(page, own)).ok:
        return page.go(_back(page, done=page.path("id")))
    return await assign_form(page)


async def _allocated(page: Page, mediator: str) -> Any:
    given = {"id": page.path("id"), "version": page.form.number("version") or 0, "mediator": mediator}
    return await page.do("AllocateCase", {"input": given})


async def assign_form(page: Page) -> Response:
    """Who can be put in charge, whoever has the fewest cases first."""
    data = await page.query("AssignCase", {"case": page.path("id")})
    case = page.found(data["case"])
    back = page.form.text("back") or View.read(page.request.url.query, tab=TABS[0]).query
    if not page.form.text("mediator"):
        in_charge = next((one for one in data["allocationCandidates"] if one["inCharge"]), None)
        begin = {"mediator": in_charge["colleague"]["id"] if in_charge else None}
        page.form = Form.of(begin, page.locale) if not page.form.wrong else page.form
    candidates = data["allocationCandidates"]
    following = page.asked("next")
    return await page.render("work/assign.html", case=case, candidates=candidates, back=back, following=following)


async def assign(page: Page) -> Response:
    """Put a mediator in charge; the next page offers to take that back where somebody was in charge before."""
    if not page.form.text("mediator"):
        page.form.refuse("mediator", Text("请选择一名调解员。", "Choose a mediator."))
        return await assign_form(page)
    if not (await _allocated(page, page.form.text("mediator"))).ok:
        return await assign_form(page)
    was = page.form.text("was")
    return page.go(_back(page, done=page.path("id"), **({"was": was} if was else {})))
