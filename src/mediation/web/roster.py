"""Uploading a roster: `POST /cases/{id}/import` with the file as the body. Review and confirmation go through the API."""

from collections.abc import Awaitable, Callable
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mediation.access.verbs import Verb
from mediation.case import roster
from mediation.gql.relay import gid, row_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Refusal
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound, Problem, TooMany

_STATUS: dict[type[Problem], int] = {
    NotFound: 404,
    Forbidden: 403,
    IllegalMove: 409,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


def routes(runtime: Runtime, identify: Callable[[Request], Awaitable[Actor]]) -> list[Route]:
    """The one route. The file's name comes percent-encoded in the header `X-File-Name`; the body is the file itself."""

    async def upload(request: Request) -> Response:
        actor = await identify(request)
        if actor.kind is ActorKind.ANONYMOUS:
            return _refused(
                "UNAUTHENTICATED", "请先登录。" if actor.locale.startswith("zh") else "Please sign in.", 401
            )
        name, data = unquote(request.headers.get("x-file-name", "roster")), await request.body()
        case_id = None
        try:
            async with runtime.uow(actor) as tx:
                case_id = row_id("Case", request.path_params["case"], "case")
                made = await roster.preview(tx, case_id, name, data)
        except Problem as problem:
            heard = runtime.reactions.refused
            if heard is not None and isinstance(problem, Forbidden | NotFound):
                refusal = Refusal(verb=Verb.ROSTER_PREVIEW, subject="Case", subject_id=case_id, case_id=problem.case_id)
                await heard(runtime, actor, refusal)
            fields = problem.fields if isinstance(problem, Invalid) else ()
            extra = [{"path": f.path, "code": f.code, "message": f.text.in_(actor.locale)} for f in fields]
            return _refused(problem.code, problem.text.in_(actor.locale), _STATUS[type(problem)], extra)
        return JSONResponse({"id": gid("RosterImport", made.id), **made.report}, status_code=201)

    return [Route("/cases/{case}/import", upload, methods=["POST"])]


def _refused(code: str, message: str, status: int, fields: list[dict[str, str]] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "fields": fields or []}}, status_code=status)
