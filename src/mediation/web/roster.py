"""Rosters as files: `POST /cases/{id}/import` takes one, the blank template and the rows to correct are handed out.

Review, correction and confirmation go through the API.
"""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote, unquote
from uuid import UUID

from sqlmodel import col
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mediation.access.verbs import Verb
from mediation.case import queries, roster, roster_sheet
from mediation.case import roster_review as review
from mediation.case.models import RosterImport
from mediation.gql.context import Reader
from mediation.gql.relay import gid, row_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Refusal
from mediation.journal.service import note_access
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound, Problem, Text, TooMany

_STATUS: dict[type[Problem], int] = {
    NotFound: 404,
    Forbidden: 403,
    IllegalMove: 409,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


def routes(runtime: Runtime, identify: Callable[[Request], Awaitable[Actor]]) -> list[Route]:
    """The routes. An upload's name comes percent-encoded in the header `X-File-Name`; its body is the file itself."""

    async def upload(request: Request) -> Response:
        actor = await identify(request)
        return _nobody(actor) if actor.kind is ActorKind.ANONYMOUS else await _upload(runtime, actor, request)

    async def problems(request: Request) -> Response:
        actor = await identify(request)
        if actor.kind is ActorKind.ANONYMOUS:
            return _nobody(actor)
        return await _problems(runtime, actor, _key(request.path_params["roster"]))

    return [
        Route("/cases/{case}/import", upload, methods=["POST"]),
        Route("/rosters/{roster}/problems.csv", problems, methods=["GET"]),
        Route("/rosters/template.{kind}", _template, methods=["GET"]),
    ]


async def bring(runtime: Runtime, actor: Actor, case: str, name: str, data: bytes) -> RosterImport:
    """Keep the file `data`, named `name`, for review; `case` is a global id. Raises Problem, which is in the log by then."""
    case_id = None
    try:
        async with runtime.uow(actor) as tx:
            case_id = row_id("Case", case, "case")
            return await roster.preview(tx, case_id, name, data)
    except Problem as problem:
        heard = runtime.reactions.refused
        if heard is not None and isinstance(problem, Forbidden | NotFound):
            refusal = Refusal(verb=Verb.ROSTER_PREVIEW, subject="Case", subject_id=case_id, case_id=problem.case_id)
            await heard(runtime, actor, refusal)
        raise


async def _upload(runtime: Runtime, actor: Actor, request: Request) -> Response:
    name, data = unquote(request.headers.get("x-file-name", "roster")), await request.body()
    try:
        made = await bring(runtime, actor, request.path_params["case"], name, data)
    except Problem as problem:
        fields = problem.fields if isinstance(problem, Invalid) else ()
        extra = [{"path": f.path, "code": f.code, "message": f.text.in_(actor.locale)} for f in fields]
        return _refused(problem.code, problem.text.in_(actor.locale), _STATUS[type(problem)], extra)
    return JSONResponse({"id": gid("RosterImport", made.id), **made.report}, status_code=201)


async def _problems(runtime: Runtime, actor: Actor, key: UUID | None) -> Response:
    row = await Reader(runtime, actor).first(queries.rosters(actor).where(col(RosterImport.id) == key)) if key else None
    if row is None:
        if runtime.reactions.refused is not None:
            refusal = Refusal(verb=Verb.ROSTER_PREVIEW, subject="RosterImport", subject_id=key)
            await runtime.reactions.refused(runtime, actor, refusal)
        return _refused(NotFound.code, NotFound().text.in_(actor.locale), 404)
    source = review.source_under_review(runtime.vault, row, now=actor.at)
    rows = review.under_review(runtime.vault, row, now=actor.at)
    if source is None:
        return _refused(IllegalMove.code, _OVER.in_(actor.locale), 409)
    # Before the bytes: what could not be written down is not handed out.
    await note_access(
        runtime,
        actor,
        verb=Verb.ROSTER_PREVIEW,
        subject="RosterImport",
        subject_id=row.id,
        case_id=row.case_id,
        allowed=True,
    )
    content = roster_sheet.problems_csv(source, rows, english=actor.locale.startswith("en"))
    return _file(content, "csv", "problems", "问题行")


async def _template(request: Request) -> Response:
    kind = request.path_params["kind"]
    if kind not in _TEMPLATES:
        return _refused(NotFound.code, NotFound().text.zh, 404)
    return _file(await asyncio.to_thread(_TEMPLATES[kind]), kind, "roster", "名册")


_TEMPLATES = {"csv": roster_sheet.template_csv, "xlsx": roster_sheet.template_xlsx}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OVER = Text("名册已导入或已超过24小时。", "The roster was imported, or is more than 24 hours old.")


def _key(given: str) -> UUID | None:
    try:
        return row_id("RosterImport", given, "roster")
    except Problem:
        return None


def _file(content: bytes, kind: str, plain: str, name: str) -> Response:
    shown = f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(name, safe='')}.{kind}"
    headers = {"content-disposition": shown, "cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _nobody(actor: Actor) -> Response:
    return _refused("UNAUTHENTICATED", "请先登录。" if actor.locale.startswith("zh") else "Please sign in.", 401)


def _refused(code: str, message: str, status: int, fields: list[dict[str, str]] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "fields": fields or []}}, status_code=status)
