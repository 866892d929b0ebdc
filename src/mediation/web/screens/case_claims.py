"""What each worker claims, how an amount was computed, and the forms that state and change it."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web import reckoning
from mediation.web.client import Client
from mediation.web.of_case import CASE, at, opened, sent, version
from mediation.web.page import MissingError, Page

SAID = {
    "claim-stated": Text("已登记诉求。", "The claim was taken down."),
    "claim-amended": Text("已变更诉求。", "The claim was changed."),
}
_CLAIMS = f"{CASE}/claims"


def routes(client: Client) -> list[BaseRoute]:
    """The list and the two forms."""
    return [
        client.get(_CLAIMS, show),
        client.get(f"{_CLAIMS}/new/{{party:gid}}", new_form),
        client.post(f"{_CLAIMS}/new/{{party:gid}}", new),
        client.get(f"{_CLAIMS}/{{claim:gid}}", amend_form),
        client.post(f"{_CLAIMS}/{{claim:gid}}", amend),
    ]


async def show(page: Page) -> Response:
    """Worker by worker."""
    data = await opened(page, "CaseClaims", {"after": page.asked("after") or None})
    return await page.render("case/claims.html", case=data["case"], after=page.asked("after"), path=at(page, "/claims"))


async def new_form(page: Page) -> Response:
    """A claim of one worker: an amount, or what it is computed from."""
    data = await opened(page, "CaseNewClaim", {"party": page.path("party")})
    return await _form(page, data, path=at(page, f"/claims/new/{page.path('party')}"), party=_there(data), claim=None)


async def amend_form(page: Page) -> Response:
    """One claim: how its amount came about, and how to change it."""
    data = await opened(page, "CaseClaim", {"claim": page.path("claim")})
    claim = _there(data)
    if not page.form.values:
        _begin(page, claim, data["amountHeads"])
    return await _form(page, data, path=at(page, f"/claims/{page.path('claim')}"), party=None, claim=claim)


def _there(data: dict[str, Any]) -> dict[str, Any]:
    if not data["node"]:
        raise MissingError
    found: dict[str, Any] = data["node"]
    return found


def _begin(page: Page, claim: dict[str, Any], heads: list[dict[str, Any]]) -> None:
    begin = {name: claim[name] for name in ("head", "periodFrom", "periodTo", "note")}
    computation = claim["computation"]
    if computation is None:
        begin["amountFen"] = f"{claim['amountFen'] / 100:.2f}"
    else:
        head = _head(heads, computation["amount"]["head"])
        begin |= {"computed.on": computation["on"], "computed.region": computation["region"]}
        begin |= reckoning.shown(computation["inputs"], head) if head else {}
    page.form = type(page.form).of(begin, page.locale)


def _head(heads: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    return next((one for one in heads if one["head"] == name), None)


async def _form(page: Page, data: dict[str, Any], *, path: str, **values: Any) -> Response:
    heads, claim = data["amountHeads"], values["claim"]
    stored = claim["computation"]["amount"]["head"] if claim and claim["computation"] else ""
    head = _head(heads, page.form.text("calc") or page.asked("calc", stored))
    preview, missing = await _preview(page, head) if head and page.form.text("do") == "preview" else (None, [])
    return await page.render(
        "case/claim.html",
        status=200 if preview or missing else None,
        case=data["case"],
        heads=heads,
        head=head,
        preview=preview,
        missing=missing,
        path=path,
        kind_of=reckoning.kind_of,
        choices_in_words=lambda one: [(value, said.in_(page.locale)) for value, said in reckoning.choices_of(one)],
        about_of=reckoning.about_of,
        **values,
    )


async def _preview(page: Page, head: dict[str, Any]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What it would come to, or what is missing for it."""
    inputs = reckoning.typed(page.form, head)
    asked = {"head": head["head"], "inputs": inputs, "on": page.form.day("computed.on")}
    data = await page.query("AmountPreview", {**asked, "region": page.form.given("computed.region")})
    answer = data["amountPreview"]
    if answer["__typename"] == "Amount":
        return answer, []
    if answer["__typename"] == "AmountNeeded":
        return None, answer["missing"]
    page.form.take(answer)
    reckoning.at_fields(page.form, inputs)
    return None, []


async def new(page: Page) -> Response:
    """Take it down, or only reckon."""
    if page.form.text("do") == "preview":
        return await new_form(page)
    form = page.form
    given = {"party": page.path("party"), "version": version(page), "head": form.text("head") or None}
    if not given["head"]:
        form.refuse("head", Text("请选择诉求项目。", "Choose a head of claim."))
    return await _save(page, "StateClaim", given, again=new_form, said="claim-stated")


async def amend(page: Page) -> Response:
    """Change it, or only reckon."""
    if page.form.text("do") == "preview":
        return await amend_form(page)
    given = {"id": page.path("claim"), "version": version(page)}
    return await _save(page, "AmendClaim", given, again=amend_form, said="claim-amended")


async def _save(page: Page, operation: str, given: dict[str, Any], *, again: Any, said: str) -> Response:
    form = page.form
    given |= {"note": form.text("note"), "periodFrom": form.day("periodFrom"), "periodTo": form.day("periodTo")}
    inputs: list[dict[str, str]] = []
    if form.text("calc"):
        data = await page.query("AmountHeads", {})
        head = _head(data["amountHeads"], form.text("calc"))
        inputs = reckoning.typed(form, head) if head else []
        given["computed"] = {
            "head": form.text("calc"),
            "inputs": inputs,
            "on": form.day("computed.on"),
            "region": form.given("computed.region"),
        }
    else:
        given["amountFen"] = form.fen("amountFen")
    answer = await sent(page, operation, given, again=_no_page, to=at(page, "/claims"), said=said)
    if answer.status_code == 303:
        return answer
    reckoning.at_fields(form, inputs)
    shown: Response = await again(page)
    return shown


async def _no_page(page: Page) -> Response:
    """What was refused is shown once its places are found."""
    return page.nothing()
