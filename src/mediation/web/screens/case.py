"""The page of a case, S4: where it stands, what to do next, its numbers, and what was done."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.web.client import Client
from mediation.web.of_case import ACTS, CASE, KINDS, LEADS, TOPICS, at, opened
from mediation.web.page import Page
from mediation.web.words import moment

_NEAREST = 3
_WAITING = ("OPEN", "OVERDUE")


def routes(client: Client) -> list[BaseRoute]:
    """One page; its sections have modules of their own."""
    return [client.get(CASE, show), client.post(f"{CASE}/seen", seen)]


async def show(page: Page) -> Response:
    """The whole of it."""
    about, agency, after = page.asked("about"), page.asked("agency"), page.asked("after")
    features = list(TOPICS[about][1]) if about in TOPICS else None
    data = await opened(page, "CasePage", {"after": after or None, "about": features, "agency": agency or None})
    case = data["case"]
    return await page.render(
        "case/show.html",
        case=case,
        nearest=_nearest(case["deadlines"]),
        timeline=_told_once(case["timeline"]),
        lead=_lead(case),
        acts=[ACTS[verb] for verb in ACTS if verb in case["access"]["possible"]],
        former_lawyer=next((one["lawyerName"] for one in case["assignments"] if one["state"] == "ended"), None),
        asked_lawyer=next((one["lawyerName"] for one in case["assignments"] if one["state"] == "offered"), None),
        kinds=KINDS,
        topics=TOPICS,
        about=about,
        agency=agency,
        agencies=[edge["node"] for edge in data["agencies"]["edges"]],
        after=after,
        path=f"{at(page)}?{urlencode({'about': about, 'agency': agency})}" if about or agency else at(page),
    )


async def seen(page: Page) -> Response:
    """The reader has seen what was done so far: said by the open page itself, or by a button."""
    await page.do("SeeCase", {"input": {"id": page.path("id")}})
    return page.nothing() if page.request.headers.get("hx-request") else page.go(at(page))


def _told_once(timeline: dict[str, Any] | None) -> list[tuple[dict[str, Any], int]]:
    """The entries, newest first; what one person did many times within a minute (links for a roster) is one, counted."""

    def same(one: dict[str, Any]) -> tuple[Any, ...]:
        whose = one["who"]["name"] or one["id"]  # two parties are not one person
        return one["sentence"], one["private"], whose, moment(one["at"])

    edges = timeline["edges"] if timeline else ()
    groups = (list(group) for _, group in groupby((edge["node"] for edge in edges), key=same))
    return [(group[0], len(group)) for group in groups]


def _nearest(deadlines: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """The clocks that run, the first three; None when the reader may not see them."""
    if deadlines is None:
        return None
    running = [one for one in deadlines if one["standing"] in _WAITING and one["dueAt"]]
    return sorted(running, key=lambda one: str(one["dueAt"]))[:_NEAREST]


def _lead(case: dict[str, Any]) -> dict[str, Any] | None:
    """Where the next step is done, when the reader may."""
    step = case["nextStep"]
    if step is None:
        return None
    below, words, verb = LEADS[step["kind"]]
    if verb and verb not in case["access"]["possible"]:
        return None
    return {"path": f"/cases/{case['id']}{below}", "words": words}
