"""Every page with a list, in each view, order and filter that it has: measured beside the table of the browser's tests.

`{huge}` is a case with a thousand workers, `{signing}` one whose agreement waits for their signatures, `{roster}` five hundred
rows under review.
"""

from collections.abc import Iterable
from typing import Final

from tests.browser.table import Page

from mediation.kit.actor import Role


def _pages(group: str, role: Role, paths: Iterable[str]) -> list[Page]:
    return [Page(f"{group} {role} {path.partition('?')[2] or path}", path, role=role) for path in paths]


_TABS: Final = ("MINE", "UNCLAIMED", "AGENCY", "OVERDUE", "TODAY")
_WORK: Final = (
    *(f"/work?tab={tab}" for tab in _TABS),
    *(
        f"/work?tab={tab}&sort={sort}{down}"
        for tab in ("AGENCY", "MINE", "OVERDUE")
        for sort in ("DEADLINE", "NUMBER", "AMOUNT")
        for down in ("", "&descending=on")
    ),
    *(
        f"/work?tab={tab}&{narrowed}"
        for tab in ("AGENCY", "MINE")
        for narrowed in (
            "withinDays=3",
            "kind=COLLECTIVE",
            "channel=WALK_IN",
            "channel=POLICE",
            "state=MEDIATING&state=PERFORMING",
            "heads=SOCIAL_INSURANCE",
            "urgent=on",
            "search=餐饮管理",
            "search=王娟",
            "kind=COLLECTIVE&sort=AMOUNT",
            "urgent=on&state=ACCEPTED&sort=NUMBER&descending=on",
        )
    ),
    "/work?tab=MINE&tab=OVERDUE",
    "/work?tab=AGENCY&size=100",
    "/work/rows?tab=AGENCY",
)
_CASES: Final = (
    "/cases",
    *(
        f"/cases?{narrowed}"
        for narrowed in (
            "state=CLOSED",
            "state=REFUSED",
            "state=MEDIATING",
            "kind=COLLECTIVE",
            "kind=SINGLE&state=DEFAULTED",
            "urgent=on",
            "mine=on",
            "q=餐饮",
            "q=王娟",
            "q=2026-118",
            "q=张&state=MEDIATING",
        )
    ),
)
_SEARCH: Final = tuple(
    f"/search?q={q}" for q in ("有限公司", "餐饮管理1234", "王娟", "王", "2026-118", "没有", "餐饮 王娟", "9999")
)
_BOARD: Final = tuple(
    f"/commitments?view={view}"
    for view in ("DUE_TODAY", "OVERDUE", "DEFAULTED", "ADVANCED", "WITHIN_SEVEN_DAYS", "PAID_THIS_MONTH")
)
_REFERRALS: Final = (
    "/referrals",
    "/referrals?box=out",
    *(f"/referrals?box={box}&state={state}" for box in ("in", "out") for state in ("OFFERED", "ACCEPTED", "CLOSED")),
)
_ORDERS: Final = (
    "/orders",
    *(f"/orders?step={step}" for step in ("REQUESTED", "DISPATCHING", "HANDLING", "RATING", "CLOSED")),
    "/orders?month=2026-10",
    "/orders?month=2026-10&step=HANDLING",
)
_STATISTICS: Final = (
    "/stats",
    "/stats?quarter=2026Q3",
    *(
        f"/ledger?from={since}&to={until}&list={kind}"
        for since, until in (("2026-07-01", "2026-09-30"), ("2025-11-21", "2026-11-20"))
        for kind in ("CASES", "DUE", "RATED", "RECOVERED")
    ),
)
_OF_A_DISTRICT: Final = (
    *_STATISTICS,
    "/stats?quarter=2026Q3&district=310107",
    *(f"/ledger?from=2026-07-01&to=2026-09-30&list={kind}&district=310116" for kind in ("CASES", "DUE", "RECOVERED")),
)
"""for somebody who reads a city: the first of its districts where none is named"""
_LOGS: Final = (
    "/settings/journal",
    "/settings/journal?verb=case:close",
    "/settings/journal?verb=agreement:seal",
    "/settings/journal?since=2026-01-01&until=2026-01-31",
    "/settings/access",
    "/settings/access?allowed=no",
    "/settings/access?allowed=yes",
    "/settings/access?verb=person:reveal",
    "/settings/access?verb=case:break_glass",
    "/settings/access?since=2026-01-01&until=2026-01-31&allowed=no",
)
_BELOW: Final = (
    "",
    "?about=case",
    "?about=money",
    "?about=deadlines",
    "/parties",
    "/parties/add",
    "/representatives",
    "/claims",
    "/deadlines",
    "/deadlines/record",
    "/referrals",
    "/referrals/offer",
    "/documents",
    "/documents/SERVICE_ADDRESS",
    "/evidence",
    "/evidence/add",
    "/findings",
    "/circumstances",
    "/notices",
    "/payments",
    "/agreement",
    "/lawyer",
    "/import",
    "/default",
    "/act/close",
    "/act/edit",
)
"""the pages of a case"""

LISTS: Final[tuple[Page, ...]] = (
    *_pages("work", Role.MEDIATOR, _WORK),
    *_pages("work", Role.SUPERVISOR, _WORK),
    *_pages("work", Role.INTAKE_CLERK, ("/work", "/work?tab=AGENCY")),
    *_pages("work", Role.LAWYER, ("/work", "/work?tab=OVERDUE", "/work?tab=MINE&sort=AMOUNT")),
    *_pages("work", Role.CLERK, ("/work", "/work?tab=OVERDUE")),
    *(
        page
        for role in (Role.MEDIATOR, Role.SUPERVISOR, Role.LAWYER, Role.CLERK)
        for page in _pages("cases", role, _CASES)
    ),
    *(page for role in (Role.MEDIATOR, Role.SUPERVISOR) for page in _pages("search", role, _SEARCH)),
    *_pages("search", Role.LAWYER, _SEARCH[2:5]),
    *(page for role in (Role.MEDIATOR, Role.SUPERVISOR) for page in _pages("board", role, _BOARD)),
    *(page for role in (Role.MEDIATOR, Role.CLERK, Role.SUPERVISOR) for page in _pages("referrals", role, _REFERRALS)),
    *(page for role in (Role.MEDIATOR, Role.SUPERVISOR) for page in _pages("orders", role, _ORDERS)),
    *(page for role in (Role.MEDIATOR, Role.SUPERVISOR, Role.LAWYER) for page in _pages("rooms", role, ("/rooms",))),
    *_pages("inbox", Role.MEDIATOR, ("/inbox", "/inbox/undeliverable")),
    *_pages("inbox", Role.SUPERVISOR, ("/inbox", "/inbox/undeliverable")),
    *_pages("lawyers", Role.SUPERVISOR, ("/lawyers", "/settings/panel")),
    *_pages("lawyers", Role.LAWYER, ("/assignments",)),
    *(page for role in (Role.MEDIATOR, Role.SUPERVISOR) for page in _pages("statistics", role, _STATISTICS)),
    *_pages("statistics of a city's district", Role.AUDITOR, _OF_A_DISTRICT),
    *_pages("logs", Role.AUDITOR, _LOGS),
    *_pages("case", Role.MEDIATOR, (f"/cases/{{huge}}{below}" for below in _BELOW)),
    *_pages("case", Role.MEDIATOR, ("/cases/{huge}/roster/{roster}",)),
    *_pages(
        "case", Role.MEDIATOR, (f"/cases/{{signing}}/agreement{below}" for below in ("", "/lines", "/sign", "/print"))
    ),
)
"""more rows than a page shows in each, where the database is large"""
