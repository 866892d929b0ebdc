"""Evidence of a case: a file is brought, looked at by whoever brought it, and only then put into the file of the case."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.gql.relay import gid
from mediation.kit.problems import Forbidden, Invalid, NotFound, Problem, Text, TooMany
from mediation.web import evidence
from mediation.web.client import Client
from mediation.web.forms import Wrong
from mediation.web.of_case import CASE, at, opened, sent
from mediation.web.page import MissingError, Page, RefusedError

SAID = {
    "evidence-accept": Text("已收入案卷。", "It is in the file of the case."),
    "evidence-discard": Text("已删除，没有收入案卷。", "It was removed and is not in the file."),
    "evidence-withdraw": Text("已撤回，不再提供下载。", "It was taken back and is handed out to nobody."),
}
_EVIDENCE = f"{CASE}/evidence"
_ONE = f"{_EVIDENCE}/{{evidence:gid}}"
_ACTS = {
    "accept": ("AcceptEvidence", "canAccept"),
    "discard": ("DiscardEvidence", "canDiscard"),
    "withdraw": ("WithdrawEvidence", "canWithdraw"),
}


def routes(client: Client) -> list[BaseRoute]:
    """The list, bringing one, looking at it, and what is done to it."""
    return [
        client.get(_EVIDENCE, show),
        client.get(f"{_EVIDENCE}/add", add_form),
        client.post(f"{_EVIDENCE}/add", add),
        client.get(_ONE, one),
        client.post(f"{_ONE}/{{act}}", act),
    ]


async def show(page: Page) -> Response:
    """What the reader sees of it, newest first."""
    data = await opened(page, "CaseEvidence", {"after": page.asked("after") or None})
    return await page.render(
        "case/evidence.html",
        case=data["case"],
        evidence=data["evidence"],
        after=page.asked("after"),
        path=at(page, "/evidence"),
    )


async def add_form(page: Page) -> Response:
    """Which file, what it is, and who may see it."""
    case = (await opened(page, "CaseAttach"))["case"]
    workers = [edge["node"] for edge in (case["claimants"] or {"edges": []})["edges"]]
    there = [(one["id"], one["name"]) for one in workers if not one["withdrawnAt"]]
    return await page.render("case/evidence_add.html", case=case, workers=there)


async def add(page: Page) -> Response:
    """It waits, sealed, until whoever brought it has looked at it."""
    form = page.form
    typed = {name: form.text(name) for name in ("kind", "audience", "worker") if form.text(name)}
    try:
        row = await evidence.bring(page.client.runtime, page.actor, page.path("id"), form.files.get("file"), typed)
    except NotFound:
        raise MissingError from None
    except Forbidden as problem:
        raise RefusedError(problem.verb, problem.text.in_(page.locale)) from None
    except Problem as problem:
        _take(page, problem)
        return await add_form(page)
    return page.go(at(page, f"/evidence/{gid('Evidence', row.id)}"))


def _take(page: Page, problem: Problem) -> None:
    if isinstance(problem, Invalid):
        for one in problem.fields:
            page.form.refuse(one.path, one.text)
    else:
        page.form.wrong.append(Wrong("", problem.text.in_(page.locale)))


async def _one(page: Page) -> dict[str, Any]:
    data = await opened(page, "EvidencePage", {"evidence": page.path("evidence")})
    if not data["node"]:
        raise MissingError
    return data


async def one(page: Page) -> Response:
    """What it is, and what was made of it on the way in; of a table its first rows, at once while it waits, else when asked."""
    data = await _one(page)
    found, rows = data["node"], None
    if found["tableUrl"] and (found["access"]["canAccept"] or page.asked("table")):
        rows = await _rows(page)
    return await page.render("case/evidence_one.html", case=data["case"], one=found, rows=rows)


async def _rows(page: Page) -> tuple[list[list[str]], bool]:
    try:
        return await evidence.table(page.client.runtime, page.actor, page.path("evidence")) or ([], False)
    except TooMany:
        return [], False


async def act(page: Page) -> Response:
    """Accept, remove, or take back for a reason."""
    name = page.path("act")
    if name not in _ACTS:
        raise MissingError
    given = {"evidence": page.path("evidence")}
    if name == "withdraw":
        given["reason"] = page.form.text("reason")
    to = at(page, "/evidence")
    return await sent(page, _ACTS[name][0], given, again=one, to=to, said=f"evidence-{name}")
