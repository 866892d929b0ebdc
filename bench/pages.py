"""Server time of each page of the table `tests/browser/pages`: asked in this process, one after the other, by people signed in.

What is timed is the product alone, from the request to the last byte of the page. A page whose address holds something that a
filled database has not is named as not measured.
"""

import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from string import Formatter
from typing import Any, Final
from urllib.parse import quote

from starlette.applications import Starlette
from tests.browser.pages import PAGES
from tests.browser.table import Page

from bench import aims, huge
from bench.data import DISTRICTS, Keys, connect
from bench.lists import LISTS
from mediation.agency import sessions
from mediation.app import create_app
from mediation.infra import memory
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Role
from mediation.kit.ids import encode_global_id, keyed_hash

ASKED: Final = 100
"""how often each page is asked"""
_AGENCY: Final = {
    Role.CLERK: "court",
    Role.LAWYER: "justice",
    Role.PARTNER: "court",
}
"""where a role works, when not in the union"""


@dataclass(frozen=True)
class Visit:
    """One way to ask a page: its path, and the cookie of who asks."""

    path: str
    cookie: str = ""


@dataclass(frozen=True)
class Timed:
    """How long one page took, in milliseconds."""

    name: str
    path: str
    asked: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    cpu_ms: float
    """processor time of this process alone, the median: what stays the same on a busy machine"""

    @property
    def is_missed(self) -> bool:
        """Whether it took longer than promised."""
        return self.p95_ms >= aims.PAGE_P95_MS


def chosen(pages: Iterable[Page]) -> list[Page]:
    """The pages that are measured: what is shown when one comes, each address once for each role."""
    found: dict[tuple[str, Role | None], Page] = {}
    for page in pages:
        if page.act is None and page.status == 200:
            found.setdefault((page.path, page.role), page)
    return list(found.values())


async def measure(
    runtime: Runtime, url: str, keys: Keys, *, pages: Iterable[Page] = (*PAGES, *LISTS), asked: int = ASKED
) -> tuple[list[Timed], list[str]]:
    """Ask every page `asked` times; what was measured, and the names of the pages whose addresses nobody here knows.

    Raises RuntimeError when a page answers anything but 200.
    """
    app = create_app(runtime=runtime)
    measured = chosen(pages)
    cookies = await _sign_in(runtime, url, {page.role for page in measured if page.role})
    known = await huge.prepare(runtime, url)
    timed, left = [], []
    await runtime.wire.start()
    memory.settle()
    for page in measured:
        visits = await _possible(app, page, _visits(page, keys, known, cookies), asked)
        if visits:
            timed.append(await _time(app, page, visits, asked))
        else:
            left.append(page.name)
    await runtime.background.settle()
    return timed, left


def _visits(page: Page, keys: Keys, known: huge.Known, cookies: dict[Role, list[str]]) -> Iterator[Visit]:
    """For a case a mediator of its own studio; for anything else whoever has the role."""
    held = {name for _, name, _, _ in Formatter().parse(page.path) if name}
    if held <= {"link"}:
        who = cookies[page.role] if page.role else [""]
        for link, cookie in zip(keys.links, cycle(who), strict=False):
            yield Visit(page.path.format(link=link), cookie)
    elif held == {"case"} and page.role is Role.MEDIATOR:
        for case, agency in keys.collective.items():
            yield Visit(page.path.format(case=encode_global_id("Case", case)), keys.mediators[agency])
    for values, agency in known.get(frozenset(held), ()):
        yield Visit(page.path.format(**values), keys.mediators[agency])


async def _possible(app: Starlette, page: Page, visits: Iterable[Visit], most: int) -> list[Visit]:
    """The first `most` that show what the page is about."""
    found: list[Visit] = []
    for visit in visits:
        if len(found) < most and await _is_there(app, page, visit):
            found.append(visit)
    return found


async def _is_there(app: Starlette, page: Page, visit: Visit) -> bool:
    """Whether what the page is about is there: not every case has an agreement, nor is every room still to be opened."""
    try:
        await _ask(app, page.name, visit)
    except RuntimeError as refused:
        if page.arrange is not None and str(refused).endswith(("answers 303", "answers 404")):
            return False
        raise
    return True


async def _time(app: Starlette, page: Page, visits: Sequence[Visit], asked: int) -> Timed:
    """Each visit was made once before: nothing is built or compiled for the first time."""
    both = [await _ask(app, page.name, visit) for visit in islice(cycle(visits), asked)]
    taken, used = sorted(ms for ms, _ in both), [cpu for _, cpu in both]
    return Timed(
        page.name,
        page.path,
        asked,
        statistics.median(taken),
        taken[max(0, round(len(taken) * 0.95) - 1)],
        taken[-1],
        statistics.median(used),
    )


async def _ask(app: Starlette, name: str, visit: Visit) -> tuple[float, float]:
    """Milliseconds until the last byte of the page, and how many of them this process worked."""
    path, _, query = visit.path.partition("?")
    cookie = [(b"cookie", f"session={visit.cookie}".encode())] if visit.cookie else []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": quote(query, safe="=&+:%").encode(), "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "headers": [(b"host", b"bench"), (b"accept-language", b"zh-CN"), *cookie], "state": {},
    }  # fmt: skip
    status, ended = 0, 0.0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, ended
        status = message.get("status", status)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended = time.perf_counter()

    began, worked = time.perf_counter(), time.process_time()
    await app(scope, receive, send)
    if status != 200:
        raise RuntimeError(f"{name}: {path} answers {status}")
    return (ended - began) * 1000, (time.process_time() - worked) * 1000


async def _sign_in(runtime: Runtime, url: str, roles: Iterable[Role]) -> dict[Role, list[str]]:
    """The cookies of one person for each role and district; who is missing is hired once."""
    connection, now = await connect(url), runtime.clock.now()
    cookies: dict[Role, list[str]] = {}
    for role in sorted(roles):
        for district in range(1, DISTRICTS + 1):
            login = f"{role}{district}-1"
            token = f"{sessions.PREFIX}bench_page_{login}"
            if role not in (Role.MEDIATOR, Role.LAWYER):
                await connection.execute(_HIRE, login, f"{district}{_AGENCY.get(role, 'union')}", role.value)
            await connection.execute(_OPEN, login, keyed_hash(runtime.settings.secret_key_bytes, token), *_life(now))
            cookies.setdefault(role, []).append(token)
    await connection.close()
    return cookies


def _life(now: datetime) -> tuple[datetime, datetime]:
    return now, now + timedelta(days=1)


_HIRE = """
WITH hired AS (
  INSERT INTO staff (id, agency_id, login, name, password_hash, must_change_password, locale, version)
  SELECT md5($1)::uuid, md5('agency' || $2)::uuid, $1, '量速员', '!', false, 'zh-CN', 1
  WHERE NOT EXISTS (SELECT FROM staff WHERE login = $1) RETURNING id)
INSERT INTO staff_role (id, staff_id, role) SELECT gen_random_uuid(), id, $3 FROM hired
"""
_OPEN = """
INSERT INTO staff_session (id, staff_id, token_hash, kind, address, opened_at, seen_at, expires_at)
SELECT gen_random_uuid(), id, $2, 'cookie', '', $3, $3, $4 FROM staff WHERE login = $1
"""


def table(timed: Sequence[Timed]) -> str:
    """What was measured, slowest first."""
    rows = [("page", "address", "asked", "median ms", "95th ms", "worst ms", "CPU ms")]
    rows += [
        (
            one.name,
            one.path,
            str(one.asked),
            f"{one.median_ms:.1f}",
            f"{one.p95_ms:.1f}{' MISSED' if one.is_missed else ''}",
            f"{one.worst_ms:.1f}",
            f"{one.cpu_ms:.1f}",
        )
        for one in sorted(timed, key=lambda one: -one.p95_ms)
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows)
