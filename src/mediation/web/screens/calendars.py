"""Holidays: the notices that were loaded, and loading one after it was looked at day by day. S13."""

import re
from datetime import date, timedelta
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.deadline.rules import law_of
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form, Wrong
from mediation.web.page import Page

SAID: Final = {
    "calendar-loaded": Text(
        "节假日安排已生效，受影响的期限已重新计算，变化写在各案件的时间线上。",
        "The holidays count from now on; what depends on them was computed again and is told in the cases.",
    ),
}
_RANGE: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\s*(?:～|~|至|到|to|-{1,2}|—)\s*(\d{4}-\d{2}-\d{2}))?$")
_LISTS: Final = ("offDays", "makeUpDays", "statutoryDays")


def routes(client: Client) -> list[BaseRoute]:
    """The list, the form, and the look at it before it counts."""
    return [
        client.get("/settings/calendars", notices),
        client.get("/settings/calendars/new", new),
        client.post("/settings/calendars/new", look),
        client.post("/settings/calendars/load", load),
    ]


async def notices(page: Page) -> Response:
    """What was loaded, the newest first."""
    data = await page.query("HolidayNotices", {"after": page.asked("after") or None})
    may = "calendar:load" in data["me"]["access"]["verbs"]
    return await page.render("settings/calendars.html", notices=data["holidayNotices"], may_load=may)


async def new(page: Page) -> Response:
    """The form: one line for each stretch of days."""
    return await page.render("settings/calendar_new.html")


def _read(form: Form) -> dict[str, Any]:
    """The notice as it was typed; what is no day is wrong, with its line."""
    given: dict[str, Any] = {name: form.text(name) for name in ("title", "number", "issuedOn", "url")}
    given["year"] = form.number("year") or 0
    for name in ("title", "issuedOn", "url"):
        if not given[name]:
            form.refuse(name, Text("请填写。", "This is needed."))
    for name in _LISTS:
        given[name] = [
            {"from": first, "to": last or first}
            for first, last in _ranges(form, name)
            if _is_day(form, name, first, last)
        ]
    given["makeUpDays"] = [one["from"] for one in given["makeUpDays"]]
    return given


def _ranges(form: Form, name: str) -> list[tuple[str, str]]:
    found = []
    for n, line in enumerate(form.text(name).splitlines(), start=1):
        if not line.strip():
            continue
        match = _RANGE.match(line.strip())
        if match is None:
            form.refuse(
                name, Text(f"第 {n} 行不是日期：{line.strip()[:40]}", f"Line {n} is no day: {line.strip()[:40]}")
            )
        else:
            found.append((match[1], match[2] or ""))
    return found


def _is_day(form: Form, name: str, *days: str) -> bool:
    try:
        for day in days:
            if day:
                date.fromisoformat(day)
    except ValueError:
        form.refuse(name, Text(f"没有这一天：{' '.join(days)}", f"There is no such day: {' '.join(days)}"))
        return False
    return True


async def look(page: Page) -> Response:
    """The days one by one, and what would move, before they count."""
    given = _read(page.form)
    found = None if page.form.wrong else (await page.query("CalendarPreview", {"input": given}))["calendarPreview"]
    if found:
        page.form.wrong += [Wrong(one["path"].partition(".")[0], one["message"]) for one in found["faults"]]
    if found is None or page.form.wrong:
        return await new(page)
    return await page.render(
        "settings/calendar_look.html",
        given=given,
        days=_days(given["offDays"]),
        proper=_days(given["statutoryDays"]),
        preview=found,
        moves=[(one, _rule(one["rule"])) for one in found["moves"][:_SHOWN]],
    )


_SHOWN: Final = 50
_PAYMENT: Final = Text("约定付款日", "Agreed date of payment")


def _rule(rule: str | None) -> Text:
    law = law_of(rule) if rule else None
    return law.title if law else _PAYMENT


def _days(ranges: list[dict[str, str]]) -> list[str]:
    found: list[str] = []
    for one in ranges:
        first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
        found += [(first + timedelta(days=n)).isoformat() for n in range(min((last - first).days, 31) + 1)]
    return found


async def load(page: Page) -> Response:
    """Let it count."""
    given = _read(page.form)
    if page.form.wrong or not (await page.do("LoadCalendar", {"input": given})).ok:
        page.form.wrong = [Wrong(one.path.partition(".")[0], one.message) for one in page.form.wrong]
        return await new(page)
    return page.go("/settings/calendars", said="calendar-loaded")
