"""The agreement: draft, text, term with its last moment, amounts per worker, print. S6. Signing is in `signing.py`."""

from dataclasses import replace
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page

SAID: Final = {
    "agreement-drafted": Text("草稿已按接受的报价生成。", "The draft was made from the accepted offer."),
    "agreement-saved": Text("草稿已保存。", "The draft was saved."),
    "agreement-final": Text("协议已定稿，可以签署。", "The text is final and can be signed."),
    "agreement-abandoned": Text("协议已作废。", "The agreement was given up."),
}

_EMPTY_CLAUSES: Final = 2
_TERMS: Final = {"WITHIN_DAYS": "days", "WITHIN_HOURS": "hours", "ON_DATE": "on"}


def routes(client: Client) -> list[BaseRoute]:
    """The builder and what belongs to it."""
    return [
        client.get("/cases/{id}/agreement", show),
        client.post("/cases/{id}/agreement/draft", draft),
        client.post("/cases/{id}/agreement", save),
        client.get("/cases/{id}/agreement/due", due),
        client.get("/cases/{id}/agreement/lines", lines),
        client.post("/cases/{id}/agreement/lines", save_lines),
        client.post("/cases/{id}/agreement/final", finalise),
        client.get("/cases/{id}/agreement/abandon", ask_abandon),
        client.post("/cases/{id}/agreement/abandon", abandon),
        client.get("/cases/{id}/agreement/print", printed),
    ]


async def show(page: Page) -> Response:
    """The builder; before a draft the accepted offers, after signing began the text and where it stands."""
    case = page.found((await page.query("AgreementOfCase", {"case": page.path("id")}))["case"])
    found = case["agreement"]
    if found and not page.form.values:
        page.form = replace(Form.of(_begin(found), page.locale), wrong=page.form.wrong)
    offers = (case["room"] or {}).get("offers") or []
    return await page.render(
        "agreement/builder.html",
        case=case,
        found=found,
        accepted=[offer for offer in offers if offer["standing"] == "ACCEPTED"],
        clauses=_clause_numbers(page.form),
        signatures=found["signing"]["signed"] if found else 0,
    )


def _begin(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of the builder as the agreement stands."""
    term = found["term"]
    begin: dict[str, Any] = {
        "version": found["version"],
        "manner": found["manner"],
        "term.kind": term["kind"],
        "term.days": term["days"],
        "term.hours": term["hours"],
        "term.on": term["on"],
        "term.rolls": bool(term["rolls"]),
    }
    for n, clause in enumerate(found["clauses"] or ()):
        begin[f"clauses.{n}.title"], begin[f"clauses.{n}.text"] = clause["title"], clause["text"]
    return begin


def _clause_numbers(form: Form) -> range:
    taken = [int(name.split(".")[1]) for name in form.values if name.startswith("clauses.") and form.text(name)]
    return range(max(taken, default=-1) + 1 + _EMPTY_CLAUSES)


async def draft(page: Page) -> Response:
    """Make a draft from an accepted offer; amounts are proposed by the claims."""
    given = {"case": page.path("id"), "offer": page.form.text("offer")}
    if not (await page.do("DraftAgreement", {"input": given})).ok:
        return await show(page)
    return page.go(_path(page), said="agreement-drafted")


async def save(page: Page) -> Response:
    """Keep the text. While signatures stand it is asked first: they become void."""
    return await _revised(page, _typed(page.form), to=_path(page))


def _typed(form: Form) -> dict[str, Any]:
    """The text as it stands in the builder."""
    clauses = [
        {"title": form.text(f"clauses.{n}.title"), "text": form.text(f"clauses.{n}.text")}
        for n in _clause_numbers(form)
        if form.text(f"clauses.{n}.title") or form.text(f"clauses.{n}.text")
    ]
    given: dict[str, Any] = {
        "agreement": form.text("agreement"),
        "version": form.number("version") or 0,
        "manner": form.text("manner"),
        "clauses": clauses,
    }
    if form.text("term.kind") in _TERMS:  # instalments were agreed in the offer and stay as they are
        given["term"] = _term(form)
    return given


async def _revised(page: Page, given: dict[str, Any], *, to: str) -> Response:
    form = page.form
    if form.flag("confirmVoiding"):
        given |= {"confirmVoiding": True, "reason": form.text("reason")}
    elif int(form.text("signatures") or 0):
        return await page.render("agreement/void.html", status=200, case_id=page.path("id"), to=page.request.url.path)
    if form.wrong or not (outcome := await page.do("ReviseAgreement", {"input": given})).ok:
        if not form.flag("confirmVoiding") or (form.wrong and all(one.path != "reason" for one in form.wrong)):
            return await (lines(page) if to.endswith("/lines") else show(page))
        return await page.render("agreement/void.html", case_id=page.path("id"), to=page.request.url.path)
    assert outcome.ok
    return page.go(_path(page), said="agreement-saved")


def _term(form: Form) -> dict[str, Any]:
    """The chosen term with exactly the figure of its kind."""
    kind = form.text("term.kind")
    match kind:
        case "WITHIN_DAYS":
            return {"kind": kind, "days": form.number("term.days") or 0}
        case "WITHIN_HOURS":
            return {"kind": kind, "hours": form.number("term.hours") or 0}
        case _:
            if not form.text("term.on"):
                form.refuse("term.on", Text("请选择日期。", "Choose a day."))
            return {"kind": kind, "on": form.given("term.on"), "rolls": form.flag("term.rolls")}


async def due(page: Page) -> Response:
    """The last moment of a term that is being typed, for htmx."""
    asked = Form.of(
        {name: page.asked(name) for name in ("term.kind", "term.days", "term.hours", "term.on", "term.rolls")}
    )
    if asked.text("term.kind") not in _TERMS:
        return page.nothing()
    term = _term(asked)
    if asked.wrong or not any(term.get(name) for name in _TERMS.values()):
        return page.nothing()
    found = (await page.query("AgreementDue", {"id": page.asked("agreement"), "term": term}))["node"]
    return page.fragment("agreement/due.html", dues=found["duesUnder"] if found else None, kind=term["kind"])


async def lines(page: Page) -> Response:
    """The amounts per worker, to be changed with care: together they are the offer, to the fen."""
    case = page.found((await page.query("AgreementOfCase", {"case": page.path("id")}))["case"])
    found = page.found(case["agreement"])
    rows = await _every_line(page)
    if not page.form.values:
        begin: dict[str, Any] = {"version": found["version"]}
        for n, row in enumerate(rows):
            begin[f"lines.{n}.wagesFen"] = _yuan(row["wagesFen"])
            begin[f"lines.{n}.socialInsuranceFen"] = _yuan(row["socialInsuranceFen"])
        page.form = Form.of(begin, page.locale)
    return await page.render("agreement/lines.html", case=case, found=found, rows=rows)


async def _every_line(page: Page) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        data = await page.query("AgreementLines", {"case": page.path("id"), "after": after})
        found = page.found(page.found(data["case"])["agreement"])["lines"]
        if found is None:
            return rows
        rows += [edge["node"] for edge in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            return rows
        after = found["pageInfo"]["endCursor"]


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


async def save_lines(page: Page) -> Response:
    """Keep the amounts of every worker, or have them proposed by the claims again."""
    form = page.form
    given: dict[str, Any] = {"agreement": form.text("agreement"), "version": form.number("version") or 0}
    if form.flag("propose"):
        given["proposeLines"] = True
    else:
        given["lines"] = [
            {
                "party": party,
                "wagesFen": form.fen(f"lines.{n}.wagesFen") or 0,
                "socialInsuranceFen": form.fen(f"lines.{n}.socialInsuranceFen") or 0,
            }
            for n, party in enumerate(form.many("party"))
        ]
    return await _revised(page, given, to=f"{_path(page)}/lines")


async def finalise(page: Page) -> Response:
    """Declare the text final. What was typed into the builder and not yet saved is kept first."""
    form, version = page.form, page.form.number("version") or 0
    if "manner" in form.values and await _differs(page):
        given = _typed(form)
        if form.wrong or not (kept := await page.do("ReviseAgreement", {"input": given})).ok:
            return await show(page)
        version = kept.data["version"]
    given = {"agreement": form.text("agreement"), "version": version}
    if not (await page.do("FinaliseAgreement", {"input": given})).ok:
        form.values = {}
        return await show(page)
    return page.go(f"{_path(page)}/sign", said="agreement-final")


async def _differs(page: Page) -> bool:
    """Whether the builder was sent with another text than the one that is kept."""
    case = page.found((await page.query("AgreementOfCase", {"case": page.path("id")}))["case"])
    kept = Form.of(_begin(page.found(case["agreement"])), page.locale)
    names = {name for name in (*kept.values, *page.form.values) if name.startswith(("term.", "clauses.", "manner"))}
    return any(kept.text(name) != page.form.text(name) for name in names)


async def ask_abandon(page: Page) -> Response:
    """What giving it up means, in numbers."""
    case = page.found((await page.query("AgreementOfCase", {"case": page.path("id")}))["case"])
    return await page.render("agreement/abandon.html", case=case, found=page.found(case["agreement"]))


async def abandon(page: Page) -> Response:
    """Give it up, with the reason."""
    form = page.form
    given = {
        "agreement": form.text("agreement"),
        "version": form.number("version") or 0,
        "reason": form.text("reason"),
    }
    if not (await page.do("AbandonAgreement", {"input": given})).ok:
        return await ask_abandon(page)
    return page.go(_path(page), said="agreement-abandoned")


async def printed(page: Page) -> Response:
    """The text, the amounts per worker and the signature block, for paper."""
    case = page.found((await page.query("AgreementText", {"case": page.path("id")}))["case"])
    found = page.found(case["agreement"])
    rows = [edge["node"] for edge in found["lines"]["edges"]] if found["lines"] else []
    if found["lines"] and found["lines"]["pageInfo"]["hasNextPage"]:
        rows = await _every_line(page)
    return await page.render("agreement/print.html", case=case, found=found, rows=rows)


def _path(page: Page) -> str:
    return f"/cases/{page.path('id')}/agreement"
