"""Settings: what there is, roles read from the policy, agencies, texts of notices, the rules of deadlines. S13."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import SHANGHAI, legal_day
from mediation.kit.actor import Role
from mediation.kit.problems import Text
from mediation.web import navigation
from mediation.web.client import Client
from mediation.web.page import Page

_PLACES: Final = (
    ("/settings/users", "staff:view"),
    ("/settings/roles", "policy:view"),
    ("/settings/agencies", "agency:view"),
    ("/settings/calendars", "calendar:view"),
    ("/settings/deadlines", "calendar:view"),
    ("/settings/templates", "template:view"),
    ("/settings/panel", "lawyer:enroll"),
    ("/settings/journal", "access_log:view"),
    ("/settings/access", "access_log:view"),
)


def routes(client: Client) -> list[BaseRoute]:
    """The places of settings that change nothing but agencies."""
    return [
        client.get("/settings", index),
        client.get("/settings/roles", roles),
        client.get("/settings/roles/{role}", role),
        client.get("/settings/agencies", agencies),
        client.get("/settings/agencies/new", new_agency),
        client.post("/settings/agencies/new", establish),
        client.get("/settings/deadlines", deadlines),
        client.get("/settings/templates", templates),
    ]


async def index(page: Page) -> Response:
    """What can be set, for whom it is."""
    verbs = (await page.query("Shell"))["me"]["access"]["verbs"]
    return await page.render("settings/index.html", places={path for path, verb in _PLACES if verb in verbs})


async def roles(page: Page) -> Response:
    """The matrix: who, on what, may do what; narrowed to one verb when a refusal leads here."""
    matrix = (await page.query("RoleMatrix"))["roleMatrix"]
    return await page.render("settings/roles.html", matrix=matrix, things=_by_thing(matrix, page.asked("verb")))


def _by_thing(matrix: list[dict[str, Any]], only: str) -> dict[str, dict[str, list[tuple[str, list[str]]]]]:
    """Who may do what, by what it is done to."""
    found: dict[str, dict[str, list[tuple[str, list[str]]]]] = {}
    for one in matrix:
        for permission in one["permissions"]:
            if only and permission["verb"] != only:
                continue
            who = found.setdefault(permission["objectName"], {}).setdefault(permission["name"], [])
            who.append((one["role"], [reach["name"] for reach in permission["reach"]]))
    return found


async def role(page: Page) -> Response:
    """One role, and what the bar of somebody with it alone looks like: read, not worn."""
    asked = page.path("role")
    if asked not in Role.__members__:
        page.found(None)
    found = (await page.query("PreviewRole", {"role": asked}))["preview"]
    return await page.render(
        "settings/role.html",
        role=found,
        places=navigation.seen_with(frozenset(found["verbs"])),
        first=navigation.first_place([found["role"]]),
    )


async def agencies(page: Page) -> Response:
    """The member agencies of the city."""
    data = await page.query("Agencies", {"after": page.asked("after") or None})
    may = "agency:establish" in data["me"]["access"]["verbs"]
    return await page.render("settings/agencies.html", agencies=data["agencies"], may_establish=may)


async def new_agency(page: Page) -> Response:
    """The form for a new member."""
    return await page.render("settings/agency_new.html")


_AGENCY: Final = ("kind", "nameZh", "nameEn", "phone", "districtCode")
_OF_A_NEW_DISTRICT: Final = ("districtNameZh", "districtNameEn")


async def establish(page: Page) -> Response:
    """Establish it; the password of its administrator is shown once."""
    form = page.form
    given: dict[str, Any] = {name: form.text(name) for name in _AGENCY}
    given |= {name: form.text(name) for name in _OF_A_NEW_DISTRICT if form.text(name)}
    given["administrator"] = {name: form.text(f"administrator.{name}") for name in ("login", "name")}
    given["administrator"] |= form.below("administrator")
    if any(form.below("studio").values()):
        given["studio"] = {
            name: form.text(f"studio.{name}") for name in ("nameZh", "nameEn", "legalBasis", "numberPrefix")
        }
    if not given["kind"]:
        form.refuse("kind", Text("请选择单位类别。", "Choose a kind."))
    if form.wrong or not (outcome := await page.do("EstablishAgency", {"input": given})).ok:
        return await new_agency(page)
    return await page.render("settings/told_once.html", made=outcome.data["administrator"])


async def deadlines(page: Page) -> Response:
    """Every rule with its article, and a box to try one out."""
    rules = await _every_rule(page)
    rule, on, at = page.asked("rule"), _day(page.asked("on")), page.asked("at")
    preview = None
    if any(one["rule"] == rule for one in rules) and on:
        asked = {"rule": rule, "on": on.isoformat(), "at": _moment(on, at)}
        preview = (await page.query("TryDeadline", asked))["deadlinePreview"]
    chosen = {"rule": rule, "on": (on or legal_day(page.now)).isoformat(), "at": at}
    return await page.render("settings/deadlines.html", rules=_once_each(rules), chosen=chosen, preview=preview)


async def _every_rule(page: Page) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    after = None
    while True:
        found = (await page.query("DeadlineRules", {"after": after}))["deadlineRules"]
        rules += [edge["node"] for edge in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            return rules
        after = found["pageInfo"]["endCursor"]


def _once_each(rules: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each rule once, the country's before a region's."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        found.setdefault(rule["rule"], rule)
    return list(found.values())


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _moment(on: date, typed: str) -> str | None:
    """The moment of `on` in Shanghai, for rules that count hours."""
    try:
        at = time.fromisoformat(typed)
    except ValueError:
        return None
    return datetime.combine(on, at, SHANGHAI).isoformat()


async def templates(page: Page) -> Response:
    """What notices say."""
    return await page.render(
        "settings/templates.html", templates=(await page.query("NoticeTemplates"))["noticeTemplates"]
    )
