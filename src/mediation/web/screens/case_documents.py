"""The papers of a case: what can be made and what it lacks, what was made, and making one, or one for every worker."""

from datetime import datetime, timedelta
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web import labels
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.of_case import CASE, at, opened, sent
from mediation.web.page import MissingError, Page

SAID = {"paper-made": Text("已生成，可以下载。", "It was made and can be downloaded.")}
_PAPERS = f"{CASE}/documents"
_PAPER = f"{_PAPERS}/{{kind:str}}"
_QUIET: Final = timedelta(seconds=30)
"""A set of which nothing was finished for so long is not being made any more."""
_PAGES: Final = 5


def routes(client: Client) -> list[BaseRoute]:
    """The list, one paper, and a set of one for every worker."""
    return [
        client.get(_PAPERS, show),
        client.get(f"{_PAPER}/set", progress),
        client.post(f"{_PAPER}/set", make_set),
        client.get(_PAPER, paper),
        client.post(_PAPER, make),
    ]


async def show(page: Page) -> Response:
    """What was made last, and what can be made, group by group."""
    data = await opened(page, "CaseDocuments")
    groups: dict[str, list[dict[str, Any]]] = {}
    if data["case"]["access"]["canGenerateDocument"]:
        forms = (await page.query("CaseForms", {"id": page.path("id")}))["documentKinds"]
        for group in labels.all_labels()["PaperGroup"]:
            groups[group] = [one for one in forms if one["group"] == group]
    return await page.render("case/documents.html", case=data["case"], documents=data["documents"], groups=groups)


def _kind(page: Page) -> str:
    kind = page.path("kind")
    if kind not in labels.all_labels()["PaperKind"]:
        raise MissingError
    return kind


async def _read(page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data, and the form of the paper in the address."""
    kind, worker = _kind(page), page.form.text("worker") or page.asked("worker")
    wanted = {"kind": kind, "worker": worker or None, "after": page.asked("after") or None}
    data = await opened(page, "CasePaper", wanted)
    form = next((one for one in data["documentKinds"] if one["kind"] == kind), None)
    if form is None:
        raise MissingError
    return data, form


async def paper(page: Page) -> Response:
    """One paper: what it says, what is missing, what was made of it."""
    data, form = await _read(page)
    if not page.form.values:
        page.form = Form.of({f"d.{one['field']}": one["value"] for one in form["given"]}, page.locale)
    workers = [edge["node"] for edge in (data["case"]["claimants"] or {"edges": []})["edges"]]
    return await page.render(
        "case/paper.html",
        case=data["case"],
        paper=form,
        documents=data["documents"],
        workers=[one for one in workers if not one["withdrawnAt"]],
        worker=page.form.text("worker") or page.asked("worker"),
        given_before={one["field"] for one in form["given"]},
        after=page.asked("after"),
        path=at(page, f"/documents/{form['kind']}"),
    )


def _order(page: Page, worker: str | None) -> dict[str, Any]:
    form = page.form
    details = [
        {"field": name.removeprefix("d."), "value": form.text(name)}
        for name in form.values
        if name.startswith("d.") and form.text(name)
    ]
    return {
        "case": page.path("id"),
        "kind": _kind(page),
        "format": form.text("format") or "PDF",
        "worker": worker,
        "details": details,
        "draft": form.flag("draft"),
    }


async def make(page: Page) -> Response:
    """Make one version."""
    worker = page.form.given("worker")
    to = at(page, f"/documents/{_kind(page)}") + (f"?worker={worker}" if worker else "")
    return await sent(page, "GenerateDocument", _order(page, worker), again=paper, to=to, said="paper-made")


async def make_set(page: Page) -> Response:
    """Begin with one for every worker, and show how far it is; leaving does not stop it."""
    data = await opened(page, "CasePaperSet", {"kind": _kind(page)})
    since, made = page.form.text("since"), set()
    if since:
        made = set(await _made(page, data, _instant(since)))
    begun = since or page.now.isoformat()
    steps = [
        ("GenerateDocument", {"input": _order(page, one["id"])}) for one in _workers(data) if one["id"] not in made
    ]
    page.meanwhile(("papers", page.path("id"), _kind(page)), steps)
    return page.go(at(page, f"/documents/{_kind(page)}/set") + f"?since={begun.replace('+', '%2B')}")


async def progress(page: Page) -> Response:
    """How far a set is, counted from what is there."""
    since = _instant(page.asked("since"))
    data = await opened(page, "CasePaperSet", {"kind": _kind(page)})
    made, workers = await _made(page, data, since), _workers(data)
    last = max([since, *made.values()])
    lacking = [one for one in workers if one["id"] not in made]
    return await page.render(
        "case/paper_set.html",
        case=data["case"],
        kind=_kind(page),
        made=len(made),
        total=len(workers),
        lacking=lacking,
        running=bool(lacking) and page.now - last < _QUIET,
        since=since.isoformat(),
        more=data["case"]["claimants"]["pageInfo"]["hasNextPage"],
    )


def _workers(data: dict[str, Any]) -> list[dict[str, Any]]:
    if data["case"]["claimants"] is None:
        raise MissingError
    return [edge["node"] for edge in data["case"]["claimants"]["edges"] if not edge["node"]["withdrawnAt"]]


async def _made(page: Page, data: dict[str, Any], since: datetime) -> dict[str, datetime]:
    """When the newest paper of each worker was made, of those made since."""
    found: dict[str, datetime] = {}
    for _ in range(_PAGES):
        listed = data["documents"]
        for edge in listed["edges"]:
            one, when = edge["node"], datetime.fromisoformat(edge["node"]["generatedAt"])
            if one["worker"] and when >= since:
                found.setdefault(one["worker"], when)
        if not listed["pageInfo"]["hasNextPage"] or not listed["edges"]:
            break
        if datetime.fromisoformat(listed["edges"][-1]["node"]["generatedAt"]) < since:
            break
        data = await opened(page, "CasePaperSet", {"kind": _kind(page), "after": listed["pageInfo"]["endCursor"]})
    return found


def _instant(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise MissingError from None
    if found.tzinfo is None:
        raise MissingError
    return found
