"""Figures of a period with the list behind each, charts as pictures with their tables, and the ledger. S12."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.web import charts
from mediation.web.client import Client
from mediation.web.page import MissingError, Page
from mediation.web.words import ENGLISH

COUNTS: Final = ("cases", "workersRegistered", "workersTakingPart", "workersSigned")
AMOUNTS: Final = ("wages", "socialInsurance", "advancedMoney")
PROMISES: Final = ("received", "advanced", "defaulted")

_QUARTER: Final = re.compile(r"(20[0-9]{2})Q([1-4])")


def routes(client: Client) -> list[BaseRoute]:
    """Statistics and ledger."""
    return [client.get("/stats", figures), client.get("/ledger", ledger)]


@dataclass(frozen=True)
class Part:
    """Of which district is told: None for whoever counts in one only, and has named none."""

    district: dict[str, Any] | None
    choices: list[dict[str, Any]]
    """between which the reader may choose; none where there is no choice"""

    @property
    def code(self) -> str | None:
        """GB/T 2260 code of the district."""
        return self.district["code"] if self.district else None

    def address(self, **values: Any) -> str:
        """`values` as the query of an address, with the district."""
        return urlencode(values | ({"district": self.code} if self.code else {}))


async def _part(page: Page) -> Part:
    """The district that the address names, else the first where there are several: a city is told district by district.

    Raises MissingError for one in which the reader counts nothing.
    """
    data = await page.query("LedgerDistricts")
    districts = data["reader"]["access"]["ledgerDistricts"] if data["reader"] else []
    choices = districts if len(districts) > 1 else []
    if not page.asked("district"):
        return Part(choices[0] if choices else None, choices)
    for one in districts:
        if one["code"] == page.asked("district"):
            return Part(one, choices)
    raise MissingError


async def figures(page: Page) -> Response:
    """The figures of a quarter; each leads to its list."""
    part = await _part(page)
    year, quarter = _quarter(page)
    since, until = _days(year, quarter)
    asked = {"period": {"from": since.isoformat(), "to": until.isoformat()}, "district": part.code}
    found = (await page.query("Statistics", asked))["statistics"]
    words = "En" if page.locale == ENGLISH else "Zh"
    pictures = []
    for n, one in enumerate(found["charts"]):
        title, series = one[f"title{words}"], _series(one["series"], words)
        pictures.append((title, charts.bars(f"chart-{n}", title, series), series, charts.rows(series)))
    return await page.render(
        "stats/figures.html",
        found=found,
        part=part,
        quarter=f"{year}Q{quarter}",
        choices=[_named(_before(year, quarter, n)) for n in range(-1, 8)],
        words=words,
        pictures=pictures,
        query=part.address(**{"from": since, "to": until}),
        behind=lambda meaning: "/ledger?" + part.address(**{"from": since, "to": until, "list": meaning["list"]}),
        groups=(COUNTS, AMOUNTS, PROMISES),
    )


async def ledger(page: Page) -> Response:
    """The cases behind a figure, or of any days, to print and to take along."""
    part = await _part(page)
    today = legal_day(page.now)
    since = _day(page.asked("from"), today.replace(day=1))
    until = _day(page.asked("to"), today)
    if not timedelta(0) <= until - since <= _LONGEST:
        page.form.refuse("to", _TOO_LONG)
        since, until = today.replace(day=1), today
    kind = page.asked("list") if page.asked("list") in ("CASES", "DUE", "RATED", "RECOVERED") else "CASES"
    asked: dict[str, Any] = {
        "period": {"from": since.isoformat(), "to": until.isoformat()},
        "filter": {"list": kind, "district": part.code},
        "after": page.asked("after") or None,
    }
    found = (await page.query("Ledger", asked))["ledger"]
    rows = [edge["node"] for edge in found["edges"]]
    return await page.render(
        "stats/ledger.html",
        found=found,
        since=since.isoformat(),
        until=until.isoformat(),
        kind=kind,
        part=part,
        query=part.address(**{"from": since, "to": until, "list": kind}),
        counted=COUNTED.get(kind, ()),
        sums=_sums(rows, kind),
        is_whole=not asked["after"] and not found["pageInfo"]["hasNextPage"],
    )


COUNTED: Final = {
    "DUE": (
        ("due", Text("到期", "Due")),
        ("onTime", Text("按期", "On time")),
        ("received", Text("已收到", "Received")),
        ("advanced", Text("垫付", "Advanced")),
        ("defaulted", Text("违约", "Defaults")),
    ),
    "RECOVERED": (
        ("wagesFen", Text("工资", "Wages")),
        ("socialInsuranceFen", Text("社保", "Social ins.")),
        ("advancedFen", Text("其中垫付", "Advanced")),
    ),
}
"""What of the period adds up to the figures that lead to a list: below `inPeriod`, and in words."""


def _sums(rows: list[dict[str, Any]], kind: str) -> dict[str, int]:
    """What the rows of the page add up to."""
    sums = {name: sum(row["workers"][name] for row in rows) for name in ("registered", "takingPart", "signed")}
    sums |= {name: sum(row[name] for row in rows) for name in ("agreedWagesFen", "agreedSocialInsuranceFen")}
    sums["advancedFen"] = sum(row["advancedFen"] for row in rows)
    sums["answers"] = sum(row["satisfaction"]["answers"] for row in rows)
    counted = {f"in.{name}": sum(row["inPeriod"][name] for row in rows) for name, _ in COUNTED.get(kind, ())}
    return sums | counted


_LONGEST: Final = timedelta(days=365)
"""a period of the API has at most 366 days, both ends counted"""

_TOO_LONG: Final = Text(
    "结束日不能早于开始日，一次最多 366 天；下面是本月的。",
    "The last day cannot lie before the first, and a period has at most 366 days; this month is shown.",
)


def _series(given: list[dict[str, Any]], words: str) -> list[charts.Series]:
    return [
        charts.Series(one[f"name{words}"], [(point[f"label{words}"], point["value"]) for point in one["points"]])
        for one in given
    ]


def _quarter(page: Page) -> tuple[int, int]:
    asked = _QUARTER.fullmatch(page.asked("quarter"))
    if asked:
        return int(asked[1]), int(asked[2])
    today = legal_day(page.now)
    return today.year, (today.month + 2) // 3


def _before(year: int, quarter: int, n: int) -> tuple[int, int]:
    whole = year * 4 + quarter - 1 - n
    return whole // 4, whole % 4 + 1


def _named(one: tuple[int, int]) -> str:
    return f"{one[0]}Q{one[1]}"


def _days(year: int, quarter: int) -> tuple[date, date]:
    after = _before(year, quarter, -1)
    return date(year, quarter * 3 - 2, 1), date(after[0], after[1] * 3 - 2, 1) - timedelta(days=1)


def _day(typed: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return otherwise
