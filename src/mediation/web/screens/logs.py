"""The journal and the access log, for auditors: who did what, who read what, who was refused. S13."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.access.verbs import Verb
from mediation.agency.roles import object_name, said
from mediation.infra.clock import SHANGHAI
from mediation.web.client import Client
from mediation.web.page import Page

_VERBS: Final = frozenset(str(verb) for verb in Verb)


def routes(client: Client) -> list[BaseRoute]:
    """Two lists."""
    return [client.get("/settings/journal", journal), client.get("/settings/access", access)]


async def journal(page: Page) -> Response:
    """What was done, the newest first."""
    data = await page.query("Journal", {"after": page.asked("after") or None, "filter": _wanted(page)})
    return await page.render("settings/journal.html", entries=data["journal"], **_asked(page))


async def access(page: Page) -> Response:
    """Who read something sensitive, and who was refused."""
    wanted = _wanted(page)
    if page.asked("allowed") in ("yes", "no"):
        wanted["allowed"] = page.asked("allowed") == "yes"
    data = await page.query("AccessLog", {"after": page.asked("after") or None, "filter": wanted})
    return await page.render("settings/access.html", entries=data["accessLog"], **_asked(page))


def _wanted(page: Page) -> dict[str, Any]:
    """The filter of the address. What is no day, and no verb, narrows nothing."""
    wanted: dict[str, Any] = {}
    since, until = _day(page.asked("since")), _day(page.asked("until"))
    if since:
        wanted["since"] = _midnight(since)
    if until:
        wanted["until"] = _midnight(until + timedelta(days=1))
    if page.asked("verb") in _VERBS:
        wanted["verb"] = page.asked("verb")
    for name in ("case", "name", "who"):
        if page.asked(name):
            wanted[name] = page.asked(name)
    return wanted


def _asked(page: Page) -> dict[str, Any]:
    names = ("since", "until", "verb", "name", "case", "who", "allowed")
    asked = {name: page.asked(name) for name in names}
    verbs = sorted(Verb, key=lambda verb: object_name(verb.value.partition(":")[0]).in_(page.locale))
    options = [
        (str(verb), f"{object_name(verb.value.partition(':')[0]).in_(page.locale)} · {said(verb).in_(page.locale)}")
        for verb in verbs
    ]
    return {"asked": asked, "narrowed": {name: value for name, value in asked.items() if value}, "verbs": options}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), SHANGHAI).isoformat()
