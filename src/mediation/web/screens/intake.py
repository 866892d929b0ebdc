"""Taking down a case that comes in: who came, against whom, for what, and how urgent it is. S3.

What is typed is kept as the reader's own draft; whether the case is there already is looked up before it is saved.
"""

import calendar
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.kit.problems import Forbidden, Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.labels import label
from mediation.web.page import ONCE, TOKEN, MissingError, Page, RefusedError
from mediation.web.words import instant

SAID: Final = {
    "registered": Text(
        "已登记。登记了手机的劳动者会收到查看进度的短信链接。",
        "The case was registered. Workers whose phone is known get a link to follow it by text message.",
    ),
    "registered-room": Text(
        "已登记、受理，并开了调解室。", "The case was registered and accepted, and its room opened."
    ),
    "registered-in-part": Text(
        "已登记；但期限、情况、受理或调解室中有一项没有成功，请在本案中补办。",
        "The case was registered, but its deadline, facts, acceptance or room did not all follow: do it in the case.",
    ),
    "intake-kept": Text("草稿已保存，只有您能看到。", "The draft was saved; only you can see it."),
    "intake-dropped": Text("草稿已丢弃。", "The draft was thrown away."),
}

HEADS: Final = ("WAGE_ARREARS", "SOCIAL_INSURANCE", "COMPENSATION", "OTHER")
"""What is asked for on the page, each at its own place: `claimants.0.claims.N`."""
REASONS: Final = {
    "crowd": Text("人员聚集", "People are gathering"),
    "flight": Text("可能逃匿、转移财产", "May flee or move property away"),
    "today": Text("今天须处理", "Must be dealt with today"),
}
_NAMES: Final = {
    "claimants.0.name": Text("请填写来人的姓名。", "Enter the name of who came."),
    "employer.name": Text("请填写用人单位的名称。", "Enter the name of the employer."),
}
_ORAL: Final = "申请人口头申请。"
_URGENT: Final = "紧急："
_NOT_KEPT: Final = frozenset({TOKEN, ONCE, "do", "draft", "draftVersion", "draftText", "similarSeen", "made"})
_ASKED: Final = "case:register"


def routes(client: Client) -> list[BaseRoute]:
    """The form, its draft, and what is like it."""
    return [
        client.get("/cases/new", show),
        client.post("/cases/new", register),
        client.post("/cases/new/draft", keep),
        client.post("/cases/new/discard", drop),
        client.post("/cases/new/similar", similar),
    ]


async def show(page: Page) -> Response:
    """An empty form, or the draft that was begun."""
    return await _form(page)


async def _form(page: Page, *, alike: list[dict[str, Any]] | None = None) -> Response:
    data = await page.query("Intake")
    if _ASKED not in data["me"]["access"]["verbs"]:
        raise RefusedError(_ASKED, Forbidden(_ASKED).text.in_(page.locale))
    draft, restored = data["draft"], False
    if not page.form.values:
        kept = _unpacked(draft["body"]) if draft and draft["body"] else {}
        restored = bool(kept)
        page.form = Form(kept or _begin(page), locale=page.locale)
    return await page.render(
        "intake/form.html",
        status=200 if alike else None,
        draft=draft,
        restored=restored,
        draft_text=_packed(page.form),
        alike=alike or [],
        heads=list(enumerate(HEADS)),
        reasons=REASONS,
        made=page.form.text("made") or page.now.isoformat(timespec="milliseconds"),
    )


def _begin(page: Page) -> dict[str, list[str]]:
    return {"kind": ["SINGLE"], "channel": ["WALK_IN"], "receivedOn": [_today(page).isoformat()]}


def _today(page: Page) -> date:
    return page.now.astimezone(SHANGHAI).date()


def _packed(form: Form) -> str:
    """What a draft holds: every field that says something, as JSON."""
    fields = {name: list(values) for name, values in sorted(form.values.items()) if name not in _NOT_KEPT}
    said = {name: values for name, values in fields.items() if any(values)}
    return json.dumps(said, ensure_ascii=False)


def _unpacked(body: str) -> dict[str, list[str]]:
    """The fields of a draft; what no page of ours wrote is left out."""
    kept = json.loads(body)
    fields = kept.items() if isinstance(kept, dict) else ()
    return {name: [str(one) for one in values] for name, values in fields if isinstance(values, list)}


async def keep(page: Page) -> Response:
    """Save the draft: by its button, or every twenty seconds as a part of the page when something was changed."""
    form, in_passing = page.form, bool(page.request.headers.get("hx-request"))
    packed = _packed(form)
    if in_passing and packed == form.text("draftText"):
        return page.nothing()
    given = {"kind": "INTAKE", "body": packed, "version": form.number("draftVersion") or 0}
    outcome = await page.do("KeepIntake", {"input": given})
    if in_passing:
        kept = outcome.data if outcome.ok else None
        version = form.text("draftVersion")
        return page.fragment("intake/kept.html", status=200, draft=kept, draft_text=packed, version=version)
    return page.go("/cases/new", said="intake-kept") if outcome.ok else await _form(page)


async def drop(page: Page) -> Response:
    """Throw the draft away."""
    await page.do("DropIntake", {"input": {"id": page.form.text("draft")}})
    return page.go("/cases/new", said="intake-dropped")


async def similar(page: Page) -> Response:
    """The cases that this one may repeat, while it is being typed."""
    return page.fragment("intake/similar.html", status=200, alike=await _alike(page))


async def _alike(page: Page) -> list[dict[str, Any]]:
    """Cases of the same employer or worker; none while a number is not whole yet."""
    form = page.form
    asked = {
        "employer": form.text("employer.name")[:100],
        "creditCode": form.given("employer.creditCode"),
        "phone": form.given("claimants.0.phone"),
        "idNumber": form.given("claimants.0.idNumber"),
    }
    try:
        found: list[dict[str, Any]] = (await page.query("SimilarCases", asked))["similarCases"]
    except MissingError:
        return []
    return [one for one in found if not _made_by_this_form(page, one["case"])]


def _made_by_this_form(page: Page, case: dict[str, Any]) -> bool:
    """Whether it is what the reader registered after opening the form: a form that is sent twice."""
    by, me = case["registeredBy"], page.actor.id
    try:
        made = datetime.fromisoformat(page.form.text("made"))
        return bool(by and me and by["id"] == gid("Staff", me)) and instant(case["registeredAt"]) >= made
    except (ValueError, TypeError):  # no instant, or one without its offset
        return False


async def register(page: Page) -> Response:
    """Take it down, and do what follows from it. A likely repetition is shown once before anything is saved."""
    form = page.form
    given = _registration(form)
    due = _own_deadline(page)
    if form.wrong:
        return await _form(page)
    alike = await _alike(page)
    if {one["case"]["id"] for one in alike} - set(form.many("similarSeen")):
        return await _form(page, alike=alike)
    outcome = await page.do("RegisterCase", {"input": given})
    if not outcome.ok:
        _at_their_fields(form)
        return await _form(page)
    return await _after(page, outcome.data, due)


def _registration(form: Form) -> dict[str, Any]:
    """The input of `registerCase`."""
    for name in ("channel", "kind"):
        _one_of(form, name)
    person = {name: form.text(f"claimants.0.{name}") for name in ("name", "job")}
    numbers = {name: form.given(f"claimants.0.{name}") for name in ("phone", "idNumber")}
    claims = [claim for at in range(len(HEADS)) if (claim := _claim(form, at))]
    employer = {name: form.given(f"employer.{name}") for name in ("creditCode", "contactName", "contactPhone")}
    said = [words.zh for name, words in REASONS.items() if form.flag(f"urgent.{name}")]
    summary = [_ORAL] if form.flag("oral") else []
    summary += [f"{_URGENT}{'；'.join(said)}。"] if said else []
    summary += [form.text("summary")] if form.text("summary") else []
    return {
        "channel": form.text("channel"),
        "receivedOn": form.day("receivedOn", needed=True),
        "kind": form.text("kind"),
        "employer": {"name": form.text("employer.name"), **employer},
        "claimants": [{**person, **numbers, "claims": claims}],
        "urgent": bool(said),
        "summary": "\n".join(summary),
    }


def _one_of(form: Form, name: str) -> None:
    try:
        label({"channel": "Channel", "kind": "CaseKind"}[name], form.text(name))
    except KeyError:
        form.refuse(name, Text("请选择一项。", "Choose one."))


def _claim(form: Form, at: int) -> dict[str, Any] | None:
    """One head, when there is an amount."""
    path = f"claimants.0.claims.{at}"
    fen = form.fen(f"{path}.amountFen")
    if fen is None:
        if any(form.text(f"{path}.{name}") for name in ("periodFrom", "periodTo", "note")) and not form.wrongs(
            f"{path}.amountFen"
        ):
            form.refuse(f"{path}.amountFen", Text("请填写金额。", "Enter the amount."))
        return None
    claim = {"head": HEADS[at], "amountFen": fen, "note": form.text(f"{path}.note")}
    return {**claim, "periodFrom": _month(form, path, "periodFrom"), "periodTo": _month(form, path, "periodTo")}


def _month(form: Form, path: str, name: str) -> str | None:
    """The first day of the month typed in `periodFrom`, the last day of that in `periodTo`."""
    typed = form.text(f"{path}.{name}")
    if not typed:
        return None
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        form.refuse(f"{path}.{name}", Text("请填写月份，例如 2026-08。", "Enter a month, for example 2026-08."))
        return None
    last = calendar.monthrange(first.year, first.month)[1]
    return (first if name == "periodFrom" else first.replace(day=last)).isoformat()


def _own_deadline(page: Page) -> dict[str, Any] | None:
    """The deadline that the studio sets itself, when one is wanted."""
    form, today = page.form, _today(page).isoformat()
    on = form.day("deadline.dueOn") or (today if form.flag("urgent.today") else None)
    if on is None:
        return None
    if on < today:
        form.refuse("deadline.dueOn", Text("期限不能早于今天。", "The deadline cannot be before today."))
    title = form.text("deadline.title") or REASONS["today"].zh
    if len(title) > 100:
        form.refuse("deadline.title", Text("最多 100 字。", "At most 100 characters."))
    return {"title": title, "dueOn": on}


def _at_their_fields(form: Form) -> None:
    """The API counts the claims that were sent; on the page every head has its own place, and an empty name is called so."""
    sent = [at for at in range(len(HEADS)) if form.text(f"claimants.0.claims.{at}.amountFen")]
    for n, one in enumerate(form.wrong):
        if one.path in _NAMES and not form.text(one.path):
            form.wrong[n] = replace(one, message=_NAMES[one.path].in_(form.locale))
        parts = one.path.split(".")
        if parts[:1] + parts[2:3] == ["claimants", "claims"] and len(parts) > 3:
            parts[3] = str(sent[int(parts[3])])
            form.wrong[n] = replace(one, path=".".join(parts))


async def _after(page: Page, case: dict[str, Any], due: dict[str, Any] | None) -> Response:
    """What follows a registration; one thing that is refused does not undo it, and is told."""
    form, about = page.form, case["id"]
    verbs = set((await page.query("Shell"))["me"]["access"]["verbs"])
    opens = form.text("do") == "room" and "room:open" in verbs
    whole = form.text("do") != "room" or opens
    if opens:
        whole &= await _follows(page, "AcceptAtIntake", {"id": about, "version": case["version"]}, case)
    if form.flag("migrant") and "circumstances:record" in verbs:
        known = [{"which": "MIGRANT_WORKERS", "holds": True, "basis": "登记时申请人自述"}]
        given = {"case": about, "version": case["version"], "circumstances": known}
        whole &= await _follows(page, "CircumstancesAtIntake", given, case)
    if due and "deadline:set" in verbs:
        whole &= await _follows(page, "SetDeadline", {"case": about, "note": "", **due}, case)
    if opens:
        opens = whole & await _follows(page, "RoomAtIntake", {"case": about}, case)
        whole &= opens
    if form.text("draft"):
        await _follows(page, "DropIntake", {"id": form.text("draft")}, case)
    if not whole:
        return page.go(f"/cases/{about}", said="registered-in-part")
    if opens:
        return page.go(f"/cases/{about}/room", said="registered-room")
    below = "/import" if form.text("kind") == "COLLECTIVE" and "roster:preview" in verbs else ""
    return page.go(f"/cases/{about}{below}", said="registered")


async def _follows(page: Page, operation: str, given: dict[str, Any], case: dict[str, Any]) -> bool:
    """Whether it was done; `case` has the version after it."""
    try:
        outcome = await page.do(operation, {"input": given})
    except (MissingError, RefusedError):
        return False
    if outcome.ok and "version" in outcome.data:
        case["version"] = outcome.data["version"]
    return outcome.ok
