"""The ledger as a file: `GET /ledger.csv` and `GET /ledger.xlsx`, each export written down in the access log before its first byte.

The same question as `ledger` of the API, the same guard, the same rows: `from` and `to`, and `list`, `agency`, `district`,
`result`, `way`, `promise` (the last three may be repeated).
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.gql.context import Reader
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Refusal
from mediation.journal.service import note_access
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Forbidden, Invalid, Problem, Text
from mediation.statistics import definitions, export, ledger, rules
from mediation.statistics.definitions import Definition
from mediation.statistics.graphql.reading import asked
from mediation.statistics.rules import CaseResult, LedgerList, PromiseState, Way

W = TypeVar("W", bound=StrEnum)

_KNOWN: Final = frozenset({"from", "to", "list", "agency", "district", "result", "way", "promise"})
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DAY: Final = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_CHUNK: Final = 64 * 1024


def routes(runtime: Runtime, identify: Callable[[Request], Awaitable[Actor]]) -> list[Route]:
    """The two routes."""

    def route(kind: str) -> Route:
        async def download(request: Request) -> Response:
            actor = await identify(request)
            if actor.kind is ActorKind.ANONYMOUS:
                return _refused("UNAUTHENTICATED", Text("请先登录。", "Please sign in."), actor, 401)
            try:
                guard.require_somewhere(actor, Verb.LEDGER_VIEW)
                wanted = _wanted(request.query_params)
            except Forbidden as problem:
                await _tell(runtime, actor)
                return _refused(problem.code, problem.text, actor, 403)
            except Problem as problem:
                return _refused(problem.code, problem.text, actor, 422, problem)
            return await _hand_out(runtime, actor, wanted, kind)

        return Route(f"/ledger.{kind}", download, methods=["GET"])

    return [route("csv"), route("xlsx")]


async def _hand_out(runtime: Runtime, actor: Actor, wanted: ledger.Wanted, kind: str) -> Response:
    # Before the bytes: what could not be written down is not handed out.
    period = wanted.period
    await note_access(
        runtime,
        actor,
        verb=Verb.LEDGER_VIEW,
        subject="Ledger",
        subject_id=None,
        allowed=True,
        field=f"{kind} {wanted.of.name} {period.since}/{period.until}",
    )
    rows = _rows(Reader(runtime, actor), wanted, actor.locale)
    body = _csv(rows, actor.locale) if kind == "csv" else _xlsx(rows, wanted, actor)
    # The first bytes before the status: what fails at once fails as an error, not in the middle of a file.
    first = await anext(body)
    return StreamingResponse(_from(first, body), media_type=_TYPES[kind], headers=_headers(wanted, kind))


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part


async def _rows(reader: Reader, wanted: ledger.Wanted, locale: str) -> AsyncIterator[list[list[export.Value]]]:
    passed = 0
    async for rows in ledger.whole(reader, wanted):
        yield [export.cells(row, number, locale) for number, row in enumerate(rows, start=passed + 1)]
        passed += len(rows)


async def _csv(rows: AsyncIterator[list[list[export.Value]]], locale: str) -> AsyncIterator[bytes]:
    head = export.BOM.encode() + export.csv_lines([export.headings(locale)])
    async for some in rows:
        yield head + export.csv_lines(some)
        head = b""
    if head:
        yield head


async def _xlsx(
    rows: AsyncIterator[list[list[export.Value]]], wanted: ledger.Wanted, actor: Actor
) -> AsyncIterator[bytes]:
    from mediation.statistics.workbook import Book  # openpyxl, for whoever takes a ledger away

    book, locale = Book(), actor.locale
    book.sheet(Text("台账", "Ledger").in_(locale))
    book.add([export.headings(locale)])
    async for some in rows:
        await asyncio.to_thread(book.add, some)
    book.sheet(Text("口径", "Definitions").in_(locale))
    book.add(_meanings(wanted, actor))
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while part := file.read(_CHUNK):
            yield part


def _meanings(wanted: ledger.Wanted, actor: Actor) -> list[Sequence[export.Value]]:
    locale, period = actor.locale, wanted.period
    told = [one for one in vars(definitions).values() if isinstance(one, Definition)]
    days = f"{period.since} ~ {period.until}"
    return [
        [Text("统计期", "Period").in_(locale), days],
        [Text("统计截至", "As of").in_(locale), f"{actor.at:%Y-%m-%dT%H:%MZ}"],
        *([one.name.in_(locale), one.text.in_(locale)] for one in told),
    ]


def _wanted(given: QueryParams) -> ledger.Wanted:
    """The ledger that is asked for. Raises Invalid, also for what is not known: a slip would be a wider file."""
    strange = [name for name in given if name not in _KNOWN]
    if strange:
        raise Invalid.field(strange[0][:40], "unknown", "没有这个参数。", "There is no such parameter.")
    for name in ("from", "to", "list", "agency", "district"):
        if len(given.getlist(name)) > 1:
            raise Invalid.field(name, "repeated", "参数重复。", "Given more than once.")
    promises = _words(given, "promise", PromiseState)
    lists = _words(given, "list", LedgerList)
    return ledger.Wanted(
        rules.period(_day(given, "from"), _day(given, "to")),
        asked(given.get("agency"), given.get("district")),
        lists[0] if lists else LedgerList.CASES,
        _words(given, "result", CaseResult),
        _words(given, "way", Way),
        tuple(sorted(set(promises))) if promises is not None else None,
    )


def _day(given: QueryParams, name: str) -> date:
    text = given.get(name, "")
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Invalid.field(name, "not_a_day", "日期格式为 YYYY-MM-DD。", "A day is written YYYY-MM-DD.")


def _words(given: QueryParams, name: str, known: type[W]) -> tuple[W, ...] | None:
    try:
        return tuple(known[one] for one in given.getlist(name)) or None
    except KeyError:
        raise Invalid.field(name, "not_a_choice", "没有这个选项。", "There is no such choice.") from None


def _headers(wanted: ledger.Wanted, kind: str) -> dict[str, str]:
    days = f"{wanted.period.since}-{wanted.period.until}"
    return {
        "content-disposition": f'attachment; filename="ledger-{days}.{kind}"; '
        f"filename*=UTF-8''{quote(f'台账-{days}', safe='')}.{kind}",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "referrer-policy": "no-referrer",
    }


async def _tell(runtime: Runtime, actor: Actor) -> None:
    heard = runtime.reactions.refused
    if heard is not None:
        await heard(runtime, actor, Refusal(verb=Verb.LEDGER_VIEW, subject="Ledger"))


def _refused(code: str, text: Text, actor: Actor, status: int, problem: Problem | None = None) -> Response:
    error: dict[str, Any] = {"code": code, "message": text.in_(actor.locale)}
    if isinstance(problem, Invalid):
        error["fields"] = [
            {"path": one.path, "code": one.code, "message": one.text.in_(actor.locale)} for one in problem.fields
        ]
    return JSONResponse({"error": error}, status_code=status, headers={"cache-control": "no-store"})
