"""What is done to a case as a whole, each on a page of its own; and looking into a case that is not one's own."""

from collections.abc import Callable
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.of_case import ACTS, CASE, at, colleagues, opened, sent, version
from mediation.web.page import MissingError, Page

SAID = {
    "case-accept": Text("已受理。", "The case was accepted."),
    "case-refuse": Text("已登记不予受理。", "The case was refused."),
    "case-allocate": Text("已指定主办调解员。", "The mediator in charge was named."),
    "case-edit": Text("已修改案件信息。", "The case was corrected."),
    "case-recuse": Text("已登记回避。", "The recusal was recorded."),
    "case-transfer": Text("已移送。", "The case was transferred."),
    "case-withdraw": Text("已登记撤回。", "The withdrawal was recorded."),
    "case-close": Text("已结案。", "The case was closed."),
    "case-reopen": Text("已重新打开。", "The case was opened again."),
    "glass": Text(
        "已授权查看。您的查看会记录，并通知承办本案的人。",
        "You may read it now. It is logged, and whoever has the case is told.",
    ),
}


def _nothing(_: Form) -> dict[str, Any]:
    return {}


def _reason(form: Form) -> dict[str, Any]:
    return {"reason": form.text("reason")}


def _allocate(form: Form) -> dict[str, Any]:
    if not form.text("mediator"):
        form.refuse("mediator", Text("请选择调解员。", "Choose a mediator."))
    return {"mediator": form.text("mediator")}


def _close(form: Form) -> dict[str, Any]:
    if not form.text("outcome"):
        form.refuse("outcome", Text("请选择结果。", "Choose the outcome."))
    return {"outcome": form.text("outcome"), **_reason(form)}


def _recuse(form: Form) -> dict[str, Any]:
    return {"staff": form.given("staff"), **_reason(form)}


def _transfer(form: Form) -> dict[str, Any]:
    return {"to": form.text("to"), **_reason(form)}


def _edit(form: Form) -> dict[str, Any]:
    given = {name: form.given(name) for name in ("channel", "kind")}
    return {
        **given,
        "summary": form.text("summary"),
        "urgent": form.flag("urgent"),
        "receivedOn": form.day("receivedOn"),
    }


_FORMS: Final[dict[str, tuple[str, Callable[[Form], dict[str, Any]]]]] = {
    "accept": ("AcceptCase", _nothing),
    "refuse": ("RefuseCase", _reason),
    "allocate": ("AllocateCase", _allocate),
    "edit": ("EditCase", _edit),
    "recuse": ("RecuseCase", _recuse),
    "transfer": ("TransferCase", _transfer),
    "withdraw": ("WithdrawCase", _reason),
    "close": ("CloseCase", _close),
    "reopen": ("ReopenCase", _reason),
}
_WITHOUT_VERSION: Final = frozenset({"recuse"})
_VERB_OF: Final = {name: (verb, words) for verb, (name, words) in ACTS.items()}
_OUTCOMES: Final = ("PERFORMED", "ADVANCED", "FAILED")


def routes(client: Client) -> list[BaseRoute]:
    """One page for all acts of a case, and one for looking in."""
    return [
        client.get(f"{CASE}/act/{{act}}", act_form),
        client.post(f"{CASE}/act/{{act}}", act),
        client.get("/glass", glass_form),
        client.post("/glass", glass),
    ]


async def act_form(page: Page) -> Response:
    """What will happen, in numbers, and the reason where one is needed."""
    act = page.path("act")
    if act not in _FORMS:
        raise MissingError
    data = await opened(page, "CaseAct")
    case, (verb, words) = data["case"], _VERB_OF[act]
    if not page.form.values:
        begin = {name: case[name] for name in ("summary", "channel", "kind", "receivedOn", "urgent")}
        page.form = Form.of(begin, page.locale)
    staff = await colleagues(page)
    return await page.render(
        "case/act.html",
        case=case,
        act=act,
        words=words,
        possible=verb in case["access"]["possible"],
        outcomes=_OUTCOMES,
        staff=[(one["id"], one["name"]) for one in staff],
        mediators=[(one["id"], one["name"]) for one in staff if "MEDIATOR" in one["roles"]],
    )


async def act(page: Page) -> Response:
    """Do it."""
    name = page.path("act")
    if name not in _FORMS:
        raise MissingError
    operation, read = _FORMS[name]
    given = {"id": page.path("id"), **read(page.form)}
    if name not in _WITHOUT_VERSION:
        given["version"] = version(page)
    to = "/work" if name == "recuse" and not given.get("staff") else at(page)
    return await sent(page, operation, given, again=act_form, to=to, said=f"case-{name}")


async def glass_form(page: Page) -> Response:
    """Which case, and why."""
    return await page.render("case/glass.html")


async def glass(page: Page) -> Response:
    """Look in for some hours. What is not there, and what is not in the reader's district, is answered alike."""
    form = page.form
    given = {"number": form.text("number"), "reason": form.text("reason"), "hours": form.number("hours") or 0}
    try:
        outcome = await page.do("BreakGlassCase", {"input": given})
    except MissingError:
        no = Text(
            "不能查看这个案号：请核对，或者联系主管。",
            "This number cannot be looked into: check it, or ask a supervisor.",
        )
        form.refuse("number", no)
        return await glass_form(page)
    return page.go(f"/cases/{outcome.data['id']}", said="glass") if outcome.ok else await glass_form(page)
