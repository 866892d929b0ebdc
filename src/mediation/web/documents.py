"""The bytes of a document: `GET /documents/{id}`, for a session or a token, each read kept in the access log."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mediation.access.verbs import Verb
from mediation.document import listing
from mediation.gql.context import Reader
from mediation.gql.relay import row_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Refusal
from mediation.journal.service import note_access
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import NotFound, Problem
from mediation.law.papers import PAPERS, PaperKind

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def routes(runtime: Runtime, identify: Callable[[Request], Awaitable[Actor]]) -> list[Route]:
    """The one route. What is not there and what the caller may not read answer alike, to the byte."""

    async def download(request: Request) -> Response:
        actor = await identify(request)
        if actor.kind is ActorKind.ANONYMOUS:
            message = "请先登录。" if actor.locale.startswith("zh") else "Please sign in."
            return _refused("UNAUTHENTICATED", message, 401)
        key = _key(request.path_params["document"])
        found = await listing.content_of(Reader(runtime, actor), key) if key else None
        if found is None:
            await _tell(runtime, actor, key)
            problem = NotFound()
            return _refused(problem.code, problem.text.in_(actor.locale), 404)
        row, content = found
        # Before the bytes: what could not be written down is not handed out.
        await note_access(
            runtime,
            actor,
            verb=Verb.DOCUMENT_CONTENT_VIEW,
            subject="Document",
            subject_id=row.id,
            case_id=row.case_id,
            allowed=True,
        )
        return Response(content, media_type=_TYPES[row.format], headers=_headers(row))

    return [Route("/documents/{document}", download, methods=["GET"])]


def _key(given: str) -> UUID | None:
    try:
        return row_id("Document", given, "document")
    except Problem:
        return None


def _headers(row: Any) -> dict[str, str]:
    title = PAPERS[PaperKind(row.kind)].title.zh
    name = "-".join([title, *([row.worker_name] if row.worker_name else []), f"第{row.number}版"])
    if row.is_draft:
        name += "-草稿"
    plain = f"{row.kind}-{row.number}.{row.format}"
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}.{row.format}",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "referrer-policy": "no-referrer",
        "etag": f'"{bytes(row.sha256).hex()}"',
    }


async def _tell(runtime: Runtime, actor: Actor, key: UUID | None) -> None:
    heard = runtime.reactions.refused
    if heard is not None:
        await heard(runtime, actor, Refusal(verb=Verb.DOCUMENT_CONTENT_VIEW, subject="Document", subject_id=key))


def _refused(code: str, message: str, status: int) -> Response:
    return JSONResponse(
        {"error": {"code": code, "message": message}}, status_code=status, headers={"cache-control": "no-store"}
    )
