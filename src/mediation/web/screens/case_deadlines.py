"""The clocks of a case: each with its rule in words, what was recorded of what happened outside, and what was changed."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.deadline.rules import BY_THE_HOUSE
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.labels.deadlines import LABELS
from mediation.web.of_case import CASE, KINDS, at, opened, sent, version
from mediation.web.page import MissingError, Page

SAID = {
    "deadline-set": Text("已设定期限。", "The deadline was set."),
    "deadline-met": Text("已登记完成。", "It was recorded as done."),
    "deadline-extended": Text("已延长期限。", "The deadline was extended."),
    "event-recorded": Text("已登记，期限已重新计算。", "It was recorded, and the deadlines were computed anew."),
    "event-corrected": Text("已更正，期限已重新计算。", "It was taken back, and the deadlines were computed anew."),
}
_DEADLINES = f"{CASE}/deadlines"
_ONE = f"{_DEADLINES}/{{deadline:gid}}"
_RUNNING = frozenset({"OPEN", "OVERDUE", "OPENED", "UNCOMPUTED"})


def routes(client: Client) -> list[BaseRoute]:
    """The list and its forms."""
    return [
        client.get(_DEADLINES, show),
        client.get(f"{_DEADLINES}/set", set_form),
        client.post(f"{_DEADLINES}/set", set_own),
        client.get(f"{_DEADLINES}/record", record_form),
        client.post(f"{_DEADLINES}/record", record),
        client.get(f"{_DEADLINES}/correct/{{event:gid}}", correct_form),
        client.post(f"{_DEADLINES}/correct/{{event:gid}}", correct),
        client.get(f"{_ONE}/meet", meet_form),
        client.post(f"{_ONE}/meet", meet),
        client.get(f"{_ONE}/extend", extend_form),
        client.post(f"{_ONE}/extend", extend),
    ]


async def show(page: Page) -> Response:
    """What runs first, then what is over."""
    case = (await opened(page, "CaseDeadlines"))["case"]
    every = case["deadlines"]
    running = over = None
    if every is not None:
        running = sorted((one for one in every if one["standing"] in _RUNNING), key=_due)
        over = [one for one in every if one["standing"] not in _RUNNING]
    return await page.render("case/deadlines.html", case=case, running=running, over=over, kinds=KINDS)


def _due(one: dict[str, Any]) -> str:
    return one["dueAt"] or "9"


async def set_form(page: Page) -> Response:
    """A deadline of the studio's own."""
    return await page.render("case/deadline_set.html", case=(await opened(page, "CaseOnly"))["case"])


async def set_own(page: Page) -> Response:
    """Set it."""
    form = page.form
    given = {
        "case": page.path("id"),
        "title": form.text("title"),
        "dueOn": form.day("dueOn", needed=True),
        "note": form.text("note"),
    }
    return await sent(page, "SetDeadline", given, again=set_form, to=at(page, "/deadlines"), said="deadline-set")


async def record_form(page: Page) -> Response:
    """What happened outside the house."""
    case = (await opened(page, "CaseRecord"))["case"]
    workers = [edge["node"] for edge in (case["claimants"] or {"edges": []})["edges"]]
    known = {one.name for one in BY_THE_HOUSE}
    triggers = [(name, words.in_(page.locale)) for name, words in LABELS["Trigger"].items() if name not in known]
    parties = [one for one in workers if not one["withdrawnAt"]] + ([case["respondent"]] if case["respondent"] else [])
    return await page.render(
        "case/procedure.html",
        case=case,
        triggers=triggers,
        parties=parties,
        pairs=[(one["id"], one["name"]) for one in parties],
    )


async def record(page: Page) -> Response:
    """Write it down; the clocks follow."""
    form = page.form
    given = {
        "case": page.path("id"),
        "version": version(page),
        "trigger": form.text("trigger"),
        "happenedOn": form.day("happenedOn", needed=True),
        "untilOn": form.day("untilOn"),
        "rule": form.given("rule"),
        "party": form.given("party"),
        "reference": form.text("reference"),
        "note": form.text("note"),
    }
    if not given["trigger"]:
        form.refuse("trigger", Text("请选择发生了什么。", "Choose what happened."))
    return await sent(
        page, "RecordProcedure", given, again=record_form, to=at(page, "/deadlines"), said="event-recorded"
    )


async def correct_form(page: Page) -> Response:
    """Before a mistaken entry is taken back."""
    data = await opened(page, "CaseEvent", {"event": page.path("event")})
    return await page.render("case/procedure_correct.html", case=data["case"], event=_there(data))


async def correct(page: Page) -> Response:
    """Take it back; it stays in the history."""
    given = {"id": page.path("event"), "version": version(page), "reason": page.form.text("reason")}
    to = at(page, "/deadlines")
    return await sent(page, "CorrectProcedure", given, again=correct_form, to=to, said="event-corrected")


def _there(data: dict[str, Any]) -> dict[str, Any]:
    if not data["node"]:
        raise MissingError
    found: dict[str, Any] = data["node"]
    return found


async def _one(page: Page, template: str) -> Response:
    data = await opened(page, "CaseDeadline", {"deadline": page.path("deadline")})
    case = data["case"]
    workers = [edge["node"] for edge in (case["claimants"] or {"edges": []})["edges"]]
    there = [one for one in workers if one["takingPart"] and not one["withdrawnAt"]]
    return await page.render(template, case=case, deadline=_there(data), workers=there, kinds=KINDS)


async def meet_form(page: Page) -> Response:
    """On which day it was done."""
    return await _one(page, "case/deadline_meet.html")


async def meet(page: Page) -> Response:
    """Record that it was done."""
    given = {"id": page.path("deadline"), "metOn": page.form.day("metOn"), "note": page.form.text("note")}
    return await sent(page, "MeetDeadline", given, again=meet_form, to=at(page, "/deadlines"), said="deadline-met")


async def extend_form(page: Page) -> Response:
    """By how many days, and who consented."""
    return await _one(page, "case/deadline_extend.html")


async def extend(page: Page) -> Response:
    """Both sides consented: of the workers each who takes part, or one elected representative."""
    form = page.form
    sides = [(form.many("workers"), "workers"), (form.many("employer"), "employer")]
    consents = [
        {"party": party, "manner": form.text(f"{side}.manner"), "consentedOn": form.day(f"{side}.on", needed=True)}
        for parties, side in sides
        for party in parties
    ]
    given = {
        "id": page.path("deadline"),
        "version": version(page),
        "days": form.number("days") or 0,
        "consents": consents,
        "note": form.text("note"),
    }
    for name in ("workers.manner", "employer.manner"):
        if not form.text(name):
            form.refuse(name, Text("请选择同意方式。", "Choose how they consented."))
    return await sent(
        page, "ExtendDeadline", given, again=extend_form, to=at(page, "/deadlines"), said="deadline-extended"
    )
