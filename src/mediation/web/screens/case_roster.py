"""The roster of a collective case: pasted or uploaded, looked through row by row, and only then taken into the case. S3b."""

from dataclasses import replace
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.case.roster_file import COLUMNS, MAX_BYTES, MAX_ROWS
from mediation.gql.relay import gid
from mediation.kit.problems import Forbidden, Invalid, NotFound, Problem, Text
from mediation.web import roster
from mediation.web.client import Client
from mediation.web.forms import Wrong
from mediation.web.labels.roster import LABELS
from mediation.web.of_case import CASE, at, opened
from mediation.web.page import MissingError, Page, RefusedError
from mediation.web.words import instant

SAID: Final = {
    "roster-revised": Text("已按更正重新核对。", "All rows were checked again with the corrections."),
    "roster-turned": Text("已换成这个工作表，请核对。", "This is the other sheet now: check it."),
    "roster-confirmed": Text(
        "名册已导入。24 小时内、有人签名之前，可以整体撤销。接着请登记推举代表。",
        "The roster was imported. For 24 hours, until somebody signs, it can be taken back as a whole. "
        "Next, record the election of representatives.",
    ),
    "roster-undone": Text(
        "导入已撤销，名册中的人都已移出。", "The import was taken back; everybody it brought is out again."
    ),
}
STEPS: Final = (Text("粘贴或上传", "Paste or upload"), Text("核对", "Check"), Text("确认", "Confirm"))
_WAITED: Final = 1.0
"""seconds that the answer waits for an import; forty workers take a fifth of a second, five hundred several"""
_IMPORT: Final = f"{CASE}/import"
_FORM: Final = f"{CASE}/roster"
_ONE: Final = f"{_FORM}/{{roster:gid}}"


def routes(client: Client) -> list[BaseRoute]:
    """The three steps, and taking an import back."""
    return [
        client.get(_IMPORT, show),
        client.post(_FORM, bring),
        client.get(_ONE, review),
        client.post(_ONE, revise),
        client.post(f"{_ONE}/confirm", confirm),
        client.get(f"{_ONE}/taking", taking),
        client.get(f"{_ONE}/undo", undo_form),
        client.post(f"{_ONE}/undo", undo),
    ]


async def show(page: Page) -> Response:
    """Step 1: paste or upload; below it what was brought before."""
    data = await opened(page, "RosterPage")
    rows = [edge["node"] for edge in data["rosterImports"]["edges"]]
    return await page.render(
        "roster/bring.html",
        case=data["case"],
        rows=[{**row, "undoable": _undoable(page, row), "waits": _waits(page, row)} for row in rows],
        steps=STEPS,
        names=sorted(COLUMNS["name"]),
        most=MAX_ROWS,
        bytes=MAX_BYTES,
    )


def _undoable(page: Page, row: dict[str, Any]) -> bool:
    return bool(row["undoUntil"]) and instant(row["undoUntil"]) > page.now


def _waits(page: Page, row: dict[str, Any]) -> bool:
    """Whether it is still under review: a day long."""
    return not row["confirmedAt"] and (page.now - instant(row["uploadedAt"])).total_seconds() < 24 * 3600


async def bring(page: Page) -> Response:
    """Read what was pasted, or the file. Nobody is in the case yet."""
    form, file = page.form, page.form.files.get("file")
    if not form.text("text") and file is None:
        form.refuse("text", Text("请粘贴名册，或者选择文件。", "Paste the roster, or choose a file."))
        return await show(page)
    if file is None:
        given = {"case": page.path("id"), "text": str(form.values["text"][0])}
        outcome = await page.do("PreviewRoster", {"input": given})
        form.wrong = [replace(one, path="text") if one.path == "file" else one for one in form.wrong]
        return page.go(at(page, f"/roster/{outcome.data['id']}")) if outcome.ok else await show(page)
    try:
        data = await file.read()
        row = await roster.bring(page.client.runtime, page.actor, page.path("id"), file.filename or "", data)
    except NotFound:
        raise MissingError from None
    except Forbidden as problem:
        raise RefusedError(problem.verb, problem.text.in_(page.locale)) from None
    except Invalid as problem:
        for one in problem.fields:
            form.refuse(one.path, one.text)
        return await show(page)
    except Problem as problem:
        form.wrong.append(Wrong("", problem.text.in_(page.locale)))
        return await show(page)
    return page.go(at(page, f"/roster/{gid('RosterImport', row.id)}"))


async def _one(page: Page) -> dict[str, Any]:
    data = await opened(page, "RosterReview", {"roster": page.path("roster")})
    if page.path("roster") not in {edge["node"]["id"] for edge in data["rosterImports"]["edges"]}:
        raise MissingError
    return data


async def review(page: Page) -> Response:
    """Step 2 and 3: every row with what is wrong with it, and the tick. Without a heading: what each column is."""
    data = await _one(page)
    found = data["rosterImport"]
    if found["taking"]:
        return page.go(_taking(page, found["importable"]))
    only = bool(page.asked("only"))
    lines = [one for one in found["lines"] if not only or one["problems"] or one["decision"]]
    return await page.render(
        "roster/review.html",
        case=data["case"],
        found=found,
        lines=lines,
        only=only,
        mapped=any(one["column"] for one in found["columns"]),
        steps=STEPS,
        undoable=_undoable(page, found),
        columns=LABELS["RosterColumn"],
        path=at(page, f"/roster/{found['id']}"),
    )


async def revise(page: Page) -> Response:
    """Columns, cells and repeated people, as they were changed on the page; all rows are judged anew."""
    form = page.form
    given: dict[str, Any] = {"roster": page.path("roster"), "version": form.number("version") or 0}
    turned = form.text("sheet")
    if form.flag("turn") or turned != form.text("sheetWas"):
        return await _turned(page, {**given, "sheet": int(turned) if turned.isdecimal() else 0})
    if (columns := _columns(page)) is not None:
        given["columns"] = columns
    given["cells"] = _cells(page)
    given["duplicates"] = [
        {"line": int(line), "decision": form.given(f"said.{line}")}
        for line in form.many("repeating")
        if line.isdecimal() and form.text(f"said.{line}") != form.text(f"was.{line}")
    ]
    if not (await page.do("ReviseRoster", {"input": given})).ok:
        _at_their_cells(page, given)
        return await review(page)
    return page.go(at(page, f"/roster/{page.path('roster')}"), said="roster-revised")


async def _turned(page: Page, given: dict[str, Any]) -> Response:
    """Another sheet of the workbook: what was typed was about the one before."""
    if not (await page.do("ReviseRoster", {"input": given})).ok:
        return await review(page)
    return page.go(at(page, f"/roster/{page.path('roster')}"), said="roster-turned")


def _columns(page: Page) -> list[dict[str, Any]] | None:
    """Which column is which; None when nothing was changed. Where nothing was known, what is suggested is sent as well."""
    form = page.form
    chosen = {place: form.text(f"column.{place}") for place in form.many("place") if place.isdecimal()}
    was = [form.text(f"columnWas.{place}") for place in chosen]
    if not chosen or (any(was) and all(name == form.text(f"columnWas.{place}") for place, name in chosen.items())):
        return None
    return [{"column": name, "place": int(place)} for place, name in chosen.items() if name]


def _cells(page: Page) -> list[dict[str, Any]]:
    """`cell.LINE.COLUMN` with something typed, and those that are to be empty."""
    form, made = page.form, []
    for name in form.values:
        kind, _, rest = name.partition(".")
        line, _, column = rest.partition(".")
        if kind in ("cell", "clear") and line.isdecimal() and form.text(name):
            made.append({"line": int(line), "column": column, "text": form.text(name) if kind == "cell" else ""})
    return made


def _at_their_cells(page: Page, given: dict[str, Any]) -> None:
    """The API counts what was sent; on the page each has its line."""
    for n, one in enumerate(page.form.wrong):
        kind, _, rest = one.path.partition(".")
        at_, _, _ = rest.partition(".")
        if kind in ("cells", "duplicates") and at_.isdecimal():
            sent = given[kind][int(at_)]
            name = f"cell.{sent['line']}.{sent['column']}" if kind == "cells" else f"said.{sent['line']}"
            page.form.wrong[n] = Wrong(name, one.message)


async def confirm(page: Page) -> Response:
    """Take the good rows into the case, once somebody has gone through them with the representatives."""
    form = page.form
    if not form.flag("checked"):
        form.refuse(
            "checked",
            Text(
                "请先与推举代表核对名册，再勾选。", "Go through the roster with the representatives first, then tick."
            ),
        )
        return await review(page)
    given = {
        "roster": page.path("roster"),
        "version": form.number("version") or 0,
        "leaveOut": [int(line) for line in form.many("leaveOut") if line.isdecimal()],
    }
    outcome = await page.soon(("roster", page.path("roster")), "ConfirmRoster", {"input": given}, within=_WAITED)
    if outcome is None:
        return page.go(_taking(page, form.number("taken") or 0))
    return page.go(at(page, "/import"), said="roster-confirmed") if outcome.ok else await review(page)


def _taking(page: Page, workers: int) -> str:
    return at(page, f"/roster/{page.path('roster')}/taking?n={workers}")


async def taking(page: Page) -> Response:
    """A roster on its way into the case: that it is, or what came of it. Leaving does not stop it.

    It is one transaction, so that everybody comes in or nobody: there is no half of it to show. Who asks again while it runs is
    answered with nothing new.
    """
    data = await _one(page)
    found, asks_again = data["rosterImport"], bool(page.request.headers.get("hx-request"))
    if found["taking"] and asks_again:
        return page.nothing()
    if asks_again or found["confirmedAt"]:
        done = at(page, "/import?said=roster-confirmed")
        return page.lead(done if found["confirmedAt"] else page.request.url.path)
    workers = page.asked("n")
    return await page.render(
        "roster/taking.html",
        case=data["case"],
        found=found,
        workers=int(workers) if workers.isdecimal() and len(workers) < 6 else found["importable"],
        steps=STEPS,
        path=at(page, f"/roster/{found['id']}"),
    )


async def undo_form(page: Page) -> Response:
    """How many are taken out again, and why."""
    data = await _one(page)
    return await page.render("roster/undo.html", case=data["case"], found=data["rosterImport"])


async def undo(page: Page) -> Response:
    """Take everybody out whom the roster brought."""
    given = {"roster": page.path("roster"), "reason": page.form.text("reason")}
    if not (await page.do("UndoRoster", {"input": given})).ok:
        return await undo_form(page)
    return page.go(at(page, "/import"), said="roster-undone")
